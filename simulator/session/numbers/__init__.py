"""Numbers as people type them: tokens, arithmetic, quantities with units."""
