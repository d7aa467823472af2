"""What the index keeps of a session: its row in a list, the facts for progress, and the text that is searched."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from simulator.engine.scoring import Verdict, rank
from simulator.errors import TranscriptError
from simulator.graph.records import ready
from simulator.session.header import Seniority
from simulator.session.interview import events as ev
from simulator.session.interview.history import past_session
from simulator.session.interview.state import Phase, State, fold
from simulator.session.interview.turn import Turn
from simulator.session.transcript.folder import SUFFIX
from simulator.session.transcript.read import Reading, read

STATES = ("asking", "debriefing", "ended")


class SessionRow(msgspec.Struct, frozen=True):
    """One session in a list. `state` is asking, debriefing or ended; `clock` in seconds; `missed` are concept ids.

    `id` is the file's stem; `level` what the engine said at the end, or after the last new score; None where it said
    nothing since. `bookmarks` are the positions of bookmarked items, 0 for the session as a whole.
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

    @property
    def minutes_left(self) -> float:
        """Interview minutes that were left at the last event."""
        return max(0.0, self.minutes - self.clock / 60)


@dataclass(frozen=True)
class Column:
    """A field of SessionRow as the index stores it; without `store` and `load` the value goes in as it is."""

    name: str
    sql_type: str
    store: Callable[[Any], object] | None = None
    load: Callable[[Any], Any] | None = None


# The fields of SessionRow behind `path`, in their order: the table, what is inserted and the row are made from these.
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
    Column(
        "bookmarks",
        "TEXT",
        lambda places: " ".join(map(str, places)),
        lambda text: tuple(map(int, text.split())) if text else (),
    ),
)
_LOADED = [(at, column.load) for at, column in enumerate(COLUMNS) if column.load is not None]


def stored_values(row: SessionRow) -> tuple[object, ...]:
    """The values of a row as the index stores them, in the order of `COLUMNS`."""
    values = ((column.store, getattr(row, column.name)) for column in COLUMNS)
    return tuple(store(value) if store is not None else value for store, value in values)


def loaded_row(folder: Path, name: str, fields: list[Any]) -> SessionRow:
    """The row of the session in the file of this name; the stored values that it is made of are loaded in place."""
    for at, load in _LOADED:
        fields[at] = load(fields[at])
    return SessionRow(name.removesuffix(SUFFIX), folder / name, *fields)


def row(reading: Reading) -> SessionRow:
    """What a list shows of a transcript."""
    return row_of(reading, fold(reading.header, reading.events))


def row_of(reading: Reading, state: State) -> SessionRow:
    """What a list shows of a transcript whose state is known."""
    header = reading.header
    verdicts = sorted((t.verdict for t in state.turns if t.check is None and t.verdict), key=rank)
    short = (t for t in state.turns if t.fell_short and not state.conceals(t))
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
        verdict=verdicts[(len(verdicts) - 1) // 2] if verdicts else None,
        clock=state.clock,
        minutes=header.minutes,
        missed=tuple(dict.fromkeys(t.asked.concepts[0] for t in short)),
        waiting=len(state.waiting),
        level=level_said(reading.events).get("tier"),
        bookmarks=bookmarks(state),
    )


def bookmarks(state: State) -> tuple[int, ...]:
    """The positions of bookmarked items, 0 first where the session as a whole is bookmarked."""
    return (0,) * state.bookmarked + tuple(t.position for t in state.turns if t.bookmarked)


def level_said(events: Iterable[ev.Event]) -> dict[str, int]:
    """The level that the engine said of what counts now; empty before the end, and while a score is made anew."""
    level: dict[str, int] = {}
    ended = False
    for event in events:
        ended = ended or isinstance(event, ev.Ended)
        if ended and event.sets_level:
            level = getattr(event, "level", {})
    return level


def stage(state: State) -> str:
    """`ended`, `debriefing` when only scores are missing, else `asking`."""
    if state.phase is Phase.ENDED:
        return "ended"
    return "debriefing" if state.closed else "asking"


def mean_coverage(state: State) -> float | None:
    """Mean coverage of the scored answers, or None when nothing is scored by points."""
    covered = [t.scored.coverage for t in state.turns if t.scored and t.scored.coverage is not None]
    return round(sum(covered) / len(covered), 4) if covered else None


class ItemFact(msgspec.Struct, frozen=True, array_like=True):
    """One item: times in interview seconds, `at` when it was asked. `correct` is for checks, the verdicts are not.

    `scored` says that the verdict is a score and not the prediction alone, `judged` that it was made from points, so
    that a prediction can be held against it; `secret` that it was not revealed yet.
    """

    item: str
    check: bool
    concept: str
    area: str
    tier: int
    at: datetime
    seconds: float
    verdict: Verdict | None = None
    prediction: Verdict | None = None
    judged: bool = False
    correct: bool | None = None
    secret: bool = False
    scored: bool = False


