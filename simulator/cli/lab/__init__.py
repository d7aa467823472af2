"""Commands that measure the engine, and fit it to the answers of many people."""
