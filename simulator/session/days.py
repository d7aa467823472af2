"""A day as people write it: a date, a weekday, so many days from now or ago."""

import re
from datetime import date, datetime, timedelta

DAY_EXAMPLES = "31 Dec, 2026-12-31, Friday or tomorrow"
NO_DAY = f"Give a day such as {DAY_EXAMPLES}."
TOO_FAR = "That's more than ten years away; check the year."
FARTHEST = 3653  # days: beyond ten years it is a slip
FAR, SOON = 100, 60  # days: nobody prepares for longer by chance, and most interviews are nearer
OR_ANOTHER = "If you meant another day,"
LEAP_DAY = (2, 29)  # comes round after years
YEAR, JUST_PASSED = 365, 60  # days: nobody means one that passed so lately
_NEAR = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tomorrow": 1,
    "yesterday": -1,
}
_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
# a weekday before a date, which it only repeats: "Saturday 5 December", "on Sat, 5 Dec"
_WEEKDAY = "mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun"
_LAST_WEEKDAY = re.compile(rf"(?:last |on )?({_WEEKDAY})(?:day)?")
_WEEKDAY_FIRST = re.compile(rf"(?:on )?({_WEEKDAY})(?:day)?\.?,? (?:the )?(?=.*[0-9])")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([./])([0-9]{1,2})(?:\2([0-9]{4})?)?")
_DASHED = re.compile(r"^([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})$")
_BY_NAME = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?\.? (?:of )?([a-z]{3,9})\.?,?(?: ([0-9]{4}))?")
_NAME_FIRST = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?:,? ([0-9]{4}))?")
_COUNTS = "a an one two three four five six seven eight nine ten eleven twelve".split()
_TIME = r"[0-9]{1,2}(?:[:.][0-9]{2})? ?(?:[ap]\.?m\b\.?|o['\u2019]clock)|[0-9]{1,2}:[0-9]{2}|at [0-9]{1,2}"
_TIMES = re.compile(
    rf"(?:(?<!\bthis),? (?:(?:at|around|in the) )?(?:{_TIME}|morning|afternoon|evening|night|noon|midday))+"
)
SURELY_TODAY = timedelta(hours=6)
_UNITS = {name: timedelta(**{f"{name}s": 1}) for name in ("minute", "hour", "day", "week")}
_AGO = re.compile(rf"({'|'.join(_COUNTS)}|last|[0-9]{{1,4}}) ?(d|day|w|week)s?(?: ago)?")
_AWAY = re.compile(rf"(?:in )?({'|'.join(_COUNTS)}|[0-9]{{1,4}}) (minute|hour|day|week)s?")


def day_of(text: str, today: date) -> date | None:
    """The day that a text means; None where it is empty or "none".

    Raises ValueError, with a sentence to show, where it is not a day, has passed or is too far away.
    """
    text = _bare(text)
    named = _WEEKDAY_FIRST.match(text)
    text = text[named.end() :] if named else text
    try:
        day = _read(text, today) if text not in ("", "none") else None
    except (ValueError, OverflowError) as error:
        raise ValueError(NO_DAY) from error
    if day is not None and day < today:
        raise ValueError(f"{day_name(day)} {day.year} has passed; pick a later day.")
    if day is not None and named and not _WEEKDAYS[day.weekday()].startswith(named[1]):
        year = f" {day.year}" if day.year != today.year else ""
        raise ValueError(f"{day_name(day)}{year} is a {_WEEKDAYS[day.weekday()].capitalize()}; check the day.")
    if day is not None and (day - today).days > FARTHEST:
        raise ValueError(TOO_FAR)
    return day


def past_day(text: str, today: date) -> date:
    """A day in the past, from which lists are looked through: `2026-11-01`, `yesterday`, `Mon`, `3d`, `24 Nov`.

    A weekday is the last such day, and so is a day of a month, today included; last week and a week ago are seven days
    ago. Raises ValueError for anything else.
    """
    text = _bare(text)
    if _NEAR.get(text, 1) <= 0:
        return today + timedelta(days=_NEAR[text])
    if ago := _AGO.fullmatch(text):
        return today - _count(ago[1]) * (_UNITS["week"] if ago[2].startswith("w") else _UNITS["day"])
    if weekday := _LAST_WEEKDAY.fullmatch(text):
        (number,) = (number for number, name in enumerate(_WEEKDAYS) if name.startswith(weekday[1]))
        return today - timedelta(days=(today.weekday() - number) % 7)
    named = _WEEKDAY_FIRST.match(text)
    if written := _written(text[named.end() :] if named else text):
        return _on(*written, today, latest=True)
    return datetime.strptime(text, "%Y-%m-%d").date()


