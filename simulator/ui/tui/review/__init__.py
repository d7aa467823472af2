"""Past interviews: the list, their transcripts, reports, replays and comparisons."""
