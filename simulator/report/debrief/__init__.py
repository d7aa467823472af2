"""What a panel would write about an hour: what spoke for and against the candidate, and how they interview."""
