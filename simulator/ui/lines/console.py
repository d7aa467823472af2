"""The terminal side of the line mode: print, read lines, and keep what is typed."""

import codecs
import contextlib
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from simulator.errors import Doubted, QuestionBack, TranscriptError
from simulator.graph.files import is_folder, typed_path
from simulator.graph.records import Graph
from simulator.graph.text import short, wrap_message
from simulator.session.interview.events import Asked, Probed
from simulator.session.interview.journal import Receipt
from simulator.session.sitting import Sitting
from simulator.session.workspace import Workspace
from simulator.ui.lines.source import MUCH, LineSource, PipeSource
from simulator.ui.lines.text import lines_of
from simulator.ui.system import LineSignals, exit_message
from simulator.ui.time_remarks import Interjections

WIDEST = 80
ENDLESS = f"That's over {MUCH // 1_000_000} million characters without an end, so no more is read."

COMMANDS_WAIT = "Commands don't work until this is saved; ctrl+c leaves."
COMMAND = re.compile(r"/[a-z][a-z-]*", re.IGNORECASE)  # as a command is written


def confirms(line: str) -> bool:
    """Whether a line after a prompt for Enter says yes: nothing, y or yes."""
    return line.lower() in ("", "y", "yes")


def typed_folder(line: str) -> Path:
    """The folder that a line names, to save in. Raises TranscriptError for a word that is no path and no folder.

    A command is no folder either: `/pause` made one of that name beside /home.
    """
    if not is_folder(Path(line)):
        if COMMAND.fullmatch(line):
            raise TranscriptError(f"There's no folder {short(line)}. {COMMANDS_WAIT}")
        if not line.startswith(("/", "~", "./", "../")):
            raise TranscriptError(f"There's no folder {short(line)}; start the path with / or ~ or ./.")
    return typed_path(line).absolute()


def from_stdin() -> LineSource:
    """The lines of stdin: key by key from a terminal, else as they come; none if stdin is closed."""
    try:
        handle = sys.stdin.fileno()
    except (AttributeError, OSError, ValueError):  # closed or replaced
        return LineSource()
    encoding = codecs.lookup(sys.stdin.encoding or "utf-8").name
    encoding = "utf-8" if encoding == "ascii" else encoding  # which only says that nobody set one
    if not os.isatty(handle):
        return PipeSource(handle, encoding)
    from simulator.ui.lines.terminal import TerminalSource  # not on every system

    return TerminalSource(handle, encoding, os.environ.get("TERM", ""))


class LeaveRequested(Exception):  # noqa: N818 - not an error
    """The candidate paused, or the input ended."""


