"""Making graphs and editing their records by hand."""
