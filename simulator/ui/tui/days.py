"""The day of the interview: read as people write it, and said so that one sees how it was read."""

import re
from datetime import date, timedelta

from simulator.ui.tui import words

WAYS = "2026-12-31, 31.12.2026, tomorrow or in 3 days"
NO_DAY = f"Write the day as {WAYS}."
PASSED = "That day has passed; write one that is to come."
_NEAR = {"today": 0, "tomorrow": 1}
_DAY_FIRST = re.compile(r"([0-9]{1,2})([./])([0-9]{1,2})\2([0-9]{4})")
_AWAY = re.compile(r"in (an?|[0-9]{1,4}) (day|week)s?")


def day_of(text: str, today: date) -> date | None:
    """The day that a person wrote; None for nothing and for "none".

    Raises ValueError, with a sentence to show, where it is no day, or one that has passed.
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
    if written := _DAY_FIRST.fullmatch(text):
        return date(int(written[4]), int(written[3]), int(written[1]))
    return date.fromisoformat(text)


def day_words(day: date | None, today: date) -> str:
    """The day of the interview with how far it is."""
    if day is None:
        return "no date"
    when = words.days_until((day - today).days).removeprefix("interview ") if day >= today else "has passed"
    return f"{day.day} {day:%B %Y}, {when}"
