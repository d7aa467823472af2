"""Whether one is ready: the table of the rules, even odds at every bar, and design counts for system design."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import pairwise
from statistics import NormalDist
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.choice.endings import EndReason
from simulator.engine.lab.people import Answer as Simulated
from simulator.engine.lab.people import Candidate, drawn_candidate
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.belief import fold
from simulator.engine.model.evidence import Evidence, Unheard
from simulator.engine.model.level import chance_at, chances_later
from simulator.engine.model.priors import Prior
from simulator.engine.scoring import VERDICTS, Mark, Verdict, rank
from simulator.graph.records import Graph, Question, Role
from simulator.graph.text import lower_first
from simulator.report.debrief_records import FIRMLY, WORDS, Recommendation, Word
from simulator.report.export.html import as_html
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import assess, assess_interview
from simulator.report.figures.marks_vs_words import MarkEvidence, ReadAnswer, marks_of_evidence
from simulator.report.figures.panel import MARKED_AS_MET, USED_UP, Panel, panel_of_past, panel_of_session
from simulator.report.figures.progress import progress
from simulator.report.figures.readiness import (
    HALF_IS_THE_BAR,
    JudgedLevel,
    ReadinessEvidence,
    Reservation,
    ScoredAnswer,
    ended_early,
    judged,
    short_of_yes,
    what_it_is_for,
    yes_needs,
)
from simulator.report.text.report import page
from simulator.report.text.sections import readiness_rows
from simulator.session.archive.facts import ItemFact, SessionFacts, facts_of
from simulator.session.clock import SimulatedClock
from simulator.session.demo import DemoCandidate, perform
from simulator.session.header import Seniority, Settings
from simulator.session.interview.history import PastSession, past_session
from simulator.session.interview.interview import Interview
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import fold as fold_state
from simulator.session.interview.turn import Turn
from simulator.session.presets import taste
from simulator.session.sitting import header_of
from tests.report_screen import standing_lines
from tests.reporting import START, Nowhere, bank_of, history, interview, progress_after, reading_of
from tests.seven import begun
from tests.some import examples, seeds

ROLE = "applied-engineer"
Answer = tuple[Question, Verdict]


def screens(graph: Graph, seed: int, level: float, count: int = 3) -> tuple[list[Interview], list[PastSession]]:
    """Twenty-minute screens of one candidate, a day apart."""
    candidate = drawn_candidate(bank_of(graph), seed, level, None)
    sat: list[Interview] = []
    past: list[PastSession] = []
    for day in range(count):
        sat.append(interview(graph, seed * 100 + day, candidate=candidate, format="screen", past=list(past), day=day))
        past.append(past_session(reading_of(sat[-1])))
    return sat, past


def of_answers(graph: Graph, answers: list[Answer], role: str = ROLE) -> tuple[SessionFacts, PastSession]:
    """A session of nothing but scored answers."""
    items = tuple(
        ItemFact(q.id, False, q.primary, graph.area_of(q.primary), q.tier, START, 60.0, verdict, scored=True)
        for q, verdict in answers
    )
    names = tuple(q.id for q, _ in answers)
    evidence = tuple(Evidence(q.id, "verdict", rank(verdict)) for q, verdict in answers)
    facts = SessionFacts("s", START, "full", role, "mid", 60.0 * len(items), items)
    return facts, PastSession("s", START, 1, names, names, evidence)


TITLES = {"a": "Alpha", "b": "Beta", "c": "Gamma", "d": "Delta", "e": "Epsilon"}
JUDGED_FOR = Role(id="r", title="R", target_tier=4, areas={"a": 2.0, "b": 1.0, "c": 1.0, "d": 4.0, "e": 1.0})
WELL = [*[(4, "a")] * 3, (2, "b"), (2, "c"), (2, "d")]  # six answers, three of them at tier 4, in four areas
FOUND, DOUBTFUL, REFUTED = (MarkEvidence([ReadAnswer(Unheard(5, n, 0, 0), 2)] * 6) for n in (0, 3, 5))


def evidence(answers: Sequence[tuple[int, str]] = WELL, **more: Any) -> ReadinessEvidence:
    """What was shown: answers as tier and area."""
    found = [ScoredAnswer(tier, frozenset({area})) for tier, area in answers]
    return ReadinessEvidence(**{"answers": found, "asked": len(found), "marks": FOUND, **more})


@pytest.mark.parametrize(
    ("solid", "have"),
    [((), "none"), ((False,), "1, not solid"), ((False, False), "2, none of them solid"), ((False, True), "2")],
)
def test_what_a_yes_needs_says_what_held(solid: tuple[bool, ...], have: str) -> None:
    answers = [ScoredAnswer(4, frozenset("a"), solid=held) for held in solid]
    needs = yes_needs(ReadinessEvidence(answers=answers, asked=len(answers), marks=FOUND), 4)
    assert needs == f"a yes needs 3 answers at senior level or above; you have {have}"


@pytest.mark.parametrize(("chance", "hard_held", "said"), [(0.3, False, True), (0.6, False, False), (0.3, True, False)])
def test_a_bare_lean_says_what_it_rests_on(chance: float, hard_held: bool, said: bool) -> None:
    answers = [ScoredAnswer(4, frozenset("a"), solid=hard_held), *[ScoredAnswer(3, frozenset(a)) for a in "bcdee"]]
    found = judged(chance, ReadinessEvidence(answers=answers, asked=6, marks=FOUND), JUDGED_FOR, 4, TITLES)
    assert found.word == "leaning yes"
    assert ("your easier answers keep it within reach" in found.why) == said


@pytest.mark.parametrize(
    ("solid", "of", "says"),
    [
        (2, 5, f"though only 2 of your 5 answers at senior level or above were solid; {HALF_IS_THE_BAR}"),
        (2, 4, "2 of your 4 answers at senior level or above were solid"),
        (0, 4, f"though none of your 4 answers at senior level or above was solid; {HALF_IS_THE_BAR}"),
        (3, 5, "3 of your 5 answers at senior level or above were solid"),
        (4, 4, ""),
    ],
)
def test_what_argues_against_a_word_says_though(solid: int, of: int, says: str) -> None:
    """ "Leaning yes for senior (2 of your 5 answers were solid)" argued against itself."""
    answers = [ScoredAnswer(4, frozenset("a"), solid=n < solid) for n in range(of)]
    assert short_of_yes(ReadinessEvidence(answers=answers, asked=of, marks=FOUND), 4) == says


@pytest.mark.parametrize(
    ("chance", "solid", "word"),
    [
        (0.4, (False, False, False), "leaning not yet"),
        (0.4, (False, False, True), "leaning yes"),
        (0.4, (False, False), "leaning yes"),
        (P.UNDECIDED_BELOW, (False, False, False), "leaning yes"),
        (P.LEANING_NOT_YET_FROM - 0.001, (False, False, False), "not yet"),
    ],
)
def test_nothing_solid_at_a_level_is_no_yes(chance: float, solid: tuple[bool, ...], word: str) -> None:
    """ "Only just leaning yes", beside "none of your 3 answers was solid", read as praise to all who sat."""
    below = [ScoredAnswer(3, frozenset({area})) for area in "aabbcd"]
    hard = [ScoredAnswer(4, frozenset({"a"}), solid=each) for each in solid]
    given = ReadinessEvidence(answers=[*below, *hard], asked=len(below) + len(hard), marks=FOUND)
    assert judged(chance, given, JUDGED_FOR, 4, TITLES).word == word


def test_areas_that_answers_touch_count_for_width() -> None:
    """An answer moves what is believed of all its concepts, so the areas of those are part of what was asked."""
    role = Role(id="r", title="R", target_tier=4, areas={"a": 1.0, "b": 1.0, "c": 1.0, "d": 7.0})
    titles = {area: area.upper() for area in role.areas}
    answers = [ScoredAnswer(4, frozenset({area})) for area in "aabbcc"]
    assert judged(0.99, ReadinessEvidence(answers=answers, asked=6, marks=FOUND), role, 4, titles).word == "leaning yes"
    answers[0] = answers[0]._replace(touched=frozenset({"a", "d"}))
    assert judged(0.99, ReadinessEvidence(answers=answers, asked=6, marks=FOUND), role, 4, titles).word == "yes"


@pytest.mark.parametrize(
    ("chance", "given", "word", "why"),
    [
        (0.99, evidence(), "yes", ""),
        (P.YES_FROM, evidence(), "yes", ""),
        (P.YES_FROM - 0.001, evidence(), "leaning yes", ""),
        (P.LEANING_YES_FROM, evidence(), "leaning yes", ""),
        (P.LEANING_YES_FROM - 0.001, evidence(), "leaning not yet", ""),
        (P.LEANING_NOT_YET_FROM - 0.001, evidence(), "not yet", ""),
        # what a yes needs
        (0.99, evidence(WELL[:5]), "leaning yes", "A yes needs 6 scored answers; you have 5."),
        (
            0.99,
            evidence(WELL[1:]),
            "leaning yes",
            "you have 5. A yes needs 3 answers at senior level or above; you have 2.",
        ),
        (
            0.99,
            evidence([(2, "a"), *WELL[1:]]),
            "leaning yes",
            "A yes needs 3 answers at senior level or above; you have 2.",
        ),
        (
            0.99,
            evidence([*WELL[:3], *[(2, "d")] * 3]),
            "leaning yes",
            "more of the role covered: no whole question was answered on Beta, Gamma and Epsilon.",
        ),
        (0.99, evidence([*[(4, "e")] * 3, (2, "b"), (2, "c"), (2, "c")]), "yes", ""),
        (
            0.99,
            evidence([*[(4, "e")] * 4, (2, "b"), (2, "other")]),
            "leaning yes",
            "more of the role covered: no whole question was answered on Delta, Alpha and Gamma",
        ),
        # what leans to yes says which hard answers are lacking, and a word below it none of the rest
        (0.5, evidence(WELL[1:]), "leaning yes", "A yes needs 3 answers at senior level or above; you have 2."),
        (0.5, evidence(WELL[:4]), "leaning yes", ""),
        (0.005, evidence(WELL[:4]), "not yet", ""),
        # no ground to judge
        (0.99, evidence(WELL[:3]), "", "3 scored answers, and we need at least 4. Your next interview adds to them."),
        (0.99, evidence(earlier=4), "", "2 scored answers in this interview, and we need at least 3."),
        (0.99, evidence(earlier=3), "yes", ""),
        (0.99, evidence(earlier=6), "", "Nothing was answered, so there's nothing to go by."),
        (0.99, evidence(WELL[:2], too_short="It's a taste."), "", "It's a taste."),
        (0.99, evidence(too_short="It's a taste."), "yes", ""),
        (0.99, evidence([]), "", "Nothing was answered, so there's nothing to go by."),
        (0.99, evidence(waiting=1), "", "1 answer still to score; until then there's no recommendation."),
        (0.005, evidence(waiting=2), "", "2 answers still to score; until then there's no recommendation."),
        # contradictions
        (
            0.99,
            evidence(marks=DOUBTFUL),
            "leaning yes",
            "Of the 30 points you marked as met, I couldn't find 18 in your words.",
        ),
        (0.5, evidence(marks=DOUBTFUL), "leaning yes", "Of the 30 points you marked as met, I couldn't find 18"),
        (
            0.99,
            evidence(marks=REFUTED),
            "leaning yes",
            "Your marks aren't borne out: of the 30 points you marked as met, I couldn't find any",
        ),
        (0.005, evidence(marks=REFUTED), "not yet", "Your marks aren't borne out"),
        (
            0.99,
            evidence(marks=replace(FOUND, checks=5, right=1, promised=0.001)),
            "leaning yes",
            "only 1 of 5 checks right",
        ),
        # whose marks
        (0.99, evidence(marks=MarkEvidence(unread=6)), "leaning yes", "no checks to bear them out"),
        (
            0.99,
            evidence(marks=MarkEvidence(unread=6, checks=3, right=3)),
            "leaning yes",
            "3 checks are too few to bear them out",
        ),
        (
            0.99,
            evidence(marks=MarkEvidence(unread=6, checks=6, right=3)),
            "leaning yes",
            "only 3 of 6 checks were right",
        ),
        (0.99, evidence(marks=MarkEvidence(unread=6, checks=5, right=4)), "yes", ""),
        (0.5, evidence(marks=MarkEvidence(unread=6)), "leaning yes", "This rests on your own marks"),
        # nothing but the best marks, and half the checks wrong
        (
            0.99,
            evidence(marks=MarkEvidence(unread=6, faultless=6, checks=6, right=3)),
            "leaning not yet",
            "you marked every answer outstanding, yet only 3 of 6 checks were right",
        ),
        (0.5, evidence(marks=MarkEvidence(unread=6, faultless=6, checks=5, right=2)), "leaning not yet", "only 2 of 5"),
        (0.99, evidence(marks=MarkEvidence(unread=6, faultless=6, checks=6, right=2)), "not yet", "yet only 2 of 6"),
        (0.5, evidence(marks=MarkEvidence(unread=6, faultless=6, checks=4, right=0)), "not yet", "yet none of 4"),
        (0.005, evidence(marks=MarkEvidence(unread=6, faultless=6, checks=4, right=0)), "not yet", "yet none of 4"),
        (
            0.5,
            evidence(marks=MarkEvidence(unread=6, faultless=6, checks=6, right=4)),
            "leaning yes",
            "every answer outst",
        ),
        (
            0.5,
            evidence(marks=MarkEvidence(unread=6, faultless=6, checks=3, right=1)),
            "leaning yes",
            "every answer outst",
        ),
        (
            0.5,
            evidence(marks=MarkEvidence(unread=6, faultless=5, checks=6, right=3)),
            "leaning yes",
            "only 3 of 6 checks",
        ),
        # skipped
        (
            0.99,
            evidence(asked=8, skipped=2),
            "leaning yes",
            "You skipped 2 of 8 questions, more than one in five.",
        ),
        (0.005, evidence(asked=8, skipped=2), "not yet", "You skipped 2 of 8 questions"),
        (0.99, evidence(asked=10, skipped=2), "yes", ""),
        (0.99, evidence(asked=6, skipped=2), "leaning yes", "2 of 6 questions, a third of them."),
        (0.99, evidence(asked=7, skipped=3), "leaning yes", "3 of 7 questions, more than a third of them."),
        (0.99, evidence(asked=6, skipped=3), "leaning yes", "3 of 6 questions, half of them."),
    ],
)
def test_the_word_follows_from_chance_and_evidence(
    chance: float, given: ReadinessEvidence, word: str, why: str
) -> None:
    found = judged(chance, given, JUDGED_FOR, 4, TITLES)
    assert found.word == word
    assert why in found.why
    assert bool(why) == bool(found.why)


@pytest.mark.parametrize(("chance", "said"), [(0.4, "barely leaning yes"), (P.UNDECIDED_BELOW, "leaning yes")])
def test_one_level_has_one_phrase(chance: float, said: str) -> None:
    """It was "barely leaning yes for mid" on the page for junior, and "leaning yes for mid" on that for mid."""
    found = judged(chance, evidence(), JUDGED_FOR, 4, TITLES)
    assert found.phrase == said
    assert Recommendation("senior", 4, found.word, undecided=found.undecided).said == said


def test_a_refuted_word_leads_with_the_contradiction() -> None:
    found = judged(0.99, evidence(marks=REFUTED), JUDGED_FOR, 4, TITLES)
    assert found.contradicted
    assert found.phrase == "not borne out by what you wrote; by your own marks leaning yes"
    doubted = judged(0.99, evidence(marks=DOUBTFUL), JUDGED_FOR, 4, TITLES)
    assert not doubted.contradicted
    assert doubted.phrase == "leaning yes; 18 of 30 points not found in your words"


def test_small_roles_need_all_of_their_areas() -> None:
    role = msgspec.structs.replace(JUDGED_FOR, areas={"a": 1.0, "b": 1.0})
    assert judged(0.99, evidence([(4, "a")] * 5 + [(4, "b")]), role, 4, TITLES).word == "yes"
    assert judged(0.99, evidence([(4, "a")] * 6), role, 4, TITLES).word == "leaning yes"


@pytest.mark.parametrize("level", P.SENIORITIES)
@pytest.mark.parametrize("role", ["applied-engineer", "research-scientist"])
def test_every_bar_starts_from_even_odds(llm: Graph, role: str, level: str) -> None:
    bank, tier = bank_of(llm), P.TARGET_TIERS[level]
    belief = Prior.at_bar(bank, llm.roles[role], tier)
    assert belief.overall(llm.roles[role])[0] == pytest.approx(bank.tier_difficulty[tier])
    assert chance_at(belief, llm.roles[role], tier) == pytest.approx(0.5)
    usual = Prior.structural(bank, "mid")
    assert belief.leniency() == usual.leniency()
    moved = belief.parts.means[:, : len(bank.concepts)] - usual.parts.means[:, : len(bank.concepts)]
    assert np.ptp(moved) == pytest.approx(0)
    assert np.allclose(belief.parts.covariances, usual.parts.covariances)


# Whole interviews


@given(data=st.data())
@settings(max_examples=examples(12), deadline=None)
def test_same_answers_same_word_whatever_was_claimed(llm: Graph, data: st.DataObject) -> None:
    seed, able = data.draw(st.integers(0, 200)), data.draw(st.floats(1.0, 6.5))
    sat = interview(llm, seed, level=able, until=lambda s: len(s.turns) == 9)
    level = data.draw(st.sampled_from(P.SENIORITIES))
    said = []
    for claimed in P.SENIORITIES:
        header = msgspec.structs.replace(sat.header, seniority=claimed)
        selection = Selection(llm, header, bank=bank_of(llm))
        found = assess(fold_state(header, sat.events), llm, selection, level=level)
        assert (found.recommendation.level, found.recommendation.tier) == (level, P.TARGET_TIERS[level])
        said.append((found.recommendation, found.screen.split(";")[0], found.onsite.split(";")[0]))
    assert said == [said[0]] * 4


@given(data=st.data())
@settings(max_examples=examples(20), deadline=None)
def test_the_word_never_rises_with_the_level(llm: Graph, data: st.DataObject) -> None:
    """Who is ready for senior is ready for mid: a higher bar gives no better chance."""
    pool = [question for question in llm.questions.values() if not question.is_coding]  # a task is no answer
    asked = data.draw(st.lists(st.sampled_from(pool), min_size=4, max_size=12, unique_by=lambda q: q.id))
    answers: list[Answer] = [(q, data.draw(st.sampled_from(VERDICTS))) for q in asked]
    facts, past = of_answers(llm, answers)
    found = [progress([facts], [past], llm, bank_of(llm), "demo", START, seniority=s) for s in P.SENIORITIES]
    words = [WORDS.index(one.recommendation.word) for one in found if one.recommendation.word]
    assert len(words) == 4
    assert all(low + 1 >= high for low, high in pairwise(words))  # by its own start, one step may be lost to a rounding
    chances = [one.mastery for one in found]
    assert chances == sorted(chances, reverse=True)


def test_the_report_says_the_word_at_any_level(llm: Graph) -> None:
    sat = interview(llm, 1, level=4.0)
    mid = assess_interview(sat)
    senior = assess_interview(sat, "senior")
    assert (mid.level.target, senior.level.target, senior.level.role_target) == (3, 4, 4)
    assert [n.level for n in mid.recommendation.neighbours] == ["junior", "senior"]
    assert mid.recommendation.for_role == senior.recommendation.word == mid.recommendation.neighbours[1].word
    assert mid.recommendation.role_level == "senior"
    assert mid.recommendation.neighbours[1].undecided == senior.recommendation.undecided
    assert mid.recommendation.undecided == senior.recommendation.neighbours[0].undecided
    assert all(low.mastery >= high.mastery for low, high in zip(mid.areas, senior.areas, strict=True))
    assert (mid.level.tier, mid.level.low, mid.level.high) == (senior.level.tier, senior.level.low, senior.level.high)


def test_the_basis_counts_what_it_rests_on(llm: Graph) -> None:
    past = [past_session(reading_of(interview(llm, 7, level=4.0)))]
    found = assess_interview(interview(llm, 8, level=4.0, past=past, day=1))
    basis, answers = found.recommendation.basis, found.level.answers
    earlier = len(past[0].asked) - sum(item in llm.checks for item in past[0].asked)
    assert basis.startswith(f"Based on {answers} answers and {earlier} earlier ones in ")
    assert f" of {len(llm.areas)} areas, marked by the simulated candidate. In this interview what you wrote" in basis
    # what is still open, where another hour would hardly move the word
    assert basis.split(f"{found.level.checks} checks right. ")[1].startswith(("Another hour ", "Still open: "))
    assert basis.endswith(".")


def test_a_question_left_open_is_no_skip(llm: Graph) -> None:
    facts, past = history(llm, 3, 1)
    asked = [item for item in facts[0].items if not item.check]
    ended_on = [msgspec.structs.replace(item, verdict=None, scored=False) for item in asked[:9]]
    for skipped in (False, True):
        items = [msgspec.structs.replace(item, skipped=skipped) for item in ended_on]
        panel = panel_of_past(llm, bank_of(llm), llm.roles[ROLE], past, items, 0, FOUND, START)
        assert panel.evidence.skipped == len(ended_on) * skipped


class Firm(Panel):
    """A panel whose word as many answers again would not move."""

    def later(self, tier: int) -> tuple[Word, Word]:
        return self.at(tier).word, self.at(tier).word


@pytest.mark.parametrize(
    ("word", "solid", "says"),
    [
        ("yes", None, "Still open: retrieval and RAG (no question answered yet)."),
        ("yes", False, "Still open: retrieval and RAG (no solid answer yet)."),
        ("yes", True, f"{FIRMLY}."),
        ("not yet", None, "Still open: retrieval and RAG (no question answered yet)."),
        ("not yet", False, f"{FIRMLY}."),
    ],
)
def test_thin_heavy_areas_leave_a_word_open(llm: Graph, word: Word, solid: bool | None, says: str) -> None:
    role = msgspec.structs.replace(llm.roles[ROLE], areas={"retrieval": 5.0, "agents": 4.0, "inference": 1.0})
    answers = [ScoredAnswer(3, frozenset({area})) for area in ("agents", "inference")]
    answers += [] if solid is None else [ScoredAnswer(3, frozenset({"retrieval"}), solid=solid)]
    start = partial(Prior.at_bar, bank_of(llm), role)
    panel = Firm(llm, role, start, lambda belief, _: belief, ReadinessEvidence(answers=answers))
    panel._words[3] = JudgedLevel(word)
    basis = panel.basis(3)
    assert basis.text.endswith(says)
    assert basis.firm == ("hardly" in says)


@pytest.mark.parametrize(
    ("right", "says"),
    [((1,), "1 check right, "), ((0,), "1 check wrong, "), ((1, 0), "1 of 2 checks right, "), ((), "")],
)
def test_what_is_still_open_says_what_checks_found(llm: Graph, right: tuple[int, ...], says: str) -> None:
    """An area in which a check was right read as one of which nothing was known."""
    role = msgspec.structs.replace(llm.roles[ROLE], areas={"retrieval": 5.0, "agents": 4.0})
    there = [check.id for check in llm.checks.values() if llm.area_of(check.primary) == "retrieval"]
    checks = [Evidence(item, "check", category) for item, category in zip(there, right, strict=False)]
    shown = ReadinessEvidence(answers=[ScoredAnswer(3, frozenset({"agents"}))], checks=checks)
    panel = Firm(llm, role, partial(Prior.at_bar, bank_of(llm), role), lambda belief, _: belief, shown)
    panel._words[3] = JudgedLevel("not yet")
    assert panel.basis(3).text.endswith(f"Still open: retrieval and RAG ({says}no question answered yet).")


@pytest.mark.parametrize(
    ("checks", "right", "says"),
    [
        (1, 0, "You got the one check wrong."),
        (1, 1, "You got the one check right."),
        (2, 0, "You got 0 of 2 checks right."),
    ],
)
def test_one_check_is_said_in_words(llm: Graph, checks: int, right: int, says: str) -> None:
    """ "You got 0 of 1 check right" read oddly."""
    start = partial(Prior.at_bar, bank_of(llm), llm.roles[ROLE])
    evidence = ReadinessEvidence(
        answers=[ScoredAnswer(3, frozenset({"agents"}))], marks=MarkEvidence(checks=checks, right=right)
    )
    assert says in Firm(llm, llm.roles[ROLE], start, lambda belief, _: belief, evidence).basis(3).text


def test_check_not_known_is_not_called_wrong(llm: Graph) -> None:
    start = partial(Prior.at_bar, bank_of(llm), llm.roles[ROLE])
    marks = MarkEvidence(checks=1, unknown=1)
    evidence = ReadinessEvidence(answers=[ScoredAnswer(3, frozenset({"agents"}))], marks=marks)
    told = Firm(llm, llm.roles[ROLE], start, lambda belief, _: belief, evidence).basis(3).text
    assert "You didn't know the one check." in told
    assert "wrong" not in told


@pytest.mark.parametrize(
    ("met", "unheard", "says"),
    [
        (1, 1, "What you wrote doesn't touch on the one point you marked as met."),
        (1, 0, "What you wrote touches on the one point you marked as met."),
        (4, 4, "What you wrote touches on none of the 4 points you marked as met."),
        (12, 1, "What you wrote touches on 11 of the 12 points you marked as met, as is usual."),
        (12, 8, "What you wrote touches on 4 of the 12 points you marked as met."),
        (12, 0, "What you wrote touches on every point you marked as met."),
    ],
)
def test_points_found_are_counted_as_said(llm: Graph, met: int, unheard: int, says: str) -> None:
    """It said "0 of the 1 point", which was read three times."""
    start = partial(Prior.at_bar, bank_of(llm), llm.roles[ROLE])
    marks = MarkEvidence(read=[ReadAnswer(Unheard(met, unheard, 0, 0), 3)])
    evidence = ReadinessEvidence(answers=[ScoredAnswer(3, frozenset({"agents"}))], marks=marks)
    assert says in Firm(llm, llm.roles[ROLE], start, lambda belief, _: belief, evidence).basis(3).text


@pytest.mark.parametrize(
    ("why", "clock", "says"),
    [("stopped", 290, "You ended it after 5 of 45 minutes."), ("stopped", 45 * 60 - 60, ""), ("design", 290, "")],
)
def test_what_was_ended_early_says_so(llm: Graph, why: EndReason, clock: float, says: str) -> None:
    sat = interview(llm, 3, level=3.0)
    assert sat.state.closed is not None
    state = replace(sat.state, closed=msgspec.structs.replace(sat.state.closed, why=why), clock=clock)
    assert ended_early(state) == says
    evidence = ReadinessEvidence(answers=[ScoredAnswer(3, frozenset({"agents"}))], ended_early=says)
    start = partial(Prior.at_bar, bank_of(llm), llm.roles[ROLE])
    assert says in Firm(llm, llm.roles[ROLE], start, lambda belief, _: belief, evidence).basis(3).text


def test_points_not_found_are_counted_once(llm: Graph) -> None:
    """The first page had one sentence on the points not found, and one on those that were."""
    start = partial(Prior.at_bar, bank_of(llm), llm.roles[ROLE])
    read = [ReadAnswer(Unheard(9, 3, 0, 0), 3)]
    evidence = ReadinessEvidence(answers=[ScoredAnswer(3, frozenset({"agents"}))], marks=MarkEvidence(read=read))
    firm = Firm(llm, llm.roles[ROLE], start, lambda belief, _: belief, evidence)
    assert "touches on 6 of the 9 points you marked as met" in firm.basis(3).text
    assert "marked as met" not in firm.basis(3, heard_apart=True).text
    firm._words[3] = JudgedLevel("leaning yes", (Reservation("", f"Of the 9 points {MARKED_AS_MET}, ...", told=True),))
    assert MARKED_AS_MET not in firm.basis(3).text


def test_another_hour_says_where_it_may_lead(llm: Graph) -> None:
    """ "Another hour could move this one step" left open which way."""

    ways: list[tuple[Word, Word]] = []

    class Open(Panel):
        def later(self, tier: int) -> tuple[Word, Word]:
            return ways[-1]

    start = partial(Prior.at_bar, bank_of(llm), llm.roles[ROLE])
    evidence = ReadinessEvidence(answers=[ScoredAnswer(3, frozenset({"agents"}))])
    found = Open(llm, llm.roles[ROLE], start, lambda belief, _: belief, evidence)
    found._words[3] = JudgedLevel("leaning yes")
    ways.append(("leaning yes", "yes"))
    assert found.basis(3).text.endswith("Another hour could turn this into a yes.")
    ways.append(("leaning not yet", "leaning yes"))
    assert found.basis(3).text.endswith("Another hour could bring this down to leaning not yet if it went badly.")
    assert not found.basis(3).could_rise
    ways.append(("yes", "yes"))  # what the answers say, where something else holds the word back
    assert found.basis(3).text.endswith("Another hour could turn this into a yes.")
    ways.append(("not yet", "yes"))
    assert found.basis(3).text.endswith("Another hour could turn this into a yes, or bring it down to not yet.")
    assert found.basis(3).could_rise
    for marks in (DOUBTFUL, replace(FOUND, tell_nothing=True)):  # more of such marks is no way to a better word
        found = replace(found, evidence=replace(evidence, marks=marks))
        found._words[3] = JudgedLevel("leaning yes")
        assert "turn this into" not in found.basis(3).text
        assert found.basis(3).text.endswith("Another hour could bring this down to not yet if it went badly.")
        assert not found.basis(3).could_rise


def test_a_heavy_area_without_answer_stays_open(llm: Graph) -> None:
    """The third on an advert's list had one check, and another hour "would hardly change this"."""
    weights = {"retrieval": 5.0, "agents": 4.0, "inference": 4.0, "safety": 1.0, "prompting": 1.0}
    role = msgspec.structs.replace(llm.roles[ROLE], areas=weights)
    start = partial(Prior.at_bar, bank_of(llm), role)
    titles = " and ".join(f"on {lower_first(llm.areas[area].title)}" for area in ("prompting", "safety"))
    for areas, says in (
        (
            ("retrieval", "agents"),
            f"Still open: {lower_first(llm.areas['inference'].title)} (no question answered yet).",
        ),
        (
            ("retrieval", "agents", "inference"),
            f"{FIRMLY}; other questions could still show where you stand {titles}.",
        ),
        (tuple(weights), f"{FIRMLY}."),
    ):
        answers = [ScoredAnswer(3, frozenset({area})) for area in areas]
        firm = Firm(llm, role, start, lambda belief, _: belief, ReadinessEvidence(answers=answers))
        firm._words[3] = JudgedLevel("yes")
        assert firm.basis(3).text.endswith(says)
        assert firm.basis(3).firm == ("hardly" in says)


