"""Finding in the archive: filters on sessions, and words in prompts, answers, notes and names, newest first.

An item's names are those of the concepts that it was about and of its area. What a person types, such as
`format:full after:2026-11-01 cache`, is both: filters, and the words that are left.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from simulator.engine.choice.formats import FORMATS
from simulator.engine.scoring import SHORT_WORDS, VERDICTS
from simulator.errors import UsageError
from simulator.graph.text import clean, short
from simulator.session.archive.index import ITEM_BITS, BrokenSealError, Index
from simulator.session.archive.summary import STATES
from simulator.session.transcript.folder import SUFFIX, can_be_shown

SNIPPET_WORDS = 14
STEM = 4  # letters by which found words are told apart: agent and agents are one
OPEN, CLOSE = "\ue000", "\ue001"  # around what was found; no text of a person holds them after cleaning
_WORD = re.compile(r'"([^"]+)"|(\S+)')
_FOUND = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_TITLE = re.compile(r"(?:Question|Check) \d+")
_FIELDS = ("prompt", "said", "notes", "names")
_NAMES = _FIELDS.index("names")
PREFIX = "*"  # at the end of a filter's value: whatever begins with it fits
DAY = "%Y-%m-%d"
FLAGS = "is"  # in what is typed the filters that are on or off are values of this one


def start_of_day(text: str) -> datetime:
    """The beginning of a day at the candidate's place, in UTC. Raises UsageError for what is no date."""
    try:
        return datetime.strptime(text, DAY).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f'"{short(text)}" is no date; write one such as 2026-11-01.') from error


def end_of_day(text: str) -> datetime:
    """The end of that day. Raises UsageError for what is no date."""
    return start_of_day(text) + timedelta(days=1)


@dataclass(frozen=True)
class Filter:
    """How sessions are filtered by one thing: the help of its option, and the condition in SQL.

    `sql` is a column of `sessions` that must equal a text, the condition up to the key of a moment, or the whole
    condition of a flag. With `of_item` it is about `asked_concepts`, and all such filters must hold of one item.
    `values` are all that it takes; it has none where that depends on graphs, which may be gone. For a moment, `days`
    are the words for it in what is typed, with what each makes of a day; the option is the word that is its name.
    """

    help: str
    sql: str
    metavar: str | None = None
    values: tuple[str, ...] = ()
    of_item: bool = False
    days: Mapping[str, Callable[[str], datetime]] = field(default_factory=dict)


@dataclass(frozen=True)
class Filters:
    """What the sessions of a list must fit; what is None or False does not matter.

    This is the table of all filters: the condition, the options of `interview review` and what can be typed are made
    from it. The candidate is none of them, for that is an option of every command.
    """

    candidate: str | None = None
    since: Annotated[
        datetime | None,
        Filter(
            "Sessions from this day on, such as 2026-11-01.",
            "key >=",
            metavar="DATE",
            days={"since": start_of_day, "after": start_of_day},
        ),
    ] = None
    until: Annotated[
        datetime | None,
        Filter("Sessions up to this day.", "key <", metavar="DATE", days={"until": end_of_day, "before": start_of_day}),
    ] = None
    graph: Annotated[str | None, Filter("Sessions on this graph.", "graph", metavar="ID")] = None
    format: Annotated[str | None, Filter("Sessions of this format.", "format", metavar="F", values=tuple(FORMATS))] = (
        None
    )
    role: Annotated[str | None, Filter("Sessions for this role.", "role", metavar="R")] = None
    concept: Annotated[
        str | None, Filter("Sessions that asked about this concept.", "concept", metavar="C", of_item=True)
    ] = None
    verdict: Annotated[str | None, Filter("With this verdict.", "verdict", values=VERDICTS, of_item=True)] = None
    state: Annotated[str | None, Filter("In this state.", "state", values=STATES)] = None
    missed: Annotated[bool, Filter(f"With a {SHORT_WORDS} answer.", "missed != ''")] = False
    bookmarked: Annotated[bool, Filter("With a bookmark.", "bookmarks != ''")] = False


FILTERS: dict[str, Filter] = {
    name: hint.__metadata__[0] for name, hint in Filters.__annotations__.items() if hasattr(hint, "__metadata__")
}
ON_OR_OFF = tuple(f.name for f in fields(Filters) if f.default is False)
_DAYS = {word: (name, read) for name, found in FILTERS.items() for word, read in found.days.items()}
_TEXTS = tuple(name for name, found in FILTERS.items() if name not in ON_OR_OFF and not found.days)
FILTER_WORDS = (*_TEXTS, FLAGS, *_DAYS)


