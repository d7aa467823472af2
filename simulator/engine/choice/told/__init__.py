"""The reason of a choice, as it is made and as it is spoken before the question."""