def test_a_bank_used_up_promises_no_more(llm: Graph) -> None:
    """ "Another hour could move this one step" was said where no new question was left."""
    talk = [q for q in llm.questions.values() if q.primary == "rag-pipeline" and q.tier < 5 and not q.is_coding]
    few = msgspec.structs.replace(llm, questions={q.id: q for q in talk[:7]})
    said = [assess_interview(interview(few, 3, level=3.0, until=lambda s: len(s.turns) >= 5)).recommendation.basis]
    said.append(assess_interview(interview(few, 3, level=3.0)).recommendation.basis)
    assert [USED_UP in basis for basis in said] == [False, True]
    assert "Another hour could" not in said[1]


def test_another_hour_moves_what_variance_it_takes(llm: Graph) -> None:
    bank, role = bank_of(llm), llm.roles[ROLE]
    start = Prior.at_bar(bank, role, 3)
    asked = [q for q in llm.questions.values() if q.tier == 3][:40]
    for count in (4, 12, 40):
        belief = fold(start, [Evidence(q.id, "verdict", n % 3) for n, q in enumerate(asked[:count])])
        worse, better = chances_later(belief, start, role, 3)
        assert worse < chance_at(belief, role, 3) < better
        # the mean moves by what the variance loses, towards that of as many answers again
        (mean, sd), bar = belief.overall(role), bank.tier_difficulty[3]
        later = 1 / (2 / sd**2 - 1 / start.overall(role)[1] ** 2)
        for chance, moved in ((worse, -1), (better, 1)):
            at = mean + moved * (sd**2 - later) ** 0.5
            assert chance == pytest.approx(1 - NormalDist(at, later**0.5).cdf(bar))


