"""The command `interview`: parses, calls, prints."""
