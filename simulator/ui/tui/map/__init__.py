"""The map of concepts, progress over time, and the search of the question bank."""
