"""Time as a parameter: the only place of the session layer where a clock is read; and how every output says it."""

import math
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


def clock(seconds: float) -> str:
    """A time as a clock shows it, the whole seconds that are over, without a sign: `1:05`, `75:00`.

    What no clock could have counted, in a transcript that was edited, is shown as the longest time.
    """
    whole = 0 if math.isnan(seconds) else int(min(abs(seconds), LONGEST))
    minutes, rest = divmod(whole, 60)
    return f"{minutes}:{rest:02}"


LONGEST = 1e9  # seconds, over thirty years


class Clock(Protocol):
    """Wall time for records, monotonic seconds for the interview clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""

    def elapsed(self) -> float:
        """Seconds from an arbitrary origin, never falling."""


class SystemClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds of the monotonic clock; a wall clock set back does not move it."""
        return time.monotonic()


class SimulatedClock:
    """Interview time that only `advance` moves; wall time is read from `wall`, or moves along from `start`."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start
        self._seconds = 0.0

    def advance(self, seconds: float) -> None:
        """Let `seconds` of interview time pass."""
        self._seconds += max(0.0, seconds)

    def now(self) -> datetime:
        """The start plus what has passed, or real time where no start was given."""
        if self._start is None:
            return datetime.now(UTC)
        return self._start + timedelta(seconds=self._seconds)

    def elapsed(self) -> float:
        """Simulated seconds."""
        return self._seconds
