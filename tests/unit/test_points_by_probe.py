"""A point that the prompt leaves to a follow-up: unasked it only helps, asked it counts as any other."""

import json
from dataclasses import replace
from itertools import chain, combinations
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.choice.listening import coverage_read
from simulator.engine.choice.probes import next_probe
from simulator.engine.lab.people import SAID_UNASKED, Candidate
from simulator.engine.scoring import CREDIT, MARKS, Mark, rank, score, share_met
from simulator.graph.records import Graph, Point, Probe, Question
from simulator.report.debrief.concerns import concerns
from simulator.report.export.html import as_html
from simulator.report.export.markdown import as_markdown
from simulator.report.export.question_rows import as_csv
from simulator.report.figures.assessment import as_json, assess_interview
from simulator.report.figures.compare import compare
from simulator.report.records import Assessment
from simulator.report.text.report import answers
from simulator.session.archive.facts import facts_of
from simulator.session.clock import SimulatedClock
from simulator.session.demo import DemoCandidate, mark_given, perform
from simulator.session.header import Settings
from simulator.session.interview import events as ev
from simulator.session.interview.hearing import reading
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import covered_words, point_block
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Awaits, Phase, fold
from simulator.session.interview.turn import Turn
from simulator.session.sitting import header_of
from simulator.session.transcript.format import event_bytes, event_of
from simulator.ui.tui.review.report_pages import answer_items
from tests.reporting import START, Nowhere, bank_of, page_text, reading_of, turn_of
from tests.seven import BESIDE, seven
from tests.strategies import marks
from tests.unit.test_own_work import FRESH

CORE = Point(id="core", point="The core claim.", weight=3, critical=True)
WHY = Point(id="why", point="The mechanism.", weight=2)
WHEN = Point(id="when", point="When it fails.", weight=2, by_probe=True)
COST = Point(id="cost", point="What it costs.", weight=2, by_probe=True)
LIMIT = Point(id="limit", point="A number.", weight=1, beyond=True)
RUBRIC = (CORE, WHY, WHEN, LIMIT)
BOTH: dict[str, Mark] = {"core": "yes", "why": "yes"}
MISSED = "Night changes the balance"  # what is left to a follow-up in `garden`


# Scoring


@pytest.mark.parametrize(
    ("given", "unasked", "coverage"),
    [
        (BOTH, {"when"}, 1.0),
        (BOTH, (), 5 / 7),
        ({**BOTH, "when": "partly"}, {"when"}, 1.0),
        ({**BOTH, "when": "partly"}, (), 6 / 7),
        ({**BOTH, "when": "yes"}, {"when"}, 1.0),
        ({"core": "yes"}, {"when"}, 3 / 5),
        ({"core": "yes", "when": "partly"}, {"when"}, 3 / 5),
        ({"core": "yes", "when": "yes"}, {"when"}, 5 / 7),
        ({"when": "partly"}, {"when"}, 1 / 7),
        ({**BOTH, "limit": "yes"}, {"when"}, 1.0),
    ],
)
def test_unasked_point_counts_where_it_helps(given: dict[str, Mark], unasked: set[str], coverage: float) -> None:
    assert score(RUBRIC, given, unasked=unasked).coverage == pytest.approx(coverage)


def test_given_to_its_follow_up_it_counts_wholly() -> None:
    given: dict[str, Mark] = {**BOTH, "when": "prompted"}
    assert score(RUBRIC, given).coverage == 1.0
    assert score(RUBRIC, {**given, "why": "prompted"}).coverage == pytest.approx((3 + 0.8 * 2 + 2) / 7)


def test_several_unasked_points_each_only_help() -> None:
    rubric = (*RUBRIC, COST)
    one: dict[str, Mark] = {"core": "yes", "when": "yes", "cost": "partly"}
    assert score(rubric, one, unasked={"when", "cost"}).coverage == pytest.approx(5 / 7)
    assert score(rubric, one, unasked={"when"}).coverage == pytest.approx(6 / 9)


