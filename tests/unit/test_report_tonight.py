"""Tonight: an area is called weak only where answers bear it out, and what was missed comes before all else."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from msgspec.structs import replace

from simulator.engine.lab.people import drawn_candidate
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.belief import Belief, fold
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.priors import Prior
from simulator.graph.listening.words import stems
from simulator.graph.records import Graph, Question, Role
from simulator.report import records as rec
from simulator.report.concept_records import NOT_ENOUGH, ConceptStanding, is_lowest_counted
from simulator.report.debrief.advert import NOT_ASKED_YET, in_advert
from simulator.report.debrief.own_words import topic_of
from simulator.report.debrief.tonight import (
    AdviceInputs,
    beside_the_advert,
    missed_earlier,
    tonight,
    with_room,
)
from simulator.report.debrief_records import AdvertArea
from simulator.report.export.markdown import OWN_BLOCKS
from simulator.report.figures.assessment import assess_interview
from simulator.report.figures.day_plan import plan_until
from simulator.report.figures.progress import concept_map
from simulator.report.figures.standing import called_weakest
from simulator.report.figures.study_plan import (
    MissedItem,
    WeakArea,
    below_each,
    chance_of,
    study_plan,
    weak_areas,
    weakest_of,
    weights_of,
)
from simulator.report.tally import AskedItem, areas_of, asked_items, tally
from simulator.report.text.debrief import first_page_entries
from simulator.report.text.report import page, study
from simulator.report.text.sections import number_tonight, study_title
from simulator.session.archive.facts import facts_of
from simulator.session.interview.history import past_session
from simulator.session.interview.interview import Interview
from simulator.ui.tui.home.card_facts import standing_facts
from simulator.ui.tui.map.study import weak_concepts
from simulator.ui.tui.review.report_pages import answer_items, tonight_rows
from simulator.ui.tui.starting import practice_words
from tests.graphs import llm_graph
from tests.reporting import START, bank_of, history, interview, progress_after, reading_of
from tests.some import examples
from tests.strategies import evidences

LLM = llm_graph()
BANK = bank_of(LLM)
PRIOR = Prior.structural(BANK)
ROLE = LLM.roles["applied-engineer"]


def asked(evidence: Evidence, graph: Graph = LLM) -> AskedItem:
    record = graph.questions.get(evidence.item) or graph.checks[evidence.item]
    check = evidence.item in graph.checks
    rank = evidence.category + 1 if check else evidence.category
    area = graph.area_of(record.concepts[0])
    return AskedItem(evidence.item, record.concepts[0], area, check, True, record.tier, rank)


def after(its: Sequence[Evidence], role: Role = ROLE) -> tuple[tuple[WeakArea, ...], Belief]:
    belief = fold(PRIOR, its)
    return weak_areas(belief, role, [asked(e) for e in its], LLM), belief


def checks_of(area: str) -> list[str]:
    return [c.id for c in LLM.checks.values() if LLM.area_of(c.primary) == area]


def questions_of(area: str, tier: int) -> list[str]:
    of_area = (q for q in LLM.questions.values() if LLM.area_of(q.primary) == area and not q.is_coding)
    return [q.id for q in of_area if q.tier == tier]


def hardest_of(area: str) -> list[str]:
    return questions_of(area, 4) or questions_of(area, 3)


def mended_by_an_answer() -> list[Evidence]:
    """A wrong check, and then a solid answer on its concept."""
    check = next(c for c in LLM.checks.values() if any(q.primary == c.primary for q in LLM.questions.values()))
    question = next(q for q in LLM.questions.values() if q.primary == check.primary)
    return [Evidence(check.id, "check", 0), Evidence(question.id, "verdict", 2)]


@given(evidences(BANK, least=1, most=25))
@example(mended_by_an_answer())
@settings(max_examples=examples(120), deadline=None)
def test_every_gap_is_borne_out(its: list[Evidence]) -> None:
    found, _ = after(its)
    short, wrong = Counter[str](), Counter[str]()
    items = [*map(asked, its)]
    for number, item in enumerate(items):
        later = [i.rank for i in items[number:] if i.concept == item.concept and i.rank is not None]
        mended = item.check and max(later, default=0) >= 2  # an answer that holds puts a wrong check right, too
        if item.rank is not None and item.rank < 2 and not mended:
            (wrong if item.check else short).update({item.area} if item.check else areas_of(LLM, item.area, item.tier))
    assert {weak.area for weak in found} == short.keys() | wrong.keys()
    for weak in found:
        assert short[weak.area] or wrong[weak.area] >= 2 or not weak.gap
        assert weak.chance >= P.WEAK_CHANCE or not weak.gap


@pytest.mark.parametrize("area", [area for area in LLM.areas if checks_of(area)])
def test_single_wrong_check_never_names_gap(area: str) -> None:
    elsewhere = [Evidence(q, "verdict", 3) for other in LLM.areas if other != area for q in questions_of(other, 2)[:2]]
    for check in checks_of(area):
        found, belief = after([*elsewhere, Evidence(check, "check", 0)])
        assert [(weak.area, weak.gap) for weak in found] == [(area, False)]
        assert chance_of(belief, ROLE, area) > chance_of(fold(PRIOR, elsewhere), ROLE, area)


def test_single_wrong_check_never_comes_first() -> None:
    slips = [Evidence(checks_of("retrieval")[0], "check", 0)]
    short = [Evidence(questions_of("prompting", 4)[0], "verdict", 1)]
    found, _ = after([*slips, *short])
    assert [weak.area for weak in found] == ["prompting", "retrieval"]
    again, _ = after([*slips, *short, Evidence(checks_of("retrieval")[1], "check", 0)])
    assert [weak.area for weak in again] == ["retrieval", "prompting"]
    third, _ = after([*slips, *short, Evidence(questions_of("agents", 5)[0], "verdict", 1)])
    assert [weak.area for weak in third].index("retrieval") == 1  # likelier to be weak than the hardest question's


def test_weak_area_of_strong_person_is_gap() -> None:
    strong = [Evidence(q, "verdict", 3) for other in LLM.areas if other != "agents" for q in questions_of(other, 3)[:1]]
    failed = [Evidence(q, "verdict", 0) for q in questions_of("agents", 1)[:3]]  # fundamentals
    found, _ = after([*strong, *failed])
    assert [(weak.area, weak.gap) for weak in found] == [("agents", True)]


def test_weak_overall_is_no_gap() -> None:
    failed = [Evidence(q, "verdict", 0) for area in LLM.areas for q in hardest_of(area)[:1]]
    found, _ = after(failed)
    assert len(found) == len(LLM.areas)
    assert not any(weak.gap for weak in found)


def test_areas_of_little_weight_come_last() -> None:
    failed = [Evidence(q, "verdict", 0) for a in ("interpretability", "retrieval") for q in questions_of(a, 3)[:2]]
    found, _ = after([*failed[:2], *failed])
    assert [weak.area for weak in found] == ["retrieval", "interpretability"]


@given(evidences(BANK, most=12))
@settings(max_examples=examples(20), deadline=None)
def test_chance_is_that_of_drawn_people(its: list[Evidence]) -> None:
    belief, rng = fold(PRIOR, its), np.random.default_rng(1)
    apart = np.append(BANK.area_weights("retrieval") - BANK.role_weights(ROLE), np.zeros(P.OWN_TERMS))
    kinds = rng.choice(len(belief.shares), 40_000, p=belief.shares)
    means, variances = belief.parts.means @ apart, belief.parts.times(apart) @ apart
    drawn = rng.normal(means[kinds], np.sqrt(variances[kinds]))
    assert chance_of(belief, ROLE, "retrieval") == pytest.approx((drawn < -P.WEAK_BELOW).mean(), abs=0.012)


@pytest.fixture(scope="module")
def interviews(llm: Graph) -> list[Interview]:
    """First and second interviews of candidates of several levels, each weak in one area."""
    found = []
    for seed, area in enumerate(["retrieval", "agents", "production", "evaluation"]):
        past = history(llm, seed, seed % 2, weak=area)[1]
        found.append(interview(llm, 70 + seed, level=2.0 + seed, weak=area, past=past, day=3))
    return found


@pytest.fixture(scope="module")
def sat(interviews: list[Interview]) -> list[rec.Assessment]:
    return [assess_interview(found) for found in interviews]


def test_report_names_areas_in_their_order(interviews: list[Interview], sat: list[rec.Assessment]) -> None:
    """What the benchmark measures by beliefs is what the report says."""
    for each, found in zip(interviews, sat, strict=True):
        belief = each.selection.belief(each.state.turns)
        items = asked_items(LLM, found.questions, found.checks, each.selection.past)
        weak = {w.area: w.gap for w in weak_areas(belief, ROLE, items, LLM)}
        named = dict.fromkeys(item.area for item in found.tonight)
        assert list(named) == [area for area in weak if area in named]
        assert [item.gap for item in found.tonight] == [weak[item.area] for item in found.tonight]


def test_every_area_comes_once_before_another_turn(sat: list[rec.Assessment]) -> None:
    for found in sat:
        assert 0 < len(found.tonight) <= 3
        areas = [item.area for item in found.tonight]
        repeats = [area in areas[:place] for place, area in enumerate(areas)]
        assert repeats == sorted(repeats)


def test_nothing_unasked_stands_under_tonight(sat: list[rec.Assessment]) -> None:
    for found in sat:
        short = {q.concept for q in found.questions if q.fell_short} | {
            c.concept for c in found.checks if c.correct is False
        }
        for item in found.tonight:
            assert item.concept in short or item.why.endswith("an earlier answer on it fell short")


def test_new_questions_speak_of_the_missed_point(interviews: list[Interview], sat: list[rec.Assessment]) -> None:
    """Practice on a concept begins with the question that says most of what was missed there."""
    shares, first_by_tier = [], []
    for each, found in zip(interviews, sat, strict=True):
        met = {turn.asked.id for turn in each.state.turns} | {
            e.item for past in each.selection.past for e in past.evidence
        }
        for item in (item for item in found.tonight if item.missed and item.others):
            asked = [LLM.questions[name] for name in item.questions]
            offered = [LLM.questions[name] for name in item.others]
            assert not met & {q.id for q in offered}
            assert all(q.primary == item.concept and q.planned_minutes <= item.minutes for q in offered)
            assert all(q.tier <= 1 + max(q.tier for q in asked) for q in offered)
            usual = min((q for q in LLM.questions.values() if q.primary == item.concept and q.id not in met), key=_tier)
            shares.append(_said_of(item.missed[0], offered[0]))
            first_by_tier.append(_said_of(item.missed[0], usual))
    assert len(shares) > 5
    assert sum(shares) > 1.4 * sum(first_by_tier)


def _tier(question: Question) -> int:
    return question.tier


def _said_of(point: str, question: Question) -> float:
    """The share of a point's words that a question says."""
    says = stems(" ".join((question.prompt, question.gist or "", *(p.point for p in question.rubric))))
    return len(stems(point) & says) / len(stems(point))


