"""What a report says in one place goes with what it says in another."""

from itertools import product

import pytest
from msgspec.structs import replace

from simulator.graph.job_advert.naming import not_met
from simulator.graph.records import Graph
from simulator.report.concept_records import GAP, NOT_ENOUGH
from simulator.report.debrief.own_words import is_disclaimed
from simulator.report.debrief.tonight import NOTHING_LEFT, AdviceInputs, hardest_again
from simulator.report.debrief_records import HeardResult
from simulator.report.figures.assessment import assess_interview, judged_session
from simulator.report.figures.compare import compare
from simulator.report.figures.panel import USED_UP
from simulator.report.figures.standing import role_of
from simulator.report.records import Assessment
from simulator.report.text.compare import asked_once
from simulator.report.text.debrief import changes_sentence, first_page_entries
from simulator.report.text.levels import pulled_down
from simulator.report.text.sections import kind_words, standing_of
from simulator.report.text.self_rating import rating_sentence
from simulator.report.text.words import area_words, covered_words
from simulator.session.interview.judging import why_no_new_score
from tests.reporting import bank_of, interview

FIRST = "Sparse autoencoders I haven't used."
SAYS = "You learn a dictionary that is bigger than the layer, and rebuild the activations from few of its entries."


@pytest.fixture(scope="module")
def sat(llm: Graph) -> Assessment:
    return assess_interview(interview(llm, 2, level=3.0))


@pytest.mark.parametrize(
    "text",
    [
        f"From statistics I would guess: {SAYS}",
        f"{SAYS[:-1]}, I could only guess.",
        f"{SAYS} But that's a guess.",
        f"{SAYS} Honestly, I'm guessing.",
        f"I would only be guessing here. {SAYS}",
        f"I'm not sure. {SAYS}",
    ],
)
def test_a_sentence_beside_a_guess_is_disclaimed(text: str) -> None:
    assert is_disclaimed(text, SAYS[20:60])


@pytest.mark.parametrize(
    "text",
    [SAYS, f"{FIRST} {SAYS}", f"{SAYS} A guess at the size is a poor start.", f"I guess the rest. Then more. {SAYS}"],
)
def test_a_plain_claim_is_no_guess(text: str) -> None:
    assert not is_disclaimed(text, SAYS[20:60])


def test_an_area_with_gaps_says_how_many(sat: Assessment) -> None:
    area = sat.areas[0]
    for gaps, word, said in (
        (0, NOT_ENOUGH, "not clear yet"),
        (2, NOT_ENOUGH, "not clear yet, 2 gaps"),
        (1, GAP, "weak"),
    ):
        shown = replace(area, gaps=gaps, word=word)
        assert area_words(shown) == standing_of(shown).word == said


def test_a_kind_of_question_has_its_tiers() -> None:
    assert kind_words("Explain", "not asked") == "Explain (tier 1 to 2) not asked"
    assert kind_words("Diagnose", "solid") == "Diagnose (tier 3) solid"
    assert kind_words("Design", "not asked here") == "no open-ended design here"
    assert kind_words("Code", "solid") == "Code solid"


def test_a_prediction_left_out_is_named(sat: Assessment) -> None:
    first, *others = sat.questions
    story = replace(first, kind="experience", prediction="solid", verdict="solid", coverage=None, code=None)
    steps = tuple(step for step in sat.calibration.steps if step.position != first.position)
    told = replace(sat, questions=(story, *others), calibration=replace(sat.calibration, steps=steps))
    assert rating_sentence(told).endswith("Your prediction for your own story isn't counted, as it has no points.")
    assert "isn't counted" not in rating_sentence(replace(told, questions=tuple(others)))


def test_marks_far_above_the_word_are_explained(sat: Assessment) -> None:
    questions = tuple(replace(q, verdict="solid", tier=3) for q in sat.questions)
    checks = tuple(replace(check, correct=False, set_aside=False) for check in sat.checks)
    assert len(checks) > 1
    given = replace(sat.recommendation, word="not yet", tier=3, level="mid", contradicted=False)
    unheard = HeardResult(answers=6, unread=0, met=10, unheard=8, chance=0.3)
    far = replace(sat, questions=questions, checks=checks, recommendation=given, heard=unheard)
    count = len(questions)
    assert pulled_down(far) == (
        f"{count} of {count} answers are solid by your marks, but it isn't a yes because so few of the points you "
        f"marked as met were found in your words and {len(checks)} of {len(checks)} checks were wrong."
    )
    assert pulled_down(far) in [entry.text for entry in first_page_entries(far)]
    easy = replace(far, questions=tuple(replace(q, tier=1) for q in questions), checks=(), heard=None)
    assert pulled_down(easy).endswith("but it isn't a yes because the questions didn't get as far as mid level.")
    for near in (
        replace(far, recommendation=replace(given, word="leaning yes")),
        replace(far, questions=tuple(replace(q, verdict="weak") for q in questions)),
        replace(far, checks=(), heard=None),
    ):
        assert pulled_down(near) == ""


