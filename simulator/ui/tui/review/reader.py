"""Read a transcript item by item, the reference covered at first; add notes, bookmarks and new scores."""

import asyncio
from collections.abc import Collection, Mapping
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize

from simulator.errors import SimulatorError
from simulator.report.load import reasons_at
from simulator.report.reasons_told import NO_REASONS
from simulator.session.interview.judging import why_no_new_score, why_not_set_aside
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn
from simulator.session.transcript.folder import FileStat, stats_of
from simulator.session.transcript.read import Reading, read
from simulator.session.transcript.sidecars import KeptLine
from simulator.ui.interviewer import COUNTS_AGAIN
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.review.transcript import (
    NOT_YET,
    Change,
    amend,
    contents,
    has_reference,
    heading,
    holds_code,
    may_uncover,
    page_heading,
    page_widgets,
    pages,
    reference_widgets,
    said_widgets,
    scroll_to_reference,
    show_found,
)
from simulator.ui.tui.starting import NOTHING_ASKED, offer_again
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.frame import Page, refill
from simulator.ui.tui.widgets.prompt import LinePrompt
from simulator.ui.tui.widgets.rows import Rows

WITH_CONTENTS, PAIRED = 100, 140  # columns from which the items stand on the left, and the reference on the right

UNREAD = "Still reading the transcript."
NO_ITEM = "This isn't part of a question, so it isn't scored."
NOT_SCORED = "The program scores checks. If it read this one wrongly, {reader.misread} sets it aside."
NOT_OVER = "This interview hasn't ended. {reader.go_on} resumes it."
OVER = "This interview has ended. Press {reader.again} to try it again."


def disabled_actions(state: State, turn: Turn | None) -> frozenset[str]:
    """The actions that do nothing on the item `turn`, or after the last; the footer leaves out their keys."""
    does = {
        "go_on": state.ended is None,
        "uncover": has_reference(state, turn),
        "next": turn is not None and turn.position < pages(state),
        "note": turn is not None,
        "score": not why_no_score(state, turn),
        "misread": turn is not None and not why_not_set_aside(state, turn),
        "again": turn is not None,
    }
    return frozenset(f"reader.{name}" for name, useful in does.items() if not useful)


def why_no_reference(state: State | None, turn: Turn | None) -> str:
    """Why there is no reference to show or cover; empty if there is one."""
    if state is None or turn is None:
        return why_no_item(state)
    if has_reference(state, turn):
        return ""
    if turn.check is not None:
        return "Checks have no reference."
    return "This question was skipped." if turn.skipped else NOT_YET % "reader"


def why_no_score(state: State | None, turn: Turn | None) -> str:
    """Why an answer cannot be scored again; empty if it can."""
    if state is None or turn is None:
        return why_no_item(state)
    if turn.check is not None:
        return NOT_SCORED
    return NOT_OVER if state.ended is None else why_no_new_score(turn)


def why_no_item(state: State | None) -> str:
    """Why there is no item to read."""
    return UNREAD if state is None else NO_ITEM if state.parting.begun else NOTHING_ASKED


class TranscriptPlaces(Rows):
    """The places of a transcript, without the sign of a list that down moves through: here it scrolls the text."""

    mark_sign = "▎ "