def test_what_went_well_is_not_advised_again(sat: list[rec.Assessment]) -> None:
    solid = next(q for found in sat for q in found.questions if q.concept and q.verdict and not q.fell_short)
    stands = [
        ConceptStanding(
            mastery=0.4,
            low=0.2,
            high=0.6,
            concept=name,
            title=concept.title,
            area=concept.area,
            word="unsure",
            mark="unsure",
            asked=1,
            answers=1,
            short=int(name == solid.concept),
            lowest=0,
        )
        for name, concept in LLM.concepts.items()
    ]
    assert [item.concept for item in missed_earlier(AdviceInputs(LLM, ROLE, stands, ()), ())] == [solid.concept]
    assert missed_earlier(AdviceInputs(LLM, ROLE, stands, (solid,)), ()) == ()


def test_only_gaps_are_said_to_look_weaker(sat: list[rec.Assessment]) -> None:
    weak = (WeakArea("retrieval", 0.8, True), WeakArea("agents", 0.4, False))
    study = [item for found in sat for item in found.study if item.area in {"retrieval", "agents"}]
    advice = tonight(AdviceInputs(LLM, ROLE, (), ()), weak, study, ())
    assert {item.area for item in advice} == {"retrieval", "agents"}
    assert [item.gap for item in advice] == [item.area == "retrieval" for item in advice]
    assert advice[0].why.startswith("Retrieval and RAG: weaker than your other areas; ")
    assert not any("weaker" in item.why for item in advice[1:])


