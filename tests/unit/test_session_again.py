"""Sitting a session again: the same items in their order, only what was missed, or the same concepts by others."""

from datetime import timedelta

import msgspec
import pytest

from simulator.engine.lab.people import drawn_candidate
from simulator.errors import NotAllowed
from simulator.session.clock import SimulatedClock
from simulator.session.demo import DemoCandidate, perform
from simulator.session.header import Settings
from simulator.session.interview import events as ev
from simulator.session.interview.interview import Interview
from simulator.session.interview.state import State, fold
from simulator.session.presets import missed, sit_again
from simulator.session.sitting import Sitting, begin, reopen
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from tests.conftest import STARTED, Sit


def sat(settings: Settings, before: Sitting, workspace: Workspace, acts: int | None = None, days: int = 1) -> Sitting:
    """The second session, sat by a simulated candidate."""
    clock = SimulatedClock(STARTED + timedelta(days=days))
    sitting = begin(before.interview.graph, settings, workspace, clock)
    go_on(sitting.interview, clock, acts)
    return sitting


def go_on(interview: Interview, clock: SimulatedClock, acts: int | None = None) -> None:
    demo = DemoCandidate(drawn_candidate(interview.selection.bank, 9, 4.0), 9)
    done = 0
    while done != acts and (act := demo.act(interview)) is not None:
        clock.advance(act.seconds)
        perform(interview, act).result()
        done += 1


def items(state: State) -> list[str]:
    return [t.asked.id for t in state.turns]


def test_the_same_questions_come_in_order(sit: Sit, workspace: Workspace) -> None:
    first = sit(seed=5, format="screen")
    first.close()
    before = first.interview.state
    second = sat(sit_again(before, "same"), first, workspace)
    second.close()
    state = second.interview.state
    assert items(state) == items(before)
    assert [t.check is None for t in state.turns] == [t.check is None for t in before.turns]
    assert state.ended is not None
    assert state.ended.why == "finished"
    assert state.turns[0].asked.reason["move"] == "again"
    assert all(t.asked.seen for t in state.turns if before.turn(t.position).revealed)
    assert second.interview.header.again is not None
    assert second.interview.header.again.session == before.header.id


def test_missed_questions_are_asked_again_with_their_minutes(sit: Sit, workspace: Workspace) -> None:
    first = sit(seed=5, level=2.0)
    first.close()
    state = first.interview.state
    wrong = [t.asked.id for t in missed(state)]
    assert 0 < len(wrong) < len(state.turns)
    settings = sit_again(state, "missed")
    assert settings.minutes is not None
    assert settings.minutes < state.header.minutes
    second = sat(settings, first, workspace)
    second.close()
    assert items(second.interview.state) == wrong


def test_nothing_is_called_missed_before_it_is_told(sit: Sit) -> None:
    """A check's result comes at the end where scores wait; the minutes of an open question go with its tier."""
    first = sit(seed=5, level=-4.0, format="screen", score="end")
    first.close()
    events, whole = first.interview.events, first.interview.state
    wrong = {t.position for t in missed(whole) if t.check is not None}
    assert wrong
    asking = fold(whole.header, [e for e in events if e.n < next(e.n for e in events if isinstance(e, ev.Closed))])
    assert wrong <= {t.position for t in asking.turns if t.checked is not None}
    assert missed(asking) == ()
    with pytest.raises(NotAllowed):
        sit_again(asking, "missed")


def test_what_was_missed_takes_no_longer_than_whole(sit: Sit) -> None:
    first = sit(seed=5, level=-6.0, format="screen")
    first.close()
    state = first.interview.state
    needs = sum(t.question.planned_minutes for t in missed(state) if t.check is None)
    assert needs >= state.header.minutes  # without follow-ups: who answers in a word is asked more than was planned
    assert sit_again(state, "missed").minutes == state.header.minutes


def test_same_concepts_come_by_other_questions_each_once(sit: Sit, workspace: Workspace) -> None:
    first = sit(seed=5)
    first.close()
    before = first.interview.state
    concepts = {t.asked.concepts[0] for t in before.turns if t.check is None}
    # two months later the old questions are no longer kept back for having been seen lately
    second = sat(msgspec.structs.replace(sit_again(before, "others"), seed=5), first, workspace, days=60)
    second.close()
    asked = [t for t in second.interview.state.turns if t.check is None]
    about = [t.asked.concepts[0] for t in asked]
    assert len(asked) >= len(concepts) - 1  # an open-ended question may be the only one of its concept
    assert set(about) <= concepts
    assert len(set(about)) == len(about)
    assert not {t.asked.id for t in asked} & set(items(before))


def test_a_repeated_session_resumes_with_its_choices(sit: Sit, workspace: Workspace) -> None:
    first = sit(seed=5, format="screen")
    first.close()
    for number, way in enumerate(("same", "others"), 2):
        settings = sit_again(first.interview.state, way)  # type: ignore[arg-type]
        half = sat(settings, first, workspace, acts=12, days=number)
        half.leave()
        clock = SimulatedClock(STARTED + timedelta(days=number, hours=1))
        again = reopen(half.path, workspace, first.interview.graph, clock)
        assert again.findings == ()
        again.interview.resume()
        go_on(again.interview, clock)
        again.close()
        found = read(half.path)
        assert found.header == again.interview.header
        state = fold(found.header, found.events)
        assert state == again.interview.state
        if way == "same":
            assert items(state) == items(first.interview.state)
        # choosing anew from what was known then gives what was asked
        for count, turn in enumerate(state.turns):
            then = fold(found.header, [e for e in found.events if e.n < turn.asked.n])
            choice, _ = again.interview.selection.choose(then, turn.asked.clock)
            assert choice is not None
            assert (count, choice.item) == (count, turn.asked.id)


def test_there_must_be_something_to_ask_again(sit: Sit) -> None:
    sitting = sit(acts=0)
    with pytest.raises(NotAllowed, match="Nothing was asked"):
        sit_again(sitting.interview.state, "same")
    sitting.interview.next()
    with pytest.raises(NotAllowed, match="Nothing was missed"):
        sit_again(sitting.interview.state, "missed")
    sitting.close()


def test_items_that_left_the_graph_are_skipped(sit: Sit, workspace: Workspace) -> None:
    first = sit(seed=5, format="screen")
    first.close()
    settings = sit_again(first.interview.state, "same")
    assert settings.again is not None
    kept = settings.again.items
    changed = msgspec.structs.replace(settings.again, items=("gone", *kept))
    second = sat(msgspec.structs.replace(settings, again=changed), first, workspace)
    second.close()
    assert items(second.interview.state) == list(kept)
