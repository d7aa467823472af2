"""The interview room: shows what the interview waits for, carries out what the candidate does, and lets the sitting go.

In the middle stands a pane: it posts what the candidate wants done, and the room does it. No key pressed early is lost,
and no text.
"""

import asyncio
from functools import cached_property
from pathlib import Path

from textual import on, work
from textual.events import Key, Paste

from simulator.errors import SimulatorError
from simulator.graph.text import clean
from simulator.session.interview.outcome_words import SKIPPED_COUNTS
from simulator.session.interview.state import RUNNING, Awaits
from simulator.session.sitting import Sitting
from simulator.ui.code_task import TaskRunner
from simulator.ui.ending import ended_by_itself
from simulator.ui.interviewer import skipped_counts
from simulator.ui.time_remarks import AWAY, Interjections
from simulator.ui.tui.key_buffer import text_of
from simulator.ui.tui.keys.registry import action_of, types_character
from simulator.ui.tui.room.draft import AnswerEditor, DraftKeeper
from simulator.ui.tui.room.panes.pane import Call, Done, Pane
from simulator.ui.tui.room.panes.pane_screen import PaneScreen, pane_for, skipped_words
from simulator.ui.tui.room.panes.pauses import TOO_SMALL, BetweenPane, OverPane, PausePane
from simulator.ui.tui.room.panes.speaking import SpeakingPane
from simulator.ui.tui.room.panes.writing import WritingPane
from simulator.ui.tui.room.place import progress, subject
from simulator.ui.tui.room.refusals import why_not_by_key
from simulator.ui.tui.room.rescue import Rescue  # now: on a full disk a first import may leave half a .pyc behind
from simulator.ui.tui.widgets.chrome import Title

DRAFT_SECONDS = 0.5
SLOW_SECONDS = 0.1
WAIT, SAVED = "One moment.", "Saved. Home has it on the line that says Go on."
RETURNED = "Back where you stopped. The clock starts as you"


