"""The answer being typed, in a sidecar beside the transcript: replaced atomically, at most a second behind."""

import os
from pathlib import Path

import msgspec


class Draft(msgspec.Struct, frozen=True):
    """What was typed. `n` is the last event then, `clock` the interview seconds; stale once another event follows."""

    n: int
    clock: float
    text: str
    position: int = 0


class DraftFile:
    """The sidecar of one transcript."""

    def __init__(self, transcript: Path) -> None:
        self.path = transcript.with_name(f".{transcript.stem}.draft")

    def save(self, draft: Draft) -> None:
        """Replace the draft; a crash leaves the old one or the new one, never half of either."""
        fresh = self.path.with_suffix(".draft-new")
        with fresh.open("wb") as file:
            file.write(msgspec.json.encode(draft))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)

    def load(self) -> Draft | None:
        """The draft, or None when there is none that can be read."""
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=Draft)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def clear(self) -> None:
        """Forget the draft."""
        self.path.unlink(missing_ok=True)
