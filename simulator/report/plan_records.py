"""The records of the plan until the interview: its days, and what was sat before."""

from datetime import date
from typing import Literal, NamedTuple

from simulator.report.concept_records import Result

Kind = Literal["interview", "screen", "code", "gaps", "area", "due", "rest", "brief"]


class Resting(Result, frozen=True):
    """A question that would be due, had the answer to a harder one (`by`, of a `tier`) not rehearsed it.

    `title` is that of its concept, and `by_title` that of the harder one's.
    """

    question: str
    title: str
    by: str
    by_title: str
    tier: int
    answered: date
    until: date


class PlannedDay(Result, frozen=True):
    """One day: what it is for, with the minutes that it takes, scoring included.

    A sitting has its `format` and its `length` in interview minutes. `area` and `concepts` are ids; `questions` counts
    those that are due. `done` says that it was sat on that day. `also` is what fits into the minutes besides.
    """

    day: date
    kind: Kind
    title: str
    minutes: int
    area: str = ""
    concepts: tuple[str, ...] = ()
    done: bool = False
    format: str = ""
    length: int = 0
    questions: int = 0
    also: tuple["PlannedDay", ...] = ()

    @property
    def parts(self) -> tuple["PlannedDay", ...]:
        """What the day is for, and all that comes besides."""
        return (self, *self.also)

    @property
    def to_do(self) -> "PlannedDay":
        """What of it is next: once the first part was done, what comes besides."""
        return self.also[0] if self.done and self.also else self

    @property
    def whole(self) -> int:
        """The minutes of all parts."""
        return sum(part.minutes for part in self.parts)


class Countdown(Result, frozen=True):
    """The days from `today` to the one before the interview, or the interview's own if that is today.

    Without a date (`until` is None) it is a week, and to one far off a year; where it has passed there are no days.
    `started` says that something was answered before; `resting` are questions that would be due today; `advert` the
    areas, by id, that an advert asks for; `spent` the minutes that were sat today, scoring included.
    """

    today: date
    until: date | None
    minutes_a_day: int
    days: tuple[PlannedDay, ...]
    started: bool = False
    resting: tuple[Resting, ...] = ()
    advert: tuple[str, ...] = ()
    spent: int = 0

    @property
    def days_left(self) -> int | None:
        """Days until the interview, below zero once it has passed; None without a date."""
        return None if self.until is None else (self.until - self.today).days

    @property
    def is_cut(self) -> bool:
        """Whether the interview is so far off that only the first days are planned."""
        return self.until is not None and bool(self.days) and (self.until - self.days[-1].day).days > 1

    @property
    def now(self) -> PlannedDay | None:
        """Today."""
        return self.days[0] if self.days else None


class PastSitting(NamedTuple):
    """An interview that was sat, on which day; of a deep dive its area, and its concepts if it was on these alone.

    `answers` counts its answers, None where they weren't counted; `whole` says that half of it was sat at least.
    `length` is what it was planned for, 0 where that were the `minutes` that it took.
    """

    day: date
    format: str
    minutes: int
    area: str = ""
    concepts: tuple[str, ...] = ()
    answers: int | None = None
    whole: bool = True
    length: int = 0
