"""The top line of a screen: what this is, and one quiet fact at the right end."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style
from textual.widget import Widget


class Title(Widget):
    """One line with a left and a right end; only itself is painted when it changes."""

    DEFAULT_CSS = """
    Title { width: 100%; height: 1; margin: 0 2; text-style: bold; }
    Title > .title--right { color: $quiet; text-style: not bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"title--right"}

    def __init__(self, left: str = "", right: str | Sequence[str] = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left, self._right = left, _several(right)

    def show(self, left: str | None = None, right: str | Sequence[str] | None = None) -> None:
        """Change either end; None leaves it as it is. Of several texts for the right the first that fits is shown."""
        fresh = (self._left if left is None else left, self._right if right is None else _several(right))
        if fresh != (self._left, self._right):
            self._left, self._right = fresh
            self.refresh()

    def render(self) -> Content:
        width = self.size.width
        left = Content(self._left).truncate(width, ellipsis=True)
        room = max(0, width - left.cell_length - 2)
        fitting = next((text for text in self._right if cell_len(text) <= room), self._right[-1])
        right = Content(fitting).truncate(room, ellipsis=True)
        gap = " " * max(0, width - left.cell_length - right.cell_length)
        style = Style.from_styles(self.get_component_styles("title--right"))
        return Content.assemble(left, gap, (right.plain, style))


def _several(texts: str | Sequence[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)
