"""From a transcript's file to its assessment; runs in a thread, because it reads files and loads the engine."""

from pathlib import Path

from simulator.graph.records import Graph
from simulator.report.assessment import assess
from simulator.report.records import Assessment
from simulator.session import archive
from simulator.session.header import Header
from simulator.session.reading import read
from simulator.session.selection import Selection
from simulator.session.state import State, fold
from simulator.session.workspace import Workspace


def assess_file(path: Path, graph: Graph, workspace: Workspace) -> tuple[Header, State, Assessment]:
    """Header, state and assessment of a transcript, from the belief that it started with. Raises TranscriptError."""
    reading = read(path)
    header, state = reading.header, fold(reading.header, reading.events)
    past, _ = archive.past_of(workspace, header) if header.earlier else ([], [])
    return header, state, assess(state, graph, Selection(graph, header, past))
