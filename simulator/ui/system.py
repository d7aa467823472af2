"""The system around the program: the person's own editor, the signals that end the program, and its exit message.

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
from simulator.session.workspace import Workspace, bundled_graphs, find_graph

if TYPE_CHECKING:
    from simulator.session.sitting import Sitting


def edited(text: str, name: str) -> bytes:
    """The bytes of `text` after the person has edited it, in a file called `name`.

    Raises UsageError if the editor cannot be run or fails. What it changed until then, with its own files, stays in a
    folder that the message names.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="interview-edit-"))
        path = folder / name
        path.write_bytes(text.encode())
        problem = run(path)
        fresh = path.read_bytes()
    except OSError as error:
        raise UsageError(f"The text couldn't be passed to an editor and back ({error.strerror}).") from error
    left = fresh != text.encode() or any(other != path for other in folder.iterdir())
    if not problem or not left:
        shutil.rmtree(folder, ignore_errors=True)
    if problem:
        raise UsageError(f"{problem}; {f'what it left is in {path}' if left else 'nothing has changed'}.")
    return fresh


def run(path: Path) -> str:
    """Open a file in the editor; returns how it failed, or an empty string. Raises UsageError if it cannot be run."""
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = shlex.split(wanted) or ["vi"]
    except ValueError as error:
        raise UsageError(f"EDITOR can't be read: {short(wanted)} has an open quote; set it again.") from error
    try:
        status = subprocess.call([*command, str(path)])
    except OSError as error:
        raise UsageError(f"The editor {short(command[0])} can't be used ({error.strerror}); set EDITOR.") from error
    how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
    return f"The editor {short(command[0])} {how}" if status else ""


def temporary_file(data: bytes, suffix: str) -> Path:
    """A new temporary file with `data` in it."""
    handle, name = tempfile.mkstemp(prefix="interview-edit-", suffix=suffix)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    return Path(name)


NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGALRM", "SIGUSR1", "SIGUSR2")  # all would end the program
PATIENCE = 3.0  # seconds after which a second signal finds the program stuck
SIGNALS = tuple(getattr(signal, name) for name in NAMES if hasattr(signal, name))


class LineSignals:
    """Notes that a signal asked the program to leave. Only a wait for input is interrupted, never a step half done.

    A second signal some seconds later finds the program stuck, as when a terminal takes no more, and ends it at once.
    """

    def __init__(self, leaves: type[BaseException]) -> None:
        self._leaves = leaves
        self._waiting = False
        self.asked = False
        self._since = 0.0

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Handle the signals within the block, and restore their handlers afterwards.

        If there was a signal they then end the program at once: it is leaving, and everything is kept.
        """
        before = {}
        for number in SIGNALS:
            with contextlib.suppress(ValueError):  # not in the main thread
                before[number] = signal.signal(number, self._hear)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, signal.SIG_DFL if self.asked else handler)

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """A block whose wait may be interrupted."""
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


def exit_message(sitting: "Sitting", usual: Workspace | None = None, *, plain: bool = False) -> list[str]:
    """What to print when a sitting was left: how to resume it, or the text that could not be written anywhere.

    `usual` is the workspace of a command that names none: if it finds the session there, its id is enough. Somebody who
    was in the line mode (`plain`) resumes in it.
    """
    go_on = ["To resume:", f"    {resume_command(sitting, usual, plain=plain)}"]
    if sitting.is_kept and sitting.rescued is None:
        return [f"Paused. Nothing is lost. {go_on[0]}", go_on[1]]
    if sitting.is_kept:
        return ["Its folder couldn't be written to; everything was saved elsewhere.", *go_on]
    return [
        "This couldn't be saved anywhere, so copy it from here:",
        "",
        sitting.unsaved_text,
        "",
        "The rest is saved.",
        *go_on,
    ]


def resume_command(sitting: "Sitting", usual: Workspace | None = None, *, plain: bool = False) -> str:
    """The shell command that resumes a sitting, `plain` in the line mode."""
    path = sitting.path.absolute()
    known = usual is None or path.parent == usual.sessions.absolute()
    words = ["interview", "resume", path.stem if known and sitting.rescued is None else str(path)]
    words += ["--plain"] if plain else []
    if usual is not None:
        graph = sitting.interview.graph
        try:
            found = find_graph(usual, graph.id).resolve()
            anywhere = {usual.graphs.resolve(), bundled_graphs().resolve()}  # one in this folder is known here alone
            known = found == graph.path.resolve() and found.parent in anywhere
        except (SimulatorError, OSError):
            known = False
        words += [] if known else ["--graphs", str(graph.path.absolute().parent)]
    return shlex.join(words)


try:
    import termios  # not in the handler: an import there breaks one that the signal has interrupted
except ImportError:  # not on every system
    termios = None  # type: ignore[assignment]

SECONDS_TO_END = 5.0  # seconds until the program ends whatever happens, once its terminal is gone


class ScreenSignals:
    """Handles the signals while the screen is shown. The first asks the app to leave; no other interrupts that.

    The event loop's own handlers would not do: they don't run while a paint waits for a terminal that is gone, and at
    a second SIGINT asyncio cancels what restores the terminal.
    """

    def __init__(self) -> None:
        self.heard = 0  # the signal that asked to leave
        self._leave: Callable[[], object] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._before: dict[int, Any] = {}
        self._elsewhere = False

    def watch(self) -> None:
        """Handle them from now on."""
        for number in SIGNALS:
            if number not in self._before:
                with contextlib.suppress(ValueError):  # not in every thread
                    self._before[number] = signal.signal(number, self._hear)

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Handle them within the block, and restore their handlers afterwards.

        After a signal the program is leaving, so further ones are ignored.
        """
        self.watch()
        try:
            yield
        finally:
            while self._before:
                number, before = self._before.popitem()
                signal.signal(number, signal.SIG_IGN if self.heard else before)

    def on_terminate(self, leave: Callable[[], object]) -> None:
        """Have the running loop call `leave` on the first signal, or at once if there has been one."""
        self._loop, self._leave = asyncio.get_running_loop(), leave
        if self.heard:
            self._loop.call_soon(leave)

    @contextlib.contextmanager
    def while_elsewhere(self) -> Iterator[None]:
        """Ignore ctrl+c within the block: another program has the terminal."""
        self._elsewhere = True
        try:
            yield
        finally:
            self._elsewhere = False

    def _hear(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the signature of a handler
        if self._elsewhere and number == signal.SIGINT:
            return
        if terminal_is_gone():
            # Write to nowhere from now on. At the first error Textual's writer thread ends, and whatever paints or
            # leaves would then wait for it for ever. All answers are on disk long before, and the lock goes with us.
            void = os.open(os.devnull, os.O_WRONLY)
            for handle in (1, 2):
                os.dup2(void, handle)
            end_within()
        if not self.heard:
            self.heard = number
            if self._loop is not None and self._leave is not None:
                with contextlib.suppress(RuntimeError):  # the loop is closed: the app is leaving already
                    self._loop.call_soon_threadsafe(self._leave)


def terminal_is_gone() -> bool:
    """Whether the terminal was closed."""
    if termios is None:
        return False
    try:
        termios.tcgetattr(2)
    except termios.error as error:
        return bool(error.args) and error.args[0] == errno.EIO
    return False


def end_within() -> None:
    """End the program after a few seconds if anything keeps it from leaving by itself."""
    end = threading.Timer(SECONDS_TO_END, os._exit, [128 + signal.SIGHUP])
    end.daemon = True
    end.start()
