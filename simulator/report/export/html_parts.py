"""Pieces that every HTML page is made of. Cells and rows are HTML already; labels and texts are escaped here."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from html import escape

from simulator.report.records import SourceResult


def listed(rows: Sequence[str], look: str = "") -> str:
    """A list of rows; empty where there are none."""
    named = f' class="{look}"' if look else ""
    return f"<ul{named}>{''.join(f'<li>{row}</li>' for row in rows)}</ul>" if rows else ""


def table(columns: Sequence[str], rows: Iterable[Iterable[str]], *, numbers: Collection[int], names: int) -> str:
    """A table; the columns in `numbers` stand to the right, and column `names` says what a row is about."""

    def look(place: int) -> str:
        """The attribute that sets a column of numbers to the right; empty for others."""
        return ' class="n"' if place in numbers else ""

    def cells(row: Iterable[str]) -> Iterator[str]:
        """The cells of one row; the one that names it is its header."""
        for place, cell in enumerate(row):
            tag, scope = ("th", ' scope="row"') if place == names else ("td", "")
            yield f"<{tag}{scope}{look(place)}>{cell}</{tag}>"

    head = "".join(f'<th scope="col"{look(place)}>{escape(name)}</th>' for place, name in enumerate(columns))
    body = "".join(f"<tr>{''.join(cells(row))}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def said(label: str, text: str) -> Iterator[str]:
    """What a person said, under its label, as it was written."""
    if text:
        yield f'<p class="label">{escape(label)}</p><blockquote class="said">{escape(text)}</blockquote>'


def source(found: SourceResult) -> str:
    """A source, which leads to its address where that is one of the web."""
    if not found.url.startswith(("https://", "http://")):
        return escape(found.text)
    return f'<a href="{escape(found.url)}" rel="noreferrer">{escape(found.text)}</a>'
