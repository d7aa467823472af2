"""Question collections of other tools as a graph."""
