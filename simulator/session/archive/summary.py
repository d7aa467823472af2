"""What the index keeps of a session: its row in a list, its facts (`facts`), and the text that is searched."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

import msgspec

from simulator.engine.scoring import STRONG, median
from simulator.errors import TranscriptError
from simulator.graph.text import apart
from simulator.session.archive.facts import facts_of
from simulator.session.interview import events as ev
from simulator.session.interview.history import past_session
from simulator.session.interview.item_blocks import PARTING_TITLE
from simulator.session.interview.state import Phase, State
from simulator.session.interview.turn import Turn
from simulator.session.transcript.folder import SUFFIX
from simulator.session.transcript.read import Reading, read
from simulator.session.transcript.sidecars import DraftFile

STATES = ("asking", "debriefing", "ended")
FEW_WORDS = 15  # fewer may be what was typed to see how it goes


class SessionRow(msgspec.Struct, frozen=True):
    """One session in a list. `state` is asking, debriefing or ended; `clock` in seconds.

    `missed` are the ids of concepts on which an answer fell short or a check was wrong.
    `score` is the mean coverage, 0 to 1; `minutes` the planned length; `waiting` counts answers without a score.
    `id` is the file's stem. `level` is the engine's at the end or after the last new score, or None. `bookmarks` are
    positions of items, 0 for the whole session. `answers` have a verdict; `strong` of them are solid or better.
    `is_spoken`: something was answered aloud.
    """

    id: str
    path: Path
    candidate: str
    graph: str
    format: str
    role: str
    started: datetime
    state: str
    questions: int
    score: float | None
    verdict: str | None
    clock: float
    minutes: float
    missed: tuple[str, ...]
    waiting: int
    level: int | None = None
    bookmarks: tuple[int, ...] = ()
    answers: int = 0
    strong: int = 0
    last_at: datetime | None = None
    is_spoken: bool = False

    @property
    def left(self) -> datetime:
        """When it was last worked on, perhaps days after it began."""
        return self.last_at or self.started

    @property
    def has_answer(self) -> bool:
        """Whether an answer was given, scored or not, or begun: what isn't handed in is in no transcript."""
        return bool(self.answers or self.waiting or DraftFile(self.path).words)

    @property
    def hardly_begun(self) -> bool:
        """Whether it was left with no answer, and no more than a few words of one."""
        return self.state == "asking" and not (self.answers or self.waiting) and DraftFile(self.path).words < FEW_WORDS

    @property
    def minutes_left(self) -> float:
        """Interview minutes that were left at the last event."""
        return max(0.0, self.minutes - self.clock / 60)


@dataclass(frozen=True)
class Column:
    """A field of SessionRow as the index stores it; without `store` and `load` the value is stored as it is."""

    name: str
    sql_type: str
    store: Callable[[Any], object] | None = None
    load: Callable[[Any], Any] | None = None


# The fields of SessionRow after `path`, in order. The table, the inserted values and the row are made from these.
COLUMNS = (
    Column("candidate", "TEXT"),
    Column("graph", "TEXT"),
    Column("format", "TEXT"),
    Column("role", "TEXT"),
    Column("started", "TEXT", datetime.isoformat, datetime.fromisoformat),
    Column("state", "TEXT"),
    Column("questions", "INTEGER"),
    Column("score", "REAL"),
    Column("verdict", "TEXT"),
    Column("clock", "REAL"),
    Column("minutes", "REAL"),
    Column("missed", "TEXT", "\n".join, lambda text: tuple(text.split("\n")) if text else ()),
    Column("waiting", "INTEGER"),
    Column("level", "INTEGER"),
    Column("bookmarks", "TEXT", lambda places: " ".join(map(str, places)), lambda text: tuple(map(int, text.split()))),
    Column("answers", "INTEGER"),
    Column("strong", "INTEGER"),
    Column("last_at", "TEXT", datetime.isoformat, datetime.fromisoformat),
    Column("is_spoken", "INTEGER", int, bool),
)
_LOADED = [(at, column.load) for at, column in enumerate(COLUMNS) if column.load is not None]


def stored_values(row: SessionRow) -> tuple[object, ...]:
    """The values of a row as the index stores them, in the order of `COLUMNS`."""
    values = ((column.store, getattr(row, column.name)) for column in COLUMNS)
    stored = (store(value) if store is not None else value for store, value in values)
    return tuple(value or 0.0 if isinstance(value, float) else value for value in stored)  # SQLite knows no -0.0


def loaded_row(folder: Path, name: str, fields: list[Any]) -> SessionRow:
    """The row of the session in the file of this name, from its stored values, which are changed in place."""
    for at, load in _LOADED:
        fields[at] = load(fields[at])
    return SessionRow(name.removesuffix(SUFFIX), folder / name, *fields)


def row_of(reading: Reading) -> SessionRow:
    """The row of a transcript."""
    state, header = reading.state, reading.header
    verdicts = [t.verdict for t in state.turns if t.check is None and t.verdict]
    short = (t for t in state.turns if t.was_missed and not state.conceals(t))
    return SessionRow(
        id=reading.path.stem,
        path=reading.path,
        candidate=header.candidate,
        graph=header.graph,
        format=header.format,
        role=header.role,
        started=header.started,
        state=stage(state),
        questions=sum(t.check is None for t in state.turns),
        score=mean_coverage(state),
        verdict=median(verdicts),
        clock=state.clock,
        minutes=header.minutes,
        missed=tuple(dict.fromkeys(t.asked.concepts[0] for t in short)),
        waiting=len(state.waiting),
        level=level_said(reading.events).get("tier"),
        bookmarks=bookmarks(state),
        answers=len(verdicts),
        strong=sum(verdict in STRONG for verdict in verdicts),
        last_at=_last_at(reading),
        is_spoken=state.is_spoken,
    )


