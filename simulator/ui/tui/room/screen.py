"""The interview room: shows what the interview waits for, carries out what the candidate does, and lets the sitting go.

What stands in the middle is a pane; it posts what the candidate wants done, and the room does it. No key that comes
early is lost, and nothing that was typed.
"""

import asyncio
from pathlib import Path

from textual import on, work
from textual.events import Key, Paste

from simulator.errors import SimulatorError
from simulator.graph.text import clean, plural
from simulator.session.interview.events import Closed, SetAside
from simulator.session.interview.outcomes import SKIPPED_COUNTS
from simulator.session.interview.state import RUNNING, Awaits
from simulator.session.sitting import Sitting
from simulator.ui.interviewer import Interjections
from simulator.ui.tui import words
from simulator.ui.tui.key_buffer import text_of
from simulator.ui.tui.keys.registry import method_of
from simulator.ui.tui.room.answer_editor import AnswerEditor
from simulator.ui.tui.room.draft import DraftKeeper
from simulator.ui.tui.room.panes.by_state import pane_for
from simulator.ui.tui.room.panes.pane import Call, Pane, refusal, skipped_words
from simulator.ui.tui.room.panes.pauses import TOO_SMALL, BetweenPane, OverPane, PausePane
from simulator.ui.tui.room.panes.writing import WritingPane
from simulator.ui.tui.room.rescue import Rescue  # now: on a full disk a first import may leave half a .pyc behind
from simulator.ui.tui.room.stage import PaneScreen
from simulator.ui.tui.widgets.chrome import Title

DRAFT_SECONDS = 0.5
SLOW_SECONDS = 0.1
WAIT = "One moment."
RETURNED = "You are where you stopped. The clock starts when you write."


