"""The archive: the folder of all transcripts, and what the index knows of each without reading it again."""

import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from simulator.engine.model.parameters import COUNTED_INTERVIEWS
from simulator.errors import SimulatorError, TranscriptError, UsageError
from simulator.graph.text import names, short
from simulator.session.archive import search
from simulator.session.archive.facts import SessionFacts
from simulator.session.archive.index import COLUMNS, FILE_COLUMNS, Index, Progress, checked, unsealed
from simulator.session.archive.search import Filters, Hit
from simulator.session.archive.summary import SessionRow, loaded_row
from simulator.session.header import DEMO_CANDIDATE, Header
from simulator.session.interview.history import PastSession, past_session
from simulator.session.transcript.folder import SUFFIX, look_into
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace, find_graph, graph_id, missing_graphs

PATIENCE = 0.05  # seconds for transcripts that are new to the index, which reads the newest first
_OURS = re.compile(r"\d{4}-\d\d-\d\dT\d{6}-")
_ROW = ", ".join(COLUMNS)
_FIRST = len(FILE_COLUMNS)
_ID, _GRAPH = COLUMNS.index("id"), COLUMNS.index("graph")


def paths(sessions: Path) -> list[Path]:
    """All transcripts, newest first: the name begins with date and time.

    Raises TranscriptError where the folder may not be read.
    """
    if not sessions.is_dir():
        return []
    look_into(sessions)
    transcripts = (p for p in sessions.iterdir() if p.suffix == SUFFIX and not p.name.startswith("."))
    return sorted(transcripts, key=lambda p: p.name, reverse=True)


def open_index(workspace: Workspace, progress: Progress | None = None, patience: float | None = None) -> Index:
    """The index of the workspace's transcripts, up to date. Use it as a context. Raises TranscriptError as `paths`.

    `progress(done, total)` is called while transcripts that are new to it are read. After `patience` seconds the oldest
    of those are left for the next time.
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
    """One row per session, newest first: of one candidate or all, that match the filters, at most `limit`.

    With `patience` (seconds) the oldest of an archive that is not indexed yet may be missing until a later call.
    """
    wanted = filters or Filters(candidate=candidate)
    condition, values = search.where(wanted)
    with open_index(workspace, progress, patience) as index:
        return index.ask(
            f"SELECT {_ROW} FROM sessions WHERE {condition} ORDER BY key DESC LIMIT ?",
            (*values, -1 if limit is None else limit),
            lambda values: loaded_row(workspace.sessions, checked(values)[1], [*values[_FIRST:-1]]),
        )


def unlisted(workspace: Workspace) -> int:
    """How many files are named as transcripts are and can't be read. The index should be fresh already."""
    with Index(workspace.sessions, workspace.cache) as index:
        named = index.ask("SELECT name FROM sessions WHERE problem IS NOT NULL", (), lambda values: str(values[0]))
    return sum(_OURS.match(name) is not None for name in named)


def found_items(workspace: Workspace, text: str, filters: Filters | None = None, limit: int = 100) -> list[Hit]:
    """The newest items that contain all words of `text`. The index should be fresh already, as after `rows`."""
    with Index(workspace.sessions, workspace.cache) as index:
        index.refresh(quick=True)
        return search.hits(index, text, filters, limit)


NAMED = 3


def several_match(matches: Sequence[Path], what: str, wanted: str) -> str:
    """Says that several interviews match a part of a name, and names the first few."""
    left = len(matches) - NAMED
    which = names([*(path.stem for path in matches[:NAMED]), *([f"{left} more"] if left > 0 else [])])
    return f'{len(matches)} {what} begin or end with "{short(wanted)}"; give more of the name: {which}.'


def find(workspace: Workspace, name: str) -> Path:
    """The transcript with this id, path or file name, or with a unique prefix or suffix of its id.

    Raises TranscriptError if none or several match.
    """
    direct = Path(name)
    if direct.suffix == SUFFIX and direct.is_file():
        return direct
    wanted = name.removesuffix(SUFFIX)
    known = paths(workspace.sessions)
    exact = [p for p in known if p.stem == wanted]
    matches = exact or [p for p in known if wanted and (p.stem.startswith(wanted) or p.stem.endswith(wanted))]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise TranscriptError(several_match(matches, "interviews", wanted))
    raise TranscriptError(
        f"There's no interview {short(wanted)!r} in {workspace.sessions}; `interview review` lists them."
    )


def next_graph(workspace: Workspace, saved: str = "") -> Path:
    """The folder of the graph for an interview that names none.

    It is the graph of the candidate's last interview, or else the `saved` one, or else the default of `find_graph`.
    Raises UsageError if the saved one is needed and does not exist.
    """
    if latest := _latest_graph(workspace):
        with suppress(UsageError):
            if saved and graph_id(chosen := find_graph(workspace, saved)) == latest:
                return chosen  # two folders may hold a graph with this id: this one was chosen
        with suppress(UsageError):
            return find_graph(workspace, latest)
    return find_graph(workspace, saved or None)