def _last_at(reading: Reading) -> datetime:
    """When something last happened before it closed; of one that is closed, nothing counts that only opened it."""
    before = list(takewhile(lambda event: not isinstance(event, ev.Closed | ev.Ended), reading.events))
    passed_over = (ev.Paused, ev.Resumed) if len(before) < len(reading.events) else ()
    return next((e.at for e in reversed(before) if not isinstance(e, passed_over)), reading.header.started)


def bookmarks(state: State) -> tuple[int, ...]:
    """The positions of bookmarked items, with 0 first if the whole session is bookmarked."""
    return (0,) * state.bookmarked + tuple(t.position for t in state.turns if t.bookmarked)


def level_said(events: Iterable[ev.Event]) -> dict[str, int]:
    """The engine's level for what counts now; empty before the end, and while an answer is scored again."""
    level: dict[str, int] = {}
    ended = False
    for event in events:
        ended = ended or isinstance(event, ev.Ended)
        if ended and event.sets_level:
            level = getattr(event, "level", {})
    return level


def stage(state: State) -> str:
    """The state in a list: `ended`, `debriefing` when only scores are missing, else `asking`."""
    if state.phase is Phase.ENDED:
        return "ended"
    return "debriefing" if state.closed else "asking"


def mean_coverage(state: State) -> float | None:
    """Mean coverage of the scored answers, of tasks only where there is nothing else; None without any points."""
    scored = [(t.scored.coverage, t.code_rank) for t in state.turns if t.scored and t.scored.coverage is not None]
    covered = [coverage for coverage, code in scored if code is None] or [coverage for coverage, _ in scored]
    return round(sum(covered) / len(covered), 4) if covered else None


IndexedItem = tuple[int, str, str, str, str, str]


@dataclass(frozen=True)
class IndexedSession:
    """One transcript as the index keeps it.

    `moment` is its start in milliseconds since 1970, `id` the one in its header, `last` the number of its last event.
    `values` are those of its row; `past` is its PastSession (JSON), `facts` its SessionFacts (MessagePack).
    `asked_concepts` are pairs of concept and verdict; `items` have position, title, prompt, what was said, notes and
    names. The concepts of secret items are in neither.
    """

    name: str
    moment: int = 0
    problem: str | None = None
    id: str | None = None
    last: int | None = None
    values: tuple[object, ...] = ()
    past: bytes = b""
    facts: bytes = b""
    asked_concepts: tuple[tuple[str | None, str | None], ...] = ()
    items: tuple[IndexedItem, ...] = ()


def indexed_session(path: Path) -> IndexedSession:
    """The entry of a file, whatever it holds; one that isn't a transcript has a `problem`."""
    try:
        reading = read(path)
    except TranscriptError as error:
        return IndexedSession(path.name, problem=str(error))
    state, row = reading.state, row_of(reading)
    concepts = [() if state.conceals(turn) else turn.asked.concepts for turn in state.turns]
    items = [_indexed_item(turn, own) for turn, own in zip(state.turns, concepts, strict=True)]
    if state.parting.begun:  # as one more place after the last item
        asks = "\n".join(asked.asks for asked, _ in state.parting.exchanges)
        replies = "\n".join(reply.text for _, reply in state.parting.exchanges if reply and reply.text)
        items.append((len(state.turns) + 1, PARTING_TITLE, asks, replies, "", ""))
    return IndexedSession(
        name=reading.path.name,
        moment=max(0, int(row.started.timestamp() * 1000)),
        id=reading.header.id,
        last=state.last_n,
        values=stored_values(row),
        past=msgspec.json.encode(past_session(reading)),
        facts=msgspec.msgpack.encode(facts_of(reading)),
        asked_concepts=tuple(
            (concept, turn.verdict)
            for turn, own in zip(state.turns, concepts, strict=True)
            for concept in own or (None,)  # None keeps the verdict of a secret item
        ),
        items=tuple((n, title, apart(a), apart(b), apart(c), apart(d)) for n, title, a, b, c, d in items),
    )


def _indexed_item(turn: Turn, concepts: tuple[str, ...]) -> IndexedItem:
    """The texts of an item that are searched; `concepts` are empty while they are secret."""
    check, asked = turn.check, turn.asked
    # a transcript holds no titles of concepts; the area is no secret, because the room shows it
    names = ", ".join(dict.fromkeys(name.replace("-", " ") for name in (*concepts, asked.area)))
    title = f"{'Check' if check else 'Question'} {asked.number}"
    prompt = check.prompt if check else turn.question.prompt
    texts = [turn.answer_text, *(r.text for r in turn.replies), turn.checked.text if turn.checked else ""]
    texts += [c.asks for c in turn.clarifications] + ([turn.retold.text] if turn.retold else [])
    said = "\n".join(filter(None, [*texts, "" if check else turn.code]))
    return (turn.position, title, prompt, said, "\n".join(n.text for n in turn.notes), names)
