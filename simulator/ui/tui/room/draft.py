"""The answer being written: saved as it grows, kept over a pause, and taken to the candidate's own editor and back."""

import asyncio
import contextlib
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual.app import SuspendNotSupported

from simulator.errors import UsageError
from simulator.graph.text import plural
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import stage_words
from simulator.session.interview.state import State
from simulator.session.sitting import Sitting
from simulator.session.transcript.sidecars import AnswerFile, joined, left_behind
from simulator.ui.system import run
from simulator.ui.tui import words
from simulator.ui.tui.host import host_of
from simulator.ui.tui.room.panes.pane import Pane
from simulator.ui.tui.room.panes.pauses import PausePane
from simulator.ui.tui.room.panes.writing import WritingPane
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Row

CLOCK_SECONDS = 0.5  # the clock is saved this often while somebody thinks without writing


class DraftKeeper:
    """Saves the draft of a sitting. `say` shows a sentence where that fails."""

    def __init__(self, sitting: Sitting, say: Callable[[str], None]) -> None:
        self.sitting, self.say = sitting, say
        # for the next pane, while none holds them; a text that was emptied is not None
        self.text: str | None = sitting.draft_text
        self.spoken = sitting.spoken_seconds
        self._saved = sitting.draft_text

    def take(self) -> tuple[str | None, float]:
        """Hand the text, if any waits here, and the seconds spoken of it to a new pane."""
        if self.text is None:  # no draft counts any more: opened again, the pane would begin with this
            self._saved = self.sitting.interview.state.draft
        taken = self.text, self.spoken
        self.text, self.spoken = None, 0.0
        return taken

    def remember(self, pane: Pane) -> None:
        """Hold the text of a pane over a pause and while other panes of the item are shown."""
        self.text, self.spoken = pane.text, pane.spoken_seconds

    def written(self, pane: Pane | None) -> tuple[str, float]:
        """The text being written and the seconds spoken of it; during a pause both wait here."""
        if pane is None or isinstance(pane, PausePane):
            return self.text or "", self.spoken
        return pane.text, pane.spoken_seconds

    def is_saved(self, pane: Pane | None) -> bool:
        """Whether the text on the disk is the present one."""
        return self.written(pane)[0] == self._saved

    def is_due(self, pane: Pane) -> bool:
        """Whether there is text or time to save."""
        return not self.is_saved(pane) or self.sitting.unsaved_seconds >= CLOCK_SECONDS

    async def save(self, pane: Pane | None) -> None:
        """Save the present text, or say why that fails."""
        text, spoken = self.written(pane)
        try:
            await asyncio.to_thread(self.sitting.save_draft, text, spoken)
        except OSError as error:
            self.say(f"Your text can't be saved right now ({error.strerror or error}); it stays on the screen.")
        else:
            self._saved = text


KEEP_SECONDS = 0.5


