"""Home and what one sets up there."""
