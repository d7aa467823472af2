"""What is worked out of sessions: standing, path, plan, progress, comparison."""
