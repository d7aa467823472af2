"""The worked example in `sessions/` opens, says what it says, and belongs to nobody's history."""

import subprocess
from pathlib import Path

from simulator.graph.records import Graph
from simulator.report.assessment import assess
from simulator.session import archive
from simulator.session.reading import read
from simulator.session.selection import Selection
from simulator.session.state import Phase, fold
from simulator.session.workspace import Workspace
from tests.conftest import ROOT

EXAMPLE = ROOT / "sessions" / "2026-11-23T183000-llm-full-work.toml"


def test_it_is_a_whole_interview_without_a_finding() -> None:
    found = read(EXAMPLE)
    state = fold(found.header, found.events)
    assert found.findings == ()
    assert found.header.candidate == "example"
    assert state.phase is Phase.ENDED
    assert all(turn.settled for turn in state.turns)
    tiers = [turn.asked.tier for turn in state.turns if turn.check is None]
    assert (tiers[0], tiers[-1]) == (1, 6)
    assert any(turn.clarifications for turn in state.turns)
    assert any(turn.notes for turn in state.turns)


def test_it_can_be_assessed(llm: Graph) -> None:
    found = read(EXAMPLE)
    assessment = assess(fold(found.header, found.events), llm, Selection(llm, found.header))
    assert len(assessment.questions) >= 6
    assert assessment.held_back or assessment.tonight


def test_it_never_counts_for_the_user(tmp_path: Path) -> None:
    place = Workspace(ROOT / "graphs", ROOT / "sessions", "me", tmp_path / "cache", tmp_path / "config.toml")
    assert archive.past(place, "me", "llm") == []


def test_git_keeps_it_and_no_other_transcript() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "sessions"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert listed in (
        [],  # not a checkout: an unpacked archive of the sources
        ["sessions/.gitignore", f"sessions/{EXAMPLE.name}"],
    )
