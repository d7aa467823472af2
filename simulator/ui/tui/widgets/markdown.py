"""Markdown of a graph. Loaded only for text that has marks, since markdown-it is slow to import."""

from markdown_it import MarkdownIt
from textual.widgets import Markdown


def _parser() -> MarkdownIt:
    return MarkdownIt("gfm-like", {"html": False})


class MarkdownText(Markdown):
    """The Markdown of a graph. Raw HTML is shown as it stands: the widget would drop `<NAME>` without a word."""

    def __init__(self, text: str, *, classes: str, open_links: bool) -> None:
        super().__init__(text, classes=classes, open_links=open_links, parser_factory=_parser)
