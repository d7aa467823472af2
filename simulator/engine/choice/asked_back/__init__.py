"""What a candidate asks back: prepared facts, and questions that need none."""
