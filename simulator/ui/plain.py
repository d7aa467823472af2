"""The interview as lines of text: for screen readers, pipes and poor terminals.

It drives the same Interview as the full-screen app and has no rules of its own. A line with a single `.` ends an
answer; lines that begin with `/` and a known word are commands; the end of the input pauses the interview.
"""

import contextlib
import shutil
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

from simulator.engine.scoring import VERDICTS, Mark, Verdict
from simulator.errors import NotAllowed, TranscriptError
from simulator.graph.records import Graph
from simulator.session.interview import Receipt, needs_verdict
from simulator.session.sitting import Sitting
from simulator.session.state import Phase, Turn
from simulator.ui.leaving import Door
from simulator.ui.plain_text import lines_of, reference_lines, time_left, verdict_lines

COMMANDS = ("/hint", "/ask", "/probe-said", "/dk", "/skip", "/undo", "/pause", "/end", "/why", "/time", "/help")
HELP = """A line with a single . ends an answer.
/hint          one more hint
/ask TEXT      ask the interviewer
/probe-said    I said that already
/dk            I do not know
/skip          not this one
/undo          take the last step back
/time          how much time is left
/why           why this question, after its reveal
/pause         stop here; `interview resume` goes on
/end           end the interview"""
MARKS: dict[str, Mark] = {"y": "yes", "yes": "yes", "p": "partly", "partly": "partly", "n": "no", "no": "no"}


class Left(Exception):  # noqa: N818 - not an error: the candidate went, or the input ended
    """The candidate paused, or the input ended."""


