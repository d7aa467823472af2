"""Markdown as HTML: what a graph says, and the report's own tables. Nothing in it runs or is fetched."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

WEB = ("https://", "http://")
CELL = 3  # nesting level of a cell in the report's own tables; those of a question are nested deeper


def prose(text: str) -> str:
    """A graph's Markdown as HTML without scripts, pictures, headings, or links other than http and https."""
    tokens = _reader().parse(text)
    for token in tokens:
        if token.type.startswith("heading"):
            token.type = "html_block"
            token.content = "<p><strong>" if token.nesting == 1 else "</strong></p>\n"
    return _rendered(_reader(), tokens)


def tables(markdown: str, anchors: Mapping[str, str], *, own_links: bool = False) -> str:
    """The report's own Markdown as HTML, its tables with headers; `own_links` lead to files beside the page.

    `anchors` are those of the questions, by number.
    """
    reader = _reader(own_links=own_links)
    tokens = reader.parse(markdown)
    _mark_up_tables(tokens, anchors)
    return _rendered(reader, tokens)


def is_web(url: str) -> bool:
    """Whether a link to this address may stand in a page: a click on `vscode:` or `//host` starts another program."""
    return url.strip().lower().startswith(WEB)


@lru_cache(maxsize=2)
def _reader(*, own_links: bool = False) -> MarkdownIt:
    """A parser that takes raw HTML for text and pictures for links, so that nothing runs or is fetched."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image"])
    reader.validateLink = lambda url: own_links or is_web(url)  # type: ignore[method-assign]
    return reader


def _rendered(reader: MarkdownIt, tokens: Iterable[Token]) -> str:
    html: str = reader.renderer.render(list(tokens), reader.options, {})
    return html


def _mark_up_tables(tokens: Sequence[Token], anchors: Mapping[str, str]) -> None:
    """Make the first text cell of a row its header, linked to the question whose number stands before it."""
    named, first = False, ""
    for opening, words, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_number = opening.type in {"th_open", "td_open"} and bool(opening.attrs.pop("style", ""))
        if is_number:
            opening.attrSet("class", "n")
        if opening.type == "tr_open":
            named, first = False, ""
        elif opening.type == "th_open" and words.content:
            opening.attrSet("scope", "col")
        elif opening.type == "th_open":
            opening.tag = closing.tag = "td"  # a screen reader would announce an empty heading
        elif opening.level != CELL or opening.type != "td_open":
            continue
        elif is_number:
            first = first or words.content
        elif not named:
            named = True
            opening.tag = closing.tag = "th"
            opening.attrSet("scope", "row")
            if first in anchors:
                words.children = _tagged("a", words.children or [], {"href": f"#{anchors[first]}"})


def _tagged(tag: str, inside: Sequence[Token], attrs: dict[str, Any] | None = None) -> list[Token]:
    return [Token(f"{tag}_open", tag, 1, attrs=attrs or {}), *inside, Token(f"{tag}_close", tag, -1)]
