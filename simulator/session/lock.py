"""One writer a session: a lock file beside the transcript, which the system releases with the process."""

import contextlib
from pathlib import Path

from filelock import FileLock, Timeout

from simulator.errors import TranscriptError


def locked(path: Path) -> FileLock:
    """The lock of a transcript, held.

    Raises TranscriptError when another program holds it, OSError where the folder cannot be written.
    """
    lock = FileLock(path.with_name(f".{path.stem}.lock"), mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise TranscriptError(f"{path.stem} is open in another window: close it there first.") from error
    return lock


def release(lock: FileLock) -> None:
    """Give the lock up. Its file goes first, while it is held: whoever waits on it notices and begins anew."""
    with contextlib.suppress(OSError):
        Path(lock.lock_file).unlink(missing_ok=True)
    lock.release()


def is_locked(path: Path) -> bool:
    """Whether another program, or another part of this one, has the session open."""
    if not path.with_name(f".{path.stem}.lock").exists():
        return False
    try:
        release(locked(path))
    except (TranscriptError, OSError):
        return True
    return False
