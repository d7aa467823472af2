"""Deleted sessions, each moved with its files to a folder of its own in `.trash`; and a check of all transcripts."""

import contextlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from simulator.errors import TranscriptError
from simulator.graph.files import is_folder, make_folder, mend
from simulator.graph.text import short
from simulator.session.archive import archive
from simulator.session.transcript.disk import free_name, release
from simulator.session.transcript.folder import SUFFIX, TRASH, can_be_shown, look_into
from simulator.session.transcript.read import is_own_name, read
from simulator.session.transcript.sidecars import left_behind
from simulator.session.transcript.write import locked
from simulator.session.workspace import Workspace, missing_graphs

_KEPT = re.compile(r"\.cut\d+")  # as `disk.keep_beside` names them


def discard(path: Path) -> Path:
    """Move a session to the trash of its folder; returns its new folder.

    Raises TranscriptError if it is not a session, is open somewhere, or the folder cannot be written.
    """
    if path.parent.parent.name == TRASH:
        raise TranscriptError(f"{path.stem} is in the trash already.")
    reading = read(path)  # any TOML file can be named: only what this program wrote is moved, however damaged
    if not (reading.intact or reading.events or is_own_name(path)):
        raise TranscriptError(f"{path.name} isn't a transcript of this program; it stays where it is.")
    _check(path.parent / TRASH)
    with _locked(path, f"{path.name} can't be moved to the trash"):
        folder = free_name(path.parent / TRASH / path.stem, "-")
        make_folder(folder.parent)
        make_folder(folder)
        for companion in companions(path):  # the transcript first: if interrupted, restoring it joins them again
            mend(companion)
            companion.replace(folder / companion.name)
    return folder


@contextlib.contextmanager
def _locked(path: Path, refused: str) -> Iterator[None]:
    """Hold the lock of a transcript; if the system refuses something, the TranscriptError begins with `refused`."""
    try:
        lock = locked(path)
        try:
            yield
        finally:
            release(lock)
    except OSError as error:
        raise TranscriptError(f"{refused}: {error.strerror or error}.") from error


def discarded(sessions: Path) -> list[Path]:
    """The transcripts in the trash, last deleted first. Raises TranscriptError if the trash can't be read."""
    look_into(sessions)
    look_into(sessions / TRASH)
    _check(sessions / TRASH)
    return sorted((sessions / TRASH).glob(f"*/*{SUFFIX}"), key=lambda p: (discarded_at(p), p.name), reverse=True)


def _check(folder: Path) -> None:
    """Raise TranscriptError where something else has the name of the trash."""
    if os.path.lexists(folder) and not is_folder(folder):
        raise TranscriptError(f"{short(folder, 200)} isn't a folder, so there's no trash; move it out of the way.")


def discarded_at(path: Path) -> datetime:
    """When a transcript was deleted: its folder in the trash was made then."""
    return datetime.fromtimestamp(path.parent.stat().st_mtime, UTC)


def count(sessions: Path) -> int:
    """How many transcripts are in the trash."""
    return sum(1 for _ in (sessions / TRASH).glob(f"*/*{SUFFIX}"))


def find(sessions: Path, name: str) -> Path:
    """The transcript in the trash with this id or folder, or with a unique prefix or suffix of its id.

    Of several with one id it is the one deleted last. Raises TranscriptError if none or several match.
    """
    known, wanted = discarded(sessions), name.removesuffix(SUFFIX)
    exact = [p for p in known if p.parent.name in (name, wanted)] or [p for p in known if p.stem == wanted]
    matches = exact[:1] or [p for p in known if wanted and (p.stem.startswith(wanted) or p.stem.endswith(wanted))]
    if len(matches) > 1:
        raise TranscriptError(archive.several_match(matches, "interviews in the trash", wanted))
    if not matches:
        raise TranscriptError(f"There's no interview {short(wanted)!r} in the trash of {sessions}.")
    return matches[0]


def restore(sessions: Path, name: str) -> Path:
    """Bring a session back from the trash. Raises TranscriptError if it is not there, or its name is taken."""
    path = find(sessions, name)
    restored = sessions / path.name
    with _locked(restored, f"{path.name} can't be brought back"):
        if restored.exists():
            raise TranscriptError(f"{path.name} can't come back: another session has its name now.")
        for companion in reversed(companions(path)):  # the transcript last: until then the trash lists it
            companion.replace(restored.with_name(companion.name))
        with contextlib.suppress(OSError):  # the folder may hold something else too
            path.parent.rmdir()
    return restored


def companions(path: Path) -> list[Path]:
    """The transcript, then the files that belong to it: draft, kept lines, cut-off bytes, answers left by an editor.

    An export of the same name does not belong to it.
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
UNNAMED = "Its name contains characters that can't be shown; rename it to have it listed."


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong: the session, the problem in a word, a sentence, and the event if there is one.

    `harmless` problems lose nothing: a graph that is gone, line ends of another system.
    """

    session: str
    problem: str
    message: str
    n: int | None = None
    harmless: bool = False


def examine(workspace: Workspace, progress: Progress | None = None) -> Iterator[Complaint]:
    """All that is wrong with each transcript, newest first; `progress(done, total)` is called as they are read."""
    paths = archive.paths(workspace.sessions)
    missing = lru_cache(lambda name: missing_graphs(workspace, (name,)))
    ids: Counter[str] = Counter()
    for number, path in enumerate(paths):
        if not can_be_shown(path.name):
            yield Complaint(path.stem, "name", UNNAMED)
            continue  # what else is wrong with it can be said once it has a name
        try:
            reading = read(path)
        except TranscriptError as error:
            yield Complaint(path.stem, "unusable", str(error))
        else:
            header = reading.header
            for finding in reading.findings:
                harmless = finding.problem == "encoding"
                yield Complaint(path.stem, finding.problem, finding.message, finding.n, harmless=harmless)
            if header.id != path.stem and reading.intact:
                renamed = f"The file was renamed; its session is {header.id}."
                yield Complaint(path.stem, "name", renamed, harmless=True)
            if missing(header.graph):
                gone = f"Its graph {header.graph} isn't among yours; you can still read its answers."
                yield Complaint(path.stem, "graph", gone, harmless=True)
            ids[header.id] += 1
            if ids[header.id] == 2:
                yield Complaint(path.stem, "copy", f"More than one file holds session {header.id}.")
        if progress is not None:
            progress(number + 1, len(paths))
