"""What an interview keeps on the disk, and what becomes of it where that fails: nothing said or typed is dropped."""

import contextlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from simulator.errors import TranscriptError
from simulator.graph.private_files import refuge
from simulator.session.draft import Draft, DraftFile
from simulator.session.events import Answered, Noted, ProbeAnswered, Retold
from simulator.session.flow import Receipt
from simulator.session.interview import Interview
from simulator.session.state import Phase
from simulator.session.transcript import Transcript

WITH_TEXT = (Answered, ProbeAnswered, Noted, Retold)  # events that hold what the candidate wrote
SHELTER = "interview-rescued"


def shelters() -> tuple[Path, ...]:
    """Where a transcript goes whose own folder cannot be written any more: the first of these that can."""
    return tuple(folder / SHELTER for folder in (Path.home(), Path(tempfile.gettempdir())))


@dataclass
class Keeping:
    """An interview with its transcript and its draft. `draft_text` is what had been typed when it was opened,
    `draft_unfinished` whether its last line was, and `spoken_seconds` how long had been spoken of it.

    `rescued` is where the transcript went when the folder that it began in could not be written any more: where the
    candidate said, or to one of `shelters`.
    """

    interview: Interview
    transcript: Transcript
    draft: DraftFile
    draft_text: str = ""
    draft_unfinished: bool = False
    spoken_seconds: float = 0.0
    rescued: Path | None = None
    shelters: tuple[Path, ...] = field(default_factory=shelters)
    _typed: Draft | None = None  # the latest draft, on disk or not
    _draft_waits: bool = False

    @property
    def path(self) -> Path:
        """The transcript's file."""
        return self.transcript.path

    @property
    def is_kept(self) -> bool:
        """Whether all that was said and typed is on the disk."""
        return not self.transcript.unsaved and self._waiting is None

    @property
    def _waiting(self) -> Draft | None:
        """The draft that is not on the disk and still counts."""
        typed = self._typed if self._draft_waits else None
        return typed if typed and typed.still_counts(self.interview.events) else None

    @property
    def unkept_seconds(self) -> float:
        """Interview seconds that have passed since the clock that is on the disk; none while it stands."""
        interview = self.interview
        if interview.stands:
            return 0.0
        kept = self._typed.clock if self._typed is not None else 0.0
        return interview.clock - max(interview.state.clock, kept)

    @property
    def unkept(self) -> str:
        """What was said and typed that is only in memory, as text."""
        count = len(self.transcript.unsaved)
        said = [e.text for e in self.interview.events[-count:] if isinstance(e, WITH_TEXT)] if count else []
        typed = [self._waiting.text] if self._waiting else []
        return "\n\n".join(text for text in [*said, *typed] if text.strip())

    def save_draft(self, text: str, spoken_seconds: float = 0.0, *, unfinished: bool = False) -> None:
        """Keep what is being typed, and how long was spoken of it. Raises OSError when the folder cannot be written.

        Where text is written line by line, its last line may be `unfinished`.
        """
        state, turn = self.interview.state, self.interview.state.current
        position = turn.position if turn else 0
        clock, spoken = round(self.interview.clock, 3), round(spoken_seconds, 1)
        self._typed = Draft(state.last_n, clock, text, position, spoken, unfinished)
        self._save_typed()

    def _save_typed(self) -> None:
        if self._typed is not None:
            self._draft_waits = bool(self._typed.text)
            self.draft.save(self._typed)
            self._draft_waits = False

    def retry(self) -> None:
        """Try again to write what is only in memory. Raises TranscriptError when it still cannot be written."""
        self._follow(self.transcript.retry())

    def move(self, folder: Path) -> None:
        """Go on in another folder, with everything from the beginning. Raises TranscriptError."""
        self._follow(self.transcript.move(folder))

    def _follow(self, receipt: Receipt) -> None:
        self._typed = self._typed or self.draft.load()
        before = self.draft.path.parent
        try:
            receipt.result()
        finally:
            self.draft = DraftFile(self.path)
            if self.path.parent != before:
                self.rescued = self.path
        try:
            self._save_typed()
        except OSError as error:
            raise TranscriptError(f"{self.path.parent} could not be written ({error.strerror or error}).") from error

    def keep(self) -> None:
        """See that everything is on the disk: in its own folder, or else in the first of `shelters` that can be.

        Raises TranscriptError where it can be written nowhere.
        """
        self.transcript.flush()
        if self.is_kept:
            return
        for folder in (self.path.parent, *self.shelters):
            try:
                self.move(refuge(folder) if folder in self.shelters else folder)
            except OSError as error:
                refusal = TranscriptError(f"{folder} could not be written ({error.strerror or error}).")
            except TranscriptError as error:
                refusal = error
            else:
                return
        raise refusal

    def close(self) -> None:
        """Keep everything and release the session. The draft stays unless the interview has ended.

        What could be written nowhere is in `unkept` afterwards.
        """
        with contextlib.suppress(TranscriptError):
            self.keep()
        self.transcript.close()
        if self.interview.state.phase is Phase.ENDED:
            self.draft.clear()
