"""Marks that are not borne out: how surprising they are, what is said of it, and for whom it must not be said."""

from collections.abc import Callable, Sequence
from dataclasses import replace as changed
from datetime import UTC, datetime
from functools import cache
from html import unescape
from itertools import cycle, pairwise
from random import Random
from time import process_time

import numpy as np
import pytest
from msgspec.structs import replace

from simulator.engine.lab.people import Answer, at_level
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.evidence import Evidence, Unheard
from simulator.engine.model.priors import Prior
from simulator.engine.model.surprise import chance_of, chance_of_checks
from simulator.engine.scoring import Mark
from simulator.graph.records import Graph, Question
from simulator.report.export.html import as_html
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import assess_interview
from simulator.report.figures.compare import compare
from simulator.report.figures.marks_vs_words import MarkEvidence, ReadAnswer, marks_of, marks_of_facts
from simulator.report.records import Assessment
from simulator.report.text.compare import comparison_lines
from simulator.report.text.debrief import cautions
from simulator.report.text.report import page
from simulator.report.text.sections import TWO_COVERAGES
from simulator.session.archive.facts import ItemFact, facts_of
from simulator.session.clock import SimulatedClock
from simulator.session.demo import Act, DemoCandidate, perform
from simulator.session.header import Settings
from simulator.session.interview.events import Asked
from simulator.session.interview.hearing import as_heard, marks_tell_nothing
from simulator.session.interview.history import evidence_of, past_session
from simulator.session.interview.interview import Interview
from simulator.session.interview.selection import Selection
from simulator.session.interview.turn import Turn
from simulator.session.sitting import header_of
from simulator.ui.tui.review.compare import first_page as compare_page
from tests.report_screen import headline, screen_texts, texts_in
from tests.reporting import START, Nowhere, bank_of, interview, progress_after, reading_of

FILLER = (
    "I have a lot of experience with this, it depends on the case. We did it at scale in my last company and it went "
    "really well.",
    "There are several ways and each has pros and cons. I would look closely, talk to people and choose what is right.",
    "Sure, I know this very well. The key is to understand what is wanted and to keep an eye on everything.",
)


class Bluffer(DemoCandidate):
    """Says nothing, aloud or typed, and marks everything as met; whether they know the checks is up to them."""

    spoken = False
    knows = False

    def _simulated(self, turn: Turn) -> Answer:
        marks = {point.id: "yes" for point in turn.question.rubric}
        return Answer(marks, "outstanding", "outstanding", False)  # type: ignore[arg-type]

    def _answer(self, turn: Turn) -> Act:
        text = FILLER[turn.position % len(FILLER)]
        return Act("answer", (text, 90.0 if self.spoken else None), text, 100.0)

    def _reply(self, turn: Turn) -> Act:
        return Act("answer_probe", (FILLER[-1],), FILLER[-1], 30.0)


@cache
def sat(graph: Graph, *, spoken: bool, knows: bool = False) -> Interview:
    """A whole interview of empty phrases, all points marked as met."""
    clock, bank = SimulatedClock(START), bank_of(graph)
    settings = Settings(seed=5, candidate="bluffer", format="full", input="spoken" if spoken else "typed")
    header = header_of(graph, settings, clock.now(), "aaaa", [])
    found = Interview(graph, header, Nowhere(), clock, Selection(graph, header, bank=bank))
    one = Bluffer(at_level(bank, 6.0 if knows else -3.0, Random(2)), 5)
    one.spoken = spoken
    while (act := one.act(found)) is not None:
        clock.advance(act.seconds)
        perform(found, act)
    return found


def texts(found: Assessment) -> list[str]:
    lines = "\n".join(screen_texts(found, 300))
    return ["\n".join(page(found, 300)), as_markdown(found), as_html(found), lines]


def test_filler_all_marked_is_not_borne_out(llm: Graph) -> None:
    found = assess_interview(sat(llm, spoken=False))
    assert found.heard is not None
    assert found.heard.unheard > 0.9 * found.heard.met > 20
    assert found.heard.chance < P.NOT_BORNE_OUT
    for said in (found.screen, found.onsite):
        assert said.startswith("not borne out by what you wrote; by your own marks ")
    met, unheard = found.heard.met, found.heard.unheard
    lacking = "any" if unheard == met else unheard
    sentence = f"Your marks aren't borne out: of the {met} points you marked as met, I couldn't find {lacking}"
    for text in texts(found):
        assert sentence in unescape(text)
        assert found.onsite in text
    assert "aren't borne out" in headline(found)  # the headline itself
    assert found.recommendation.strengths == ()
    doubted = [q for q in found.questions if q.doubt]
    assert len(doubted) >= 3
    assert all(q.doubt in unescape(text) for q in doubted for text in texts(found))
    assert all(q.heard is not None and q.heard < 0.3 for q in found.questions if q.verdict)
    assert TWO_COVERAGES in " ".join(" ".join(page(found, 80)).split())