class Room(PaneScreen):
    """Shows one sitting, pane by pane, and drives its interview."""

    CSS_PATH = "../styles/room.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-usual"), (100, "-wide")]  # noqa: RUF012 - Textual reads it from the class

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.interview = sitting.interview
        # reopened, and nothing was done in it yet: the clock is stopped
        self.away = bool(self.interview.events)
        self.left = False  # whether the sitting is closed
        self.busy = asyncio.Lock()  # one command, one save or one editor at a time
        self._draft = DraftKeeper(sitting, self.quiet)
        self._editor = AnswerEditor(self._draft, self.busy)
        self._interjections = Interjections(self.interview)
        self._remark, self._had_left = "", self.interview.seconds_left  # the last one on the time; a second ago
        self._follows = False  # whether the pane was shown before and stayed
        self._under_way = 0  # commands being carried out
        self._refusal = self._refused = ""  # the latest sentence on what could not be done, and the pane's text then
        self._all_kept = asyncio.Event()  # cleared while the rescue screen is open
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
            speaks = isinstance(self.pane, SpeakingPane) and self.pane.speaks
            returned = f"{RETURNED} {'speak or type' if speaks else 'type'}."
            self.quiet(" ".join(filter(None, (returned, self.pane.reminder if self.pane else ""))))
        for finding in self.sitting.findings[:1]:
            self.quiet(finding.message)
        if isinstance(self.pane, WritingPane):
            self._editor.offer_left(self.pane)
        self.host.release_keys()

    def on_unmount(self) -> None:
        self.host.key_buffer.forget()
        self.task_runner.close()

    @cached_property
    def task_runner(self) -> TaskRunner:
        """What runs the candidate's code."""
        return TaskRunner(self.host.sandbox)

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
            self.quiet("")  # the pane itself tells what came of the last answer or check
        self._follows = pane is not None and type(pane) is kind and pane.follow()
        if not self._follows:
            if kind is PausePane:  # the text stays in the keeper meanwhile
                fresh: Pane = PausePane(self.interview, self._draft.text)
            else:
                text, spoken = self._draft.take()
                fresh = kind(self.interview, text)
                fresh.resume_speaking(spoken)
            await self.replace_pane(fresh)
        self.query_one("#top", Title).show(subject(self.interview.state, self.interview.graph, away=self.away))
        self.tick()
        self.show_pane_keys()

    @property
    def says_why(self) -> bool:
        """Whether the interviewer has to say that it is over: it ended by itself, with no scoring since."""
        return ended_by_itself(self.interview.events)

    def tick(self) -> None:
        """Each second: show the time, and what the interviewer remarks on it."""
        state, graph, left = self.interview.state, self.interview.graph, self.interview.seconds_left
        self.query_one("#top", Title).show(right=progress(state, graph, left, clock=self.has_class("-clock")))
        pane = self.pane
        if pane is not None and pane.is_mounted and state.awaits is not Awaits.NOTHING:  # there while the report opens
            pane.tick()
        if left < 0 <= self._had_left and self._remark:  # "two minutes left" is no longer true
            self.unsay(self._remark)
            if isinstance(pane, WritingPane):
                pane.forget_remarks()
        self._had_left = left
        if self.busy.locked():
            self._interjections.pressed()  # perhaps they write in their own editor
        elif idle := self._interjections.idle:
            self._stop(AWAY, idle)
        if not (pane is not None and pane.question) and (remark := self._interjections.due()):
            self._remark = remark
            self.quiet(remark)
            if isinstance(pane, WritingPane):
                pane.remark(remark)

    def quiet(self, message: str) -> None:
        """Show a sentence; a question that waits for its answer is not replaced."""
        question = self.pane.question if self.pane is not None else ""
        if message == question or not question:
            super().quiet(message)
            self.query("#quiet-line").set_class(bool(message) and message == self._remark, "-said")

    # The clock

    @on(Pane.Typed)
    def _typed(self) -> None:
        """The first key starts the clock, and clears the latest refusal; not one that came before it in a burst."""
        self._interjections.pressed()
        if self._refusal and self.pane is not None and self.pane.text != self._refused:
            self.unsay(self._refusal)
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
        """Start the clock again with the first step after the session was reopened."""
        if self.away:
            self.away = False
            await asyncio.wrap_future(self.interview.resume())

    def hidden(self) -> None:
        """No interview time passes while the question cannot be seen."""
        if self.interview.state.running:
            self._stop(TOO_SMALL)

    def _stop(self, why: str, ago: float = 0.0) -> None:
        self.run_worker(self.perform(lambda interview: interview.pause(why, ago=ago)), group="commands")

    # What the candidate does

    async def perform(self, call: Call, *, go_on: bool = False, done: Done = "") -> None:
        """Carry out a command and show what follows; a command that is refused is answered on the quiet line."""
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
                self._refusal = self.pane.refusal(error) if self.pane is not None else str(error)
                self._refused = self.pane.text if self.pane is not None else ""
                self.quiet(self._refusal)
            else:
                done = done if isinstance(done, str) else done(self.interview.state)
                if done == SKIPPED_COUNTS:
                    # the keys that undo it are those of the pane that comes next
                    following = pane_for(self.interview.state, away=self.away)
                    done = skipped_counts(self.interview.state)
                    if self.interview.may_undo:  # not before the parting questions
                        done = skipped_words(done, following.context, self.host.preferences.keys)
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
            self.unsay(WAIT)
            self.host.release_keys()

    def say_wait(self) -> None:
        """Say that a command takes a moment; the timer may fire just after the last one was done."""
        if self._under_way and not self.quiet_words:
            self.quiet(WAIT)

    async def action_press(self, action_id: str) -> None:
        if self.host.key_buffer.holding:
            return  # the click was for what is shown, and that is about to change
        if (pane := self.pane) is not None and not pane.takes_click(action_of(action_id).method):
            await super().action_press(action_id)

    def takes_key(self, event: Key | Paste) -> bool:
        self._interjections.pressed()
        pane = self.pane
        return pane is not None and (pane.answers(event) or pane.in_a_word(event) or self._refuses(pane, event))

    def _refuses(self, pane: Pane, event: Key | Paste) -> bool:
        """Whether a key is that of a command that isn't taken now, which is said then."""
        if not isinstance(event, Key) or types_character(event.key) or not pane.means_nothing(event):
            return False
        why = why_not_by_key(self.interview, event.key, self.host.preferences.keys)
        if why:
            self.mention(why)
        return bool(why)

    def early_keys(self, keys: list[Key | Paste]) -> list[Key | Paste]:
        """Pass early keys to a text; during a pause, add them to the draft; elsewhere take a single key at most."""
        pane = self.pane
        if isinstance(pane, PausePane):
            text = clean(text_of(keys))
            if len(text) < 2:
                return keys
            self._draft.text = pane.draft = (self._draft.text or "") + text
            self.run_worker(self._save(), group="room")
            self.quiet("What you typed before this appeared was added to your text.")
            return []
        if pane is None or pane.takes_text or self._follows or len(keys) == 1:
            return keys
        self.quiet("Keys typed before this appeared were ignored.")
        return []

    # The text that is being written

    def remember_text(self) -> None:
        """Hold the text being written while the interview is paused."""
        pane = self.pane
        if pane is not None and self.interview.state.paused and not isinstance(pane, PausePane):
            self._draft.remember(pane)

    async def _keep_draft(self) -> None:
        if (pane := self.pane) is None or self.busy.locked():
            return
        self._editor.follow(pane)
        if self._draft.is_due(pane):
            await self._save()

    async def _save(self) -> None:
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
            self._interjections.pressed()
            self.host.release_keys()

    # Leaving, and what could not be written

    def _offer_again(self) -> None:
        if self._all_kept.is_set():
            self._all_kept.clear()
            self.app.push_screen(Rescue(self.sitting, self.quiet_words, self.leave_sitting), self._after_rescue)

    def _after_rescue(self, _: None) -> None:
        async def show_saved() -> None:
            async with self.busy:
                await self.settle_and_show()
            self.quiet(f"Saved. The interview is now in {self.sitting.path.parent}.")
            self.host.release_keys()

        self._all_kept.set()
        if self.left:
            self.close()
        else:
            self.host.key_buffer.hold()
            self.run_worker(show_saved(), group="room")

    @on(Pane.Leave)
    @work
    async def _leave(self) -> None:
        if await self.leave_sitting(anyway=False):
            self.close()
        else:
            self._offer_again()

    async def leave_sitting(self, anyway: bool = True) -> bool:
        """Stop the clock and close the session, keeping the text being typed.

        Where something cannot be written anywhere, close it only if `anyway`, else return False.
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
                self.remember_text()  # for the clock has stopped already
                return False
            self.left = True
            self._editor.let_go()
            self.host.remember_place(self.sitting)
            return True

    @property
    def to_resume(self) -> Sitting | None:
        """The sitting, if it is kept where it belongs and can be gone on with: what else there is to say is noted."""
        kept = self.sitting.is_kept and self.sitting.rescued is None
        return self.sitting if kept and self.interview.state.ended is None and not self.app.is_web else None

    def close(self) -> None:
        """Go back to the screen that opened the room, and where that isn't home, say that it's saved."""
        rescued, saved = self.sitting.rescued, self.to_resume is not None and len(self.app.screen_stack) > 2
        self.dismiss()
        if rescued is not None or saved:
            folder = f"Its folder couldn't be written to; everything is in {rescued.parent}." if rescued else ""
            self.app.call_after_refresh(self.host.say, folder or SAVED)

    @on(Pane.Finished)
    def _finish(self) -> None:
        if not self.left:
            self.run_worker(self._to_report(), group="room")

    async def _to_report(self) -> None:
        self.left = True
        self._editor.let_go()
        await asyncio.to_thread(self.sitting.close)
        self.host.key_buffer.drop_repeat()
        self.host.replace_screen("report", self.sitting.path, self.interview.graph)
