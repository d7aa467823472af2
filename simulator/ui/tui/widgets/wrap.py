"""Text on lines of a given width."""

from rich.console import Console
from rich.text import Text

from simulator.ui.tui.widgets.figures import freed, glued


def wrapped(text: str, width: int, console: Console) -> list[str]:
    """Lines of at most `width` cells, at least one; wide characters count double, numbers are kept whole."""
    return [freed(line.plain.rstrip()) for line in Text(glued(text)).wrap(console, max(8, width))] or [""]
