"""The archive: the folder of all transcripts, and what can be said of each without opening it in full."""

import sqlite3
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from simulator.errors import SimulatorError, TranscriptError, UsageError
from simulator.session.archive import search
from simulator.session.archive.index import COLUMNS, FILE_COLUMNS, Index, Progress, checked, unsealed
from simulator.session.archive.search import Filters, Hit
from simulator.session.archive.summary import SessionFacts, SessionRow, loaded_row
from simulator.session.archive.summary import row as row
from simulator.session.header import Header
from simulator.session.interview.history import COUNTED_SESSIONS, PastSession, counts_for, past_session
from simulator.session.transcript.folder import SUFFIX, look_into
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace, find_graph, graph_id

PATIENCE = 0.05  # seconds for transcripts that the index does not know: it reads the newest first
_ROW = ", ".join(COLUMNS)
_FIRST = len(FILE_COLUMNS)
_ID, _GRAPH = COLUMNS.index("id"), COLUMNS.index("graph")


def paths(sessions: Path) -> list[Path]:
    """All transcripts, newest first: the name begins with date and time."""
    if not sessions.is_dir():
        return []
    look_into(sessions)
    found = (p for p in sessions.iterdir() if p.suffix == SUFFIX and not p.name.startswith("."))
    return sorted(found, key=lambda p: p.name, reverse=True)


def open_index(workspace: Workspace, progress: Progress | None = None, patience: float | None = None) -> Index:
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
    with open_index(workspace, progress, patience) as index:
        return index.ask(
            f"SELECT {_ROW} FROM sessions WHERE {condition} ORDER BY key DESC LIMIT ?",
            (*values, -1 if limit is None else limit),
            lambda kept: _row(workspace.sessions, kept),
        )


def found_items(workspace: Workspace, text: str, filters: Filters | None = None, limit: int = 100) -> list[Hit]:
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


def next_graph(workspace: Workspace, saved: str = "") -> Path:
    """The folder of the graph for an interview that names none.

    It is the graph of the candidate's last interview, else the `saved` one, else the default of `find_graph`. Raises
    UsageError where it comes to the saved one and there is none.
    """
    try:
        latest = rows(workspace, candidate=workspace.candidate, limit=1, patience=PATIENCE)
    except (SimulatorError, OSError, sqlite3.Error):
        latest = []  # the commands that list interviews say what is wrong with them
    if latest:
        with suppress(UsageError):
            if saved and graph_id(chosen := find_graph(workspace, saved)) == latest[0].graph:
                return chosen  # two folders may hold a graph with this id: this one was chosen
        with suppress(UsageError):
            return find_graph(workspace, latest[0].graph)
    return find_graph(workspace, saved or None)


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
    with open_index(workspace, patience=patience) as index:
        found = index.ask(
            "SELECT id, last, past FROM sessions LEFT JOIN pasts ON session = key "
            "WHERE problem IS NULL AND candidate = ? AND graph = ? ORDER BY key DESC LIMIT ?",
            (candidate, graph, latest),
            lambda kept: (kept[0], kept[1], _past(*kept)),
        )
    newest: dict[str, tuple[int, PastSession]] = {}
    for id_, last, session in found:
        if id_ not in newest or last >= newest[id_][0]:
            newest[id_] = (last, session)
    return sorted((session for _, session in newest.values()), key=lambda p: p.started)


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
    decode = msgspec.msgpack.Decoder(SessionFacts).decode
    with open_index(workspace, progress, patience) as index:
        found = index.ask(
            "SELECT id, last, facts FROM sessions LEFT JOIN pasts ON session = key "
            "WHERE problem IS NULL AND candidate = ? AND graph = ? ORDER BY last",
            (candidate, graph),
            lambda kept: (kept[0], decode(unsealed(kept[2], *kept[:2]))),
        )
    return sorted(dict(found).values(), key=lambda f: (f.started, f.id))


def elsewhere(workspace: Workspace, candidate: str, graph: str) -> dict[str, int]:
    """How many sessions a candidate has on each graph but this one; a copied file counts once."""
    with Index(workspace.sessions, workspace.cache) as index:
        index.refresh(quick=True)
        found = index.ask(
            f"SELECT {_ROW} FROM sessions WHERE problem IS NULL AND candidate = ? AND graph != ?",
            (candidate, graph),
            lambda kept: (checked(kept)[_GRAPH], kept[_ID]),
        )
    return Counter(graph for graph, _ in set(found))


def past_of(workspace: Workspace, header: Header) -> tuple[list[PastSession], list[str]]:
    """The earlier sessions that a header names, each as it was then, oldest first; and the ids of those now gone."""
    ids = msgspec.json.encode([earlier.session for earlier in header.earlier]).decode()
    with open_index(workspace) as index:
        found = index.ask(
            "SELECT name, id, last, past FROM sessions LEFT JOIN pasts ON session = key "
            "WHERE problem IS NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY last",
            (ids,),
            lambda kept: (kept[1], (kept[0], kept[2], _past(*kept[1:]))),
        )
    longest = dict(found)  # of the copies of a session the one with most events comes last
    then = {e.session: _as_then(workspace, header, longest.get(e.session), e.last) for e in header.earlier}
    kept = sorted((session for session in then.values() if session), key=lambda p: p.started)
    return kept, [name for name, session in then.items() if session is None]


def _as_then(
    workspace: Workspace, header: Header, now: tuple[str, int, PastSession] | None, last: int
) -> PastSession | None:
    if now is None:
        return None
    name, last_now, session = now
    if last_now == last:
        return session
    reading = read(workspace.sessions / name)
    if counts_for(reading.header, header.candidate, header.graph):
        return past_session(reading, last)
    return None


def _past(id_: str, last: int, kept: bytes) -> PastSession:
    return msgspec.json.decode(unsealed(kept, id_, last), type=PastSession)


def _row(folder: Path, values: tuple[Any, ...]) -> SessionRow:
    return loaded_row(folder, checked(values)[1], [*values[_FIRST:-1]])