class SessionFacts(msgspec.Struct, frozen=True, array_like=True):
    """One session: what was asked in it and what came of it. `clock` in interview seconds.

    `waits` tells that its scores come at the end, which is still to come: until then nothing is said of it.
    """

    id: str
    started: datetime
    format: str
    role: str
    seniority: Seniority
    clock: float
    items: tuple[ItemFact, ...]
    waits: bool = False


ready(SessionFacts)


def facts_of(reading: Reading, state: State | None = None) -> SessionFacts:
    """The facts of a transcript."""
    state = state or fold(reading.header, reading.events)
    header = reading.header
    return SessionFacts(
        id=header.id,
        started=header.started,
        format=header.format,
        role=header.role,
        seniority=header.seniority,
        clock=state.clock,
        items=tuple(_item(turn, state) for turn in state.turns),
        waits=header.score == "end" and state.ended is None,
    )


def told(facts: Iterable[SessionFacts]) -> list[SessionFacts]:
    """The sessions of which something may be said, each without the items that were not revealed yet."""
    return [_told(session) for session in facts if not session.waits]


def _told(session: SessionFacts) -> SessionFacts:
    items = tuple(item for item in session.items if not item.secret)
    return session if len(items) == len(session.items) else replace(session, items=items)


def _item(turn: Turn, state: State) -> ItemFact:
    asked = turn.asked
    return ItemFact(
        item=asked.id,
        check=turn.check is not None,
        concept=asked.concepts[0],
        area=asked.area,
        tier=asked.tier,
        at=asked.at,
        seconds=round(state.seconds_on(turn), 3),
        verdict=None if turn.skipped or turn.check is not None else turn.verdict,
        prediction=turn.prediction,
        judged=bool(turn.scored and turn.scored.coverage is not None),
        correct=turn.correct,
        secret=state.conceals(turn),
        scored=turn.scored is not None,
    )


IndexedItem = tuple[int, str, str, str, str, str]


@dataclass(frozen=True)
class IndexedSession:
    """One transcript as the index keeps it.

    `moment` is its beginning in milliseconds since 1970, `id` the one in its header, `last` the number of its last
    event. `values` are those of its row, `past` is what counts of it (JSON), `facts` what progress needs (MessagePack).
    `asked_concepts` are pairs of concept and verdict; `items` have position, title, prompt, what was said, notes and
    names. The concepts of an open item are in neither.
    """

    name: str
    moment: int = 0
    problem: str | None = None
    id: str | None = None
    last: int | None = None
    values: tuple[object, ...] = (None,) * len(COLUMNS)
    past: bytes = b""
    facts: bytes = b""
    asked_concepts: tuple[tuple[str | None, str | None], ...] = ()
    items: tuple[IndexedItem, ...] = ()


def indexed_session(path: Path) -> IndexedSession:
    """The entry of a file, whatever it holds; one that is no transcript has a `problem`."""
    try:
        return _of_reading(read(path))
    except TranscriptError as error:
        return IndexedSession(path.name, problem=str(error))


def _of_reading(reading: Reading) -> IndexedSession:
    state = fold(reading.header, reading.events)
    row = row_of(reading, state)
    return IndexedSession(
        name=reading.path.name,
        moment=max(0, int(row.started.timestamp() * 1000)),
        id=reading.header.id,
        last=state.last_n,
        values=stored_values(row),
        past=msgspec.json.encode(past_session(reading)),
        facts=msgspec.msgpack.encode(facts_of(reading, state)),
        asked_concepts=tuple((concept, t.verdict) for t in state.turns for concept in _concepts(t, state)),
        items=tuple(_indexed_item(t, _names(t, state)) for t in state.turns),
    )


def _concepts(turn: Turn, state: State) -> tuple[str | None, ...]:
    """What an item was about, or None in their place while that is a secret."""
    return (None,) if state.conceals(turn) else turn.asked.concepts


def _names(turn: Turn, state: State) -> str:
    """The concepts that an item was about and its area, in words; their titles stand in no transcript.

    While the concepts are a secret the area stands alone: the room shows it too.
    """
    concepts = () if state.conceals(turn) else turn.asked.concepts
    return ", ".join(dict.fromkeys(name.replace("-", " ") for name in (*concepts, turn.asked.area)))


def _indexed_item(turn: Turn, names: str) -> IndexedItem:
    check, asked = turn.check, turn.asked
    title = f"{'Check' if check else 'Question'} {asked.number}"
    prompt = check.prompt if check else turn.question.prompt
    said = [turn.answer_text, *(r.text for r in turn.replies), turn.checked.text if turn.checked else ""]
    said += [c.asks for c in turn.clarifications] + ([turn.retold.text] if turn.retold else [])
    notes = "\n".join(n.text for n in turn.notes)
    return (turn.position, title, prompt, "\n".join(filter(None, said)), notes, names)
