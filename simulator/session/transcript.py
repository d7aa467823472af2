"""The transcript being written: one append per event by one writer thread, fsynced before it is acknowledged."""

import contextlib
import os
import queue
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from simulator.errors import TranscriptError
from simulator.session import reading
from simulator.session.block import event_block, header_text
from simulator.session.events import AnyEvent
from simulator.session.header import Header

SUFFIX = ".toml"


class _Append(NamedTuple):
    data: bytes
    receipt: Future[None]


class Transcript:
    """An open transcript file, held under a lock. It is a Sink for the Interview.

    A failed append is not dropped: its bytes stay in `unsaved`, in order, and are tried again before the next one.
    """

    def __init__(self, path: Path, lock: FileLock, size: int) -> None:
        self.path = path
        self._lock = lock
        self._size = size
        self._unsaved: list[bytes] = []
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        self._queue: queue.SimpleQueue[_Append | None] = queue.SimpleQueue()
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
            lock = _locked(path)
            with path.open("xb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            _sync_folder(folder)
        except OSError as error:
            raise TranscriptError(f"No transcript can be kept in {folder}: {error.strerror or error}.") from error
        return cls(path, lock, len(text))

    @classmethod
    def reopen(cls, path: Path) -> tuple["Transcript", reading.Reading]:
        """Go on writing an existing file. A torn tail is cut, and its bytes kept beside the file.

        Raises TranscriptError when another program holds the session, or the file cannot be read or written.
        """
        lock = _locked(path)
        try:
            found = reading.read(path)
            if found.torn:
                _cut(path, found)
            return cls(path, lock, found.sound), found
        except OSError as error:
            lock.release()
            raise TranscriptError(f"{path.name} cannot be written: {error.strerror or error}.") from error
        except TranscriptError:
            lock.release()
            raise

    @property
    def unsaved(self) -> tuple[bytes, ...]:
        """Blocks that could not be written yet, oldest first."""
        return tuple(self._unsaved)

    def append(self, event: AnyEvent) -> Future[None]:
        """Queue one event. The future is done once the bytes are on disk, and carries a TranscriptError if not."""
        receipt: Future[None] = Future()
        self._queue.put(_Append(event_block(event).encode(), receipt))
        return receipt

    def retry(self) -> Future[None]:
        """Try to write what is unsaved."""
        receipt: Future[None] = Future()
        self._queue.put(_Append(b"", receipt))
        return receipt

    def close(self) -> None:
        """Write what is queued, close the file, release the lock. Safe to call twice."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()
        with contextlib.suppress(OSError):
            os.close(self._file)
        self._file = -1
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)

    def _write_all(self) -> None:
        while (item := self._queue.get()) is not None:
            if item.data:
                self._unsaved.append(item.data)
            try:
                self._write_unsaved()
            except OSError as error:
                item.receipt.set_exception(
                    TranscriptError(
                        f"{self.path.name} could not be written ({error.strerror or error}); it is kept here."
                    )
                )
            else:
                item.receipt.set_result(None)

    def _write_unsaved(self) -> None:
        while self._unsaved:
            data = self._unsaved[0]
            try:
                _write(self._file, data)
                os.fsync(self._file)
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(self._file, self._size)
                raise
            self._size += len(data)
            del self._unsaved[0]


def _write(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def _locked(path: Path) -> FileLock:
    lock = FileLock(path.with_name(f".{path.stem}.lock"), thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise TranscriptError(f"{path.stem} is open in another window: close it there first.") from error
    return lock


def _cut(path: Path, found: reading.Reading) -> None:
    with path.open("r+b") as file:
        file.seek(found.sound)
        tail = file.read()
        kept = _free_name(path.with_name(f"{path.stem}.cut"))
        kept.write_bytes(tail)
        file.truncate(found.sound)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _free_name(path: Path) -> Path:
    number = 1
    while (candidate := path.with_suffix(f".cut{number}")).exists():
        number += 1
    return candidate


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
