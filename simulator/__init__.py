"""A full mock interview in the terminal: a concept graph, an adaptive engine, transcripts that outlive the program."""

__version__ = "0.1.0"
