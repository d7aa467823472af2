"""What stands around a text that is written: its frame, and above it where one is, the words written and the time."""

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from simulator.ui.tui.widgets.editor import Editor

CELLS = 6
FILLED, EMPTY = "▰", "▱"
PRESS = "press a letter"


def bar(share: float) -> str:
    """A share of the planned time as a bar; what goes beyond it makes it no longer."""
    filled = min(CELLS, max(0, int(share * CELLS)))
    return FILLED * filled + EMPTY * (CELLS - filled)


class Meter(Widget):
    """One line under the question: where one is in it, the words written, and its time.

    It is repainted when what it says changes, and nothing else with it.
    """

    DEFAULT_CSS = "Meter { width: 100%; height: 1; margin: 0 4; color: $muted; }"

    def __init__(self) -> None:
        super().__init__()
        self._left: tuple[str, ...] = ()
        self._count, self._time, self._over = "", "", False

    def show(self, *left: str, count: str = "", time: str = "", over: bool = False) -> None:
        """`left` says where one is; where room is short, the `count` of words goes first, then the last of these."""
        fresh = (left, count, time, over)
        if fresh != (self._left, self._count, self._time, self._over):
            self._left, self._count, self._time, self._over = fresh
            self.refresh()

    def render(self) -> Content:
        width = self.size.width
        time = Content.styled(self._time, "$fair" if self._over else "")
        right = Content("   ").join(part for part in (Content(self._count), time) if part)
        lefts = [" · ".join(self._left[:number]) for number in range(len(self._left), 0, -1)] or [""]
        if right.cell_length + len(lefts[0]) + 3 > width:
            right = time
        room = max(0, width - right.cell_length - 3)
        left = Content(next((text for text in lefts if len(text) <= room), lefts[-1])).truncate(room, ellipsis=True)
        return Content.assemble(left, " " * max(0, width - left.cell_length - right.cell_length), right)


class Sheet(Vertical, can_focus=False):
    """The frame of a text: lit while one writes in it, else dim, with the text dimmed and what to press instead."""

    DEFAULT_CSS = """
    Sheet {
        width: 100%; height: 1fr; min-height: 5; margin: 0 2; padding: 0 1;
        border: round $rule; border-title-color: $muted;
    }
    Sheet Editor, Sheet Input { color: $muted; padding: 0; margin: 0; }
    Sheet.-writing { border: round $focus; border-title-color: $focus; border-title-style: bold; }
    Sheet.-writing Editor, Sheet.-writing Input { color: $foreground; }
    Sheet.-line { height: auto; min-height: 3; }
    """

    def __init__(self, name_of_text: str, text: Widget, *, classes: str = "") -> None:
        """`name_of_text` is the title while one writes: "your answer"."""
        super().__init__(text, classes=classes)
        self._name_of_text = name_of_text
        self.border_title = Content(name_of_text)

    def light(self, *, writing: bool, back: str = "", covered: bool = False) -> None:
        """Light the frame, or dim it and say which keys go `back` to the text; `covered`, a prompt is open over it."""
        self.set_class(writing and not covered, "-writing")
        for editor in self.query(Editor):
            editor.cover(on=covered)
        title = self._name_of_text if writing or covered else f"{PRESS} · {back} to write"
        if title != str(self.border_title):
            self.border_title = Content(title)
