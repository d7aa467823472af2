"""Deleted sessions: each goes with all that lies beside it into a folder of its own under `.trash`."""

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from simulator.errors import TranscriptError
from simulator.graph.files import make_folder, mend
from simulator.session.archive import archive
from simulator.session.transcript.disk import free_name
from simulator.session.transcript.folder import SUFFIX, TRASH, can_be_shown, look_into
from simulator.session.transcript.read import Reading, read
from simulator.session.transcript.repair import is_own_name
from simulator.session.transcript.sidecars import left_behind
from simulator.session.transcript.write import locked, release
from simulator.session.workspace import Workspace, graph_folders

_KEPT = re.compile(r"\.cut\d+")  # the marks of `durable.keep_beside`


def discard(path: Path) -> Path:
    """Move a session to the trash of its folder; returns the folder that now holds it.

    Raises TranscriptError when it is no session, or open somewhere, or the folder cannot be written.
    """
    _require_session(path)
    try:
        lock = locked(path)
        try:
            place = free_name(path.parent / TRASH / path.stem, "-")
            make_folder(place.parent)
            make_folder(place)
            for companion in companions(path):  # the transcript first: cut short, it comes back to what stayed
                mend(companion)
                companion.replace(place / companion.name)
        finally:
            release(lock)
    except OSError as error:
        raise TranscriptError(f"{path.name} cannot be moved to the trash: {error.strerror or error}.") from error
    return place


def _require_session(path: Path) -> None:
    """Any TOML file can be named; only what this program wrote is moved, however damaged it is."""
    if path.parent.parent.name == TRASH:
        raise TranscriptError(f"{path.stem} is in the trash already.")
    found = read(path)
    if not (found.intact or found.events or is_own_name(path)):
        raise TranscriptError(f"{path.name} is not a transcript of this program; it stays where it is.")


def discarded(sessions: Path) -> list[Path]:
    """The transcripts in the trash, those deleted last first. Raises TranscriptError where it cannot be looked into."""
    look_into(sessions)
    look_into(sessions / TRASH)
    return sorted((sessions / TRASH).glob(f"*/*{SUFFIX}"), key=lambda p: (discarded_at(p), p.name), reverse=True)


def discarded_at(path: Path) -> datetime:
    """When a transcript in the trash was put there: its folder was made then."""
    return datetime.fromtimestamp(path.parent.stat().st_mtime, UTC)


def count(sessions: Path) -> int:
    """How many transcripts are in the trash."""
    return sum(1 for _ in (sessions / TRASH).glob(f"*/*{SUFFIX}"))


def find(sessions: Path, name: str) -> Path:
    """The transcript in the trash with this id, folder, or unique beginning or end of an id.

    Of several with one id it is the one deleted last. Raises TranscriptError when none or several fit.
    """
    known, wanted = discarded(sessions), name.removesuffix(SUFFIX)
    exact = [p for p in known if p.parent.name in (name, wanted)] or [p for p in known if p.stem == wanted]
    fitting = exact[:1] or [p for p in known if wanted and (p.stem.startswith(wanted) or p.stem.endswith(wanted))]
    if len(fitting) > 1:
        raise TranscriptError(f"{len(fitting)} sessions in the trash begin or end with {wanted!r}; give more of it.")
    if not fitting:
        raise TranscriptError(f"There is no session {wanted!r} in the trash of {sessions}.")
    return fitting[0]


def restore(sessions: Path, name: str) -> Path:
    """Bring a session back from the trash. Raises TranscriptError when it is not there, or its name is taken."""
    path = find(sessions, name)
    place = sessions / path.name
    try:
        lock = locked(place)
        try:
            _bring_back(path, place)
        finally:
            release(lock)
    except OSError as error:
        raise TranscriptError(f"{path.name} cannot be brought back: {error.strerror or error}.") from error
    return place


def _bring_back(path: Path, place: Path) -> None:
    if place.exists():
        raise TranscriptError(f"{path.name} cannot come back: another session has its name now.")
    for companion in reversed(companions(path)):  # the transcript last: cut short, it is still found in the trash
        companion.replace(place.with_name(companion.name))
    with contextlib.suppress(OSError):  # something else lies there too
        path.parent.rmdir()


def companions(path: Path) -> list[Path]:
    """The transcript and what lies beside it: its draft, and bytes that were cut off.

    Another file of its name, such as an export, is none of them; lines that were begun and answers that an editor left
    are.
    """
    beside = [
        p
        for p in path.parent.iterdir()
        if p == path
        or (p.stem == f".{path.stem}" and p.suffix != ".lock" and p.is_file())
        or (p.stem == path.stem and _KEPT.fullmatch(p.suffix) and p.is_file())
    ]
    of_editors = [p for file in left_behind(path) for p in file.files]
    return sorted({*beside, *of_editors}, key=lambda p: (p != path, p.name))


Progress = Callable[[int, int], None]
UNNAMED = "Its name holds what cannot be shown; no list has it until it is renamed."


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong: the session, the problem in a word, the event where there is one, and a sentence.

    `harmless` marks what costs nothing: a graph that is gone, line ends of another system.
    """

    session: str
    problem: str
    message: str
    n: int | None = None
    harmless: bool = False


def examine(workspace: Workspace, progress: Progress | None = None) -> Iterator[Complaint]:
    """What is wrong with each transcript, newest first; `progress(done, total)` is called as they are read."""
    paths = archive.paths(workspace.sessions)
    graphs = graph_folders(workspace)
    ids: Counter[str] = Counter()
    for number, path in enumerate(paths):
        if not can_be_shown(path.name):
            yield Complaint(path.stem, "name", UNNAMED)
        try:
            reading = read(path)
        except TranscriptError as error:
            yield Complaint(path.stem, "unusable", str(error))
        else:
            yield from _of_reading(reading, graphs)
            ids[reading.header.id] += 1
            if ids[reading.header.id] == 2:
                yield Complaint(path.stem, "copy", f"More than one file holds session {reading.header.id}.")
        if progress is not None:
            progress(number + 1, len(paths))


def _of_reading(reading: Reading, graphs: dict[str, Path]) -> Iterator[Complaint]:
    name, header = reading.path.stem, reading.header
    for finding in reading.findings:
        yield Complaint(name, finding.problem, finding.message, finding.n, harmless=finding.problem == "encoding")
    if header.id != name and reading.intact:
        yield Complaint(name, "name", f"The file was renamed; its session is {header.id}.", harmless=True)
    if header.graph not in graphs:
        yield Complaint(name, "graph", f"Its graph {header.graph} is gone; it reads without.", harmless=True)
