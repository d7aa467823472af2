"""What's said before an interview is ended: what falls away, what comes next, and whether it's too early."""

from dataclasses import replace

import msgspec

from simulator.session.header import Retake
from simulator.session.interview.state import Awaits
from simulator.ui.asked_first import what_ends
from tests.seven import begun, on

LEFT_OUT = "This question and yours at the end fall away; "
EARLY = " without a recommendation."


def test_an_open_question_and_parting_ones_fall_away() -> None:
    """ "Press E again to end the interview" didn't say that the last questions and a recommendation go with it."""
    full = begun(format="full", minutes=45).state
    assert what_ends(full) == f"{LEFT_OUT}next comes a report{EARLY}"
    again = replace(full, header=msgspec.structs.replace(full.header, again=Retake("a", ("b",))))
    assert what_ends(again).startswith("This question falls away; next comes the report")


def test_a_check_falls_away_as_a_check() -> None:
    interview = begun(format="full", minutes=45)
    while interview.state.awaits is not Awaits.CHECK:
        on(interview)
    assert what_ends(interview.state).startswith("This check and your questions at the end fall away; next comes")


def test_answers_without_a_score_are_counted() -> None:
    interview = begun(format="full", minutes=45)
    while interview.state.awaits is not Awaits.PREDICTION:
        on(interview)
    said = what_ends(interview.state)
    assert said == f"Your questions at the end fall away; next, 1 answer to score and a report{EARLY}"
    interview.stop()
    assert what_ends(interview.state) == "1 answer won't be scored."


def test_enough_answers_are_not_too_early() -> None:
    interview = begun(format="full", minutes=45)
    scored = 0
    while scored < 4:
        on(interview)
        state = interview.state
        scored = sum(turn.scored is not None for turn in state.turns if turn.check is None and not turn.is_story)
        early = what_ends(state).endswith(EARLY)
        answers = scored + len(state.waiting)
        assert early is (answers < 4), "an answer that waits will have its score"
    short = msgspec.structs.replace(interview.state.header, max_questions=2)
    assert not what_ends(replace(interview.state, header=short, turns=())).endswith(EARLY), "it never holds one"
