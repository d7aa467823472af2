"""The clocks of a session: the machine's and a simulated one, and a time as people read it."""

import math
import time
from datetime import UTC, datetime, timedelta, tzinfo


def clock(seconds: float) -> str:
    """Minutes and whole seconds, without a sign: `1:05`, `75:00`.

    An edited transcript may hold any number: NaN shows as 0:00, and the rest is capped at `LARGEST_CLOCK`.
    """
    whole = 0 if math.isnan(seconds) else int(min(abs(seconds), LARGEST_CLOCK))
    minutes, rest = divmod(whole, 60)
    return f"{minutes}:{rest:02}"


LARGEST_CLOCK = 1e9  # seconds, over thirty years


class LocalZone(tzinfo):
    """The local time of this machine, at each moment as it was or will be then.

    The zone of a local time is a fixed offset: with that of winter, half past midnight in summer is the day before.
    """

    def fromutc(self, at: datetime) -> datetime:
        """The local time of a moment that is given in UTC."""
        moment = at.replace(tzinfo=UTC).astimezone()
        local = moment.replace(tzinfo=self)
        return local if local.utcoffset() == moment.utcoffset() else local.replace(fold=1)

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        """What local time is ahead of UTC by then."""
        return None if at is None else at.replace(tzinfo=None).astimezone().utcoffset()

    def tzname(self, at: datetime | None) -> str | None:
        """What local time is called then."""
        return None if at is None else at.replace(tzinfo=None).astimezone().tzname()

    def dst(self, at: datetime | None) -> timedelta | None:  # noqa: ARG002 - the signature of a time zone
        """How much of that is summer time: the machine doesn't say."""
        return None


LOCAL = LocalZone()


class Clock:
    """The machine's clocks: wall time for the records, monotonic seconds for the interview clock."""

    def now(self) -> datetime:
        """The current time in UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds from an arbitrary origin; never goes back, and ignores changes to the wall clock."""
        return time.monotonic()


class SimulatedClock(Clock):
    """Interview time that only `advance` moves. Wall time moves along from `start`, or is real where that is None."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start
        self._seconds = 0.0

    def advance(self, seconds: float) -> None:
        """Let `seconds` of interview time pass."""
        self._seconds += max(0.0, seconds)

    def now(self) -> datetime:
        """The start plus what has passed, or real time where no start was given."""
        if self._start is None:
            return super().now()
        return self._start + timedelta(seconds=self._seconds)

    def elapsed(self) -> float:
        """Simulated seconds."""
        return self._seconds


def minutes_left(seconds: float) -> str:
    """The time left in words, for a line that stays; a started minute counts."""
    minutes = math.ceil(abs(seconds) / 60)
    return f"{minutes} min left" if seconds >= 0 else f"{minutes} min over time"
