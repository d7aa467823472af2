"""Writing a transcript: one append per event, in order, on the disk before it is acknowledged.

A write that fails or is interrupted may leave a part of itself; the next one cuts that off first.
"""

import contextlib
import errno
import os
import queue
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from simulator.errors import TranscriptError
from simulator.graph.files import clear_left
from simulator.graph.text import short
from simulator.session.clock import LOCAL
from simulator.session.days import day_and_month
from simulator.session.header import Header
from simulator.session.interview.events import Event
from simulator.session.presets import sitting_title
from simulator.session.transcript import disk, read
from simulator.session.transcript import folder as own_folder
from simulator.session.transcript.folder import SUFFIX
from simulator.session.transcript.format import event_bytes, header_text

_NO_LOCK = (errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG)
LATEST = 0.25  # seconds until a write is run that nobody waits for


class Pending(Future[None]):
    """The future of a queued write, with its error if it failed.

    `result()` without a timeout runs the write in the calling thread, which saves a wake-up: on a fast disk that takes
    as long as the write. A write is run even if nobody waits for it any more.
    """

    def __init__(self, writer: "Writer", write: Callable[[], None]) -> None:
        super().__init__()
        self._writer = writer
        self._write = write

    def result(self, timeout: float | None = None) -> None:
        """Wait until it is done. Raises the error of the write, or TimeoutError."""
        if timeout is None:
            self._writer.drain()
        else:
            self._writer.wake()
        super().result(timeout)

    def add_done_callback(self, fn: Callable[[Future[None]], object]) -> None:
        """Call `fn` when it is done; this has the queue written now."""
        super().add_done_callback(fn)
        self._writer.wake()

    def run(self) -> None:
        """Write, and keep the error if that fails. Raises only what ends the program."""
        try:
            self._write()
        except BaseException as error:
            with contextlib.suppress(InvalidStateError):  # cancelled meanwhile
                self.set_exception(error)
            if not isinstance(error, Exception):
                raise
        else:
            with contextlib.suppress(InvalidStateError):
                self.set_result(None)


class Writer:
    """A queue of writes, run in order, each once: by its own thread, or by one that waits for a result."""

    def __init__(self, name: str) -> None:
        self._queue: deque[Pending] = deque()
        self._lock = threading.RLock()  # reentrant: a callback of one write may wait for another
        self._bell: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def submit(self, write: Callable[[], None]) -> Pending:
        """Queue a write."""
        pending = Pending(self, write)
        self._queue.append(pending)
        return pending

    def wake(self) -> None:
        """Have the writer's thread run the queue now."""
        self._bell.put(None)

    def drain(self) -> None:
        """Run the queue in the calling thread."""
        with self._lock:
            while self._queue:
                self._queue.popleft().run()

    def close(self) -> None:
        """Run what is queued and end the thread. Safe to call twice."""
        self._closed = True
        self.wake()
        self._thread.join()
        self.drain()

    def _serve(self) -> None:
        while not self._closed:
            with contextlib.suppress(queue.Empty):
                self._bell.get(timeout=LATEST)
            self.drain()