def test_spoken_filler_goes_by_its_own_marks(llm: Graph) -> None:
    found = assess_interview(sat(llm, spoken=True))
    assert found.heard is None
    for said in (found.screen, found.onsite):
        assert not said.startswith("yes")
    assert "by your own marks" in found.onsite
    assert not found.recommendation.contradicted or found.recommendation.strengths == ()
    for text in texts(found):
        assert found.onsite in text


def test_checks_come_sooner_where_answers_are_spoken(llm: Graph) -> None:
    aloud, typed = ("".join("qc"[t.check is not None] for t in sat(llm, spoken=s).state.turns) for s in (True, False))
    assert aloud.startswith("qcqcq")
    assert typed.startswith("qcqq")


def test_reports_say_that_answers_were_spoken(llm: Graph) -> None:
    """What is spoken isn't read, so only the marks count; and it can't be compared with what was typed."""
    both = [sat(llm, spoken=spoken) for spoken in (False, True)]
    typed, aloud = map(assess_interview, both)
    assert (typed.session.is_spoken, aloud.session.is_spoken) == (False, True)
    for written, spoken in zip(texts(typed)[:3], texts(aloud)[:3], strict=True):  # the fourth is without its title
        assert (", spoken" in written, "Full interview, spoken" in spoken) == (False, True)
    first, then = (interview.state for interview in both)
    apart, alike = (compare(one, then, llm, bank_of(llm)) for one in (first, then))
    told, alone = (" ".join(" ".join(comparison_lines(found)).split()) for found in (apart, alike))
    assert "The earlier one was typed, the later spoken: what you type is read beside your marks" in told
    assert "spoken" not in alone
    shown = [text for widget in compare_page(apart, 76) for text in texts_in(widget)]
    assert any("the later spoken" in text for text in shown)


def test_marks_that_never_differ_tell_nothing(llm: Graph) -> None:
    """The words and the checks are all that counts then, for the level and for what is held against one."""
    filler = sat(llm, spoken=False)
    turns = filler.state.turns
    assert marks_tell_nothing(turns)
    assert {piece.kind for piece in evidence_of(turns) if piece.weight} <= {"heard", "check", "code"}
    found = assess_interview(filler)
    assert found.level.tier <= 1
    assert [c.title for c in found.recommendation.concerns if "check" not in c.title]
    assert all(
        "so this goes by your words and your checks" in " ".join(unescape(text).split()) for text in texts(found)
    )


@pytest.mark.parametrize(
    ("share", "unheard", "nothing"),
    [(1.0, 0.9, True), (1.0, 0.3, True), (1.0, 0.0, False), (0.95, 0.9, True), (0.95, 0.15, False), (0.8, 0.9, False)],
)
def test_marks_tell_nothing_if_the_words_object(llm: Graph, share: float, unheard: float, nothing: bool) -> None:
    """`share` of the points of ten answers are marked as met, and `unheard` of these were not heard."""
    read = [t for t in sat(llm, spoken=False).state.turns if t.readable and t.scored is not None and t.marks][:10]
    turns, points = [], 0
    for turn in read:
        marks: dict[str, Mark] = {}
        for name in turn.marks:
            points += 1
            marks[name] = "yes" if round(points * share) > round((points - 1) * share) else "no"
        met = sum(mark == "yes" for mark in marks.values())
        scored = replace(turn.scored, unheard=(met, round(met * unheard), 0, 0))  # type: ignore[type-var]
        turns.append(changed(turn, marks=marks, scored=scored))
    assert len(read) == 10
    assert marks_tell_nothing(turns) == nothing
    assert not marks_tell_nothing(turns[: P.HARDLY_DIFFER[0] - 1])


def test_an_answer_as_heard_is_marked_by_words(llm: Graph) -> None:
    filler = next(t for t in sat(llm, spoken=False).state.turns if t.readable and t.scored is not None and t.marks)
    heard = as_heard(filler)
    assert set(heard.marks.values()) <= {"partly", "no"}
    assert (heard.verdict, filler.verdict) == ("weak", "outstanding")
    aloud = next(t for t in sat(llm, spoken=True).state.turns if t.scored is not None and t.marks)
    assert as_heard(aloud) is aloud


