"""Reports as files: Markdown, HTML, pictures, CSV, JSON, Anki; and what of them is shown to others."""
