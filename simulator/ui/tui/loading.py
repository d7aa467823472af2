"""Graphs and transcripts for the screens of the archive; everything here reads files and runs in a thread."""

from pathlib import Path

from simulator.graph.files import load
from simulator.graph.records import Graph
from simulator.report.replay import Replay, replay_of
from simulator.session.reading import read
from simulator.session.workspace import Workspace, find_graph


def graph_for(loaded: Graph, workspace: Workspace, name: str) -> Graph:
    """The graph of a session: the one that is loaded already, or another. Raises SimulatorError."""
    return loaded if loaded.id == name else load(find_graph(workspace, name), workspace.cache)


def replay_at(path: Path, loaded: Graph, workspace: Workspace) -> Replay:
    """The replay of the transcript at `path`, with its first outlook worked out. Raises SimulatorError."""
    reading = read(path)
    replay = replay_of(reading, graph_for(loaded, workspace, reading.header.graph), workspace)
    replay.outlook(0)
    return replay