def _bare(text: str) -> str:
    """The text without the time of the day at its end: `on tuesday` of `On Tuesday at 10am`; 31-12-2026 with dots."""
    text = " ".join(text.casefold().split())
    text = next((text[: at.start()] for at in _TIMES.finditer(text) if at.end() == len(text)), text)
    return _DASHED.sub(r"\1.\2.\3", text)


def other_reading(text: str, today: date) -> str:
    """What to ask about a day that may be another one: next Tuesday, or one whose day and month may be swapped.

    They may be swapped if the day as read is far off and the other one near. A day without a year that is almost a year
    away was in the last few weeks, so it may be a slip.
    """
    if (named := _bare(text)).startswith("next "):
        day = day_of(named, today)
        return f"Did you mean {day_name(day + timedelta(days=7))}?" if day is not None else ""
    day = day_of(text, today) if _has_no_year(named) else None
    if day is not None and YEAR - JUST_PASSED < (day - today).days <= YEAR and (day.month, day.day) != LEAP_DAY:
        return f"{day_name(day)} has just passed, so I took it to be in {day.year}. {OR_ANOTHER} change it."
    near = _swapped(named, today)
    return f"Did you mean {day_name(near)}?" if near is not None else ""


def _swapped(named: str, today: date) -> date | None:
    """The near day that is meant where day and month are swapped and the other is far off."""
    written = _DAY_FIRST.fullmatch("".join(named.rstrip(" ,").split()))
    if written is None:
        return None
    try:
        far, near = (_on(int(written[d]), int(written[m]), written[4], today) for d, m in ((1, 3), (3, 1)))
    except ValueError:
        return None
    return near if (far - today).days > FAR and 0 <= (near - today).days <= SOON else None


def _has_no_year(text: str) -> bool:
    """Whether it is a day of a month, of no year in particular."""
    found = (form.fullmatch(_WEEKDAY_FIRST.sub("", text, 1)) for form in (_DAY_FIRST, _BY_NAME, _NAME_FIRST))
    return any(written is not None and written[written.re.groups] is None for written in found)


def day_name(day: date) -> str:
    """A day without its year: `4 December`."""
    return f"{day.day} {day:%B}"


def day_and_month(day: date, beside: date | None) -> str:
    """A day as lists have it, with its year where that isn't the year of the day `beside` it: `4 Dec`, `4 Dec 2025`."""
    year = f" {day.year}" if beside is not None and day.year != beside.year else ""
    return f"{day.day} {day:%b}{year}"


def _read(text: str, today: date) -> date:
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if away := _AWAY.fullmatch(text):
        ahead = _count(away[1]) * _UNITS[away[2]]
        if (
            away[2] in ("minute", "hour") and ahead > SURELY_TODAY
        ):  # today or tomorrow? The hour of the day isn't known here
            raise ValueError
        return today + ahead  # of a date, whole days alone
    if (weekday := re.sub("^(on|next|this) ", "", text)) in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS.index(weekday) - today.weekday() - 1) % 7 + 1)
    if written := _written(text):
        return _on(*written, today)
    return date.fromisoformat(text)


def _written(text: str) -> tuple[int, int, str | None] | None:
    """The day, the month and perhaps the year of a date in words, or with dots or strokes; None where it's none."""
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[1]), int(found[3]), found[4]
    if found := _BY_NAME.fullmatch(text):
        return int(found[1]), _month(found[2]), found[3]
    if found := _NAME_FIRST.fullmatch(text):
        return int(found[2]), _month(found[1]), found[3]
    return None


def _count(word: str) -> int:
    """How many: `3`, `three`, `a`; last week is one week ago."""
    return int(word) if word.isdecimal() else max(1, _COUNTS.index(word) - 1) if word in _COUNTS else 1


def _on(day: int, month: int, year: str | None, today: date, *, latest: bool = False) -> date:
    """A day of a month; without a year, the next such day, or the `latest`."""
    if year:
        return date(int(year), month, day)
    years = range(today.year, today.year + (-9 if latest else 9), -1 if latest else 1)  # enough for 29 February
    from calendar import monthrange  # only when a day is typed

    for near in (date(y, month, day) for y in years if day <= monthrange(y, month)[1]):
        if near <= today if latest else near >= today:
            return near
    raise ValueError(day)


def _month(name: str) -> int:
    """The month with this name or these first letters. Raises ValueError where that is none, or several."""
    (number,) = (number for number, month in enumerate(_MONTHS, 1) if month.startswith(name))
    return number
