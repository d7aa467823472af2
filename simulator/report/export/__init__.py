"""Reports as files: Markdown, HTML, CSV, JSON, Anki."""
