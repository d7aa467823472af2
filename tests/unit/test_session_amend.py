"""After the end: bookmarks, and a new score whose level the list and the report agree on."""

import pytest

from simulator.errors import NotAllowed
from simulator.report.load import assess_file
from simulator.session.archive import archive
from simulator.session.clock import SimulatedClock
from simulator.session.interview.state import Phase, State, fold
from simulator.session.interview.turn import Turn
from simulator.session.rescoring import reopened
from simulator.session.sitting import reopen
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from tests.conftest import STARTED, Sit


def state_of(workspace: Workspace) -> State:
    (path,) = archive.paths(workspace.sessions)
    return fold(read(path).header, read(path).events)


def judged(state: State) -> list[Turn]:
    return [t for t in state.turns if t.scored and t.marks and t.asked.tier < 5]


def test_a_bookmark_is_set_and_taken_off(sit: Sit, workspace: Workspace) -> None:
    sitting = sit(seed=2, format="screen")
    sitting.close()
    check = next(t.position for t in sitting.interview.state.turns if t.check)
    with reopened(sitting.path) as session:
        session.bookmark(check)
        session.bookmark(1)
        session.bookmark().result(5)
        with pytest.raises(NotAllowed, match="already"):
            session.bookmark(1)
        with pytest.raises(NotAllowed, match="no item 99"):
            session.bookmark(99)
    assert archive.rows(workspace)[0].bookmarks == (0, *sorted({1, check}))
    assert read(sitting.path).findings == ()
    with reopened(sitting.path) as session:
        session.bookmark(on=False).result(5)
    assert archive.rows(workspace)[0].bookmarks == tuple(sorted({1, check}))


def test_bookmark_on_interview_that_waits_changes_nothing_else(sit: Sit, workspace: Workspace) -> None:
    sitting = sit(until="answering")
    sitting.save_draft("half a thou")
    sitting.leave()
    with reopened(sitting.path) as session:
        session.bookmark(1)
        session.note("Come back to this.", 1).result(5)
    went_on = reopen(sitting.path, workspace, sitting.interview.graph, SimulatedClock(STARTED))
    assert went_on.draft_text == "half a thou"
    went_on.interview.resume()
    assert went_on.interview.state.phase is Phase.ANSWERING
    went_on.close()


def test_new_score_makes_level_that_report_says(sit: Sit, workspace: Workspace) -> None:
    sitting = sit(seed=5, level=4.0)
    sitting.close()
    before = archive.rows(workspace)[0].level
    assert before == assess_file(sitting.path, workspace).level.tier
    for turn in judged(sitting.interview.state):
        with reopened(sitting.path, workspace=workspace) as session:
            session.rescore(turn.position, dict.fromkeys(session.points(turn.position), "no")).result(5)
    after = archive.rows(workspace)[0].level
    assert after is not None
    assert before is not None
    assert after < before
    assert after == assess_file(sitting.path, workspace).level.tier


def test_open_or_unlevelled_scores_say_no_level(sit: Sit, workspace: Workspace) -> None:
    sitting = sit(seed=5, format="screen")
    sitting.close()
    turn = judged(sitting.interview.state)[0]
    with reopened(sitting.path, workspace=workspace) as session:
        session.reopen(turn.position).result(5)
        assert archive.rows(workspace)[0].level is None
        session.confirm().result(5)
    assert archive.rows(workspace)[0].level == sitting.interview.state.ended.level["tier"]  # type: ignore[union-attr]
    with reopened(sitting.path) as session:
        session.reopen(turn.position)
        session.confirm().result(5)
    assert archive.rows(workspace)[0].level is None


def test_what_was_not_known_cannot_be_scored(sit: Sit) -> None:
    sitting = sit(until="answering", score="each")
    sitting.interview.dont_know()
    sitting.interview.stop()
    sitting.close()
    with reopened(sitting.path) as session, pytest.raises(NotAllowed, match="nothing to score"):
        session.points(1)