def test_rubric_of_unasked_points_asks_for_them() -> None:
    assert score((WHEN, COST), {"when": "yes"}, unasked={"when", "cost"}).coverage == 0.5
    assert score((WHEN, LIMIT), {}, unasked={"when"}).coverage == 0.0


def test_unasked_point_never_caps_an_answer() -> None:
    damaged = msgspec.structs.replace(WHEN, critical=True)  # no graph holds one, a transcript may
    found = score((CORE, WHY, damaged), BOTH, unasked={"when"})
    assert (found.capped, found.missing_critical, found.verdict) == (False, (), "solid")


@st.composite
def rubrics(draw: st.DrawFn) -> tuple[tuple[Point, ...], frozenset[str]]:
    """A rubric of every kind of point, and those of its points that nobody asked for."""
    kinds = draw(st.lists(st.tuples(st.integers(1, 3), st.sampled_from("cbwwx")), min_size=1, max_size=7))
    rubric = tuple(
        Point(id=f"p{n}", point="A.", weight=w, critical=kind == "c", beyond=kind == "b", by_probe=kind == "w")
        for n, (w, kind) in enumerate(kinds)
    )
    return rubric, frozenset(point.id for point in rubric if point.waits and draw(st.booleans()))


@given(rubrics(), st.data())
def test_no_better_mark_lowers_a_score(drawn: tuple[tuple[Point, ...], frozenset[str]], data: st.DataObject) -> None:
    rubric, unasked = drawn
    given = {point.id: data.draw(marks) for point in rubric}
    point = data.draw(st.sampled_from(rubric)).id
    scores = [score(rubric, given | {point: mark}, unasked=unasked) for mark in reversed(MARKS)]
    assert [s.coverage for s in scores] == sorted(s.coverage for s in scores)
    assert [rank(s.verdict) for s in scores] == sorted(rank(s.verdict) for s in scores)


@given(rubrics(), st.data())
def test_coverage_is_the_best_of_all_ways(drawn: tuple[tuple[Point, ...], frozenset[str]], data: st.DataObject) -> None:
    """Of leaving out each unasked point or counting it; and it never exceeds the whole."""
    rubric, unasked = drawn
    credits = {point.id: CREDIT[data.draw(marks)] for point in rubric}
    found = share_met(rubric, credits, unasked)
    left_out = chain.from_iterable(combinations(sorted(unasked), count) for count in range(len(unasked) + 1))
    kept = [tuple(point for point in rubric if point.id not in out) for out in left_out]
    ways = [share_met(part, credits) for part in kept if any(not point.beyond for point in part)]
    assert found <= 1.0
    assert found >= share_met(rubric, credits) - 1e-12
    if ways and any(not point.beyond and point.id not in unasked for point in rubric):
        assert found == pytest.approx(max(ways))


# What a turn knows


def garden(must: str = "why") -> Graph:
    """The small graph with its third point left to a follow-up; `must` weighs 3, and is asked for before it."""
    graph = seven()
    probe = Probe(kind="gap", point="when", asks="And at night?", reply="It's the other way round.")
    questions = {}
    for name, question in graph.questions.items():
        rubric = tuple(
            msgspec.structs.replace(p, by_probe=p.id == "when", weight=3 if p.id == must else p.weight)
            for p in question.rubric
        )
        questions[name] = msgspec.structs.replace(question, rubric=rubric, probes=(*question.probes, probe))
    return msgspec.structs.replace(graph, questions=questions)


def begun(graph: Graph) -> Interview:
    settings = Settings(role="gardener", candidate="seven", format="screen", seed=1)
    header = header_of(graph, settings, START, "aaaa")
    interview = Interview(graph, header, Nowhere(), SimulatedClock(START), Selection(graph, header))
    interview.next()
    return interview


def answered(interview: Interview, *, said: bool = False) -> Turn:
    """Answer beside the point, reply to the two follow-ups or close them, predict."""
    interview.answer(BESIDE)
    while interview.state.phase is Phase.PROBING:
        if said:
            interview.said_that()
        else:
            interview.answer_probe("Now that you ask: yes.")
    interview.predict("solid")
    return turn_of(interview)


