"""The transcript being written: one append per event, in order, on the disk before it is acknowledged."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from simulator.errors import TranscriptError
from simulator.session import durable, own_folder, reading
from simulator.session.block import event_bytes, header_text
from simulator.session.events import AnyEvent
from simulator.session.header import Header
from simulator.session.held_file import HeldFile, made_ready
from simulator.session.lock import locked, release
from simulator.session.stamps import SUFFIX
from simulator.session.writer import Writer

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
                durable.write_new(path, text)
                return cls(HeldFile(path, lock, text, 0))
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
            own_folder.mend_folder(path.parent)
            text, found = made_ready(path, found)
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

    def append(self, event: AnyEvent) -> Future[None]:
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