def locked(path: Path) -> FileLock:
    """Take the lock of a transcript.

    Raises TranscriptError if another program holds it, OSError if the folder cannot be written.
    """
    lock = FileLock(disk.lock_file(path), mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise TranscriptError(f"{_interview_at(path)} is open in another window: close it there first.") from error
    return lock


def _interview_at(path: Path) -> str:
    """An interview as lists name it, `Screening call, 1 Dec 13:32`; the name of its file tells a person nothing."""
    try:
        header = read.read(path).header
    except TranscriptError:
        return path.stem
    at = header.started.astimezone(LOCAL)
    return f"{sitting_title(header)}, {day_and_month(at, None)} {at:%H:%M}"  # there may be several of a day


class HeldFile:
    """An open transcript, its lock and its whole text, so that it can be written again if it is deleted or replaced."""

    def __init__(self, path: Path, lock: FileLock, text: bytes, last_n: int) -> None:
        self.path = path
        self._lock = lock
        self._text = bytearray(text)
        self._safe = (last_n, len(text))  # on the disk: the number of the last event, and the size
        self._spoilt = False  # whether a failed write may have left a part of itself
        self._file = -1
        self._identity = (0, 0)
        self._hold(disk.open_append(path))

    @property
    def closed(self) -> bool:
        """Whether the file was closed."""
        return self._file < 0

    def append(self, n: int, data: bytes) -> None:
        """Write the block of event `n`, once. When it raises OSError, nothing of the block is left."""
        last, size = self._safe
        if n <= last:
            return  # interrupted after it was on the disk
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

    def matches_disk(self) -> bool:
        """Whether the file holds all that was acknowledged; if an editor saved it with the same events, it does."""
        try:
            status = os.stat(self._name)  # noqa: PTH116 - once an event: the plain call is the quicker one
        except (FileNotFoundError, NotADirectoryError):
            return False
        same = (status.st_dev, status.st_ino) == self._identity
        if same and (self._spoilt or status.st_size == self._safe[1]):
            return True
        return self._reload_edited()

    def write_anew(self, folder: Path) -> None:
        """Write everything to a new file in `folder` and go on in that. Raises OSError or TranscriptError."""
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
                disk.release(lock)
            raise
        with contextlib.suppress(OSError):
            os.close(self._file)
        if path != self.path:
            disk.release(self._lock)
        self.path, self._lock = path, lock
        self._hold(file)
        self._text, self._safe, self._spoilt = bytearray(text), (last, len(text)), False

    def close(self) -> None:
        """Close the file, release the lock. Safe to call twice."""
        if self._file >= 0:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = -1
            disk.release(self._lock)

    def _hold(self, file: int) -> None:
        self._name = os.fspath(self.path)
        own = os.fstat(file)
        self._file = file
        self._identity = (own.st_dev, own.st_ino)

    def _reload_edited(self) -> bool:
        """Go on with what another program saved under our name, if that holds the same events."""
        last, size = self._safe
        try:
            reading = read.read(self.path)
        except TranscriptError:
            return False
        ours = [e.n for e in read.parse(bytes(self._text[:size]), self.path).events]
        if reading.torn or not reading.intact or [e.n for e in reading.events] != ours:
            return False
        before = self._file
        self._hold(disk.open_append(self.path))
        os.close(before)
        text, _ = prepare_for_append(self.path, reading)
        self._text, self._safe, self._spoilt = bytearray(text), (last, len(text)), False
        return True


def prepare_for_append(path: Path, reading: read.Reading) -> tuple[bytes, read.Reading]:
    """Make the file ready for the next block; returns its bytes and the reading.

    A torn tail is cut off and kept beside the file; the finding about it says where. Raises OSError, and
    TranscriptError if the header is damaged.
    """
    if not reading.intact:
        raise TranscriptError(f"{path.name} can be read, but not continued: its header is damaged.")
    if reading.torn:
        kept = disk.keep_beside(path, path.read_bytes()[reading.sound :], "cut")
        disk.cut(path, reading.sound)
        findings = tuple(
            replace(finding, message=f"{finding.message} Its bytes are kept in {kept.name}.")
            if finding.problem == "torn" and finding.offset >= reading.sound
            else finding
            for finding in reading.findings
        )
        reading = replace(reading, findings=findings)
    text = path.read_bytes()
    if text.endswith((b"\n\n", b"\r\n\r\n")):
        return text, reading
    missing = b"\n" if text.endswith(b"\n") else b"\n\n"
    file = disk.open_append(path)
    try:
        disk.write(file, missing)
        disk.sync(file)
    finally:
        os.close(file)
    return text + missing, reading


KEPT = "what you said is kept here."


class Transcript:
    """An open transcript file, held under a lock. It is the Interview's Sink.

    A failed append is not dropped: its bytes stay in `unsaved`, in order, and are tried again before the next one.
    """

    def __init__(self, file: HeldFile) -> None:
        self._file = file
        self._unsaved: list[tuple[int, bytes]] = []
        self._writer = Writer("transcript")

    @classmethod
    def create(cls, folder: Path, header: Header) -> "Transcript":
        """Begin a new file in `folder`; its header and folder entry are on the disk when this returns.

        Raises TranscriptError if the folder cannot be written.
        """
        path = folder / f"{header.id}{SUFFIX}"
        text = header_text(header).encode()
        try:
            own_folder.make(folder)
            clear_left(folder)
            lock = locked(path)
            try:
                disk.write_new(path, text)
                return cls(HeldFile(path, lock, text, 0))
            except BaseException:
                disk.release(lock)
                raise
        except OSError as error:
            why = f"{error.strerror or error}; name another folder with --sessions DIR"
            raise TranscriptError(f"No transcript can be kept in {folder}: {why}.") from error

    @classmethod
    def reopen(cls, path: Path) -> tuple["Transcript", read.Reading]:
        """Continue an existing file. A torn tail is cut off, and its bytes are kept beside the file.

        Raises TranscriptError if another program has the session open, or the file cannot be read or written.
        """
        try:
            lock = locked(path)
        except OSError as error:
            # a folder or a link in the lock's place, or a name with no room for its end, says nothing about the folder
            refused = disk.lock_file(path) if error.errno in _NO_LOCK else path.parent
            raise TranscriptError(f"{short(refused, 200)} can't be written: {error.strerror or error}.") from error
        try:
            reading = read.read(path)
            own_folder.mend_folder(path.parent)
            text, reading = prepare_for_append(path, reading)
            return cls(HeldFile(path, lock, text, reading.last_n)), reading
        except OSError as error:
            disk.release(lock)
            raise TranscriptError(f"{path.name} can't be written: {error.strerror or error}.") from error
        except BaseException:
            disk.release(lock)
            raise

    @property
    def path(self) -> Path:
        """The file; a different one after a move."""
        return self._file.path

    @property
    def unsaved(self) -> tuple[bytes, ...]:
        """Blocks that could not be written yet, oldest first."""
        return tuple(data for _, data in self._unsaved)

    def append(self, event: Event) -> Future[None]:
        """Queue one event. The future is done once the bytes are on disk, and carries a TranscriptError if not."""
        if not self._file.closed:
            self._unsaved.append((event.n, event_bytes(event)))
        return self._submit(self._write_unsaved)

    def retry(self) -> Future[None]:
        """Try to write what is unsaved; a file that was deleted or replaced is written again under another name."""
        return self._submit(lambda: self._go_on_in(self.path.parent))

    def move(self, folder: Path) -> Future[None]:
        """Continue in another folder, in a new file with everything; the old file stays."""
        return self._submit(lambda: self._go_on_in(folder))

    def flush(self) -> None:
        """Write what is queued; anything that fails is `unsaved` afterwards."""
        self._writer.drain()

    def close(self) -> None:
        """Write what is queued, close the file, release the lock. Safe to call twice."""
        self._writer.close()
        self._file.close()

    def _submit(self, write: Callable[[], None]) -> Future[None]:
        if not self._file.closed:
            return self._writer.submit(write)
        refused: Future[None] = Future()
        refused.set_exception(TranscriptError(f"{self.path.name} is closed."))
        return refused

    def _go_on_in(self, folder: Path) -> None:
        try:
            if folder != self.path.parent or not self._file.matches_disk():
                self._file.write_anew(folder)
        except OSError as error:
            raise TranscriptError(f"{folder} couldn't be written ({error.strerror or error}); {KEPT}") from error
        self._write_unsaved()

    def _write_unsaved(self) -> None:
        try:
            if self._unsaved and not self._file.matches_disk():
                raise TranscriptError(f"{self.path.name} was deleted or replaced by another program; {KEPT}")
            while self._unsaved:
                self._file.append(*self._unsaved[0])
                del self._unsaved[0]
        except OSError as error:
            what = error.strerror or str(error)
            raise TranscriptError(f"{self.path.name} couldn't be written ({what}); {KEPT}") from error
