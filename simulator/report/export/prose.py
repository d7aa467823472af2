"""Text of graphs and people for other readers: Markdown as safe HTML, and plain text that Markdown leaves alone."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!$])")
_LEADING = re.compile(r"^([-+=]|\d+[.)])", re.MULTILINE)
_CODE = re.compile(r"(^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\2[`~]*[ \t]*$|`+[^`\n]+`+)", re.MULTILINE | re.DOTALL)
_TAG = re.compile(r"<(?=[A-Za-z/!?])")


@lru_cache(maxsize=1)
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # deferred: only exports read Markdown

    # raw HTML stays text, pictures are left out: nothing in a file may be run or fetched
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image"])
    reader.add_render_rule("heading_open", _heading)
    reader.add_render_rule("heading_close", _heading)
    return reader


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


def without_tags(text: str) -> str:
    """Markdown of a graph whose raw HTML is shown instead of run; code stays as it is."""
    parts, at = [], 0
    for match in _CODE.finditer(text):
        parts += [_TAG.sub(r"\\<", text[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*parts, _TAG.sub(r"\\<", text[at:])])