class Solid(DemoCandidate):
    """Judges every answer as solid, no better and no worse, and knows every check."""

    def _simulated(self, turn: Turn) -> Simulated:
        marks: dict[str, Mark] = {point.id: "no" if point.beyond else "yes" for point in turn.question.rubric}
        return Simulated(marks, "solid", "solid", False)


@pytest.mark.parametrize("seniority", P.SENIORITIES)
@pytest.mark.parametrize("seed", range(3))
def test_solid_taste_lowers_nothing_without_a_sentence(llm: Graph, seed: int, seniority: Seniority) -> None:
    chosen = taste(Settings(seed=seed, candidate="demo", seniority=seniority))
    header, clock = header_of(llm, chosen, START, "aaaa", []), SimulatedClock(START)
    sat = Interview(llm, header, Nowhere(), clock, Selection(llm, header, bank=bank_of(llm)))
    demo = Solid(Candidate(dict.fromkeys(llm.concepts, 9.0)), seed)
    while (act := demo.act(sat)) is not None:
        clock.advance(act.seconds)
        perform(sat, act)
    found = assess_interview(sat)
    assert {q.verdict for q in found.questions} == {"solid"}
    fresh = Interview(llm, header, Nowhere(), clock, Selection(llm, header, bank=bank_of(llm)))
    first = assess_interview(fresh)
    lower = [
        now.area
        for now, at in zip(found.areas, first.areas, strict=True)
        if round(100 * (now.mastery - at.mastery)) < 0
    ]
    lower += ["level"] * (found.level.tier < first.level.tier)
    said = "Everything was solid. If a figure is a little lower"
    assert (said in found.first_impression) or not lower
    assert first.first_impression == ""


