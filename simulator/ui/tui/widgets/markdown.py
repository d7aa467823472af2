"""Markdown in which a number and its per cent sign stay on one line. Loaded only for text that has marks."""

from markdown_it import MarkdownIt
from textual.content import Content
from textual.widgets import Markdown
from textual.widgets.markdown import MarkdownBlock

from simulator.ui.tui.widgets.text import figures


def _parser() -> MarkdownIt:
    return MarkdownIt("gfm-like", {"html": False})


class Paragraph(MarkdownBlock):
    """A paragraph, or the text of an item in a list; a block of code is neither, and stays as it is."""

    SCOPED_CSS = False
    DEFAULT_CSS = "MarkdownText > Paragraph { margin: 0 0 1 0; }"

    def set_content(self, content: Content) -> None:
        """Take the text of the paragraph, with its styles."""
        super().set_content(figures(content))


class MarkdownText(Markdown):
    """The Markdown of a graph. Raw HTML is shown as it stands: the widget would drop `<NAME>` without a word."""

    def __init__(self, text: str, *, classes: str, open_links: bool) -> None:
        super().__init__(text, classes=classes, open_links=open_links, parser_factory=_parser)

    def get_block_class(self, block_name: str) -> type[MarkdownBlock]:
        """The widget of a kind of block."""
        return Paragraph if block_name == "paragraph_open" else super().get_block_class(block_name)
