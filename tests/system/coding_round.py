"""A code round in a real terminal, on the small graph of tests/data/coding."""

import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from simulator.session.archive.archive import paths
from simulator.session.interview.state import State, fold
from simulator.session.interview.turn import Turn
from simulator.session.transcript.read import read
from simulator.session.transcript.sidecars import DraftFile
from tests.coding import WORKSHOP
from tests.system.terminal import Terminal

CTRL_C, CTRL_R = "\x03", "\x12"
TALKER = ("--format", "code", "--role", "talker", "--seed", "3")
PASTE = "\x1b[200~", "\x1b[201~"  # around what a terminal pastes
SHIFT_UP = "\x1b[1;2A"


def workshop_home(folder: Path) -> Path:
    """A home with that graph in it."""
    shutil.copytree(WORKSHOP, folder / "graphs" / "workshop")
    return folder


class Round:
    """A code round that is sat by keys."""

    def __init__(self, home: Path, *more: str, columns: int = 80, rows: int = 24, **env: str) -> None:
        self.home, self.sessions, self.env = home, home / "sessions", env
        self.where = ("--graphs", str(home / "graphs"), "--sessions", str(self.sessions))
        self.size = {"columns": columns, "rows": rows}
        self.more = more
        self.terminal = self._opened("start", "workshop", *TALKER, *more)

    def _opened(self, *words: str) -> Terminal:
        return Terminal(self.home, *words, *self.where, **self.size, **self.env)  # type: ignore[arg-type]

    @property
    def transcript(self) -> Path:
        return paths(self.sessions)[0]

    @property
    def state(self) -> State:
        reading = read(self.transcript)
        return fold(reading.header, reading.events)

    @property
    def turn(self) -> Turn:
        turn = self.state.current
        assert turn is not None
        return turn

    def draft(self) -> str:
        """The code that is kept on the disk."""
        found = DraftFile(self.transcript).load()
        return found.text if found else ""

    def begin(self) -> None:
        """Wait for the first task."""
        self.terminal.wait_for("your code", 40)
        self.terminal.wait(lambda: bool(paths(self.sessions)) and self.state.current is not None)

    def press(self, *keys: str) -> None:
        self.terminal.press(*keys)

    def write(self, code: str) -> None:
        """Put code in place of all that is there, as a paste: all is marked from the end on, where the cursor is."""
        self.press(SHIFT_UP * 40)
        begins, ends = PASTE
        self.press(f"{begins}{code}{ends}")
        self.terminal.wait(lambda: self.draft().rstrip() == code.rstrip())

    def runs(self, count: int) -> None:
        """Wait until so many runs are kept."""
        self.terminal.wait(lambda: len(self.turn.runs) == count, 30)

    def back(self) -> None:
        """Open it again, after kill -9."""
        self.terminal.kill()
        self.terminal = self._opened("resume", self.transcript.stem)

    def leave(self) -> None:
        """Leave it paused."""
        self.press("escape")
        self.terminal.wait_for("press a letter")
        self.press("q")
        self.terminal.wait_for("enter open")
        self.press("q")
        self.terminal.wait_end(20)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.terminal.close()