def judged(interview: Interview, **given: Mark) -> Turn:
    """Mark the present answer: yes, but for what is given; then settle it."""
    for point in turn_of(interview).unjudged:
        interview.judge(point, given.get(point, "yes"))
    interview.confirm()
    return turn_of(interview)


def test_unasked_point_is_left_out() -> None:
    interview = begun(garden())
    turn = answered(interview)
    assert [probe.point for probe in turn.probes] == ["core", "why"]
    assert turn.unasked == {"when"}
    scored = judged(interview, when="no").scored
    assert scored is not None
    assert scored.coverage == 1.0
    assert turn_of(interview).missed == ()


def test_asked_point_counts_as_any_other() -> None:
    interview = begun(garden(must=""))
    turn = answered(interview)
    assert [probe.point for probe in turn.probes] == ["core", "when"], "before what the prompt asked for"
    assert turn.unasked == frozenset()
    scored = judged(interview, when="no", limit="no").scored
    assert scored is not None
    assert scored.coverage == pytest.approx(5 / 7, abs=1e-4)
    assert [point.id for point in turn_of(interview).missed] == ["when", "limit"]


@pytest.mark.parametrize("sort", ["gap", "drill", "challenge"])
def test_any_follow_up_about_a_point_asks(sort: str) -> None:
    turn = answered(begun(garden(must="")))
    assert replace(turn, probes=turn.probes[:1]).unasked == {"when"}
    about = msgspec.structs.replace(turn.probes[1], sort=sort)
    assert replace(turn, probes=(about,)).unasked == frozenset()


def test_follow_up_closed_as_said_has_asked() -> None:
    assert answered(begun(garden(must="")), said=True).unasked == frozenset()


def test_follow_up_taken_back_has_not_asked() -> None:
    interview = begun(garden(must=""))
    interview.answer(BESIDE)
    interview.answer_probe("Through membranes.")
    assert turn_of(interview).unasked == frozenset()
    interview.undo()
    assert turn_of(interview).unasked == {"when"}


def test_unknown_answer_misses_what_was_asked() -> None:
    interview = begun(garden())
    interview.dont_know()
    assert [point.id for point in turn_of(interview).missed] == ["core", "why", "limit"]


def test_beyond_point_waits_for_nobody() -> None:
    """Lint refuses both on one point; a transcript may hold it."""
    turn = answered(begun(garden()))
    rubric = tuple(msgspec.structs.replace(p, by_probe=True) if p.beyond else p for p in turn.question.rubric)
    question = msgspec.structs.replace(turn.question, rubric=rubric)
    assert replace(turn, asked=msgspec.structs.replace(turn.asked, question=question)).unasked == {"when"}


def test_scored_again_point_is_still_unasked() -> None:
    interview = begun(garden())
    answered(interview)
    judged(interview, when="yes")
    interview.stop()
    turn = fold(interview.header, interview.events).turns[0]
    assert turn.unasked == {"when"}
    interview.reopen(1)
    interview.judge("when", "no")
    interview.confirm()
    scored = interview.state.turns[0].scored
    assert scored is not None
    assert scored.coverage == 1.0


def test_transcript_keeps_what_waits_for_follow_up() -> None:
    interview = begun(garden())
    asked = interview.events[0]
    assert isinstance(asked, ev.Asked)
    block = event_bytes(asked)
    assert b"by_probe = true" in block
    assert event_of(block.rpartition(b"# end")[0]) == asked
    plain = begun(seven()).events[0]
    assert b"by_probe" not in event_bytes(plain)


# What is asked


def question(*rubric: Point, **fields: object) -> Question:
    probes = tuple(Probe(kind="gap", point=p.id, asks=f"What about {p.id}?", reply="So.") for p in rubric)
    known: dict[str, object] = {"id": "q", "kind": "discuss", "concepts": ("c",), "tier": 2, "prompt": "Tell me."}
    return Question(**{**known, "rubric": rubric, "probes": probes, **fields})  # type: ignore[arg-type]


