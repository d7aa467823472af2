"""The system around the program: a person's own editor, the signals that end the program, and its last words.

The editor is $VISUAL, else $EDITOR, else vi.
"""

import asyncio
import contextlib
import errno
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from simulator.errors import SimulatorError, UsageError
from simulator.graph.text import short
from simulator.session.workspace import Workspace, find_graph

if TYPE_CHECKING:
    from simulator.session.sitting import Sitting


def edited(text: str, name: str) -> bytes:
    """The bytes that the editor leaves of `text`, which it is given in a file called `name`.

    Raises UsageError where it cannot be run or given the text, or ends with an error; what it changed until then, and
    what it keeps for itself, stays in a folder that the message names.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="interview-edit-"))
        path = folder / name
        path.write_bytes(text.encode())
        problem = run(path)
        fresh = path.read_bytes()
    except OSError as error:
        raise UsageError(f"The text cannot be passed to an editor and back ({error.strerror}).") from error
    left = fresh != text.encode() or any(other != path for other in folder.iterdir())
    if not problem or not left:
        shutil.rmtree(folder, ignore_errors=True)
    if problem:
        raise UsageError(f"{problem}; {f'what it left is in {path}' if left else 'nothing was changed'}.")
    return fresh


def run(path: Path) -> str:
    """Have the editor open a file; how it ended where it did so with an error.

    Raises UsageError where it cannot be run.
    """
    command = _command()
    try:
        status = subprocess.call([*command, str(path)])
    except OSError as error:
        raise UsageError(f"The editor {short(command[0])} cannot be used ({error.strerror}); set EDITOR.") from error
    how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
    return f"The editor {short(command[0])} {how}" if status else ""


def aside(data: bytes, suffix: str) -> Path:
    """A new file among the temporary ones that holds `data`."""
    handle, name = tempfile.mkstemp(prefix="interview-edit-", suffix=suffix)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    return Path(name)


def _command() -> list[str]:
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        return shlex.split(wanted) or ["vi"]
    except ValueError as error:
        raise UsageError(f"EDITOR cannot be read: {short(wanted)} has an open quote; set it anew.") from error


NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGALRM", "SIGUSR1", "SIGUSR2")  # all would end the program
PATIENCE = 3.0  # seconds in which a program that was asked to go has gone
SIGNALS = tuple(getattr(signal, name) for name in NAMES if hasattr(signal, name))


class SignalGuard:
    """Notes that someone asked the program to go. Only a wait for input is interrupted, never a step half done.

    Who asks again later finds it stuck, as at a terminal that takes no more: then it ends at once.
    """

    def __init__(self, leaves: type[BaseException]) -> None:
        self._leaves = leaves
        self._waiting = False
        self.asked = False
        self._since = 0.0

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """While this lasts, the signals are heard; afterwards they mean what they meant before.

        Where one was heard they end the program at once: it is on its way out, and everything is kept.
        """
        before = {}
        for number in SIGNALS:
            with contextlib.suppress(ValueError):  # not the main thread: whoever runs it hears for itself
                before[number] = signal.signal(number, self._hear)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, signal.SIG_DFL if self.asked else handler)

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """A wait that may be interrupted."""
        self._waiting = True
        try:
            if self.asked:
                raise self._leaves
            yield
        finally:
            self._waiting = False

    def _hear(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the signature of a handler
        first, self.asked = not self.asked, True
        if first:
            self._since = time.monotonic()
        elif time.monotonic() - self._since > PATIENCE:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        if self._waiting and first:
            raise self._leaves


def exit_message(sitting: "Sitting", usual: Workspace | None = None) -> list[str]:
    """What is said of a sitting that was left: where it is kept, or the words that could be written nowhere.

    `usual` is the workspace of a command that names none: where it finds the session, the id is enough.
    """
    go_on = ["Go on with:", f"    {resume_command(sitting, usual)}"]
    if sitting.is_kept and sitting.rescued is None:
        return [f"Paused; nothing is lost. {go_on[0]}", go_on[1]]
    if sitting.is_kept:
        return ["Its folder could not be written; everything was put elsewhere.", *go_on]
    return [
        "This could be written nowhere, so copy it from here:",
        "",
        sitting.unsaved_text,
        "",
        "The rest is kept.",
        *go_on,
    ]


def resume_command(sitting: "Sitting", usual: Workspace | None = None) -> str:
    """The command that goes on with a sitting, as a shell takes it."""
    path = sitting.path.absolute()
    known = usual is None or path.parent == usual.sessions.absolute()
    words = ["interview", "resume", path.stem if known and sitting.rescued is None else str(path)]
    if usual is not None and not _finds(usual, sitting):
        words += ["--graphs", str(sitting.interview.graph.path.absolute().parent)]
    return shlex.join(words)


def _finds(usual: Workspace, sitting: "Sitting") -> bool:
    """Whether a command that names no folder of graphs takes the graph of the sitting by its id."""
    graph = sitting.interview.graph
    try:
        return find_graph(usual, graph.id).resolve() == graph.path.resolve()
    except (SimulatorError, OSError):
        return False


try:
    import termios  # not in the handler: an import there spoils one that the signal has interrupted
except ImportError:  # not on every system
    termios = None  # type: ignore[assignment]

LONGEST = 5.0  # seconds until the program ends all the same where its terminal is gone


class Signals:
    """Hears the signals while the screen is shown. The first one asks the app to leave, and no other interrupts that.

    Handlers of its own, not the loop's: those would not hear while a paint waits for a terminal that is gone, and at a
    second SIGINT asyncio breaks off whatever restores the terminal.
    """

    def __init__(self) -> None:
        self.heard = 0  # the signal that asked to leave
        self._leave: Callable[[], object] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._before: dict[int, Any] = {}
        self._elsewhere = False

    def watch(self) -> None:
        """Hear them from now on."""
        for number in SIGNALS:
            if number not in self._before:
                with contextlib.suppress(ValueError):  # not in every thread
                    self._before[number] = signal.signal(number, self._hear)

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """While this lasts they are heard; afterwards they mean what they meant before.

        Once one was heard the program ends, and another in its last moments changes nothing any more.
        """
        self.watch()
        try:
            yield
        finally:
            while self._before:
                number, before = self._before.popitem()
                signal.signal(number, signal.SIG_IGN if self.heard else before)

    def on_terminate(self, leave: Callable[[], object]) -> None:
        """Have the running loop call `leave` on the first signal; at once where one came before the loop."""
        self._loop, self._leave = asyncio.get_running_loop(), leave
        if self.heard:
            self._loop.call_soon(leave)

    @contextlib.contextmanager
    def while_elsewhere(self) -> Iterator[None]:
        """While another program has the terminal its ctrl+c is for that one."""
        self._elsewhere = True
        try:
            yield
        finally:
            self._elsewhere = False

    def _hear(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the signature of a handler
        if self._elsewhere and number == signal.SIGINT:
            return
        if _terminal_is_gone():
            _end_without_it()
        if not self.heard:
            self.heard = number
            if self._loop is not None and self._leave is not None:
                with contextlib.suppress(RuntimeError):  # the loop is closed: it is being left already
                    self._loop.call_soon_threadsafe(self._leave)


def _terminal_is_gone() -> bool:
    if termios is None:
        return False
    try:
        termios.tcgetattr(2)
    except termios.error as error:
        return bool(error.args) and error.args[0] == errno.EIO
    return False


def _end_without_it() -> None:
    """Paint into the void from now on; what waits for the terminal all the same does not keep the program.

    Textual's thread that paints ends at the first error, and whoever paints, or leaves, then waits for it for ever. All
    that was acknowledged is on the disk long before that, and the lock of a session goes with the program.
    """
    void = os.open(os.devnull, os.O_WRONLY)
    for handle in (1, 2):
        os.dup2(void, handle)
    end_within()


def end_within(seconds: float = LONGEST) -> None:
    """End the program after that time, should anything keep it from leaving by itself."""
    end = threading.Timer(seconds, os._exit, [128 + signal.SIGHUP])
    end.daemon = True
    end.start()
