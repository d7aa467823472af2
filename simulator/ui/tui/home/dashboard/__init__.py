"""The cards of home, and what they say."""