@dataclass(frozen=True)
class HandedOver:
    """What the editor was given: a file, the text in it, and the text that stood on the screen."""

    file: AnswerFile
    text: str
    shown: str
    had_swap: bool  # unsaved words of an earlier time, which only the editor can recover

    def edit(self) -> str:
        """Open the editor and wait for it; what went wrong, as the beginning of a sentence."""
        try:
            return run(self.file.path)
        except UsageError as error:
            return str(error).rstrip(".")

    @property
    def result(self) -> str:
        """The text in the file now, followed by the text of the screen where that was never in the file.

        Code takes the place of that on the screen, which can be brought back.
        """
        all_in = self.file.is_code or self.shown.strip() in self.text
        return self.file.saved if all_in else joined(self.file.saved, self.shown)

    @contextlib.contextmanager
    def kept(self, sitting: Sitting, spoken: float) -> Iterator[None]:
        """Keep saving the clock, and what the editor has saved, as the draft: the app is suspended meanwhile."""
        over = threading.Event()

        def keep() -> None:
            while not over.wait(KEEP_SECONDS):
                # the editor may be writing the file at this moment
                text = self.result if self.file.saved else self.shown
                with contextlib.suppress(OSError):
                    sitting.save_draft(text, spoken)

        thread = threading.Thread(target=keep, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def asked_now(state: State) -> list[str]:
    """What the text answers: the question and, while one is open, the stage or the follow-up."""
    if (parting := state.parting.open) is not None:
        return [parting.asks]
    if (turn := state.current) is None:
        return []
    stage = [stage_words(turn, len(turn.answers))] if turn.stage is not None else []
    follow_up = [f"{turn.open_probe.remark} {turn.open_probe.words}".strip()] if turn.open_probe is not None else []
    return [turn.question.prompt, *(follow_up or stage)]


def hand_over(transcript: Path, interview: Interview, text: str) -> HandedOver:
    """Write the file for the editor beside the transcript, or in a temporary folder where that fails.

    A file that an editor left for the same answer is used again, so that the editor can recover what was not saved.
    Raises OSError.
    """
    before = next((file for file in left_behind(transcript) if file.still_counts(interview.events)), None)
    if before is not None and before.unsaved:
        return HandedOver(before, before.saved, text, had_swap=True)
    given = before.with_text(text) if before is not None else text
    kind = "md" if interview.state.coding is None else "py"
    file = AnswerFile.at(transcript, interview.state.last_n, kind)
    try:
        file.write(given, asked_now(interview.state))
    except OSError:
        file = AnswerFile(Path(tempfile.mkdtemp(prefix="interview-edit-")) / f"answer.{kind}", file.n)
        file.write(given, asked_now(interview.state))
    if before is not None and before.path != file.path:
        before.forget()
    return HandedOver(file, given, text, had_swap=False)


def found_again(transcript: Path, interview: Interview, text: str) -> tuple[AnswerFile | None, list[AnswerFile]]:
    """The file with words for the present answer that `text` lacks, or None; and the files of earlier answers."""
    files = left_behind(transcript)
    present = [file for file in files if file.still_counts(interview.events)]
    for file in present:
        if not file.left(text):
            file.forget()
    return next((file for file in present if file.left(text)), None), [file for file in files if file not in present]


def offer_of(file: AnswerFile, text: str) -> tuple[str, list[Row]]:
    """The sentence about a file that an editor left, and the choices."""
    latest = file.latest
    what = "put it in place of yours here" if file.is_code else "add what it saved to your text"
    rows = [Row("open", "Open", "in your editor, which may have more" if file.unsaved else "in your editor")]
    if latest.strip() and latest.strip() not in text:
        count = plural(words.word_count(latest), "word")
        sentence = f"Your editor left {count} that aren't in your text here."
        if file.is_code:
            sentence = (
                f"Your editor left {plural(len(latest.splitlines()), 'line')} of code, different from yours here."
            )
        rows.insert(0, Row("take", "Take", what))
    else:
        sentence = "Your editor has unsaved words, which it can recover."
    return sentence, [*rows, Row("later", "Later", "keep it, and ask again"), Row("drop", "Drop", "delete it")]


class AnswerEditor:
    """Takes an answer to the candidate's own editor and back, and offers what an editor left."""

    def __init__(self, draft: DraftKeeper, busy: asyncio.Lock) -> None:
        self._draft, self._busy = draft, busy
        self._sitting = draft.sitting
        self._followed: tuple[AnswerFile, tuple[int, int]] | None = None  # with code, and when it was saved last

    async def edit(self, pane: WritingPane) -> None:
        """Give the text to the editor and take it back; what cannot be taken back stays in its file.

        A file with code is followed from then on: the window of some editors is still open.
        """
        signals = host_of(pane).signals
        try:
            self.follow(pane)
            given = self._given_again(pane.text) or hand_over(self._sitting.path, self._sitting.interview, pane.text)
        except OSError as error:
            self._draft.say(f"Your text can't be handed to an editor ({error.strerror or error}).")
            return
        try:
            kept = given.kept(self._sitting, pane.spoken_seconds)
            # an error raised in here would leave the app suspended for good, so `edit` returns its problem
            with pane.app.suspend(), signals.while_elsewhere(), kept:
                problem = given.edit()
        except SuspendNotSupported:
            given.file.forget()
            self._draft.say("This terminal can't open another editor.")
            return
        saved_at = given.file.saved_at  # before it's read: what is saved while it is counts as saved later
        if problem and not signals.heard:
            left = given.file.left(pane.text)
            where = f"what it left is in {given.file.path}" if left else "nothing was changed"
            self._draft.say(f"{problem}; {where}.")
        else:  # after a signal the window was closed: what the editor saved is the answer so far
            pane.replace_text(given.result)
            left = given.had_swap or given.file.left(pane.text)
        await self._draft.save(pane)
        if given.file.is_code:
            self._followed = given.file, saved_at
        elif not left and self._draft.is_saved(pane):
            given.file.forget()

    def _given_again(self, text: str) -> HandedOver | None:
        """The file that is followed, with the code as it stands here now: a window in which it is open shows it too."""
        if self._followed is None:
            return None
        file, _ = self._followed
        file.write(text, asked_now(self._sitting.interview.state))
        return HandedOver(file, text, text, had_swap=False)

    def follow(self, pane: Pane | None) -> None:
        """Take over code that was saved in its file; called twice a second, until its stage is over."""
        if self._followed is None:
            return
        file, before = self._followed
        if not file.still_counts(self._sitting.interview.events):
            self.let_go()
        elif isinstance(pane, WritingPane) and not pane.question and (now := file.saved_at) != before:
            self._followed = file, now
            # an editor that is writing the file at this moment has emptied it
            if (text := file.saved).strip() and text.strip() != pane.text.strip():
                pane.replace_text(text)
                self._draft.say("You saved your file, so here it is. Ctrl+z brings back what was here.")

    def let_go(self) -> None:
        """Follow the file no longer; it stays where it holds code that was never here."""
        if self._followed is not None:
            file, before = self._followed
            self._followed = None
            if file.saved_at == before:
                file.forget()

    def offer_left(self, pane: WritingPane) -> None:
        """Offer what is left of an answer whose editor was killed or outlived the program."""
        file, others = found_again(self._sitting.path, self._sitting.interview, pane.text)
        if file is not None:
            pane.app.push_screen(Pick(*offer_of(file, pane.text)), partial(self._picked, pane, file))
        elif others:
            self._draft.say(f"Your editor left part of an earlier answer in {others[0].path}.")

    def _picked(self, pane: WritingPane, file: AnswerFile, picked: str | None) -> None:
        if picked == "drop":
            file.forget()
        elif picked == "open" and pane.is_attached:
            pane.action_external()
        elif picked == "take" and pane.is_attached:
            pane.replace_text(file.with_text(pane.text))

            async def save() -> None:
                async with self._busy:
                    await self._draft.save(pane)
                if not file.unsaved and self._draft.is_saved(pane):
                    file.forget()

            pane.screen.run_worker(save(), group="editor")
