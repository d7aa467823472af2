"""The footer: at most six keys, those that matter now, as many as the width allows."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from simulator.ui.tui.actions import Action, key_name

GAP = "   "
NARROW_GAP = "  "
NARROW = 70


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
        return Content(self._gap).join(self._part(number) for number in range(self._fitting()))

    @property
    def _gap(self) -> str:
        return NARROW_GAP if self.size.width < NARROW else GAP

    def _fitting(self) -> int:
        """How many keys the width holds."""
        width = -len(self._gap)
        for number in range(len(self._actions)):
            width += len(self._gap) + self._part(number).cell_length
            if width > self.size.width:
                return max(1, number)
        return len(self._actions)

    def _part(self, number: int) -> Content:
        action = self._actions[number]
        after, opens = bool(self._lead) and number >= self._lead, number + 1 == self._lead
        key = Style() if after else Style.from_styles(self.get_component_styles("keys--key"))
        return Content.assemble((key_name(action.key), key), f" {action.label}{':' if opens else ''}")

    async def on_click(self, event: events.Click) -> None:
        """A key can be clicked: the action under the mouse is done."""
        start = self.styles.padding.left
        for number in range(self._fitting()):
            end = start + self._part(number).cell_length
            if start <= event.x < end:
                await self.screen.run_action(f"press({self._actions[number].id!r})")
                return
            start = end + len(self._gap)
