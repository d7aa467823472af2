"""One interview: its events, its state, its commands."""
