""" "Don't know" taken back leads back to the question, which then counts like one that was met before."""

import json
from dataclasses import replace as changed
from html import unescape

import msgspec
import pytest

from simulator.errors import NotAllowed
from simulator.report.export.html import as_html
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import as_json, assess_interview
from simulator.session.archive.as_text import retold_lines
from simulator.session.clock import SimulatedClock
from simulator.session.interview import events as ev
from simulator.session.interview.hearing import words_found
from simulator.session.interview.history import evidence_of, past_session
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import Block, item_blocks
from simulator.session.interview.judging import gave_up
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Phase
from simulator.ui.interviewer import GAVE_UP, LATE_GUESS, reply_words
from simulator.ui.lines.text import lines_of
from tests.reporting import START, Nowhere, folds_alike, reading_of, turn_of
from tests.seven import BESIDE, answered, begun, old, on, seven, to_the_end
from tests.unit.test_old_transcripts import EXPECTED

NAMES = {made["name"]: name for name, made in EXPECTED.items()}


def tick(interview: Interview, seconds: float) -> None:
    clock = interview._time
    assert isinstance(clock, SimulatedClock)
    clock.advance(seconds)


def judged(interview: Interview, mark: str = "yes") -> None:
    for point in turn_of(interview).unjudged:
        interview.judge(point, mark)  # type: ignore[arg-type]
    interview.confirm()


def in_the_debriefing() -> Interview:
    """Scores wait; nothing is known of the first question, and the debriefing has come to it."""
    interview = begun(score="end")
    tick(interview, 30)
    interview.dont_know("Half a thought.")
    for _ in range(8):
        tick(interview, 20)
        on(interview)
    while interview.state.phase is not Phase.SETTLED:
        on(interview)
    interview.stop()
    interview.next()
    assert turn_of(interview).position == 1
    assert turn_of(interview).scored is not None
    return interview


def test_undo_after_dont_know_returns_the_seen_question() -> None:
    interview = begun()
    interview.dont_know("Half a thought.")
    assert turn_of(interview).scored is not None
    interview.undo()
    turn = turn_of(interview)
    assert interview.state.phase is Phase.ANSWERING
    assert (turn.answers, turn.draft, turn.seen, turn.asked.seen) == ((), "Half a thought.", True, False)
    assert evidence_of(interview.state.turns) == ()
    folds_alike(interview)
    with pytest.raises(NotAllowed, match="nothing to take back"):
        interview.undo()


def test_a_guess_is_taken_back_before_any_mark() -> None:
    """One slip of a finger stood as a prediction of two verdicts too low, and "u back" led nowhere."""
    interview = begun()
    answered(interview)
    told = turn_of(interview).answers
    assert turn_of(interview).foretold == "solid"
    assert interview.may_undo
    interview.undo()
    turn = turn_of(interview)
    assert (interview.state.phase, turn.prediction, turn.answers) == (Phase.PREDICTING, None, told)
    assert not interview.may_undo
    folds_alike(interview)
    with pytest.raises(NotAllowed, match="nothing to take back"):
        interview.undo()
    interview.predict("weak")
    assert (interview.state.phase, turn_of(interview).prediction) == (Phase.JUDGING, "weak")
    assert turn_of(interview).foretold is None  # made with the reference in sight
    interview.judge(turn_of(interview).unjudged[0], "yes")
    interview.undo()
    assert turn_of(interview).prediction == "weak"
    assert not turn_of(interview).marks
    folds_alike(interview)
    with pytest.raises(NotAllowed, match="before the first mark; this one stays"):
        interview.undo()


def test_a_second_guess_says_that_it_doesnt_count() -> None:
    interview = begun()
    answered(interview)
    assert Block("aside", "You predicted solid.") in item_blocks(turn_of(interview))
    interview.undo()
    assert LATE_GUESS in list(lines_of(interview.events[-1], interview, interview.graph))
    interview.predict("weak")
    told = "You predicted weak, with the reference in sight, so it doesn't count."
    assert Block("aside", told) in item_blocks(turn_of(interview))
    assert [e.verdict for e in interview.events if isinstance(e, ev.Predicted)] == ["solid", "weak"]


