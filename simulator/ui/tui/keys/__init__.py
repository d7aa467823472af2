"""Every screen and every key, once: bindings, footer, palette, help and docs read the same table."""
