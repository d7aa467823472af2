"""Searching the archive: filters on sessions, and words in prompts, answers, notes and names, newest first.

An item's names are those of its concepts and its area. A typed query such as `format:full after:2026-11-01 cache` has
both filters and words.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from simulator.engine.choice.formats import FORMATS, SCREEN
from simulator.engine.scoring import SHORT_WORDS, VERDICTS
from simulator.errors import UsageError
from simulator.graph.text import apart, clean, names, short, together
from simulator.session.archive.index import ITEM_BITS, BrokenSealError, Index
from simulator.session.archive.summary import STATES
from simulator.session.days import past_day
from simulator.session.interview.item_blocks import PARTING_TITLE
from simulator.session.presets import TASTE, TASTE_MINUTES
from simulator.session.transcript.folder import SUFFIX, can_be_shown

SNIPPET_WORDS = 14
NAMES_WORDS = 64  # all of them, as SQLite may end a snippet within what was looked for
STEM = 4  # found words with the same first letters count as one: agent and agents
OPEN, CLOSE = "\ue000", "\ue001"  # around found words; cleaned text never contains them
SEARCH_LETTERS = 1_000  # letters of a search: each word is looked up in every text, and nothing stops that
TOO_LONG = f"Only the first {SEARCH_LETTERS:,} letters are searched for."
BETWEEN_LINES = " / "
_WORD = re.compile(r'"([^"]+)"|(\S+)')
_FOUND = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_TITLE = re.compile(rf"(?:Question|Check) \d+|{PARTING_TITLE}")
_FIELDS = ("prompt", "said", "notes", "names")
_NAMES = _FIELDS.index("names")
_SNIPPETS = ", ".join(
    f"snippet(texts, {n}, '{OPEN}', '{CLOSE}', '…', {NAMES_WORDS if n == _NAMES else SNIPPET_WORDS})"
    for n in range(len(_FIELDS))
)
PREFIX = "*"  # at the end of a filter's value: match by prefix
DAY, DAYS_READ = "%Y-%m-%d", "2026-11-01, yesterday, monday or 3d"
FLAGS = "is"  # typed filters that are on or off are values of this one: is:missed


def start_of_day(text: str, today: date | None = None, later: int = 0) -> datetime:
    """The start of a day, or of one so many days `later`, in local time, as UTC; without `today`, of a date alone.

    Raises UsageError for what isn't a day.
    """
    try:
        day = past_day(text, today) if today is not None else datetime.strptime(text, DAY).date()
        return (datetime(day.year, day.month, day.day) + timedelta(days=later)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f'"{short(text)}" isn\'t a day; write one such as {DAYS_READ}.') from error


def end_of_day(text: str, today: date | None = None) -> datetime:
    """The end of a day in local time, as UTC. Raises UsageError for what isn't a day."""
    return start_of_day(text, today, later=1)


@dataclass(frozen=True)
class Filter:
    """One filter on sessions: the help of its option, and its condition in SQL.

    `sql` is a column of `sessions` that must equal a text, a comparison with the key of a moment (`key >=`), or the
    whole condition of a flag. With `of_item` it is about `asked_concepts`, and all such filters must match the same
    item. `values` are all that it takes; empty where that depends on graphs, which may be gone. For a moment, `days`
    are its words in a typed query, with how each reads a day. `cases` are whole conditions of single values.
    """

    help: str
    sql: str
    metavar: str | None = None
    values: tuple[str, ...] = ()
    of_item: bool = False
    days: Mapping[str, Callable[[str, date | None], datetime]] = field(default_factory=dict)
    cases: Mapping[str, str] = field(default_factory=dict)


_TASTES = f"minutes = {TASTE_MINUTES}"
# a list calls it a taste, and so it's looked for
_SHORT_OR_WHOLE = {
    TASTE: f"format = '{SCREEN.id}' AND {_TASTES}",
    SCREEN.id: f"format = '{SCREEN.id}' AND NOT {_TASTES}",
}