def test_later_answers_count_like_a_met_question() -> None:
    plain, seen = begun(), begun()
    seen.dont_know()
    seen.undo()
    for interview in (plain, seen):
        assert turn_of(interview).revealed is False
        answered(interview)
        judged(interview)
    (fresh,), (known,) = (evidence_of(i.state.turns) for i in (plain, seen))
    assert (fresh.seen_before, known.seen_before) == (False, True)
    moved = [i.selection.belief(i.state.turns).overall()[0] - i.selection.prior.overall()[0] for i in (plain, seen)]
    assert 0 < moved[1] < moved[0]
    folds_alike(seen)


def test_after_its_second_reveal_only_scores_reopen() -> None:
    interview = begun()
    interview.dont_know()
    interview.undo()
    answered(interview)
    judged(interview)
    for _ in range(5):
        interview.undo()
    assert interview.state.phase is Phase.JUDGING
    with pytest.raises(NotAllowed):
        interview.undo()


def test_an_answer_after_the_reference_is_taken_back() -> None:
    interview = begun()
    interview.dont_know()
    interview.undo()
    interview.answer("First.")
    while turn_of(interview).answers:
        interview.undo()
    assert (turn_of(interview).draft, turn_of(interview).seen) == ("First.", True)
    folds_alike(interview)


def test_dont_know_can_be_repeated_and_undone() -> None:
    interview = begun()
    for _ in range(3):
        interview.dont_know()
        assert turn_of(interview).verdict == "weak"
        interview.undo()
    assert interview.state.phase is Phase.ANSWERING
    folds_alike(interview)


def test_a_question_with_shown_reference_is_not_skipped() -> None:
    interview = begun()
    interview.dont_know()
    interview.undo()
    with pytest.raises(NotAllowed, match="You've seen the reference"):
        interview.skip("Words.")
    assert not turn_of(interview).notes


def test_dont_know_is_undone_where_scores_wait() -> None:
    interview = begun(score="end")
    interview.dont_know("Half a thought.")
    interview.next()
    interview.undo("First words of the other.")
    turn = turn_of(interview)
    assert (turn.position, turn.draft, turn.seen) == (1, "Half a thought.", False)
    folds_alike(interview)
    interview.answer("It is known after all.")
    while interview.state.phase is Phase.PROBING:
        interview.said_that()
    interview.predict("solid")
    interview.next()
    assert isinstance(interview.events[-1], ev.Returned)
    assert (turn_of(interview).position, turn_of(interview).draft) == (2, "First words of the other.")
    folds_alike(interview)


def test_dont_know_stands_once_the_next_item_began() -> None:
    interview = begun(score="end")
    interview.dont_know()
    interview.next()
    interview.hint()
    with pytest.raises(NotAllowed):
        interview.undo()


def test_in_the_debriefing_no_clock_runs() -> None:
    interview = in_the_debriefing()
    at = interview.clock
    interview.undo()
    turn = turn_of(interview)
    assert (interview.state.phase, turn.position, turn.seen) == (Phase.ANSWERING, 1, True)
    assert turn.draft == "Half a thought."
    folds_alike(interview)
    tick(interview, 500)
    assert interview.clock == at
    answered(interview)
    assert interview.state.phase is Phase.DEBRIEFING
    judged(interview)
    assert interview.state.seconds_on(turn_of(interview)) == 0
    folds_alike(interview)
    to_the_end(interview)
    piece = evidence_of(interview.state.turns)[0]
    assert (piece.kind, piece.seen_before) == ("verdict", True)


def test_in_debriefing_dont_know_can_be_said_again() -> None:
    interview = in_the_debriefing()
    interview.undo()
    interview.dont_know()
    assert interview.state.phase is Phase.SETTLED
    assert turn_of(interview).verdict == "weak"
    to_the_end(interview)


@pytest.mark.parametrize("score", ["each", "end"])
def test_program_killed_on_way_back_goes_on(score: str) -> None:
    interview = begun() if score == "each" else in_the_debriefing()
    if score == "each":
        interview.dont_know()
    interview.undo()
    answered(interview)
    judged(interview)
    events = interview.events
    first = next(e.n for e in events if isinstance(e, ev.Undone))
    for n in range(first, len(events) + 1):
        again = Interview(
            seven(),
            interview.header,
            Nowhere(),
            SimulatedClock(START),
            Selection(seven(), interview.header),
            events[:n],
        )
        again.resume()
        folds_alike(again)
        assert again.state.turn(1).seen
        to_the_end(again)


def test_end_without_answer_leaves_reference_seen() -> None:
    interview = begun()
    interview.dont_know()
    interview.undo()
    interview.stop()
    past = past_session(reading_of(interview))
    assert past.revealed == past.asked
    assert past.evidence == ()


