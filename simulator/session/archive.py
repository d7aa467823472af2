"""The archive: the folder of all transcripts, and what can be said of each without opening it in full."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from simulator.errors import TranscriptError
from simulator.session import search
from simulator.session.facts import SessionFacts
from simulator.session.header import Header
from simulator.session.history import COUNTED_SESSIONS, PastSession, counts_for, past_session
from simulator.session.index import Index, Progress
from simulator.session.reading import read
from simulator.session.search import Filters, Hit
from simulator.session.stamps import SUFFIX, look_into
from simulator.session.summary import SessionRow as SessionRow
from simulator.session.summary import mean_coverage as mean_coverage
from simulator.session.summary import row as row
from simulator.session.summary import stage as stage
from simulator.session.workspace import Workspace

_ROW = (
    "name, candidate, graph, format, role, started, state, questions, score, verdict, clock, minutes, missed, waiting, "
    "level, bookmarks"
)


def paths(sessions: Path) -> list[Path]:
    """All transcripts, newest first: the name begins with date and time."""
    if not sessions.is_dir():
        return []
    look_into(sessions)
    found = (p for p in sessions.iterdir() if p.suffix == SUFFIX and not p.name.startswith("."))
    return sorted(found, key=lambda p: p.name, reverse=True)


def opened(workspace: Workspace, progress: Progress | None = None, patience: float | None = None) -> Index:
    """The index of the workspace's transcripts, up to date; to be used as a context.

    `progress(done, total)` is called while transcripts that are new to it are read; after `patience` seconds the
    oldest of those are left to the next time.
    """
    look_into(workspace.sessions)
    index = Index(workspace.sessions, workspace.cache)
    try:
        index.refresh(progress, patience=patience)
    except BaseException:
        index.database.close()
        raise
    return index


def rows(
    workspace: Workspace,
    *,
    candidate: str | None = None,
    filters: Filters | None = None,
    limit: int | None = None,
    progress: Progress | None = None,
    patience: float | None = None,
) -> list[SessionRow]:
    """One row a session, newest first; of one candidate, or of all; those that fit the filters; at most `limit`.

    With `patience` (seconds) the oldest of an archive that is not indexed yet may be missing until a later call.
    """
    wanted = filters or Filters(candidate=candidate)
    condition, values = search.where(wanted)
    with opened(workspace, progress, patience) as index:
        found = index.all(
            f"SELECT {_ROW} FROM sessions WHERE {condition} ORDER BY key DESC LIMIT ?",
            (*values, -1 if limit is None else limit),
        )
    return [_row(workspace.sessions, values) for values in found]


def found(workspace: Workspace, text: str, filters: Filters | None = None, limit: int = 100) -> list[Hit]:
    """The newest items in which all words of `text` stand; a list that was read before has seen to the index."""
    with Index(workspace.sessions, workspace.cache) as index:
        index.refresh(quick=True)
        return search.hits(index, text, filters, limit)


def find(workspace: Workspace, name: str) -> Path:
    """The transcript with this id, path, file name, or unique beginning or end of an id.

    Raises TranscriptError when none or several fit.
    """
    direct = Path(name)
    if direct.suffix == SUFFIX and direct.is_file():
        return direct
    wanted = name.removesuffix(SUFFIX)
    known = paths(workspace.sessions)
    exact = [p for p in known if p.stem == wanted]
    fitting = exact or [p for p in known if wanted and (p.stem.startswith(wanted) or p.stem.endswith(wanted))]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise TranscriptError(f"{len(fitting)} sessions begin or end with {wanted!r}; give more of the name.")
    raise TranscriptError(f"There is no session {wanted!r} in {workspace.sessions}; `interview review` lists them.")


def past(
    workspace: Workspace,
    candidate: str,
    graph: str,
    latest: int = COUNTED_SESSIONS,
    patience: float | None = None,
) -> list[PastSession]:
    """The latest earlier sessions of a candidate on a graph, oldest first; a copied file counts once.

    With `patience` (seconds) the oldest of an archive that is not indexed yet may be missing.
    """
    with opened(workspace, patience=patience) as index:
        found = index.all(
            "SELECT id, last, past FROM sessions JOIN pasts ON session = key "
            "WHERE problem IS NULL AND candidate = ? AND graph = ? ORDER BY key DESC LIMIT ?",
            (candidate, graph, latest),
        )
    newest: dict[str, tuple[int, bytes]] = {}
    for id_, last, blob in found:
        if last >= newest.get(id_, (0, b""))[0]:
            newest[id_] = (last, blob)
    return sorted((_past(blob) for _, blob in newest.values()), key=lambda p: p.started)


def facts(
    workspace: Workspace,
    candidate: str,
    graph: str,
    progress: Progress | None = None,
    patience: float | None = None,
) -> list[SessionFacts]:
    """What progress needs of all sessions of a candidate on a graph, oldest first; a copied file counts once.

    With `patience` (seconds) the oldest of an archive that is not indexed yet may be missing.
    """
    with opened(workspace, progress, patience) as index:
        found = index.all(
            "SELECT id, facts FROM sessions JOIN pasts ON session = key "
            "WHERE problem IS NULL AND candidate = ? AND graph = ? ORDER BY last",
            (candidate, graph),
        )
    decode = msgspec.msgpack.Decoder(SessionFacts).decode
    return sorted((decode(blob) for blob in dict(found).values()), key=lambda f: (f.started, f.id))


def elsewhere(workspace: Workspace, candidate: str, graph: str) -> dict[str, int]:
    """How many sessions a candidate has on each graph but this one; a copied file counts once."""
    with Index(workspace.sessions, workspace.cache) as index:
        index.refresh(quick=True)
        found = index.all(
            "SELECT graph, COUNT(DISTINCT id) FROM sessions "
            "WHERE problem IS NULL AND candidate = ? AND graph != ? GROUP BY graph",
            (candidate, graph),
        )
    return dict(found)


def past_of(workspace: Workspace, header: Header) -> tuple[list[PastSession], list[str]]:
    """The earlier sessions that a header names, each as it was then, oldest first; and the ids of those now gone."""
    kept: list[PastSession] = []
    gone: list[str] = []
    with opened(workspace) as index:
        for earlier in header.earlier:
            same = index.all(
                "SELECT name, last, past FROM sessions JOIN pasts ON session = key WHERE id = ? "
                "ORDER BY last DESC LIMIT 1",
                (earlier.session,),
            )
            session = _as_then(workspace, header, same, earlier.last)
            if session is None:
                gone.append(earlier.session)
            else:
                kept.append(session)
    return sorted(kept, key=lambda p: p.started), gone


def _as_then(workspace: Workspace, header: Header, rows: Collection[tuple[Any, ...]], last: int) -> PastSession | None:
    for name, last_now, blob in rows:
        if last_now == last:
            return _past(blob)
        reading = read(workspace.sessions / str(name))
        if counts_for(reading.header, header.candidate, header.graph):
            return past_session(reading, last)
    return None


def _past(blob: bytes) -> PastSession:
    return msgspec.json.decode(blob, type=PastSession)


def _row(folder: Path, values: tuple[Any, ...]) -> SessionRow:
    name, candidate, graph, format_, role, started, state, questions, score, verdict, clock, minutes, *rest = values
    missed, waiting, level, bookmarks = rest
    return SessionRow(
        name.removesuffix(SUFFIX), folder / name, candidate, graph, format_, role,
        datetime.fromisoformat(started), state, questions, score, verdict, clock, minutes,
        tuple(missed.split("\n")) if missed else (), waiting, level, tuple(map(int, bookmarks.split())),
    )  # fmt: skip
