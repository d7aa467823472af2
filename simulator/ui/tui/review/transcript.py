"""An item of a transcript as widgets, the preview beside the list, and changes made after the interview."""

import asyncio
import re
from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.engine.scoring import MARK_WORDS
from simulator.errors import SimulatorError
from simulator.report.reasons_told import NO_REASONS, Reasons, with_reasons
from simulator.report.tones import MARK_BADGES, NOTHING, outcome_badge
from simulator.session.clock import clock
from simulator.session.interview.item_blocks import (
    PARTING_TITLE,
    SPEAKERS,
    Block,
    Kind,
    item_blocks,
    opening_blocks,
    parting_blocks,
    reference_blocks,
    said_blocks,
)
from simulator.session.interview.outcome_words import NOT_SCORED, OPEN, item_word, outcome_word
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn
from simulator.session.transcript.read import read
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.registry import with_keys
from simulator.ui.tui.room.blocks import FOUND, block_widget
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.rows import Row
from simulator.ui.tui.widgets.text import Hanging, badge, plain_text, toned

if TYPE_CHECKING:
    from simulator.session.interview.journal import Receipt
    from simulator.session.rescoring import ReopenedSession


Change = Callable[["ReopenedSession"], "Receipt"]


async def amend(screen: Frame, path: Path, change: Change, done: str) -> bool:
    """Append a note, a bookmark or a score to the transcript at `path`; say that it is done, or why it failed."""

    def append() -> None:
        from simulator.session.rescoring import reopened  # it loads the engine, which reading does without

        with reopened(path, workspace=screen.host.workspace) as session:
            change(session).result()

    try:
        await asyncio.to_thread(append)
    except (SimulatorError, OSError) as error:
        screen.quiet(str(error))
        return False
    screen.quiet(done)
    return True


FENCE = "```"
NOT_YET = "You'll see the reference once you've answered. {%s.go_on} resumes the interview."
COVERED = "The reference is hidden. Try to recall it, then press {%s.uncover}."


def heading(turn: Turn | None) -> str:
    """The name of an item: Question 2, Check 1."""
    if turn is None:
        return "Transcript"
    return f"{'Check' if turn.check else 'Question'} {turn.asked.number}"


def may_uncover(state: State, turn: Turn | None) -> bool:
    """Whether the reference may be seen: not while the interview can still be resumed and the answer is not in."""
    return turn is not None and (turn.revealed or state.ended is not None)


def has_reference(state: State, turn: Turn | None) -> bool:
    """Whether there is a reference to show or cover now."""
    return turn is not None and turn.check is None and not turn.skipped and may_uncover(state, turn)


POINT_COLUMN = 14  # where the text of a point begins, behind its mark
BADGE_OF = {MARK_WORDS[mark]: look for mark, look in MARK_BADGES.items()}
SPOKEN: dict[Kind, str] = {"prompt": "Interviewer", **SPEAKERS}


def said_widgets(state: State, turn: Turn, reasons: Reasons) -> list[Widget]:
    """How an item went, then what was said about it; a name stands where the other one begins to speak."""
    blocks = with_reasons(turn, item_blocks(turn, secret=state.conceals(turn), reference=False), reasons)
    if turn.check is not None and turn.checked is None and not turn.skipped:
        blocks.append(Block("aside", "Not answered."))
    widgets, before = outcome_widgets(state, turn), ""
    for block in [*opening_blocks(state.header, turn.position), *blocks]:
        speaker = SPOKEN.get(block.kind, before)
        if speaker != before:
            widgets.append(plain_text(speaker, "speaker"))
            before = speaker
        widgets.append(transcript_widget(block))
    return widgets


def outcome_widgets(state: State, turn: Turn) -> list[Widget]:
    """The outcome of an item as a badge, with its tier and time; nothing while these are secret."""
    if state.conceals(turn):
        return []
    outcome = turn.outcome if turn.scored or turn.check or turn.skipped else OPEN
    word = NOT_SCORED if outcome == OPEN else outcome_word(outcome)
    about = f"   tier {turn.asked.tier} · {clock(state.seconds_on(turn))} min"
    return [plain_text(badge(outcome_badge(outcome), word) + toned(about, "muted"), "outcome")]


def reference_widgets(state: State, turn: Turn, context: str, own: Mapping[str, str], *, covered: bool) -> list[Widget]:
    """The judged points and the reference; while they are covered or not to be seen yet, a sentence that says so.

    `context` says whose keys to name ("reader", "review"); `own` are the person's own keys, by action.
    """
    if turn.check is not None or turn.skipped:
        return []
    visible = may_uncover(state, turn)
    if covered or not visible:
        return [plain_text(with_keys((COVERED if visible else NOT_YET) % context, own), "aside")]
    return [transcript_widget(block) for block in reference_blocks(turn)]


def transcript_widget(block: Block) -> Widget:
    """The widget for a block; a point has its mark as a badge."""
    if block.kind != "point":
        return block_widget(block)
    look = BADGE_OF.get(block.mark, NOTHING)
    return Hanging(toned(f"{look.sign} {block.mark}", look.tone), block.text, POINT_COLUMN, "point")


