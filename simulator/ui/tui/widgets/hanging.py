"""A word at the left and a text beside it, whose further lines stand under its first."""

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from simulator.ui.tui.widgets.wrap import wrapped

GAP = 2


class Hanging(Widget):
    """One mark with its text, `column` cells further right."""

    DEFAULT_CSS = "Hanging { width: 100%; height: auto; max-width: 96; }"

    def __init__(self, mark: str, text: str, column: int, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._mark, self._text, self._column = mark, text, max(column, len(mark) + GAP)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._lines(width))

    def render(self) -> Content:
        first, *more = self._lines(self.size.width)
        indent = " " * self._column
        lines = [f"{self._mark:<{self._column}}{first}", *(f"{indent}{line}" for line in more)]
        return Content("\n").join(Content(line) for line in lines)

    def _lines(self, width: int) -> list[str]:
        return wrapped(self._text, width - self._column, self.app.console)
