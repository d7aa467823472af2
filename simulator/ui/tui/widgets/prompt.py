"""Prompts at the bottom of the screen: a line to type, such as a day or minutes, and a short list to choose from."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from simulator.graph.text import clean
from simulator.session.transcript.sidecars import KeptLine
from simulator.ui.asked_first import NO, YES
from simulator.ui.preferences import LEAST_A_DAY, MOST_A_DAY
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.action import relabelled
from simulator.ui.tui.keys.registry import footer, prompt_bindings
from simulator.ui.tui.widgets.chrome import Keys, PromptBar
from simulator.ui.tui.widgets.editor import LineInput
from simulator.ui.tui.widgets.frame import LeftOnce
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.words import DAY_EXAMPLES, day_of, minutes_of

KEEP_SECONDS = 0.5
ONE_WORD = 1.0  # seconds within which letters are of one word


class LinePrompt(ModalScreen[str | None], LeftOnce[str | None]):
    """Asks for one line; returns None when cancelled, or for an empty line unless it `may_be_empty`.

    The footer says what enter `does`. The text is saved to `kept`, and read from it.

    A `value` is selected, so that what is typed replaces it. A line that `reads` refuses with a ValueError stays, with
    the reason.

    With `holds_keys` keys are held already when it opens: it releases them as soon as it can take them, and holds those
    that follow the line, for the receiver of the line to release.
    """

    BINDINGS = prompt_bindings("line")
    CSS_PATH = "../styles/line.tcss"
    contexts = ("line",)

    def __init__(
        self,
        title: str,
        placeholder: str = "",
        value: str = "",
        *,
        does: str = "save",
        kept: KeptLine | None = None,
        reads: Callable[[str], object] | None = None,
        holds_keys: bool = False,
        may_be_empty: bool = False,
    ) -> None:
        super().__init__()
        self.holds_keys = self._holds = holds_keys
        self._does, self._may_be_empty = does, may_be_empty
        self._title, self._placeholder = title, placeholder
        self._kept, self._reads = kept, reads
        self._value = self._saved = kept.text if kept is not None else value

    def compose(self) -> ComposeResult:
        with PromptBar():
            yield Static(self._title, classes="title", markup=False)
            line = LineInput(self._value, self._placeholder, gives=("line.done", self.action_done))
            line.select_on_focus = self._kept is None
            yield Vertical(line, classes="lit")
            yield Keys()

    def on_mount(self) -> None:
        self.query_one(Keys).show(relabelled(footer("line"), {"line.done": self._does}))
        self.query_one(Input).focus()
        if self._kept is not None:
            self.set_interval(KEEP_SECONDS, self.keep_typed)
        if self.holds_keys:

            def release() -> None:
                self.holds_keys = False
                host_of(self).release_keys()

            self.app.call_later(release)  # not now: the focus changes through the same queue and has to come first

    async def keep_typed(self) -> None:
        """Save what is typed, so that it survives a crash."""
        text = next((line.value for line in self.query(Input)), self._saved)
        if self._kept is None or text == self._saved:
            return
        try:
            await asyncio.to_thread(self._kept.keep, text)
        except OSError as error:
            self.query_one(".title", Static).update(f"{self._title} (can't be saved: {error.strerror or error})")
        else:
            self._saved = text

    def action_done(self) -> None:
        line = clean(self.query_one(Input).value).strip()
        text = line if line or self._may_be_empty else None
        try:
            if self._reads is not None and text is not None:
                self._reads(text)
        except ValueError as error:
            self.query_one(".title", Static).update(str(error))
            return
        if self._holds and text is not None:
            self.holds_keys = True
            host_of(self).key_buffer.hold()
        self.dismiss(text)

    @work
    async def action_cancel(self) -> None:
        await self.keep_typed()
        self.dismiss(None)


def day_prompt(today: date) -> LinePrompt:
    """Asks for the day of the interview."""
    reads = partial(day_of, today=today)
    return LinePrompt("When is the interview?", f"{DAY_EXAMPLES}; or none", reads=reads)


A_DAY_ASKED = "How many minutes a day?"


def minutes_prompt(now: int | None = None, *, asks: str = A_DAY_ASKED) -> LinePrompt:
    """Asks for the minutes a day, which are `now` so many."""
    limits, value = f"a number, {LEAST_A_DAY} to {MOST_A_DAY}", "" if now is None else str(now)
    return LinePrompt(asks, limits, value, reads=minutes_of)


class Pick(ModalScreen[str | None], LeftOnce[str | None]):
    """Asks for one of a few rows; returns its key, or None when cancelled. If `numbered`, numbers choose too.

    Else letters mark the row that begins with them, before those that move in every list.

    `marked` is the key of the row that is marked at first. Where it asks for a yes or a no, `yes` is the key of the row
    that a y chooses; an n cancels.
    """

    BINDINGS = prompt_bindings("line")
    CSS_PATH = "../styles/line.tcss"
    contexts = ("line",)

    def __init__(
        self, title: str, rows: Sequence[Row], *, numbered: bool = False, marked: str = "", yes: str = ""
    ) -> None:
        super().__init__()
        self._title, self._numbered, self._marked = f"{title} ({YES}/{NO})" if yes else title, numbered, marked
        self._yes = yes
        self._typed, self._typed_at = "", 0.0  # letters, and when by the clock of the keys
        self._rows = [replace(r, label=f"{n} {r.label}") if numbered else r for n, r in enumerate(rows, 1)]

    def compose(self) -> ComposeResult:
        with PromptBar():
            yield Static(self._title, classes="title", markup=False)
            yield Rows(self._rows, label_width=16 if self._numbered else 14)
            yield Keys()

    def on_mount(self) -> None:
        self.query_one(Keys).show(relabelled(footer("line"), {"line.done": "choose"}))
        self.query_one(Rows).focus()
        self.query_one(Rows).mark(self._marked)

    def on_key(self, event: Key) -> None:
        if self._numbered and event.key.isdecimal() and 0 < int(event.key) <= len(self._rows):
            event.stop()
            self.dismiss(self._rows[int(event.key) - 1].key)
            return
        letter = (event.character or "").lower()
        if self._yes and letter in {YES, NO}:
            event.stop()
            self.dismiss(self._yes if letter == YES else None)
            return
        if not self._numbered and letter.isalpha() and self._find(letter, event.time):
            event.stop()  # j and k would move on from it

    def _find(self, letter: str, at: float) -> bool:
        """Mark the first row that begins with what was typed, if any: enter would else take one that nobody meant."""
        typed = self._typed if at - self._typed_at < ONE_WORD else ""
        for begins in (typed + letter, letter):
            found = (row for row in self._rows if (row.label or row.text).lower().startswith(begins))
            if (row := next(found, None)) is not None:
                self._typed, self._typed_at = begins, at
                self.query_one(Rows).mark(row.key)
                return True
        return False

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.dismiss(event.row.key)

    def action_done(self) -> None:
        self.query_one(Rows).action_choose()

    def action_cancel(self) -> None:
        self.dismiss(None)
