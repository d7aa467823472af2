"""Two columns of text: names on the left, words about them on the right, wrapped under themselves."""

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from simulator.ui.tui.widgets.wrap import wrapped


class Columns(Widget):
    """Pairs of a name and words; the names have `left` cells."""

    DEFAULT_CSS = "Columns { width: 100%; height: auto; }"

    def __init__(self, pairs: Sequence[tuple[str, str]], left: int) -> None:
        super().__init__()
        self._pairs, self._left = tuple(pairs), left

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for name, words in self._pairs:
            for number, text in enumerate(wrapped(words, width - self._left, self.app.console)):
                lines.append(Content.assemble(("" if number else name).ljust(self._left), (text, "$quiet")))
        return lines
