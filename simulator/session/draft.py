"""The answer being typed, in a sidecar beside the transcript: replaced atomically, at most a second behind."""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from simulator.graph.ordinary_file import read_ordinary
from simulator.graph.private_files import open_new
from simulator.graph.ready import ready
from simulator.graph.sanitise import clean
from simulator.session import events as ev

MOST_BYTES = 256 * 2**20  # a paste of 100 MB fits
MOST_SECONDS = 86400.0  # a draft further on than a day was not written by this program
_BESIDES = (ev.Paused, ev.Resumed, ev.Noted, ev.Bookmarked, ev.Clarified, ev.Hinted, ev.SetAside)  # answer nothing


class Draft(msgspec.Struct, frozen=True):
    """What was typed. `n` is the last event then, `clock` the interview seconds; stale once another event follows.

    `spoken` is the time that was spoken so far, where answers are spoken. `unfinished` tells, where text is written
    line by line, that the last one has no end yet.
    """

    n: int
    clock: float
    text: str
    position: int = 0
    spoken: float = 0.0
    unfinished: bool = False

    def still_counts(self, events: Sequence[ev.AnyEvent]) -> bool:
        """A draft is stale once the item it belongs to was answered; pausing and going on leave it alone."""
        before = events[-1].clock if events else 0.0
        if self.clock > before + MOST_SECONDS:
            return False
        return all(isinstance(event, _BESIDES) for event in events if event.n > self.n)


ready(Draft)


class DraftFile:
    """The sidecar of one transcript."""

    def __init__(self, transcript: Path) -> None:
        self.path = transcript.with_name(f".{transcript.stem}.draft")
        self._fresh = transcript.with_name(f".{transcript.stem}.draft-new")

    def save(self, draft: Draft) -> None:
        """Replace the draft; a crash leaves the old one or the new one, never half of either. Raises OSError."""
        with os.fdopen(open_new(self._fresh), "wb") as file:
            file.write(msgspec.json.encode(draft))
            file.flush()
            os.fsync(file.fileno())
        self._fresh.replace(self.path)

    def load(self) -> Draft | None:
        """The draft, safe to show, or None when there is none that can be read."""
        try:
            draft = msgspec.json.decode(read_ordinary(self.path, MOST_BYTES), type=Draft)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        spoken = min(max(draft.spoken, 0.0), MOST_SECONDS)
        return msgspec.structs.replace(draft, text=clean(draft.text), spoken=spoken)

    def clear(self) -> None:
        """Forget the draft."""
        for path in (self.path, self._fresh):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
