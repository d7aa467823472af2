"""Code in the line mode: typed in lines, written in an editor, or read from a file, and run."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from simulator.errors import UsageError
from simulator.graph.code.case_text import shown_cases
from simulator.graph.files import read_ordinary, typed_path
from simulator.graph.text import clean, short
from simulator.session.interview.item_blocks import stage_words
from simulator.ui.code_task import NOT_HANDED_IN, TaskRunner, came_at_once, code_so_far, doubt, handing_in, is_untouched
from simulator.ui.lines.console import LineRoom
from simulator.ui.lines.text import code_lines, quoted
from simulator.ui.system import edited

if TYPE_CHECKING:
    from simulator.session.code.process import SandboxLevel
    from simulator.session.code.run_result import RunResult
    from simulator.session.interview.turn import Turn

ASKS = (
    "Write your code: carry on below, or type /edit to open your editor or /file PATH to read a file. "
    "/run runs the shown cases. A line with just a dot hands it in; then the hidden cases run once."
)
ASKS_ON = "Carry on. /run, /edit and /file work as before, and a line with just a dot hands it in."
MOST_BYTES = 1 << 20


class LineTask(TaskRunner):
    """The code of the task at hand, in lines. `file` is the candidate's own, read again at each run."""

    def __init__(self, room: LineRoom, sandbox: "SandboxLevel | None" = None) -> None:
        super().__init__(sandbox)
        self.room = room
        self.file: Path | None = None
        self._begun: tuple[int, str] | None = None
        self._pasted = self._most_pasted = 0  # characters of the lines pasted last, and of the longest such text

    @property
    def written(self) -> str:
        """The text that is the candidate's own: not the code that a stage begins with."""
        task = self.room.interview.state.coding
        return "" if task is not None and is_untouched(task, self.room.kept) else self.room.kept

    def show_kept(self) -> None:
        """Show the text that was kept; code as it is."""
        if self.room.interview.state.coding is None:
            self.room.say(quoted(self.room.kept))
        else:
            self._show_code()

    @property
    def _task(self) -> "Turn":
        task = self.room.interview.state.coding
        assert task is not None
        return task

    def begin(self) -> str:
        """Begin a stage, or go on with it: what to ask for. At first its words and the code it starts from are shown.

        A text that was kept from before has been shown already.
        """
        turn = self._task
        assert turn.stage is not None
        stage = (turn.position, turn.stage.id)
        if self._begun == stage:
            return ASKS_ON
        self._begun = stage
        if words := stage_words(turn, len(turn.answers)):
            self.room.say()
            self.room.say(words)
            self.room.say()
        if not self.room.kept.strip():
            self.room.keep(code_so_far(turn))
            self._show_code()
            self.room.say()
        for name, (about, lines) in shown_cases(turn.question, turn.stage.id).items():
            self.room.say(f"Shown case {name}: {about}".rstrip(": "))
            for line in lines:
                self.room.literal(f"    {line}")
        self.room.say()
        return ASKS

    def _show_code(self) -> None:
        for line in code_lines(self.room.kept):
            self.room.literal(line)

    def read_file(self, name: str) -> None:
        """Take a file as the code from now on."""
        path = typed_path(name)
        if not name:
            self.room.say("Name the file: /file PATH.")
            return
        self.file = path
        if self._read():
            self.room.say(f"Reading {short(path, 200)}; it's read again at each run.")
        else:
            self.file = None

    def heard(self, line: str, *, pasted: bool) -> None:
        """Note how much of the code came in one go."""
        self._pasted = self._pasted + len(line) + 1 if pasted else 0
        self._most_pasted = max(self._most_pasted, self._pasted)

    def _read(self) -> bool:
        """Read the candidate's file again; False, with a sentence, where that fails."""
        if self.file is None:
            return True
        try:
            text = read_ordinary(self.file, MOST_BYTES).decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it isn't UTF-8"
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
        self._show_code()

    def run(self) -> None:
        """Run the shown cases, and say what came of them."""
        if (result := self._run(kept=False)) is not None:
            self.room.do(self.room.interview.ran, self.room.kept, result)

    def hand_in(self) -> None:
        """Run all cases, and hand the code in."""
        result = self._run(kept=True)
        if result is None:
            return
        if result.ended == "interrupted":
            self.room.say(NOT_HANDED_IN)
            return
        self.room.do(self.room.interview.hand_in, self.room.kept, result)
        self.file, self._pasted, self._most_pasted = None, 0, 0
        self.room.keep("")

    def _run(self, *, kept: bool) -> "RunResult | None":
        if not self._read():
            return None
        if refusal := self.refusal(self.room.kept):
            self.room.say(refusal)
            return None
        if warning := self.warning:
            self.room.say(warning)
            if self.room.declines("run it all the same"):
                return None
            self.agreed = True
        code, task = self.room.kept, self._task
        asks = kept and self.room.source.answers and bool(doubt(task, code))
        if asks and self.room.declines(handing_in(task, code)):
            return None
        with stopped_by_interrupt() as stop:
            pasted = came_at_once(self._most_pasted, code)
            return self.result(task, code, kept=kept, pasted=pasted, stop=stop)


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
