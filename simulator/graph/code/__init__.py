"""Tasks for code that runs: their cases, the values in them, and how a result is compared."""