@dataclass(frozen=True)
class Filters:
    """What the sessions of a list must match; None and False match all.

    This is the table of all filters: the SQL condition, the options of `interview review` and the typed filters are
    made from it. The candidate is not among them, because it is an option of every command.
    """

    candidate: str | None = None
    since: Annotated[
        datetime | None,
        Filter(
            f"Interviews from this day on, such as {DAYS_READ}.",
            "key >=",
            metavar="DATE",
            days={"since": start_of_day, "after": start_of_day},
        ),
    ] = None
    until: Annotated[
        datetime | None,
        Filter(
            "Interviews up to this day.", "key <", metavar="DATE", days={"until": end_of_day, "before": start_of_day}
        ),
    ] = None
    graph: Annotated[str | None, Filter("Interviews on this graph.", "graph", metavar="ID")] = None
    format: Annotated[
        str | None,
        Filter("Interviews of this format.", "format", metavar="F", values=(*FORMATS, TASTE), cases=_SHORT_OR_WHOLE),
    ] = None
    role: Annotated[str | None, Filter("Interviews for this role.", "role", metavar="R")] = None
    concept: Annotated[
        str | None, Filter("Interviews that asked about this concept.", "concept", metavar="C", of_item=True)
    ] = None
    verdict: Annotated[
        str | None, Filter("Interviews with an answer of this verdict.", "verdict", values=VERDICTS, of_item=True)
    ] = None
    state: Annotated[str | None, Filter("Interviews in this state.", "state", values=STATES)] = None
    missed: Annotated[bool, Filter(f"Interviews with a {SHORT_WORDS} answer or a wrong check.", "missed != ''")] = False
    bookmarked: Annotated[bool, Filter("Interviews with a bookmark.", "bookmarks != ''")] = False


FILTERS: dict[str, Filter] = {
    name: hint.__metadata__[0] for name, hint in Filters.__annotations__.items() if hasattr(hint, "__metadata__")
}
ON_OR_OFF = tuple(f.name for f in fields(Filters) if f.default is False)
_DAYS = {word: (name, read) for name, one in FILTERS.items() for word, read in one.days.items()}
_TEXTS = tuple(name for name, one in FILTERS.items() if name not in ON_OR_OFF and not one.days)
FILTER_WORDS = (*_TEXTS, FLAGS, *_DAYS)


def where(filters: Filters) -> tuple[str, list[object]]:
    """The SQL condition on `sessions`, with its values."""
    of_session: list[tuple[str, list[object]]] = [("problem IS NULL", [])]
    of_item: list[tuple[str, list[object]]] = []
    if filters.candidate is not None:
        of_session.append(_condition("candidate", filters.candidate))
    for name, each in FILTERS.items():
        wanted = getattr(filters, name)
        if wanted is not None and wanted is not False:
            condition = (each.cases[wanted], []) if wanted in each.cases else _condition(each.sql, wanted)
            (of_item if each.of_item else of_session).append(condition)
    if of_item:
        inner = " AND ".join(sql for sql, _ in of_item)
        of_session.append(
            (
                f"key IN (SELECT session FROM asked_concepts WHERE {inner})",
                [value for _, values in of_item for value in values],
            )
        )
    return " AND ".join(sql for sql, _ in of_session), [value for _, values in of_session for value in values]


def _condition(sql: str, wanted: str | datetime | bool) -> tuple[str, list[object]]:
    if isinstance(wanted, datetime):
        return f"{sql} ?", [max(0, int(wanted.timestamp() * 1000)) << 4]  # as `Index` makes its keys
    if isinstance(wanted, str):
        beginning = wanted.removesuffix(PREFIX)
        return f"{sql} = ?" if beginning == wanted else f"substr({sql}, 1, {len(beginning)}) = ?", [beginning]
    return sql, []


@dataclass(frozen=True)
class Query:
    """A typed query: its filters, its words, and a sentence on what was not understood (empty if all was)."""

    filters: Filters
    text: str = ""
    problem: str = ""


def parse_query(typed: str, candidate: str | None = None, today: date | None = None) -> Query:
    """The query in typed text, with days such as yesterday where it's known what is `today`.

    A filter at the very end, still being typed, matches by prefix.

    A word with a colon that is not a filter is searched like any other, and named in `problem`.
    """
    filters, problem = Filters(candidate=candidate), TOO_LONG if len(typed.strip()) > SEARCH_LETTERS else ""
    typed = typed[:SEARCH_LETTERS] if problem else typed
    words: list[str] = []
    parts = typed.split()
    for number, part in enumerate(parts):
        name, colon, value = part.partition(":")
        if not colon or name.lower() not in FILTER_WORDS:
            words.append(part)
            if name.isalpha() and value and not value.startswith("//"):  # no time of day, and no web address
                known = names(FILTER_WORDS, "or")
                problem = problem or f'"{short(name)}:" isn\'t a filter; there are {known}.'
            continue
        typing = number == len(parts) - 1 and not typed[-1:].isspace()
        try:
            filters = replace(filters, **_filter_field(name.lower(), value.lower(), today, typing=typing))
        except UsageError as error:
            problem = problem or str(error)
    # a space at the end tells the search that the last word is complete
    return Query(filters, " ".join(words) + (" " if words and typed[-1:].isspace() else ""), problem)


