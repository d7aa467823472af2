"""A real terminal for the installed command: a pty, and a pyte copy of what a person would see."""

import contextlib
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pyte

from tests.system.forking import Forked
from tests.warm import warmed_home

SIZE = ("COLUMNS", "LINES")  # left behind by the tests of pictures: they would win over the size of the pty
AT_START = ("PYTHON", "LANG", "LC_", "TEXTUAL")
TOLD_LATER = {"PYTHONDONTWRITEBYTECODE"}  # of these, what a forked program is told as it begins
COMMAND = str(Path(sys.executable).with_name("interview"))
SHELL = Path(__file__).with_name("shell.py")
ON_AT_FIRST = (7, 25)  # modes of a terminal: wrap at the edge, show the cursor
KEYS = {
    "enter": "\r",
    "backspace": "\x7f",
    "escape": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "space": " ",
    "ctrl+s": "\x13",
    "f8": "\x1b[19~",
}
# pyte prints the tail of sequences that it does not know (kitty keys, mode queries, cursor shapes): drop them
UNKNOWN = re.compile(
    rb"\x1b\[[<>=?]?[0-9;:]*(?:\$[a-z]|u|t|q| q)|\x1b\[>[0-9;]*[a-zA-Z]"
    rb"|\x1bP.*?\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)",
    re.DOTALL,
)


class Spawned(pexpect.spawn):  # type: ignore[misc]
    """A process that hears ctrl+c: what a shell runs in the background has it ignored, and so have its children."""

    def __init__(self, command: str, args: list[str], **about: Any) -> None:
        super().__init__(command, args, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL), **about)


class Terminal:
    """A command in a pty of `columns` by `rows`, with a home directory of its own."""

    command: tuple[str, ...] = (COMMAND,)
    start: type[pexpect.spawn] = Forked

    def __init__(self, home: Path, *arguments: str, columns: int = 80, rows: int = 24, **env: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._rest = b""
        self._text: str | None = None
        self.raw = b""
        full = {
            **{k: v for k, v in os.environ.items() if not k.startswith("INTERVIEW_") and k not in SIZE},
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CACHE_HOME": str(warmed_home(home / "cache")),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            **env,
        }
        command, *first = self.command
        # what Python itself looks at when it starts cannot be told to one that has
        start = Spawned if any(name.startswith(AT_START) for name in {*env} - TOLD_LATER) else self.start
        self.child = start(
            command, [*first, *arguments], env=full, cwd=str(home), dimensions=(rows, columns), encoding=None
        )
        self.child.delaybeforesend = None

    def pump(self, seconds: float = 0.05) -> None:
        """Read what the command prints within `seconds`, or until it has ended."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self._hear(left):
            pass

    def settle(self, quiet: float = 0.06) -> None:
        """Read until nothing has come for so long: the paint is whole, but for a clock that goes on."""
        end = time.monotonic() + 10 * quiet
        while time.monotonic() < end and self._hear(quiet):
            pass

    def _hear(self, seconds: float) -> bool:
        """Read the next that the command prints; False where nothing comes within `seconds`, or any more."""
        try:
            data = self.child.read_nonblocking(65536, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self._feed(data)
        return True

    def _feed(self, data: bytes) -> None:
        self.raw += data
        self._text = None
        data = self._rest + data
        cut = data.rfind(b"\x1b")
        unfinished = (
            cut >= 0 and len(data) - cut < 24 and not re.match(rb"\x1b(?:[@-Z\\^-~]|\[[0-?]*[ -/]*[@-~])", data[cut:])
        )
        self._rest, data = (data[cut:], data[:cut]) if unfinished else (b"", data)
        with contextlib.suppress(Exception):  # pyte stumbles over an exotic sequence: the next paint mends it
            self._stream.feed(UNKNOWN.sub(b"", data))

    @property
    def text(self) -> str:
        """The screen as lines."""
        if self._text is None:
            self._text = "\n".join(line.rstrip() for line in self.screen.display)
        return self._text

    def wait(self, seen: Callable[[], bool], seconds: float = 20.0) -> None:
        """Read until `seen`; fails with the screen when that takes too long."""
        end = time.monotonic() + seconds
        while not seen():
            assert time.monotonic() < end, f"not seen within {seconds} s; the screen shows:\n{self.text}"
            if self._hear(0.05):
                self.pump(0.01)  # a paint comes in pieces
            elif self.child.flag_eof:
                time.sleep(0.01)

    def wait_for(self, text: str, seconds: float = 20.0) -> None:
        """Read until `text` is on the screen, and its paint is over: nobody presses a key sooner."""
        self.wait(lambda: text in self.text, seconds)
        self.settle(0.03)

    def press(self, *keys: str) -> None:
        """Send keys by name, or text as it is."""
        for key in keys:
            self.child.send(KEYS.get(key, key))
            self.pump(0.02)

    def kill(self) -> None:
        """kill -9, as a crash would."""
        self.child.kill(signal.SIGKILL)
        self.close()

    def close(self) -> None:
        """End the command and free the terminal."""
        try:
            self.child.close(force=True)
        except pexpect.ExceptionPexpect:  # killed, but not gone within the tenth of a second that pexpect allows
            self.child.wait()

    def wait_end(self, seconds: float = 10.0) -> int | None:
        """Wait until the command has ended; its exit status."""
        self.wait(lambda: not self.child.isalive(), seconds)
        while self._hear(0.05):
            pass  # its last words, which it may have said between the last look and its end
        self.child.close()
        status: int | None = self.child.exitstatus
        return status


class Installed(Terminal):
    """The same, started as a person starts it."""

    start = Spawned


class Job(Installed):
    """The same as the job of a shell: what it leaves behind in the terminal can be looked at."""

    def __init__(self, home: Path, *arguments: str, **env: str) -> None:
        self._said = home / f"said-{time.monotonic_ns()}"
        self._said.touch()
        self.command = (sys.executable, "-I", "-S", str(SHELL), str(self._said), COMMAND)
        super().__init__(home, *arguments, columns=80, rows=24, **env)
        self.wait(lambda: bool(self.said("pid ")))
        self.pid = int(self.said("pid ")[0])

    def said(self, start: str) -> list[str]:
        """What the shell has written down that begins so, without that."""
        lines = self._said.read_text("utf-8").splitlines()
        return [line.removeprefix(start) for line in lines if line.startswith(start)]

    @property
    def status(self) -> int | None:
        """The exit status as a shell gives it, or None while the command runs."""
        ended = self.said("ended ")
        return int(ended[0]) if ended else None

    def signal(self, *numbers: int) -> None:
        """Send signals to the command."""
        for number in numbers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def go_on(self) -> None:
        """As `fg` does."""
        os.kill(self.child.pid, signal.SIGUSR1)

    @property
    def spoilt(self) -> list[str]:
        """What is not as it was before: flags, input for the shell, and modes that were set and not taken back."""
        faults = [f"a {line}" for line in self.said("") if line.startswith("terminal with")]
        faults += [f"{left} waits for the shell" for left in self.said("left ") if left != "b''"]
        return faults + [f"mode {mode} is left {value}" for mode, value in modes_left(self.raw).items()]

    def close(self) -> None:
        if self.status is None:
            self.signal(signal.SIGKILL)
        super().close()


def modes_left(raw: bytes) -> dict[int, str]:
    """The private modes of a terminal that a program has set and not put back (h set, l reset)."""
    state: dict[int, str] = {}
    for numbers, value in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", raw):
        state |= {int(number): value.decode() for number in numbers.split(b";") if number}
    return {mode: value for mode, value in state.items() if value != ("h" if mode in ON_AT_FIRST else "l")}
