"""Deleted sessions: each goes with all that lies beside it into a folder of its own under `.trash`."""

from pathlib import Path

from simulator.errors import TranscriptError
from simulator.session.durable import free_name
from simulator.session.lock import locked, release
from simulator.session.stamps import SUFFIX

TRASH = ".trash"


def discard(path: Path) -> Path:
    """Move a session to the trash of its folder; returns the folder that now holds it.

    Raises TranscriptError when it is open somewhere, or the folder cannot be written.
    """
    try:
        lock = locked(path)
        try:
            place = free_name(path.parent / TRASH / path.stem, "-")
            place.mkdir(parents=True)
            for companion in companions(path):
                companion.replace(place / companion.name)
        finally:
            release(lock)
    except OSError as error:
        raise TranscriptError(f"{path.name} cannot be moved to the trash: {error.strerror or error}.") from error
    return place


def discarded(sessions: Path) -> list[Path]:
    """The transcripts in the trash, newest first."""
    return sorted((sessions / TRASH).glob(f"*/*{SUFFIX}"), key=lambda p: p.name, reverse=True)


def restore(sessions: Path, name: str) -> Path:
    """Bring a session back from the trash. Raises TranscriptError when it is not there, or its name is taken."""
    path = next((p for p in discarded(sessions) if p.stem == name or p.parent.name == name), None)
    if path is None:
        raise TranscriptError(f"There is no session {name!r} in the trash of {sessions}.")
    if (sessions / path.name).exists():
        raise TranscriptError(f"{path.name} cannot come back: another session has its name now.")
    try:
        for companion in companions(path):
            companion.replace(sessions / companion.name)
        path.parent.rmdir()
    except OSError as error:
        raise TranscriptError(f"{path.name} cannot be brought back: {error.strerror or error}.") from error
    return sessions / path.name


def companions(path: Path) -> list[Path]:
    """The transcript and what lies beside it: its draft, bytes that were cut off, its text of an older format."""
    beside = [
        p
        for p in path.parent.iterdir()
        if p.is_file() and p.suffix != ".lock" and (p.stem == path.stem or p.stem == f".{path.stem}")
    ]
    return sorted(beside, key=lambda p: p != path)
