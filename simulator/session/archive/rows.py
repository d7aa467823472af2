"""What a list shows of a session without opening it again."""

import contextlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from simulator.engine.scoring import rank
from simulator.errors import TranscriptError
from simulator.graph.files import OTHERS
from simulator.graph.text import clean, short
from simulator.session.interview import events as ev
from simulator.session.interview.state import Phase, State, fold
from simulator.session.transcript.read import Reading

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


SUFFIX = ".toml"

FileStat = tuple[int, int]


def can_be_shown(name: str) -> bool:
    """Whether a file's name is text on one line; what is not can neither be listed nor be typed."""
    return name.isprintable() or (clean(name) == name and not {"\n", "\t"} & set(name))


def look_into(folder: Path) -> None:
    """Raises TranscriptError where a folder is there whose files may not be seen: it would look empty."""
    try:
        there = folder.is_dir()
    except OSError:
        there = True
    if there and not os.access(folder, os.R_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        raise TranscriptError(
            f"{short(folder, 200)} may not be looked into; give yourself the right to read and enter it."
        )


def file_stats(folder: Path, readable: list[str]) -> dict[str, FileStat]:
    """Time of change (ns) and size of every transcript that a list can name, by file name.

    `readable` gets the names of all files on which others have rights.
    """
    found: dict[str, FileStat] = {}
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                stat = entry.stat()
                if stat.st_mode & OTHERS:
                    readable.append(entry.name)
                if entry.name.endswith(SUFFIX) and not entry.name.startswith(".") and can_be_shown(entry.name):
                    found[entry.name] = (stat.st_mtime_ns, stat.st_size)
    return found


def stats_of(folder: Path, names: Iterable[str], readable: list[str]) -> dict[str, FileStat]:
    """The same of some files; those that are gone are left out."""
    found: dict[str, FileStat] = {}
    for name in names:
        with contextlib.suppress(OSError):
            stat = (folder / name).stat()
            if stat.st_mode & OTHERS:
                readable.append(name)
            found[name] = (stat.st_mtime_ns, stat.st_size)
    return found


def changed_at(folder: Path) -> int:
    """The folder's time of change (ns), 0 where there is none."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
