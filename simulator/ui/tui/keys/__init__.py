"""Every action with its keys, once, for bindings, footer, palette, help and docs."""
