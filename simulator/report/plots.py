"""Plots made of characters: read at 60 columns, without colour, and by a screen reader through the figures beside."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

HEIGHT = 8
LABEL = 6
WEEKDAY, HALF_YEAR = 5, 26  # columns before the first week of a calendar, and the most weeks
WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")


def band(points: Sequence[tuple[float, float, float]], width: int = 60, height: int = HEIGHT) -> Iterator[str]:
    """(middle, low, high) from 0 to 1 over time: `●` the middle, `░` the interval. One column a point, or a mean."""
    room = width - LABEL - 1
    columns = _stretched(_thinned(points, room), room)
    for row in range(height):
        top, bottom = 1 - row / height, 1 - (row + 1) / height
        cells = [_cell(point, top, bottom, last=row == height - 1) for point in columns]
        label = {0: "100 %", height // 2: " 50 %", height - 1: "  0 %"}.get(row, "")
        yield f"{label:>{LABEL - 1}} ┤{''.join(cells)}".rstrip()


def _cell(point: tuple[float, float, float], top: float, bottom: float, *, last: bool) -> str:
    middle, low, high = point
    if bottom < middle <= top or (last and middle <= bottom):
        return "●"
    return "░" if low <= top and high > bottom else " "


def _thinned(points: Sequence[tuple[float, float, float]], room: int) -> list[tuple[float, float, float]]:
    """At most `room` points, each the last of its share: what is shown was so."""
    count = min(len(points), room)
    return [points[(n + 1) * len(points) // count - 1] for n in range(count)]


def _stretched(points: Sequence[tuple[float, float, float]], room: int) -> list[tuple[float, float, float]]:
    """Few points as wide columns, so that three interviews are a picture too."""
    wide = max(1, min(6, room // max(1, len(points))))
    return [point for point in points for _ in range(wide)]


def interval_bar(mastery: float, low: float, high: float, width: int = 20) -> str:
    """One interval on a line from 0 to 1: `·` outside, `░` inside, `●` the middle, `|` one half."""
    cells = ["·"] * width
    at = [min(width - 1, int(value * width)) for value in (low, high, mastery)]
    cells[at[0] : at[1] + 1] = ["░"] * (at[1] + 1 - at[0])
    cells[width // 2] = "|"
    cells[at[2]] = "●"
    return "".join(cells)


def difference_bar(difference: float | None, half: int = 8) -> str:
    """A difference of -2 to 2 steps around a middle line: `<` rated too low, `>` too high."""
    cells = [" "] * half + ["|"] + [" "] * half
    if difference is not None:
        size = min(half, round(abs(difference) / 2 * half))
        span = range(half + 1, half + 1 + size) if difference > 0 else range(half - size, half)
        for n in span:
            cells[n] = ">" if difference > 0 else "<"
    return "".join(cells)


def bar(count: int, most: int, width: int) -> str:
    """A count as a bar; what is above nothing shows."""
    return "█" * (max(1, round(count / most * width)) if count else 0)


def calendar_weeks(width: int) -> int:
    """How many weeks fit into so many columns, half a year at most."""
    return min(HALF_YEAR, (width - WEEKDAY + 1) // 2)


def calendar(days: dict[date, int], today: date, weeks: int = HALF_YEAR) -> Iterator[str]:
    """The last weeks, Monday on top: `·` a day without, a digit the sittings of a day (9 is nine or more)."""
    first = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    for weekday, label in enumerate(WEEKDAYS):
        row = [first + timedelta(days=weekday, weeks=week) for week in range(weeks)]
        marks = [" " if day > today else str(min(9, days[day])) if days.get(day) else "·" for day in row]
        yield f"{label:<{WEEKDAY}}{' '.join(marks)}".rstrip()
