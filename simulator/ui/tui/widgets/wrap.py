"""Text on lines of a given width."""

from rich.console import Console
from rich.text import Text


def wrapped(text: str, width: int, console: Console) -> list[str]:
    """Lines of at most `width` cells, at least one; wide characters count double."""
    return [line.plain.rstrip() for line in Text(text).wrap(console, max(8, width))] or [""]
