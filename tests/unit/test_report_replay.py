"""Stepping through an interview: a pure fold, and at its end the figures of the report."""

from pathlib import Path

import pytest

from simulator.report.figures.assessment import assess
from simulator.report.figures.replay import MOST_MOVED, Replay
from simulator.report.load import replay_at
from simulator.session.archive import archive
from simulator.session.interview import events as ev
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import fold
from simulator.session.transcript.read import parse
from simulator.session.workspace import Workspace
from tests.conftest import Sit
from tests.transcripts import graph, whole


@pytest.fixture(scope="module")
def replay() -> Replay:
    name, data = whole(1)
    return Replay(parse(data, Path(f"{name}.toml")), graph())


def test_every_place_has_the_state_of_its_fold(replay: Replay) -> None:
    header, events = replay.reading.header, replay.events
    assert len(replay.states) == len(events) + 1
    for place, state in enumerate(replay.states):
        assert state == fold(header, events[:place])


def test_an_undone_step_is_seen_and_then_gone(sit: Sit) -> None:
    sitting = sit(until="judging")
    interview = sitting.interview
    turn = interview.state.current
    assert turn is not None
    interview.judge(turn.unjudged[0], "yes")
    interview.undo()
    sitting.close()
    replay = Replay(parse(sitting.path.read_bytes(), sitting.path), interview.graph)
    marks = [bool(state.turns and state.turns[-1].marks) for state in replay.states]
    assert marks[-2:] == [True, False]
    assert replay.states[-1] == interview.state


def test_at_end_figures_are_those_of_report(replay: Replay) -> None:
    state = replay.states[-1]
    found = assess(state, replay.graph, Selection(replay.graph, replay.reading.header))
    end = replay.outlook(len(replay.events))
    assert end.level == (found.level.tier, found.level.low, found.level.high)
    by_concept = {c.concept: (c.mastery, c.low, c.high) for c in found.concepts}
    assert {s.concept: (s.mastery, s.low, s.high) for s in end.standings} == by_concept
    assert end.mastery[0] == found.path[-1].mastery


def test_before_the_first_answer_nothing_has_moved(replay: Replay) -> None:
    start = replay.outlook(0)
    assert (start.event, start.moved, start.level_before) == (0, (), start.level)
    assert {s.mark for s in start.standings} == {"not met"}


def test_only_telling_steps_move_the_belief(replay: Replay) -> None:
    telling = (ev.Answered, ev.Predicted, ev.Judged, ev.Scored, ev.Checked, ev.Undone, ev.Hinted)
    seen = {replay.outlook(place).event for place in range(len(replay.events) + 1)}
    assert len(seen) > 5
    for place in seen - {0}:
        assert isinstance(replay.events[place - 1], telling)
    for place in range(len(replay.events) + 1):
        outlook = replay.outlook(place)
        assert outlook.event <= place
        assert len(outlook.moved) <= MOST_MOVED
        steps = [abs(m.now.mastery - m.before) for m in outlook.moved]
        assert steps == sorted(steps, reverse=True)
    scored = [(n, e.position) for n, e in enumerate(replay.events, 1) if isinstance(e, ev.Scored)]
    moved = {n: {m.now.concept for m in replay.outlook(n).moved} for n, _ in scored}
    asked = {n: replay.states[n].turn(position).asked.concepts[0] for n, position in scored}
    assert any(asked[n] in moved[n] for n, _ in scored)  # an easy first answer moves its neighbours as much


def test_an_outlook_is_worked_out_once(replay: Replay) -> None:
    place = len(replay.events)
    assert replay.outlook(place) is replay.outlook(place)
    assert replay.outlook(replay.outlook(place).event) is replay.outlook(place)


def test_the_belief_starts_where_the_session_started(sit: Sit, workspace: Workspace) -> None:
    first = sit(seed=3, level=5.5)
    first.close()
    again = sit(seed=4)
    again.close()
    reading = parse(again.path.read_bytes(), again.path)
    assert [e.session for e in reading.header.earlier] == [first.interview.header.id]
    start = replay_at(again.path, again.interview.graph, workspace).outlook(0)
    fresh = Replay(reading, again.interview.graph).outlook(0)
    past, _ = archive.past_of(workspace, reading.header)
    assert start.mastery != fresh.mastery
    assert start == Replay(reading, again.interview.graph, past).outlook(0)
