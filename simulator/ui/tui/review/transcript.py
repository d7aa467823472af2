"""Items of a transcript as widgets, and what is appended to it after the interview: notes, bookmarks, new scores."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from simulator.errors import SimulatorError
from simulator.session.interview.item_blocks import Block, item_blocks
from simulator.session.interview.state import State, fold
from simulator.session.interview.turn import Turn
from simulator.session.transcript.read import read
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.registry import with_keys
from simulator.ui.tui.room.conversation import block_widget
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.text import plain_text

if TYPE_CHECKING:
    from simulator.session.interview.journal import Receipt
    from simulator.session.rescoring import Amendment
    from simulator.session.workspace import Workspace


Change = Callable[["Amendment"], "Receipt"]


async def amend(screen: Frame, path: Path, change: Change, done: str) -> bool:
    """Append to the transcript at `path` and say that it is done, or in one sentence why not."""
    try:
        await asyncio.to_thread(_amended, path, screen.host.workspace, change)
    except (SimulatorError, OSError) as error:
        screen.quiet(str(error))
        return False
    screen.quiet(done)
    return True


def _amended(path: Path, workspace: "Workspace", change: Change) -> None:
    # brings the engine; reading does without
    from simulator.session.rescoring import TranscriptEditor

    with TranscriptEditor(path, workspace=workspace) as amendment:
        change(amendment).result()


NOT_YET = "The reference comes after your answer; {%s.go_on} goes on with the interview."
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
    """Whether there is a reference to show and to cover: of a question that was not skipped, once it may be."""
    return turn is not None and turn.check is None and not turn.skipped and may_uncover(state, turn)


def transcript_widgets(
    state: State, turn: Turn, context: str, own: Mapping[str, str], *, covered: bool
) -> list[Widget]:
    """What was said about an item, then, unless covered, the reference with the points as they were judged.

    `context` is where it is read: the keys that it names are those of there, `own` a person's own, by action.
    """
    told = may_uncover(state, turn) and not covered
    blocks = item_blocks(turn, secret=state.conceals(turn), reference=told)
    return [block_widget(block) for block in (*blocks, *_withheld(state, turn, context, own, covered=covered))]


def _withheld(state: State, turn: Turn, context: str, own: Mapping[str, str], *, covered: bool) -> Iterator[Block]:
    """Why an item ends here, where there is more to tell of it or nothing was said."""
    if turn.check is not None:
        if turn.checked is None and not turn.skipped:
            yield Block("aside", "Not answered.")
    elif not turn.skipped and not may_uncover(state, turn):
        yield Block("aside", with_keys(NOT_YET % context, own))
    elif not turn.skipped and covered:
        yield Block("aside", with_keys(COVERED % context, own))


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
                own = host_of(self).preferences.keys
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
        for head in self.query(".head").results():
            self.query_one(VerticalScroll).scroll_to_widget(head, top=True, animate=False)
            break
