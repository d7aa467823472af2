"""What is on the screen of the room: one part, the line above it with the time, and the keys that matter now."""

import asyncio

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.dom import DOMNode

from simulator.errors import SimulatorError
from simulator.session.events import Closed, SetAside
from simulator.session.sitting import Sitting
from simulator.session.state import Phase
from simulator.ui.remarks import Interjections
from simulator.ui.tui import words
from simulator.ui.tui.actions import Action
from simulator.ui.tui.panes.between import BetweenPane, OverPane, PausePane
from simulator.ui.tui.panes.pane import Pane
from simulator.ui.tui.panes.part import nothing_to_see, part_for
from simulator.ui.tui.screens.seat import Seat
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.title import Title


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
        kind, pane = part_for(self.interview, away=self._away), self.pane
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
            return f"{words.plural(len(state.waiting), 'answer')} to score" if state.waiting else ""
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