class PlainRoom:
    """One sitting in lines. `read` gives the next line without its newline, or None at the end of the input."""

    def __init__(
        self, sitting: Sitting, graph: Graph, read: Callable[[], str | None], write: Callable[[str], None]
    ) -> None:
        self.sitting = sitting
        self.interview = sitting.interview
        self.graph = graph
        self._door = Door(Left)
        self._next_line = read
        self._write = write
        self._shown = sitting.interview.state.last_n
        self._kept = sitting.draft_text
        self._warned = False
        self.echo = False

    # Showing

    def say(self, text: str = "") -> None:
        """Print a paragraph, wrapped to the terminal."""
        width = min(shutil.get_terminal_size((80, 24)).columns, 80)
        for line in text.split("\n"):
            self._write(line if len(line) < width or line.startswith("    ") else textwrap.fill(line, width - 1))

    def show_new(self) -> None:
        """Print what the events since the last call say to the candidate."""
        for event in self.interview.events[self._shown :]:
            for line in lines_of(event, self.interview, self.graph, echo=self.echo):
                self.say(line)
        self._shown = len(self.interview.events)

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
            line = self._line("Enter tries again; the path of a folder keeps everything there from now on.")
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

    # Sitting

    def run(self) -> bool:
        """Sit the interview. Returns True when it has ended, False when it was left paused."""
        with self._door.watched():
            try:
                while self.interview.state.phase is not Phase.ENDED:
                    self._step()
            except Left:
                self._leave()
                if self._door.asked:
                    raise KeyboardInterrupt from None
                return False
        return True

    def welcome_back(self) -> None:
        """Say where an interrupted interview stands, and start the clock again."""
        self.say("Going on where it stopped.")
        self._shown = len(self.interview.events)
        self.do(self.interview.resume)
        turn = self.interview.state.current
        if turn is not None and not turn.settled:
            for line in lines_of(turn.asked, self.interview, self.graph):
                self.say(line)
        if turn is not None and turn.open_probe:
            self.say(f"Interviewer: {turn.open_probe.asks}")
        if turn is not None and turn.revealed and not turn.settled:
            for line in reference_lines(turn):
                self.say(line)
        if self._kept:
            self.say("You had typed:")
            self.say(textwrap.indent(self._kept, "    "))

    def _step(self) -> None:
        state = self.interview.state
        turn = state.current
        try:
            if turn is None or state.phase in {Phase.READY, Phase.SETTLED}:
                self._go_on(turn)
            elif state.phase is Phase.CHECKING:
                self._checking()
            elif state.phase is Phase.ANSWERING:
                self._answering(turn)
            elif state.phase is Phase.PROBING:
                self._probing()
            elif state.phase is Phase.PREDICTING:
                self._predicting()
            else:
                self._judging(turn)
        except NotAllowed as refusal:
            self.say(str(refusal))

    def _go_on(self, turn: Turn | None) -> None:
        if turn is not None:
            line = self._line("Enter goes on.")
            if line and not self._command(line):
                self.do(self.interview.note, line)
                return
            if line:
                return
        self.do(self.interview.next)

    def _answering(self, turn: Turn) -> None:
        if turn.stage is not None:
            self.say(f"{turn.stage.title}: {turn.stage.asks}")
        text = self._text("Your answer; a line with . ends it, /help lists the commands.")
        if text is not None:
            self.do(self.interview.answer, text)
            self._kept = ""

    def _probing(self) -> None:
        text = self._text("Your reply; a line with . ends it, or /probe-said.")
        if text is not None:
            self.do(self.interview.answer_probe, text)
            self._kept = ""

    def _checking(self) -> None:
        line = self._line("Your answer in one line:")
        if line and not self._command(line):
            self.do(self.interview.answer_check, line)
        elif not line:
            self.say("Type an answer, /dk or /skip.")

    def _predicting(self) -> None:
        line = self._line("How would a panel rate this? 1 weak, 2 borderline, 3 solid, 4 outstanding:")
        if verdict := _verdict(line):
            self.do(self.interview.predict, verdict)
        elif not self._command(line):
            self.say("Type 1, 2, 3 or 4.")

    def _judging(self, turn: Turn) -> None:
        if self.interview.state.current is None or not turn.revealed:
            self.do(self.interview.next)
        elif turn.unjudged:
            self._judge(turn)
        else:
            self._confirm(turn)

    def _judge(self, turn: Turn) -> None:
        point = next(p for p in turn.question.rubric if p.id == turn.unjudged[0])
        number = turn.question.rubric.index(point) + 1
        must = ", must have" if point.critical else ""
        self.say(f"Point {number} of {len(turn.question.rubric)}{must}: {point.point}")
        if point.partly:
            self.say(f"    partly = {point.partly}")
        line = self._line("Did you say it? y yes, p partly, n no:").lower()
        if mark := MARKS.get(line):
            self.do(self.interview.judge, point.id, mark)
        elif not self._command(line):
            self.say("Type y, p or n.")

    def _confirm(self, turn: Turn) -> None:
        for line in verdict_lines(turn):
            self.say(line)
        if needs_verdict(turn.question):
            for number, anchor in enumerate(turn.question.anchors, 1):
                self.say(f"{number} {VERDICTS[number - 1]}: {anchor}")
            line = self._line("Your own verdict: 1 weak, 2 borderline, 3 solid, 4 outstanding:")
            if verdict := _verdict(line):
                self.do(self.interview.confirm, verdict)
            elif not self._command(line):
                self.say("Type 1, 2, 3 or 4.")
            return
        line = self._line("Enter accepts; a number from 1 to 4 and a reason overrules:")
        if line and self._command(line):
            return
        head, _, why = line.partition(" ")
        self.do(self.interview.confirm, _verdict(head), why)

    # Reading

    def _read(self) -> str | None:
        with self._door.waiting():
            return self._next_line()

    def _save_draft(self, text: str) -> None:
        """Keep what is being typed; where that fails it is said once, and the text stays in memory."""
        self._kept = text
        try:
            self.sitting.save_draft(text)
        except OSError as error:
            if not self._warned:
                self.say(f"(What you type cannot be kept on disk now: {error.strerror or error}.)")
            self._warned = True

    def _line(self, prompt: str) -> str:
        self.say(prompt)
        line = self._read()
        if line is None:
            raise Left
        return line.strip()

    def _text(self, prompt: str) -> str | None:
        """Lines up to a single `.`, or None when a command was carried out instead."""
        self.say(prompt)
        lines = self._kept.split("\n") if self._kept else []
        while (line := self._read()) is not None:
            if line.strip() == ".":
                self._kept = ""
                return "\n".join(lines)
            if self._command(line):
                self._kept = "\n".join(lines)
                return None
            lines.append(line)
            self._save_draft("\n".join(lines))
        raise Left

    def _command(self, line: str) -> bool:
        """Carry out a line that is a command; False when it is none."""
        word, _, rest = line.strip().partition(" ")
        if word not in COMMANDS:
            return False
        interview = self.interview
        commands: dict[str, Callable[[], None]] = {
            "/hint": lambda: self.do(interview.hint),
            "/ask": lambda: self.do(interview.clarify, rest),
            "/probe-said": lambda: self.do(interview.said_that),
            "/dk": lambda: self.do(interview.dont_know),
            "/skip": lambda: self.do(interview.skip),
            "/undo": lambda: self.do(interview.undo),
            "/end": lambda: self.do(interview.stop),
            "/pause": self._pause,
            "/why": self._why,
            "/time": lambda: self.say(time_left(interview.seconds_left)),
            "/help": lambda: self.say(HELP),
        }
        try:
            commands[word]()
        except NotAllowed as refusal:
            self.say(str(refusal))
        return True

    def _pause(self) -> NoReturn:
        raise Left

    def _why(self) -> None:
        from simulator.engine.reasons import Reason, sentence  # only when asked

        turn = self.interview.state.current
        if turn is None or not (turn.revealed or turn.checked or turn.skipped):
            self.say("The reason is shown after the reveal.")
            return
        import msgspec

        self.say(sentence(msgspec.convert(turn.asked.reason, Reason), self.graph))

    def _leave(self) -> None:
        if self._kept:
            self._save_draft(self._kept)
        self.sitting.leave()
        where = self.sitting.rescued or self.interview.header.id
        with contextlib.suppress(OSError):  # the terminal may be gone
            self.say("")
            self.say(f"Paused; nothing is lost. Go on with: interview resume {where}")


def read_lines(lines: Iterator[str]) -> Callable[[], str | None]:
    """A `read` for PlainRoom over an iterator of lines such as sys.stdin."""

    def read() -> str | None:
        line = next(lines, None)
        return None if line is None else line.rstrip("\r\n")

    return read


def _verdict(text: str) -> Verdict | None:
    plain = text.strip().lower()
    if plain in VERDICTS:
        return plain
    return VERDICTS[int(plain) - 1] if plain in {"1", "2", "3", "4"} else None