def test_missed_must_have_comes_first_in_area(sat: list[rec.Assessment]) -> None:
    """Of two concepts of one area, the one whose must-have was missed; the points swapped, the other."""
    question = next(q for found in sat for q in found.questions if q.fell_short and q.points and q.concept)
    point = replace(question.points[0], mark="no", beyond=False, weight=3)
    must, may = replace(point, critical=True, weight=1), replace(point, critical=False)
    first, second = two_of(question.area)
    for missed in ((first, second), (second, first)):
        results = [
            replace(question, concept=concept, points=(given,))
            for concept, given in zip(missed, (must, may), strict=True)
        ]
        study = [item_on(concept) for concept in (first, second)]
        advice = tonight(AdviceInputs(LLM, ROLE, (), results), (WeakArea(question.area, 0.6, False),), study, ())
        assert [item.concept for item in advice] == list(missed)


def test_what_only_was_rated_low_comes_last(sat: list[rec.Assessment]) -> None:
    """An answer with all its points led the evening, by the one point that nobody had asked for."""
    question = next(q for found in sat for q in found.questions if q.fell_short and q.points and q.concept)
    point = replace(question.points[0], mark="no", beyond=False)
    first, second = two_of(question.area)
    for low, short in ((first, second), (second, first)):
        results = [
            replace(question, concept=low, by_points="solid", code=None, points=(replace(point, beyond=True),)),
            replace(question, concept=short, by_points=question.verdict, points=(point,)),
        ]
        study = [item_on(concept) for concept in (first, second)]
        advice = tonight(AdviceInputs(LLM, ROLE, (), results), (WeakArea(question.area, 0.6, False),), study, ())
        assert [item.concept for item in advice] == [short, low]


