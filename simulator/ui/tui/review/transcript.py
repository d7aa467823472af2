"""An item of a transcript as widgets: what was said, and the reference with the points as they were judged."""

import asyncio
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from simulator.engine.scoring import MARK_WORDS
from simulator.errors import SimulatorError
from simulator.session.interview.state import State, fold
from simulator.session.interview.turn import Turn
from simulator.session.transcript.read import read
from simulator.ui.interviewer import SEEN_THEN
from simulator.ui.tui.keys.registry import with_keys
from simulator.ui.tui.room.conversation import SpokenLine, conversation
from simulator.ui.tui.room.panes.check import result_line
from simulator.ui.tui.room.panes.verdict import verdict_lines
from simulator.ui.tui.room.texts import source_line
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.text import Hanging, plain_text, prose

if TYPE_CHECKING:
    from simulator.ui.tui.app import InterviewApp

AS_TYPED = frozenset({"you", "asked", "hint"})
MARK_WIDTH = 12
NOT_YET = "The reference comes after your answer; {%s.go_on} goes on with the interview."
RESULT_NOT_YET = "Answered. Whether it is right you see after the last answer."
COVERED = "The reference is covered: recall it first, then {%s.uncover}."


def heading(turn: Turn | None) -> str:
    """What an item is called: Question 2, Check 1."""
    if turn is None:
        return "Transcript"
    return f"{'Check' if turn.check else 'Question'} {turn.asked.number}"


def may_uncover(state: State, turn: Turn | None) -> bool:
    """Whether the reference may be seen: not while the interview waits to be gone on with, and the answer is not in."""
    return turn is not None and (turn.revealed or state.ended is not None)


def has_reference(state: State, turn: Turn | None) -> bool:
    """Whether there is a reference to show and to cover: of a question that was not passed over, once it may be."""
    return turn is not None and turn.check is None and not turn.skipped and may_uncover(state, turn)


def transcript_widgets(
    state: State, turn: Turn, context: str, own: Mapping[str, str], *, covered: bool
) -> list[Widget]:
    """What was said about an item, then, unless covered, the reference with the points as they were judged.

    `context` is where it is read: the keys that it names are those of there, `own` a person's own, by action.
    """
    said = said_widgets(turn)
    if turn.check is not None:
        return [*said, *_check_widgets(turn, secret=state.conceals(turn)), *_notes(turn)]
    if turn.skipped:
        return [*said, plain_text("Passed over.", "aside"), *_notes(turn)]
    said += _notes(turn)
    if not may_uncover(state, turn):
        return [*said, plain_text(with_keys(NOT_YET % context, own), "aside")]
    return (
        [*said, plain_text(with_keys(COVERED % context, own), "aside")] if covered else said + reference_widgets(turn)
    )


def said_widgets(turn: Turn) -> list[Widget]:
    """The question, and all that was said about it."""
    said = [_said(line) for line in conversation(turn)]
    said += [plain_text("I don't know.", "you")] if turn.dont_know else []
    return [*said, plain_text(SEEN_THEN, "aside")] if turn.shown_before and turn.answered else said


def _said(line: SpokenLine) -> Widget:
    if line.speaker in AS_TYPED:
        return plain_text(line.text, "you" if line.speaker == "asked" else line.speaker)
    return prose(line.text, line.speaker)


def _notes(turn: Turn) -> list[Widget]:
    return [plain_text(f"Note: {note.text}", "note") for note in turn.notes]


def _check_widgets(turn: Turn, *, secret: bool) -> list[Widget]:
    check = turn.check
    assert check is not None
    found: list[Widget] = [plain_text("\n".join(check.option_lines), "options")] if check.option_lines else []
    if turn.checked is None:
        return [*found, plain_text("Passed over." if turn.skipped else "Not answered.", "aside")]
    if secret:
        return [*found, plain_text(RESULT_NOT_YET, "aside")]
    return [*found, Static(result_line(turn, check), classes="prose"), prose(check.why, "aside")]


def reference_widgets(turn: Turn) -> list[Widget]:
    """The reference, the verdict, the points as they were judged, the second telling and the sources."""
    question = turn.question
    found: list[Widget] = [plain_text("Reference", "head")]
    found[0].id = "reference"
    if question.answer:
        found.append(prose(question.answer))
    if turn.verdict:
        found.append(Static(verdict_lines(turn), classes="prose"))
    found += [Hanging(mark_of(turn, point.id), point.point, MARK_WIDTH, "point") for point in question.rubric]
    if turn.retold:
        found += [plain_text("Said again", "head after"), plain_text(turn.retold.text, "you")]
    if question.sources:
        found += [
            plain_text("Sources", "head after"),
            *(plain_text(source_line(s), "source") for s in question.sources),
        ]
    return found


def mark_of(turn: Turn, point: str) -> str:
    """How a rubric point was judged, in a word."""
    if turn.dont_know:
        return "no"
    return MARK_WORDS[turn.marks[point]] if point in turn.marks else "not judged"


REST_SECONDS = 0.12  # the mark rests on a line for so long before its transcript is read


class Preview(Vertical):
    """Shows an item of a transcript."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._path: Path | None = None
        self._state: State | None = None
        self._position = 1
        self._covered = True

    def compose(self) -> ComposeResult:
        yield Title()
        yield VerticalScroll(can_focus=False, classes="transcript")

    def show(self, path: Path | None, position: int = 1) -> None:
        """Show the item at a position of the transcript at `path`, or nothing."""
        if (path, position) != (self._path, self._position) or self._state is None:
            self._path, self._position, self._covered = path, position, True
            # as a function: one that is replaced before it begins is then never made
            self.run_worker(partial(self._load, path), exclusive=True, group="preview")  # type: ignore[arg-type]

    async def _load(self, path: Path | None) -> None:
        await asyncio.sleep(REST_SECONDS)
        self._state = None
        if path is not None:
            try:
                reading = await asyncio.to_thread(read, path)
            except SimulatorError as error:
                await self._fill(error)
                return
            self._state = fold(reading.header, reading.events)
        await self._fill()

    async def _fill(self, error: SimulatorError | None = None) -> None:
        turns = self._state.turns if self._state else ()
        turn = turns[min(self._position, len(turns)) - 1] if turns else None
        self.query_one(Title).show(heading(turn), f"{self._position} of {len(turns)}" if turns else "")
        page = self.query_one(VerticalScroll)
        async with page.batch():
            await page.remove_children()
            if turn is not None and self._state is not None:
                own = cast("InterviewApp", self.app).preferences.keys
                await page.mount_all(transcript_widgets(self._state, turn, "review", own, covered=self._covered))
            elif error is not None:
                await page.mount(plain_text(str(error), "aside"))
        page.scroll_home(animate=False)

    async def move(self, by: int) -> None:
        """The next item, or the one before."""
        count = len(self._state.turns) if self._state else 0
        position = max(1, min(count, self._position + by))
        if count and position != self._position:
            self._position, self._covered = position, True
            await self._fill()

    async def uncover(self) -> None:
        """Show or cover the reference."""
        if self._state is not None:
            self._covered = not self._covered
            await self._fill()
            if not self._covered:
                self.call_after_refresh(self._to_reference)

    def _to_reference(self) -> None:
        for mark in self.query("#reference"):
            self.query_one(VerticalScroll).scroll_to_widget(mark, top=True, animate=False)
