"""Whole simulated interviews, and recorded answers of people."""