def two_of(area: str) -> tuple[str, str]:
    first, second, *_ = (c for c in LLM.concepts if LLM.area_of(c) == area)
    return first, second


def item_on(concept: str) -> rec.StudyItem:
    return rec.StudyItem(
        concept=concept, title=concept, minutes=10, why="missed: a point", questions=(), area=LLM.area_of(concept)
    )


@pytest.mark.parametrize(
    ("questions", "others", "words"),
    [
        ((), (), "new questions"),  # a deep dive
        ((), ("new",), "a new question"),
        ((), ("new", "newer"), "new questions"),
        (("one",), (), "the one you missed"),
        (("one",), ("new",), "a new question, then the one you missed"),
        (("one",), ("new", "newer"), "a new question, the one you missed, then other new ones"),
        (("one", "two"), ("new",), "a new question, then the 2 you missed"),
    ],
)
def test_what_practice_asks_is_said(questions: tuple[str, ...], others: tuple[str, ...], words: str) -> None:
    assert practice_words(replace(item_on("kv-cache"), questions=questions, others=others)) == words


def fallen_short(kind: str, answer: str = "", *points: rec.PointResult) -> rec.QuestionResult:
    """A weak answer to a question of a kind, on the key-value cache."""
    whole = assess_interview(interview(LLM, 1, level=1.0)).questions[0]
    return replace(
        whole, id="one", kind=kind, area=LLM.area_of("kv-cache"), concept="kv-cache", verdict="weak", skipped=False,
        points=points, answer=answer, follow_ups=(),
    )  # fmt: skip


