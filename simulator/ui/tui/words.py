"""How screens say times, days and counts."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from simulator.graph.text import length_in_words, plural, whole_number
from simulator.session.clock import clock as clock
from simulator.session.days import DAY_EXAMPLES as DAY_EXAMPLES
from simulator.session.days import day_and_month
from simulator.session.days import day_of as day_of
from simulator.session.days import other_reading as other_reading
from simulator.session.presets import sitting_title
from simulator.ui.preferences import LEAST_A_DAY, MOST_A_DAY

if TYPE_CHECKING:
    from simulator.report.records import SessionInfo
    from simulator.session.archive.summary import SessionRow
    from simulator.session.header import Header

READING_INTERVIEWS = "Reading your interviews."
CHECKED = "c"  # stands for a check where a question has its number


def reading_in_doubt(text: str, today: date) -> str:
    """What is asked about a day that may be another one, and what to do if it is; empty where it's plain."""
    asked = other_reading(text, today)
    return f"{asked} If so, write that date." if asked.endswith("?") else asked


def moment(at: datetime, today: date) -> str:
    """A point in time: today 14:02, yesterday 9:30, 24 Nov, 24 Nov 2025."""
    local = at.astimezone()
    days = (today - local.date()).days
    if days in (0, 1):
        return f"{('today', 'yesterday')[days]} {local.hour}:{local.minute:02d}"
    return day_and_month(local, today)


def counted(sessions: "Sequence[SessionRow]") -> str:
    """How many interviews there are, and how many of them hold no answer, scored or not, which progress leaves out.

    One with checks only isn't meant, nor one in which an answer was begun.
    """
    empty = sum(bool(row.questions) and not row.has_answer for row in sessions)
    return plural(len(sessions), "interview") + (f", {empty} without an answer" if empty else "")


def short_title(title: str, titles: Sequence[str]) -> str:
    """The first half of a title with an "and", if no other title has the same: `Retrieval and RAG` as `Retrieval`."""
    first = title.partition(" and ")[0]
    return first if sum(other.partition(" and ")[0] == first for other in titles) == 1 else title


def days_until(days: int) -> str:
    """How many days are left to the interview."""
    return {0: "interview today", 1: "interview tomorrow"}.get(days, f"interview in {days} days")


def interview_on(day: date, today: date) -> tuple[str, ...]:
    """The day of the interview in ever fewer words: `interview on Wednesday, in 5 days`, `interview in 5 days`."""
    left = (day - today).days
    shorter = days_until(left)
    if left < 2:
        return (shorter,)
    named = f"{day:%A}" if left < 7 else f"{day.day} {day:%B}"
    return (f"interview on {named}, in {left} days", shorter)


def captions(session: "Header | SessionInfo", role: str, today: date, *before: str, spoken: bool) -> tuple[str, ...]:
    """A session in ever fewer words: Full interview · Applied engineer · today 14:02. `before` comes first."""
    title = sitting_title(session, spoken=spoken)
    when = moment(session.started, today)
    parts = ((title, role, when), (title, when), (when,))
    return tuple(" · ".join(filter(None, (*before, *part))) for part in parts)


def spoken(identifier: str) -> str:
    """An id as words: `applied engineer` for `applied-engineer`."""
    return identifier.replace("-", " ")


def word_count(text: str) -> int:
    """The number of words; two signs of a language without spaces are one."""
    return length_in_words(text)


def met(concepts: int, asked: int = 0, touched: int = 0) -> str:
    """`96 concepts: 19 asked about, 13 touched on`, or `96 concepts, none asked about yet`."""
    seen = f": {asked_words(asked, touched)}" if asked or touched else ", none asked about yet"
    return f"{plural(concepts, 'concept')}{seen}"


def asked_words(asked: int, touched: int) -> str:
    """How many concepts were asked about, and how many only beside others: `19 asked about, 13 touched on`.

    Checks ask about one, too: "5 asked" stood beside the four answers of the same interview.
    """
    return f"{asked:,} asked about{f', {touched:,} touched on' if touched else ''}"


_COUNTS = {"a": 1, "an": 1} | {n: at for at, n in enumerate("one two three four five six seven eight".split(), 1)}
_COUNT = rf"{'|'.join(_COUNTS)}|[0-9]{{1,2}}(?:\.[0-9]+)?"
_PARTS = {"half an hour": 30, "a half hour": 30, "a quarter of an hour": 15, "three quarters of an hour": 45}
_HOURS = re.compile(
    rf"({_COUNT}) ?(?:hours?|hrs?|h)( and a half)?(?:,? ?(?:and )?([0-9]{{1,2}}) ?(?:m|mins?|minutes)?)?"
)
_AND_A_HALF = re.compile(rf"({_COUNT}) and a half hours?")
_MINUTES = re.compile(r" ?(?:m|mins?|minutes)\.?$")


def minutes_of(given: str) -> int:
    """The minutes a day that were typed, as a number or in words: `45`, `half an hour`. ValueError with a sentence."""
    text = " ".join(given.casefold().split()).removeprefix("about ")
    number = _PARTS.get(text) or _in_hours(text) or whole_number(_MINUTES.sub("", text))
    if number is None or not LEAST_A_DAY <= number <= MOST_A_DAY:
        raise ValueError(f"Type a number of minutes, {LEAST_A_DAY} to {MOST_A_DAY}.")
    return number


def _in_hours(text: str) -> int | None:
    """The minutes of a time in hours: `an hour and a half`, `two and a half hours`, `1h 20`; None where it's none."""
    halves, hours = _AND_A_HALF.fullmatch(text), _HOURS.fullmatch(text)
    said = halves or hours
    if said is None:
        return None
    whole = _COUNTS.get(said[1]) or float(said[1])
    return round(60 * whole) + 30 * bool(halves or (hours and hours[2])) + int((hours and hours[3]) or 0)


def day_words(day: date | None, today: date) -> str:
    """The day of the interview, and how far away it is."""
    if day is None:
        return "no date"
    when = days_until((day - today).days).removeprefix("interview ") if day >= today else "has passed"
    return f"{day.day} {day:%B %Y}, {when}"
