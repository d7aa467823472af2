"""An answer in the candidate's own editor: handed over, kept while it is there, and found again after a crash."""

import asyncio
import contextlib
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual.app import SuspendNotSupported

from simulator.errors import UsageError
from simulator.graph.text import plural
from simulator.session.interview.interview import Interview
from simulator.session.sitting import Sitting
from simulator.session.transcript.sidecars import AnswerFile, joined, left_behind
from simulator.ui.system import run
from simulator.ui.tui import words
from simulator.ui.tui.host import host_of
from simulator.ui.tui.room.draft import DraftKeeper
from simulator.ui.tui.room.panes.writing import WritingPane
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Row

KEEP_SECONDS = 0.5


@dataclass(frozen=True)
class Given:
    """What the editor was given: a file, the text that is in it, and the one that stood on the screen."""

    file: AnswerFile
    text: str
    shown: str
    had_swap: bool  # words of an earlier time, which only the editor can bring back

    def edit(self) -> str:
        """Open the editor and wait for it; what went wrong, in the beginning of a sentence."""
        try:
            return run(self.file.path)
        except UsageError as error:
            return str(error).rstrip(".")

    @property
    def result(self) -> str:
        """The text as it is in the file now; what stood on the screen and was never in the file comes after it."""
        return self.file.saved if self.shown.strip() in self.text else joined(self.file.saved, self.shown)

    @contextlib.contextmanager
    def kept(self, sitting: Sitting, spoken: float) -> Iterator[None]:
        """While this lasts, keep the clock and what the editor has saved as the draft: the app waits meanwhile."""
        over = threading.Event()

        def keep() -> None:
            while not over.wait(KEEP_SECONDS):
                # an editor may be just writing it
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


def handed_over(transcript: Path, interview: Interview, text: str) -> Given:
    """The file for the editor, beside the transcript; where nothing can be written there, among temporary ones.

    One that an editor left for the same answer is gone on with, so that it can bring back what it had not saved.
    Raises OSError.
    """
    before = next((file for file in left_behind(transcript) if file.still_counts(interview.events)), None)
    if before is not None and before.unsaved:
        return Given(before, before.saved, text, had_swap=True)
    given = joined(before.latest, text) if before is not None else text
    file = AnswerFile.at(transcript, interview.state.last_n)
    try:
        file.write(given)
    except OSError:
        file = AnswerFile(Path(tempfile.mkdtemp(prefix="interview-edit-")) / "answer.md", file.n)
        file.write(given)
    if before is not None and before.path != file.path:
        before.forget()
    return Given(file, given, text, had_swap=False)


def found_again(transcript: Path, interview: Interview, text: str) -> tuple[AnswerFile | None, list[AnswerFile]]:
    """What an editor left for the present answer and `text` lacks, or None; and what it left for earlier ones."""
    files = left_behind(transcript)
    present = [file for file in files if file.still_counts(interview.events)]
    for file in present:
        if not file.left(text):
            file.forget()
    return next((file for file in present if file.left(text)), None), [file for file in files if file not in present]


def offer_of(file: AnswerFile, text: str) -> tuple[str, list[Row]]:
    """What is said of a file that was found again, and what can be done with it."""
    latest = file.latest
    rows = [Row("open", "Open", "in your editor, which may know more" if file.unsaved else "in your editor")]
    if latest.strip() and latest.strip() not in text:
        said = f"Your editor left {plural(words.word_count(latest), 'word')} that the text here lacks."
        rows.insert(0, Row("take", "Take", "what it saved, into the text"))
    else:
        said = "Your editor left words that it had not saved; it can bring them back."
    return said, [*rows, Row("later", "Later", "it stays, and is offered again"), Row("drop", "Drop", "delete it")]


class AnswerEditor:
    """Takes an answer to the candidate's own editor and back, and offers again what an editor left."""

    def __init__(self, draft: DraftKeeper, busy: asyncio.Lock) -> None:
        self._draft, self._busy = draft, busy
        self._sitting = draft.sitting

    async def edit(self, pane: WritingPane) -> None:
        """Give the text to the editor and take it back; what cannot be taken back stays beside the transcript."""
        signals = host_of(pane).signals
        try:
            given = handed_over(self._sitting.path, self._sitting.interview, pane.text)
        except OSError as error:
            self._draft.say(f"The text cannot be passed to an editor and back ({error.strerror or error}).")
            return
        try:
            kept = given.kept(self._sitting, pane.spoken_seconds)
            # an error inside would leave the suspension for good, and the screen would stay away: there is none
            with pane.app.suspend(), signals.while_elsewhere(), kept:
                problem = given.edit()
        except SuspendNotSupported:
            given.file.forget()
            self._draft.say("Another editor cannot be opened in this terminal.")
            return
        if problem and not signals.heard:
            left = given.file.left(pane.text)
            where = f"what it left is in {given.file.path}" if left else "nothing was changed"
            self._draft.say(f"{problem}; {where}.")
        else:  # where a signal was heard the window was closed: what the editor saved is the answer so far
            pane.replace_text(given.result)
            left = given.had_swap or given.file.left(pane.text)
        await self._draft.save(pane)
        if not left and self._draft.is_saved(pane):
            given.file.forget()

    def offer_left(self, pane: WritingPane) -> None:
        """Offer what an editor left that was ended, or outlived the program, while an answer was in it."""
        file, others = found_again(self._sitting.path, self._sitting.interview, pane.text)
        if file is not None:
            pane.app.push_screen(Pick(*offer_of(file, pane.text)), partial(self._picked, pane, file))
        elif others:
            self._draft.say(f"What your editor left of an earlier answer is in {others[0].path}.")

    def _picked(self, pane: WritingPane, file: AnswerFile, picked: str | None) -> None:
        if picked == "drop":
            file.forget()
        elif picked == "open" and pane.is_attached:
            pane.action_external()
        elif picked == "take" and pane.is_attached:
            pane.replace_text(joined(file.latest, pane.text))
            pane.screen.run_worker(self._take_over(pane, file), group="editor")

    async def _take_over(self, pane: WritingPane, file: AnswerFile) -> None:
        async with self._busy:
            await self._draft.save(pane)
        if not file.unsaved and self._draft.is_saved(pane):
            file.forget()
