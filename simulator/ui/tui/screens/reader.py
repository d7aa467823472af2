"""Reading a transcript: one item at a time, the reference covered until it is asked for."""

import asyncio
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from simulator.errors import SimulatorError
from simulator.session.reading import Reading, read
from simulator.session.state import State, Turn, fold
from simulator.ui.tui import words
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.panes.check import options_text, result_line
from simulator.ui.tui.panes.reveal import verdict_lines
from simulator.ui.tui.screens.frame import Frame
from simulator.ui.tui.widgets.prose import plain, prose
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.talk import conversation
from simulator.ui.tui.widgets.texts import source_line
from simulator.ui.tui.widgets.title import Title


class Reader(Frame):
    """The transcript at `path`, from its first item on, or from the one with the id `item`."""

    BINDINGS = bindings("reader")
    CSS_PATH = "../styles/reader.tcss"
    contexts = ("reader",)

    def __init__(self, path: Path, item: str = "") -> None:
        super().__init__()
        self._path, self._item = path, item
        self._reading: Reading | None = None
        self._state: State | None = None
        self._position = 1
        self._covered = True

    def body(self) -> ComposeResult:
        yield Title("Transcript", id="title")
        yield Rule()
        yield VerticalScroll(id="page", can_focus=False)

    def on_mount(self) -> None:
        self.show_keys("reader")
        self.run_worker(self._load(), exit_on_error=False)

    async def _load(self) -> None:
        try:
            self._reading = await asyncio.to_thread(read, self._path)
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self._state = fold(self._reading.header, self._reading.events)
        self._position = next((n for n, t in enumerate(self._state.turns, 1) if t.asked.id == self._item), 1)
        if self._reading.findings:
            self.quiet(self._reading.findings[0].message)
        await self._show()

    @property
    def turn(self) -> Turn | None:
        """The item that is read."""
        turns = self._state.turns if self._state else ()
        return turns[self._position - 1] if 0 < self._position <= len(turns) else None

    async def _show(self) -> None:
        assert self._reading is not None
        assert self._state is not None
        caption = words.caption(self._reading.header, self.program.today)
        turn, count = self.turn, len(self._state.turns)
        place = f"{self._position} of {count}" if count else "nothing was asked"
        self.query_one("#title", Title).show(_heading(turn), f"{place} · {caption}")
        page = self.query_one("#page", VerticalScroll)
        async with page.batch():
            await page.remove_children()
            if turn is not None:
                await page.mount_all(transcript_widgets(turn, covered=self._covered))
        page.scroll_home(animate=False)

    async def _move(self, by: int) -> None:
        count = len(self._state.turns) if self._state else 0
        position = max(1, min(count, self._position + by))
        if count and position != self._position:
            self._position, self._covered = position, True
            await self._show()

    async def action_next(self) -> None:
        await self._move(1)

    async def action_previous(self) -> None:
        await self._move(-1)

    async def action_uncover(self) -> None:
        if self._state is None:
            return
        self._covered = not self._covered
        await self._show()
        if not self._covered:
            self.call_after_refresh(self._to_reference)

    def _to_reference(self) -> None:
        for mark in self.query("#reference"):
            self.query_one("#page", VerticalScroll).scroll_to_widget(mark, top=True, animate=False)

    def study_words(self) -> str:
        return words.spoken(self.turn.asked.concepts[0]) if self.turn else ""

    def action_back(self) -> None:
        self.dismiss()

    def action_text_down(self) -> None:
        self.query_one("#page").scroll_relative(y=1, animate=False)

    def action_text_up(self) -> None:
        self.query_one("#page").scroll_relative(y=-1, animate=False)

    def action_text_page_down(self) -> None:
        self.query_one("#page").scroll_page_down(animate=False)

    def action_text_page_up(self) -> None:
        self.query_one("#page").scroll_page_up(animate=False)


def _heading(turn: Turn | None) -> str:
    if turn is None:
        return "Transcript"
    return f"{'Check' if turn.check else 'Question'} {turn.asked.number}"


def transcript_widgets(turn: Turn, *, covered: bool) -> list[Widget]:
    """What was said about an item, then, unless covered, the reference with the points as they were judged."""
    said: list[Widget] = []
    for line in conversation(turn):
        said.append(
            plain(line.text, line.speaker)
            if line.speaker in {"you", "asked", "hint"}
            else prose(line.text, line.speaker)
        )
    if turn.check is not None:
        return said + _check_widgets(turn)
    if turn.skipped:
        return [*said, plain("Passed over.", "aside")]
    if turn.dont_know:
        said.append(plain("I don't know.", "you"))
    said += [plain(f"Note: {note.text}", "aside") for note in turn.notes]
    if covered:
        return [*said, plain("The reference is covered: recall it first, then space.", "aside")]
    return said + _reference_widgets(turn)


def _check_widgets(turn: Turn) -> list[Widget]:
    check = turn.check
    assert check is not None
    found: list[Widget] = [plain(options_text(check), "options")] if check.options else []
    if turn.checked is None:
        return [*found, plain("Passed over." if turn.skipped else "Not answered.", "aside")]
    return [*found, Static(result_line(turn, check), classes="prose"), prose(check.why, "aside")]


def _reference_widgets(turn: Turn) -> list[Widget]:
    question = turn.question
    found: list[Widget] = [plain("Reference", "head")]
    found[0].id = "reference"
    if question.answer:
        found.append(prose(question.answer))
    if turn.verdict:
        found.append(Static(verdict_lines(turn), classes="prose"))
    for point in question.rubric:
        mark = "no" if turn.dont_know else turn.marks.get(point.id, "not judged")
        found.append(plain(f"{mark:<11}{point.point}", "point"))
    if turn.retold:
        found += [plain("Said again", "head"), plain(turn.retold.text, "you")]
    if question.sources:
        found += [plain("Sources", "head"), *(plain(source_line(s), "aside") for s in question.sources)]
    return found
