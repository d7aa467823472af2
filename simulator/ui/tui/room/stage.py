"""What is on the screen of the room: one part, the line above it with the time, and the keys that matter now."""

import asyncio
from functools import partial
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Container
from textual.dom import DOMNode

from simulator.errors import SimulatorError
from simulator.graph.text import plural
from simulator.session.interview.events import Closed, SetAside
from simulator.session.interview.interview import Interview
from simulator.session.interview.state import Phase
from simulator.session.sitting import Sitting
from simulator.session.transcript.sidecars import AnswerFile, joined
from simulator.ui.interviewer import Interjections
from simulator.ui.tui import words
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.room.answer_editor import found_again, handed_over, offer_of
from simulator.ui.tui.room.panes.between import BetweenPane, OverPane, PausePane
from simulator.ui.tui.room.panes.check import CheckedPane, CheckPane
from simulator.ui.tui.room.panes.pane import Pane
from simulator.ui.tui.room.panes.predict import PredictPane
from simulator.ui.tui.room.panes.verdict import reveal_pane
from simulator.ui.tui.room.panes.writing import WritingPane, writing_pane
from simulator.ui.tui.room.rescue import Rescue  # now: on a full disk a first import may leave half a .pyc behind
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.prompt import Pick

CLOCK_SECONDS = 0.5  # who thinks without writing keeps the time that it took, too


