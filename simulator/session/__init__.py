"""What happened: events, the Interview that appends them, transcripts on disk, the archive of all of them."""
