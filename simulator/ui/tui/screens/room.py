"""The interview room: one part on the screen at a time, chosen by what the interview waits for."""

import asyncio

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.dom import DOMNode
from textual.events import Key, Paste

from simulator.errors import SimulatorError
from simulator.graph.sanitise import clean
from simulator.session.events import Closed
from simulator.session.sitting import Sitting
from simulator.session.state import RUNNING, Phase
from simulator.ui.remarks import Interjections
from simulator.ui.tui import words
from simulator.ui.tui.actions import Action
from simulator.ui.tui.panes.answer import writing_pane
from simulator.ui.tui.panes.between import TOO_SMALL, BetweenPane, OverPane, PausePane
from simulator.ui.tui.panes.check import CheckedPane, CheckPane
from simulator.ui.tui.panes.pane import Call, Pane
from simulator.ui.tui.panes.predict import PredictPane
from simulator.ui.tui.panes.verdict import reveal_pane
from simulator.ui.tui.screens.seat import Seat
from simulator.ui.tui.typeahead import text_of
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.title import Title

DRAFT_SECONDS = 0.5
SLOW_SECONDS = 0.1
WAIT = "One moment."
STANDS = "Where you stopped. The clock stands until you write."


class Room(Seat):
    """Drives one Interview: shows its state, hands on what the candidate does, keeps what he types."""

    CSS_PATH = "../styles/room.tcss"
    shows_help = True
    HORIZONTAL_BREAKPOINTS = [(0, "-usual"), (100, "-wide")]  # noqa: RUF012 - Textual reads it from the class

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self._interjections = Interjections(self.interview)
        self._follows = False  # whether the part was there already
        self._under_way = 0  # commands that are carried out now
        self._refusal = ""  # what was said last because something could not be done

    def body(self) -> ComposeResult:
        yield Title(id="top")
        yield Rule()
        yield Container(id="stage")

    def on_mount(self) -> None:
        self.set_class(self.program.preferences.clock, "-clock")
        self.set_interval(1, self._tick)
        self.set_interval(DRAFT_SECONDS, self._keep_draft)
        self.run_worker(self._enter(), group="room")

    async def _enter(self) -> None:
        async with self._busy:
            if self._away and self.interview.state.phase not in RUNNING:
                await self._try_to_go_on()  # no interview time passes there
            await self.settle_and_show()
        if self._away:
            self.quiet(STANDS)
        for finding in self.sitting.findings[:1]:
            self.quiet(finding.message)
        self.program.release_keys()

    async def _try_to_go_on(self) -> None:
        try:
            await self._go_on()
        except SimulatorError as error:
            self.quiet(str(error))

    async def _go_on(self) -> None:
        """The first step after a session was opened again: the clock runs from here."""
        if self._away:
            self._away = False
            await asyncio.wrap_future(self.interview.resume())

    def on_unmount(self) -> None:
        self.program.typeahead.forget()

    # What is on the screen

    @property
    def help_contexts(self) -> tuple[str, ...]:
        return (self.pane.context,) if self.pane else ()

    def target_of(self, action: Action) -> DOMNode:  # noqa: ARG002 - every key is the part's
        return self.pane or self

    async def settle_and_show(self) -> None:
        """Go on where nothing is to be seen, then show what the interview waits for."""
        while self._nothing_to_see():
            try:
                await asyncio.wrap_future(self.interview.next())
            except SimulatorError as error:  # the event is kept in memory, and tried again with the next one
                self.quiet(str(error))
                break
        await self._show()

    def _nothing_to_see(self) -> bool:
        state = self.interview.state
        if state.paused or self._away:
            return False
        if state.phase is Phase.READY:
            return True
        turn = state.current
        hidden = turn is not None and (state.withholds if turn.check else not turn.revealed)
        return state.phase is Phase.SETTLED and turn is not None and (hidden or turn.skipped)

    async def _show(self) -> None:
        waits = bool(self.sitting.transcript.unsaved)
        if waits:
            self._offer_again()
        if self.interview.state.phase is Phase.ENDED and (waits or not self.says_why):
            if not waits:
                await self._to_report()
            return
        if self._pane_type() in {BetweenPane, OverPane}:
            self.quiet("")  # what was said of the last answer or check is told there
        pane = self.pane
        self._follows = pane is not None and type(pane) is self._pane_type() and pane.follow()
        if not self._follows:
            await self._replace(self._pane_type())
        self._show_top()
        self.show_pane_keys()

    @property
    def says_why(self) -> bool:
        """Whether the interviewer has to say that it is over: it ended by itself, and no scoring came in between."""
        before = self.interview.events[-2:-1]
        return any(isinstance(event, Closed) and event.why != "stopped" for event in before)

    async def _replace(self, kind: type[Pane]) -> None:
        stage = self.query_one("#stage")
        if kind is PausePane:
            pane: Pane = PausePane(self.interview)
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

    def _pane_type(self) -> type[Pane]:
        state, turn = self.interview.state, self.interview.state.current
        if state.phase is Phase.ENDED:
            return OverPane
        if state.paused and not self._away:
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
            return f"{words.plural(len(state.waiting), 'answer')} to score" if state.waiting else ""
        return words.time_left(self.interview.seconds_left) if self.has_class("-clock") else ""

    def quiet(self, message: str) -> None:
        """What was asked stays to be read until it is answered."""
        asked = self.pane.question if self.pane is not None else ""
        if message == asked or not asked:
            super().quiet(message)

    @on(Pane.KeysChanged)
    def _keys_changed(self) -> None:
        self.show_pane_keys()

    def show_pane_keys(self) -> None:
        """Show the keys of the present part."""
        if self.pane is not None:
            actions, lead = self.pane.keys()
            self.show_actions(actions, lead=lead)

    @on(Pane.Typed)
    def _typed(self) -> None:
        """With the first key the clock runs, and what was refused before is over."""
        if self._refusal and self.quiet_words == self._refusal:
            self.quiet("")
        if self._away:
            self.run_worker(self._start_clock(), group="room")

    def hidden(self) -> None:
        """No interview time passes where the question cannot be seen."""
        if self.interview.state.running:
            stop = self.perform(lambda interview: interview.pause(TOO_SMALL))
            self.run_worker(stop, group="commands")

    async def _start_clock(self) -> None:
        async with self._busy:
            if not self._left:
                await self._try_to_go_on()
        if self.quiet_words == STANDS:
            self.quiet("")
        self._tick()

    @on(Pane.Said)
    def _say(self, event: Pane.Said) -> None:
        self.quiet(event.text)

    # What the candidate does

    async def action_press(self, action_id: str) -> None:
        if not self.program.typeahead.holding:  # a click is for what is shown, and that is about to change
            if self.pane is not None:
                self.pane.let_be()
            await super().action_press(action_id)

    @on(Pane.Finished)
    def _finish(self) -> None:
        if not self._left:
            self.run_worker(self._to_report(), group="room")

    @on(Pane.Command)
    def _command(self, event: Pane.Command) -> None:
        self.run_worker(self._carry_out(event), group="commands")

    async def _carry_out(self, command: Pane.Command) -> None:
        slow = self.set_timer(SLOW_SECONDS, self._say_wait)
        self._under_way += 1
        try:
            await self.perform(command.call, go_on=command.go_on, done=command.done)
        finally:
            slow.stop()
            self._under_way -= 1
            if self.quiet_words == WAIT:
                self.quiet("")
            self.program.release_keys()

    def _say_wait(self) -> None:
        """A timer may strike just as it is stopped: then nothing is waited for any more."""
        if self._under_way and not self.quiet_words:
            self.quiet(WAIT)

    def takes_key(self, event: Key | Paste) -> bool:
        return self.pane is not None and self.pane.answers(event)

    def early_keys(self, keys: list[Key | Paste]) -> list[Key | Paste]:
        """Keys that came early are text where one writes; behind a pause they wait as text; else one may be meant."""
        pane = self.pane
        if isinstance(pane, PausePane):
            return self._kept_for_the_text(keys)
        if pane is None or pane.takes_text or self._follows or len(keys) == 1:
            return keys
        self.quiet("The keys that came before this was shown did nothing.")
        return []

    def _kept_for_the_text(self, keys: list[Key | Paste]) -> list[Key | Paste]:
        text = clean(text_of(keys))
        if len(text) > 1:
            self._draft += text
            self.run_worker(self._save_early(), group="room")
            self.quiet("What you typed before this was shown is kept, and added to your text.")
            return []
        return keys

    async def perform(self, call: Call, *, go_on: bool = False, done: str = "") -> None:
        """Carry out a command and show what follows; a command that does not fit is answered quietly."""
        await self._all_kept.wait()
        async with self._busy:
            if self._left:
                return
            self.quiet("")
            try:
                await self._go_on()
                await asyncio.wrap_future(call(self.interview))
                if go_on:
                    await asyncio.wrap_future(self.interview.next())
            except SimulatorError as error:
                self._refusal = str(error)
                self.quiet(self._refusal)
            else:
                self.quiet(done)
            self._remember_text()
            await self.settle_and_show()
