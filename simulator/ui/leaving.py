"""Being told to go: Ctrl-C, SIGTERM, and the terminal that is closed, all end in an orderly pause."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from simulator.session.sitting import Sitting

Asked = TypeVar("Asked", bound=BaseException)
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Door:
    """Notes that someone asked the program to go. Only a wait for input is interrupted, never a step half done."""

    def __init__(self, leaves: type[BaseException]) -> None:
        self._leaves = leaves
        self._waiting = False
        self.asked = False

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """While this lasts, the signals are heard; afterwards they mean what they meant before."""
        before = {}
        for number in SIGNALS:
            with contextlib.suppress(ValueError):  # not the main thread: whoever runs it hears for itself
                before[number] = signal.signal(number, self._hear)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

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
        if self._waiting and first:
            raise self._leaves


def farewell(sitting: "Sitting") -> list[str]:
    """What is said of a sitting that was left: where it is kept, or the words that could be written nowhere."""
    go_on = f"Go on with: interview resume {sitting.rescued or sitting.path.stem}"
    if sitting.is_kept and sitting.rescued is None:
        return [f"Paused; nothing is lost. {go_on}"]
    if sitting.is_kept:
        return [f"Its folder could not be written; everything was put elsewhere. {go_on}"]
    return [
        "This could be written nowhere, so copy it from here:",
        "",
        sitting.unkept,
        "",
        f"The rest is kept. {go_on}",
    ]