def test_a_whole_share_says_what_filled_it(sat: Assessment) -> None:
    question = next(q for q in sat.questions if q.points)
    met = replace(question.points[0], mark="yes", beyond=False, unasked=False)
    half, unasked = replace(met, mark="partly"), replace(met, mark="no", unasked=True)
    full = replace(question, coverage=1.0, code=None, points=(met,))
    assert covered_words(full) == "100% covered"
    assert covered_words(replace(full, points=(met, half))).endswith(
        ": what went beyond the question makes up for what's missing"
    )
    assert covered_words(replace(full, points=(met, unasked))).endswith("leaving out what nobody asked for")
    both = covered_words(replace(full, points=(met, half, unasked)))
    assert both.endswith(" makes up for what's missing, leaving out what nobody asked for")
    assert covered_words(replace(full, points=(met, half), coverage=0.7)) == "70% covered"


def test_a_complete_answer_is_not_called_incomplete(llm: Graph, sat: Assessment) -> None:
    held = interview(llm, 2, level=3.0)
    standings = judged_session(held.state, llm, held.selection, "mid").standings
    best = replace(next(q for q in sat.questions if q.points), verdict="outstanding", coverage=1.0)
    best = replace(best, points=tuple(replace(point, mark="yes") for point in best.points))
    inputs = AdviceInputs(llm, role_of(llm, "applied-engineer"), standings, (best,))
    (item,) = hardest_again(inputs)
    assert item.why == NOTHING_LEFT
    (other,) = hardest_again(inputs._replace(questions=(replace(best, coverage=0.9),)))
    assert "least complete" in other.why


def test_a_bad_and_a_good_hour_agree(sat: Assessment) -> None:
    given = replace(sat.recommendation, word="leaning yes", firm=False, could_rise=False, changes=("more",))
    enough = "a good hour more would speak for you, but not be enough to bring it up; for that we'd want more."
    assert changes_sentence(given) == enough
    open_still = replace(given, could_rise=True, basis="Based on 6 answers.")
    assert changes_sentence(open_still) == "another hour could settle it, with more."
    told = replace(open_still, basis="Based on 6 answers. Another hour could turn this into a yes.")
    assert changes_sentence(told) == "we'd want more."
    for could_rise in (False, True):  # "another hour here would say little more" stood above it
        used_up = replace(given, basis=f"Based on 6 answers. {USED_UP}", could_rise=could_rise)
        assert changes_sentence(used_up) == "it would take questions from elsewhere that you haven't had: more."


def test_what_was_said_or_abbreviated_came_up(llm: Graph) -> None:
    terms = ("mixture of experts",)
    assert not_met(llm, terms, ()) == terms
    assert not_met(llm, terms, (), ["It was a mixture of experts with a router."]) == ()
    assert not_met(llm, terms, (), ["I'd take the MoE."]) == ()
    assert not_met(llm, terms, (), ["I'd ask the experts."]) == terms


def test_a_prediction_is_no_score_to_compare(llm: Graph) -> None:
    """What waits has its prediction for a verdict, and was compared by it."""
    whole = interview(llm, 3, format="screen").state
    begun = interview(
        llm, 4, format="screen", day=1, score="end", until=lambda s: sum(t.verdict is not None for t in s.waiting) > 1
    ).state
    assert len(begun.waiting) > 1
    found = compare(whole, begun, llm, bank_of(llm))
    waiting = {turn.asked.area for turn in begun.waiting}
    assert all(change.asked[1] == 0 and change.unscored for change in found.areas if change.id in waiting)
    assert found.overall.asked[1] == 0


def test_an_interview_not_scored_is_said_so(llm: Graph) -> None:
    whole = interview(llm, 3, format="screen").state
    begun = interview(llm, 4, format="screen", day=1, until=lambda state: bool(state.waiting), score="end").state
    found = compare(whole, begun, llm, bank_of(llm))
    assert found.sentence == "One of the two interviews isn't scored yet, so there's nothing to compare."
    areas = {turn.asked.area for turn in begun.turns} & {turn.asked.area for turn in whole.turns}
    unscored = [change for change in found.areas if change.unscored]
    assert {change.id for change in unscored} >= areas & {change.id for change in found.areas}
    change = found.areas[0]
    for first, second in product((False, True), repeat=2):
        told = asked_once([replace(change, asked=(1, 0), unscored=by) for by in (first, second)], "area")
        assert ("only one of the two" in told) == (not (first and second))
        assert ("Not scored in one" in told) == (first or second)


def test_a_question_skipped_has_nothing_to_score(llm: Graph) -> None:
    sat = interview(llm, 3, format="screen", until=lambda state: state.current is not None)
    while sat.state.current is None or sat.state.current.check is not None:
        sat = interview(llm, 4, format="screen", until=lambda state: state.current is not None)
    sat.skip()
    assert why_no_new_score(sat.state.turns[0]) == "You skipped this question, so there's no answer to score."