def test_one_weak_answer_needs_no_such_sentence(llm: Graph) -> None:
    found = assess_interview(interview(llm, 2, level=1.0))
    assert any(q.fell_short for q in found.questions)
    assert "Everything was solid" not in found.first_impression


def test_passing_on_too_much_is_said_first(llm: Graph) -> None:
    sat = interview(llm, 3, level=6.5, until=lambda s: len(s.turns) == 1)
    for _ in range(9):
        sat.skip()
        sat.next()
    assert assess_interview(sat).recommendation.word == ""  # nothing was answered yet
    demo = DemoCandidate(drawn_candidate(bank_of(llm), 3, 6.5, None), 3)
    while (act := demo.act(sat)) is not None:
        perform(sat, act)
    found = assess_interview(sat)
    skipped, asked = sum(q.skipped for q in found.questions), len(found.questions)
    assert skipped * 5 > asked
    assert found.recommendation.word != "yes"
    assert found.recommendation.why.startswith(f"You skipped {skipped} of {asked} questions")


def test_weak_get_no_yes_strong_no_no(llm: Graph) -> None:
    for seed in seeds(6, 1):
        weak, strong = (assess_interview(interview(llm, seed, level=able)) for able in (-1.0, 6.5))
        assert weak.recommendation.word in {"not yet", "leaning not yet"}
        assert strong.recommendation.word in {"leaning yes", "yes"}


