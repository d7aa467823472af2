"""Rules that a graph must keep, and the findings where it does not."""
