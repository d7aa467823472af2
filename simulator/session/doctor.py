"""Looks at every transcript in full and says what is wrong: in the file, in its name, and with its graph."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import TranscriptError
from simulator.session import archive
from simulator.session.reading import Reading, read
from simulator.session.stamps import can_be_shown
from simulator.session.workspace import Workspace, graph_folders

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