def test_three_good_screens_make_a_yes_for_mid(llm: Graph) -> None:
    sat, past = screens(llm, 1, level=6.0)
    report = assess_interview(sat[-1])
    found = progress_after(llm, [facts_of(reading_of(one)) for one in sat], past, 2)
    assert report.kinds["Design"] == "not asked"
    assert "no open-ended design" in " ".join(readiness_rows(report))  # beside "System design 0 of 1"
    assert found.recommendation.word == report.recommendation.word == "yes"
    for text in ("\n".join(page(report, 200)), as_markdown(report), as_html(report), *standing_lines(found, 200)[1:2]):
        assert report.onsite in text


def test_a_design_answer_counts_for_system_design(llm: Graph) -> None:
    seen = 0
    for seed in seeds(8, 3):
        sat = interview(llm, seed, level=6.5)
        report = assess_interview(sat)
        found = progress_after(llm, [facts_of(reading_of(sat))], [past_session(reading_of(sat))], 0)
        designs = [q for q in report.questions if q.tier == 6 and q.verdict]
        own = [q for q in report.questions if q.area == "design" and q.tier != 6 and q.verdict]
        for areas in (report.areas, found.areas):
            (area,) = (a for a in areas if a.area == "design")
            assert area.questions == len(designs) + len(own)
            assert (area.word == "not asked yet") == (not area.questions and not report.checks)
        if designs and designs[0].area != "design":
            seen += 1
            (other,) = (a for a in report.areas if a.area == designs[0].area)
            assert other.questions == sum(q.area == other.area for q in report.questions)
    assert seen


