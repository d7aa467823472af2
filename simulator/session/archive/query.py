"""What a person types to find sessions: words, and filters such as `format:full after:2026-11-01`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from simulator.engine.choice.formats import FORMATS
from simulator.engine.scoring import VERDICTS
from simulator.errors import UsageError
from simulator.graph.text import short
from simulator.session.archive.rows import STATES
from simulator.session.archive.search import PREFIX, Filters

DAY = "%Y-%m-%d"
TAKES: dict[str, tuple[str, ...]] = {
    "format": tuple(FORMATS),
    "verdict": VERDICTS,
    "state": STATES,
    "is": ("bookmarked", "missed"),
}
NAMED = ("graph", "role", "concept")  # what they may be depends on the graph, which may be gone
DAYS = ("after", "since", "before", "until")
FILTER_WORDS = (*NAMED, *TAKES, *DAYS)


@dataclass(frozen=True)
class Query:
    """What was typed: filters, the words that are left, and one sentence on what was not understood, or nothing."""

    filters: Filters
    text: str = ""
    problem: str = ""


def parse(typed: str, candidate: str | None = None) -> Query:
    """The query that was typed. A filter that is still being typed, at the very end, fits whatever begins with it.

    A word with a colon that is no filter is looked for like any other, and said to be none.
    """
    filters, problem = Filters(candidate=candidate), ""
    words: list[str] = []
    parts = typed.split()
    for number, part in enumerate(parts):
        name, colon, value = part.partition(":")
        if not colon or name.lower() not in FILTER_WORDS:
            words.append(part)
            problem = problem or _strange(name, value)
            continue
        typing = number == len(parts) - 1 and not typed[-1:].isspace()
        try:
            filters = _with(filters, name.lower(), value.lower(), typing=typing)
        except UsageError as error:
            problem = problem or str(error)
    # the blank at the end says that the last word is whole, which the search wants to know
    return Query(filters, " ".join(words) + (" " if words and typed[-1:].isspace() else ""), problem)


def merged(options: Filters, typed: Filters) -> Filters:
    """Filters of both; where they differ, what was typed counts."""
    usual = Filters()
    given = {f.name: getattr(typed, f.name) for f in fields(Filters)}
    return replace(options, **{name: value for name, value in given.items() if value != getattr(usual, name)})


def start_of_day(text: str) -> datetime:
    """The beginning of a day at the candidate's place, in UTC. Raises UsageError for what is no date."""
    try:
        return datetime.strptime(text, DAY).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f'"{short(text)}" is no date; write one such as 2026-11-01.') from error


def end_of_day(text: str) -> datetime:
    """The end of that day. Raises UsageError for what is no date."""
    return start_of_day(text) + timedelta(days=1)


def _with(filters: Filters, name: str, value: str, *, typing: bool) -> Filters:
    if not value:
        return filters
    changes: dict[str, Any]
    if name in NAMED:
        changes = {name: value + PREFIX * typing}
    elif name == "format":
        _one_of(name, value, typing=typing)
        changes = {name: value + PREFIX * typing}  # several may begin with it
    elif name in DAYS:
        changes = {} if typing and len(value) < len("2026-11-01") else _dated(name, value)
    else:
        chosen = _one_of(name, value, typing=typing)
        changes = {chosen: True} if name == "is" else {name: chosen}
    return replace(filters, **changes)


def _dated(name: str, value: str) -> dict[str, datetime]:
    bounds: dict[str, tuple[str, Callable[[str], datetime]]] = {
        "after": ("since", start_of_day),
        "since": ("since", start_of_day),
        "before": ("until", start_of_day),
        "until": ("until", end_of_day),
    }
    field, bound = bounds[name]
    return {field: bound(value)}


def _one_of(name: str, value: str, *, typing: bool) -> str:
    fitting = [word for word in TAKES[name] if word == value or (typing and word.startswith(value))]
    if not fitting:
        raise UsageError(f'"{name}:{short(value)}" is not understood; {name} takes {_listed(TAKES[name])}.')
    return fitting[0]


def _strange(name: str, value: str) -> str:
    """What is to be said of a word with a colon that is no filter: nothing of times and addresses."""
    if not name.isalpha() or not value or value.startswith("//"):
        return ""
    return f'"{short(name)}:" is no filter; there are {_listed(FILTER_WORDS)}.'


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