def test_every_output_says_that_the_reference_was_seen() -> None:
    interview = begun()
    interview.dont_know()
    interview.undo()
    answered(interview)
    judged(interview)
    interview.stop()
    found = assess_interview(interview)
    said = "You'd seen the reference before this answer, so it counts for less."
    assert said in as_markdown(found)
    assert said in unescape(as_html(found))
    assert any("You'd seen 1 question and its answer before" in caveat for caveat in found.caveats)
    assert json.loads(as_json(found))["questions"][0]["seen"] is True
    assert said in "\n".join(retold_lines(reading_of(interview)))


def test_an_old_dont_know_returns_to_its_question() -> None:
    found = old(NAMES["unknown-stopped"])
    interview = Interview(
        seven(), found.header, Nowhere(), SimulatedClock(START), Selection(seven(), found.header), found.events
    )
    interview.resume()
    assert interview.state.phase is Phase.JUDGING, "it stands as it was left"
    interview.undo()
    assert not turn_of(interview).answered
    assert turn_of(interview).seen
    folds_alike(interview)


PLEAS = ("I said I don't know this. Can we skip it please?", "no idea, next please", "I don't know.")


@pytest.mark.parametrize("reply", PLEAS)
def test_who_gives_up_is_asked_no_more(reply: str) -> None:
    """ "Can we skip it please?" got "Here's another question on it.", and was quoted at the reveal as what was said."""
    interview = begun()
    interview.answer(BESIDE)
    interview.answer_probe(reply)
    turn = turn_of(interview)
    assert (interview.state.phase, len(turn.probes)) == (Phase.PREDICTING, 1)
    assert interview.state.replies_given == 0
    assert reply_words(interview.state, 1) in GAVE_UP
    assert not any(found.quote for found in words_found(turn).values())
    drilled = changed(turn, probes=(msgspec.structs.replace(turn.probes[0], sort="drill"),))
    assert drilled.uncovered == ()


def test_dont_know_to_a_follow_up_ends_them() -> None:
    interview = begun()
    interview.answer(BESIDE)
    interview.dont_know()
    assert (interview.state.phase, len(turn_of(interview).probes)) == (Phase.PREDICTING, 1)


def test_other_replies_are_asked_further() -> None:
    for reply in ("I don't know the exact number, but the leaves do most of it.", ""):
        interview = begun()
        interview.answer(BESIDE)
        interview.answer_probe(reply) if reply else interview.said_that()
        turn = turn_of(interview)
        assert (interview.state.phase, len(turn.probes)) == (Phase.PROBING, 2)
        drilled = changed(turn, probes=(msgspec.structs.replace(turn.probes[0], sort="drill"),))
        assert len(drilled.uncovered) == bool(reply)


def test_an_answer_that_gave_up_needs_one_mark() -> None:
    """After "I don't know" in words, six points were marked no one by one."""
    interview = begun()
    interview.answer("I don't know, sorry.")
    while interview.state.phase is Phase.PROBING:
        interview.answer_probe("No idea.")
    interview.predict("weak")
    turn = turn_of(interview)
    assert gave_up(turn)
    assert len(turn.unjudged) > 1
    interview.judge_rest("no")
    assert {*turn_of(interview).marks.values()} == {"no"}
    assert not turn_of(interview).unjudged
    with pytest.raises(NotAllowed, match="already"):
        interview.judge_rest("no")
    interview.undo()
    assert len(turn_of(interview).unjudged) == 1, "each is taken back by itself"


def test_whoever_told_something_did_not_give_up() -> None:
    told = answered(begun())
    assert not gave_up(told)
    unknown = changed(told, answers=(msgspec.structs.replace(told.answers[0], text="I don't know."),))
    assert not gave_up(unknown), "a reply says something"
    assert gave_up(changed(unknown, replies=()))
    never = (msgspec.structs.replace(told.answers[0], text="I've never built one of these."),)
    assert not gave_up(changed(told, answers=never, replies=())), "only of a story that's all there's to say"


def test_a_doubt_before_an_answer_gives_nothing_up() -> None:
    told = answered(begun())
    said = "I'm not sure. I'd look at what changes first, and measure it."
    assert not gave_up(changed(told, answers=(msgspec.structs.replace(told.answers[0], text=said),), replies=()))
