"""The choice of the next question, of follow-ups, and the rules of the formats."""
