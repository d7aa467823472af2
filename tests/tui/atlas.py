"""A workspace with the real graph and a few whole interviews, for the tests of the map and of studying."""

import shutil
from datetime import timedelta
from pathlib import Path

from simulator.engine.lab.people import drawn_candidate
from simulator.report.concept_records import ConceptMap
from simulator.report.load import map_of, progress_on
from simulator.session.clock import SimulatedClock
from simulator.session.demo import DemoCandidate, perform
from simulator.session.header import Settings
from simulator.session.sitting import begin
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp
from tests.graphs import llm_graph
from tests.isolation import EXAMPLE, ROOT
from tests.said import once
from tests.settings import write_preferences
from tests.transcripts import put
from tests.tui.conftest import NOW, StandingClock
from tests.warm import warmed

WEAK = "retrieval"


def atlas(folder: Path, candidate: str = "me") -> Workspace:
    """The workspace; no interview yet."""
    cache = warmed(folder / "cache")
    found = Workspace(ROOT / "graphs", folder / "sessions", candidate, cache, folder / "config.toml")
    found.sessions.mkdir()
    write_preferences(found.config, Preferences(role="applied-engineer", graph="llm"))
    return found


def sit(workspace: Workspace, seed: int, *, days_ago: int, level: float | None = None) -> Path:
    """A whole interview of a candidate who is weak in one area; its transcript."""
    clock = SimulatedClock(NOW - timedelta(days=days_ago))
    settings = Settings(format="full", role="applied-engineer", seed=seed)
    sitting = begin(llm_graph(), settings, workspace, clock)
    demo = DemoCandidate(drawn_candidate(sitting.interview.selection.bank, 5, level, WEAK), seed)
    while (act := demo.act(sitting.interview)) is not None:
        clock.advance(act.seconds)
        perform(sitting.interview, act).result()
    sitting.close()
    return sitting.transcript.path


def app_of(workspace: Workspace) -> InterviewApp:
    return InterviewApp(workspace, "llm", clock=StandingClock())


def sat_atlas(folder: Path) -> Workspace:
    """The workspace with three whole interviews."""
    workspace = atlas(folder)

    def sat() -> list[tuple[str, bytes]]:
        paths = [sit(workspace, seed, days_ago=3 - seed) for seed in range(3)]
        return [(path.stem, path.read_bytes()) for path in paths]

    for name, data in once("atlas", (llm_graph().digest,), sat):
        put(workspace.sessions, name, data).chmod(0o600)
    return workspace


def worked_atlas(folder: Path) -> Workspace:
    """The workspace of the worked example: an interview that stays as it is, whatever the engine would ask today."""
    workspace = atlas(folder, "example")
    shutil.copy(EXAMPLE, workspace.sessions)
    return workspace


def known_of(workspace: Workspace) -> ConceptMap:
    """Where the candidate stands, as the map is to show it."""
    graph = llm_graph()
    return map_of(progress_on(graph, workspace, NOW, "applied-engineer"), graph, workspace)
