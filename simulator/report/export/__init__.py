"""A report for other programs and for paper: Markdown, self-contained HTML, CSV and Anki. No figure is made here."""
