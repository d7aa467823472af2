"""From transcripts to an assessment or to progress; runs in a thread, because it reads files and loads the engine."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from simulator.graph.records import Graph
from simulator.report.assessment import assess
from simulator.report.concept_records import ConceptMap
from simulator.report.concepts import concept_map
from simulator.report.opening import brief_on, sat_of, told_of
from simulator.report.progress import progress
from simulator.report.progress_records import Progress
from simulator.report.records import Assessment, StudyItem
from simulator.session import archive
from simulator.session.header import Header
from simulator.session.reading import read
from simulator.session.selection import Selection, compiled
from simulator.session.state import State, fold
from simulator.session.summary import SessionRow
from simulator.session.workspace import Workspace


class Advice(NamedTuple):
    """What the report of a session puts first for tonight."""

    session: str
    item: StudyItem


def assess_file(path: Path, graph: Graph, workspace: Workspace) -> tuple[Header, State, Assessment]:
    """Header, state and assessment of a transcript, from the belief that it started with. Raises TranscriptError."""
    reading = read(path)
    header, state = reading.header, fold(reading.header, reading.events)
    past, _ = archive.past_of(workspace, header) if header.earlier else ([], [])
    findings = [found.message for found in reading.findings]
    return header, state, assess(state, graph, Selection(graph, header, past), findings)


def progress_on(graph: Graph, workspace: Workspace, role: str, now: datetime) -> Progress:
    """Progress of the workspace's candidate on a graph, for a role of it. Raises SimulatorError, OSError."""
    facts, past, waiting = sat_of(workspace, graph)
    chosen = role if role in graph.roles else ""
    zone = now.astimezone().tzinfo
    assert zone is not None
    elsewhere = archive.elsewhere(workspace, workspace.candidate, graph.id)
    bank = compiled(graph)
    return progress(facts, past, graph, bank, workspace.candidate, now, chosen, zone, waiting, elsewhere)


def map_of(found: Progress, graph: Graph, workspace: Workspace) -> ConceptMap:
    """The map that a progress makes, with what was asked about each concept. Raises SimulatorError, OSError."""
    return concept_map(found, told_of(workspace, graph)[0], graph)


def advice_of(rows: Sequence[SessionRow], graph: Graph, workspace: Workspace) -> Advice | None:
    """What the report of the latest ended session on the graph puts first; None where it advises nothing.

    Raises SimulatorError, OSError.
    """
    last = next((row for row in rows if row.state == "ended" and row.graph == graph.id), None)
    if last is None:
        return None
    _, _, found = assess_file(last.path, graph, workspace)
    return Advice(last.id, found.tonight[0]) if found.tonight else None


def brief_minutes(graph: Graph, found: Progress, workspace: Workspace) -> int:
    """How long the brief is; 0 where there is nothing to go over. Raises SimulatorError, OSError."""
    return brief_on(graph, found, workspace).minutes
