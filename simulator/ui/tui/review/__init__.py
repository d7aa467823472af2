"""Interviews that were sat: the list of them, their transcripts, reports and replays."""
