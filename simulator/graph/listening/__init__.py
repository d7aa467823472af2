"""Reading a typed answer without a model: its words by their stems, and cues for ways of saying a thing."""