def advised(question: rec.QuestionResult) -> rec.StudyItem:
    concepts = assess_interview(interview(LLM, 1, level=1.0)).concepts
    [item] = study_plan([question], [], concepts, LLM, ROLE)
    return item


def test_a_story_is_told_again_not_studied() -> None:
    item = advised(
        fallen_short("experience", "We built it and we liked it, and we would do all of it again next year.")
    )
    assert item.title == "KV cache (your own project)"
    assert item.why.startswith("tell it again, with ")
    assert (item.sources, item.others, item.rests_on, item.questions) == ((), (), (), ("one",))


def test_a_story_never_told_is_to_be_ready() -> None:
    """ "Tell it again" was said of a story that was answered with "I don't know"."""
    unknown = replace(fallen_short("experience"), dont_know=True)
    lacks = "a number that shows what came of it and what went wrong on the way"
    assert advised(unknown).why == f"have one to tell, with {lacks}"
    never = fallen_short("experience", "I've never built one. I'd begin with ten examples.")
    assert advised(never).why.startswith("have one to tell, with ")


def test_what_was_missed_is_said_in_plain_words() -> None:
    missed = rec.PointResult(
        id="a",
        point="Says that the cache grows with length",
        weight=3,
        critical=True,
        beyond=False,
        mark="no",
        prompted=False,
    )
    assert advised(fallen_short("discuss", "No.", missed)).why == "missing: that the cache grows with length"


def test_what_to_study_marks_the_list_for_tonight(llm: Graph) -> None:
    marked = set()
    for seed in (2, 11):
        found = assess_interview(interview(llm, seed, level=2.0))
        tonight_too = {item.concept for item in found.tonight}
        for item in found.study:
            title = study_title(item, found)
            assert title.endswith(" (tonight)") == (item.concept in tonight_too)
            at = number_tonight(item, found)
            assert found.tonight[at - 1].concept == item.concept if at else item.concept not in tonight_too
            marked.add(title.endswith(" (tonight)"))
            assert title in " ".join(" ".join(page(found)).split())
    assert marked == {True, False}


def test_only_the_list_for_tonight_has_numbers(llm: Graph) -> None:
    """Tonight's 1, 2 and 3 were "Study 4", 5 and 7, as what to study begins with the basics."""
    found = assess_interview(interview(llm, 2, level=2.0))
    assert [item.row.label for item in answer_items(found) if item.concept] == ["Study"] * len(found.study)
    title = study_title(found.study[0], found)
    assert f"  -  {title}"[:40] in "\n".join(study(found, 79))
    document = "\n".join(OWN_BLOCKS["study"](found))
    assert document.count("\n- **") + document.startswith("- **") == len(found.study)


@pytest.mark.parametrize(
    ("beside", "called"),
    [
        ({"word": "gap", "low": 0.05, "high": 0.4, "mastery": 0.24}, ""),  # weak, where it isn't clear yet
        ({"mastery": 0.2}, ""),  # a lower figure
        ({"mastery": 0.275}, "retrieval"),  # the same one, as it's shown
        ({"mastery": 0.2, "low": 0.0, "high": 0.8}, "retrieval"),  # none that is shown
        ({"questions": 4, "solid": 1}, "retrieval"),  # fewer solid, perhaps as they were harder
        ({"questions": 0, "solid": 0, "mastery": 0.1}, "retrieval"),  # nothing was asked there
    ],
)
def test_no_area_is_weakest_beside_a_weaker_one(beside: dict[str, Any], called: str) -> None:
    """It was "weakest so far in Medicines safety", 28%, beside "Clinical pharmacy 24% weak"."""
    area = rec.AreaStanding(0.28, 0.12, 0.5, NOT_ENOUGH, 4, 2, 1, 0, 0, "retrieval", "Retrieval", 1.0, 0)
    other = replace(area, area="agents", **({"questions": 5, "solid": 4, "mastery": 0.45} | beside))
    assert called_weakest("retrieval", [area, other]) == called
    assert called_weakest("", [area, other]) == ""


