"""The plan as a calendar file (iCalendar, RFC 5545), an event for each day."""

from datetime import datetime, timedelta
from pathlib import Path

from simulator.errors import UsageError
from simulator.graph.records import Graph
from simulator.graph.text import format_minutes, names, short
from simulator.report.progress_records import Countdown
from simulator.report.text.plan import also_words, concept_titles, takes_words, whole_title, why_words

NAME = "Interview plan"
MAKER = "-//interview-simulator//plan//EN"


def calendar_file(plan: Countdown, graph: Graph, now: datetime) -> bytes:
    """The plan as an .ics file, stamped `now`.

    Every day has an event, a day off as well, and its id is that of the day: importing a later plan then replaces each
    day, and leaves no old one behind. The events take all day and block no time; nothing in them names the candidate.
    """
    from icalendar import Calendar, Event  # deferred: only needed for a calendar

    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NAME)
    for day in plan.days:
        event = Event()
        event.add("uid", f"{day.day:%Y%m%d}-{graph.id}@interview-simulator")
        event.add("dtstamp", now)
        event.add("last-modified", now)
        event.add("dtstart", day.day)
        event.add("dtend", day.day + timedelta(days=1))
        lasts = f" ({format_minutes(day.whole)})" if day.minutes else ""
        event.add("summary", f"{whole_title(day)}{lasts}")
        titles = concept_titles(day, graph)
        about = [f"It's about {names(titles)}." if titles else "", takes_words(day), also_words(day, plan.advert)]
        event.add("description", "\n".join(filter(None, (why_words(day, plan), *about))))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def write_calendar(data: bytes, path: Path) -> None:
    """Write a calendar file; one that was written here before is replaced. Raises UsageError for another, OSError."""
    from simulator.session.transcript.disk import renewing  # deferred: most screens write nothing

    if path.exists() and (not path.is_file() or MAKER.encode() not in path.read_bytes()[:200]):
        raise UsageError(f"{short(path, 200)} already exists, and it isn't a plan. Choose another name.")
    with renewing(path, over=True) as fresh:
        fresh.write_bytes(data)
