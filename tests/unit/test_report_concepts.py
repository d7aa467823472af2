"""The map's beliefs: one computation with progress, firm marks only where the interval allows them."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from msgspec.structs import replace

from simulator.engine.lab.people import drawn_candidate
from simulator.engine.model.belief import Belief, fold
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.priors import Prior
from simulator.engine.scoring import SOLID_RANK, Verdict, rank
from simulator.graph.records import Graph
from simulator.graph.text import plural
from simulator.report.concept_records import (
    STANDING_MARKS,
    ConceptMap,
    as_json,
    counts,
    fell_short,
    gaps_of,
    is_lowest_counted,
)
from simulator.report.debrief.tonight import AdviceInputs, missed_earlier
from simulator.report.figures.assessment import assess_interview
from simulator.report.figures.progress import concept_map, progress
from simulator.report.figures.standing import LATEST, concept_standings, encounters, solid_probability
from simulator.report.figures.study_plan import to_study
from simulator.report.progress_records import Progress
from simulator.report.tally import AskedItem, tally, tally_of_facts
from simulator.report.text.progress import progress_lines
from simulator.report.text.words import TELLS_LITTLE, belief_sentence
from simulator.session.archive.facts import ItemFact, SessionFacts, facts_of
from simulator.session.interview.history import PastSession, carried, past_session
from simulator.ui.tui.home.card_facts import standing_facts
from tests.report_screen import standing_lines
from tests.reporting import START, bank_of, history, interview, progress_after, reading_of
from tests.some import seeds

Sat = tuple[list[SessionFacts], list[PastSession]]


@pytest.fixture(scope="module")
def sat(llm: Graph) -> Sat:
    return history(llm, 4, 6, weak="retrieval")


@pytest.fixture(scope="module")
def found(llm: Graph, sat: Sat) -> Progress:
    return progress_after(llm, *sat, 8)


@pytest.fixture(scope="module")
def known(llm: Graph, sat: Sat, found: Progress) -> ConceptMap:
    return concept_map(found, sat[0], llm)


def test_the_map_says_what_progress_prints(llm: Graph, found: Progress, known: ConceptMap) -> None:
    printed = json.loads(as_json(found))["concepts"]
    assert [c["concept"] for c in printed] == list(llm.concepts) == list(known.standings)
    for said in printed:
        mine = known.standings[said["concept"]]
        assert said == {name: getattr(mine, name) for name in said}
    assert known.target == found.target


def test_the_belief_is_the_next_sessions_start(llm: Graph, sat: Sat, found: Progress) -> None:
    start = carried(Prior.structural(bank_of(llm), "mid"), sat[1], START + timedelta(days=8))
    for standing in found.concepts:
        figures = (standing.mastery, standing.low, standing.high)
        assert figures == solid_probability(start, found.target, start.concept(standing.concept))


def test_firm_mark_stands_only_where_interval_allows_it(known: ConceptMap) -> None:
    for standing in known.standings.values():
        firm = {"known": standing.low >= 0.5, "gap": standing.high < 0.5}
        assert firm.get(standing.mark, True)
        assert (standing.mark == "not met") == (standing.asked == 0)
        assert standing.answers <= standing.asked
    assert set(counts(known.standings.values())) == set(STANDING_MARKS)
    assert sum(counts(known.standings.values()).values()) == len(known.standings)


def test_all_screens_count_the_same_gaps(llm: Graph) -> None:
    for seed in seeds(6, 1):
        facts, past = history(llm, seed, 3, weak="retrieval")
        sat = interview(
            llm, seed * 100 + 50, candidate=drawn_candidate(bank_of(llm), seed, None, "retrieval"), past=past, day=3
        )
        reading = reading_of(sat)
        facts, past = [*facts, facts_of(reading)], [*past, past_session(reading)]
        progress, report = progress_after(llm, facts, past, 3), assess_interview(sat)
        map_ = concept_map(progress, facts, llm)
        marked = {name for name, standing in map_.standings.items() if standing.mark == "gap"}
        assert {s.concept for s in gaps_of(progress.concepts)} == marked
        assert counts(map_.standings.values())["gap"] == len(marked) == sum(a.gaps for a in progress.areas)
        assert {a.area: a.gaps for a in progress.areas} == {a.area: a.gaps for a in report.areas}
        assert {c.concept for c in report.concepts if c.word == "gap"} == marked
        for over_time, now in ((progress.screen, report.screen), (progress.onsite, report.onsite)):
            # a report says what goes badly with the marks of its own session, which all sessions together may not
            assert over_time == now or "checks right" in now or "no words found" in now
        lines = "\n".join(standing_lines(progress, 200))
        assert (f"Gaps      {plural(len(marked), 'concept')}" in lines) == bool(marked)
        assert (f"{plural(len(marked), 'gap')} among" in "\n".join(progress_lines(progress, START.date()))) == bool(
            marked
        )


def test_a_solid_answer_at_tier_1_suffices(llm: Graph) -> None:
    """The chance is at the target tier; nobody has failed at what he was never asked."""
    asked = next(q for q in llm.questions.values() if q.tier == 1 and len(q.concepts) > 1)
    own, beside = asked.concepts[:2]
    cases: tuple[tuple[Verdict, str], ...] = (("solid", "not enough yet"), ("weak", "gap"))
    for verdict, word in cases:
        tally = tally_of_facts(llm, [_answered(asked.id, own, llm.area_of(own), verdict)])
        found = {s.concept: s for s in concept_standings(low_belief(llm), llm, llm.roles["applied-engineer"], tally)}
        assert found[own].high < 0.5
        assert (found[own].word, found[own].mark) == (word, "gap" if word == "gap" else "unsure")
        assert (found[beside].word, found[beside].mark) == ("not enough yet", "unsure")
        assert found[beside].note == "no question of its own yet"
        assert found[own].note == ("" if word == "gap" else "solid so far; not asked at tier 4 yet")
        assert {s.concept for s in gaps_of(found.values())} == ({own} if word == "gap" else set())
    assert "gap" not in belief_sentence(found[beside], 4).lower()


def low_belief(graph: Graph) -> Belief:
    """What is left of a belief after many weak answers."""
    belief = Prior.structural(bank_of(graph), "junior")
    weak = [Evidence(item=name, kind="verdict", category=0) for name in list(graph.questions)[::3]]
    return fold(belief, weak)


def _answered(item: str, concept: str, area: str, verdict: Verdict) -> SessionFacts:
    fact = ItemFact(item=item, check=False, concept=concept, area=area, tier=1, at=START, seconds=60, verdict=verdict)
    return SessionFacts("s", START, "full", "applied-engineer", "mid", 60.0, (fact,))


def test_two_solid_answers_clear_what_fell_short(llm: Graph) -> None:
    """One was still "an earlier answer on it fell short" after an outstanding and a solid one, planned for it."""
    role, own = llm.roles["applied-engineer"], "chain-of-thought"
    asked = next(q.id for q in llm.questions.values() if q.primary == own)
    wrong = AskedItem("c", own, llm.area_of(own), check=True, answered=True, tier=1, rank=1)

    def is_open(ranks: Sequence[int], *more: AskedItem) -> bool:
        items = [answer_of(asked, own, llm, rank) for rank in ranks]
        standings = concept_standings(low_belief(llm), llm, role, tally(llm, [*items, *more]))
        gaps, tonight = gaps_of(standings), missed_earlier(AdviceInputs(llm, role, standings, ()), ())
        listed = {own in {s.concept for s in of} for of in (fell_short(standings), gaps)}
        assert listed == {own in {item.concept for item in tonight}}
        assert listed == {own in to_study((), standings, None)}
        return listed == {True}

    assert [is_open(ranks) for ranks in ((0,), (0, 2), (0, 2, 1), (0, 2, 2, 1))] == [True] * 4
    assert not is_open((0, 3, 2))
    assert not is_open((2, 0, 1, 2, 2))
    assert is_open((0, 2, 2), wrong)
    right = wrong._replace(rank=2)
    assert is_open((0, 2), right)  # a check is no answer
    assert not is_open((0, 2, 2), wrong, right)


def answer_of(item: str, concept: str, graph: Graph, rank: int) -> AskedItem:
    return AskedItem(item, concept, graph.area_of(concept), check=False, answered=True, tier=1, rank=rank)


def test_facts_and_evidence_agree_on_short_answers(llm: Graph, sat: Sat) -> None:
    facts, past = sat
    by_facts, by_past = tally_of_facts(llm, facts), tally_of_facts(llm, [], past)
    assert by_facts.short == by_past.short
    assert by_facts.lowest == by_past.lowest
    assert by_facts.reached == by_past.reached
    assert by_facts.area_short == by_past.area_short


def test_gap_is_never_without_answer_that_fell_short(found: Progress) -> None:
    for standing in found.concepts:
        assert standing.mark != "gap" or standing.short
        assert not (standing.note and standing.short)
    for area in found.areas:
        assert not area.gaps or area.questions


def test_weakest_area_is_one_everywhere(found: Progress) -> None:
    weakest = next(a for a in found.areas if a.area == found.weakest)
    assert weakest.weight
    assert weakest.area in {s.area for s in fell_short(found.concepts)}
    assert found.gaps[0].area == weakest.area
    is_said = bool(weakest.gaps) or is_lowest_counted(weakest, found.areas)  # else it isn't plainly the weakest
    for said in (found.screen, found.onsite):
        assert said in ("no", "yes") or said.endswith(f" in {weakest.title}") == is_said
        assert is_said or " in " not in said
    facts = standing_facts(replace(found, screen="yes", onsite="yes", concepts=(), to_study=()))
    assert (f"; weakest so far: {weakest.title}" in " ".join(fact.text for fact in facts)) == is_said


@pytest.mark.slow
def test_gaps_gather_in_the_area_that_is_weak(llm: Graph) -> None:
    """Five hours make a weakness of two logits a firm gap only where more is asked of a person than they can do."""
    marks: dict[tuple[str, bool], Counter[str]] = {}
    for seed in range(18, 23):
        facts, past = history(llm, seed, 5, weak="retrieval")
        for level in ("mid", "staff"):
            known = progress(facts, past, llm, bank_of(llm), "demo", START + timedelta(days=6), seniority=level)
            for standing in known.concepts:
                marks.setdefault((level, standing.area == "retrieval"), Counter())[standing.mark] += 1

    def share(level: str, mark: str, *, there: bool) -> float:
        met = marks[level, there].total() - marks[level, there]["not met"]  # the others tell nothing of the candidate
        return marks[level, there][mark] / met

    assert share("staff", "gap", there=True) > share("staff", "gap", there=False) > 0
    assert 0 < share("mid", "known", there=True) < share("mid", "known", there=False)


def test_nothing_is_firm_before_the_first_session(llm: Graph) -> None:
    fresh = progress_after(llm, [], [], 0)
    assert counts(fresh.concepts) == {"known": 0, "unsure": 0, "not met": len(llm.concepts), "gap": 0}


def test_no_chance_is_told_before_any_answer(llm: Graph, known: ConceptMap) -> None:
    """The map said "63% chance" of a concept, where everybody of a level begins."""
    sat = interview(llm, 3, format="screen")
    facts = facts_of(reading_of(sat))
    skipped = replace(facts, items=tuple(replace(i, verdict=None, correct=None, skipped=True) for i in facts.items))
    for fresh in (progress_after(llm, [], [], 0), progress_after(llm, [skipped], [], 0)):
        told = {belief_sentence(standing, fresh.target) for standing in fresh.concepts}
        assert all(text.endswith("nothing is known of you before your first answer.") for text in told)
    assert not any(standing.is_guess for standing in known.standings.values())


def test_what_was_asked_names_every_touching_item(llm: Graph, sat: Sat, known: ConceptMap) -> None:
    items = {(f.id, i.item): i for f in sat[0] for i in f.items}
    assert max(len(mets) for mets in known.encounters.values()) < LATEST  # all of them are kept here
    assert sum(not met.beside for mets in known.encounters.values() for met in mets) == len(items)
    for name, mets in known.encounters.items():
        assert [met.at for met in mets] == sorted((met.at for met in mets), reverse=True)
        assert len(mets) == known.standings[name].asked
        for met in mets:
            item = items[met.session, met.item]
            record = llm.questions.get(met.item) or llm.checks[met.item]
            assert name in record.concepts
            assert (met.verdict, met.correct, met.beside) == (item.verdict, item.correct, record.primary != name)


def test_only_the_latest_encounters_are_kept(llm: Graph, sat: Sat) -> None:
    often = [replace(f, id=f"{f.id}-{n}") for f in sat[0] for n in range(LATEST)]
    for name, mets in encounters(often, llm).items():
        assert len(mets) == LATEST, name
        assert mets[0].at == max(i.at for f in often for i in f.items if name in _concepts(llm, i))


def _concepts(graph: Graph, item: ItemFact) -> tuple[str, ...]:
    return (graph.questions.get(item.item) or graph.checks[item.item]).concepts


def test_sentence_says_mark_chance_and_interval(known: ConceptMap) -> None:
    for standing in known.standings.values():
        said = belief_sentence(standing, known.target)
        if vague := standing.high - standing.low > TELLS_LITTLE:
            assert "too little to give a chance" in said
            assert "%" not in said
        by = "Not asked yet, and your answers on what's around it say " if vague else "Not asked yet; only by "
        assert standing.asked or said.startswith(by)
        unsure = "Not sure yet" if standing.short else "Unsure"
        assert said.startswith({"known": "Known", "gap": "A gap", "not met": "Not asked"}.get(standing.mark, unsure))
        for share in (standing.mastery, standing.low, standing.high):
            assert vague or f"{round(share * 100)}%" in said


def test_a_wide_interval_is_no_figure(known: ConceptMap) -> None:
    """ "56% chance, 80% sure it's between 15% and 90%" says that nothing is known, and then why the 56?"""
    asked = next(standing for standing in known.standings.values() if standing.asked and standing.answers)
    wide = replace(asked, low=0.15, high=0.9, mark="unsure", short=0, note="")
    came_up = f"from {plural(asked.answers, 'answer')} in which it came up."
    assert belief_sentence(wide, 3) == f"Unsure: too little to give a chance, {came_up}"
    assert "80% sure it's between 40% and 90%" in belief_sentence(replace(wide, low=0.4), 3)
    around = "Not asked yet, and your answers on what's around it say too little to give a chance."
    assert belief_sentence(replace(wide, asked=0), 3) == around


@pytest.mark.parametrize(
    ("short", "wrong", "fell"),
    [
        (1, 0, "1 answer fell short"),
        (1, 1, "1 check was wrong"),
        (2, 2, "2 checks were wrong"),
        (3, 1, "2 answers fell short and 1 check was wrong"),
    ],
)
def test_wrong_checks_are_told_apart(known: ConceptMap, short: int, wrong: int, fell: str) -> None:
    standing = next(each for each in known.standings.values() if each.asked)
    said = belief_sentence(replace(standing, mark="unsure", short=short, wrong=wrong), known.target)
    assert said.startswith(f"Not sure yet: {fell}. Going by all your answers: ")


def test_wrong_checks_count_until_an_answer_is_right(llm: Graph, sat: Sat, known: ConceptMap) -> None:
    items = [item for facts in sat[0] for item in facts.items]
    wrong = Counter(llm.checks[item.item].primary for item in items if item.check and item.correct is False)
    right = {_concepts(llm, i)[0] for i in items if i.correct or (i.verdict and rank(i.verdict) >= SOLID_RANK)}
    assert wrong.keys() - right
    for name in wrong:
        standing = known.standings[name]
        assert standing.wrong <= min(wrong[name], standing.short)
        assert name in right or standing.wrong == wrong[name]