def first_asked(*rubric: Point) -> str:
    found = next_probe(question(*rubric), BESIDE, FRESH)
    return found.point if found is not None else ""


def test_must_haves_are_asked_for_first() -> None:
    heavy = msgspec.structs.replace(WHEN, weight=3)
    light = msgspec.structs.replace(WHEN, weight=1)
    assert first_asked(WHEN, WHY, CORE) == "core"
    assert first_asked(heavy, msgspec.structs.replace(CORE, weight=2)) == "core"
    assert first_asked(WHY, light) == "when"
    assert first_asked(WHY, msgspec.structs.replace(light, by_probe=False)) == "why"


# What is heard


BREAD = question(
    Point(id="heat", point="It needs heat.", weight=1, cues=("oven|heat",)),
    Point(id="flour", point="It needs flour.", weight=1, cues=("flour|wheat",)),
    Point(id="salt", point="It needs salt.", weight=1, by_probe=True, cues=("salt|brine",)),
    prompt="How is bread made?",
)
WITHOUT = "It takes a hot oven for the crust. You also want some wheat in it, and time for the dough to rise by itself."


def test_unasked_point_without_words_is_not_missing() -> None:
    asked, unasked = coverage_read(BREAD, WITHOUT), coverage_read(BREAD, WITHOUT, {"salt"})
    assert asked is not None
    assert unasked is not None
    assert unasked > 1.3 * asked
    salted = coverage_read(BREAD, f"{WITHOUT} Then there is the salt.", {"salt"})
    assert salted is not None
    assert salted >= unasked - 0.05


def test_unasked_point_marked_as_said_needs_words() -> None:
    turn = answered(begun(garden()))
    given = replace(
        turn,
        asked=msgspec.structs.replace(turn.asked, question=BREAD),
        answers=(msgspec.structs.replace(turn.answers[0], text=WITHOUT),),
        marks={"heat": "yes", "flour": "yes", "salt": "yes"},
        probes=(),
        replies=(),
    )
    assert reading(given)["unheard"] == (3, 1, 0, 0)
    assert reading(replace(given, marks={**given.marks, "salt": "no"}))["unheard"] == (2, 0, 0, 0)


# What is shown


def sat(graph: Graph, **given: Mark) -> tuple[Interview, Assessment]:
    interview = begun(graph)
    answered(interview)
    judged(interview, **given)
    interview.stop()
    return interview, assess_interview(interview)


def test_point_says_that_nobody_asked() -> None:
    turn = answered(begun(garden()))
    shown = {point.id: point_block(turn, point).text for point in turn.question.rubric}
    assert shown["when"] == f"{MISSED} (not asked for)"
    assert "asked" not in shown["why"]
    given = replace(turn, marks={"core": "yes", "why": "yes", "when": "no", "limit": "yes"})
    said = covered_words(given, 1.0)
    left_out = "; 1 point doesn't count, as neither the question nor a follow-up asked for it"
    assert said == f"100% covered{left_out}", "nothing was left for the point beyond to fill"
    filled = replace(given, marks={**given.marks, "why": "no"})
    instead = ": what went beyond the question makes up for what's missing"
    assert covered_words(filled, 1.0) == f"100% covered{instead}{left_out}"
    assert "doesn't count" not in covered_words(filled, 0.8)
    half = replace(given, marks={**given.marks, "when": "partly"})
    assert covered_words(half, 1.0) == said, "half of it would lower the share, so it's left out too"
    assert "doesn't count" not in covered_words(half, 0.4), "and here it raises it"


def test_no_list_of_what_was_missed_has_it() -> None:
    interview, found = sat(garden(), when="no", why="no")
    (result,) = found.questions
    assert [point.id for point in result.missed] == ["why"]
    assert [point.id for point in result.not_asked] == ["when"]
    told = "\n".join(answers(found))
    assert "Growth stops" in told
    assert MISSED not in told
    assert MISSED not in "".join(as_csv([found]))
    graph = garden()
    said = concerns(interview.state.turns, graph, graph.roles["gardener"], 2)
    assert MISSED.lower() not in str(said).lower()
    assert MISSED not in str([item.missed for item in (*found.tonight, *found.study)])
    assert facts_of(reading_of(interview)).items[0].missed == (0, 3)