def test_what_the_level_asks_comes_first() -> None:
    """Somebody who applied for junior was to go over a tier 3 question first, with a tier 2 one missed beside it."""
    hard, due = MissedItem("hard", "weak", 3, (5, 9)), MissedItem("due", "borderline", 2, (0, 2))
    for target, first in ((2, "due"), (3, "hard"), (0, "hard")):
        weights = weights_of([hard, due], target)
        assert max(weights, key=lambda concept: weights[concept]) == first
    both = weights_of([hard, MissedItem("hard", None, 2, (0, 0))], 2)
    assert both == {"hard": (True, 5, 3 - 1, 9)}


def test_counts_beside_an_area_unsay_the_weakest() -> None:
    """It was "weakest so far in Prompting and reasoning", 2 of 3 solid, beside 1 of 3 solid in another."""
    area = rec.AreaStanding(0.28, 0.12, 0.5, NOT_ENOUGH, 3, 2, 0, 0, 0, "prompting", "Prompting", 1.0, 0)
    others = [replace(area, area="agents", questions=of, solid=solid) for of, solid in ((3, 1), (3, 2), (0, 0))]
    assert [is_lowest_counted(area, [area, other]) for other in others] == [False, True, True]
    assert is_lowest_counted(replace(area, questions=0, solid=0), [others[0]])


def test_one_wrong_check_makes_no_weakest_area() -> None:
    """It was "yes; weakest so far in Generation and decoding" by a single check on teacher forcing."""
    one, two = checks_of("retrieval")[:2]
    for wrong, weakest in (([one], ""), ([one, two], "retrieval")):
        found, _ = after([Evidence(check, "check", 0) for check in wrong])
        assert weakest_of(found, {"retrieval"}, ROLE, ()) == weakest
        assert weakest_of(found, {"agents"}, ROLE, ()) == "", "nothing is open there"
        assert weakest_of(found, {"retrieval"}, ROLE, {"retrieval"}) == "", "it's called solid"


@pytest.mark.parametrize(("seed", "weak"), [(0, "retrieval"), (1, "agents"), (3, "production"), (5, "prompting")])
def test_all_lists_begin_with_the_same(llm: Graph, seed: int, weak: str) -> None:
    """Tonight, home, the map's list, progress and the plan had three orders for one person."""
    facts, past = history(llm, seed, 2, weak=weak)
    candidate = drawn_candidate(BANK, seed, None, weak)
    third = interview(llm, seed * 100 + 2, candidate=candidate, past=past, day=2)
    facts, past = [*facts, facts_of(reading_of(third))], [*past, past_session(reading_of(third))]
    found, so_far = assess_interview(third), progress_after(llm, facts, past, 3)
    first = found.tonight[0]
    assert so_far.to_study[0] == first.concept
    assert weak_concepts(concept_map(so_far, facts, llm))[0].concept == first.concept
    assert so_far.gaps[0].area == first.area
    solid = {area.area for area in found.areas if area.all_solid}  # in this interview: its report calls none weakest
    assert found.weakest == ("" if so_far.weakest in solid else so_far.weakest)
    assert so_far.weakest in {first.area, ""}  # one wrong check makes no weakest area
    gaps = [fact.text for fact in standing_facts(so_far) if fact.label == "Gaps"]
    assert all(f": {first.title}" in text for text in gaps if "concept" in text)
    days = plan_until(so_far, llm, START.date() + timedelta(days=3), None, 60).days
    planned = next(part for day in days for part in day.parts if part.kind == "gaps")
    below = below_each(llm)[first.concept]
    if before := below.intersection(so_far.to_study):  # what it rests on comes first
        assert before.intersection(planned.concepts)
    else:
        assert (planned.area, first.concept in planned.concepts) == (first.area, True)
    studied = [item.concept for item in found.study if item.concept not in below]
    assert first.concept not in studied or studied[0] == first.concept


