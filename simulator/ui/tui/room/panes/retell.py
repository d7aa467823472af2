"""Say it again in sixty seconds: the question, a countdown and room for what was said; the reference is covered."""

from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from simulator.ui.tui import words
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.registry import bindings, footer, key_for
from simulator.ui.tui.widgets.chrome import Keys, Rule, Title
from simulator.ui.tui.widgets.editor import Editor
from simulator.ui.tui.widgets.text import prose

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 60
DROPS = "once more drops it"


class TakeTwo(NamedTuple):
    """What was said the second time, and the seconds that it took."""

    text: str
    seconds: float


class Retell(ModalScreen[TakeTwo | None]):
    """Takes the second telling; gives None when there is none. `keep` hears of every change of the text."""

    BINDINGS = bindings("retell")
    CSS_PATH = "../../styles/retell.tcss"

    def __init__(self, prompt: str, text: str, keep: "Callable[[str], None]") -> None:
        super().__init__()
        self._prompt, self._text, self._keep = prompt, text, keep
        self._began = self._clock
        self._sure = False
        self.holds_keys = False

    def compose(self) -> ComposeResult:
        yield Title("Say it again, in sixty seconds", id="top")
        yield Rule()
        with VerticalScroll(can_focus=False):
            yield prose(self._prompt, "question")
        yield Rule()
        hint = "Say it aloud, then write what you said. It is kept as take two, and is no evidence."
        yield Editor(self._text, hint, gives=("retell.done", self.action_done))
        yield Keys()

    def on_mount(self) -> None:
        self.query_one(Keys).show(footer("retell"))
        self.query_one(Editor).focus()
        self._count_down()
        self.set_interval(1, self._count_down)

    @property
    def _clock(self) -> float:
        return host_of(self).clock.elapsed()

    @property
    def _seconds(self) -> float:
        return self._clock - self._began

    def _count_down(self) -> None:
        self.query_one(Title).show(right=words.time_left(SECONDS - self._seconds))

    @on(Editor.Changed)
    def _typed(self, event: Editor.Changed) -> None:
        event.stop()
        self._sure = False
        self._keep(event.text_area.text)

    def action_done(self) -> None:
        text = self.query_one(Editor).text.strip()
        if text:
            # the keys behind this one are for whoever waits for the text
            self.holds_keys = True
            host_of(self).key_buffer.hold()
        self.dismiss(TakeTwo(text, round(self._seconds, 1)) if text else None)

    def action_cancel(self) -> None:
        if self.query_one(Editor).text.strip() and not self._sure:
            self._sure = True
            key = key_for("retell.cancel", host_of(self).preferences.keys)
            self.query(Rule).last().note = f"{key} {DROPS}"
            return
        self._keep("")
        self.dismiss(None)

    def action_press(self, action_id: str) -> None:
        """What a click on a key of the footer does."""
        (self.action_cancel if action_id == "retell.cancel" else self.action_done)()
