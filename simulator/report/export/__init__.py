"""Reports as files: Markdown, HTML, pictures, CSV, JSON, Anki; and what others get to see of them."""
