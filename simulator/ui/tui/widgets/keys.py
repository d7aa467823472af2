"""The footer: at most six keys, those that matter now, as many as the width allows."""

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from simulator.ui.tui.actions import Action, key_name

GAP = "  "


class Keys(Widget):
    """One line of keys. Each can be clicked; none needs to be."""

    DEFAULT_CSS = """
    Keys { width: 100%; dock: bottom; height: 1; padding: 0 2; color: $quiet; }
    Keys > .keys--key { color: $accent; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key"}

    def __init__(self) -> None:
        super().__init__()
        self._actions: tuple[Action, ...] = ()
        self._lead = 0

    def show(self, actions: Sequence[Action], *, lead: int = 0) -> None:
        """Show these; those from `lead` on (if not 0) work only after escape, and are marked as such."""
        self._actions, self._lead = tuple(actions), lead
        self.refresh()

    @property
    def actions(self) -> tuple[Action, ...]:
        """What is shown when there is room for all."""
        return self._actions

    def on_resize(self) -> None:
        self.refresh()

    def render(self) -> Content:
        parts: list[Content] = []
        width = 0
        for number, action in enumerate(self._actions):
            part = self._part(action, after=bool(self._lead) and number >= self._lead, opens=number + 1 == self._lead)
            needed = part.cell_length + (len(GAP) if parts else 0)
            if width + needed > self.size.width and parts:
                break
            parts.append(part)
            width += needed
        return Content(GAP).join(parts)

    def _part(self, action: Action, *, after: bool, opens: bool) -> Content:
        click = Style.from_meta({"@click": f"screen.press({action.id!r})"})
        key = click if after else Style.from_styles(self.get_component_styles("keys--key")) + click
        label = f" {action.label}{':' if opens else ''}"
        return Content.assemble((key_name(action.key), key), (label, click))
