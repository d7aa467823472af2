"""The same figures as sentences and lines of text."""
