"""A thin line across the screen, with words at its right end if there are any."""

from typing import ClassVar

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

LINE = "─"


class Rule(Widget):
    """Separates without boxing in."""

    DEFAULT_CSS = """
    Rule { width: 100%; height: 1; margin: 0 2; color: $rule; }
    Rule > .rule--note { color: $quiet; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rule--note"}

    def __init__(self, note: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._note = note

    @property
    def note(self) -> str:
        """The words at the right end."""
        return self._note

    @note.setter
    def note(self, note: str) -> None:
        if note != self._note:
            self._note = note
            self.refresh()

    def render(self) -> Content:
        if not self._note:
            return Content(LINE * self.size.width)
        note = f" {self._note}"
        style = Style.from_styles(self.get_component_styles("rule--note"))
        return Content.assemble(LINE * max(0, self.size.width - len(note)), (note, style))