def test_progress_says_no_yes_for_filler_either(llm: Graph) -> None:
    for spoken in (True, False):
        reading = reading_of(sat(llm, spoken=spoken))
        found = progress_after(llm, [facts_of(reading)], [past_session(reading)], 1)
        assert not found.onsite.startswith("yes")
        assert "by your own marks" in found.onsite


@pytest.mark.parametrize("level", P.SENIORITIES)
@pytest.mark.parametrize("spoken", [True, False])
def test_empty_phrases_never_say_yes_at_any_level(llm: Graph, level: str, spoken: bool) -> None:
    for knows in (True, False):  # the checks, whose answers can be looked up
        found = assess_interview(sat(llm, spoken=spoken, knows=knows), level).recommendation
        assert found.word not in {"", "yes"}
        assert found.contradicted == (not spoken or not knows)
        own = "This rests on your own marks"
        assert own in found.why if spoken else found.why.startswith("Your marks aren't borne out")
        assert all(beside.word != "yes" for beside in found.neighbours)
        assert found.for_role != "yes"


def test_enough_right_checks_bear_spoken_marks_out(llm: Graph) -> None:
    unread = MarkEvidence((), unread=6, checks=5, right=4)
    assert not unread.by_own_marks
    for checks, right in ((5, 3), (4, 4), (0, 0)):
        assert MarkEvidence((), unread=6, checks=checks, right=right).by_own_marks
    assert not MarkEvidence([ReadAnswer(Unheard(5, 0, 2, 0), 3)] * 6, unread=5).by_own_marks
    marks = marks_of(sat(llm, spoken=True).state.turns)
    assert marks.unread >= 6
    assert marks.read == []


def without_cues(question: Question) -> Question:
    return replace(question, rubric=tuple(replace(point, cues=()) for point in question.rubric))


def test_it_is_said_why_words_bear_nothing_out(llm: Graph) -> None:
    """A bank without cues, or one that was sat before, was told that the candidate's words can't be read."""
    turns = [turn for turn in interview(llm, 3, level=3.0).state.turns if turn.check is None]

    def why(asked: Callable[[Asked], Asked]) -> str:
        return marks_of([changed(turn, asked=asked(turn.asked)) for turn in turns]).why_unread

    def imported(asked: Asked) -> Asked:
        assert asked.question is not None
        return replace(asked, question=replace(asked.question, rubric=()))

    def uncued(asked: Asked) -> Asked:
        assert asked.question is not None
        return replace(asked, question=without_cues(asked.question))

    assert "no points to look for" in why(imported)
    assert "no cues for finding their points" in why(uncued)
    ways: cycle[Callable[[Asked], Asked]] = cycle((imported, uncued, lambda asked: asked))
    assert "too few points and cues" in why(lambda asked: next(ways)(asked)), "neither is most of them"
    assert "you'd seen these answers before" in why(lambda asked: replace(asked, seen=True))


def test_spoken_answers_are_no_unread_words(llm: Graph) -> None:
    """ "Your words couldn't be read" was said to somebody who had answered aloud."""
    marks = marks_of(sat(llm, spoken=True).state.turns)
    assert marks.why_unread == "you answered aloud with only bullets as notes"


def test_words_are_unread_only_where_none_were() -> None:
    fact = ItemFact("q", False, "c", "a", 1, datetime(2026, 11, 29, tzinfo=UTC), 60.0, "solid", scored=True)
    unread = replace(fact, unread=True)
    read = replace(fact, unheard=Unheard(3, 0, 1, 0))
    assert marks_of_facts([unread]).why_unread == "your words couldn't be read"
    mixed = marks_of_facts([read, unread, unread])
    assert mixed.by_own_marks
    assert mixed.why_unread == "most of your answers couldn't be checked against your words"


@pytest.mark.parametrize("seed", range(6))
def test_who_says_what_they_mark_is_not_contradicted(llm: Graph, seed: int) -> None:
    found = assess_interview(interview(llm, seed, level=2.0 + seed))
    assert found.heard is None or found.heard.sentence == ""
    assert [q.doubt for q in found.questions if q.doubt] == []
    assert "borne out" not in found.onsite + found.screen
    assert "own marks" not in found.onsite + found.screen


