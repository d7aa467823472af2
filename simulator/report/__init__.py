"""What it means: the assessment of a session, and what is made of it for screens, files and other programs."""
