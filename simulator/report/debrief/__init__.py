"""What a panel would write about an hour: what spoke for the candidate, what against, and how they interview."""
