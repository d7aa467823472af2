"""The terminal side of the line mode: printing, reading lines, and keeping what is typed."""

import contextlib
import shutil
import signal
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

from simulator.errors import TranscriptError
from simulator.graph.records import Graph
from simulator.session.flow import Receipt
from simulator.session.sitting import Sitting
from simulator.session.workspace import Workspace
from simulator.ui.leaving import Door, farewell
from simulator.ui.plain_text import lines_of
from simulator.ui.remarks import Interjections

WIDEST = 80


class Left(Exception):  # noqa: N818 - not an error: the candidate went, or the input ended
    """The candidate paused, or the input ended."""


class Lines:
    """A sitting on a terminal of lines. `read` gives the next line without its newline, or None at the end."""

    def __init__(
        self, sitting: Sitting, graph: Graph, read: Callable[[], str | None], write: Callable[[str], None]
    ) -> None:
        self.sitting = sitting
        self.interview = sitting.interview
        self.graph = graph
        self.echo = False
        self.usual: Workspace | None = None  # of a command that names no folders
        self.shown = sitting.interview.state.last_n
        self.kept = sitting.draft_text
        self.door = Door(Left)
        self._next_line = read
        self._write = write
        self._warned = False
        self._interjections = Interjections(self.interview)

    # Showing

    @property
    def width(self) -> int:
        """The most that a line may hold."""
        return min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST) - 1

    def say(self, text: str = "") -> None:
        """Print a paragraph, wrapped to the terminal."""
        for line in text.split("\n"):
            whole = len(line) <= self.width or line.startswith("    ")  # code, and commands to be copied
            self._write(line if whole else self._wrapped(line))

    def _wrapped(self, line: str) -> str:
        """The line in pieces that fit. An id, a path or a command is never cut at a hyphen, nor in a word."""
        margin = line[: len(line) - len(line.lstrip(" "))]
        return textwrap.fill(line, self.width, subsequent_indent=margin, break_on_hyphens=False, break_long_words=False)

    def show_new(self) -> None:
        """Print what the events since the last call say to the candidate."""
        for event in self.interview.events[self.shown :]:
            for line in lines_of(event, self.interview, self.graph, echo=self.echo):
                self.say(line)
        self.shown = len(self.interview.events)
        self.interject()

    def interject(self) -> None:
        """Print what the interviewer has to say about the time."""
        if remark := self._interjections.due():
            self.say(f"Interviewer: {remark}")

    def do(self, command: Callable[..., Receipt], *arguments: object) -> None:
        """Carry a command out, wait until it is on disk, show what came of it."""
        receipt = command(*arguments)
        try:
            receipt.result()
        except TranscriptError as error:
            self._offer_again(error)
        self.show_new()

    def _offer_again(self, error: TranscriptError) -> None:
        """What cannot be written is in memory still: try again, or keep it elsewhere."""
        while True:
            self.say(str(error))
            line = self.ask("Enter tries again; the path of a folder keeps everything there from now on.")
            try:
                if line:
                    self.sitting.move(Path(line).expanduser())
                else:
                    self.sitting.retry()
            except TranscriptError as again:
                error = again
            else:
                self.say(f"Kept in {self.sitting.path}.")
                return

    # Reading

    def ask(self, prompt: str) -> str:
        """The next line after a prompt. Raises Left at the end of the input."""
        self.say(prompt)
        line = self.read()
        if line is None:
            raise Left
        return line.strip()

    def read(self) -> str | None:
        """The next line, or None at the end of the input; a signal may end the wait."""
        with self.door.waiting(), every_second(self._keep_clock):
            return self._next_line()

    def _keep_clock(self) -> None:
        """Keep how long somebody has been thinking, with what he has typed."""
        if self.sitting.unkept_seconds:
            with contextlib.suppress(OSError):
                self.sitting.save_draft(self.kept)

    def keep(self, text: str) -> None:
        """Keep what is being typed; where that fails it is said once, and the text stays in memory."""
        self.kept = text
        try:
            self.sitting.save_draft(text)
        except OSError as error:
            if not self._warned:
                self.say(f"(What you type cannot be kept on disk now: {error.strerror or error}.)")
            self._warned = True

    # Leaving

    def leave(self) -> None:
        """Stop the clock, keep everything, and say how to go on."""
        if self.kept:
            self.keep(self.kept)
        self.sitting.leave()
        with contextlib.suppress(OSError):  # the terminal may be gone
            self.say("")
            for line in farewell(self.sitting, self.usual):
                self.say(line)


@contextlib.contextmanager
def every_second(act: Callable[[], None]) -> Iterator[None]:
    """While this lasts `act` is called each second, also within a call that waits; not where no alarm can be set."""
    try:
        before = signal.signal(signal.SIGALRM, lambda *_: act())
    except (AttributeError, ValueError):  # another system, or not the main thread
        before = None
    else:
        signal.setitimer(signal.ITIMER_REAL, 1, 1)
    try:
        yield
    finally:
        if before is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def read_lines(lines: Iterator[str]) -> Callable[[], str | None]:
    """A `read` over an iterator of lines such as sys.stdin."""

    def read() -> str | None:
        line = next(lines, None)
        return None if line is None else line.rstrip("\r\n")

    return read
