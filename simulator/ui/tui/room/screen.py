"""The interview room: what the candidate does there is carried out, and no key that comes early is lost."""

import asyncio

from textual import on
from textual.events import Key, Paste

from simulator.errors import SimulatorError
from simulator.graph.text import clean
from simulator.session.interview.state import RUNNING
from simulator.session.sitting import Sitting
from simulator.ui.tui.key_buffer import text_of
from simulator.ui.tui.keys.registry import method_of
from simulator.ui.tui.room.panes.between import TOO_SMALL, PausePane
from simulator.ui.tui.room.panes.by_state import pane_for
from simulator.ui.tui.room.panes.pane import PASSED, Call, Pane, passed_over, refusal
from simulator.ui.tui.room.stage import Scene

DRAFT_SECONDS = 0.5
SLOW_SECONDS = 0.1
WAIT = "One moment."
STANDS = "Where you stopped. The clock stands until you write."


class Room(Scene):
    """Drives one Interview: hands on what the candidate does, and shows what follows."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self._under_way = 0  # commands that are carried out now
        self._refusal = ""  # what was said last because something could not be done

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
            self.quiet(" ".join(filter(None, (STANDS, self.pane.reminder if self.pane else ""))))
        for finding in self.sitting.findings[:1]:
            self.quiet(finding.message)
        self.offer_left()
        self.program.release_keys()

    def on_unmount(self) -> None:
        self.program.typeahead.forget()

    # The clock begins and stops

    @on(Pane.Typed)
    def _typed(self) -> None:
        """With the first key the clock runs, and what was refused before is over."""
        if self._refusal and self.quiet_words == self._refusal:
            self.quiet("")
        if self._away:
            self.run_worker(self._start_clock(), group="room")

    async def _start_clock(self) -> None:
        async with self._busy:
            if not self._left:
                await self._try_to_go_on()
        if self.quiet_words.startswith(STANDS):
            self.quiet("")
        self._tick()

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

    def hidden(self) -> None:
        """No interview time passes where the question cannot be seen."""
        if self.interview.state.running:
            stop = self.perform(lambda interview: interview.pause(TOO_SMALL))
            self.run_worker(stop, group="commands")

    # What the candidate does

    async def action_press(self, action_id: str) -> None:
        if not self.program.typeahead.holding:  # a click is for what is shown, and that is about to change
            if (pane := self.pane) is not None:
                if pane.asked_about and pane.asked_about == method_of(action_id):
                    pane.confirm()
                    return
                pane.let_be()
                pane.clicked()
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
            return self._kept_for_the_text(keys, pane)
        if pane is None or pane.takes_text or self._follows or len(keys) == 1:
            return keys
        self.quiet("The keys that came before this was shown did nothing.")
        return []

    def _kept_for_the_text(self, keys: list[Key | Paste], pane: PausePane) -> list[Key | Paste]:
        text = clean(text_of(keys))
        if len(text) > 1:
            self._draft = pane.draft = self._draft + text
            self.run_worker(self._save_early(), group="room")
            self.quiet("What you typed before this was shown is kept, and added to your text.")
            return []
        return keys

    def _passed_over(self) -> str:
        """That an item was passed over, with the keys that take it back in the part that comes next."""
        comes = pane_for(self.interview.state, away=self._away)
        return passed_over(comes.context, self.program.preferences.keys)

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
                self._refusal = refusal(error, self.pane)
                self.quiet(self._refusal)
            else:
                self.quiet(self._passed_over() if done == PASSED else done)
            self._remember_text()
            await self.settle_and_show()