def checked_on(concept: str, *, right: bool) -> AskedItem:
    return AskedItem(f"{concept}-{right}", concept, LLM.area_of(concept), True, True, 2, 2 if right else 1)


def test_a_right_check_takes_wrong_one_away() -> None:
    """A formula was right the second time, and stood third under Tonight all the same."""
    wrong, right = checked_on("kv-cache", right=False), checked_on("kv-cache", right=True)
    other = checked_on(two_of(wrong.area)[1], right=True)
    for items, missed in (([wrong, right], 0), ([right, wrong], 1), ([wrong, other], 1)):
        assert tally(LLM, items).short["kv-cache"] == missed
        assert tally(LLM, items).area_checks[wrong.area] == 2  # as asked as before
    whole = assess_interview(interview(LLM, 1, level=1.0))
    checks = [replace(whole.checks[0], concept="kv-cache", correct=correct) for correct in (False, True)]
    assert study_plan([], checks, whole.concepts, LLM, ROLE) == ()
    [item] = study_plan([], checks[::-1], whole.concepts, LLM, ROLE)
    assert (item.concept, item.why) == ("kv-cache", "a check on it was wrong")
    good = replace(next(q for q in whole.questions if q.verdict and q.kind != "experience"), concept="kv-cache")
    [item] = study_plan([replace(good, verdict="outstanding")], checks[::-1], whole.concepts, LLM, ROLE)
    assert item.why == "your answer was outstanding, but a check on it was wrong"


def test_a_weak_answer_comes_before_wrong_checks() -> None:
    weak = Evidence(questions_of("production", 1)[0], "verdict", 0)
    solid = [Evidence(q, "verdict", 3) for q in questions_of("production", 3)[:2]]  # so it's likelier to be a good area
    slips = [Evidence(checks_of(area)[0], "check", 0) for area in ("inference", "retrieval")]
    short = Evidence(questions_of("agents", 1)[0], "verdict", 1)
    found, _ = after([short, *slips, *solid, weak])
    chances = {each.area: each.chance for each in found}
    assert chances["production"] < min(chances["inference"], chances["retrieval"])
    assert [each.area for each in found[:2]] == ["agents", "production"]


def test_two_short_answers_come_before_slips() -> None:
    """Foundations fell short twice, and two wrong checks of other areas were all that Tonight had room for."""
    leading = Evidence(questions_of("prompting", 1)[0], "verdict", 1)
    held = [Evidence(q, "verdict", 3) for q in questions_of("foundations", 3)[:3]]  # so it's likelier to be a good area
    short = [Evidence(q, "verdict", 1) for q in questions_of("foundations", 2)[:2]]
    slips = [Evidence(checks_of(area)[0], "check", 0) for area in ("inference", "retrieval")]
    once, _ = after([leading, *slips, *held, short[0]])
    assert {weak.area for weak in once[:2]} == {"prompting", "inference"}
    assert [weak.slip for weak in once] == [False, True, False, True]  # from the third place on slips are last
    twice, _ = after([leading, *slips, *held, *short])
    assert [weak.area for weak in twice[:2]] == ["prompting", "foundations"]


