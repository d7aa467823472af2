"""Score an answer again after the end: its points one by one, as in the interview."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual import on, work
from textual.events import Key, Paste

from simulator.errors import SimulatorError
from simulator.session.interview.interview import Interview
from simulator.session.interview.state import fold
from simulator.session.interview.turn import Turn
from simulator.session.rescoring import chosen_verdict
from simulator.session.transcript.read import Reading
from simulator.ui.tui.keys.action import Action, relabelled
from simulator.ui.tui.review.transcript import amend, heading
from simulator.ui.tui.room.panes.pane import Pane
from simulator.ui.tui.room.panes.pane_screen import PaneScreen, pane_for
from simulator.ui.tui.room.panes.verdict import VerdictPane
from simulator.ui.tui.widgets.chrome import Title

LEFT_OUT = frozenset({"verdict.retell", "verdict.note", "verdict.pause"})


class NewVerdict(VerdictPane):
    """The verdict that the points now make. Retelling belongs to the interview, notes to the transcript."""

    def keys(self) -> tuple[list[Action], int]:
        actions, lead = super().keys()
        actions = [action for action in actions if action.id not in LEFT_OUT]
        return relabelled(actions, {"verdict.next": "keep it"}), lead

    def action_retell(self) -> None:
        self.say("You can only change the score here.")

    def action_note(self) -> None:
        self.say(self.keyed("To add a note, press {reader.note} in the transcript."))


class Rescore(PaneScreen):
    """Judges one answer again, in an `interview` that is only in memory. `scored` is called with how it ended."""

    CSS_PATH = ["../styles/room.tcss", "../styles/rescore.tcss"]  # noqa: RUF012 - Textual reads it from the class

    def __init__(self, reading: Reading, interview: Interview, scored: Callable[[str], object]) -> None:
        super().__init__()
        self._reading, self.interview, self._tell = reading, interview, scored
        assert interview.state.current is not None
        self._position = interview.state.current.position
        self._busy = asyncio.Lock()

    def on_mount(self) -> None:
        self.query_one("#top", Title).show(f"{heading(self.turn)}, scored again", "the old score stays on record")
        self.run_worker(self._show(), group="commands")

    @property
    def transcript_path(self) -> Path:
        return self._reading.path

    @property
    def turn(self) -> Turn:
        """The answer with its points as judged so far."""
        return self.interview.state.turn(self._position)

    def early_keys(self, keys: list[Key | Paste]) -> list[Key | Paste]:
        return keys

    async def _show(self) -> None:
        kind = pane_for(self.interview.state, away=False)
        kind = NewVerdict if kind is VerdictPane else kind
        pane = self.pane
        if pane is None or type(pane) is not kind or not pane.follow():
            await self.replace_pane(kind(self.interview))
        self.show_pane_keys()

    @on(Pane.Leave)
    def _leave(self) -> None:
        self._tell("Nothing has changed.")
        self.dismiss()

    @on(Pane.Command)
    @work(group="commands")
    async def _perform(self, command: Pane.Command) -> None:
        async with self._busy:
            try:
                command.call(self.interview)
                if self.interview.state.paused:
                    self.interview.resume()
                    self.quiet("There's no clock here.")
                else:
                    self.quiet(command.done if isinstance(command.done, str) else command.done(self.interview.state))
            except SimulatorError as error:
                self.quiet(str(error))
            finally:
                self.host.release_keys()
            if self.turn.scored is None:
                await self._show()
            else:
                await self._keep()

    async def _keep(self) -> None:
        turn = self.turn
        assert turn.scored is not None
        before = fold(self._reading.header, self._reading.events).turn(self._position).verdict
        now = turn.scored.verdict
        was = "as before" if now == before else f"{before or 'not scored'} before"
        done = f"{now.capitalize()} now, {was}; the old score stays on record."
        self.quiet("Saving the new score.")
        verdict, why, marks = chosen_verdict(turn), turn.scored.why or turn.scored.insight, dict(turn.marks)
        if await amend(self, self._reading.path, lambda a: a.rescore(turn.position, marks, verdict, why), ""):
            self._tell(done)
            self.dismiss()
        else:
            self.interview.undo()
            await self._show()
