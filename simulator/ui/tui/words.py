"""How screens say times, days and counts, and how they read a day."""

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from simulator.engine.choice.formats import format_title
from simulator.graph.text import plural
from simulator.session.clock import clock as clock

if TYPE_CHECKING:
    from simulator.report.records import SessionInfo
    from simulator.session.header import Header


def moment(at: datetime, today: date) -> str:
    """A point in time: today 14:02, yesterday 9:30, 24 Nov, 24 Nov 2025."""
    local = at.astimezone()
    days = (today - local.date()).days
    if days in (0, 1):
        return f"{('today', 'yesterday')[days]} {local.hour}:{local.minute:02d}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {local:%b}{year}"


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


def captions(session: "Header | SessionInfo", role: str, today: date, *before: str) -> tuple[str, ...]:
    """A session in ever fewer words: Full interview · Applied engineer · today 14:02. `before` comes first."""
    title = format_title(session.format)
    when = moment(session.started, today)
    parts = ((title, role, when), (title, when), (when,))
    return tuple(" · ".join(filter(None, (*before, *part))) for part in parts)


def spoken(identifier: str) -> str:
    """An id as words: `applied engineer` for `applied-engineer`."""
    return identifier.replace("-", " ")


def word_count(text: str) -> int:
    """Words between white space."""
    return len(text.split())


def met(count: int, concepts: int) -> str:
    """`96 concepts, 31 met`, or `96 concepts, none met yet`."""
    return f"{plural(concepts, 'concept')}, {f'{count} met' if count else 'none met yet'}"


# The day of the interview, as people write it

DAY_EXAMPLES = "31 Dec, 2026-12-31, Friday or in 3 days"
NO_DAY = f"Write the day as {DAY_EXAMPLES}."
PASSED = "That day has passed; write a later one."
_NEAR = {"today": 0, "tomorrow": 1}
_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_DAY_FIRST = re.compile(r"([0-9]{1,2})([./])([0-9]{1,2})(?:\2([0-9]{4})?)?")
_BY_NAME = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?\.? (?:of )?([a-z]{3,9})\.?,?(?: ([0-9]{4}))?")
_NAME_FIRST = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?:,? ([0-9]{4}))?")
_AWAY = re.compile(r"(?:in )?(an?|[0-9]{1,4}) (day|week)s?")


def day_of(text: str, today: date) -> date | None:
    """The day that a text means; None where it is empty or "none".

    Raises ValueError, with a sentence to show, where it is not a day or has passed.
    """
    text = " ".join(text.casefold().split())
    try:
        day = _read(text, today) if text not in ("", "none") else None
    except (ValueError, OverflowError) as error:
        raise ValueError(NO_DAY) from error
    if day is not None and day < today:
        raise ValueError(PASSED)
    return day


def _read(text: str, today: date) -> date:
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if away := _AWAY.fullmatch(text):
        count = int(away[1]) if away[1].isdecimal() else 1
        return today + timedelta(days=count * (7 if away[2] == "week" else 1))
    if (weekday := text.removeprefix("on ").removeprefix("next ")) in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS.index(weekday) - today.weekday() - 1) % 7 + 1)
    if written := _DAY_FIRST.fullmatch(text):
        return _on(int(written[1]), int(written[3]), written[4], today)
    if written := _BY_NAME.fullmatch(text):
        return _on(int(written[1]), _month(written[2]), written[3], today)
    if written := _NAME_FIRST.fullmatch(text):
        return _on(int(written[2]), _month(written[1]), written[3], today)
    return date.fromisoformat(text)


def _on(day: int, month: int, year: str | None, today: date) -> date:
    """A day of a month; without a year, the next such day."""
    if year:
        return date(int(year), month, day)
    years = range(today.year, today.year + 9)  # long enough for 29 February
    from calendar import monthrange  # only when a day is typed

    for year_on in (y for y in years if day <= monthrange(y, month)[1]):
        if (next_day := date(year_on, month, day)) >= today:
            return next_day
    raise ValueError(day)


def _month(name: str) -> int:
    """The month with this name or these first letters. Raises ValueError where that is none, or several."""
    (number,) = (number for number, month in enumerate(_MONTHS, 1) if month.startswith(name))
    return number


def day_words(day: date | None, today: date) -> str:
    """The day of the interview, and how far away it is."""
    if day is None:
        return "no date"
    when = days_until((day - today).days).removeprefix("interview ") if day >= today else "has passed"
    return f"{day.day} {day:%B %Y}, {when}"