def test_what_the_advert_wants_comes_last(llm: Graph) -> None:
    """The report said that it wasn't asked, and Tonight was of something else."""
    told, parts = set(), {"safety": 0.3, "agents": 0.2, "multimodal": 0.1}
    for seed in (1, 2, 4, 8):
        found = assess_interview(interview(llm, seed, format="screen", advert=parts, level=3.5))
        asked_for = {area.area for area in found.recommendation.advert_areas if not area.asked}
        wanted = [item for item in found.tonight if item.why.endswith(NOT_ASKED_YET)]
        assert wanted or not asked_for or len(found.tonight) == 3  # so much was missed
        assert wanted in ([], [found.tonight[-1]])
        assert found.tonight[0] not in wanted
        assert {item.area for item in wanted} <= asked_for
        assert all(item.others and not {q.id for q in found.questions} & {*item.others} for item in wanted)
        told.add(bool(wanted))
    assert told == {True, False}


def test_tonight_says_what_the_advert_counts(llm: Graph) -> None:
    parts = {"inference": 0.3, "agents": 0.2}
    told: set[str] = set()
    for seed in (1, 2, 4):
        with_advert = assess_interview(interview(llm, seed, format="screen", advert=parts, level=2.0))
        counts = {area.area: area.of_hundred for area in with_advert.recommendation.advert_areas}
        entries = [entry.text for entry in first_page_entries(with_advert) if entry.kind == "tonight"]
        rows = tonight_rows(with_advert.tonight, START.date())
        assert with_advert.tonight
        for item, entry, row in zip(with_advert.tonight, entries, rows, strict=True):
            count = counts.get(item.area, 0)
            words = "the advert wants this area" if count else "not in the advert"
            if item.why.endswith(NOT_ASKED_YET):  # says so itself
                assert entry.endswith(", 10 min")
                assert row.text.count("advert") == 1
                continue
            assert entry.endswith(f", 10 min, {words}")
            reason, _, share = row.text.removeprefix(f"{topic_of(item.title)} · ").rpartition(" · ")
            assert (share, row.note) == (words, "10 min")
            assert reason  # comes before the share, and so is seen at 80 columns
            assert item.why.endswith(reason)
            told.add(words[:3])
        without = assess_interview(interview(llm, seed, format="screen", level=2.0))
        assert all(entry.text.endswith("10 min") for entry in first_page_entries(without) if entry.kind == "tonight")
    assert len(told) > 1


def test_a_wrong_check_gives_way_to_the_advert() -> None:
    names = ("kv-cache", "agent-loop", "hybrid-search-and-reranking")
    items = [item_on(concept) for concept in names]
    areas = [WeakArea(item.area, 0.5, False, slip=item.concept != "agent-loop") for item in items]
    assert [item.concept for item in with_room(items, areas)] == ["kv-cache", "agent-loop"]
    assert with_room(items, [weak._replace(slip=False) for weak in areas]) == ()
    assert [item.concept for item in with_room(items[:2], areas)] == ["kv-cache", "agent-loop"]


def test_only_what_an_advert_names_is_mentioned(llm: Graph) -> None:
    """ "The advert asks for it" stood at watermarks, and it had asked about prompt injection and privacy."""
    area = AdvertArea("safety", "Safety", of_hundred=20, answers=1, solid=0, checks=0, asked=True)
    terms = ("prompt injection", "GDPR")
    for question, words in (
        ("provenance-watermark-choice", "the advert wants this area"),
        ("data-protection-for-a-chatbot", "the advert mentions GDPR"),
        ("defences-against-prompt-injection", "the advert mentions prompt injection"),
    ):
        item = replace(item_on(llm.questions[question].primary), questions=(question,), area="safety")
        (told,) = beside_the_advert([item], [area], llm, terms)
        assert in_advert(told) == words
        (unnamed,) = beside_the_advert([item], [area], llm, ())
        assert in_advert(unnamed) == "the advert wants this area"


def test_that_the_advert_wants_it_is_said_once() -> None:
    """ "Not asked yet, and the advert wants it · the advert asks for it"."""
    item = replace(item_on("kv-cache"), of_hundred=16)
    assert in_advert(item) == "the advert wants this area"
    (row,) = tonight_rows([replace(item, why=f"KV cache: {NOT_ASKED_YET}")], START.date())
    assert row.text.count("advert") == 1
