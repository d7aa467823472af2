"""Stepping through an interview: a pure fold, and at its end the figures of the report."""

from pathlib import Path

import pytest

from simulator.engine.model.evidence import Evidence
from simulator.engine.scoring import CAP, STRONG, rank
from simulator.graph.text import cells
from simulator.report.figures.assessment import assess
from simulator.report.figures.replay import MOST_MOVED, Cause, Outlook, Replay
from simulator.report.load import replay_at
from simulator.report.text.replay import cause_words
from simulator.session.archive import archive
from simulator.session.interview import events as ev
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import fold
from simulator.session.interview.turn import Turn
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


def _steps(replay: Replay) -> list[tuple[ev.Event, Turn, Outlook]]:
    """The events that moved the belief, each with its item and what was known then."""
    places = sorted({replay.outlook(place).event for place in range(len(replay.events) + 1)} - {0})
    events = [(place, replay.events[place - 1]) for place in places]
    return [(e, replay.states[n].turn(e.position), replay.outlook(n)) for n, e in events if hasattr(e, "position")]


def _own_rise(turn: Turn, outlook: Outlook) -> float:
    return next((m.now.mastery - m.before for m in outlook.moved if m.now.concept == turn.asked.concepts[0]), 0.0)


def test_a_verdict_says_which_guess_it_replaces() -> None:
    seen = 0
    for number in (1, 2, 3, 4):
        name, data = whole(number)
        for event, turn, outlook in _steps(Replay(parse(data, Path(f"{name}.toml")), graph())):
            if not isinstance(event, ev.Scored) or not turn.prediction or outlook.cause is None:
                continue
            assert outlook.cause.replaced == turn.prediction
            for width in (46, 52, 72):
                words = cause_words(outlook.cause, width)
                assert turn.prediction in words
                assert cells(words) <= width
            seen += 1
    assert seen > 10


def test_chances_against_a_steps_sense_are_explained() -> None:
    """A solid guess that lowers its concept's chance, as a better one was expected; none is left without a word."""
    against = 0
    for number in (1, 2, 3, 4):
        name, data = whole(number)
        for event, turn, outlook in _steps(Replay(parse(data, Path(f"{name}.toml")), graph())):
            if not isinstance(event, ev.Predicted | ev.Scored):
                continue
            good = (event.verdict if isinstance(event, ev.Predicted) else turn.verdict) in STRONG
            rise = _own_rise(turn, outlook)
            assert outlook.cause is not None
            if rise and (rise > 0) != good:
                against += 1
                assert outlook.cause.expected or outlook.cause.replaced or outlook.cause.by_words
                assert cause_words(outlook.cause, 46)
            elif outlook.cause.expected:
                raise AssertionError(f"{event} is said to surprise, but moved {rise}")
    assert against >= 2
    assert cause_words(Cause(counts="guess", expected="better", tier=2), 72) == (
        "On a question at tier 2, a better guess was expected of you."
    )


def test_a_wrong_check_says_what_it_costs(replay: Replay) -> None:
    checks = [(turn, outlook) for event, turn, outlook in _steps(replay) if isinstance(event, ev.Checked)]
    assert {turn.correct for turn, _ in checks} == {True, False}
    for turn, outlook in checks:
        assert ("costs" in cause_words(outlook.cause, 72)) == (not turn.correct)
        if turn.correct:
            assert cause_words(outlook.cause, 52) == "A check counts about half as much as a question."
            continue
        # as much as is said: a bit more than a borderline answer to a question like it
        place, concept = outlook.event, turn.asked.concepts[0]
        before, after = (replay.selection.belief(replay._scored[n]) for n in (place - 1, place))
        like_it = [q for q in replay.graph.questions.values() if (q.primary, q.tier) == (concept, turn.asked.tier)]
        fallen = [before.update(Evidence(q.id, "verdict", rank(CAP))).concept(concept)[0] for q in like_it]
        assert like_it
        assert after.concept(concept)[0] < min(fallen)


def test_marks_that_stop_counting_are_said() -> None:
    cause = Cause(counts="verdict", replaced="weak", heard=True, by_words=True)
    assert cause_words(cause, 80) == "Your marks hardly differ from here on, so all answers go by your words alone."
    assert cause_words(cause, 52) == "From here on, all answers go by your words alone."
    assert cause_words(None, 80) == ""