def test_system_design_is_known_enough_after_solid_design(llm: Graph) -> None:
    """It was called not known enough right after a whole design round."""
    solid, tried = 0, [seed + 10 for seed in seeds(10, 5)]
    for seed in tried:
        report = assess_interview(interview(llm, seed * 100, candidate=drawn_candidate(bank_of(llm), seed, 6.5, None)))
        (area,) = (a for a in report.areas if a.area == "design")
        if report.kinds["Design"] in {"solid", "outstanding"}:
            solid += 1
            assert area.word in {"not enough yet", "held"}
            assert report.recommendation.word in {"leaning yes", "yes"}
            assert "System design" not in report.recommendation.why
    assert solid >= 0.3 * len(tried)


@pytest.mark.parametrize(
    ("name", "title", "counts"),
    [
        ("design", "Building things", True),
        ("systems", "System design", True),
        ("ml-system-design", "Whole products", True),
        ("architecture", "LLM systems design", True),
        ("statistics", "Experimental design", False),
        ("patterns", "Design patterns", False),
    ],
)
def test_the_area_of_design_goes_by_its_name(llm: Graph, name: str, title: str, counts: bool) -> None:
    areas = {k: a for k, a in llm.areas.items() if k != "design"}
    areas[name] = msgspec.structs.replace(llm.areas["design"], id=name, title=title)
    found = msgspec.structs.replace(llm, areas=areas)
    assert found.design_area == (name if counts else None)


