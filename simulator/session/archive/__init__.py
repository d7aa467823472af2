"""The folder of all sessions: its index, search and trash."""