class Room(PaneScreen):
    """Shows one sitting, pane by pane, and drives its interview."""

    CSS_PATH = "../styles/room.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-usual"), (100, "-wide")]  # noqa: RUF012 - Textual reads it from the class

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.interview = sitting.interview
        # opened again, and nothing was done in it yet: the clock is stopped
        self.away = bool(self.interview.events)
        self.left = False  # whether the sitting is closed
        self.busy = asyncio.Lock()  # one command, one save or one editor at a time
        self._draft = DraftKeeper(sitting, self.quiet)
        self._editor = AnswerEditor(self._draft, self.busy)
        self._interjections = Interjections(self.interview)
        self._follows = False  # whether the pane was there already
        self._under_way = 0  # commands that are carried out now
        self._refusal = ""  # what was said last because something could not be done
        # cleared while what could not be written is offered again
        self._all_kept = asyncio.Event()
        self._all_kept.set()

    @property
    def transcript_path(self) -> Path:
        return self.sitting.path

    # Coming in

    def on_mount(self) -> None:
        self.set_class(self.host.preferences.clock, "-clock")
        self.set_interval(1, self.tick)
        self.set_interval(DRAFT_SECONDS, self._keep_draft)
        self.run_worker(self._enter(), group="room")

    async def _enter(self) -> None:
        async with self.busy:
            if self.away and self.interview.state.phase not in RUNNING:
                await self._try_to_resume()  # no interview time passes there
            await self.settle_and_show()
        if self.away:
            self.quiet(" ".join(filter(None, (RETURNED, self.pane.reminder if self.pane else ""))))
        for finding in self.sitting.findings[:1]:
            self.quiet(finding.message)
        if isinstance(self.pane, WritingPane):
            self._editor.offer_left(self.pane)
        self.host.release_keys()

    def on_unmount(self) -> None:
        self.host.key_buffer.forget()

    # What is shown

    async def settle_and_show(self) -> None:
        """Advance while the interview does so by itself, then show what it waits for."""
        while self.interview.state.advances_by_itself and not self.away:
            try:
                await asyncio.wrap_future(self.interview.next())
            except SimulatorError as error:  # the event is kept in memory, and tried again with the next one
                self.quiet(str(error))
                break
        await self.show()

    async def show(self) -> None:
        """Show the pane for the present state, or the report once all is over and written."""
        unwritten = bool(self.sitting.transcript.unsaved)
        if unwritten:
            self._offer_again()
        if self.interview.state.awaits is Awaits.NOTHING and (unwritten or not self.says_why):
            if not unwritten:
                await self._to_report()
            return
        kind, pane = pane_for(self.interview.state, away=self.away), self.pane
        if kind in {BetweenPane, OverPane}:
            self.quiet("")  # what was said of the last answer or check is told there
        self._follows = pane is not None and type(pane) is kind and pane.follow()
        if not self._follows:
            await self.replace_pane(self._made(kind))
        self._show_top()
        self.show_pane_keys()

    @property
    def says_why(self) -> bool:
        """Whether the interviewer has to say that it is over: it ended by itself, and no scoring came in between."""
        told = [event for event in self.interview.events if not isinstance(event, SetAside)]
        return any(isinstance(event, Closed) and event.why != "stopped" for event in told[-2:-1])

    def _made(self, kind: type[Pane]) -> Pane:
        """A new pane with the text that is being written; during a pause that stays here."""
        if kind is PausePane:
            return PausePane(self.interview, self._draft.text)
        text, spoken = self._draft.take()
        pane = kind(self.interview, text)
        pane.resume_speaking(spoken)
        return pane

    def _show_top(self) -> None:
        state, areas = self.interview.state, self.interview.graph.areas
        paused, turn = state.paused and not self.away, state.current
        area = "" if paused or turn is None else turn.asked.area
        left = "Paused" if paused else "Scoring" if state.closed and not state.ended else "Interview"
        self.query_one("#top", Title).show(areas[area].title if area in areas else area or left)
        self.tick()

    def tick(self) -> None:
        """A second has passed: show the time, and what the interviewer remarks on it."""
        self.query_one("#top", Title).show(right=self._time_left())
        pane = self.pane
        # the last pane is still there while the report opens
        over = self.interview.state.awaits is Awaits.NOTHING
        if pane is not None and pane.is_mounted and not over:
            pane.tick()
        asks = pane is not None and pane.question
        if not asks and (remark := self._interjections.due()):
            self.quiet(remark)

    def _time_left(self) -> str:
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

    # The clock runs again, and stops

    @on(Pane.Typed)
    def _typed(self) -> None:
        """With the first key the clock runs, and what was refused before is over."""
        if self._refusal and self.quiet_words == self._refusal:
            self.quiet("")
        if self.away:
            self.run_worker(self._start_clock(), group="room")

    async def _start_clock(self) -> None:
        async with self.busy:
            if not self.left:
                await self._try_to_resume()
        if self.quiet_words.startswith(RETURNED):
            self.quiet("")
        self.tick()

    async def _try_to_resume(self) -> None:
        try:
            await self._resume()
        except SimulatorError as error:
            self.quiet(str(error))

    async def _resume(self) -> None:
        """The first step after a session was opened again: the clock runs from here."""
        if self.away:
            self.away = False
            await asyncio.wrap_future(self.interview.resume())

    def hidden(self) -> None:
        """No interview time passes where the question cannot be seen."""
        if self.interview.state.running:
            stop = self.perform(lambda interview: interview.pause(TOO_SMALL))
            self.run_worker(stop, group="commands")

    # What the candidate does

    async def perform(self, call: Call, *, go_on: bool = False, done: str = "") -> None:
        """Carry out a command and show what follows; a command that does not fit is answered quietly."""
        await self._all_kept.wait()
        async with self.busy:
            if self.left:
                return
            self.quiet("")
            try:
                await self._resume()
                await asyncio.wrap_future(call(self.interview))
                if go_on:
                    await asyncio.wrap_future(self.interview.next())
            except SimulatorError as error:
                self._refusal = refusal(error, self.pane)
                self.quiet(self._refusal)
            else:
                # the keys that take it back are those of the pane that comes next
                if done == SKIPPED_COUNTS:
                    comes = pane_for(self.interview.state, away=self.away)
                    done = skipped_words(comes.context, self.host.preferences.keys)
                self.quiet(done)
            self.remember_text()
            await self.settle_and_show()

    @on(Pane.Command)
    @work(group="commands")
    async def _carry_out(self, command: Pane.Command) -> None:
        slow = self.set_timer(SLOW_SECONDS, self.say_wait)
        self._under_way += 1
        try:
            await self.perform(command.call, go_on=command.go_on, done=command.done)
        finally:
            slow.stop()
            self._under_way -= 1
            if self.quiet_words == WAIT:
                self.quiet("")
            self.host.release_keys()

    def say_wait(self) -> None:
        """A timer may strike just as it is stopped: then nothing is waited for any more."""
        if self._under_way and not self.quiet_words:
            self.quiet(WAIT)

    async def action_press(self, action_id: str) -> None:
        if self.host.key_buffer.holding:
            return  # a click is for what is shown, and that is about to change
        if (pane := self.pane) is not None and not pane.takes_click(method_of(action_id)):
            await super().action_press(action_id)

    def takes_key(self, event: Key | Paste) -> bool:
        return self.pane is not None and self.pane.answers(event)

    def early_keys(self, keys: list[Key | Paste]) -> list[Key | Paste]:
        """Keys that came early are text where one writes; during a pause they wait as text; else one may be meant."""
        pane = self.pane
        if isinstance(pane, PausePane):
            text = clean(text_of(keys))
            if len(text) < 2:
                return keys
            self._draft.text = pane.draft = self._draft.text + text
            self.run_worker(self._save_early(), group="room")
            self.quiet("What you typed before this was shown is kept, and added to your text.")
            return []
        if pane is None or pane.takes_text or self._follows or len(keys) == 1:
            return keys
        self.quiet("The keys that came before this was shown did nothing.")
        return []

    # The text that is being written

    def remember_text(self) -> None:
        """A text that is being written survives a pause and other panes of the same item."""
        pane = self.pane
        if pane is not None and self.interview.state.paused and not isinstance(pane, PausePane):
            self._draft.remember(pane)

    async def _keep_draft(self) -> None:
        pane = self.pane
        if pane is not None and not self.busy.locked() and self._draft.is_due(pane):
            async with self.busy:
                await self._draft.save(pane)

    async def _save_early(self) -> None:
        async with self.busy:
            await self._draft.save(self.pane)

    @on(WritingPane.OwnEditor)
    @work(group="editor")
    async def _own_editor(self) -> None:
        try:
            async with self.busy:
                if isinstance(self.pane, WritingPane) and not self.left:
                    await self._editor.edit(self.pane)
        finally:
            self.host.release_keys()

    # Going out, and what could not be written

    def _offer_again(self) -> None:
        if self._all_kept.is_set():
            self._all_kept.clear()
            self.app.push_screen(Rescue(self.sitting, self.quiet_words, self.leave_sitting), self._after_rescue)

    def _after_rescue(self, _: None) -> None:
        self._all_kept.set()
        if self.left:
            self.close()
        else:
            self.host.key_buffer.hold()
            self.run_worker(self._go_on_written(), group="room")

    async def _go_on_written(self) -> None:
        async with self.busy:
            await self.settle_and_show()
        self.quiet(f"Written. The interview is kept in {self.sitting.path.parent}.")
        self.host.release_keys()

    @on(Pane.Leave)
    @work
    async def _leave(self) -> None:
        if await self.leave_sitting(anyway=False):
            self.close()
        else:
            self._offer_again()

    async def leave_sitting(self, anyway: bool = True) -> bool:
        """Stop the clock and let the session go; what is being typed is kept.

        False, and nothing is let go, where something can be written nowhere and not `anyway`.
        """
        async with self.busy:
            if self.left:
                return True
            if self.pane is not None and not self._draft.is_saved(self.pane):
                await self._draft.save(self.pane)
            try:
                await asyncio.to_thread(self.sitting.leave, anyway=anyway)
            except SimulatorError as error:
                self.quiet(str(error))
                self.remember_text()  # the clock is stopped already
                return False
            self.left = True
            self.host.remember_place(self.sitting)
            return True

    def close(self) -> None:
        """Back to where the room was opened."""
        self.dismiss()
        if self.sitting.rescued is not None:
            said = f"Its folder could not be written; everything is in {self.sitting.rescued.parent}."
            self.app.call_after_refresh(self.host.say, said)

    @on(Pane.Finished)
    def _finish(self) -> None:
        if not self.left:
            self.run_worker(self._to_report(), group="room")

    async def _to_report(self) -> None:
        self.left = True
        await asyncio.to_thread(self.sitting.close)
        self.host.key_buffer.drop_repeat()
        self.host.replace_screen("report", self.sitting.path, self.interview.graph)
