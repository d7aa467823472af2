"""Being told to go: Ctrl-C, SIGTERM, and the terminal that is closed, all end in an orderly pause."""

import contextlib
import shlex
import signal
import time
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

from simulator.errors import SimulatorError
from simulator.session.workspace import Workspace, find_graph

if TYPE_CHECKING:
    from simulator.session.sitting import Sitting

Asked = TypeVar("Asked", bound=BaseException)
NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGALRM", "SIGUSR1", "SIGUSR2")  # all would end the program
PATIENCE = 3.0  # seconds in which a program that was asked to go has gone
SIGNALS = tuple(getattr(signal, name) for name in NAMES if hasattr(signal, name))


class Door:
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


def farewell(sitting: "Sitting", usual: Workspace | None = None) -> list[str]:
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
        sitting.unkept,
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
