"""Code in the line mode: typed in lines, written in an editor, or read from a file, and run."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from simulator.errors import UsageError
from simulator.graph.code.told import shown_cases
from simulator.graph.files import read_ordinary
from simulator.graph.text import clean, short
from simulator.session.interview.item_blocks import stage_words
from simulator.ui.lines.console import LineRoom
from simulator.ui.lines.text import code_lines
from simulator.ui.system import edited

if TYPE_CHECKING:
    from simulator.session.code.confinement import Confinement
    from simulator.session.code.outcome import Outcome
    from simulator.session.code.runner import CodeRunner
    from simulator.session.interview.turn import Turn

ASKS = (
    "Write your code: go on below it here, or /edit opens your editor, or /file PATH reads a file. "
    "/run runs the shown cases, and a line with just a dot hands it in; then the cases kept back run once."
)
ASKS_ON = "Go on; /run, /edit and /file as before, and a line with just a dot hands it in."
MOST_BYTES = 1 << 20
ALL_THE_SAME = "Press Enter to run it all the same. Anything else cancels."


def code_so_far(turn: "Turn") -> str:
    """The code of the last run or of the stage before, else the starter."""
    return turn.code.rstrip("\n") or turn.question.starter.strip("\n")


class LineBench:
    """The code of the task at hand, and what runs it. `file` is the candidate's own, read anew at each run."""

    def __init__(self, room: LineRoom, confinement: "Confinement | None" = None) -> None:
        """`confinement` asks for a certain room for the code; by default it is the strongest that holds."""
        self.room, self._confinement = room, confinement
        self.file: Path | None = None
        self._runner: CodeRunner | None = None
        self._agreed = False
        self._begun: tuple[int, str] | None = None

    @property
    def runner(self) -> "CodeRunner":
        """What runs the code, started when it is first needed."""
        from simulator.session.code.runner import CodeRunner  # only tasks need it

        if self._runner is None:
            self._runner = CodeRunner(confinement=self._confinement)
            self._runner.warm()
        return self._runner

    def close(self) -> None:
        """End what runs the code."""
        if self._runner is not None:
            self._runner.close()

    def begin(self, turn: "Turn") -> str:
        """Begin a stage, or go on with it: what to ask for. At first its words and the code it starts from are shown.

        A text that was kept from before has been shown already.
        """
        assert turn.stage is not None
        place = (turn.position, turn.stage.id)
        if self._begun == place:
            return ASKS_ON
        self._begun = place
        if words := stage_words(turn.question, len(turn.answers)):
            self.room.say()
            self.room.say(words)
            self.room.say()
        if not self.room.kept.strip():
            self.room.keep(code_so_far(turn))
            self.show()
            self.room.say()
        for name, (about, lines) in shown_cases(turn.question, turn.stage.id).items():
            self.room.say(f"Shown case {name}: {about}".rstrip(": "))
            for line in lines:
                self.room.literal(f"    {line}")
        self.room.say()
        return ASKS

    def is_untouched(self, turn: "Turn") -> bool:
        """Whether the code is still what the stage began with."""
        return self.room.kept.strip() == code_so_far(turn).strip()

    def show(self) -> None:
        """Print the code so far as it is."""
        for line in code_lines(self.room.kept):
            self.room.literal(line)

    def read_file(self, name: str) -> None:
        """Take a file as the code from now on."""
        path = Path(name).expanduser()
        if not name:
            self.room.say("Name the file: /file PATH.")
            return
        self.file = path
        if self._read():
            self.room.say(f"Reading {short(path, 200)}; it's read again at each run.")
        else:
            self.file = None

    def _read(self) -> bool:
        """Read the candidate's file again; False, with a sentence, where that fails."""
        if self.file is None:
            return True
        try:
            text = read_ordinary(self.file, MOST_BYTES).decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is not UTF-8"
            self.room.say(f"{short(self.file, 200)} can't be read ({why}).")
            return False
        self.room.keep(clean(text).rstrip("\n"))
        return True

    def edit(self) -> None:
        """Write the code in the candidate's own editor."""
        try:
            text = edited(self.room.kept + "\n", "answer.py").decode(errors="replace")
        except UsageError as error:
            self.room.say(str(error))
            return
        self.room.keep(clean(text).rstrip("\n"))
        self.show()

    def run(self, turn: "Turn") -> None:
        """Run the shown cases, and say what came of them."""
        if (outcome := self._run(turn, kept=False)) is not None:
            self.room.do(self.room.interview.ran, self.room.kept, outcome)

    def hand_in(self, turn: "Turn") -> None:
        """Run all cases, and hand the code in."""
        outcome = self._run(turn, kept=True)
        if outcome is None:
            return
        if outcome.ended == "interrupted":
            self.room.say("You stopped it; nothing was handed in.")
            return
        self.room.do(self.room.interview.hand_in, self.room.kept, outcome)
        self.file = None
        self.room.keep("")

    def _run(self, turn: "Turn", *, kept: bool) -> "Outcome | None":
        from simulator.session.code.bench import run_code  # numpy, at the first run

        assert turn.stage is not None
        if not self._read():
            return None
        if not self.room.kept.strip():
            self.room.say("There's no code yet.")
            return None
        confinement = self.runner.confinement
        if not confinement.supported:
            self.room.say(confinement.sentence())
            return None
        if confinement.needs_consent and not self._agreed:
            self.room.say(confinement.sentence())
            if self.room.ask(ALL_THE_SAME, keeps=False):
                self.room.say("Cancelled.")
                return None
            self._agreed = True
        with stopped_by_interrupt() as stop:
            return run_code(self.runner, turn.question, turn.stage.id, self.room.kept, kept=kept, stop=stop)


@contextmanager
def stopped_by_interrupt() -> Iterator[threading.Event]:
    """An event that ctrl+c sets meanwhile: it stops the run, and not the interview."""
    stop = threading.Event()

    def heard(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
        stop.set()

    before = signal.signal(signal.SIGINT, heard)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
