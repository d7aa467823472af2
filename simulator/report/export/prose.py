"""Text of graphs and people for other readers: Markdown as safe HTML, and plain text that Markdown leaves alone."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from simulator.graph.code_spans import split_code

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!$])")
_LEADING = re.compile(r"^([-+=]|\d+[.)])", re.MULTILINE)
# what would start raw HTML or a picture; behind an odd number of backslashes it is escaped already
_LIVE = re.compile(r"(?<!\\)((?:\\\\)*)(<(?=[A-Za-z/!?])|!(?=\[))")
_SCHEMES = ("https://", "http://")


@lru_cache(maxsize=1)
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # deferred: only exports read Markdown

    # raw HTML stays text, pictures are left out: nothing in a file may be run or fetched
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image"])
    reader.validateLink = _is_web_address  # type: ignore[method-assign]
    reader.add_render_rule("heading_open", _heading)
    reader.add_render_rule("heading_close", _heading)
    return reader


def _is_web_address(url: str) -> bool:
    """An allow-list: whoever reads an export may click, and a system opens `vscode:`, `ms-msdt:` or `//host/share`."""
    return url.strip().lower().startswith(_SCHEMES)


def _heading(_: Any, tokens: Any, index: int, *__: Any) -> str:
    """Headings of a text become bold lines: the outline of the page is the report's own."""
    return "<p><strong>" if tokens[index].nesting == 1 else "</strong></p>\n"


def as_html(text: str) -> str:
    """Markdown of a graph as HTML that holds no script, no picture and no address but http and https."""
    found: str = _reader().render(text)
    return found.replace("<table>", '<table class="prose">')


def plain_markdown(text: str) -> str:
    """Text of a person so that Markdown shows it as it was written."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    return _LEADING.sub(lambda m: f"{m[0][:-1]}\\{m[0][-1]}", escaped)


def quoted(text: str) -> str:
    """Lines as a Markdown quotation."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def inert_markdown(text: str) -> str:
    """Markdown of a graph in which no reader finds raw HTML to run or a picture to fetch; code stays as it is.

    Whether something is code is for a real parser to say: where it disagrees, code is escaped as well.
    """
    kept = "".join(piece.text if piece.is_code else _escaped(piece.text) for piece in split_code(text))
    return next((each for each in (kept, _escaped(text)) if _is_inert(each)), plain_markdown(text))


def _escaped(prose: str) -> str:
    return _LIVE.sub(r"\1\\\2", prose)


def _is_inert(markdown: str) -> bool:
    from markdown_it import MarkdownIt  # deferred: as above

    live = {"html_block", "html_inline", "image"}
    tokens = MarkdownIt("commonmark", {"html": True}).parse(markdown)
    return not any(token.type in live for block in tokens for token in (block, *(block.children or ())))
