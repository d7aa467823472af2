"""The transcript being written: one append per event by one writer thread, fsynced before it is acknowledged."""

import contextlib
import os
import queue
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

from simulator.errors import TranscriptError
from simulator.session import durable, reading
from simulator.session.block import event_block, header_text
from simulator.session.events import AnyEvent
from simulator.session.header import TRANSCRIPT_VERSION, Header
from simulator.session.lock import locked, release

SUFFIX = ".toml"


class _Order(NamedTuple):
    """What the writer is told: bytes to append (none: try again), and another folder to go on in."""

    data: bytes
    folder: Path | None
    receipt: Future[None]


class Transcript:
    """An open transcript file, held under a lock. It is a Sink for the Interview.

    A failed append is not dropped: its bytes stay in `unsaved`, in order, and are tried again before the next one.
    The whole text is kept in memory too, so that a file that was deleted or replaced can be written anew.
    """

    def __init__(self, path: Path, lock: FileLock, text: bytes, last_n: int) -> None:
        self.path = path
        self._lock = lock
        self._text = bytearray(text)  # what is on disk and acknowledged
        self._last_n = last_n
        self._unsaved: list[tuple[int, bytes]] = []
        self._failed = False  # an append failed, and may have left a part of itself
        self._file = -1
        self._identity = (0, 0)
        self._hold(durable.open_append(path))
        self._queue: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write_all, name="transcript", daemon=True)
        self._thread.start()

    @classmethod
    def create(cls, folder: Path, header: Header) -> "Transcript":
        """Begin a new file in `folder`; header and folder entry are on disk when this returns.

        Raises TranscriptError when the folder cannot be written.
        """
        path = folder / f"{header.id}{SUFFIX}"
        text = header_text(header).encode()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = locked(path)
            try:
                durable.write_new(path, text)
                return cls(path, lock, text, 0)
            except BaseException:
                release(lock)
                raise
        except OSError as error:
            raise TranscriptError(f"No transcript can be kept in {folder}: {error.strerror or error}.") from error

    @classmethod
    def reopen(cls, path: Path) -> tuple["Transcript", reading.Reading]:
        """Go on writing an existing file. A torn tail is cut, and its bytes kept beside the file.

        A file of an older format is written anew in the present one, and its old text kept beside it.
        Raises TranscriptError when another program holds the session, or the file cannot be read or written.
        """
        try:
            lock = locked(path)
        except OSError as error:
            raise TranscriptError(f"{path.parent} cannot be written: {error.strerror or error}.") from error
        try:
            found = reading.read(path)
            return cls(path, lock, _made_ready(path, found), _last_number(found)), found
        except OSError as error:
            release(lock)
            raise TranscriptError(f"{path.name} cannot be written: {error.strerror or error}.") from error
        except BaseException:
            release(lock)
            raise

    @property
    def unsaved(self) -> tuple[bytes, ...]:
        """Blocks that could not be written yet, oldest first."""
        return tuple(data for _, data in self._unsaved)

    def append(self, event: AnyEvent) -> Future[None]:
        """Queue one event. The future is done once the bytes are on disk, and carries a TranscriptError if not."""
        return self._order(event_block(event).encode(), event.n)

    def retry(self) -> Future[None]:
        """Try to write what is unsaved; a file that was deleted or replaced is written anew, beside what is there."""
        return self._order(b"", 0, self.path.parent)

    def move(self, folder: Path) -> Future[None]:
        """Go on in another folder, with everything from the beginning; what the old one holds stays there."""
        return self._order(b"", 0, folder)

    def close(self) -> None:
        """Write what is queued, close the file, release the lock. Safe to call twice."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()
        if self._file >= 0:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = -1
            release(self._lock)

    def _hold(self, file: int) -> None:
        own = os.fstat(file)
        self._file = file
        self._identity = (own.st_dev, own.st_ino)

    def _order(self, data: bytes, n: int, folder: Path | None = None) -> Future[None]:
        receipt: Future[None] = Future()
        if self._file < 0:
            receipt.set_exception(TranscriptError(f"{self.path.name} is closed."))
            return receipt
        if data:
            self._unsaved.append((n, data))
        self._queue.put(_Order(data, folder, receipt))
        return receipt

    def _write_all(self) -> None:
        while (order := self._queue.get()) is not None:
            # whoever asked may have stopped waiting; the event is written all the same
            waited_for = order.receipt.set_running_or_notify_cancel()
            error = self._carry_out(order)
            if waited_for and error is None:
                order.receipt.set_result(None)
            elif waited_for:
                order.receipt.set_exception(error)

    def _carry_out(self, order: _Order) -> TranscriptError | None:
        try:
            if order.folder is not None and (order.folder != self.path.parent or not self._still_ours()):
                self._write_anew(order.folder)
            self._write_unsaved()
        except TranscriptError as error:
            return error
        except OSError as error:
            what = error.strerror or str(error)
            return TranscriptError(f"{self.path.name} could not be written ({what}); what you said is kept here.")
        return None

    def _write_unsaved(self) -> None:
        if self._unsaved and not self._still_ours():
            raise TranscriptError(
                f"{self.path.name} was deleted or replaced by another program; what you said is kept here."
            )
        while self._unsaved:
            n, data = self._unsaved[0]
            self._append_one(data)
            self._text += data
            self._last_n = n
            del self._unsaved[0]

    def _append_one(self, data: bytes) -> None:
        if self._failed:
            os.ftruncate(self._file, len(self._text))
            self._failed = False
        try:
            durable.write(self._file, data)
            durable.sync(self._file)
        except OSError:
            self._failed = True
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, len(self._text))
                self._failed = False
            raise

    def _still_ours(self) -> bool:
        """Whether the file holds all that was acknowledged, if need be after taking over what an editor made of it."""
        try:
            there = os.stat(self.path)  # noqa: PTH116 - once an event: the plain call is the quicker one
        except (FileNotFoundError, NotADirectoryError):
            return False
        same = (there.st_dev, there.st_ino) == self._identity
        if same and (self._failed or there.st_size == len(self._text)):
            return True
        return self._taken_over()

    def _taken_over(self) -> bool:
        try:
            found = reading.read(self.path)
        except TranscriptError:
            return False
        if found.torn or not found.intact or [e.n for e in found.events] != list(range(1, self._last_n + 1)):
            return False
        fresh = durable.open_append(self.path)
        os.close(self._file)
        self._hold(fresh)
        self._failed = False
        self._text = bytearray(_made_ready(self.path, found))
        return True

    def _write_anew(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = durable.free_name(folder / self.path.name, "-again")
        lock = self._lock if path == self.path and Path(self._lock.lock_file).exists() else locked(path)
        try:
            text = _named_anew(bytes(self._text), self.path.stem, path.stem)
            durable.write_new(path, text)
            file = durable.open_append(path)
        except BaseException:
            if lock is not self._lock:
                release(lock)
            raise
        with contextlib.suppress(OSError):
            os.close(self._file)
        if path != self.path:
            release(self._lock)
        self._hold(file)
        self.path, self._lock, self._text, self._failed = path, lock, bytearray(text), False


def _named_anew(text: bytes, old: str, new: str) -> bytes:
    return text.replace(f'\nid = "{old}"\n'.encode(), f'\nid = "{new}"\n'.encode(), 1)


def _last_number(found: reading.Reading) -> int:
    return found.events[-1].n if found.events else 0


def _made_ready(path: Path, found: reading.Reading) -> bytes:
    """The file's bytes once the next block can be appended to them."""
    if not found.intact:
        raise TranscriptError(f"{path.name} can be read, but not gone on with: its header is damaged.")
    if found.version < TRANSCRIPT_VERSION:
        text = "".join([header_text(found.header), *map(event_block, found.events)]).encode()
        durable.keep_beside(path, path.read_bytes(), "old")
        durable.replace(path, text)
        return text
    if found.torn:
        durable.keep_beside(path, path.read_bytes()[found.sound :], "cut")
        durable.cut(path, found.sound)
    text = path.read_bytes()
    if text.endswith((b"\n\n", b"\r\n\r\n")):
        return text
    missing = b"\n" if text.endswith(b"\n") else b"\n\n"
    with durable.appending(path) as file:
        durable.write(file, missing)
        durable.sync(file)
    return text + missing