def usual_graph_gone(workspace: Workspace, instead: Path) -> str:
    """Says that the graph of the last interview is gone and which one is used `instead`; empty if it's here."""
    latest = _latest_graph(workspace)
    if not latest or not missing_graphs(workspace, [latest]):
        return ""
    where = "to have it again, give its path, or its folder with --graphs DIR"
    return f'The graph of your last interview, "{short(latest)}", isn\'t here, so this is on {instead.name}; {where}.'


def _latest_graph(workspace: Workspace) -> str:
    """The id of the graph of the candidate's last interview; empty without one, or where its header has none."""
    try:
        latest = rows(workspace, candidate=workspace.candidate, limit=1, patience=PATIENCE)
    except (SimulatorError, OSError, sqlite3.Error):
        return ""  # the commands that list interviews say what is wrong with them
    return latest[0].graph if latest else ""


def past(
    workspace: Workspace,
    candidate: str,
    graph: str,
    patience: float | None = None,
) -> list[PastSession]:
    """The earlier sessions of a candidate on a graph that count, oldest first; a copied file counts once.

    With `patience` (seconds) the oldest of an archive that is not indexed yet may be missing.
    """
    with open_index(workspace, patience=patience) as index:
        return _counted(index, candidate, graph)


def past_and_demos(
    workspace: Workspace, candidate: str, graph: str, patience: float | None = None
) -> tuple[list[PastSession], list[PastSession]]:
    """The same, and the demos that were watched on that graph."""
    with open_index(workspace, patience=patience) as index:
        return _counted(index, candidate, graph), _counted(index, DEMO_CANDIDATE, graph)


def _counted(index: Index, candidate: str, graph: str) -> list[PastSession]:
    kept = index.ask(
        "SELECT id, last, past FROM sessions LEFT JOIN pasts ON session = key "
        "WHERE problem IS NULL AND candidate = ? AND graph = ? ORDER BY key DESC LIMIT ?",
        (candidate, graph, COUNTED_INTERVIEWS),
        lambda values: (values[0], values[1], _past(*values)),
    )
    newest: dict[str, tuple[int, PastSession]] = {}
    for id_, last, session in kept:
        if id_ not in newest or last >= newest[id_][0]:
            newest[id_] = (last, session)
    return sorted((session for _, session in newest.values()), key=lambda p: p.started)


def facts(
    workspace: Workspace,
    candidate: str,
    graph: str,
    patience: float | None = None,
) -> list[SessionFacts]:
    """The facts of all sessions of a candidate on a graph, oldest first; a copied file counts once.

    With `patience` (seconds) the oldest of an archive that is not indexed yet may be missing.
    """
    decode = msgspec.msgpack.Decoder(SessionFacts).decode
    with open_index(workspace, patience=patience) as index:
        kept = index.ask(
            "SELECT id, last, facts FROM sessions LEFT JOIN pasts ON session = key "
            "WHERE problem IS NULL AND candidate = ? AND graph = ? ORDER BY last",
            (candidate, graph),
            lambda values: (values[0], decode(unsealed(values[2], *values[:2]))),
        )
    return sorted(dict(kept).values(), key=lambda f: (f.started, f.id))


def elsewhere(workspace: Workspace, candidate: str, graph: str) -> dict[str, int]:
    """How many sessions a candidate has on each other graph; a copied file counts once."""
    with Index(workspace.sessions, workspace.cache) as index:
        index.refresh(quick=True)
        sessions = index.ask(
            f"SELECT {_ROW} FROM sessions WHERE problem IS NULL AND candidate = ? AND graph != ?",
            (candidate, graph),
            lambda values: (checked(values)[_GRAPH], values[_ID]),
        )
    return Counter(graph for graph, _ in set(sessions))


def past_of(workspace: Workspace, header: Header) -> tuple[list[PastSession], list[str]]:
    """The earlier sessions that a header lists, each as it was then, oldest first; and the ids of those gone."""
    if not header.earlier:
        return [], []
    ids = msgspec.json.encode([earlier.session for earlier in header.earlier]).decode()
    with open_index(workspace) as index:
        kept = index.ask(
            "SELECT name, id, last, past FROM sessions LEFT JOIN pasts ON session = key "
            "WHERE problem IS NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY last",
            (ids,),
            lambda values: (values[1], (values[0], values[2], _past(*values[1:]))),
        )
    longest = dict(kept)  # of copies of a session the one with most events comes last
    sessions: dict[str, PastSession | None] = {}
    for earlier in header.earlier:
        name, last, session = longest.get(earlier.session, ("", 0, None))
        if session is not None and last != earlier.last:  # it went on since
            reading = read(workspace.sessions / name)
            its = reading.header
            counts = (its.candidate, its.graph) == (header.candidate, header.graph)
            session = past_session(reading, earlier.last) if counts else None
        sessions[earlier.session] = session
    there = sorted((session for session in sessions.values() if session), key=lambda p: p.started)
    return there, [name for name, session in sessions.items() if session is None]


def _past(id_: str, last: int, sealed: bytes) -> PastSession:
    return msgspec.json.decode(unsealed(sealed, id_, last), type=PastSession)
