"""How many columns a text takes in a terminal."""

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from simulator.graph.text import cells, clean

GAP = 2
NARROWEST = 20
MARGIN = "    "


def terminal_width() -> int | None:
    """Columns of the terminal that stdout is, or None where it is a file or a pipe: there a row stays one line."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def table(rows: Sequence[Sequence[str]], width: int | None) -> Iterator[str] | None:
    """The rows in columns, each as wide as its widest cell; None where they do not fit. The first row is the head."""
    plain = [[clean(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*plain, strict=True)]
    if width is not None and sum(widths) + GAP * (len(widths) - 1) > width:
        return None
    return (_row(row, widths) for row in plain)


def _row(row: Iterable[str], widths: Iterable[int]) -> str:
    filled = (cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True))
    return (" " * GAP).join(filled).rstrip()


def paragraph(name: str, words: Iterable[str], width: int) -> str:
    """One row of a table that does not fit: its name whole, for it is to be copied, and what is said of it below."""
    said = ", ".join(clean(word) for word in words if word)
    wrapper = textwrap.TextWrapper(
        max(width, NARROWEST),
        initial_indent=MARGIN,
        subsequent_indent=MARGIN,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return "\n".join([clean(name), *wrapper.wrap(said)])
