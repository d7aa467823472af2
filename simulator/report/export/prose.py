"""Markdown as HTML: what a graph says, and the report's own tables. Nothing in it runs or is fetched."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

WEB = ("https://", "http://")
CELL = 3  # nesting level of a cell in the report's own tables; those of a question are nested deeper


def prose(text: str, *, coloured: bool = False) -> str:
    """A graph's Markdown as HTML without scripts, pictures, headings, or links other than http and https.

    With `coloured` its Python has the classes of Pygments, which only a page with their style sheet shows.
    """
    reader = _reader(coloured=coloured)
    tokens = reader.parse(text)
    for token in tokens:
        if token.type.startswith("heading"):
            token.type = "html_block"
            token.content = "<p><strong>" if token.nesting == 1 else "</strong></p>\n"
    return _rendered(reader, tokens)


def highlighted(code: str) -> str:
    """Python as HTML with the classes of Pygments; the page's style sheet gives them their colours."""
    from pygments import highlight  # only a page with code
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    # without the guess at an encoding and the newlines that it would take off
    return str(highlight(code, PythonLexer(stripnl=False, ensurenl=False), HtmlFormatter(nowrap=True)))


def tables(markdown: str, *, own_links: bool = False) -> str:
    """The report's own Markdown as HTML; the first text cell of a row in a table is its header.

    `own_links` lead to files beside the page.
    """
    reader = _reader(own_links=own_links)
    tokens = reader.parse(markdown)
    has_header = False
    for opening, words, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_number = opening.type in {"th_open", "td_open"} and bool(opening.attrs.pop("style", ""))
        if is_number:
            opening.attrSet("class", "n")
        if opening.type == "tr_open":
            has_header = False
        elif opening.type == "th_open" and words.content:
            opening.attrSet("scope", "col")
        elif opening.type == "th_open":
            opening.tag = closing.tag = "td"  # a screen reader would announce an empty heading
        elif opening.type == "td_open" and opening.level == CELL and not is_number and not has_header:
            has_header = True
            opening.tag = closing.tag = "th"
            opening.attrSet("scope", "row")
    return _rendered(reader, tokens)


def is_web(url: str) -> bool:
    """Whether a link to this address may stand in a page: a click on `vscode:` or `//host` starts another program."""
    return url.strip().lower().startswith(WEB)


@lru_cache(maxsize=3)
def _reader(*, own_links: bool = False, coloured: bool = False) -> MarkdownIt:
    """A parser that takes raw HTML for text and pictures for links, so that nothing runs or is fetched."""

    def highlight(code: str, language: str, _attributes: str) -> str:
        """The code of a fence; what is no Python is left as it is."""
        return highlighted(code) if language in {"python", "py"} else ""

    options: dict[str, Any] = {"html": False, "highlight": highlight if coloured else None}
    reader = MarkdownIt("commonmark", options).enable("table").disable(["image"])
    reader.validateLink = lambda url: own_links or is_web(url)  # type: ignore[method-assign]
    return reader


def _rendered(reader: MarkdownIt, tokens: Iterable[Token]) -> str:
    html: str = reader.renderer.render(list(tokens), reader.options, {})
    return html
