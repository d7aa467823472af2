"""The plan as a calendar file (iCalendar, RFC 5545), an event for each day."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from simulator.errors import UsageError
from simulator.graph.records import Graph
from simulator.graph.text import short
from simulator.report.progress_records import Countdown, PlannedDay
from simulator.report.text.plan import (
    DAY_DONE,
    THE_INTERVIEW,
    also_words,
    concepts_words,
    lasts_words,
    takes_words,
    whole_title,
    why_words,
)
from simulator.session.transcript.disk import renewing

if TYPE_CHECKING:
    from icalendar import Event

NAME = "Interview plan"
MAKER = "-//interview-simulator//plan//EN"


def calendar_file(plan: Countdown, graph: Graph, now: datetime) -> bytes:
    """The plan as an .ics file, stamped `now` (in UTC).

    Every day has an event, a day off as well, and its id is that of the day: importing a later plan then replaces each
    day. The interview has an id of its own, so that it moves with its date. The events take all day and block no time;
    nothing in them names the candidate.
    """
    from icalendar import Calendar  # deferred: only needed for a calendar

    calendar, stamp = Calendar(), now.astimezone(UTC)
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NAME)
    for day in plan.days:
        lasts = f" ({left})" if (left := lasts_words(day)) else ""
        summary = f"{whole_title(day)}{lasts}"
        calendar.add_component(_event(day.day, summary, _told(day, plan, graph), graph, stamp))
    if plan.days and plan.until is not None:
        calendar.add_component(_event(plan.until, THE_INTERVIEW, "", graph, stamp, name="interview"))
    return bytes(calendar.to_ical())


def _told(day: PlannedDay, plan: Countdown, graph: Graph) -> str:
    """What an event says of its day; concepts stand behind that which is about them.

    A full interview was said to be about what the minutes after it are for.
    """
    first, *others = day.parts
    own = concepts_words(replace(first, also=()), graph)
    besides = concepts_words(replace(others[0], also=tuple(others[1:])), graph) if others else ""
    why, takes = (DAY_DONE, "") if day.done else (why_words(day, plan), takes_words(day))
    told = why, own, takes, also_words(day, plan.advert, besides)
    return "\n".join(filter(None, told))


def _event(day: date, summary: str, description: str, graph: Graph, stamp: datetime, *, name: str = "") -> "Event":
    """An event of a whole day, known by its `name`, or else by its day."""
    from icalendar import Event  # deferred, as above

    event = Event()
    event.add("uid", f"{name or f'{day:%Y%m%d}'}-{graph.id}@interview-simulator")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    if description:
        event.add("description", description)
    event.add("transp", "TRANSPARENT")
    return event


def write_calendar(data: bytes, path: Path) -> None:
    """Write a calendar file; one that was written here before is replaced. Raises UsageError for another, OSError."""
    if path.exists() and (not path.is_file() or MAKER.encode() not in path.read_bytes()[:200]):
        raise UsageError(f"{short(path, 200)} already exists, and it isn't a plan. Choose another name.")
    with renewing(path, over=True) as fresh:
        fresh.write_bytes(data)
