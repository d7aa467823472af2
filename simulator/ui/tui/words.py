"""How the screens say times, days, counts and verdicts."""

from datetime import date, datetime

from simulator.engine.plan import format_title
from simulator.engine.scoring import Verdict
from simulator.session.clock import clock as clock
from simulator.session.header import Header

VERDICT_MEANINGS: dict[Verdict, str] = {
    "weak": "the main claim is missing or wrong",
    "borderline": "the core, with a gap to press on",
    "solid": "what a panel hopes to hear",
    "outstanding": "solid, with judgement beyond it",
}


def time_left(seconds: float) -> str:
    """What the clock of the interview says: "31:40 left", or how far it ran over."""
    return f"{clock(max(0, seconds))} left" if seconds >= 0 else f"{clock(seconds)} over"


def plural(count: int, noun: str, more: str = "") -> str:
    """A count with its noun: 1 answer, 2 answers."""
    return f"{count:,} {noun if count == 1 else more or noun + 's'}"


def moment(at: datetime, today: date) -> str:
    """A day with its time, as near as it needs: today 14:02, yesterday 9:30, 24 Nov."""
    local = at.astimezone()
    days = (today - local.date()).days
    if days in (0, 1):
        return f"{('today', 'yesterday')[days]} {local.hour}:{local.minute:02d}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {local:%b}{year}"


def days_until(days: int) -> str:
    """How far away the interview is."""
    return {0: "interview today", 1: "interview tomorrow"}.get(days, f"interview in {days} days")


def captions(header: Header, role: str, today: date, *before: str) -> tuple[str, ...]:
    """A session in a few words, and in fewer: Full interview · Applied engineer · today 14:02. `before` comes first."""
    title = format_title(header.format)
    when = moment(header.started, today)
    parts = ((title, role, when), (title, when), (when,))
    return tuple(" · ".join(filter(None, (*before, *part))) for part in parts)


def spoken(identifier: str) -> str:
    """An id as words: applied-engineer is said "applied engineer"."""
    return identifier.replace("-", " ")


def minutes(value: float) -> str:
    """Minutes, rounded: 45 min."""
    return f"{max(1, round(value))} min"


def scoring_minutes(value: float) -> int:
    """Minutes that the scoring beside an interview of so many minutes takes, roughly."""
    return max(1, round(value / 3))


def word_count(text: str) -> int:
    """Words between white space."""
    return len(text.split())


def met(count: int, concepts: int) -> str:
    """How many of the concepts were met: `96 concepts, 31 met`, or `none met yet`."""
    return f"{plural(concepts, 'concept')}, {f'{count} met' if count else 'none met yet'}"