def test_the_head_says_what_no_words_bear_out(llm: Graph) -> None:
    """Short of a contradiction too, and that marks are lenient, which stood among the figures alone."""
    found = assess_interview(interview(llm, 3, level=3.0))
    assert found.heard is not None
    generous = replace(found.heard, met=39, unheard=7, sentence="")
    rated = replace(found.calibration, leniency=0.3)
    said = cautions(replace(found, heard=generous, calibration=rated))
    assert said[-2:] == [
        "Of the 39 points you marked as met, I couldn't find 7 in your words. Look again?",
        "Your scores are lenient; the level takes that into account.",
    ]
    refuted = "Your marks aren't borne out: of the 39 points you marked as met, I couldn't find 30 in your words."
    milder = replace(found.recommendation, why="Of the 39 points you marked as met, I couldn't find 30 in your words.")
    twice = replace(found, heard=replace(generous, sentence=refuted), recommendation=milder)
    assert [one for one in cautions(twice) if "39 points" in one] == [milder.why]  # both stood there
    honest = replace(found, heard=replace(generous, unheard=5), calibration=replace(rated, leniency=-0.3))
    assert said[:-2] == cautions(honest)
    fewer = replace(rated, checks=6, checks_right=3, checks_expected=5.5)
    by_checks = cautions(replace(found, heard=replace(generous, unheard=0), calibration=fewer))
    assert by_checks[-1] == "Your checks went worse than your marks promise; the level takes that into account."


# The chance


def test_more_unheard_points_are_rarer() -> None:
    chances = [chance_of([(5, 1), (6, 0), (5, unheard)]) for unheard in range(6)]
    assert all(worse < better for better, worse in pairwise(chances))
    assert chance_of([]) == chance_of([(5, 0), (6, 0)]) == 1.0


def test_years_of_answers_are_judged_at_once() -> None:
    """Each belief asks about all answers: 600 took six seconds while their sums were taken one by one."""
    began = process_time()
    usual, odd = (chance_of([(6, unheard), (5, 1)] * 1500) for unheard in (1, 6))
    assert process_time() - began < 4
    assert odd < P.DOUBTED < usual


def test_the_chance_is_that_of_drawn_people() -> None:
    met, rng = (5, 6, 4, 7, 5, 6), np.random.default_rng(3)
    people = 40_000
    usual = np.log(P.UNHEARD / (1 - P.UNHEARD)) + P.UNHEARD_PERSON_SD * rng.normal(size=people)
    share = np.where(rng.random(people) < P.UNUSUAL, P.UNUSUAL_UNHEARD, 1 / (1 + np.exp(-usual)))
    counts = np.zeros(people, int)
    for points in met:
        own = rng.beta(share * P.UNHEARD_ALIKE, (1 - share) * P.UNHEARD_ALIKE)
        counts += rng.binomial(points, own)
    for unheard in (2, 5, 9, 15, 30):
        answers = [(points, 0) for points in met]
        answers[0] = (met[0], unheard)  # where they are makes no difference
        assert chance_of(answers) == pytest.approx((counts >= unheard).mean(), abs=0.006)


def test_honest_people_are_contradicted_as_rarely_as_said() -> None:
    """People as the model draws them: at most the share that the report claims."""
    rng = np.random.default_rng(8)
    found = []
    for _ in range(1500):
        usual = np.log(P.UNHEARD / (1 - P.UNHEARD)) + P.UNHEARD_PERSON_SD * rng.normal()
        share = P.UNUSUAL_UNHEARD if rng.random() < P.UNUSUAL else 1 / (1 + np.exp(-usual))
        found.append(MarkEvidence(drawn(share, rng)).chance)
    assert np.mean([chance < P.DOUBTED for chance in found]) <= P.DOUBTED
    assert np.mean([chance < P.NOT_BORNE_OUT for chance in found]) <= P.NOT_BORNE_OUT


def drawn(share: float, rng: np.random.Generator) -> Sequence[ReadAnswer]:
    answers = []
    for _ in range(8):
        own = rng.beta(share * P.UNHEARD_ALIKE, (1 - share) * P.UNHEARD_ALIKE)
        musts, others = int(rng.binomial(2, own)), int(rng.binomial(4, own))
        answers.append(ReadAnswer(Unheard(6, musts + others, 2, musts), 3))
    return answers


