"""The transcript being written: one append per event, in order, on the disk before it is acknowledged."""

import contextlib
import os
import queue
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from simulator.errors import TranscriptError
from simulator.session.header import Header
from simulator.session.interview.events import Event
from simulator.session.transcript import disk, read
from simulator.session.transcript import folder as own_folder
from simulator.session.transcript.folder import SUFFIX
from simulator.session.transcript.format import event_bytes, header_text

LATEST = 0.25  # seconds until an order is carried out for which nobody waits
_MAKING = threading.Lock()


class Pending(Future[None]):
    """Done once an order is carried out, with the error where that failed.

    Whoever waits for it without a limit carries it out in their own thread: on a quick disk, being woken by another one
    would take as long as the writing. No lock of a future is needed for that; they are made when somebody else looks.
    """

    _made = False  # whether it has what a future is made of
    _over = False  # whether the order was carried out
    _error: BaseException | None = None

    def __init__(self, writer: "Writer", act: Callable[[], None]) -> None:  # the future's own part waits
        self._writer = writer
        self._act = act

    def result(self, timeout: float | None = None) -> None:
        """Wait until it is done. Raises the order's error, or TimeoutError."""
        if timeout is None:
            self._writer.work()
            if self._over and self._error is None and not self._made:
                return
        else:
            self._writer.ring()
        super().result(timeout)

    def add_done_callback(self, fn: Callable[[Future[None]], object]) -> None:
        """Call `fn` when it is done, which is at once where nothing else is being written."""
        super().add_done_callback(fn)
        self._writer.ring()

    def carry_out(self) -> None:
        """Do what was ordered, and keep what came of it. Raises only what ends the program."""
        try:
            self._act()
        except BaseException as error:
            self._error = error
            if not isinstance(error, Exception):
                raise
        finally:
            self._over = True
            if self._made:
                self._settle()

    def __getattr__(self, name: str) -> Any:
        """An attribute of the future, which none of its methods can do without: it is made now."""
        if self._made or name.startswith("__"):
            raise AttributeError(name)
        with _MAKING:
            if not self._made:
                super().__init__()
                self._made = True
        if self._over:  # either this is seen here, or what was made just now is seen where it becomes true
            self._settle()
        return getattr(self, name)

    def _settle(self) -> None:
        with contextlib.suppress(InvalidStateError):  # whoever asked has stopped waiting, or it was settled just now
            if self._error is None:
                self.set_result(None)
            else:
                self.set_exception(self._error)


class Writer:
    """Carries out orders in the sequence in which they were given, each once."""

    def __init__(self, name: str) -> None:
        self._orders: deque[Pending] = deque()
        self._turn = threading.RLock()  # again from the same thread: a receipt may be waited for when another is done
        self._bell: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def order(self, act: Callable[[], None]) -> Pending:
        """Have `act` carried out after all that was ordered before."""
        receipt = Pending(self, act)
        self._orders.append(receipt)
        return receipt

    def ring(self) -> None:
        """Have everything that was ordered carried out by the thread, now."""
        self._bell.put(None)

    def work(self) -> None:
        """Carry out everything that was ordered, here and now."""
        with self._turn:
            while self._orders:
                self._orders.popleft().carry_out()

    def close(self) -> None:
        """Carry out what was ordered and end the thread. Safe to call twice."""
        self._closed = True
        self.ring()
        self._thread.join()
        self.work()

    def _serve(self) -> None:
        while not self._closed:
            with contextlib.suppress(queue.Empty):
                self._bell.get(timeout=LATEST)
            self.work()


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


KEPT = "what you said is kept here."


class Transcript:
    """An open transcript file, held under a lock. It is a Sink for the Interview.

    A failed append is not dropped: its bytes stay in `unsaved`, in order, and are tried again before the next one.
    """

    def __init__(self, file: HeldFile) -> None:
        self._file = file
        self._unsaved: list[tuple[int, bytes]] = []
        self._writer = Writer("transcript")

    @classmethod
    def create(cls, folder: Path, header: Header) -> "Transcript":
        """Begin a new file in `folder`; header and folder entry are on disk when this returns.

        Raises TranscriptError when the folder cannot be written.
        """
        path = folder / f"{header.id}{SUFFIX}"
        text = header_text(header).encode()
        try:
            own_folder.make(folder)
            lock = locked(path)
            try:
                disk.write_new(path, text)
                return cls(HeldFile(path, lock, text, 0))
            except BaseException:
                release(lock)
                raise
        except OSError as error:
            raise TranscriptError(f"No transcript can be kept in {folder}: {error.strerror or error}.") from error

    @classmethod
    def reopen(cls, path: Path) -> tuple["Transcript", read.Reading]:
        """Go on writing an existing file. A torn tail is cut, and its bytes kept beside the file.

        Raises TranscriptError when another program holds the session, or the file cannot be read or written.
        """
        try:
            lock = locked(path)
        except OSError as error:
            raise TranscriptError(f"{path.parent} cannot be written: {error.strerror or error}.") from error
        try:
            found = read.read(path)
            own_folder.mend_folder(path.parent)
            text, found = prepare_for_append(path, found)
            return cls(HeldFile(path, lock, text, found.last_n)), found
        except OSError as error:
            release(lock)
            raise TranscriptError(f"{path.name} cannot be written: {error.strerror or error}.") from error
        except BaseException:
            release(lock)
            raise

    @property
    def path(self) -> Path:
        """The file; another one after a move."""
        return self._file.path

    @property
    def unsaved(self) -> tuple[bytes, ...]:
        """Blocks that could not be written yet, oldest first."""
        return tuple(data for _, data in self._unsaved)

    def append(self, event: Event) -> Future[None]:
        """Queue one event. The future is done once the bytes are on disk, and carries a TranscriptError if not."""
        if not self._file.closed:
            self._unsaved.append((event.n, event_bytes(event)))
        return self._order(self._write_unsaved)

    def retry(self) -> Future[None]:
        """Try to write what is unsaved; a file that was deleted or replaced is written anew, beside what is there."""
        return self._order(lambda: self._go_on_in(self.path.parent))

    def move(self, folder: Path) -> Future[None]:
        """Go on in another folder, with everything from the beginning; what the old one holds stays there."""
        return self._order(lambda: self._go_on_in(folder))

    def flush(self) -> None:
        """Write what is queued, as far as it can be written; the rest is `unsaved` afterwards."""
        self._writer.work()

    def close(self) -> None:
        """Write what is queued, close the file, release the lock. Safe to call twice."""
        self._writer.close()
        self._file.close()

    def _order(self, act: Callable[[], None]) -> Future[None]:
        if not self._file.closed:
            return self._writer.order(act)
        refused: Future[None] = Future()
        refused.set_exception(TranscriptError(f"{self.path.name} is closed."))
        return refused

    def _go_on_in(self, folder: Path) -> None:
        try:
            if folder != self.path.parent or not self._file.still_ours():
                self._file.write_anew(folder)
        except OSError as error:
            raise TranscriptError(f"{folder} could not be written ({error.strerror or error}); {KEPT}") from error
        self._write_unsaved()

    def _write_unsaved(self) -> None:
        try:
            if self._unsaved and not self._file.still_ours():
                raise TranscriptError(f"{self.path.name} was deleted or replaced by another program; {KEPT}")
            while self._unsaved:
                self._file.append(*self._unsaved[0])
                del self._unsaved[0]
        except OSError as error:
            what = error.strerror or str(error)
            raise TranscriptError(f"{self.path.name} could not be written ({what}); {KEPT}") from error
