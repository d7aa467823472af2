"""Where the candidate sits: the session behind the room, and that nothing which was typed or said is lost."""

import asyncio
from functools import partial
from pathlib import Path

from textual import on, work
from textual.app import SuspendNotSupported

from simulator.errors import SimulatorError
from simulator.session.answer_file import AnswerFile, joined
from simulator.session.sitting import Sitting
from simulator.ui.tui.answer_editor import found_again, handed_over, offer_of
from simulator.ui.tui.panes.between import PausePane
from simulator.ui.tui.panes.line import Pick
from simulator.ui.tui.panes.pane import Pane
from simulator.ui.tui.panes.writing import WritingPane
from simulator.ui.tui.screens.frame import Frame

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
            self.program.release_keys()

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
            with self.app.suspend(), self.program.signals.while_elsewhere(), kept:
                problem = given.edit()
        except SuspendNotSupported:
            given.file.forget()
            self.quiet("Another editor cannot be opened in this terminal.")
            return
        ended_with_us = bool(self.program.signals.heard)  # the window was closed: what it saved is the answer so far
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
        from simulator.ui.tui.screens.rescue import Rescue  # only where something could not be written

        if self._all_kept.is_set():
            self._all_kept.clear()
            self.app.push_screen(Rescue(self, self.quiet_words), self._after_rescue)

    def _after_rescue(self, _: None) -> None:
        self._all_kept.set()
        if self._left:
            self._go()
        else:
            self.program.typeahead.hold()
            self.run_worker(self._go_on_written(), group="room")

    async def _go_on_written(self) -> None:
        async with self._busy:
            await self.settle_and_show()
        self.quiet(f"Written. The interview is kept in {self.sitting.path.parent}.")
        self.program.release_keys()

    async def leave_sitting(self, *, anyway: bool = True) -> bool:
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
            self.program.remember_place(self.sitting)
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
            self.app.call_after_refresh(self.program.say, said)

    async def _to_report(self) -> None:
        self._left = True
        await asyncio.to_thread(self.sitting.close)
        from simulator.ui.tui.screens.report import Report  # only when an interview is over

        self.program.typeahead.once()
        self.app.switch_screen(Report(self.sitting.path, self.interview.graph))
