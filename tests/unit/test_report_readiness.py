"""Whether one is ready: no yes for a kind of question that was never asked, and design counts for system design."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.lab.people import drawn_candidate
from simulator.engine.model.belief import fold
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.priors import Prior
from simulator.engine.scoring import VERDICTS, Verdict, rank
from simulator.graph.records import Graph, Question
from simulator.report.export.html import as_html
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import assess_interview
from simulator.report.figures.progress import progress
from simulator.report.figures.standing import KINDS, solid_probability, tally_of_facts
from simulator.report.text.report import page
from simulator.session.archive.summary import ItemFact, SessionFacts, facts_of
from simulator.session.interview.history import PastSession, past_session
from simulator.session.interview.interview import Interview
from simulator.ui.tui.home.rows import standing_lines
from tests.reporting import START, bank_of, history, interview, progress_after, reading_of
from tests.some import examples

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


def kind_of(tier: int) -> str:
    return next(name for name, tiers in KINDS.items() if tier in tiers)


def needed(name: str, target: int) -> set[str]:
    """What a word stands for, told again: an onsite for every kind, a screen for those below the target."""
    if name == "onsite":
        return {"Explain", "Diagnose", "Trade-offs", "Design"}
    return {kind_of(tier) for tier in range(1, min(5, max(1, target - 1)) + 1)}


@pytest.mark.parametrize("seed", range(3))
def test_three_good_screens_make_no_onsite_yes(llm: Graph, seed: int) -> None:
    sat, past = screens(llm, seed, level=6.0)
    report = assess_interview(sat[-1])
    found = progress_after(llm, [facts_of(reading_of(one)) for one in sat], past, 2)
    assert found.low >= 0.5  # the figures alone would say yes
    assert report.kinds["Design"] == "not asked"
    for said in (report.onsite, found.onsite):
        assert said.startswith("leaning yes; Design not asked")
    assert report.screen.startswith("yes")
    for text in ("\n".join(page(report, 200)), as_markdown(report), as_html(report), *standing_lines(found, 200)[1:2]):
        assert report.onsite in text


def test_an_onsite_yes_follows_once_design_was_answered(llm: Graph) -> None:
    past = screens(llm, 1, level=6.0)[1]
    candidate = drawn_candidate(bank_of(llm), 1, 6.0, None)
    full = interview(llm, 150, candidate=candidate, past=past, day=3)
    report = assess_interview(full)
    assert report.questions[-1].tier == 6
    assert report.onsite.startswith("yes")
    later = [*past, past_session(reading_of(full))]
    again = assess_interview(interview(llm, 151, candidate=candidate, format="screen", past=later, day=4))
    assert again.onsite.startswith("yes")  # what was asked in an earlier session was asked
    assert again.kinds["Design"] == "not asked here"


def test_a_design_answer_counts_for_system_design(llm: Graph) -> None:
    seen = 0
    for seed in range(8):
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


@pytest.mark.parametrize(("seed", "level"), [(4, 5.5), (11, 5.5), (17, 5.5)])
def test_system_design_is_known_enough_after_solid_design(llm: Graph, seed: int, level: float) -> None:
    """It was called not known enough right after a whole design round."""
    report = assess_interview(interview(llm, seed * 100, candidate=drawn_candidate(bank_of(llm), seed, level, None)))
    (area,) = (a for a in report.areas if a.area == "design")
    assert area.word == "not enough yet"
    assert report.kinds["Design"] in {"solid", "outstanding"}
    assert report.onsite.startswith("yes")
    assert "System design" not in report.onsite


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


def test_waiting_answer_is_not_said_to_be_unasked(llm: Graph) -> None:
    past = screens(llm, 1, level=6.0)[1]
    candidate = drawn_candidate(bank_of(llm), 1, 6.0, None)
    sat = interview(llm, 150, candidate=candidate, past=past, day=3, score="end", until=lambda s: s.closed is not None)
    report = assess_interview(sat)
    assert any(q.waiting for q in report.questions)
    assert "not asked" not in report.onsite
    assert report.onsite.startswith("leaning yes; not every kind of question has a score yet")


def test_a_lost_design_question_is_no_yes(llm: Graph) -> None:
    """The level does without it, so the word does too."""
    best = [next(q for q in llm.questions.values() if q.tier == tier) for tier in (1, 3, 4)]
    design = next(q for q in llm.questions.values() if q.tier == 6)
    facts, past = of_answers(llm, [(q, "outstanding") for q in (*best, design)])
    left = {name: q for name, q in llm.questions.items() if name != design.id}
    smaller = msgspec.structs.replace(llm, questions=left)
    assert tally_of_facts(llm, [facts]).kinds["Design"] == 1
    assert tally_of_facts(smaller, [facts]).kinds["Design"] == 0
    found = progress([facts], [past], smaller, bank_of(smaller), "demo", START, ROLE)
    assert not found.onsite.startswith("yes")


@given(data=st.data())
@settings(max_examples=examples(120), deadline=None)
def test_no_yes_stands_where_kind_has_no_answer(llm: Graph, data: st.DataObject) -> None:
    tiers = data.draw(st.sets(st.integers(1, 6), min_size=1))
    pool = [q for q in llm.questions.values() if q.tier in tiers]
    asked = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=30, unique_by=lambda q: q.id))
    kinds = st.sampled_from(VERDICTS) if data.draw(st.booleans()) else st.just(VERDICTS[-1])
    answers: list[Answer] = [(q, data.draw(kinds)) for q in asked]
    role = data.draw(st.sampled_from(list(llm.roles.values())))
    role = msgspec.structs.replace(role, target_tier=data.draw(st.integers(1, 6)))
    graph = msgspec.structs.replace(llm, roles={role.id: role})
    facts, past = of_answers(graph, answers, role.id)
    found = progress([facts], [past], graph, bank_of(llm), "demo", START, role.id)
    belief = fold(Prior.structural(bank_of(llm)), past.evidence)
    answered = {kind_of(q.tier) for q in asked}
    for name, said, tier in (
        ("screen", found.screen, role.target_tier - 1),
        ("onsite", found.onsite, role.target_tier),
    ):
        missing = needed(name, role.target_tier) - answered
        middle, low, _ = solid_probability(belief, max(1, tier), belief.overall(role))
        assert said.startswith("yes") == (low >= 0.5 and not missing)
        if middle >= 0.5 and missing:
            assert said.startswith("leaning yes; ")
            assert all(kind in said.split(" not asked")[0] for kind in missing)
            assert not any(kind in said.split(" not asked")[0] for kind in answered)


def test_report_and_progress_agree_on_readiness(llm: Graph) -> None:
    for seed in range(4):
        facts, past = history(llm, seed, 2)
        candidate = drawn_candidate(bank_of(llm), seed, 5.5, None)
        sat = interview(llm, seed * 100 + 50, candidate=candidate, past=past, day=2, format="screen")
        facts, past = [*facts, facts_of(reading_of(sat))], [*past, past_session(reading_of(sat))]
        found, report = progress_after(llm, facts, past, 2), assess_interview(sat)
        assert (found.screen, found.onsite) == (report.screen, report.onsite)
