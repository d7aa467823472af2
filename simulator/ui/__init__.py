"""How a person meets an interview: the full screen, lines of text, and what was chosen last time."""