class LineRoom:
    """A sitting in lines of text. Lines are read from a source, or from a function that returns the next one."""

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
        self.usual: Workspace | None = None  # the workspace of a command that names no folders
        self.shown = sitting.interview.state.last_n
        self.signals = LineSignals(LeaveRequested)
        self.source = read if isinstance(read, LineSource) else LineSource(read)
        self.source.attend(self.signals.waiting, self.save_typed)
        self.count_read = 0
        self.begun = ""  # the start of the next line, typed already
        self._finished: list[str] = []  # lines of the text that is being written
        self._length = 0  # of them all, in characters
        self._in_text = False  # whether the line now being typed belongs to the text
        self._keeps = False  # whether it is kept while unfinished
        self._saved = (sitting.draft_text, sitting.draft_unfinished)
        self.literal = write  # prints a line as it is: code is not wrapped
        self._warned = False
        self._interjections = Interjections(self.interview)
        self.kept = sitting.draft_text
        if sitting.draft_unfinished and self.source.edits:
            self.reopen_line()

    # Printing

    @property
    def width(self) -> int:
        """The most columns that a line may have."""
        return min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST) - 1

    def say(self, text: str = "") -> None:
        """Print a paragraph, wrapped to the terminal."""
        for line in wrap_message(text, self.width).split("\n"):
            self.literal(line)

    def show_new(self) -> None:
        """Print the events since the last call; what's to be said of the time comes before what is asked."""
        new = self.interview.events[self.shown :]
        if any(isinstance(event, Asked | Probed) for event in new):
            self.interject(before_asking=True)
        for event in new:
            for line in lines_of(event, self.interview, self.graph, echo=self.echo):
                self.say(line)
        self.shown = len(self.interview.events)
        self.interject()

    def interject(self, *, in_midst: bool = False, before_asking: bool = False) -> None:
        """Print what the interviewer has to say about the time, if anything; `in_midst` of a text only what asks."""
        if remark := self._interjections.due(in_midst=in_midst, before_asking=before_asking):
            self.say(f"Interviewer: {remark}")

    def do(self, command: Callable[..., Receipt], *arguments: object) -> None:
        """Run a command, wait until it is on disk, and print what it did."""
        receipt = command(*arguments)
        try:
            receipt.result()
        except TranscriptError as error:
            self._offer_again(error)
        self.show_new()

    def _offer_again(self, error: TranscriptError) -> None:
        """Writing failed and all is still in memory: ask whether to try again or to save it in another folder.

        What was typed ahead is no answer to this: it would become the name of a folder.
        """
        with self.source.fresh():
            while True:
                self.say(str(error))
                line = self.ask("Press Enter to try again, or type the path of a folder to save it in.", keeps=False)
                try:
                    if not line:
                        self.sitting.retry()
                    else:
                        self.sitting.move(typed_folder(line))
                except TranscriptError as again:
                    error = again
                else:
                    self.say(f"Saved in {self.sitting.path}.")
                    return

    # Reading

    def ask(self, prompt: str, *, keeps: bool = True) -> str:
        """The line typed after a prompt. Raises LeaveRequested at the end of the input.

        With `keeps`, an unfinished line is kept as an unfinished answer is.
        """
        self.say(prompt)
        line = self.read(keeps=keeps, one_line=True)
        if line is None:
            raise LeaveRequested
        return line.strip()

    def declines(self, does: str, again: str = "", follows: str = "") -> bool:
        """Whether anything but Enter, y, yes or the command `again` was typed where it was asked whether one `does` so.

        What `follows` from it is said first.

        Raises LeaveRequested as `ask` does.
        """
        ways = f"Enter, y or {again} again" if again else "Enter, or y,"
        if follows:
            self.say(follows)
        line = self.ask(f"Press {ways} to {does}. Anything else cancels.", keeps=False)
        if confirms(line) or line.lower() == again:
            return False
        self.say("Cancelled.")
        return True

    def read(self, *, keeps: bool = True, one_line: bool = False) -> str | None:
        """The next line, or None at the end of the input; a signal may interrupt the wait."""
        begun = self.begun if keeps else ""
        self.begun = self.begun.removeprefix(begun)
        self._keeps, self._in_text = keeps, not one_line
        self.count_read += 1
        line = self.source.read(begun, one_line=one_line)
        if line is not None:
            self._keeps = False
        elif self.source.endless:
            self.say(ENDLESS)
        if count := self.source.left_out:
            self.say(
                "1 byte wasn't UTF-8 and was left out."
                if count == 1
                else f"{count} bytes weren't UTF-8 and were left out."
            )
        return line

    @property
    def kept(self) -> str:
        """The finished lines of the text now being written."""
        return "\n".join(self._finished)

    @kept.setter
    def kept(self, text: str) -> None:
        self._finished = text.split("\n") if text else []
        self._length = len(text)

    @property
    def has_written(self) -> bool:
        """Whether a line of the present text stands already."""
        return bool(self._finished)

    def add(self, line: str) -> None:
        """Add a finished line. If more has come already, all are saved together later.

        Raises LeaveRequested if the text has become so long that nobody can be typing it.
        """
        self._finished.append(line)
        self._length += len(line) + 1
        if self._length > MUCH:
            self.say(ENDLESS)
            raise LeaveRequested
        if not self.source.more:
            self._save()

    def reopen_line(self) -> bool:
        """Start the next line with the last finished one; False if there is none."""
        if not self._finished:
            return False
        self.begun = self._finished.pop()
        return True

    def send(self, command: Callable[[str], Receipt]) -> None:
        """Run a command on the text that was written, and drop the text once the interview has it."""

        def sent() -> Receipt:
            try:
                receipt = command(self.kept)
            except Doubted as doubt:  # what was typed stays, but lines don't show it
                asks = ", /ask asks it" * isinstance(doubt, QuestionBack)
                raise Doubted(f"{doubt} A line with just a dot sends it{asks}.") from doubt
            self.kept = ""
            return receipt

        self.do(sent)

    def keep(self, text: str) -> None:
        """Save what is being typed. A failure is reported once, and the text stays in memory."""
        self.kept = text
        self._save()

    def _typed(self) -> tuple[str, bool]:
        """All the text now being written, and whether its last line is unfinished."""
        line = self.source.unfinished if self._keeps else self.begun
        return "\n".join([*self._finished, line] if line else self._finished), bool(line)

    def save_typed(self) -> None:
        """Save what has been typed since the last time, and the thinking time."""
        if self.sitting.unsaved_seconds or self._typed() != self._saved:
            self._save(quietly=True)

    def _save(self, *, quietly: bool = False) -> None:
        typed = self._typed()
        try:
            self.sitting.save_draft(typed[0], unfinished=typed[1])
        except OSError as error:
            if not (self._warned or quietly):
                self.say(f"(Your text can't be saved right now: {error.strerror or error}.)")
                self._warned = True
        else:
            self._saved = typed

    # Leaving

    def leave(self) -> None:
        """Stop the clock, save everything, and say how to resume."""
        # lines that were typed ahead are text if a text was asked for
        with contextlib.suppress(OSError, ValueError):
            rest = self.source.rest()
            if not self._keeps:
                rest = rest.removeprefix(self.source.unfinished)  # it answered something else
            lines = rest.split("\n")
            if self._in_text or not self._keeps:
                self._finished += lines[:-1]
            self.begun = lines[-1] if self._in_text or not self._keeps else lines[0]
        self._keeps = False
        if self._typed() != self._saved:
            self._save(quietly=True)
        self.sitting.leave()
        with contextlib.suppress(OSError):  # the terminal may be gone
            self.say("")
            for line in exit_message(self.sitting, self.usual, plain=True):
                self.say(line)
