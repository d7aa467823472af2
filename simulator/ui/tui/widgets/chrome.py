"""What frames a screen: the title, rules, the footer with its keys, and the bar for prompts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.containers import Vertical
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import key_name


class Title(Widget):
    """One line with text at its left and right ends. When it changes, only this line is repainted."""

    DEFAULT_CSS = """
    Title { width: 100%; height: 1; margin: 0 2; text-style: bold; }
    Title > .title--right { color: $muted; text-style: not bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"title--right"}

    def __init__(self, left: str = "", right: str | Sequence[str] = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left, self._right = left, _several(right)

    def show(self, left: str | None = None, right: str | Sequence[str] | None = None) -> None:
        """Change either end; None leaves it. Of several texts for the right, the first that fits is shown."""
        fresh = (self._left if left is None else left, self._right if right is None else _several(right))
        if fresh != (self._left, self._right):
            self._left, self._right = fresh
            self.refresh()

    def render(self) -> Content:
        width = self.size.width
        left = Content(self._left).truncate(width, ellipsis=True)
        room = max(0, width - left.cell_length - 2)
        longest = next((text for text in self._right if cell_len(text) <= room), self._right[-1])
        right = Content(longest).truncate(room, ellipsis=True)
        gap = " " * max(0, width - left.cell_length - right.cell_length)
        style = Style.from_styles(self.get_component_styles("title--right"))
        return Content.assemble(left, gap, (right.plain, style))


def _several(texts: str | Sequence[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


LINE = "─"


class Rule(Widget):
    """A line across the screen, with a note at its right end."""

    DEFAULT_CSS = """
    Rule { width: 100%; height: 1; margin: 0 2; color: $rule; }
    Rule > .rule--note { color: $muted; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rule--note"}

    def __init__(self, note: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._note = note

    @property
    def note(self) -> str:
        """The text at the right end."""
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


class PromptBar(Vertical):
    """A rule and the widgets under it. Its own rule is blank where the screen behind has one right above."""

    def __init__(self) -> None:
        super().__init__(Rule(), id="foot")

    def on_resize(self) -> None:
        def show_one_rule() -> None:
            *_, behind, _own = self.app.screen_stack
            above = self.region.y - 1
            self.query_one(Rule).visible = all(rule.region.y != above for rule in behind.query(Rule))

        self.call_after_refresh(show_one_rule)


GAP = "   "
NARROW_GAP = "  "
NARROW = 70
HELP = "app.help"
ARROWS = {"right": "→", "left": "←", "up": "↑", "down": "↓"}  # "right next" reads like a phrase


class Keys(Widget):
    """One line of keys, which can also be clicked."""

    DEFAULT_CSS = """
    Keys { width: 100%; dock: bottom; height: 1; padding: 0 2; color: $muted; }
    Keys > .keys--key { color: $accent; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key"}

    def __init__(self) -> None:
        super().__init__()
        self._actions: tuple[Action, ...] = ()
        self._lead = self._kept = 0

    def show(self, actions: Sequence[Action], *, lead: int = 0, kept: int = 0) -> None:
        """Show these. Those from index `lead` on (if not 0) work only after escape, and look so.

        The last `kept` are shown however narrow the screen; of the others, the last are left out first.
        """
        self._actions, self._lead, self._kept = tuple(actions), lead, kept
        self.refresh()

    def relabel(self, labels: Mapping[str, str]) -> None:
        """Say what some of the actions do just now, by their ids."""
        self._actions = tuple(replace(a, label=labels[a.id]) if a.id in labels else a for a in self._actions)
        self.refresh()

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions, whether or not there is room for them."""
        return self._actions

    def on_resize(self) -> None:
        self.refresh()

    def render(self) -> Content:
        return Content(self._gap).join(self._part(number) for number in self._fitting())

    @property
    def _gap(self) -> str:
        return NARROW_GAP if self.size.width < NARROW else GAP

    def _fitting(self) -> list[int]:
        """The indexes of the keys that fit."""
        split = len(self._actions) - self._kept
        lesser, kept = list(range(split)), list(range(split, len(self._actions)))
        widths = [self._part(number).cell_length + len(self._gap) for number in (*lesser, *kept)]
        # the last one has no gap behind it
        while len(lesser) + len(kept) > 1 and lesser and sum(widths) - len(self._gap) > self.size.width:
            del widths[lesser.pop()]
        return [*lesser, *kept]

    def _part(self, number: int) -> Content:
        """A key and its label. Help is `?` unless the focus is in a text, where `?` is typed."""
        action = self._actions[number]
        after_escape = bool(self._lead) and self._lead <= number < len(self._actions) - self._kept
        style = Style() if after_escape else Style.from_styles(self.get_component_styles("keys--key"))
        focused, keys = self.screen.focused, action.keys(host_of(self).preferences.keys)
        typing = focused is not None and focused.check_consume_key("question_mark", "?")
        key = (
            "?"
            if action.id == HELP and "question_mark" in keys and not typing
            else ARROWS.get(keys[0]) or key_name(keys[0])
        )
        return Content.assemble((key, style), f" {action.label}{':' if number + 1 == self._lead else ''}")

    async def on_click(self, event: events.Click) -> None:
        """Do the action under the mouse."""
        start = self.styles.padding.left
        for number in self._fitting():
            end = start + self._part(number).cell_length
            if start <= event.x < end:
                await self.screen.run_action(f"press({self._actions[number].id!r})")
                return
            start = end + len(self._gap)
