"""Being told to go, by SIGINT, SIGTERM or a terminal that is closed: the program leaves as by its own key."""

import asyncio
import contextlib
import errno
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from simulator.ui.leaving import SIGNALS

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

    def tell(self, leave: Callable[[], object]) -> None:
        """Have `leave` called by the running loop; at once where a signal came before there was one."""
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
