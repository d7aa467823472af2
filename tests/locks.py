"""Whether a session is open somewhere."""

from pathlib import Path

from simulator.errors import TranscriptError
from simulator.session.transcript.disk import release
from simulator.session.transcript.write import locked


def is_locked(path: Path) -> bool:
    """Whether another program, or another part of this one, has the session open."""
    if not path.with_name(f".{path.stem}.lock").exists():
        return False
    try:
        release(locked(path))
    except (TranscriptError, OSError):
        return True
    return False
