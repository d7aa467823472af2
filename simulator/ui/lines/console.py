"""The terminal side of the line mode: printing, reading lines, and keeping what is typed."""

import codecs
import contextlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from simulator.errors import TranscriptError
from simulator.graph.records import Graph
from simulator.graph.text import short, wrap_message
from simulator.session.interview.journal import Receipt
from simulator.session.sitting import Sitting
from simulator.session.workspace import Workspace
from simulator.ui.interviewer import Interjections
from simulator.ui.lines.source import LineSource, PipeSource
from simulator.ui.lines.text import lines_of
from simulator.ui.system import SignalGuard, exit_message

WIDEST = 80


def from_stdin() -> LineSource:
    """The lines of stdin: key by key from a terminal, else as they are; none where there is no stdin."""
    try:
        handle = sys.stdin.fileno()
    except (AttributeError, OSError, ValueError):  # it is closed, or something else stands in its place
        return LineSource()
    encoding = codecs.lookup(sys.stdin.encoding or "utf-8").name
    encoding = "utf-8" if encoding == "ascii" else encoding  # which says only that nobody has said which
    if not os.isatty(handle):
        return PipeSource(handle, encoding)
    from simulator.ui.lines.terminal import TerminalSource  # not on every system

    return TerminalSource(handle, encoding, os.environ.get("TERM", ""))


class LeaveRequested(Exception):  # noqa: N818 - not an error: the candidate went, or the input ended
    """The candidate paused, or the input ended."""


class LineRoom:
    """A sitting on a terminal of lines. Those that are read come from a source, or from a call that gives the next."""

    def __init__(
        self,
        sitting: Sitting,
        graph: Graph,
        read: LineSource | Callable[[], str | None],
        write: Callable[[str], None],
    ) -> None:
        self.sitting = sitting
        self.interview = sitting.interview
        self.graph = graph
        self.echo = False
        self.usual: Workspace | None = None  # of a command that names no folders
        self.shown = sitting.interview.state.last_n
        self.door = SignalGuard(LeaveRequested)
        self.source = read if isinstance(read, LineSource) else LineSource(read)
        self.source.attend(self.door.waiting, self._keep_typed)
        self.count_read = 0
        self.begun = ""  # what the next line begins with
        self._finished: list[str] = []  # lines of the text that is being written
        self._in_text = False  # whether the line that is typed now is one of them
        self._keeps = False  # and whether it is kept until it is finished
        self._saved = (sitting.draft_text, sitting.draft_unfinished)
        self._write = write
        self._warned = False
        self._interjections = Interjections(self.interview)
        self.kept = sitting.draft_text
        if sitting.draft_unfinished and self.source.edits:
            self.reopen_line()

    # Showing

    @property
    def width(self) -> int:
        """The most that a line may hold."""
        return min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST) - 1

    def say(self, text: str = "") -> None:
        """Print a paragraph, wrapped to the terminal."""
        for line in wrap_message(text, self.width).split("\n"):
            self._write(line)

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
        """What cannot be written is in memory still: try again, or keep it elsewhere.

        What was typed before this was asked is no answer to it: it would become the name of a folder.
        """
        with self.source.fresh():
            while True:
                self.say(str(error))
                line = self.ask("Enter tries again; the path of a folder keeps everything there.", keeps=False)
                try:
                    self._try_again(line)
                except TranscriptError as again:
                    error = again
                else:
                    self.say(f"Kept in {self.sitting.path}.")
                    return

    def _try_again(self, line: str) -> None:
        if not line:
            self.sitting.retry()
        elif line.startswith(("/", "~", "./", "../")) or Path(line).is_dir():
            self.sitting.move(Path(line).expanduser().absolute())
        else:
            raise TranscriptError(f"There is no folder {short(line)}; begin the path of a new one with / or ~ or ./.")

    # Reading

    def ask(self, prompt: str, *, keeps: bool = True) -> str:
        """The next line after a prompt. Raises Left at the end of the input.

        Where it `keeps`, what was typed of the line is kept as an unfinished answer is.
        """
        self.say(prompt)
        line = self.read(keeps=keeps, one_line=True)
        if line is None:
            raise LeaveRequested
        return line.strip()

    def read(self, *, keeps: bool = True, one_line: bool = False) -> str | None:
        """The next line, or None at the end of the input; a signal may end the wait."""
        begun = self.begun if keeps else ""
        self.begun = self.begun.removeprefix(begun)
        self._keeps, self._in_text = keeps, not one_line
        self.count_read += 1
        line = self.source.read(begun, one_line=one_line)
        if line is not None:
            self._keeps = False
        if count := self.source.left_out:
            what = (
                "1 byte that is no text in UTF-8 was" if count == 1 else f"{count} bytes that are no text in UTF-8 were"
            )
            self.say(f"{what} left out.")
        return line

    @property
    def kept(self) -> str:
        """The finished lines of the text that is being written."""
        return "\n".join(self._finished)

    @kept.setter
    def kept(self, text: str) -> None:
        self._finished = text.split("\n") if text else []

    def add(self, line: str) -> None:
        """One more finished line. Where more has come already, a look at the clock keeps them all."""
        self._finished.append(line)
        if not self.source.more:
            self._save()

    def reopen_line(self) -> bool:
        """Go on with the last finished line, if there is one: the next line begins with it."""
        if not self._finished:
            return False
        self.begun = self._finished.pop()
        return True

    def send(self, command: Callable[[str], Receipt]) -> None:
        """Carry a command out on the text that was written, which is gone as soon as the interview has it."""

        def sent() -> Receipt:
            receipt = command(self.kept)
            self.kept = ""
            return receipt

        self.do(sent)

    def keep(self, text: str) -> None:
        """Keep what is being typed; where that fails it is said once, and the text stays in memory."""
        self.kept = text
        self._save()

    def _typed(self) -> tuple[str, bool]:
        """All that is being written, and whether its last line is not finished."""
        line = self.source.unfinished if self._keeps else self.begun
        return "\n".join([*self._finished, line] if line else self._finished), bool(line)

    def _keep_typed(self) -> None:
        """Keep what was typed since, and how long somebody has been thinking."""
        if self.sitting.unsaved_seconds or self._typed() != self._saved:
            self._save(quietly=True)

    def _save(self, *, quietly: bool = False) -> None:
        typed = self._typed()
        try:
            self.sitting.save_draft(typed[0], unfinished=typed[1])
        except OSError as error:
            if not (self._warned or quietly):
                self.say(f"(What you type cannot be kept on disk now: {error.strerror or error}.)")
                self._warned = True
        else:
            self._saved = typed

    # Leaving

    def leave(self) -> None:
        """Stop the clock, keep everything, and say how to go on."""
        self._take_rest()
        if self._typed() != self._saved:
            self._save(quietly=True)
        self.sitting.leave()
        with contextlib.suppress(OSError):  # the terminal may be gone
            self.say("")
            for line in exit_message(self.sitting, self.usual):
                self.say(line)

    def _take_rest(self) -> None:
        """What was typed and not read: lines that were typed ahead are text where a text was asked for."""
        with contextlib.suppress(OSError, ValueError):
            rest = self.source.rest()
            if not self._keeps:
                rest = rest.removeprefix(self.source.unfinished)  # of an answer to something else
            lines = rest.split("\n")
            if self._in_text or not self._keeps:
                self._finished += lines[:-1]
            self.begun = lines[-1] if self._in_text or not self._keeps else lines[0]
        self._keeps = False
