"""The full-screen app: its screens, parts of the room, widgets, keys and styles."""