def test_waiting_answer_makes_no_recommendation(llm: Graph) -> None:
    past = screens(llm, 1, level=6.0)[1]
    candidate = drawn_candidate(bank_of(llm), 1, 6.0, None)
    sat = interview(llm, 150, candidate=candidate, past=past, day=3, score="end", until=lambda s: s.closed is not None)
    report = assess_interview(sat)
    waiting = sum(q.waiting for q in report.questions)
    assert waiting
    assert report.recommendation.word == ""
    assert {n.word for n in report.recommendation.neighbours} == {report.recommendation.for_role} == {""}
    assert report.onsite == report.screen == f"{waiting} answers still to score"


def test_a_broken_off_dive_says_no_word(llm: Graph) -> None:
    """Three earlier answers made up the four that a word takes, for a dive ended after one."""
    past = screens(llm, 1, level=6.0)[1]
    candidate = drawn_candidate(bank_of(llm), 1, 6.0, None)
    whole = interview(llm, 150, candidate=candidate, past=past, day=3, format="screen")
    found = assess_interview(whole).recommendation
    assert (found.word, found.over_all) == ("yes", "")
    cut = interview(llm, 150, candidate=candidate, past=past, day=3, until=lambda s: len(s.turns) == 2)
    report = assess_interview(cut)
    found = report.recommendation
    assert found.word == ""
    assert found.why.startswith("Too few answers to say: 1 scored answer in this interview")
    assert {n.word for n in found.neighbours} == {""}
    assert found.over_all
    assert f"Over all your interviews: {found.over_all} for mid." in page(report, 200)