def _filter_field(word: str, value: str, today: date | None, *, typing: bool) -> dict[str, Any]:
    """The field of Filters that a typed filter sets. Raises UsageError for a value that it does not take."""
    if not value:
        return {}
    if word in _DAYS:
        name, read = _DAYS[word]
        if not typing or len(value) >= len("2026-11-01"):
            return {name: read(value, today)}
        with suppress(UsageError):  # it may be "yester"; a short word alone is a whole one
            return {} if today is None or "-" in value else {name: read(value, today)}
        return {}
    takes = ON_OR_OFF if word == FLAGS else FILTERS[word].values
    matches = [known for known in takes if known == value or (typing and known.startswith(value))]
    if takes and not matches:
        listed = names(takes, "or")
        raise UsageError(f'"{word}:{short(value)}" isn\'t understood; {word} takes {listed}.')
    if word == FLAGS:
        return {matches[0]: True}
    return {word: matches[0] if len(matches) == 1 else value + PREFIX * typing}


def merge_filters(options: Filters, typed: Filters) -> Filters:
    """The filters of both; where they differ, the typed ones win."""
    given = {f.name: getattr(typed, f.name) for f in fields(Filters) if getattr(typed, f.name) != f.default}
    return replace(options, **given)


@dataclass(frozen=True)
class Hit:
    """One item that contains the words: its session, position and title, the field they are in, and a snippet.

    `parts` are the pieces of the snippet, each with whether it is a found word.
    """

    session: str
    position: int
    title: str
    field: str
    parts: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The snippet as plain text."""
        return "".join(text for text, _ in self.parts)

    @property
    def only_about(self) -> bool:
        """Whether the words are only in the names of its concepts and area, not in what was written."""
        return self.field == "names"


def expression(text: str) -> str:
    """Typed words as a full-text query: an item must contain all of them, quoted ones side by side.

    Words match in full, the last one by prefix. Nothing in the text is an operator, and letters beyond
    `SEARCH_LETTERS` are left out.
    """
    text = text[:SEARCH_LETTERS]
    words = [(phrase or word) for phrase, word in _WORD.findall(text)]
    usable = [part.replace('"', " ") for part in words if any(ch.isalnum() for ch in part)]
    return " ".join(f'"{apart(part)}"' for part in usable) + ("*" if usable and text.rstrip()[-1:].isalnum() else "")


def hits(index: Index, text: str, filters: Filters | None = None, limit: int = 100) -> list[Hit]:
    """The newest items that contain all words of `text`, at most `limit`."""
    query = expression(text)
    if not query:
        return []
    condition, values = where(filters or Filters())
    sql = (
        f"SELECT s.name, i.position, i.title, {_SNIPPETS} FROM texts "
        f"JOIN sessions s ON s.key = texts.rowid >> {ITEM_BITS} JOIN items i ON i.id = texts.rowid "
        f"WHERE texts MATCH ? AND {condition} ORDER BY texts.rowid DESC LIMIT ?"
    )
    try:
        found = index.ask(sql, (query, *values, limit), _hit)
        return index.ask(sql, (query, *values, limit), _hit) if not found and index.mend_texts() else found
    except sqlite3.OperationalError:
        return []  # words without any token


def _hit(row: tuple[Any, ...]) -> Hit:
    name, position, title, *apart_ones = row
    texts = [*map(together, apart_ones)]
    if not (isinstance(position, int) and _TITLE.fullmatch(title) and can_be_shown(name)):
        raise BrokenSealError  # texts have no seal: a wrong letter in a long text does no harm
    # show the text with the most words; the names only if no other text has as many
    counts = [len({word.lower()[:STEM] for word in _FOUND.findall(text)}) for text in texts]
    best = max(range(len(texts)), key=lambda n: (counts[n], n != _NAMES, texts[n].count(OPEN)))
    return Hit(name.removesuffix(SUFFIX), position, title, _FIELDS[best], snippet_parts(clean(texts[best])))


def snippet_parts(snippet: str) -> tuple[tuple[str, bool], ...]:
    """The pieces of a snippet on one line, each with whether it is a found word; one reply ends where a stroke is."""
    line = BETWEEN_LINES.join(" ".join(line.split()) for line in snippet.splitlines() if line.strip())
    pieces = re.split(f"({OPEN}[^{CLOSE}]*{CLOSE})", line)
    return tuple((piece.strip(OPEN + CLOSE), piece.startswith(OPEN)) for piece in pieces if piece)
