"""State is a pure fold; undo voids what it should and nothing else."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from simulator.engine.lab.people import drawn_candidate
from simulator.errors import NotAllowed
from simulator.graph.records import Graph
from simulator.session.demo import DemoCandidate, perform
from simulator.session.interview import events as ev
from simulator.session.interview.interview import Refusable
from simulator.session.interview.journal import DUE, Receipt
from simulator.session.interview.state import Awaits, Phase, fold
from simulator.session.transcript.read import read
from tests.conftest import Sit
from tests.reporting import interview


@pytest.mark.parametrize("score", ["each", "end"])
@pytest.mark.parametrize("form", ["full", "screen"])
def test_transcript_read_back_folds_to_same_state(sit: Sit, score: str, form: str) -> None:
    sitting = sit(score=score, format=form)
    sitting.close()
    found = read(sitting.path)
    assert found.findings == ()
    assert found.events == sitting.interview.events
    assert fold(found.header, found.events) == sitting.interview.state
    assert sitting.interview.state.phase is Phase.ENDED


def test_every_prefix_folds_to_what_was_shown(sit: Sit) -> None:
    sitting = sit(seed=3)
    events = sitting.interview.events
    for n in range(len(events) + 1):
        state = fold(sitting.interview.header, events[:n])
        assert state.last_n == n
        assert state.clock >= 0
    sitting.close()


def test_undo_after_reveal_reopens_points_but_not_answer(sit: Sit) -> None:
    interview = sit(until="judging").interview
    turn = interview.state.current
    assert turn is not None
    answered = turn.answer_text
    for point in turn.unjudged:
        interview.judge(point, "yes")
    interview.undo()
    interview.undo()
    reopened = interview.state.current
    assert reopened is not None
    assert len(reopened.unjudged) == 2
    while interview.state.current and interview.state.current.marks:
        interview.undo()
    with pytest.raises(NotAllowed):
        interview.undo()
    assert interview.state.current is not None
    assert interview.state.current.answer_text == answered
    assert interview.state.phase is Phase.JUDGING


def test_undo_before_reveal_gives_answer_back_as_draft(sit: Sit) -> None:
    interview = sit(until="answering").interview
    interview.answer("The cache grows.")
    while interview.state.phase is Phase.PROBING:
        interview.answer_probe("More of it.")
    assert interview.state.phase is Phase.PREDICTING
    while interview.state.current and interview.state.current.answers:
        interview.undo()
    state = interview.state
    assert state.phase is Phase.ANSWERING
    assert state.current is not None
    assert state.current.draft == "The cache grows."
    assert fold(interview.header, interview.events) == interview.state


def test_an_answer_given_anew_leaves_no_draft(sit: Sit) -> None:
    interview = sit(until="answering").interview
    interview.answer("First.")
    while interview.state.current and interview.state.current.answers:
        interview.undo()
    interview.answer("Second.")
    assert interview.state.current is not None
    assert interview.state.current.answer_text == "Second."
    assert interview.state.current.draft == ""


def test_a_choice_is_never_undone(sit: Sit) -> None:
    interview = sit(until="answering").interview
    with pytest.raises(NotAllowed):
        interview.undo()
    assert isinstance(interview.events[-1], ev.Asked)


def test_dont_know_is_evidence_and_skipping_none(sit: Sit) -> None:
    interview = sit(until="answering").interview
    before = interview.selection.belief(interview.state.turns).overall()
    interview.skip()
    assert interview.selection.belief(interview.state.turns).overall() == before
    interview.next()
    interview.dont_know()
    assert interview.state.current is not None
    assert interview.state.current.verdict == "weak"
    assert interview.selection.belief(interview.state.turns).overall()[0] < before[0]


def test_the_clock_stands_while_judging_and_paused(sit: Sit) -> None:
    sitting = sit(until="judging")
    interview = sitting.interview
    clock = interview._time
    at = interview.clock
    clock.advance(100)  # type: ignore[attr-defined]
    assert interview.clock == at
    turn = interview.state.current
    assert turn is not None
    for point in turn.unjudged:
        interview.judge(point, "no")
    interview.confirm(None if turn.asked.tier < 5 else "weak")
    interview.next()
    clock.advance(10)  # type: ignore[attr-defined]
    assert interview.clock == pytest.approx(at + 10)
    interview.pause()
    clock.advance(50)  # type: ignore[attr-defined]
    assert interview.clock == pytest.approx(at + 10)
    with pytest.raises(NotAllowed):
        interview.hint()
    interview.resume()
    clock.advance(5)  # type: ignore[attr-defined]
    assert interview.clock == pytest.approx(at + 15)


def test_the_last_question_has_a_third_follow_up(llm: Graph) -> None:
    """Nobody has to leave so much unsaid at a thread's end, but in a few interviews somebody does.

    The open-ended question and the task end a thread, of whatever area they are.
    """
    threes = 0
    for seed in (4, 9):
        sat = interview(llm, seed, level=4.0).state.turns
        asked = [turn for turn in sat if turn.check is None and not turn.skipped]
        three = [turn.position for turn in asked if turn.question.kind == "discuss" and len(turn.probes) == 3]
        talk = {turn.position for turn in asked if not (turn.question.kind == "design" or turn.question.is_coding)}
        areas = [(turn.position, turn.asked.area) for turn in asked]
        stays = [before for (before, area), (now, after) in pairwise(areas) if area == after and now in talk]
        assert not set(three) & set(stays)
        threes += len(three)
    assert threes


def test_a_refusal_says_what_is_due(sit: Sit) -> None:
    """In all phases of an interview, for every command that belongs to another one."""
    sitting = sit(acts=0)
    interview, clock = sitting.interview, sitting.interview._time
    demo = DemoCandidate(drawn_candidate(interview.selection.bank, 1, None), 1)
    calls: dict[Refusable, Callable[[], Receipt]] = {
        "hint": interview.hint,
        "clarify": lambda: interview.clarify("Which one?"),
        "unknown": interview.dont_know,
        "said": interview.said_that,
        "skip": interview.skip,
    }
    assert DUE.keys() == set(Awaits)
    met = set()
    while (act := demo.act(interview)) is not None:
        met.add(interview.state.awaits)
        before = len(interview.events)
        predicts = interview.state.awaits is Awaits.PREDICTION
        with pytest.raises(NotAllowed) as refused:
            interview.skip() if predicts else interview.predict("weak")
        assert str(refused.value) == DUE[interview.state.awaits]
        for command, call in calls.items():
            if why := interview.why_not(command):
                with pytest.raises(NotAllowed) as refused:
                    call()
                assert str(refused.value) == why
        assert len(interview.events) == before
        clock.advance(act.seconds)  # type: ignore[attr-defined]
        perform(interview, act)
    assert met >= {Awaits.NEXT, Awaits.ANSWER, Awaits.REPLY, Awaits.CHECK, Awaits.PREDICTION, Awaits.MARK}
    with pytest.raises(NotAllowed, match=DUE[Awaits.NOTHING]):
        interview.hint()
    sitting.close()


def test_why_not_says_what_the_command_says(sit: Sit) -> None:
    interview = sit(until="answering").interview
    turn = interview.state.turns[-1]
    for _ in turn.question.hints:
        assert not interview.why_not("hint")
        interview.hint()
    with pytest.raises(NotAllowed) as refused:
        interview.hint()
    assert interview.why_not("hint") == str(refused.value)


def test_scored_at_end_reveals_nothing_before_last_answer(sit: Sit) -> None:
    events = sit(score="end").interview.events
    closed = next(e.n for e in events if isinstance(e, ev.Closed))
    revealing = (ev.Revealed, ev.Judged, ev.Scored)
    assert not [e for e in events if isinstance(e, revealing) and e.n < closed]
    assert [e for e in events if isinstance(e, ev.Scored)]
    assert isinstance(events[-1], ev.Ended)


def test_overruling_the_points_needs_a_reason(sit: Sit) -> None:
    interview = sit(until="judging").interview
    turn = interview.state.current
    assert turn is not None
    assert turn.asked.tier < 5
    for point in turn.unjudged:
        interview.judge(point, "no")
    with pytest.raises(NotAllowed):
        interview.confirm("solid")
    interview.confirm("solid", "the rubric misses my case")
    assert interview.state.current is not None
    scored = interview.state.current.scored
    assert scored is not None
    assert (scored.verdict, scored.by_points, scored.overruled) == ("solid", "weak", True)


def test_lowering_a_verdict_needs_no_reason(sit: Sit) -> None:
    interview = sit(until="judging").interview
    turn = interview.state.current
    assert turn is not None
    for point in turn.unjudged:
        interview.judge(point, "yes")
    interview.confirm("borderline")
    assert interview.state.current is not None
    scored = interview.state.current.scored
    assert scored is not None
    assert (scored.verdict, scored.overruled, scored.why) == ("borderline", True, "")


@pytest.mark.parametrize("text", ["", " \n\t", "\x1b\x00\x07", "\u202e \x9b"])
def test_text_of_which_nothing_is_left_is_none(sit: Sit, text: str) -> None:
    sitting = sit(until="answering")
    for act in (sitting.interview.answer, sitting.interview.note):
        with pytest.raises(NotAllowed, match=r"haven't written|nothing to note"):
            act(text)
    assert len(sitting.interview.events) == 1
    sitting.close()