def holds_code(turn: Turn) -> bool:
    """Whether there is code in what was asked or answered: its lines are longer than those of a text."""
    return any(block.kind in {"code", "diff"} or FENCE in block.text for block in said_blocks(turn))


def pages(state: State) -> int:
    """The places of a transcript: its items, and after them the parting questions."""
    return len(state.turns) + state.parting.begun


def page_widgets(
    state: State, position: int, context: str, own: Mapping[str, str], *, covered: bool, reasons: Reasons = NO_REASONS
) -> list[Widget]:
    """Everything at a place of a transcript, from 1, in one column; `reasons` say why it was asked."""
    if position > len(state.turns):
        return [transcript_widget(block) for block in parting_blocks(state.parting)]
    turn = state.turn(position)
    return [*said_widgets(state, turn, reasons), *reference_widgets(state, turn, context, own, covered=covered)]


def contents(state: State) -> list[Row]:
    """The places of a transcript as rows, each with its outcome; the keys are the places."""
    rows = []
    for turn in state.turns:
        outcome = OPEN if state.conceals(turn) or not (turn.scored or turn.check or turn.skipped) else turn.outcome
        word = item_word(outcome, check=turn.check is not None)
        rows.append(
            Row(str(turn.position), heading(turn), word, "*" if turn.bookmarked else "", outcome_badge(outcome))
        )
    return rows + [Row(str(pages(state)), PARTING_TITLE)] * state.parting.begun


def page_heading(state: State | None, position: int) -> str:
    """The name of a place: Question 2, Check 1, Before we finish."""
    if state is None or not 0 < position <= pages(state):
        return heading(None)
    return heading(state.turn(position)) if position <= len(state.turns) else PARTING_TITLE


REST_SECONDS = 0.12  # a transcript is read once its line has been marked for so long


class Preview(Vertical):
    """Shows an item of a transcript."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._path: Path | None = None
        self._state: State | None = None
        self._position = 1
        self._words: Collection[str] = ()
        self._covered = True

    def compose(self) -> ComposeResult:
        yield Title()
        yield VerticalScroll(can_focus=False, classes="transcript")

    def show(self, path: Path | None, position: int = 1, words: Collection[str] = ()) -> None:
        """Show the item at a position of the transcript at `path` with these words marked, or nothing."""
        if (path, position, words) != (self._path, self._position, self._words) or self._state is None:
            self._path, self._position, self._words, self._covered = path, position, words, True
            # a function, not a coroutine: one replaced before it starts would never be awaited
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
            self._state = reading.state
        await self._fill()

    async def _fill(self, error: SimulatorError | None = None) -> None:
        if not self.query(Title) or not self.query(VerticalScroll):
            return  # the list is being closed
        count = pages(self._state) if self._state else 0
        position = min(self._position, count)
        self.query_one(Title).show(page_heading(self._state, position), f"item {position} of {count}" if count else "")
        page = self.query_one(VerticalScroll)
        async with page.batch():
            await page.remove_children()
            if not page.is_attached:
                return
            if count and self._state is not None:
                own = host_of(self).preferences.keys
                await page.mount_all(page_widgets(self._state, position, "review", own, covered=self._covered))
            elif error is not None:
                await page.mount(plain_text(str(error), "aside"))
        page.scroll_home(animate=False)
        self.call_after_refresh(show_found, page, self._words)

    async def move(self, by: int) -> None:
        """The next item, or the one before."""
        count = pages(self._state) if self._state else 0
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
                self.call_after_refresh(scroll_to_reference, self.query_one(VerticalScroll))


A_MOMENT, LAID_OUT_WITHIN = 0.05, 40  # seconds, and how often one waits so long until the text is laid out


def show_found(page: VerticalScroll, words: Collection[str], wait: int = LAID_OUT_WITHIN) -> None:
    """Mark the words that a search has found, and scroll to the first of them if it's out of sight."""
    if not words:
        return
    if wait and not all(text.size.width for text in page.query(Static)):  # lines are counted once there is a width
        page.set_timer(A_MOMENT, partial(show_found, page, words, wait - 1))
        return
    found, first = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in words), re.IGNORECASE), None
    for text in page.query(Static):
        content = text.content if isinstance(text.content, Content) else Content(str(text.content))
        places = [match.span() for match in found.finditer(content.plain)]
        for start, end in places:
            content = content.stylize(FOUND, start, end)
        if places:
            text.update(content)
        if places and first is None:
            above = content[: places[0][1]].wrap(max(1, text.content_size.width))
            first = text.region.y - page.region.y + round(page.scroll_y) + len(above) - 1
    if first is not None:
        _scroll_to_line(page, first, wait)


def _scroll_to_line(page: VerticalScroll, line: int, wait: int) -> None:
    """Bring a line into sight; how far a page can scroll is known later than its lines."""
    if page.scroll_y <= line < page.scroll_y + page.size.height:
        return
    before = page.scroll_y
    page.scroll_to(y=max(0, line - 1), animate=False, immediate=True)
    if wait and page.scroll_y == before:
        page.set_timer(A_MOMENT, partial(_scroll_to_line, page, line, wait - 1))


def scroll_to_reference(page: VerticalScroll) -> None:
    """Scroll to the heading of the reference, if there is one."""
    if heads := page.query(".head"):
        page.scroll_to_widget(heads.first(), top=True, animate=False)