def test_a_contradiction_is_a_sentence_then_the_headline() -> None:
    some = MarkEvidence([ReadAnswer(Unheard(*each), 3) for each in ((5, 3, 2, 1), (5, 3, 2, 1), (4, 2, 1, 0))])
    assert P.NOT_BORNE_OUT <= some.chance < P.DOUBTED
    assert (
        some.doubt_by_words
        == some.doubt
        == "Of the 14 points you marked as met, I couldn't find 8 in your words. Look again?"
    )
    assert some.doubt_briefly == "8 of 14 points not found in your words"
    most = MarkEvidence([ReadAnswer(Unheard(5, 5, 2, 2), 3)] * 6)
    assert most.refuted
    assert most.doubt_by_words.startswith(
        "Your marks aren't borne out: of the 30 points you marked as met, I couldn't find any"
    )
    assert MarkEvidence([ReadAnswer(Unheard(5, 1, 2, 0), 3)] * 3).doubt_by_words == ""


def test_must_haves_of_harder_questions_do_not_count() -> None:
    """Somebody whose must-haves are missing at tier 5 may well be ready for tier 3."""
    found = MarkEvidence([ReadAnswer(Unheard(6, 2, 2, 2), tier) for tier in (5, 5, 5, 2)])
    assert found.refuted
    assert found.at(5).chance == found.chance
    assert not found.at(3).doubted
    assert (found.at(3).met, found.at(3).unheard) == (24, 8)


def test_good_checks_take_nothing_from_the_words() -> None:
    """Two thirds of the points weren't heard: one is asked to look again, and no word is a plain yes."""
    found = MarkEvidence([ReadAnswer(Unheard(6, 4, 2, 1), 3)] * 12, checks=6, right=5)
    assert (
        found.doubt_by_words
        == found.doubt
        == "Of the 72 points you marked as met, I couldn't find 48 in your words. Look again?"
    )
    assert found.contradiction > P.DOUBTED  # both looks together: the checks say nothing against the marks
    assert found.doubted
    assert not found.refuted


def test_checks_contradict_what_the_marks_promise() -> None:
    read = [ReadAnswer(Unheard(5, 1, 2, 0), 3)] * 6
    for promised, sentence in (
        (0.5, ""),
        (0.02, "You got only 1 of 5 checks right, and your marks promise more."),
        (0.001, "Your marks aren't borne out: you got only 1 of 5 checks right, and your marks promise more."),
    ):
        found = MarkEvidence(read, checks=5, right=1, promised=promised)
        assert found.doubt == sentence
        assert found.chance < 0.5


def test_no_kind_marks_where_words_were_heard() -> None:
    """Somebody wrote all that they marked, and read beside it that their marks weren't borne out."""
    read = [ReadAnswer(Unheard(5, 0, 2, 0), 3)] * 6
    for promised, right, sentence in (
        (0.5, 0, ""),
        (0.02, 1, "You got only 1 of 5 checks right, and your answers promise more."),
        (0.001, 0, "Your answers and the checks don't agree: you got none of 5 checks right."),
    ):
        found = MarkEvidence(read, checks=5, right=right, promised=promised)
        assert found.doubt == sentence
        assert found.refuted == (promised < 0.01)  # what it does to the word stays
    for checks, sentence in (
        (2, "You got neither of 2 checks right, and your answers promise more."),
        (1, "Your one check was wrong, and your answers promise more."),
    ):
        assert MarkEvidence(read, checks=checks, promised=0.02).doubt == sentence


# What checks are expected to be


def test_chance_of_checks_is_that_of_people(llm: Graph) -> None:
    bank, rng = bank_of(llm), np.random.default_rng(4)
    belief = Prior.structural(bank, "senior")
    checks = [Evidence(name, "check", 0) for name in list(llm.checks)[:40:8]]
    people, count = 20_000, len(bank.concepts)
    which = rng.choice(len(belief.shares), people, p=belief.shares)
    right = np.zeros(people, int)
    theta = np.zeros((people, count))
    for kind, (mean, covariance) in enumerate(zip(belief.parts.means, belief.parts.covariances, strict=True)):
        mine = which == kind
        theta[mine] = rng.multivariate_normal(mean[:count], covariance[:count, :count], mine.sum())
    for check in checks:
        item = bank.items[bank.index[check.item]]
        u = (
            theta @ bank.weights[bank.index[check.item]]
            - item.difficulty
            + item.difficulty_sd * rng.normal(size=people)
        )
        right += rng.random(people) < item.response.probabilities(u)[1]
    for most in range(len(checks)):
        told = [Evidence(check.item, "check", int(place < most)) for place, check in enumerate(checks)]
        assert chance_of_checks(belief, told) == pytest.approx((right <= most).mean(), abs=0.02)
    assert chance_of_checks(belief, []) == 1.0