class Seat(Frame):
    """Holds a sitting: keeps its draft, offers again what could not be written, lets it go."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.interview = sitting.interview
        self._busy = asyncio.Lock()
        self._saved = sitting.draft_text
        self._draft = sitting.draft_text
        self._spoken = sitting.spoken_seconds  # with the draft
        self._away = bool(self.interview.events)
        self._left = False
        self._all_kept = asyncio.Event()  # cleared while what could not be written is offered again
        self._all_kept.set()

    @property
    def transcript_path(self) -> Path:
        return self.sitting.path

    @property
    def left(self) -> bool:
        """Whether the sitting is closed."""
        return self._left

    # a part that is being removed loses its children first: whoever asks it from a timer finds none
    @property
    def pane(self) -> Pane | None:
        """The part that is shown."""
        return next(iter(self.query(Pane)), None)

    async def settle_and_show(self) -> None:
        """Go on where nothing is to be seen, then show what the interview waits for."""
        raise NotImplementedError

    # The text that is being written

    def _remember_text(self) -> None:
        """A text that is being written survives a pause and other parts of the same item."""
        pane = self.pane
        if pane is not None and self.interview.state.paused and not isinstance(pane, PausePane):
            self._draft, self._spoken = pane.text, pane.spoken_seconds

    @property
    def _written(self) -> tuple[str, float]:
        """The text that is being written, and the seconds spoken of it; behind a pause both wait here."""
        pane = self.pane
        if pane is None or isinstance(pane, PausePane):
            return self._draft, self._spoken
        return pane.text, pane.spoken_seconds

    async def _keep_draft(self) -> None:
        if self.pane is None or self._busy.locked():
            return
        text, spoken = self._written
        if text == self._saved and self.sitting.unkept_seconds < CLOCK_SECONDS:
            return
        async with self._busy:
            await self._save(text, spoken)

    async def _save_early(self) -> None:
        async with self._busy:
            await self._save(*self._written)

    async def _save(self, text: str, spoken: float) -> None:
        try:
            await asyncio.to_thread(self.sitting.save_draft, text, spoken)
        except OSError as error:
            self.quiet(f"What you type cannot be kept now ({error.strerror or error}); it stays on the screen.")
        else:
            self._saved = text

    # The candidate's own editor

    @on(WritingPane.OwnEditor)
    @work(group="editor")
    async def _own_editor(self) -> None:
        try:
            async with self._busy:
                if isinstance(self.pane, WritingPane) and not self._left:
                    await self._edit(self.pane)
        finally:
            self.host.release_keys()

    async def _edit(self, pane: WritingPane) -> None:
        """Give the text to the editor and take it back; what cannot be taken back stays beside the transcript."""
        text = pane.text
        try:
            given = handed_over(self.sitting.path, self.interview, text)
        except OSError as error:
            self.quiet(f"The text cannot be passed to an editor and back ({error.strerror or error}).")
            return
        try:
            kept = given.kept(self.sitting, pane.spoken_seconds)
            # an error inside would leave the suspension for good, and the screen would stay away: there is none
            with self.app.suspend(), self.host.signals.while_elsewhere(), kept:
                problem = given.edit()
        except SuspendNotSupported:
            given.file.forget()
            self.quiet("Another editor cannot be opened in this terminal.")
            return
        ended_with_us = bool(self.host.signals.heard)  # the window was closed: what it saved is the answer so far
        if problem and not ended_with_us:
            left = given.file.left(text)
            self.quiet(f"{problem}; {f'what it left is in {given.file.path}' if left else 'nothing was changed'}.")
        else:
            pane.replace_text(given.result)
            left = given.had_swap or given.file.left(pane.text)
        await self._save(*self._written)
        if not left and self._saved == self._written[0]:
            given.file.forget()

    def offer_left(self) -> None:
        """Offer what an editor left that was ended, or outlived the program, while an answer was in it."""
        pane = self.pane
        if not isinstance(pane, WritingPane):
            return
        file, others = found_again(self.sitting.path, self.interview, pane.text)
        if file is not None:
            self.app.push_screen(Pick(*offer_of(file, pane.text)), partial(self._taken, file))
        elif others:
            self.quiet(f"What your editor left of an earlier answer is in {others[0].path}.")

    def _taken(self, file: AnswerFile, picked: str | None) -> None:
        pane = self.pane
        if picked == "drop":
            file.forget()
        elif picked == "open" and isinstance(pane, WritingPane):
            pane.action_external()
        elif picked == "take" and isinstance(pane, WritingPane):
            pane.replace_text(joined(file.latest, pane.text))
            self.run_worker(self._take_over(file), group="editor")

    async def _take_over(self, file: AnswerFile) -> None:
        async with self._busy:
            await self._save(*self._written)
        if not file.unsaved and self._saved == self._written[0]:
            file.forget()

    # What could not be written

    def _offer_again(self) -> None:
        if self._all_kept.is_set():
            self._all_kept.clear()
            self.app.push_screen(Rescue(self.sitting, self.quiet_words, self.leave_sitting), self._after_rescue)

    def _after_rescue(self, _: None) -> None:
        self._all_kept.set()
        if self._left:
            self._go()
        else:
            self.host.key_buffer.hold()
            self.run_worker(self._go_on_written(), group="room")

    async def _go_on_written(self) -> None:
        async with self._busy:
            await self.settle_and_show()
        self.quiet(f"Written. The interview is kept in {self.sitting.path.parent}.")
        self.host.release_keys()

    async def leave_sitting(self, anyway: bool = True) -> bool:
        """Stop the clock and let the session go; what is being typed is kept.

        False, and nothing is let go, where something can be written nowhere and not `anyway`.
        """
        async with self._busy:
            if self._left:
                return True
            if self.pane is not None and self._written[0] != self._saved:
                await self._save(*self._written)
            try:
                await asyncio.to_thread(self.sitting.leave, anyway=anyway)
            except SimulatorError as error:
                self.quiet(str(error))
                self._remember_text()  # the clock stands already
                return False
            self._left = True
            self.host.remember_place(self.sitting)
            return True

    @on(Pane.Leave)
    @work
    async def _leave(self) -> None:
        if await self.leave_sitting(anyway=False):
            self._go()
        else:
            self._offer_again()

    def _go(self) -> None:
        self.dismiss()
        if self.sitting.rescued is not None:
            said = f"Its folder could not be written; everything is in {self.sitting.rescued.parent}."
            self.app.call_after_refresh(self.host.say, said)

    async def _to_report(self) -> None:
        self._left = True
        await asyncio.to_thread(self.sitting.close)
        self.host.key_buffer.once()
        self.host.replace_screen("report", self.sitting.path, self.interview.graph)


def pane_for(interview: Interview, *, away: bool) -> type[Pane]:
    """The part to show; `away` where an interview was opened again and nothing was done in it yet."""
    state, turn = interview.state, interview.state.current
    if state.phase is Phase.ENDED:
        return OverPane
    if state.paused and not away:
        return PausePane
    if turn is None:
        return BetweenPane
    if state.phase is Phase.CHECKING:
        return CheckPane
    if turn.check is not None:
        return CheckedPane
    if state.phase is Phase.PREDICTING:
        return PredictPane
    if state.phase in {Phase.JUDGING, Phase.SETTLED, Phase.DEBRIEFING}:
        return reveal_pane(turn, state.phase)
    return writing_pane(state.phase)


def nothing_to_see(interview: Interview, *, away: bool) -> bool:
    """Whether the interview waits for a step that shows the candidate nothing."""
    state = interview.state
    if state.paused or away:
        return False
    if state.phase is Phase.READY:
        return True
    turn = state.current
    hidden = turn is not None and (state.withholds if turn.check else not turn.revealed)
    return state.phase is Phase.SETTLED and turn is not None and (hidden or turn.skipped)


class Scene(Seat):
    """Shows the state of the interview; what is done with it is the room's."""

    CSS_PATH = "../styles/room.tcss"
    shows_help = True
    HORIZONTAL_BREAKPOINTS = [(0, "-usual"), (100, "-wide")]  # noqa: RUF012 - Textual reads it from the class

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self._interjections = Interjections(self.interview)
        self._follows = False  # whether the part was there already

    def body(self) -> ComposeResult:
        yield Title(id="top")
        yield Rule()
        yield Container(id="stage")

    @property
    def help_contexts(self) -> tuple[str, ...]:
        return (self.pane.context,) if self.pane else ()

    def target_of(self, action: Action) -> DOMNode:  # noqa: ARG002 - every key is the part's
        return self.pane or self

    # The part

    async def settle_and_show(self) -> None:
        """Go on where nothing is to be seen, then show what the interview waits for."""
        while nothing_to_see(self.interview, away=self._away):
            try:
                await asyncio.wrap_future(self.interview.next())
            except SimulatorError as error:  # the event is kept in memory, and tried again with the next one
                self.quiet(str(error))
                break
        await self._show()

    async def _show(self) -> None:
        waits = bool(self.sitting.transcript.unsaved)
        if waits:
            self._offer_again()
        if self.interview.state.phase is Phase.ENDED and (waits or not self.says_why):
            if not waits:
                await self._to_report()
            return
        kind, pane = pane_for(self.interview, away=self._away), self.pane
        if kind in {BetweenPane, OverPane}:
            self.quiet("")  # what was said of the last answer or check is told there
        self._follows = pane is not None and type(pane) is kind and pane.follow()
        if not self._follows:
            await self._replace(kind)
        self._show_top()
        self.show_pane_keys()

    @property
    def says_why(self) -> bool:
        """Whether the interviewer has to say that it is over: it ended by itself, and no scoring came in between."""
        told = [event for event in self.interview.events if not isinstance(event, SetAside)]
        return any(isinstance(event, Closed) and event.why != "stopped" for event in told[-2:-1])

    async def _replace(self, kind: type[Pane]) -> None:
        stage = self.query_one("#stage")
        if kind is PausePane:
            pane: Pane = PausePane(self.interview, self._draft)
        else:
            pane = kind(self.interview, self._draft)
            pane.speak_on(self._spoken)
            self._draft, self._spoken = "", 0.0
        async with self.batch():
            await stage.remove_children()
            await stage.mount(pane)
        self.give_focus(pane)
        pane.tick()

    def give_focus(self, pane: Pane) -> None:
        """Let a part that was just shown take the keys."""
        pane.begin()

    # Above and below it

    def _show_top(self) -> None:
        state, areas = self.interview.state, self.interview.graph.areas
        paused, turn = state.paused and not self._away, state.current
        area = "" if paused or turn is None else turn.asked.area
        left = "Paused" if paused else "Scoring" if state.closed and not state.ended else "Interview"
        self.query_one("#top", Title).show(areas[area].title if area in areas else area or left)
        self._tick()

    def _tick(self) -> None:
        self.query_one("#top", Title).show(right=self._left_words())
        pane = self.pane
        over = self.interview.state.phase is Phase.ENDED  # the last part is still there while the report opens
        if pane is not None and pane.is_mounted and not over:
            pane.tick()
        asks = pane is not None and pane.question
        if not asks and (remark := self._interjections.due()):
            self.quiet(remark)

    def _left_words(self) -> str:
        """How much time is left, if the clock is shown; while answers are scored, how many there are."""
        state = self.interview.state
        if state.closed is not None and state.ended is None:
            return f"{plural(len(state.waiting), 'answer')} to score" if state.waiting else ""
        return words.time_left(self.interview.seconds_left) if self.has_class("-clock") else ""

    def quiet(self, message: str) -> None:
        """What was asked stays to be read until it is answered."""
        asked = self.pane.question if self.pane is not None else ""
        if message == asked or not asked:
            super().quiet(message)

    @on(Pane.Said)
    def _say(self, event: Pane.Said) -> None:
        self.quiet(event.text)

    def show_pane_keys(self) -> None:
        """Show the keys of the present part."""
        if self.pane is not None:
            actions, lead = self.pane.keys()
            self.show_actions(actions, lead=lead)

    @on(Pane.KeysChanged)
    def _keys_changed(self) -> None:
        self.show_pane_keys()