def where(filters: Filters) -> tuple[str, list[object]]:
    """The condition on `sessions` as SQL with its values."""
    of_session: list[tuple[str, list[object]]] = [("problem IS NULL", [])]
    of_item: list[tuple[str, list[object]]] = []
    if filters.candidate is not None:
        of_session.append(_condition("candidate", filters.candidate))
    for name, found in FILTERS.items():
        wanted = getattr(filters, name)
        if wanted is not None and wanted is not False:
            (of_item if found.of_item else of_session).append(_condition(found.sql, wanted))
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
    """What was typed: filters, the words that are left, and one sentence on what was not understood, or nothing."""

    filters: Filters
    text: str = ""
    problem: str = ""


def parse_query(typed: str, candidate: str | None = None) -> Query:
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
            filters = replace(filters, **_read(name.lower(), value.lower(), typing=typing))
        except UsageError as error:
            problem = problem or str(error)
    # the blank at the end says that the last word is whole, which the search wants to know
    return Query(filters, " ".join(words) + (" " if words and typed[-1:].isspace() else ""), problem)


def _read(word: str, value: str, *, typing: bool) -> dict[str, Any]:
    """The field that a filter with this word and value sets. Raises UsageError where it takes no such value."""
    if not value:
        return {}
    if word in _DAYS:
        name, read = _DAYS[word]
        return {} if typing and len(value) < len("2026-11-01") else {name: read(value)}
    takes = ON_OR_OFF if word == FLAGS else FILTERS[word].values
    fitting = [known for known in takes if known == value or (typing and known.startswith(value))]
    if takes and not fitting:
        raise UsageError(f'"{word}:{short(value)}" is not understood; {word} takes {_listed(takes)}.')
    if word == FLAGS:
        return {fitting[0]: True}
    return {word: fitting[0] if len(fitting) == 1 else value + PREFIX * typing}


def _strange(name: str, value: str) -> str:
    """What is to be said of a word with a colon that is no filter: nothing of times and addresses."""
    if not name.isalpha() or not value or value.startswith("//"):
        return ""
    return f'"{short(name)}:" is no filter; there are {_listed(FILTER_WORDS)}.'


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def merge_filters(options: Filters, typed: Filters) -> Filters:
    """Filters of both; where they differ, what was typed counts."""
    given = {f.name: getattr(typed, f.name) for f in fields(Filters) if getattr(typed, f.name) != f.default}
    return replace(options, **given)


@dataclass(frozen=True)
class Hit:
    """One item in which the words stand: its session, position and title, the field, and the text around them.

    `parts` are the text in pieces with whether each is a found word.
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
        """Whether the words stand in what the item is about, and not as well in what was written; a list marks that."""
        return self.field == "names"


def expression(text: str) -> str:
    """The words of a person as a full-text query: all must stand in an item, quoted ones side by side.

    A word in full is looked for, and what begins with the last one. Nothing in the text is an operator.
    """
    found = [(phrase or word) for phrase, word in _WORD.findall(text)]
    usable = [part.replace('"', " ") for part in found if any(ch.isalnum() for ch in part)]
    return " ".join(f'"{part}"' for part in usable) + ("*" if usable and text.rstrip()[-1:].isalnum() else "")


def hits(index: Index, text: str, filters: Filters | None = None, limit: int = 100) -> list[Hit]:
    """The newest items in which all words of `text` stand, at most `limit`."""
    query = expression(text)
    if not query:
        return []
    condition, values = where(filters or Filters())
    marks = ", ".join(f"snippet(texts, {n}, '{OPEN}', '{CLOSE}', '…', {SNIPPET_WORDS})" for n in range(len(_FIELDS)))
    sql = (
        f"SELECT s.name, i.position, i.title, {marks} FROM texts "
        f"JOIN sessions s ON s.key = texts.rowid >> {ITEM_BITS} JOIN items i ON i.id = texts.rowid "
        f"WHERE texts MATCH ? AND {condition} ORDER BY texts.rowid DESC LIMIT ?"
    )
    try:
        return index.ask(sql, (query, *values, limit), _hit)
    except sqlite3.OperationalError:
        return []  # a word that the tokenizer makes nothing of


def _hit(row: tuple[Any, ...]) -> Hit:
    name, position, title, *texts = row
    if not (isinstance(position, int) and _TITLE.fullmatch(title) and can_be_shown(name)):
        raise BrokenSealError  # a text has no seal: long as it is, a spoilt letter in it harms nothing
    best = _best(texts)
    return Hit(name.removesuffix(SUFFIX), position, title, _FIELDS[best], _parts(clean(texts[best])))


def _best(texts: Sequence[str]) -> int:
    """Which text is shown: the one with the most of the words; the names only where no other has as many of them."""
    words = [len({word.lower()[:STEM] for word in _FOUND.findall(text)}) for text in texts]
    return max(range(len(texts)), key=lambda n: (words[n], n != _NAMES, texts[n].count(OPEN)))


def _parts(marked: str) -> tuple[tuple[str, bool], ...]:
    flat = " ".join(marked.split())
    pieces = re.split(f"({OPEN}[^{CLOSE}]*{CLOSE})", flat)
    return tuple((piece.strip(OPEN + CLOSE), piece.startswith(OPEN)) for piece in pieces if piece)
