"""The file behind a transcript that is being written, and in memory all of it that is on the disk.

A write that fails, or is interrupted, may leave a part of itself; the next one cuts that off first.
"""

import contextlib
import os
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from simulator.errors import TranscriptError
from simulator.session.transcript import disk, read
from simulator.session.transcript import folder as own_folder


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


class HeldFile:
    """An open file, its lock, and its text, so that a file that was deleted or replaced can be written anew."""

    def __init__(self, path: Path, lock: FileLock, text: bytes, last_n: int) -> None:
        self.path = path
        self._lock = lock
        self._text = bytearray(text)
        self._safe = (last_n, len(text))  # what is on the disk: the last event's number, and the size
        self._spoilt = False  # a write failed, and may have left a part of itself
        self._file = -1
        self._identity = (0, 0)
        self._hold(disk.open_append(path))

    @property
    def closed(self) -> bool:
        """Whether the file was closed."""
        return self._file < 0

    def append(self, n: int, data: bytes) -> None:
        """Put the block of event `n` on the disk, once. Raises OSError, and leaves nothing of it then."""
        last, size = self._safe
        if n <= last:
            return  # it was interrupted after it was safe
        if self._spoilt:
            os.ftruncate(self._file, size)
        self._spoilt = True
        try:
            disk.write(self._file, data)
            disk.sync(self._file)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, size)
            raise
        self._text[size:] = data
        self._safe = (n, size + len(data))
        self._spoilt = False

    def still_ours(self) -> bool:
        """Whether the file holds all that was acknowledged, if need be after taking over what an editor made of it."""
        try:
            there = os.stat(self._place)  # noqa: PTH116 - once an event: the plain call is the quicker one
        except (FileNotFoundError, NotADirectoryError):
            return False
        same = (there.st_dev, there.st_ino) == self._identity
        if same and (self._spoilt or there.st_size == self._safe[1]):
            return True
        return self._taken_over()

    def write_anew(self, folder: Path) -> None:
        """Go on in a new file in `folder` that holds everything. Raises OSError or TranscriptError."""
        own_folder.make(folder)
        path = disk.free_name(folder / self.path.name, "-again")
        lock = self._lock if path == self.path and Path(self._lock.lock_file).exists() else locked(path)
        last, size = self._safe
        old, new = f'\nid = "{self.path.stem}"', f'\nid = "{path.stem}"'  # whatever its line ends
        text = bytes(self._text[:size]).replace(old.encode(), new.encode(), 1)
        try:
            disk.write_new(path, text)
            file = disk.open_append(path)
        except BaseException:
            if lock is not self._lock:
                release(lock)
            raise
        with contextlib.suppress(OSError):
            os.close(self._file)
        if path != self.path:
            release(self._lock)
        self.path, self._lock = path, lock
        self._hold(file)
        self._text, self._safe, self._spoilt = bytearray(text), (last, len(text)), False

    def close(self) -> None:
        """Close the file, release the lock. Safe to call twice."""
        if self._file >= 0:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = -1
            release(self._lock)

    def _hold(self, file: int) -> None:
        self._place = os.fspath(self.path)
        own = os.fstat(file)
        self._file = file
        self._identity = (own.st_dev, own.st_ino)

    def _taken_over(self) -> bool:
        last, size = self._safe
        try:
            found = read.read(self.path)
        except TranscriptError:
            return False
        ours = [e.n for e in read.parse(bytes(self._text[:size]), self.path).events]
        if found.torn or not found.intact or [e.n for e in found.events] != ours:
            return False
        before = self._file
        self._hold(disk.open_append(self.path))
        os.close(before)
        text, _ = prepare_for_append(self.path, found)
        self._text, self._safe, self._spoilt = bytearray(text), (last, len(text)), False
        return True


def prepare_for_append(path: Path, found: read.Reading) -> tuple[bytes, read.Reading]:
    """The file's bytes once the next block can be appended to them, and what it held.

    A torn tail is cut and kept beside the file; the finding about it says where. Raises TranscriptError where the
    header is damaged, and OSError.
    """
    if not found.intact:
        raise TranscriptError(f"{path.name} can be read, but not gone on with: its header is damaged.")
    if found.torn:
        kept = disk.keep_beside(path, path.read_bytes()[found.sound :], "cut")
        disk.cut(path, found.sound)
        found = _cut(found, kept)
    text = path.read_bytes()
    if text.endswith((b"\n\n", b"\r\n\r\n")):
        return text, found
    missing = b"\n" if text.endswith(b"\n") else b"\n\n"
    with disk.appending(path) as file:
        disk.write(file, missing)
        disk.sync(file)
    return text + missing, found


def _cut(found: read.Reading, kept: Path) -> read.Reading:
    """The reading, with the place of the bytes that were cut off in the finding about them."""
    findings = tuple(
        replace(one, message=f"{one.message} Its bytes are kept in {kept.name}.")
        if one.problem == "torn" and one.offset >= found.sound
        else one
        for one in found.findings
    )
    return replace(found, findings=findings)