def test_every_page_shows_it_as_not_asked_for() -> None:
    _, found = sat(garden(), when="no")
    assert f"- no: {MISSED} (not asked for)" in as_markdown(found)
    assert f"no {MISSED} (not asked for)" in page_text(as_html(found))
    points = json.loads(as_json(found))["questions"][0]["points"]
    assert {p["id"]: p["unasked"] for p in points} == {"core": False, "why": False, "when": True, "limit": False}
    (item,) = (item for item in answer_items(found) if item.row.key == "item 1")
    texts = [line.text for line in item.about]
    assert texts.index("What nobody asked you for") == texts.index(f"{MISSED} (not asked for)") - 1


def test_met_without_being_asked_is_covered() -> None:
    _, found = sat(garden(), when="yes")
    assert found.questions[0].not_asked == ()
    (item,) = (item for item in answer_items(found) if item.row.key == "item 1")
    texts = [line.text for line in item.about]
    assert "What nobody asked you for" not in texts


@pytest.mark.parametrize(("must", "missed"), [("why", False), ("", True)])
def test_comparison_leaves_out_what_was_not_asked(must: str, missed: bool) -> None:
    graph = garden(must)
    first, second = (sat(graph, when=mark)[0].state for mark in ("yes", "no"))
    there, back = (compare(*pair, graph, bank_of(graph)) for pair in ((first, second), (second, first)))
    assert [bool(found.newly_missed) for found in (there, back)] == [missed, False]
    assert [bool(found.newly_met) for found in (there, back)] == [False, missed]


# Simulated people


def test_simulated_people_hold_half_of_it_back() -> None:
    asked = question(CORE, WHY, WHEN, COST)
    drawn = [Candidate({"c": 1.0}).answer(asked, Random(seed)) for seed in range(600)]
    share = sum(len(answer.held_back) for answer in drawn) / (2 * len(drawn))
    assert share == pytest.approx(1 - SAID_UNASKED, abs=0.05)
    assert {point for answer in drawn for point in answer.held_back} == {"when", "cost"}
    plain = question(*(msgspec.structs.replace(p, by_probe=False) for p in asked.rubric))
    assert [Candidate({"c": 1.0}).answer(plain, Random(seed)).marks for seed in range(600)] == [a.marks for a in drawn]


def test_held_back_point_comes_after_its_follow_up() -> None:
    turn = answered(begun(garden(must="")))
    knows = Candidate(dict.fromkeys(garden().concepts, 5.0))
    simulated = next(
        answer for seed in range(99) if "when" in (answer := knows.answer(turn.question, Random(seed))).held_back
    )
    assert simulated.marks["when"] == "yes"
    assert simulated.unprompted["when"] == "no"
    assert mark_given(simulated, turn, "when") == "prompted"
    assert mark_given(simulated, replace(turn, probes=(), replies=()), "when") == "no"
    assert mark_given(simulated, turn, "core") == simulated.marks["core"]


def test_demo_sits_through_points_that_wait() -> None:
    graph = garden(must="")
    seen: set[Mark] = set()
    for seed in range(12):
        settings = Settings(role="gardener", candidate="demo", format="screen", seed=seed)
        header = header_of(graph, settings, START, "aaaa")
        interview = Interview(graph, header, Nowhere(), SimulatedClock(START), Selection(graph, header))
        demo = DemoCandidate(Candidate(dict.fromkeys(graph.concepts, 1.5)), seed)
        while (act := demo.act(interview)) is not None:
            perform(interview, act)
        assert interview.state.awaits is Awaits.NOTHING
        seen |= {turn.marks["when"] for turn in interview.state.turns if turn.check is None and turn.marks}
    assert {"yes", "no", "prompted"} <= seen
