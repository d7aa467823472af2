"""Markdown of a graph, whose code keeps its shape where it has to wrap. Imported where Markdown is first needed."""

from typing import Any

from markdown_it import MarkdownIt
from textual.app import ComposeResult
from textual.widgets import Markdown
from textual.widgets.markdown import MarkdownBlock, MarkdownFence

from simulator.ui.tui.widgets.code_editor import CodeLines


class Fence(MarkdownFence):
    """A block of code: Textual's own cuts long lines off without a sign."""

    def compose(self) -> ComposeResult:
        yield CodeLines(self._highlighted_code, id="code-content")


class Prose(Markdown):
    """Text of a graph; its links do nothing, and raw HTML is shown as it stands: else `<NAME>` is dropped unseen."""

    def __init__(self, text: str, **options: Any) -> None:
        super().__init__(
            text, open_links=False, parser_factory=lambda: MarkdownIt("gfm-like", {"html": False}), **options
        )

    def get_block_class(self, block_name: str) -> type[MarkdownBlock]:
        """The widget for a block: our own for code."""
        return Fence if block_name in {"fence", "code_block"} else super().get_block_class(block_name)