class Reader(Page):
    """The transcript at `path`, opened at the item with the id `item`, or else at `position`; `words` are marked."""

    BINDINGS = bindings("reader")
    CSS_PATH = "../styles/reader.tcss"
    contexts = ("reader",)
    heading = "Transcript"
    look = "transcript"
    AUTO_FOCUS = ""

    def __init__(self, path: Path, item: str = "", position: int = 1, words: Collection[str] = ()) -> None:
        super().__init__()
        self._path, self._item, self._words = path, item, words
        self._reading: Reading | None = None
        self._state: State | None = None
        self._stats: dict[str, FileStat] = {}  # of the file when it was read
        self._position = position
        self._reasons = NO_REASONS
        self._covered = True
        self._paired = False  # the reference stands beside what was said

    def body(self) -> ComposeResult:
        yield Title(self.heading, id="title")
        yield Rule()
        with Horizontal(id="both"):
            yield TranscriptPlaces(id="contents", label_width=12)
            yield VerticalScroll(id="page", can_focus=False, classes=self.look)
            yield VerticalScroll(id="beside", can_focus=False, classes=self.look)

    def on_resize(self, event: Resize) -> None:  # the frame's own handler runs too
        self._give_room(event.size.width)
        paired = event.size.width >= PAIRED
        if paired != self._paired:
            self._paired = paired
            if self._state is not None:
                self.run_worker(self._show, exclusive=True, group="show")  # type: ignore[arg-type]

    def _give_room(self, width: int) -> None:
        """Show the places beside the text where both have room: lines of code need it all on most screens."""
        least = WITH_CONTENTS if self.turn is None or not holds_code(self.turn) else PAIRED
        self.set_class(width >= least, "-contents")

    def on_mount(self) -> None:
        self.query_one("#contents", Rows).can_focus = False
        self.run_worker(self._load(), exit_on_error=False)

    async def _load(self) -> None:
        if await self._read():
            assert self._state is not None
            turns = self._state.turns
            self._position = next((t.position for t in turns if t.asked.id == self._item), self._position)
            await self._show()

    async def _read(self) -> bool:
        self._stats = self._stats_now()
        if (reading := await self.in_thread(read, self._path)) is None:
            return False
        self._reading, self._state = reading, reading.state
        if graph := self.host.present_graph:  # it's there unless the program begins with this screen
            self._reasons = await self.in_thread(reasons_at, reading, self.host.workspace, graph) or NO_REASONS
        if reading.findings:
            self.quiet(reading.findings[0].message)
        return True

    @property
    def transcript_path(self) -> Path:
        return self._path

    @property
    def turn(self) -> Turn | None:
        """The item that is read."""
        turns = self._state.turns if self._state else ()
        return turns[self._position - 1] if 0 < self._position <= len(turns) else None

    @property
    def labels(self) -> dict[str, str]:
        return {} if self._covered else {"reader.uncover": "hide reference"}

    async def _show(self) -> None:
        assert self._reading is not None
        assert self._state is not None
        turn, count = self.turn, pages(self._state)
        progress = f"item {self._position} of {count}" if count else "nothing was asked"
        marked = "bookmarked" if turn is not None and turn.bookmarked else ""
        header = self._reading.header
        await self.host.learn_names({header.graph})
        role, spoken = self.host.named(header.graph, header.role), self._state.is_spoken
        right = words.captions(header, role, self.host.today, marked, progress, spoken=spoken)
        self.query_one("#title", Title).show(page_heading(self._state, self._position), right)
        rows = self.query_one("#contents", Rows)
        rows.fill(contents(self._state), keep=False)
        rows.mark(str(self._position))
        self._give_room(self.size.width)
        await self._fill(self._state, self.host.preferences.keys, count)
        self.show_keys(without=disabled_actions(self._state, turn))

    async def _fill(self, state: State, own: Mapping[str, str], count: int) -> None:
        """Show the present place: in two columns where there is room and something to show in the second."""
        turn, beside = self.turn, self.query_one("#beside", VerticalScroll)
        second = []
        if self._paired and turn is not None:
            second = reference_widgets(state, turn, "reader", own, covered=self._covered)
        if second and turn is not None:
            await self.fill(said_widgets(state, turn, self._reasons))
        else:
            at, covered, reasons = self._position, self._covered, self._reasons
            page = page_widgets(state, at, "reader", own, covered=covered, reasons=reasons) if count else []
            await self.fill(page)
        beside.display = bool(second)
        await refill(beside, second)
        self.call_after_refresh(show_found, self.page, self._words)

    @on(Rows.Chosen, "#contents")
    async def _go_to(self, message: Rows.Chosen) -> None:
        await self.action_move(int(message.row.key) - self._position)

    async def action_move(self, by: int) -> None:
        if self._state is None or not pages(self._state):
            self.quiet(why_no_item(self._state))
        elif not 1 <= self._position + by <= pages(self._state):
            self.quiet("This is the last item." if by > 0 else "This is the first item.")
        else:
            self._position, self._covered = self._position + by, True
            self.quiet("")
            await self._show()

    async def action_uncover(self) -> None:
        if why_not := why_no_reference(self._state, self.turn):
            self.quiet(self.host.keyed(why_not))
            return
        self._covered = not self._covered
        await self._show()
        if not self._covered and not self.query_one("#beside").display:
            self.call_after_refresh(scroll_to_reference, self.page)

    @property
    def scroll(self) -> VerticalScroll:
        """The part that scrolls: the reference, once it stands uncovered beside what was said."""
        beside = self.query_one("#beside", VerticalScroll)
        return beside if beside.display and not self._covered and beside.max_scroll_y else self.page

    def study_words(self) -> str:
        if self._state is None or self.turn is None or not may_uncover(self._state, self.turn):
            return ""
        return words.spoken(self.turn.asked.concepts[0])

    # Notes, bookmarks, scores

    def action_note(self) -> None:
        if self.turn is None:
            self.quiet(why_no_item(self._state))
        else:
            kept, position = KeptLine(self._path, f"note:{self._position}"), self._position

            def keep(text: str | None) -> None:
                if text:
                    self._amend(lambda session: session.note(text, position), "Note saved.", kept)

            self.app.push_screen(LinePrompt(f"A note on {heading(self.turn).lower()}", kept=kept), keep)

    def action_bookmark(self) -> None:
        if (turn := self.turn) is None:
            self.quiet(why_no_item(self._state))
            return
        on = not turn.bookmarked
        done = "Bookmarked. Search for is:bookmarked in Review to find it." if on else "Bookmark removed."
        self._amend(lambda session: session.bookmark(turn.position, on=on), done)

    def action_misread(self) -> None:
        turn = self.turn
        if self._state is None or turn is None:
            self.quiet(why_no_item(self._state))
            return
        if why_not := why_not_set_aside(self._state, turn):
            self.quiet(self.host.keyed(why_not))
            return
        position, on = turn.position, not turn.set_aside
        # the text above says why it is set aside
        done = self.host.keyed("Press {reader.misread} to make it count again.") if on else COUNTS_AGAIN
        self._amend(lambda session: session.set_aside(position, on=on), done)

    @work(group="amend")
    async def _amend(self, change: Change, done: str, line: KeptLine | None = None) -> None:
        if await amend(self, self._path, change, done):
            if line is not None:
                await asyncio.to_thread(line.keep, "")
            self.read_again()

    async def action_score(self) -> None:
        if self._reading is None or (why_not := why_no_score(self._state, self.turn)):
            self.quiet(self.host.keyed(UNREAD if self._reading is None else why_not))
            return
        from simulator.session.rescoring import rescoring_interview  # brings the engine
        from simulator.ui.tui.review.rescore import Rescore  # only when asked for

        try:
            interview = rescoring_interview(self._reading, self._position, await self.host.graph())
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self.app.push_screen(Rescore(self._reading, interview, self.read_again))

    @work(group="amend")
    async def read_again(self, message: str = "") -> None:
        """Show the transcript after it has grown; a message from where that was done goes below it."""
        if await self._read():
            await self._show()
            self.quiet(message or self.quiet_words)

    # To other screens

    def action_go_on(self) -> None:
        if self._state is None:
            self.quiet(UNREAD)
        elif self._state.ended is not None:
            self.quiet(self.host.keyed(OVER))
        else:
            self.host.go_on(self._path)

    def on_screen_resume(self) -> None:
        """After the interview was resumed from here, or scored again in a screen above, there is more to read."""
        if self._reading is not None:
            self._read_what_is_new()

    @work(group="amend")
    async def _read_what_is_new(self) -> None:
        if self._stats != self._stats_now() and await self._read():
            await self._show()

    def _stats_now(self) -> dict[str, FileStat]:
        return stats_of(self._path.parent, [self._path.name], [])

    async def action_again(self) -> None:
        if self._state is None:
            self.quiet(UNREAD)
        else:
            await offer_again(self, self._state)

    def action_replay(self) -> None:
        if self._reading is not None:
            self.host.open_screen("replay", self._path, position=self._position)

    def action_report(self) -> None:
        self.host.open_screen("report", self._path)
