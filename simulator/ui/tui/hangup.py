"""Being told to go, by SIGTERM or by a terminal that is closed: the program leaves as by its own key."""

import asyncio
import contextlib
import errno
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

try:
    import termios  # not in the handler: an import there spoils one that the signal has interrupted
except ImportError:  # not on every system
    termios = None  # type: ignore[assignment]

LONGEST = 5.0  # seconds until the program ends all the same where its terminal is gone


def heed(leave: Callable[[], object]) -> None:
    """Have `leave` called by the running loop on SIGTERM, and on SIGHUP of a terminal that is closed.

    A handler of its own, not the loop's: that one would not hear while a paint waits for a terminal that is gone.
    """
    loop = asyncio.get_running_loop()
    before: dict[int, Any] = {}

    def hear(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
        if loop.is_closed():  # the screen was left: the signal means what it meant before
            signal.signal(number, before[number])
            signal.raise_signal(number)
            return
        if _terminal_is_gone():
            _end_without_it()
        loop.call_soon_threadsafe(leave)

    for name in ("SIGTERM", "SIGHUP"):
        with contextlib.suppress(AttributeError, ValueError):  # not on every system, nor in every thread
            number = getattr(signal, name)
            before[number] = signal.signal(number, hear)


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