def test_earlier_skips_and_repeats_count_in_both_places(llm: Graph) -> None:
    """A question that came in two earlier sessions counts twice, as home counts it, and so do the skipped ones."""
    sat = screens(llm, 1, level=6.0, count=1)[0][0]
    reading = reading_of(sat)
    one = past_session(reading)
    questions = [turn for turn in sat.state.turns if turn.check is None]
    assert one.skipped == sum(turn.skipped for turn in questions)
    past = [replace(one, skipped=4), replace(one, id="other", started=START + timedelta(days=1))]
    now = interview(llm, 151, past=past, day=3, until=lambda s: len(s.turns) == 2)
    selection, role = Selection(llm, now.header, past, bank=bank_of(llm)), llm.roles[ROLE]
    panel = panel_of_session(now.state, llm, role, selection, ())
    assert panel.together is not None
    assert panel.together.skipped == 4
    read, twice = marks_of_evidence(one.evidence), panel.together.marks
    assert read.read or read.unread
    assert len(twice.read) + twice.unread >= 2 * (len(read.read) + read.unread)


def test_a_skipped_question_is_counted_for_later() -> None:
    skipping = begun(seed=3)
    assert past_session(reading_of(skipping)).skipped == 0
    skipping.skip()
    assert past_session(reading_of(skipping)).skipped == 1


def test_a_story_alone_takes_no_earlier_ground_away(llm: Graph) -> None:
    """Only marks speak for a story. After twelve answers that were read and bore a yes out it was a leaning yes."""
    candidate = drawn_candidate(bank_of(llm), 7, 4.5, None)
    sat = interview(llm, 7, candidate=candidate)
    past = [past_session(reading_of(sat))]
    told = interview(llm, 7, candidate=candidate, past=past, day=1, project=True, until=lambda s: len(s.turns) == 2)
    report = assess_interview(told)
    assert [q.kind for q in report.questions if q.verdict] == ["experience"]
    facts = [facts_of(reading_of(one)) for one in (sat, told)]
    now = progress_after(llm, facts, [*past, past_session(reading_of(told))], 1)
    assert report.recommendation.over_all == now.recommendation.word == "yes"
    assert report.recommendation.word == ""
    assert report.first_impression in "\n".join(page(report, 900))
    assert report.first_impression.startswith("Everything was solid. If a figure is a little lower")


@pytest.mark.parametrize(
    ("format", "minutes", "most", "said"),
    [
        ("screen", 10.0, None, "This was too short for a recommendation"),
        ("drill", 10.0, None, "A drill this short is practice"),
        ("deep-dive", 15.0, None, "A deep dive this short is practice"),
        ("full", 45.0, 2, "A full interview this short"),
        ("screen", 20.0, None, ""),
        ("drill", 20.0, None, ""),
    ],
)
def test_short_sittings_say_what_they_are_for(
    llm: Graph, format: str, minutes: float, most: int | None, said: str
) -> None:
    chosen = Settings(format=format, minutes=minutes, max_questions=most, area="inference", seed=1)
    found = what_it_is_for(header_of(llm, chosen, START, "aaaa", []))
    assert found.startswith(said)
    assert bool(found) == bool(said)


def test_a_lost_question_is_no_answer(llm: Graph) -> None:
    """The belief does without it, so the count does too."""
    best = [next(q for q in llm.questions.values() if q.tier == tier) for tier in (1, 3, 4)]
    design = next(q for q in llm.questions.values() if q.tier == 6)
    facts, past = of_answers(llm, [(q, "outstanding") for q in (*best, design)])
    left = {name: q for name, q in llm.questions.items() if name != design.id}
    smaller = msgspec.structs.replace(llm, questions=left)
    assert progress([facts], [past], llm, bank_of(llm), "demo", START, ROLE).recommendation.word
    found = progress([facts], [past], smaller, bank_of(smaller), "demo", START, ROLE)
    assert found.recommendation.word == ""
    assert found.onsite == "too few answers to say"


def test_report_and_progress_agree_on_readiness(llm: Graph) -> None:
    for seed in seeds(4, 2):
        facts, past = history(llm, seed, 2)
        candidate = drawn_candidate(bank_of(llm), seed, 5.5, None)
        sat = interview(llm, seed * 100 + 50, candidate=candidate, past=past, day=2, format="screen")
        facts, past = [*facts, facts_of(reading_of(sat))], [*past, past_session(reading_of(sat))]
        found, report = progress_after(llm, facts, past, 2), assess_interview(sat)
        assert (found.screen, found.onsite) == (report.screen, report.onsite)
        assert found.recommendation.word == report.recommendation.word
        assert found.recommendation.neighbours == report.recommendation.neighbours
