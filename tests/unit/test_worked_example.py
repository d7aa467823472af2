"""The worked example in `sessions/` opens, says what it says, and belongs to nobody's history."""

import shutil
import subprocess
from pathlib import Path

from simulator.graph.records import Graph
from simulator.report.figures.assessment import assess
from simulator.session.archive import archive
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Phase, fold
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from tests.isolation import EXAMPLE, ROOT


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
    (tmp_path / "sessions").mkdir()
    shutil.copy(EXAMPLE, tmp_path / "sessions")
    place = Workspace(ROOT / "graphs", tmp_path / "sessions", "me", tmp_path / "cache", tmp_path / "config.toml")
    assert [row.candidate for row in archive.rows(place)] == ["example"]
    assert archive.past(place, "me", "llm") == []


def test_git_keeps_it_and_no_other_transcript() -> None:
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "sessions"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    assert listed in (
        [],  # not a checkout: an unpacked archive of the sources
        ["sessions/.gitignore", f"sessions/{EXAMPLE.name}"],
    )
