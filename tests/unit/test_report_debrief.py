"""The debrief: quotes are what was typed, strengths need solid answers, and nothing half met is called missing."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from simulator.engine.model.parameters import TARGET_TIERS
from simulator.engine.scoring import MARKS, MET, STRONG, VERDICTS, Mark, Verdict, score
from simulator.graph.records import Graph, Mistake, Point, Question
from simulator.report.debrief.areas import areas_apart
from simulator.report.debrief.own_words import LONGEST, sentence_for, sentences, spoken_point, stretch
from simulator.report.debrief.panel import debriefed
from simulator.report.debrief_records import Recommendation, Word
from simulator.report.export.html import as_html
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import as_json, assess_interview
from simulator.report.figures.standing import role_of
from simulator.report.records import AreaStanding, Assessment
from simulator.report.text.debrief import NOTHING_FOR, first_page_entries
from simulator.report.text.report import first_page, summary_lines
from simulator.session.interview import events as ev
from simulator.session.interview.turn import Turn
from tests.graphs import llm_graph
from tests.reporting import interview
from tests.some import examples

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
CACHE = "kv-cache-out-of-memory"
SAID = (
    "It is the KV cache that grows, for every layer and every past token, not the weights. Per token that is 2 · 32 "
    "layers · 32 heads · 128 · 2 bytes, so half a megabyte. It is linear in users times context length. First I would "
    "look at what is reserved against what is actually used, then page it and cap the tokens in flight. An int8 cache "
    "halves it, but costs some quality."
)
EMPTY = "There are several ways and each has pros and cons, so I would talk to people and choose what is right."


def turn_on(
    question: Question,
    text: str,
    marks: dict[str, Mark],
    position: int = 1,
    *,
    spoken: bool = False,
    verdict: Verdict | None = None,
) -> Turn:
    """A scored answer."""
    at: dict[str, Any] = {"n": 1, "at": AT, "clock": 0.0, "position": position}
    area = llm_graph().area_of(question.primary)
    asked = ev.Asked(
        **at,
        number=position,
        id=question.id,
        area=area,
        concepts=question.concepts,
        tier=question.tier,
        question=question,
    )
    result = score(question.rubric, marks)
    scored = ev.Scored(**at, verdict=verdict or result.verdict, coverage=result.coverage)
    answer = ev.Answered(**at, text=text, spoken_seconds=60.0 if spoken else None)
    return Turn(asked, answers=(answer,), marks=marks, scored=scored, revealed=True, until=60.0)


def question_of(name: str) -> Question:
    return llm_graph().questions[name]


def all_marked(question: Question, mark: Mark) -> dict[str, Mark]:
    return {point.id: mark for point in question.rubric}


def panel(*turns: Turn, word: Word = "leaning yes") -> Recommendation:
    graph = llm_graph()
    return debriefed(Recommendation("mid", 3, word), turns, graph, role_of(graph, "applied-engineer"))


def checked(position: int, *, right: bool) -> Turn:
    check = list(llm_graph().checks.values())[position]
    at: dict[str, Any] = {"n": 1, "at": AT, "clock": 0.0, "position": position}
    area = llm_graph().area_of(check.primary)
    asked = ev.Asked(
        **at, number=position, id=check.id, area=area, concepts=check.concepts, tier=check.tier, check=check
    )
    return Turn(asked, checked=ev.Checked(**at, correct=right, text="1"))


def plain(quote: str) -> str:
    return quote.strip("…")


# Words


@given(st.text(alphabet="ab ,.;:()\n-–…0", max_size=400), st.integers(0, 400), st.integers(1, 200))
def test_every_quote_is_part_of_what_was_typed(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    found = stretch(text, start, min(len(text), start + length))
    assert plain(found) in text
    assert "\n" not in found
    assert len(found) <= LONGEST + 2


def test_a_short_sentence_is_quoted_whole() -> None:
    text = "I would start small. It needs about 40,000 tokens, e.g. ten pages. Then I look."
    at = text.index("40,000")
    assert stretch(text, at, at + 6) == "It needs about 40,000 tokens, e.g. ten pages"


def test_a_long_sentence_is_cut_at_clauses() -> None:
    text = f"{'we did many things there ' * 4}, and the cache is what grows per token, {'and it was slow ' * 6}"
    at = text.index("cache")
    assert stretch(text, at, at + 5) == "and the cache is what grows per token"


def test_a_cut_within_a_clause_is_marked_by_an_ellipsis() -> None:
    text = "the cache grows with " + "every token that is kept " * 8
    found = stretch(text, 4, 9)
    assert found.endswith("…")
    assert not found.startswith("…")
    assert text[len(plain(found))] == " "


def test_the_sentence_to_say_covers_the_point() -> None:
    question = question_of(CACHE)
    assert sentence_for(question, question.rubric[3].point).startswith("Measure occupancy, page it")
    assert sentence_for(replace(question, gist=""), "Says that it grows with length") == "It grows with length."


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("Names the price (e.g. bytes per token) and the limit", "Name the price and the limit."),
        ("Says that the mask decides", "The mask decides."),
        ("Says or shows where it fails", "Say or show where it fails."),
        ("Discusses the alternatives", "Discuss the alternatives."),
    ],
)
def test_a_point_becomes_something_to_say(point: str, said: str) -> None:
    assert spoken_point(point) == said


def test_abbreviations_end_no_sentence_of_a_gist() -> None:
    assert sentences("Use blocks, e.g. Pages of 16. Then cap it.") == ["Use blocks, e.g. Pages of 16.", "Then cap it."]


# Strengths


def test_a_strength_quotes_words_that_carry_its_point() -> None:
    turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))
    found = panel(turn).strengths
    assert 1 <= len(found) <= 3
    assert all(s.quoted and plain(s.quote) in SAID for s in found)
    assert all(s.title.startswith("One moment") and s.positions == (1,) for s in found)


def test_two_answers_of_one_kind_are_a_habit() -> None:
    names = [q.id for q in llm_graph().questions.values() if any(p.tag == "number" and p.critical for p in q.rubric)]
    turns = [turn_on(q := question_of(name), q.answer, all_marked(q, "yes"), n) for n, name in enumerate(names[:6], 1)]
    habits = [s for s in panel(*turns).strengths if len(s.positions) > 1]
    assert habits
    assert not any(s.title.startswith("One moment") for s in habits)


@pytest.mark.parametrize("verdict", ["weak", "borderline"])
def test_a_strength_needs_a_solid_answer(verdict: Verdict) -> None:
    """Below it only the best sentence is shown, as such."""
    turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"), verdict=verdict)
    [best] = panel(turn, word="not yet").strengths
    assert best.title.startswith("Your best sentence")
    assert plain(best.quote) in SAID


def test_empty_phrases_are_no_strength_though_all_is_marked() -> None:
    turn = turn_on(question_of(CACHE), EMPTY, all_marked(question_of(CACHE), "yes"))
    assert panel(turn).strengths == ()


def test_spoken_answers_have_points_and_no_quotes() -> None:
    turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"), spoken=True)
    found = panel(turn)
    assert found.strengths
    assert not any(s.quoted for s in found.strengths)
    assert {s.quote for s in found.strengths} <= {p.point for p in question_of(CACHE).rubric}
    missed = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "partly"), spoken=True)
    assert [c.said for c in panel(missed).concerns] == [""]


def test_what_was_read_before_is_no_strength() -> None:
    turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))
    seen = Turn(**{**turn.__dict__, "asked": replace(turn.asked, seen=True)})
    assert panel(seen).strengths == ()


# Concerns


@pytest.mark.parametrize(("mark", "half"), [("no", False), ("partly", True)])
def test_a_must_have_partly_met_is_never_called_missing(mark: Mark, half: bool) -> None:
    marks = {**all_marked(question_of(CACHE), "yes"), "names-cache": mark}
    [concern] = panel(turn_on(question_of(CACHE), SAID, marks)).concerns
    assert ("half" in concern.title) == half
    assert half or "never came" in concern.title
    assert bool(concern.said) == half
    assert plain(concern.said) in SAID
    assert concern.say in sentences(question_of(CACHE).gist)


def test_a_known_mistake_is_quoted_and_put_right() -> None:
    claim = Mistake("The weights grow.", "The weights stay as they are.", cues=("weights + grow",))
    question = replace(question_of(CACHE), mistakes=(claim,), gist="")
    turn = turn_on(question, "I think the weights grow with each user.", all_marked(question, "no"))
    [concern] = panel(turn).concerns
    assert (concern.said, concern.say) == ("I think the weights grow with each user", claim.why)


def test_one_wrong_check_alone_is_no_concern() -> None:
    good = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))
    assert panel(good, checked(2, right=False), checked(3, right=True)).concerns == ()
    [concern] = panel(good, checked(2, right=False), checked(3, right=False)).concerns
    assert concern.title.startswith("2 of 2 checks wrong")


def test_missing_numbers_are_not_no_numbers() -> None:
    """An answer may be full of figures and lack the one that was due."""
    names = [q.id for q in llm_graph().questions.values() if any(p.tag == "number" for p in q.rubric)][:3]
    turns = []
    for n, name in enumerate(names, 1):
        question = question_of(name)
        marks: dict[str, Mark] = {p.id: "no" if p.tag == "number" else "yes" for p in question.rubric}
        turns.append(turn_on(question, "About 40 of them, 3 GB each.", marks, n))
    titles = " ".join(c.title.lower() for c in panel(*turns).concerns)
    assert "numbers that mattered" in titles
    assert "no numbers" not in titles


def test_a_good_hour_has_no_serious_concern() -> None:
    found = panel(turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes")))
    assert found.concerns == ()


# What would change it, and how one interviews


def test_a_missing_design_would_change_the_panels_mind() -> None:
    found = panel(turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes")))
    assert "one design with load figures" in found.changes
    assert len(found.changes) <= 2


def test_asking_back_first_is_praised_with_its_moment() -> None:
    turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))
    asks = ev.Clarified(n=1, at=AT, clock=0.0, position=1, asks="How long?", reply="Long.")
    assert panel(Turn(**{**turn.__dict__, "clarifications": (asks,)})).manner == (
        "You asked for facts before assuming (question 1)."
    )


def test_a_design_without_its_end_is_said() -> None:
    question = next(q for q in llm_graph().questions.values() if len(q.stages) > 1)
    turn = turn_on(question, "A queue and a worker.", all_marked(question, "no"), 4)
    assert "in question 4 the conclusion never came" in panel(turn).manner.lower()


# Areas


def standing(area: str, mastery: float, width: float = 0.2, questions: int = 1) -> AreaStanding:
    return AreaStanding(
        area=area, title=area, mastery=mastery, low=mastery - width, high=mastery + width,
        questions=questions, weight=1.0, word="not enough yet", gaps=0,
    )  # fmt: skip


def test_areas_within_a_few_points_are_about_the_same() -> None:
    assert areas_apart([standing(f"a{n}", 0.5 + n / 200) for n in range(16)]) == []


def test_an_area_apart_needs_an_answer() -> None:
    level = [standing(f"a{n}", 0.6) for n in range(5)]
    assert areas_apart([*level, standing("low", 0.4, questions=0)]) == []
    assert [(a.area, above) for a, above in areas_apart([*level, standing("low", 0.45)])] == [("low", False)]
    assert [a.area for a, _ in areas_apart([*level, standing("near", 0.55, 0.02)])] == ["near"]


# Whole sittings


@pytest.fixture(scope="module")
def sat(llm: Graph) -> list[Assessment]:
    return [assess_interview(interview(llm, seed, level=0.5 + seed)) for seed in range(1, 5)]


def test_json_holds_the_recommendation(sat: list[Assessment]) -> None:
    for found in sat:
        told = json.loads(as_json(found))["recommendation"]
        assert {"level", "word", "for_role", "strengths", "concerns", "changes", "manner"} <= told.keys()
        assert [s["title"] for s in told["strengths"]] == [s.title for s in found.recommendation.strengths]
        assert told["level"] in TARGET_TIERS


def test_every_output_shows_the_same_debrief(sat: list[Assessment]) -> None:
    for found in sat:
        outputs = ["\n".join(first_page(found, 4000)), as_markdown(found).replace("\\", "")]
        for text, entry in product(outputs, first_page_entries(found)):
            assert entry.text in text
            assert " ".join(entry.detail.split()) in text


def test_the_end_of_the_line_mode_shows_the_first_page(llm: Graph) -> None:
    over = interview(llm, 3, level=2.5)
    assert list(summary_lines(over)) == list(first_page(assess_interview(over), 79))


def test_markup_in_answers_stays_text(sat: list[Assessment]) -> None:
    found = sat[0]
    quote = "a [b](javascript:x) <img src=x onerror=y> **bold** [red]no[/red] `c`"
    strengths = [replace(s, quote=quote) for s in found.recommendation.strengths]
    changed = replace(found, recommendation=replace(found.recommendation, strengths=tuple(strengths)))
    assert strengths
    assert quote in "\n".join(first_page(changed, 4000))
    html = as_html(changed)
    assert "&lt;img src=x onerror=y&gt; **bold** [red]no[/red] `c`" in html
    assert "<img" not in html


def test_an_hour_of_nothing_says_what_to_do(sat: list[Assessment]) -> None:
    found = replace(sat[0], recommendation=replace(sat[0].recommendation, strengths=()))
    assert NOTHING_FOR in [entry.text for entry in first_page_entries(found)]


PHRASES = st.sampled_from(
    [*SAID.split(". "), EMPTY, "**x** [y](z)", "`code`\n- a list\n- of words", "", "\u202e…", "3.5 GB, e.g. here"]
)
PICKED = sorted(q.id for q in llm_graph().questions.values())[::29]


@st.composite
def answered(draw: st.DrawFn) -> list[Turn]:
    turns = []
    for position, name in enumerate(draw(st.lists(st.sampled_from(PICKED), max_size=7, unique=True)), 1):
        question = question_of(name)
        text = ". ".join(draw(st.lists(PHRASES, max_size=5)))
        marks = {p.id: draw(st.sampled_from(MARKS)) for p in question.rubric}
        verdict = draw(st.sampled_from((None, *VERDICTS)))
        turns.append(turn_on(question, text, marks, position, spoken=draw(st.booleans()), verdict=verdict))
    return turns


def may_be_quoted(turn: Turn, point: Point) -> bool:
    return turn.marks.get(point.id) in MET and turn.spoken


@settings(max_examples=examples(60), deadline=None)
@given(turns=answered(), word=st.sampled_from(["", "not yet", "leaning yes", "yes"]))
def test_any_sitting_has_a_debrief(turns: Sequence[Turn], word: Word) -> None:
    found = panel(*turns, word=word)
    by_position = {turn.position: turn for turn in turns}
    assert len(found.strengths) <= 3
    assert len(found.concerns) <= 3
    assert len(found.changes) <= 2
    for strength in found.strengths:
        shown = [by_position[position] for position in strength.positions]
        if strength.quoted:
            assert any(plain(strength.quote) in turn.said_text for turn in shown if not turn.spoken)
        if not strength.title.startswith("Your best"):
            assert all(turn.scored and turn.scored.verdict in STRONG for turn in shown)
    for concern in found.concerns:
        texts = [by_position[position].said_text for position in concern.positions]
        assert any(plain(concern.said) in text for text in texts)
    if any(may_be_quoted(turn, point) for turn in turns for point in turn.question.rubric):
        assert found.strengths
    if any(turn.scored and turn.scored.verdict not in STRONG for turn in turns):
        assert found.concerns
