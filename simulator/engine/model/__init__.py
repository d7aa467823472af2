"""The response model and the belief over the mastery of every concept."""
