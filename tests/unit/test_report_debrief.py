"""The debrief: quotes are what was typed, strengths need solid answers, and nothing half met is called missing."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace as changed
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from simulator.engine.choice.listening import heard
from simulator.engine.choice.probes import LIMITS
from simulator.engine.model.parameters import TARGET_TIERS
from simulator.engine.scoring import MARKS, MET, STRONG, VERDICTS, Mark, Verdict, score
from simulator.graph.job_advert.match import weights
from simulator.graph.job_advert.naming import items_naming, not_met
from simulator.graph.listening.words import stems
from simulator.graph.listening.wrapped import unwrapped
from simulator.graph.records import Clarification, Graph, Mistake, Point, Question
from simulator.graph.speech import sentences, spoken_sentence, still_to_say
from simulator.report.debrief.advert import (
    HEAD,
    LEADS,
    advert_areas,
    advert_lines,
    advert_parts,
    advert_phrases,
    advert_sentence,
    shown_words,
    unmet_words,
)
from simulator.report.debrief.concerns import LACKS, lacking_tags
from simulator.report.debrief.interview_habits import interview_habits
from simulator.report.debrief.own_words import LONGEST, carried, in_sentence, stretch
from simulator.report.debrief.panel import NOT_ASKED_ABOUT, areas_apart, debriefed, unasked
from simulator.report.debrief.shortfalls import left_to_say, sentence_to_say, shortfall_of, to_say
from simulator.report.debrief.story_quotes import best_of_story
from simulator.report.debrief.strengths import HABITS, IN_ONE, _worth
from simulator.report.debrief_records import FIRMLY, AdvertArea, Concern, HeardResult, LevelWord, Recommendation, Word
from simulator.report.export.files import without_own_words
from simulator.report.export.html import as_html
from simulator.report.export.markdown import as_markdown
from simulator.report.export.prose import sign
from simulator.report.figures.assessment import _unmet, as_json, assess_interview
from simulator.report.figures.caveats import _overruled, held_back
from simulator.report.figures.panel import panel_of_session, recommendation
from simulator.report.figures.questions import question_result, question_results
from simulator.report.figures.readiness import ScoredAnswer
from simulator.report.figures.standing import judged_at, role_of, role_of_session
from simulator.report.reasons_told import reason_sentences
from simulator.report.records import AreaStanding, Assessment, FollowUp
from simulator.report.tally import AskedItem, tally
from simulator.report.text.debrief import (
    AGAINST,
    LEFT_OUT,
    NO_AREA,
    NO_CODE,
    NOTHING_FOR,
    SEEN_BEFORE,
    area_sentences,
    changes_sentence,
    concern_words,
    first_page_entries,
    session_words,
    short_as_well,
    unasked_words,
)
from simulator.report.text.levels import beside_words, levels_beside
from simulator.report.text.report import first_page, page
from simulator.report.text.self_rating import with_places
from simulator.report.text.words import covered_words, level_sentence, own_target
from simulator.report.tones import MISSED, NOTHING, VERDICT_BADGES, concern_badge
from simulator.session.header import Retake
from simulator.session.interview import events as ev
from simulator.session.interview.item_blocks import Block
from simulator.session.interview.turn import Turn
from tests.graphs import llm_graph
from tests.reporting import assessed, interview, page_text
from tests.some import examples

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
CACHE = "kv-cache-out-of-memory"
DICTATED = Path(__file__).parents[1] / "data" / "listening" / "dictated.jsonl"
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


def panel(*turns: Turn, word: Word = "leaning yes", level: Recommendation | None = None) -> Recommendation:
    graph = llm_graph()
    return debriefed(level or Recommendation("mid", 3, word), turns, graph, role_of(graph, "applied-engineer"))


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


def test_a_quote_breaks_off_nowhere() -> None:
    text = (
        "Many small heads give more patterns, so they tell less apart, and the scores matrix, softmax, grows with them."
    )
    assert stretch(text, 10, 85, 90) == "Many small heads give more patterns, so they tell less apart"
    text = f"They shuffle well, with a fixed mixture, and then toward the end, while it decays, {'they add more ' * 9}."
    assert stretch(text, 0, 80, 90) == "They shuffle well, with a fixed mixture"


def test_a_long_sentence_is_cut_at_clauses() -> None:
    text = f"{'we did many things there ' * 8}, and the cache is what grows per token, {'and it was slow ' * 6}"
    at = text.index("cache")
    assert stretch(text, at, at + 5, 100) == "the cache is what grows per token"


def test_a_cut_within_a_clause_is_marked() -> None:
    text = "the cache grows with " + "every token that is kept " * 8
    found = stretch(text, 4, 9)
    assert found.endswith("…")
    assert not found.startswith("…")
    assert text[len(plain(found))] == " "


def test_a_quote_begins_where_its_sentence_does() -> None:
    text = (
        "We had much to do. The cache reuses only a prefix that is the same from the first token, so a date in front "
        "of it voids all that follows, and that was our case for weeks on end without anybody seeing it."
    )
    at = text.index("so a date")
    found = stretch(text, at, at + 20)
    assert found.startswith("The cache reuses")
    assert found.endswith("voids all that follows")


def test_a_lead_in_is_not_quoted() -> None:
    text = "Third: so, the longest answer decides how long it takes."
    assert stretch(text, 20, 30) == "the longest answer decides how long it takes"
    assert stretch("One token costs a kilobyte.", 5, 9) == "One token costs a kilobyte"


def worded(point: str) -> Point:
    """A point without cues."""
    return Point(id="p", point=point, weight=3, critical=True)


def test_the_sentence_to_say_covers_the_point() -> None:
    question = replace(question_of(CACHE), gist="The sky is blue over all of it. Batches stay small as queues grow.")
    turn = turn_on(question, "No idea what it is.", all_marked(question, "no"))
    assert (
        to_say(turn, worded("Says that batches stay small while queues grow")) == "Batches stay small as queues grow."
    )
    assert to_say(turn, worded("Says that pages are freed at once")) == ""


def test_the_sentence_of_a_point_is_said_first() -> None:
    question = replace(question_of(CACHE), gist="Batches stay small as queues grow.")
    point = worded("Says that batches stay small while queues grow")
    point = replace(point, say="New requests wait, so a batch holds few.")
    turn = turn_on(question, "No idea what it is.", all_marked(question, "no"))
    assert to_say(turn, point) == point.say
    heard_it = turn_on(question, "A batch holds few since new requests wait.", all_marked(question, "no"))
    assert to_say(heard_it, point) == question.gist


def test_what_to_say_is_heard_as_its_point(llm: Graph) -> None:
    """Its own first, else one of the gist; what listens to answers finds the point in that alone."""
    for question in [*llm.questions.values()][::60]:
        for point in (p for p in question.rubric if p.critical and p.cues):
            said = to_say(turn_on(question, "No idea what it is.", all_marked(question, "no")), point)
            assert said == point.say or not point.say
            assert heard(question, said)[point.id].shown


def test_without_its_own_another_sentence_is_said(llm: Graph) -> None:
    sources = set[str]()
    for question in [*llm.questions.values()][::60]:
        for point in (replace(p, say="") for p in question.rubric if p.critical and p.cues):
            said = to_say(turn_on(question, "No idea what it is.", all_marked(question, "no")), point)
            assert not said or heard(question, said)[point.id].shown
            sources.add("gist" if said in map(spoken_sentence, sentences(question.gist)) else said)
    assert sources == {"", "gist"}


@pytest.mark.parametrize(
    ("gist", "said"),
    [
        ("Measure occupancy before you cut anything.", "I would measure occupancy before you cut anything."),
        ("Count them.", ""),
        ("Temperature divides the logits of a step.", "Temperature divides the logits of a step."),
        ("L = -z_y + logsumexp(z), so the mask comes first.", ""),
        ("Give the formula in words with both factors.", ""),
        ("Tokenise, one pass, softmax, pick one of the tokens.", ""),
        ("GAN: the generator fights the discriminator for good.", ""),
        ("Fresh corpora, reversed questions and equal-cost retrieval.", ""),
        ("Structural limits by consequence, detection as monitoring.", ""),
        ("Cut caches back and look at the rest.", ""),
        ("Then softmax needs one pass over the keys.", ""),
        ("Find the roof that binds the kernel.", "I would find the roof that binds the kernel."),
    ],
)
def test_only_what_one_would_say_is_said(gist: str, said: str) -> None:
    assert spoken_sentence(gist) == said


def test_what_was_said_is_no_advice() -> None:
    question = replace(question_of(CACHE), gist="Paging frees the reserved blocks of idle users.")
    point = worded("Says that paging frees reserved blocks of idle users")
    silent = turn_on(question, "I have no view on that.", all_marked(question, "no"))
    assert to_say(silent, point) == question.gist
    fluent = turn_on(question, "With paging you free blocks that idle users reserved.", all_marked(question, "partly"))
    assert to_say(fluent, point) == ""


def test_what_the_prompt_says_was_not_withheld() -> None:
    fact = Clarification("How active are they?", "Users are active 14 per cent of the time.")
    said = Clarification("How many users are there?", "As I said, 60.")
    question = replace(question_of(CACHE), clarifications=(fact, said))
    assert turn_on(question, "I would page it.", all_marked(question, "no")).untold == (fact,)


def test_advice_rests_on_no_untold_fact() -> None:
    fact = Clarification("How active are they?", "Users are active 14 per cent of the time, mostly in the evening.")
    gist = "Users are active 14 per cent of the time and leave their blocks to others."
    question = replace(question_of(CACHE), gist=gist, clarifications=(fact,))
    turn = turn_on(question, "I would page it.", all_marked(question, "no"))
    point = worded("Says that users leave their blocks to others")
    assert to_say(turn, point) == ""
    asked = ev.Clarified(n=1, at=AT, clock=0.0, position=1, asks=fact.asks, reply=fact.reply)
    assert to_say(Turn(**{**turn.__dict__, "clarifications": (asked,)}), point) == gist


@pytest.mark.parametrize(("figure", "advised"), [("one", True), ("a third", True), ("14", False)])
def test_a_small_word_is_no_untold_figure(figure: str, advised: bool) -> None:
    fact = Clarification("How active are they?", "One in seven: a third by day, 14 per cent at night.")
    question = replace(question_of(CACHE), clarifications=(fact,))
    point = replace(worded("Says that blocks are shared"), say=f"I'd keep {figure} of their blocks for others.")
    turn = turn_on(question, "I would page it.", all_marked(question, "no"))
    assert to_say(turn, point) == (point.say if advised else "")


@pytest.mark.parametrize(
    ("point", "plain"),
    [
        ("Names the price (e.g. bytes per token) and the limit", "the price and the limit"),
        ("Says that the mask decides", "that the mask decides"),
        ("Says or shows where it fails", "where it fails"),
        ("Uses, assumes or asks that most are idle", "that most are idle"),
        ("Fits on a grid of small runs", "fitting on a grid of small runs"),
        ("Judges by held-out accuracy, and states the error", "judging by held-out accuracy, and stating the error"),
        ("Says that both grow like the root, or that ten times does it", "that both grow like the root"),
        ("Asks that most are idle and offloads them", "that most are idle"),
        ("Explains fill and drain and gives both shares", "explaining fill and drain and giving both shares"),
        (
            "Uses recall as the ceiling and as the rule for a stage",
            "using recall as the ceiling and as the rule for a stage",
        ),
        ("Accounts for weights and gradients at 3 GB", "accounting for weights and gradients at 3 GB"),
        ("Varies users and injects faults, in repeated runs", "varying users and injecting faults, in repeated runs"),
        ("Asks two people, and measures agreement", "asking two people, and measuring agreement"),
        ("Checks for emergencies, and then gives a text", "checking for emergencies, and then giving a text"),
        ("Weighs tests and checks by cost", "weighing tests and checks by cost"),
        ("Begins with long talks: plants facts, and compares", "beginning with long talks: plants facts, and compares"),
        ("Gates release on both or tracks both", "gating release on both or tracking both"),
        ("Keeps an index and deals with gaps", "keeping an index and dealing with gaps"),
        ("Tells who decides or loses face", "who decides or loses face"),
        ("Sees the confounder, and controls for it", "seeing the confounder, and controlling for it"),
        ("Says, with any of the levers, that decoding is bound by memory", "that decoding is bound by memory"),
        ("Names, with the reason, a case where it is worst", "a case where it is worst"),
        ("Gives the model what it needs: schema and examples", "giving the model what it needs: schema and examples"),
        ("Gives the fetch a limit and then recomputes", "giving the fetch a limit and then recomputing"),
        ("Gives a rule by risk", "a rule by risk"),
        ("Requirements state both goals", "requirements state both goals"),
        ("Admits the least served and labels the rest", "admitting the least served and labelling the rest"),
        ("Says that prefill competes: 12 · 0.3 = 3.6 seconds", "that prefill competes"),
        ("Names at least two of: rights, latency, refusal", "rights, latency, refusal"),
        (
            "Gives a rule by at least two of: size, who owns and keeps it",
            "a rule by things like size, who owns and keeps it",
        ),
        ("Does two of: routes by step, stops runs early", "doing two of: routes by step, stops runs early"),
        (
            "Gives at least one measurement and says which cause its outcome would point to; it may be the collective "
            "alone over message sizes, within a rack against across, or arrival times per rank",
            "giving at least one measurement and saying which cause its outcome would point to",
        ),
        (
            "Characterises at least three correctly: vLLM broad, SGLang shared prefixes or structured output, "
            "TensorRT-LLM NVIDIA only and tuned, TGI retired, llama.cpp for local machines",
            "characterising at least three correctly: vLLM broad, SGLang shared prefixes or structured output…",
        ),
        (
            "Offers a small step, and says so against own interest",
            "offering a small step, and saying so against own interest",
        ),
        ("Overlaps stages by one of: streaming, speculation", "overlapping stages by one of: streaming, speculation"),
    ],
)
def test_a_point_is_told_in_plain_words(point: str, plain: str) -> None:
    assert still_to_say(point) == plain


@pytest.mark.parametrize(
    "point",
    [
        "Pods share an address",
        "Kubernetes restarts what has died",
        "Lists are mutable",
        "Tests run in parallel",
        "Mindestens so extreme Daten",
        "Pus cells are seen",
    ],
)
def test_a_point_about_a_thing_stays_whole(point: str) -> None:
    """It said "podding share an address" and "are mutable"."""
    assert still_to_say(point) == f"{point[:1].lower()}{point[1:]}"


def test_verb_of_another_field_is_known_by_object() -> None:
    assert still_to_say("Auscultates the heart before the lungs") == "auscultating the heart before the lungs"


def test_what_is_not_to_be_done_stays() -> None:
    """It said "doing not blame the supplier"."""
    assert still_to_say("Does not blame the supplier") == "does not blame the supplier"
    assert still_to_say("Does the sums first") == "doing the sums first"


def test_a_choice_is_told_whole_or_not() -> None:
    """It said "a rule for choosing with shared by all requests", and "watching at least two"."""
    long = ", ".join(
        f"what the {n} of many assumptions costs the service" for n in ("first", "second", "third", "fourth")
    )
    assert still_to_say(f"Watches the load by at least two of: {long}").count(",") == 1
    lone = "what none of the many assumptions that were made in all of these weeks would ever cost the service " * 2
    assert still_to_say(f"Watches the load, with at least two of: a peak, {lone}") == "watching the load"


def test_no_list_of_the_bank_changes_its_verbs(llm: Graph) -> None:
    """It said "gating release on both metrics or tracks both in use"."""
    second = re.compile(r"(?:(?<!,) or|\band) (?:then )?(?:asks|calibrates|deals|derives|finds|refuses|tracks)\b")
    plain = {still_to_say(point.point) for question in llm.questions.values() for point in question.rubric}
    ing = [text.partition(":")[0] for text in plain if re.match(r"[a-z-]+ing\b", text)]
    assert len(ing) > 1000
    assert not [text for text in ing if second.search(text)]
    assert not [text for text in plain if re.match(r"(?:saying|naming), with", text)]


def test_abbreviations_end_no_sentence_of_a_gist() -> None:
    assert sentences("Use blocks, e.g. Pages of 16. Then cap it.") == ["Use blocks, e.g. Pages of 16.", "Then cap it."]


# Strengths


def test_a_strength_quotes_words_that_carry_its_point() -> None:
    turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))
    found = panel(turn).strengths
    assert 1 <= len(found) <= 3
    assert all(s.quoted and plain(s.quote) in SAID for s in found)
    assert all(s.title.startswith("A good moment") and s.positions == (1,) for s in found)


def test_no_two_strengths_are_headed_alike() -> None:
    names = sorted(q.id for q in llm_graph().questions.values() if q.rubric and q.kind == "discuss")[:40:4]
    turns = [turn_on(q := question_of(name), q.answer, all_marked(q, "yes"), n) for n, name in enumerate(names, 1)]
    titles = [s.title for s in panel(*turns).strengths]
    assert len(titles) == 3
    topics = [title.partition(": ") for title in titles]
    assert (
        len({head if tail not in title else tail for title, (head, _, tail) in zip(titles, topics, strict=True)}) == 3
    )
    assert all(": " in title for title in titles)  # each names its subject


@pytest.mark.parametrize("words", ["I guess it is", "I would guess: it is", "I've heard that it is", "it is sort of"])
def test_a_guess_is_no_strength(words: str) -> None:
    marks = {**all_marked(question_of(CACHE), "no"), "names-cache": "yes"}
    text = "{} the KV cache that grows, for every layer and every past token, not the weights."
    sure = turn_on(question_of(CACHE), text.format("It is"), marks, verdict="solid")
    assert panel(sure).strengths
    assert panel(turn_on(question_of(CACHE), text.format(words), marks, verdict="solid")).strengths == ()


def praised_as(found: Recommendation, kind: str) -> bool:
    """Whether several answers are praised as being of a kind."""
    named = (HABITS[kind], IN_ONE[kind].split(" {}")[0])
    return any(s.title.startswith(named) and len(s.positions) > 1 for s in found.strengths)


def test_nobody_is_praised_for_what_they_mostly_lack() -> None:
    """Explains how things work, or says what happens and not how: a panel says one of the two."""
    questions = [q for q in llm_graph().questions.values() if q.tier > 1]  # nobody is praised for fundamentals
    names = [q.id for q in questions if any(p.tag == "mechanism" for p in q.rubric)]
    area = llm_graph().area_of
    asked = [question_of(name) for name in names]
    apart = next(n for n, q in enumerate(asked) if area(q.primary) != area(asked[0].primary))  # no area that held
    asked[1], asked[apart] = asked[apart], asked[1]
    # spoken, so that the marks alone tell
    held = [turn_on(q, "", all_marked(q, "yes"), n, spoken=True) for n, q in enumerate(asked[:2], 1)]
    short = [turn_on(q, "", all_marked(q, "no"), n) for n, q in enumerate(asked[2:12], 3)]
    kinds = {p.tag for turn in held for p in turn.question.rubric if p.tag} & {*LACKS}
    assert any(praised_as(panel(*held), kind) for kind in kinds)
    both = panel(*held, *short)
    lacking = lacking_tags([*held, *short])
    assert "mechanism" in lacking
    assert not any(praised_as(both, kind) for kind in lacking)


def test_not_to_know_leaves_nothing_out() -> None:
    names = [q.id for q in llm_graph().questions.values() if any(p.tag == "mechanism" for p in q.rubric)][:6]
    turns = [turn_on(q := question_of(name), "", all_marked(q, "no"), n) for n, name in enumerate(names, 1)]
    assert "mechanism" in lacking_tags(turns)
    unknown = [
        changed(turn, answers=tuple(replace(answer, dont_know=True) for answer in turn.answers)) for turn in turns
    ]
    assert lacking_tags(unknown) == frozenset()
    lacked = [concern.lacked for concern in panel(*turns).concerns if concern.lacked]
    assert len(lacked) == len(set(lacked))  # and what is missing is said once


def asked_in(area: str, *, must: bool) -> Question:
    """A question of an area that has such points: a must-have, and points that are none."""
    graph = llm_graph()
    found = (q for q in graph.questions.values() if graph.area_of(q.primary) == area and q.tier == 3)
    return next(q for q in found if any(p.critical for p in q.rubric) == must or not all(p.critical for p in q.rubric))


def test_what_the_role_leans_on_comes_first() -> None:
    """A must-have of an area that hardly counts stood before a weak answer where the role asks most."""
    light, heavy = asked_in("training-systems", must=True), asked_in("retrieval", must=False)
    weak: dict[str, Mark] = {p.id: "yes" if p.critical else "no" for p in heavy.rubric}
    low = turn_on(heavy, EMPTY, weak, 2, verdict="weak")
    first, second = panel(turn_on(light, EMPTY, all_marked(light, "no")), low).concerns
    assert (first.positions, second.positions) == ((2,), (1,))


def test_must_haves_come_first_where_areas_count_alike() -> None:
    low, must = asked_in("agents", must=False), asked_in("retrieval", must=True)
    weak: dict[str, Mark] = {p.id: "yes" if p.critical else "no" for p in low.rubric}
    turns = turn_on(low, EMPTY, weak, verdict="weak"), turn_on(must, EMPTY, all_marked(must, "no"), 2)
    assert [concern.positions for concern in panel(*turns).concerns][:2] == [(2,), (1,)]


def test_two_answers_are_not_blamed_twice() -> None:
    """What two answers lacked together stood below both of them, with the same subjects."""
    graph = llm_graph()
    lacking = [q for q in graph.questions.values() if any(p.tag == "number" for p in q.rubric) and q.tier == 3]
    asked = [next(q for q in lacking if graph.area_of(q.primary) == area) for area in ("retrieval", "agents")]
    turns = [turn_on(q, EMPTY, all_marked(q, "no"), n) for n, q in enumerate(asked, 1)]
    assert "number" in lacking_tags(turns)
    assert [concern.positions for concern in panel(*turns).concerns] == [(1,), (2,)]


def test_a_story_is_no_answer_of_its_area(llm: Graph) -> None:
    """One's own project stood among the answers on retrieval, and with a weak one it fell short three times."""
    found = assess_interview(sat := interview(llm, 105, level=2.0, project=True))
    story = next(q for q in found.questions if q.kind == "experience")
    filed = next(area for area in found.areas if area.area == story.area)
    others = [q for q in found.questions if q.verdict and q is not story and filed.area == q.area]
    assert filed.questions == len(others)
    told = f"{panel_of_session(sat.state, llm, llm.roles['applied-engineer'], sat.selection, [story]).evidence.areas}"
    assert story.area not in told
    turn = next(turn for turn in sat.state.turns if turn.is_story)
    rag = [q for q in llm.questions.values() if llm.area_of(q.primary) == turn.asked.area and q.rubric and q.tier == 2]
    weak = [turn_on(q, EMPTY, all_marked(q, "no"), n) for n, q in enumerate(rag[:2], 20)]
    for concern in panel(turn, *weak).concerns:
        assert turn.position not in concern.positions or len(concern.positions) == 1


def test_one_good_answer_keeps_the_area_up() -> None:
    question = question_of(CACHE)
    good = turn_on(question, SAID, all_marked(question, "yes"))
    bad = turn_on(question, "", all_marked(question, "no"), 2)
    alone, both = (panel(*turns).changes[0] for turns in ([bad], [good, bad]))
    assert alone.endswith("where yours fell short")
    assert both.endswith("where one of yours fell short")


def test_a_check_counts_as_having_been_there() -> None:
    graph = llm_graph()
    role = role_of(graph, "applied-engineer")
    [turn] = [turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))]
    [left, *_] = [area for area in graph.areas if graph.areas[area].title in panel(turn).unasked]
    check = next(c for c in graph.checks.values() if graph.area_of(c.concepts[0]) == left)
    asked = replace(turn.asked, position=2, id=check.id, area=left, concepts=check.concepts, question=None, check=check)
    checked = ev.Checked(n=9, at=AT, clock=9.0, position=2, text="", value=None, chosen=None, correct=True)
    assert graph.areas[left].title not in unasked([turn, Turn(asked, checked=checked)], graph, role)
    assert graph.areas[left].title not in panel(turn, Turn(asked)).unasked  # nor where it was left open


def test_nothing_is_missed_of_what_was_chosen() -> None:
    turns = [turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))]
    graph = llm_graph()
    role = role_of(graph, "applied-engineer")
    found = debriefed(Recommendation("mid", 3, "leaning yes"), turns, graph, role, chosen=True)
    assert not found.unasked
    assert not any("didn't ask" in phrase for phrase in found.changes)


def against(graph: Graph, parts: dict[str, float], *turns: Turn) -> tuple[AdvertArea, ...]:
    """Where these answers and checks stand against an advert with these parts of all weight."""
    items = [
        AskedItem(t.asked.id, t.asked.concepts[0], t.asked.area, t.check is not None, t.settled, t.asked.tier, rank)
        for t in turns
        for rank in [VERDICTS.index(t.scored.verdict) if t.scored else None]
    ]
    return advert_areas(parts, tally(graph, items), graph)


def test_an_advert_is_named_where_it_decided() -> None:
    graph = llm_graph()
    own = graph.roles["applied-engineer"]
    assert advert_parts(own, graph) == {}
    advert = replace(own, areas=weights(own, {"inference": 0.3, "training-systems": 0.1}, graph))
    assert tuple(advert_parts(advert, graph)) == ("inference", "training-systems")
    turns = [turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))]
    areas = against(graph, advert_parts(advert, graph), *turns)
    assert advert_sentence(turns, (), graph) == ""
    assert "1 of 1 question answered dealt with that" in advert_sentence(turns, areas, graph)
    left = changed(turn_on(question_of(CACHE), "", {}, 2), answers=(), scored=None)  # as the interview ended
    assert "1 of 1 question answered dealt with that" in advert_sentence([*turns, left], areas, graph)
    other = next(q for q in graph.questions.values() if graph.area_of(q.primary) == "safety" and q.tier < 6)
    open_one = changed(turn_on(other, "", {}, 2), answers=(), scored=None)
    assert advert_sentence([*turns, open_one], against(graph, {"safety": 0.2}, *turns), graph).endswith(
        "; only a question without an answer dealt with that."
    )
    assert advert_sentence(turns, against(graph, {"safety": 0.2}, *turns), graph).endswith(
        ", which we didn't ask about."
    )
    alike = against(graph, {"inference": 0.09, "evaluation": 0.07, "safety": 0.07, "agents": 0.07}, *turns)
    most = advert_sentence(turns, alike, graph)
    assert most.startswith("The advert asks most about inference and serving;"), "the next three count the same"
    told = debriefed(Recommendation("mid", 3, "leaning yes"), turns, graph, advert, advert=areas)
    assert told.advert
    assert [(a.of_hundred, a.answers, a.solid) for a in told.advert_areas] == [(30, 1, 1), (10, 0, 0)]


def test_what_an_advert_leans_on_is_missed_first() -> None:
    """An advert's own areas were passed over where an answer had only touched them beside another."""
    graph = llm_graph()
    role, yes = graph.roles["applied-engineer"], Recommendation("mid", 3, "leaning yes")
    pairs = ((q, graph.area_of(c)) for q in graph.questions.values() for c in q.concepts)
    question, touched = next((q, area) for q, area in pairs if area != graph.area_of(q.primary) and q.tier < 5)
    own, turns = graph.area_of(question.primary), [turn_on(question, SAID, all_marked(question, "yes"))]
    told = debriefed(yes, turns, graph, role, advert=against(graph, {touched: 0.1, own: 0.2}, *turns))
    assert told.unasked == (graph.areas[touched].title,)
    assert told.unasked_by_advert
    asked = debriefed(yes, turns, graph, role, advert=against(graph, {own: 0.2, touched: 0.02}, *turns))
    assert asked.unasked == debriefed(yes, turns, graph, role).unasked  # nothing of the advert was left out
    assert not asked.unasked_by_advert


def test_a_known_mistake_is_no_strength() -> None:
    claim = Mistake("Magic frees it.", "Only eviction does.", cues=("freed + magic",))
    question = replace(question_of(CACHE), mistakes=(claim,))
    marks = {**all_marked(question, "no"), "names-cache": "yes"}
    wrong = "It is the KV cache that grows, for every layer and every past token, and is freed by magic."
    assert panel(turn_on(question, wrong, marks, verdict="solid")).strengths == ()


STORY = (
    "We had a support bot at that time. I split the prompt in two and the share of wrong plans fell from 12% to 3%. "
    "It was a good team to work in."
)


@pytest.mark.parametrize(("verdict", "praised"), [("solid", True), ("borderline", False)])
def test_a_solid_story_is_quoted_in_its_figures(verdict: Verdict, praised: bool) -> None:
    question = next(q for q in llm_graph().questions.values() if q.kind == "experience")
    found = panel(turn_on(question, STORY, {}, verdict=verdict)).strengths
    assert [s.quote for s in found] == (
        ["I split the prompt in two and the share of wrong plans fell from 12% to 3%"] if praised else []
    )
    assert all("your own work" in s.title for s in found)


@pytest.mark.parametrize(
    ("told", "quoted"),
    [
        ("Prefill was slow too, TTFT 2 seconds at 4k. With 4-bit weights the p95 fell to 900 ms.", "With 4-bit"),
        ("The prediction was 1.97 nats on held-out; we ended at 1.985. I'd budget 15 percent now.", "; we ended at"),
        ("I built a set of 250 questions with passages. Recall at ten went from 61 to 84 percent.", "Recall at ten"),
        ("Refusals went up 3 points in that time. Harmful answers fell from 9 to 5 percent.", "Harmful answers"),
        ("With FP8 the throughput rose by 61 percent. Mended, the gain is 48 in place of 61 percent.", "Mended, the"),
    ],
)
def test_a_story_is_quoted_for_its_outcome(told: str, quoted: str) -> None:
    question = next(q for q in llm_graph().questions.values() if q.kind == "experience")
    [strength] = panel(turn_on(question, told, {}, verdict="solid")).strengths
    assert quoted in strength.quote


@pytest.mark.parametrize(
    ("told", "of_it"),
    [
        ("It saved two hours, and I counted errors before and after.", ""),  # nothing went wrong there
        ("The index broke under load, so I decided to rebuild it at night instead.", ": what went wrong, and what you"),
        ("It was slow because the index was rebuilt on each request then.", ""),  # a reason, and no choice
        ("I chose the smaller model because it was cheap to retrain.", ": what you chose, and why"),
        ("The share of wrong plans fell from 12% to 3% by splitting it.", ": told in figures"),
        ("I compared recall at 5 for the two indexes, because it was cheap to do.", ""),  # the 5 is of the measure
    ],
)
def test_a_story_is_praised_for_what_it_tells(told: str, of_it: str) -> None:
    """Errors that were counted were "what went wrong, and what you made of it" in a story about speed."""
    question = next(q for q in llm_graph().questions.values() if q.kind == "experience")
    [strength] = panel(turn_on(question, told, {}, verdict="solid")).strengths
    assert strength.title.removeprefix("A good moment from your own work").startswith(of_it)
    assert bool(of_it) is (strength.title != "A good moment from your own work")


def test_no_story_is_praised_for_a_belief() -> None:
    """ "Temperature was zero, so there's no need to run it twice" was the good moment of a story."""
    wrong = "Temperature was zero, so the output was deterministic and twelve of twelve runs gave the same answer."
    right = "We had 40 questions of our own, and the share of right ones rose from 61 to 84 percent."
    question = next(q for q in llm_graph().questions.values() if q.kind == "experience")
    turn = turn_on(question, f"{wrong} {right}", {}, verdict="solid")
    assert [s.quote for s in panel(turn).strengths] == [right.rstrip(".")]
    assert panel(turn_on(question, wrong, {}, verdict="solid")).strengths == ()
    asked = best_of_story(turn, [right])
    assert asked is not None
    assert asked.quote in wrong


def test_two_answers_of_one_kind_are_a_habit() -> None:
    names = [q.id for q in llm_graph().questions.values() if any(p.tag == "number" and p.critical for p in q.rubric)]
    turns = [turn_on(q := question_of(name), q.answer, all_marked(q, "yes"), n) for n, name in enumerate(names[:6], 1)]
    habits = [s for s in panel(*turns).strengths if len(s.positions) > 1]
    assert habits
    assert not any(s.title.startswith("A good moment") for s in habits)


@pytest.mark.parametrize("verdict", ["weak", "borderline"])
def test_a_strength_needs_a_solid_answer(verdict: Verdict) -> None:
    """Below it only the best sentence is shown, as such."""
    turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"), verdict=verdict)
    [best] = panel(turn, word="not yet").strengths
    assert best.title.startswith("Your best sentence")
    assert plain(best.quote) in SAID


def test_no_sentence_is_quoted_for_and_against() -> None:
    """The best sentence of a weak answer stood again below, as how far it got."""
    marks = {**all_marked(question_of(CACHE), "no"), "names-cache": "partly", "size": "partly", "growth": "partly"}
    found = panel(turn_on(question_of(CACHE), SAID, marks, verdict="weak"), word="not yet")
    praised, reached = [s.quote for s in found.strengths], [c.reached for c in found.concerns]
    assert praised
    assert not {*praised} & {*reached}


def test_empty_phrases_marked_yes_are_no_strength() -> None:
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


def test_a_quote_shares_words_with_its_point() -> None:
    question = question_of(CACHE)
    turn = turn_on(question, SAID, all_marked(question, "yes"))
    [grows] = [point for point in question.rubric if point.id == "names-cache"]
    assert carried(turn, grows, "the KV cache that grows, for every layer") > 0
    assert carried(turn, grows, "then page it and cap the rest") < 0


def test_a_number_is_praised_only_where_quoted() -> None:
    question = question_of(CACHE)
    sized: dict[str, Mark] = {p.id: "yes" if p.tag == "number" else "no" for p in question.rubric}
    with_figure = turn_on(
        question, "Per token that is 2 times layers times heads, so half a megabyte.", sized, verdict="solid"
    )
    without = turn_on(question, "Per token it is layers times heads times bytes of each.", sized, verdict="solid")
    assert "number" in panel(with_figure).strengths[0].title
    assert not any("number" in s.title for s in panel(without).strengths)


def test_what_was_read_before_is_no_strength() -> None:
    turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))
    seen = Turn(**{**turn.__dict__, "asked": replace(turn.asked, seen=True)})
    assert panel(seen).strengths == ()


# Concerns


def test_one_must_met_is_not_beside_the_point() -> None:
    """ "Never got to the main point" stood where one of two must-haves was met."""
    question = next(q for q in llm_graph().questions.values() if sum(p.critical for p in q.rubric) == 2)
    first, second = (p.id for p in question.rubric if p.critical)
    none, one = all_marked(question, "no"), {**all_marked(question, "no"), first: "prompted"}
    assert "never got to the main point" in panel(turn_on(question, SAID, none)).concerns[0].title
    found = panel(turn_on(question, SAID, {**one, second: "no"})).concerns[0].title
    assert found.endswith("not all main points were there")


def test_what_goes_beyond_is_never_held_against() -> None:
    risks = [q for q in llm_graph().questions.values() if any(p.tag == "risk" and p.beyond for p in q.rubric)][:3]
    marked = [{p.id: "no" if p.tag == "risk" and p.beyond else "yes" for p in q.rubric} for q in risks]
    turns = [turn_on(q, SAID, marks, n) for n, (q, marks) in enumerate(zip(risks, marked, strict=True), 1)]  # type: ignore[arg-type]
    assert len(turns) == 3
    assert not any(LACKS["risk"] in concern.title for concern in panel(*turns).concerns)


def test_no_firm_word_while_names_stay_out(llm: Graph) -> None:
    """What an advert names and didn't come up may still change a word that is firm without it."""
    sat = interview(llm, 2, level=7.0)
    role, results = judged_at(role_of_session(llm, sat.header), "mid"), question_results(sat.state, llm)
    answers = panel_of_session(sat.state, llm, role, sat.selection, results).evidence.answers
    asked = dict.fromkeys((area for answer in answers if answer.solid for area in answer.areas), 1.0)
    panel_ = panel_of_session(sat.state, llm, replace(role, areas=asked), sat.selection, results)  # else all is open
    firm, open_ = (recommendation(panel_, "mid", 4, terms_open=terms) for terms in (False, True))
    assert (firm.firm, open_.firm) == (True, False)
    assert firm.basis.startswith(f"{open_.basis} {FIRMLY}")
    with_terms = interview(llm, 6, level=5.5, advert={"safety": 0.1}, advert_terms=("prompt injection", "membership"))
    found = assess_interview(with_terms).recommendation
    assert not (found.advert_unmet and found.firm)


def test_code_that_was_not_asked_is_said(llm: Graph) -> None:
    graph = replace(llm, roles={name: replace(role, code=True) for name, role in llm.roles.items()})
    for found, format, said in ((graph, "full", True), (graph, "screen", False), (llm, "full", False)):
        report = assess_interview(interview(found, 5, format=format, until=lambda s: len(s.turns) == 5))
        assert report.recommendation.no_code == said
        for text in ("\n".join(first_page(report, 200)), page_text(as_html(report)), as_markdown(report)):
            assert (NO_CODE in text) == said
    started = interview(graph, 5, until=lambda s: len(s.turns) == 5)
    asked = next(turn.question for turn in started.state.turns if turn.check is None and turn.question.rubric)
    repaired = replace(asked, prompt=f"{asked.prompt}\n\n```python\nsum(scores) / n\n```")  # code to read or repair
    shown = replace(graph, questions={**graph.questions, asked.id: repaired})
    with_code = interview(shown, 5, until=lambda s: len(s.turns) == 5)
    assert repaired in [turn.asked.question for turn in with_code.state.turns]
    assert not assess_interview(with_code).recommendation.no_code
    listed = Retake("s", items=tuple(list(graph.questions)[:5]))  # whoever takes a list again gets that list
    assert not assess_interview(interview(graph, 5, again=listed)).recommendation.no_code


def test_levels_of_one_word_are_said_once() -> None:
    beside = tuple(LevelWord(level=name, tier=4, word="leaning yes") for name in ("junior", "senior"))
    one = Recommendation("mid", 3, "leaning yes", neighbours=beside)
    assert beside_words(one) == "The same for junior and senior."
    assert beside_words(replace(one, word="yes")) == "Leaning yes for junior · leaning yes for senior."


def test_a_level_above_says_what_it_lacks(llm: Graph) -> None:
    """ "Leaning yes for staff" beside "yes for senior" read as praise."""
    beside = (LevelWord("junior", 2, "leaning yes"), LevelWord("senior", 4, "leaning yes", lacks="a yes needs more"))
    one = Recommendation("mid", 3, "leaning yes", neighbours=beside)
    assert beside_words(one) == "Leaning yes for junior · leaning yes for senior (a yes needs more)."
    undecided = replace(one, neighbours=(beside[0], replace(beside[1], undecided=True)))
    assert beside_words(undecided) == "Leaning yes for junior · barely leaning yes for senior (a yes needs more)."
    told = set()
    for seed, level in ((3, 3.0), (4, 4.5), (5, 3.0)):
        near = assess_interview(interview(llm, seed, level=level), "mid").recommendation.neighbours
        assert all(not each.lacks for each in near if each.tier < 3 or each.word != "leaning yes")
        assert all(each.tier > 3 and each.word == "leaning yes" for each in near if each.undecided)
        told |= {each.lacks for each in near if each.lacks}
    assert told
    assert all("at senior level or above" in lacks for lacks in told)


@pytest.mark.parametrize(("mark", "astray"), [("no", True), ("partly", False)])
def test_words_near_a_missed_must_may_go_astray(mark: Mark, astray: bool) -> None:
    """No mistake of the bank is this one, and "never got to the main point" was all that was said of it."""
    said = (
        "The principal is the agent because it makes the decisions, though the user started it. The merchant needs the "
        "card and address, the bank needs 3-D Secure. I'd say the company that makes the agent is liable since the AI "
        "made the mistake, or the user as he agreed to the terms. It's a legal question. The agent should ask first."
    )
    question = question_of("who-is-the-principal-when-an-agent-buys")
    marks = {**all_marked(question, "no"), "evidence": "yes", "principal": mark}
    concern, *_ = panel(turn_on(question, said, marks)).concerns
    assert concern.astray == astray
    near = "your answer may have gone another way here: \u201cThe principal is the agent because it makes the decisions"
    assert (near in concern_words(concern)) == astray


@pytest.mark.parametrize(("mark", "half"), [("no", False), ("partly", True)])
def test_a_half_met_point_is_never_called_missing(mark: Mark, half: bool) -> None:
    marks = {**all_marked(question_of(CACHE), "yes"), "names-cache": mark}
    [concern] = panel(turn_on(question_of(CACHE), SAID, marks)).concerns
    assert ("solid, though short on one main point" in concern.title) == half
    assert half or "never got to" in concern.title
    assert concern.said == ""
    assert bool(concern.reached) == half
    assert plain(concern.reached) in SAID
    assert bool(concern.say) != bool(concern.lacked)


def test_a_known_mistake_is_quoted_and_put_right() -> None:
    claim = Mistake("The weights grow.", "The weights stay as they are.", cues=("weights + grow",))
    question = replace(question_of(CACHE), mistakes=(claim,), gist="")
    turn = turn_on(question, "I think the weights grow with each user.", all_marked(question, "no"))
    [concern] = panel(turn).concerns
    assert (concern.said, concern.say) == ("I think the weights grow with each user", claim.why)


@pytest.mark.parametrize(
    ("why", "answer", "held"),
    [
        ("The weights stay as they are.", "The cache grows.", True),
        ("They stay as they are, however many users come.", "The cache grows.", True),  # of the claim it stands behind
        ("Only some ones.", "The cache grows.", False),  # nothing to say
        ("Superhuman knowledge may be present only tacitly.", "The cache grows.", False),  # of something else
        ("The weights stay as they are.", "The weights grow quickly with each new user that comes.", False),
    ],
)
def test_a_claim_held_against_one_is_surely_wrong(why: str, answer: str, held: bool) -> None:
    """A claim that the reference makes too was "one to look at again", and what to say was of another subject."""
    claim = Mistake("The weights grow.", why, cues=("weights + grow",))
    question = replace(question_of(CACHE), mistakes=(claim,), gist="", answer=answer)
    turn = turn_on(question, "The weights grow quickly with each new user that comes.", all_marked(question, "no"))
    [concern] = panel(turn).concerns
    assert bool(concern.said) == held
    assert not held or concern.say == why


def test_full_marks_say_that_a_claim_stands(llm: Graph) -> None:
    """ "100% covered" stood beside a wrong claim that was questioned, and not taken back."""
    [scored, *_] = (q for q in assess_interview(interview(llm, 3, level=4.0)).questions if q.verdict and not q.code)
    full = replace(scored, coverage=1.0, claim_stands=True)
    assert covered_words(full) == "100% covered; but a claim that we questioned still stands"
    assert covered_words(replace(full, claim_stands=False)) == "100% covered"
    assert "claim" not in covered_words(replace(full, coverage=0.5))


@pytest.mark.parametrize(
    ("quote", "reply", "stands"),
    [
        ("the weights grow with each user", "", True),
        ("the weights grow with each user", "No, I was wrong there.", False),
        ("a sentence that is right", "", False),  # the room only asks
    ],
)
def test_only_a_known_mistake_still_stands(quote: str, reply: str, stands: bool) -> None:
    claim = Mistake("The weights grow.", "The weights stay as they are.", cues=("weights + grow",), challenge="So?")
    question = replace(question_of(CACHE), mistakes=(claim,), gist="")
    turn = turn_on(question, "I think the weights grow with each user.", all_marked(question, "yes"))
    at: dict[str, Any] = {"n": 1, "at": AT, "clock": 0.0, "position": 1, "probe": 1}
    asked = ev.Probed(**at, sort="challenge", asks="So?", quote=quote, reply=claim.why)
    replies = (ev.ProbeAnswered(**at, text=reply),) if reply else ()
    asked_of = changed(turn, probes=(asked,), replies=replies)
    assert question_result(asked_of, llm_graph(), 60.0, "").claim_stands == stands
    before = changed(asked_of, scored=None, revealed=False)
    assert not question_result(before, llm_graph(), 60.0, "").claim_stands


def test_what_held_back_names_the_own_verdict(llm: Graph) -> None:
    """ "Held you back: borderline on interpretability (100%)"."""
    [scored, *_] = (q for q in assess_interview(interview(llm, 3, level=4.0)).questions if q.verdict and not q.code)
    lowered = replace(scored, verdict="borderline", by_points="solid", overruled=False, coverage=1.0)
    assert held_back([lowered])[0] == f"borderline on {scored.concept_title} (your own verdict)"
    assert held_back([replace(lowered, by_points="borderline", coverage=0.5)])[0].endswith("(50%)")


def test_what_held_back_counts_unknown_replies(llm: Graph) -> None:
    """It was said to four follow-ups too, and "once" was told."""
    [asked, *_] = (q for q in assess_interview(interview(llm, 3, level=4.0)).questions if q.follow_ups)
    unknown = tuple(replace(each, dont_know=True, reply="") for each in asked.follow_ups[:1]) * 4
    said = replace(asked, follow_ups=unknown)
    assert 'said "I don\'t know" to four follow-ups' in held_back([said])
    assert 'said "I don\'t know" to one question and four follow-ups' in held_back(
        [said, replace(asked, dont_know=True)]
    )


def test_a_lowered_verdict_is_told_apart(llm: Graph) -> None:
    """The report asks to lower a verdict that isn't right, and then said that it "overrules the points"."""
    [scored, *_] = (q for q in assess_interview(interview(llm, 3, level=4.0)).questions if q.verdict and not q.code)
    down = replace(scored, verdict="borderline", by_points="solid", overruled=True)
    up = replace(scored, verdict="solid", by_points="weak", overruled=True)
    assert _overruled([replace(scored, overruled=False)]) == []
    assert _overruled([up]) == ["You raised 1 verdict above what its points give it, so it counts for less."]
    assert _overruled([down, replace(down, verdict="weak"), up]) == [
        "You raised 1 verdict above what its points give it, so it counts for less.",
        "You lowered 2 verdicts yourself, which is right where the points were too generous. As no points back them "
        "up, they move the figures less.",
    ]


def test_a_verdict_rated_down_is_no_concern() -> None:
    question = question_of(CACHE)
    for mark in ("yes", "partly"):
        turn = turn_on(question, SAID, all_marked(question, mark), verdict="borderline")
        assert turn.scored is not None
        by_points = changed(turn, scored=replace(turn.scored, by_points="solid"))
        assert not panel(by_points).concerns, "the candidate's own verdict alone fell short"
        assert panel(changed(turn, scored=replace(turn.scored, by_points="borderline"))).concerns or mark == "yes"


def test_what_is_right_is_not_held_against_anybody() -> None:
    """Words that only went with a mistake are not the mistake."""
    claim = Mistake("Output dominates since it costs more.", "Input counts too.", cues=("shorter + four times",))
    question = replace(question_of(CACHE), mistakes=(claim,), gist="")
    text = "I would ask for shorter answers, as a token is four times as dear."
    [concern] = panel(turn_on(question, text, all_marked(question, "no"))).concerns
    assert concern.said == concern.reached == ""


def test_words_of_the_prompt_make_no_mistake() -> None:
    """A claim that only shares with a mistake what the question asks about is another claim."""
    claim = Mistake("Small batches at equal count.", "Compare bytes.", cues=("batches + small",))
    question = replace(question_of(CACHE), mistakes=(claim,), gist="", prompt="Small batches or large ones?")
    [concern] = panel(turn_on(question, "I say small batches win here.", all_marked(question, "no"))).concerns
    assert concern.said == ""


def test_names_without_mechanisms_come_first() -> None:
    names = sorted(q.id for q in llm_graph().questions.values() if any(p.critical for p in q.rubric))[:5]
    turns = []
    for n, name in enumerate(names, 1):
        question = question_of(name)
        marks: dict[str, Mark] = {p.id: "partly" if p.critical and n > 2 else "yes" for p in question.rubric}
        turns.append(turn_on(question, question.answer, marks, n))
    first = panel(*turns).concerns[0]
    assert "only half there in 3 of 5 answers" in first.title
    bare = replace(question, rubric=tuple(replace(p, critical=False) for p in question.rubric))
    free = turn_on(bare, bare.answer, all_marked(bare, "yes"), 6)
    told = [concern.title for concern in panel(*turns, free).concerns]
    assert any("only half there in 3 of the 5 answers that needed one" in title for title in told)
    assert first.positions == (3, 4, 5)
    assert not any("of 4 answers" in c.title for c in panel(*turns[:4]).concerns)


def test_names_without_mechanisms_name_one_point() -> None:
    """Only "after each name, how it works or why it holds" stood there, which tells nobody what to say."""
    names = sorted(q.id for q in llm_graph().questions.values() if any(p.critical for p in q.rubric))[:3]
    turns = []
    for n, name in enumerate(names, 1):
        question = question_of(name)
        marks: dict[str, Mark] = {p.id: "partly" if p.critical else "yes" for p in question.rubric}
        turns.append(turn_on(question, EMPTY, marks, n))
    first = panel(*turns).concerns[0]
    musts = [still_to_say(p.point) for turn in turns for p in turn.question.rubric if p.critical]
    assert "stops halfway" in first.title
    assert any(first.lacked.startswith(f"{words} (") for words in musts)
    assert first.in_part


def test_a_concern_says_how_another_answer_was() -> None:
    """The subject stood among what spoke for the candidate too, and only there was it said that there were two."""
    one, other = [q for q in llm_graph().questions.values() if q.primary == question_of(CACHE).primary and q.rubric][:2]
    good = turn_on(other, EMPTY, all_marked(other, "yes"), 2)
    alone, beside = (panel(turn_on(one, EMPTY, all_marked(one, "no"), 1), *rest) for rest in ((), (good,)))
    subject, _, lack = alone.concerns[0].title.partition(": ")
    assert good.scored is not None
    assert beside.concerns[0].title == f"{subject} (another answer was {good.scored.verdict}): {lack}"


def test_each_answer_of_an_area_says_its_lack() -> None:
    names = [q.id for q in llm_graph().questions.values() if llm_graph().area_of(q.primary) == "inference" and q.rubric]
    turns = [turn_on(q := question_of(name), EMPTY, all_marked(q, "no"), n) for n, name in enumerate(names[:3], 1)]
    turns[2] = turn_on(question_of(CACHE), EMPTY, all_marked(question_of(CACHE), "no"), 3)
    concern = next(c for c in panel(*turns).concerns if "fell short three times" in c.title)
    assert len(concern.others) == 2
    topics = concern.title.partition(" times: ")[2].split("; ")
    assert topics[1:] == [t for t in dict.fromkeys(other.topic for other in concern.others) if t != topics[0]]
    told = concern_words(concern)
    for other in concern.others:
        topic = "another time" if other.topic == topics[0] else f"on {other.topic}"  # no subject is named twice
        assert f"{topic}, missing: {other.lacked}" in told.splitlines()[1:], "each on a line of its own"
        assert other.lacked not in concern.lacked


GIST = "Put stable text first, append only, route by session; count reused tokens of each request."


def test_advice_repeats_no_sentence_of_the_answer() -> None:
    """The words stood in one sentence of the answer, beside a quote that held others of them."""
    point = Point(id="p", point="Puts stable text first and routes by session", weight=3, critical=True)
    question = replace(question_of(CACHE), rubric=(point,), gist=GIST, prompt="Why does it miss?")
    vague, plainly = "Caches are hard to get right.", "Static text first, an append only history, sticky sessions."
    assert to_say(turn_on(question, vague, {"p": "no"}), point)
    assert to_say(turn_on(question, f"{vague} {plainly}", {"p": "no"}), point) == ""


def test_what_is_left_of_a_half_is_told() -> None:
    """Beside "one layer in four stays global" stood "only partly there: mostly local layers with some global"."""
    point = Point(id="p", point="Cuts the cache: mostly local layers, and says what it may lose", weight=3)
    question = replace(question_of(CACHE), rubric=(point,), gist="")
    said = "Most layers become local, one in four stays global."
    assert left_to_say(turn_on(question, said, {"p": "partly"}), [point]) == ("what it may lose", False)
    both = f"{said} It may lose what lies far back."
    assert left_to_say(turn_on(question, both, {"p": "partly"}), [point])[1]
    assert left_to_say(turn_on(question, said, {"p": "no"}), [point]) == (still_to_say(point.point), False)


def test_of_points_one_not_said_is_told() -> None:
    said, other = (
        Point(id=name, point=text, weight=3)
        for name, text in (("a", "Names adaptive tables with sticky sessions"), ("b", "Caps the tokens in flight"))
    )
    question = replace(question_of(CACHE), rubric=(said, other), gist="", prompt="Why?")
    turn = turn_on(question, "I'd use adaptive tables and sticky sessions.", {"a": "no", "b": "no"})
    assert left_to_say(turn, [said, other]) == (still_to_say(other.point), False)
    assert left_to_say(turn, [said]) == (still_to_say(said.point), False)


def test_a_story_that_falls_short_is_told_again() -> None:
    question = next(q for q in llm_graph().questions.values() if q.kind == "experience")
    text = "We built a bot and it was well liked by all who had to work with it for a year or so."
    [concern] = panel(turn_on(question, text, {}, verdict="borderline")).concerns
    assert concern.title.startswith("Your own project")
    assert concern.say == "In the end it went from … to …, measured by …"  # its end is theirs to say
    assert "a number" in concern.lacked or "what you yourself did" in concern.lacked


@pytest.mark.parametrize(
    ("said", "advised"),
    [
        ("Paging frees the blocks of idle users.", "Paging frees the blocks of idle users, so batches grow larger."),
        ("It frees blocks. Paging is for idle users, so batches grow larger.", "Night is quiet, so I'd cut the fleet."),
        (
            "Night is quiet, and they'd cut the fleet. Paging frees the blocks of idle users, so batches grow larger.",
            "",
        ),
    ],
)
def test_half_said_or_lesser_sentences_are_advised(said: str, advised: str) -> None:
    """Where every must-have was begun, nothing was to be said instead, only "missing: that single scores drift"."""
    points = (
        replace(
            worded("Says that paging frees blocks"),
            say="Paging frees the blocks of idle users, so batches grow larger.",
        ),
        replace(worded("Cuts the fleet at night"), id="q", critical=False, say="Night is quiet, so I'd cut the fleet."),
    )
    question = replace(question_of(CACHE), rubric=points, gist="", clarifications=())
    turn = turn_on(question, said, {"p": "partly", "q": "no"})
    assert to_say(turn, points[0]) == ""
    assert sentence_to_say(turn, points) == advised


def test_a_question_without_points_is_no_story() -> None:
    """Imported questions have none, and were told that their project didn't convince."""
    by_area = {llm_graph().area_of(q.primary): q for q in llm_graph().questions.values() if q.kind == "discuss"}
    questions = enumerate(list(by_area.values())[:2], 1)
    turns = [turn_on(replace(q, rubric=()), EMPTY, {}, number, verdict="borderline") for number, q in questions]
    titles = [concern.title for concern in panel(*turns).concerns]
    assert [title.partition(": ")[2] for title in titles] == [
        "you rated the answer below solid",
        "you rated this one below solid too",
    ]
    assert not any(concern.lacked or concern.say for concern in panel(*turns).concerns)


def test_what_good_answers_lack_comes_last() -> None:
    """It was blamed like a must-have that never came, and could stand before it."""
    good, hard = question_of(CACHE), next(q for q in llm_graph().questions.values() if q.tier == 5 and q.rubric)
    solid = turn_on(good, SAID, {p.id: "yes" if p.critical else "no" for p in good.rubric}, verdict="solid")
    [only] = panel(solid).concerns
    assert only.minor
    halves: dict[str, Mark] = {p.id: "yes" if p.critical else "no" for p in hard.rubric}
    above = turn_on(hard, EMPTY, halves, 2, verdict="borderline")  # weighs less, as it is above the level
    assert [c.minor for c in panel(solid, above).concerns] == [False, True]


def test_a_concern_has_the_sign_of_its_answer() -> None:
    """A borderline answer stood under ✕; what a good one left out has none, for a tick among these reads as praise."""
    question, other = question_of(CACHE), next(q for q in llm_graph().questions.values() if q.tier == 2 and q.rubric)
    halved: dict[str, Mark] = {p.id: "partly" if p.critical else "yes" for p in question.rubric}
    short: dict[str, Mark] = {p.id: "no" if p.critical else "yes" for p in other.rubric}
    for verdict, look in VERDICT_BADGES.items():
        [concern] = panel(turn_on(other, EMPTY, short, verdict=verdict)).concerns
        assert (concern.verdict, concern_badge(concern)) == (verdict, NOTHING if concern.minor else look)
    [solid] = panel(turn_on(question, SAID, halved, verdict="solid")).concerns
    assert "solid, though short on one main point" in solid.title
    [borderline] = panel(turn_on(question, SAID, halved, verdict="borderline")).concerns
    assert "got halfway to the main point" in borderline.title


def test_what_was_not_asked_is_said_once(llm: Graph) -> None:
    """Two sentences said it of the same two areas, one after the other."""
    for seed in range(6):
        given = (found := assess_interview(interview(llm, seed, format="screen"))).recommendation
        told = " ".join(" ".join(first_page(found, 100)).split())
        assert told.count("didn't ask about") <= 1
        assert all(told.count(area) + told.count(in_sentence(area)) for area in given.unasked)
    many = panel(turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes")), word="yes")
    assert len(many.unasked) == 3  # of which two would change our mind
    assert unasked_words(many)
    assert any(in_sentence(many.unasked[0]) in change for change in many.changes)
    assert not any(NOT_ASKED_ABOUT in change for change in many.changes)


def test_minor_concerns_have_a_sign_of_their_own(llm: Graph) -> None:
    found = assess_interview(interview(llm, 1, level=4.0))
    real, minor = Concern("Missed", "", "", (1,)), Concern("Left out", "", "", (2,), minor=True)

    def told(*concerns: Concern) -> tuple[str, str]:
        shown = replace(found, recommendation=replace(found.recommendation, concerns=concerns))
        return "\n".join(page(shown, 100)), as_html(shown)

    text, html = told(real, minor)
    assert f"{AGAINST}\n  - Missed\n  ~ Left out" in text
    assert f"{sign(MISSED)}<strong>Missed" in html
    assert f"{sign(NOTHING)}<strong>Left out" in html
    assert all(AGAINST not in front and LEFT_OUT in front for front in told(minor))


def test_not_to_know_is_not_falling_short() -> None:
    question = question_of(CACHE)
    turn = turn_on(question, "", {}, verdict="weak")
    assert any("where yours fell short" in change for change in panel(turn).changes)
    assert any("where you fell short" in change for change in panel(turn, word="").changes)
    unknown = Turn(**{**turn.__dict__, "answers": (replace(turn.answers[0], dont_know=True),)})
    changes = " ".join(panel(unknown, word="").changes)
    assert "fell short" not in changes
    assert "where you said you didn't know" in changes
    solid = turn_on(question, SAID, all_marked(question, "yes"), 2, verdict="solid")
    changes = " ".join(panel(unknown, solid, word="").changes)
    assert "where you didn't know the answer to one question" in changes


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
    assert "numbers that matter" in titles
    assert "no numbers" not in titles


def test_a_lacking_habit_names_what_was_not_said() -> None:
    names = [q.id for q in llm_graph().questions.values() if any(p.tag == "number" for p in q.rubric)][:3]
    points = [next(p for p in question_of(name).rubric if p.tag == "number") for name in names]
    bare = [replace(question_of(name), rubric=(p,), gist="") for name, p in zip(names, points, strict=True)]
    first = max(range(3), key=lambda n: points[n].weight)
    # what its own area holds against it is another point
    must = Point(id="must", point="Caps the tokens in flight", weight=9, critical=True)
    bare[first] = replace(bare[first], rubric=(must, points[first]))
    turns = [
        turn_on(q, still_to_say(p.point) if n == first else "It grows.", {p.id: "no"}, n + 1)
        for n, (q, p) in enumerate(zip(bare, points, strict=True))
    ]
    lacked = [c.lacked for c in panel(*turns).concerns if LACKS["number"] in c.title]
    assert lacked
    assert still_to_say(points[first].point) not in lacked


def test_the_same_advice_is_given_once(sat: list[Assessment]) -> None:
    for found in sat:
        says = [concern.say for concern in found.recommendation.concerns if concern.say]
        assert len(says) == len(set(says))


def test_a_good_hour_has_no_serious_concern() -> None:
    found = panel(turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes")))
    assert found.concerns == ()


# What would change it, and how one interviews


def test_a_missing_design_would_change_the_panels_mind() -> None:
    turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))
    found = panel(turn, level=Recommendation("senior", 4, "leaning yes"))
    assert "an open-ended design with its figures, which we didn't ask for" in found.changes
    assert len(found.changes) <= 2
    for level in (Recommendation("mid", 3, "leaning yes"), Recommendation("senior", 4, "leaning yes", firm=True)):
        assert not any("design" in change for change in panel(turn, level=level).changes)


@pytest.mark.parametrize(
    ("tier", "tiers", "wish"), [(3, 1, "a question at that level"), (5, 5, "an open-ended design with its figures")]
)
def test_nothing_is_asked_for_that_the_bank_lacks(tier: int, tiers: int, wish: str) -> None:
    """Of a bank of one question "a question at mid level" and a design were to change the panel's mind."""
    bank = llm_graph()
    one = next(q for q in bank.questions.values() if q.kind == "discuss" and q.tier == tiers)
    turns, level = [turn_on(one, EMPTY, all_marked(one, "yes"))], Recommendation("mid", tier, "leaning yes")
    for questions in (bank.questions, {one.id: one}):
        changes = debriefed(level, turns, replace(bank, questions=questions), role_of(bank, "applied-engineer")).changes
        assert any(wish in change for change in changes) == (len(questions) > 1)


def test_what_changed_nothing_changes_no_mind() -> None:
    """Three answers had fallen short, one of them above the level, and another one was to change the panel's mind."""
    turns = [turn_on(question_of(CACHE), EMPTY, all_marked(question_of(CACHE), "no"), n) for n in (1, 2, 3)]
    role = role_of(llm_graph(), "applied-engineer")
    yes = [debriefed(Recommendation("mid", 3, "yes", firm=firm), turns, llm_graph(), role) for firm in (False, True)]
    assert all(in_sentence(found.unasked[0]) in found.changes[0] for found in yes)
    assert not any("inference" in change for found in yes for change in found.changes)
    alone = [replace(role, areas={turns[0].asked.area: 1.0})] * 2
    yes = [
        debriefed(Recommendation("mid", 3, "yes", firm=firm), turns, llm_graph(), role)
        for role, firm in zip(alone, (False, True), strict=True)
    ]
    whole = "most of another hour at mid level"
    assert [found.changes for found in yes] == [("several answers at mid level",), (whole,)]
    assert changes_sentence(yes[1]) == f"we'd think again if {whole} went badly."


def test_an_area_of_checks_alone_is_named() -> None:
    graph, role = llm_graph(), role_of(llm_graph(), "applied-engineer")
    good = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))
    heaviest = max(role.areas, key=lambda area: role.areas[area])
    checks = [n for n, check in enumerate(graph.checks.values()) if graph.area_of(check.primary) == heaviest][:2]
    one, two = (panel(good, *(checked(n, right=True) for n in some)) for some in (checks[:1], checks))
    named = in_sentence(graph.areas[heaviest].title)
    assert f"solid answers on {named}, where you only had a quick check" in one.changes
    assert f"solid answers on {named}, where you only had quick checks" in two.changes
    wrong = panel(good, *(checked(n, right=False) for n in checks))
    assert f"solid answers on {named}, where you got both quick checks wrong" in wrong.changes
    light = min((a for a in role.areas if role.areas[a] > 0), key=lambda area: role.areas[area])
    missed = [n for n, check in enumerate(graph.checks.values()) if graph.area_of(check.primary) == light][:2]
    both = panel(good, checked(checks[0], right=True), *(checked(n, right=False) for n in missed))
    assert any(in_sentence(graph.areas[light].title) in change for change in both.changes), "more is open there"
    own = next(q for q in graph.questions.values() if graph.area_of(q.primary) == heaviest and q.rubric)
    answered = turn_on(own, SAID, all_marked(own, "yes"), 2)
    assert not any("quick check" in change for change in panel(good, answered, checked(checks[0], right=True)).changes)


def test_earlier_answers_are_not_asked_for_again() -> None:
    """A second interview asked for a design and for areas in which the first had had solid answers."""
    graph, role = llm_graph(), role_of(llm_graph(), "applied-engineer")
    turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))
    word = Recommendation("senior", 4, "leaning yes")
    alone = debriefed(word, [turn], graph, role)
    assert alone.changes[0].startswith("an open-ended design with its figures, ")
    heavy = next(area.id for area in graph.areas.values() if area.title == alone.unasked[0])
    solid = [ScoredAnswer(6, frozenset({heavy}))]
    after = debriefed(word, [turn], graph, role, earlier=solid)
    assert after.unasked == alone.unasked  # which is said of this interview
    assert after.changes
    assert not any("design" in change or in_sentence(alone.unasked[0]) in change for change in after.changes)
    lower, weak = replace(word, word="leaning not yet"), [ScoredAnswer(3, frozenset(role.areas), solid=False)]
    fell = debriefed(lower, [turn], graph, role, earlier=weak).changes
    assert any(in_sentence(alone.unasked[0]) in change and "an earlier answer fell short" in change for change in fell)


def test_what_is_asked_next_is_no_answer_yet() -> None:
    """Without a recommendation it was "What we'd ask next: A solid answer on ..."."""
    low = turn_on(question_of(CACHE), EMPTY, all_marked(question_of(CACHE), "no"))
    assert panel(low, word="leaning not yet").changes[0].startswith("a solid answer on ")
    assert panel(low, word="").changes[0].endswith(", where you fell short")
    assert not any("solid answer" in phrase or "yours" in phrase for phrase in panel(low, word="").changes)


@pytest.mark.parametrize(
    ("given", "changes", "said"),
    [
        (
            Recommendation("mid", 3, "leaning yes"),
            ("a solid answer on inference, where yours fell short", "a design with its figures"),
            "another hour could settle it, with a solid answer on inference, where yours fell short, and a design with "
            "its figures.",
        ),
        (
            Recommendation("mid", 3, "leaning not yet", could_rise=False),
            ("solid answers on RAG, where yours fell short",),
            "a good hour more would speak for you, but not be enough to bring it up; for that we'd want solid answers "
            "on RAG, where yours fell short.",
        ),
        (
            Recommendation("staff", 5, "leaning yes", could_rise=False),
            (
                "an open-ended design with its figures, which we didn't ask for",
                "solid answers on system design, which we didn't ask about",
            ),
            "a good hour more would speak for you, but not be enough to bring it up; for that we'd want an open-ended "
            "design with its figures and solid answers on system design; we asked for neither.",
        ),
        (
            Recommendation("mid", 3, "yes"),
            ("agents, which we didn't ask about",),
            "we'd think again if agents, which we didn't ask about, went badly.",
        ),
        (
            Recommendation("mid", 3, "not yet"),
            ("the fundamentals first, with solid answers on RAG", "then solid answers on agents"),
            "we'd want the fundamentals first, with solid answers on RAG, then solid answers on agents.",
        ),
        (Recommendation("mid", 3, ""), ("agents, where you fell short", "evaluation"), None),
    ],
)
def test_a_panel_says_what_would_change_it(given: Recommendation, changes: tuple[str, ...], said: str | None) -> None:
    """ "What would change our mind: weak answers on agents" is said by nobody."""
    assert changes_sentence(replace(given, changes=changes)) == (said or "agents, where you fell short; evaluation.")


def test_a_good_answer_beside_is_said(llm: Graph) -> None:
    """ "Also short of solid: KV cache (borderline)" left out that another answer on it was outstanding."""
    found = assess_interview(interview(llm, 3, level=4.0))
    first, second, *_ = (q for q in found.questions if q.verdict)
    rated: list[Verdict] = ["borderline", "outstanding"]
    alike = [
        replace(q, concept=first.concept, concept_title="KV cache", verdict=verdict, by_points=verdict)
        for q, verdict in zip((first, second), rated, strict=True)
    ]
    bare = replace(found.recommendation, concerns=())
    told = short_as_well(replace(found, questions=tuple(alike), recommendation=bare))
    assert told == "Also short of solid: KV cache (borderline, though another answer was outstanding)."
    alone = short_as_well(replace(found, questions=(alike[0],), recommendation=bare))
    assert alone == "Also short of solid: KV cache (borderline)."


@pytest.mark.parametrize(
    ("why", "rated", "ends"),
    [
        ("", 1, "You rated this one lower than its points make it: KV cache (borderline)."),
        ("A guess", 1, "this one lower than its points make it: KV cache (borderline), since “A guess”."),
        ("", 2, "You rated these lower than their points make them: KV cache (borderline); softmax (borderline)."),
    ],
)
def test_a_verdict_rated_down_is_said_plainly(llm: Graph, why: str, rated: int, ends: str) -> None:
    found = assess_interview(interview(llm, 3, level=4.0))
    scored = [q for q in found.questions if q.verdict][:rated]
    lowered = [
        replace(q, concept_title=title, verdict="borderline", by_points="solid", why=why, code=None)
        for q, title in zip(scored, ("KV cache", "Softmax"), strict=False)
    ]
    bare = replace(found.recommendation, concerns=())
    assert short_as_well(replace(found, questions=tuple(lowered), recommendation=bare)).endswith(ends)
    kept = [replace(q, by_points="borderline") for q in lowered]
    assert "You rated" not in short_as_well(replace(found, questions=tuple(kept), recommendation=bare))


def test_only_a_far_level_says_its_source() -> None:
    """ "Yes for staff, which this role usually asks for" was said to somebody who had applied for senior."""
    beside = (LevelWord("senior", 4, "leaning not yet"),)
    one = Recommendation("mid", 3, "leaning yes", neighbours=beside, for_role="leaning not yet", role_level="senior")
    assert beside_words(one) == "Leaning not yet for senior."
    assert beside_words(replace(one, role_level="", for_role="")) == "Leaning not yet for senior."
    far = replace(one, role_level="staff", for_role="not yet")
    assert beside_words(far) == "Leaning not yet for senior · not yet for staff, this role's usual level."


def test_what_was_not_asked_is_named() -> None:
    found = panel(turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes")))
    role = role_of(llm_graph(), "applied-engineer")
    weights = {llm_graph().areas[area].title: weight for area, weight in role.areas.items()}
    assert len(found.unasked) == 3
    assert all(weights[title] > sum(weights.values()) / len(weights) for title in found.unasked)
    assert llm_graph().areas[llm_graph().area_of(question_of(CACHE).primary)].title not in found.unasked


def test_what_would_change_fits_the_word() -> None:
    easy = next(q for q in llm_graph().questions.values() if q.tier == 1 and q.rubric)
    turn = turn_on(easy, EMPTY, all_marked(easy, "no"))
    assert panel(turn, word="not yet").changes[0].startswith("the fundamentals first, with solid answers on ")
    good = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))
    assert "weak" not in panel(good, word="yes").changes[0]
    assert not any("carried to its conclusion" in change for change in panel(good).changes)


def test_asking_back_first_is_praised_with_its_moment() -> None:
    turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "yes"))
    asks = ev.Clarified(n=1, at=AT, clock=0.0, position=1, asks="How long?", reply="Long.")
    assert panel(Turn(**{**turn.__dict__, "clarifications": (asks,)})).manner == (
        "You asked for facts before assuming (question 1)."
    )
    why = replace(asks, matched=False, asks="Why do you ask me that?")
    assert panel(Turn(**{**turn.__dict__, "clarifications": (why,)})).manner == ""


def test_only_asks_that_got_a_fact_are_praised() -> None:
    question = question_of(CACHE)
    asks = ev.Clarified(n=1, at=AT, clock=0.0, position=1, asks="How long?", reply="Long.")
    why = replace(asks, matched=False, asks="Why do you ask me that?")
    turns = [
        Turn(**{**turn_on(question, SAID, all_marked(question, "yes"), n).__dict__, "clarifications": (asked,)})
        for n, asked in ((1, why), (2, asks))
    ]
    assert interview_habits(turns, llm_graph()) == "You asked for facts before assuming (question 2)."


def test_what_a_story_may_be_is_no_fact() -> None:
    """ "You do this work yourself?", asked of a story, was praised as asking for facts before assuming."""
    story = next(q for q in llm_graph().questions.values() if q.kind == "experience" and q.clarifications)
    asks = ev.Clarified(n=1, at=AT, clock=0.0, position=1, asks="May it be small?", reply="It may be small.")
    turns = [
        Turn(**{**turn_on(question, SAID, {}, n).__dict__, "clarifications": (asks,)})
        for n, question in ((1, story), (2, question_of(CACHE)))
    ]
    assert interview_habits(turns, llm_graph()) == "You asked for facts before assuming (question 2)."


def test_keeping_to_time_takes_some_time() -> None:
    question = question_of(CACHE)
    turns = [turn_on(question, "It grows.", all_marked(question, "no"), n) for n in range(1, 4)]
    planned = question.planned_minutes * 60
    for share, said in ((0.1, ""), (0.4, "You were quick, with "), (0.6, "You kept to time on all 3 questions")):
        taken = [Turn(**{**turn.__dict__, "until": turn.since + share * planned}) for turn in turns]
        assert panel(*taken).manner.startswith(said)
        assert ("kept to time" in panel(*taken).manner) == (share == 0.6)
        assert ("fuller answers" in panel(*taken).manner) == (share == 0.4)
    whole = "It grows with every token that was read or written. " * 12
    turns = [turn_on(question, whole, all_marked(question, "no"), n) for n in range(1, 4)]
    quick = [Turn(**{**turn.__dict__, "until": turn.since + 0.4 * planned}) for turn in turns]
    assert "quick" not in panel(*quick).manner, "who said so much has nothing to add"


@pytest.mark.parametrize(
    ("point", "due"),
    [
        ("Computes the bytes of a token.", True),
        ("Says that it takes 2 bytes a value.", True),
        ("Estimates the share of false answers.", True),
        ("Estimates the share by rerunning the same tasks.", False),
        ("Compares it with the real system.", False),
    ],
)
def test_a_number_is_due_where_a_point_reckons(point: str, due: bool) -> None:
    rubric = (Point(id="size", point=point, weight=2, tag="number"),)
    question = replace(question_of(CACHE), rubric=rubric, clarifications=())
    turns = [turn_on(question, "It grows with every token, and the weights don't.", {"size": "no"}, n) for n in (1, 2)]
    assert ("no number where one was due" in panel(*turns).manner) == due
    turns = [turn_on(question, "It grows by 128 KB a token, so 60 users fill it.", {"size": "no"}, n) for n in (1, 2)]
    for without in ("How much that is I couldn't say.", "I don't have a number.", "I can't say how much."):
        admits = turn_on(question, f"It grows by 128 KB a token. {without}", {"size": "no"}, 3)
        assert "wherever one was due" not in panel(*turns, admits).manner
    praise = "You gave a number wherever one was due (questions 1 and 2, on KV cache)"
    assert panel(*turns).manner.startswith(praise) == due


def test_a_design_without_its_end_is_said() -> None:
    question = next(q for q in llm_graph().questions.values() if len(q.stages) > 1)
    turn = turn_on(question, "A queue and a worker.", all_marked(question, "no"), 4)
    assert "never got to a conclusion in question 4" in panel(turn).manner.lower()


@pytest.mark.parametrize(
    ("end", "broken"), [("it grows.", False), ("it grows", False), ("it would…", True), ("so", True)]
)
def test_an_answer_that_breaks_off_is_said(end: str, broken: bool) -> None:
    turn = turn_on(question_of(CACHE), f"The cache is what I look at, {end}", all_marked(question_of(CACHE), "no"))
    assert ("never got to a conclusion" in panel(turn).manner) == broken


def test_never_asking_for_a_fact_is_said() -> None:
    names = [q.id for q in llm_graph().questions.values() if q.clarifications and q.kind == "discuss"][:3]
    turns = [
        turn_on(q := question_of(name), f"I assume this: {q.clarifications[0].reply}", all_marked(q, "no"), n)
        for n, name in enumerate(names, 1)
    ]
    said = panel(*turns).manner
    assert "never asked for a fact, though 3 questions left some open" in said
    assert "made assumptions instead (questions 1, 2 and 3)" in said
    asked = ev.Clarified(n=1, at=AT, clock=0.0, position=1, asks="How long?", reply="Long.")
    assert "never asked" not in panel(Turn(**{**turns[0].__dict__, "clarifications": (asked,)}), *turns[1:]).manner
    q = question_of(names[2])
    would = turn_on(q, "First I'd ask what it's used for. Say it's for searching.", all_marked(q, "no"), 3)
    assert "never asked" not in panel(*turns[:2], would).manner


@pytest.mark.parametrize(
    ("text", "assumed"),
    [
        ("Assume users wait {}", True),
        ("I'll assume {}", True),
        ("I suppose {}", False),  # guesses at a cause
        ("I'd assume {}", False),
        ("I assume the lower one is better. {}", False),  # of what no fact tells
    ],
)
def test_only_what_a_fact_tells_is_assumed(text: str, assumed: bool) -> None:
    names = [q.id for q in llm_graph().questions.values() if q.clarifications and q.kind == "discuss"][:3]
    turns = [turn_on(q := question_of(name), "It grows.", all_marked(q, "no"), n) for n, name in enumerate(names, 1)]
    fact = question_of(names[1]).clarifications[0].reply
    turns[1] = turn_on(question_of(names[1]), text.format(fact), all_marked(question_of(names[1]), "no"), 2)
    said = panel(*turns).manner
    assert "never asked for a fact, though 3 questions left some open" in said
    assert ("made assumptions instead (question 2)" in said) == assumed


@pytest.mark.parametrize(
    ("reply", "few"),
    [
        ("Yes, it would.", True),
        ("Yes, it would, because every block is still read.", False),
        ("你说得对。", True),
        ("不对，因为每个块还是要读一遍，所以更慢。", False),
        ("No idea.", False),
    ],
)
def test_a_challenge_met_in_few_words_is_said(reply: str, few: bool) -> None:
    question = next(q for q in llm_graph().questions.values() if q.rubric and not q.is_coding)
    turn = turn_on(question, SAID, all_marked(question, "no"), 1)
    asked = ev.Probed(n=1, at=AT, clock=0.0, position=1, probe=1, sort="challenge", asks="Always?")
    given = ev.ProbeAnswered(n=2, at=AT, clock=0.0, position=1, probe=1, text=reply)
    turn = Turn(**{**turn.__dict__, "probes": (asked,), "replies": (given,)})
    assert ("a challenge in only a few words (question 1)" in panel(turn).manner) == few


@pytest.mark.parametrize(
    ("reply", "unbounded"),
    [
        ("None that I can think of, sorry.", True),
        ("Never.", True),
        ("When users share no prefix.", False),
        ("No: with one user it wastes memory.", False),
        ("Where the blocks are shared and one user's text ends up in another's.", False),
        (
            "It fails where the scorer can't see the tool's output, so a lie is counted as right each time.",
            False,
        ),
    ],
)
def test_a_claim_without_a_limit_is_said(reply: str, unbounded: bool) -> None:
    turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "no"), 4)
    at: dict[str, Any] = {"at": AT, "clock": 0.0, "position": 4, "probe": 1}
    asked = ev.Probed(n=1, **at, sort="challenge", asks=LIMITS[1], quote="It can't be fooled since it's exact")
    given = ev.ProbeAnswered(n=2, **at, text=reply)
    turn = Turn(**{**turn.__dict__, "probes": (asked,), "replies": (given,)})
    assert ("sure of something and named no case where it fails (question 4)" in panel(turn).manner) == unbounded


@pytest.mark.parametrize(
    ("reply", "said", "praised"),
    [
        ("I'd still page it, because the blocks are still read one by one.", False, True),
        ("Then I'd change it, since each block is read alone.", False, True),
        ("Then I'd change it, since the users decide.", False, False),  # not what was to be said
        ("I'd still page it, whatever the blocks may hold, one by one.", False, False),  # gives no reason
        ("Because the blocks are read one by one. I don't have a deeper reason than that.", False, False),
        ("Perhaps because the blocks are read one by one.", False, False),
        ("Because the blocks are read one by one. Otherwise I can't think of any.", False, False),
        ("Because the blocks are read one by one, I suppose.", False, False),
        ("Because it is.", False, False),
        ("I don't know, because I never ran such a thing.", False, False),
        ("Because the blocks are still read one by one.", True, False),  # said before, not to the challenge
    ],
)
def test_a_challenge_met_with_a_reason_is_praised(reply: str, said: bool, praised: bool) -> None:
    turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "no"), 4)
    at: dict[str, Any] = {"at": AT, "clock": 0.0, "position": 4, "probe": 1}
    prepared = "The blocks are read one by one, each block alone."
    asked = ev.Probed(n=1, **at, sort="challenge", asks="Always?", reply=prepared)
    given = ev.ProbeAnswered(n=2, **at, text=reply, said=said)
    turn = Turn(**{**turn.__dict__, "probes": (asked,), "replies": (given,)})
    unprepared = changed(turn, probes=(replace(asked, reply=""),))
    assert "met a challenge with" not in panel(unprepared).manner
    praise = "You met a challenge with a reason (question 4, on KV cache)"
    assert panel(turn).manner.startswith(praise) == praised


def test_dictated_answers_are_quoted_as_well() -> None:
    """Ten solid answers without a full stop held "nothing yet that a panel could quote": all had an "um" somewhere."""
    quoted = turns = 0
    for row in map(json.loads, DICTATED.read_text("utf-8").splitlines()):
        question = question_of(row["question"])
        marked: dict[str, Mark] = {point: marks[0] for point, marks in row["marks"].items()}
        turn = turn_on(question, row["text"], {**all_marked(question, "no"), **marked})
        if turn.scored and turn.scored.verdict in STRONG:
            found = panel(turn).strengths
            turns, quoted = turns + 1, quoted + bool(found)
            assert all(strength.quote.strip("…") in unwrapped(row["text"]) for strength in found if strength.quoted)
    assert turns > 5
    assert quoted >= 0.8 * turns


def test_claims_that_were_questioned_are_told() -> None:
    """Who had overstated six times, and took each back, read nothing of it."""
    claim = Mistake("The weights grow.", "They stay.", cues=("weights + grow",), challenge="By how much do they grow?")
    question = replace(question_of(CACHE), mistakes=(claim,))
    turns = []
    for position in range(1, 5):
        asked = ev.Probed(n=1, at=AT, clock=0.0, position=position, probe=1, sort="challenge", asks=claim.challenge)
        turn = turn_on(question, SAID, all_marked(question, "yes"), position)
        turns.append(Turn(**{**turn.__dict__, "probes": (asked,)}))
    told = "you said things that we had to question (questions 1, 2 and 3): say how sure you are of them"
    assert told in panel(*turns[:3]).manner.replace("You said", "you said")
    assert "had to question" not in panel(*turns[:2]).manner
    unasked = [changed(turn, probes=()) for turn in turns]
    assert "had to question" not in panel(*unasked).manner


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        (2, "You took back a claim once you saw where it fails (questions 1 and 2, on KV cache)."),
        (3, "You claimed things and took them back when asked (questions 1, 2 and 3): weigh them first."),
    ],
)
def test_claims_taken_back_are_told(questions: int, told: str) -> None:
    """Who saw at once where a claim failed read only that it's to be looked at again."""
    turns, reply = [], "Then the second user would read the first one's. So it isn't shared by both."
    for position in range(1, questions + 1):
        at: dict[str, Any] = {"at": AT, "clock": 0.0, "position": position, "probe": 1}
        asked = ev.Probed(n=1, **at, sort="challenge", asks="By whom?", quote="The cache is shared by both users.")
        turn = turn_on(question_of(CACHE), SAID, all_marked(question_of(CACHE), "no"), position)
        turns.append(changed(turn, probes=(asked,), replies=(ev.ProbeAnswered(n=2, **at, text=reply),)))
    assert panel(*turns).manner == told
    held = [
        changed(t, replies=tuple(replace(r, text="Yes, so it is shared by both.") for r in t.replies)) for t in turns
    ]
    assert "took" not in panel(*held).manner


@pytest.mark.parametrize(
    ("reply", "did"),
    [
        ("OK, I was wrong.", "you took it back"),
        ("I was wrong, the cache grows and the weights stay as they are.", "you corrected yourself"),
        ("Because they do, at each token.", ""),
    ],
)
def test_a_false_claim_given_up_is_told(reply: str, did: str) -> None:
    """Who saw at once that they'd said something false read nothing of it, or that they'd met it in a few words."""
    claim = Mistake("The weights grow.", "They stay.", cues=("weights + grow",), challenge="By how much do they grow?")
    question, at = replace(question_of(CACHE), mistakes=(claim,)), {"at": AT, "clock": 0.0, "position": 1, "probe": 1}
    quote = "The weights grow with each token."
    asked = ev.Probed(n=1, **at, sort="challenge", asks=claim.challenge, quote=quote, reply=claim.why)  # type: ignore[arg-type]
    turn = turn_on(question, SAID, all_marked(question, "yes"), 1)
    said = (ev.ProbeAnswered(n=2, **at, text=reply),)  # type: ignore[arg-type]
    turn = Turn(**{**turn.__dict__, "probes": (asked,), "replies": said})
    manner = panel(turn).manner
    told = f"When asked about “{quote}”, {did} (question 1)" if did else "Nothing of it"
    assert manner.startswith(told) is bool(did), manner
    assert "few words" not in manner
    assert "took back a claim" not in manner, "it's said once"
    unlisted = Turn(**{**turn.__dict__, "probes": (replace(asked, asks="And if it isn't?"),)})
    assert "When asked about" not in panel(unlisted).manner, "that needn't be false"


def test_two_fundamentals_are_praised_before_one_twice(llm: Graph) -> None:
    """Two strengths stood under one heading with words of one answer, and another good answer wasn't named."""
    basics = [q for q in llm.questions.values() if q.tier == 1 and q.kind == "discuss" and len(q.rubric) > 3]
    marks: list[Mark] = ["yes", "yes", "no", "no"]
    for area in llm.areas:
        same = [q for q in basics if llm.area_of(q.primary) == area][:4]
        turns = [
            turn_on(q, q.answer, all_marked(q, mark), n)
            for n, (q, mark) in enumerate(zip(same, marks, strict=False), 1)
        ]
        if len(turns) < len(marks):
            continue
        found = panel(*turns).strengths
        assert {position for strength in found for position in strength.positions} == {1, 2}, area
        assert len({strength.title for strength in found}) == len(found), area


def test_how_one_interviews_does_not_depend_on_marks() -> None:
    names = sorted(q.id for q in llm_graph().questions.values() if q.rubric)[:6]
    for text in (SAID, EMPTY):
        said = {
            panel(
                *(turn_on(question_of(x), text, all_marked(question_of(x), mark), n) for n, x in enumerate(names, 1))
            ).manner
            for mark in MARKS
        }
        assert len(said) == 1


# Areas


def standing(area: str, mastery: float, width: float = 0.2, questions: int = 1) -> AreaStanding:
    return AreaStanding(
        area=area, title=area, mastery=mastery, low=mastery - width, high=mastery + width,
        questions=questions, solid=questions, weak=0, checks=0, checks_right=0, weight=1.0, word="not enough yet",
        gaps=0,
    )  # fmt: skip


@pytest.fixture(scope="module")
def any_sitting(llm: Graph) -> Assessment:
    found = assess_interview(interview(llm, 2, level=2.0))
    return replace(found, tonight=(), recommendation=replace(found.recommendation, concerns=()))


def test_areas_within_few_points_do_not_differ(any_sitting: Assessment) -> None:
    level = replace(any_sitting, areas=tuple(standing(f"a{n}", 0.5 + n / 200) for n in range(16)))
    assert areas_apart(level) == []
    assert area_sentences(level) == [NO_AREA]
    assert area_sentences(replace(level, weakest=level.areas[0].area)) == [
        f"You did about the same in every area you answered on, if anything weakest in {level.areas[0].title}."
    ]


def test_no_area_without_an_answer_is_weakest(any_sitting: Assessment) -> None:
    areas = standing("one", 0.5), standing("two", 0.5), standing("none", 0.4, questions=0)
    alone = replace(any_sitting, weakest="none", areas=areas)
    assert area_sentences(alone) == [NO_AREA, "No answer yet: none"]
    before = replace(alone, level=replace(alone.level, earlier=3))
    assert area_sentences(before)[0] == f"{NO_AREA.rstrip('.')}; weakest over all interviews: none."


def test_areas_that_went_otherwise_are_counted(any_sitting: Assessment) -> None:
    """ "No area stands out" stood beside one with three solid answers and one with two that fell short."""
    good, bad = replace(standing("good", 0.55), questions=3, solid=3), replace(standing("bad", 0.5), solid=0)
    level = replace(any_sitting, areas=(bad, good), weakest="bad")
    assert areas_apart(level) == []
    counted = "Only a few answers each: good, 3 of 3 solid; bad, 0 of 1 solid"
    assert area_sentences(level) == [f"{counted}; weakest so far: bad."]
    other = replace(level, weakest="good", level=replace(level.level, earlier=3))  # by what it was before
    assert area_sentences(other) == [f"{counted}; weakest over all interviews: good."]
    alone = replace(other, level=replace(level.level, earlier=0))
    assert area_sentences(alone) == [f"{counted}."]
    high = standing("high", 0.9)
    _, others, *_ = area_sentences(replace(level, areas=(bad, good, high)))
    assert others == counted


def test_a_better_area_needs_an_answer(any_sitting: Assessment) -> None:
    level = [standing(f"a{n}", 0.5) for n in range(5)]

    def apart(*areas: AreaStanding) -> list[tuple[str, bool]]:
        return [(a.area, above) for a, above in areas_apart(replace(any_sitting, areas=(*level, *areas)))]

    assert apart(standing("high", 0.7)) == [("high", True)]
    assert apart(standing("high", 0.7, questions=0)) == []
    assert apart(standing("near", 0.6, 0.02)) == []
    assert apart(standing("low", 0.2)) == []  # only by the rule of tonight's advice


def test_areas_agree_with_tonight_and_the_concerns(sat: list[Assessment]) -> None:
    for found in sat:
        gaps = {item.area for item in found.tonight if item.gap}
        against = {position for concern in found.recommendation.concerns for position in concern.positions}
        held = {q.area for q in found.questions if q.position in against} | {item.area for item in found.tonight}
        for area, above in areas_apart(found):
            assert area.area not in held if above else area.area in gaps


# Whole sittings


@pytest.fixture(scope="module")
def sat(llm: Graph) -> list[Assessment]:
    return assessed(llm, 4)


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
            assert all(" ".join(line.split()) in text for line in entry.detail.splitlines())


def test_no_level_is_listed_twice() -> None:
    words: tuple[Word, ...] = ("yes", "leaning yes", "not yet")
    beside = (LevelWord("junior", 2, "yes"), LevelWord("senior", 4, "not yet"))
    for role, word in product(("junior", "mid", "senior", "staff"), words):
        found = Recommendation("mid", 3, "leaning yes", for_role=word, role_level=role, neighbours=beside)
        line = beside_words(found)
        assert all(line.count(level) == 1 for level in {"junior", "senior"})
        assert line.count(f"{word} for {role}") >= (role == "staff")
        assert ("usual level" in line) == (role == "staff")
        assert "mid" not in line


def test_a_lower_target_is_not_named(llm: Graph) -> None:
    staff = assess_interview(interview(llm, 4, level=3.0), "staff")
    assert staff.level.role_target < staff.level.target
    assert "role asks" not in level_sentence(staff.level)
    assert not own_target(staff.recommendation)
    assert [level for level, _ in levels_beside(staff.recommendation)] == ["senior"]


def test_an_advert_silences_the_roles_target(llm: Graph) -> None:
    parts = {"rag": 0.3, "evaluation": 0.2}
    with_advert, without = (
        assess_interview(interview(llm, 4, level=3.0, advert=advert), "junior") for advert in (parts, {})
    )
    assert "the role at its usual level asks for tier 4" in level_sentence(without.level)
    assert own_target(without.recommendation).startswith("for senior, this role's usual level: ")
    assert "role at its usual level" not in level_sentence(with_advert.level)
    assert "senior" not in beside_words(with_advert.recommendation)
    assert not own_target(with_advert.recommendation)


def test_the_heading_says_what_is_judged(llm: Graph) -> None:
    sitting = interview(llm, 2, level=2.0)
    chosen = assess_interview(sitting)
    assert "judged for" not in session_words(chosen)
    other = assess_interview(sitting, "junior" if chosen.session.seniority != "junior" else "senior")
    assert session_words(other).endswith(f"judged for {other.recommendation.level}")


def test_a_report_in_the_middle_says_so(llm: Graph) -> None:
    """What an interview hadn't come to yet was listed as not asked, with no word that it goes on."""
    begun = assess_interview(interview(llm, 2, level=2.0, until=lambda state: len(state.turns) == 2))
    over = assess_interview(interview(llm, 2, level=2.0))
    for found, is_over in ((begun, False), (over, True)):
        told = session_words(found), "\n".join(first_page(found, 4000)), as_html(found)
        assert [("Full interview, not over yet" in text) for text in told] == [not is_over] * len(told)


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


def test_a_page_folds_its_figures_away(sat: list[Assessment]) -> None:
    for found in sat:
        page, _, inside = as_html(found).partition('<details class="figures">')
        folded, _, after = inside.partition("</details>")
        assert re.search(r"<summary>\s*<h2>Figures</h2>\s*</summary>", folded)
        assert "<h3>Concepts asked about</h3>" in folded
        assert "<table" not in page + after
        debrief, _, drawn = page.partition("<h2>Why each was asked</h2>")
        assert "80% interval" not in debrief
        assert "<svg" not in debrief
        assert drawn.count("<svg") == 3


def test_an_hour_of_nothing_says_what_to_do(sat: list[Assessment]) -> None:
    found = replace(sat[0], recommendation=replace(sat[0].recommendation, strengths=()))
    assert NOTHING_FOR in [entry.text for entry in first_page_entries(found)]


def test_answers_seen_before_are_why_none_is_quoted(sat: list[Assessment]) -> None:
    """ "Say the main point of each answer first" stood beside two outstanding answers that did."""
    found = replace(sat[0], recommendation=replace(sat[0].recommendation, strengths=()))
    good = [q for q in found.questions if q.verdict and not q.fell_short]
    assert good
    seen = replace(found, questions=tuple(replace(q, seen=q in good) for q in found.questions))
    told = [entry.text for entry in first_page_entries(seen)]
    assert SEEN_BEFORE in told
    assert NOTHING_FOR not in told
    short = replace(found, questions=tuple(replace(q, seen=True) for q in found.questions if q not in good))
    assert NOTHING_FOR in [entry.text for entry in first_page_entries(short)]


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
        assert any(plain(concern.reached) in text for text in texts)
        assert not (concern.said and concern.reached)
    if any(may_be_quoted(turn, point) for turn in turns for point in turn.question.rubric):
        assert found.strengths
    if any(turn.scored and turn.scored.verdict not in STRONG for turn in turns):
        assert found.concerns


# Against an advert


def test_every_output_has_the_table_of_the_advert() -> None:
    parts = {"retrieval": 0.3, "safety": 0.108, "inference": 0.104}
    found = assess_interview(interview(llm_graph(), 5, advert=parts, until=lambda s: len(s.turns) > 4))
    areas = found.recommendation.advert_areas
    assert [(a.area, a.of_hundred) for a in areas] == [("retrieval", 30), ("safety", 11), ("inference", 10)]
    for area in areas:
        own = [q for q in found.questions if q.area == area.area and q.verdict]
        assert (area.answers, area.solid) == (len(own), sum(not q.fell_short for q in own))
    assert {area.answers > 0 for area in areas} == {True, False}
    outputs = ["\n".join(first_page(found, width)) for width in (60, 100)]
    outputs += [page_text(as_html(found)), as_markdown(found).replace("**", "").replace("|", " ")]
    for text in (" ".join(output.split()) for output in outputs):
        assert HEAD in text
        assert all(f"{area.title} {area.of_hundred} {shown_words(area)}" in text for area in areas), text
    without = assess_interview(interview(llm_graph(), 5))
    assert HEAD not in "\n".join(first_page(without, 60))
    shared = without_own_words(found)  # it would tell where they apply
    assert HEAD not in as_html(shared) + as_markdown(shared)
    dive = interview(llm_graph(), 5, format="drill", advert=parts)
    assert not assess_interview(dive).recommendation.advert_areas  # it was chosen what is asked


def test_names_of_the_advert_without_question_are_told() -> None:
    names = ("prompt injection", "LoRA", "speculative decoding")
    parts, terms = {"retrieval": 0.3, "safety": 0.1}, (*names, "retrieval", "Kafka")
    all_sat = (interview(llm_graph(), seed, advert=parts, advert_terms=terms) for seed in range(1, 20))
    sat, found = next((one, f) for one in all_sat if (f := assess_interview(one)).recommendation.advert_unmet)
    unmet = found.recommendation.advert_unmet
    asked = {q.id for q in found.questions} | {check.id for check in found.checks}
    said = " ".join(
        f"{turn.said_text} {turn.asked}" for turn in sat.state.turns
    )  # no name of an item has to stand in it
    assert set(unmet) == {term for term in names if term not in said and not items_naming(llm_graph(), (term,)) & asked}
    assert set(unmet) < {*names}
    assert not_met(llm_graph(), terms, ()) == names  # one is too broad, one the bank hasn't
    for text in ("\n".join(first_page(found, 100)), page_text(as_html(found)), as_markdown(found)):
        assert unmet_words(unmet) in " ".join(text.split())
    shared = without_own_words(found)
    assert "more than came up" not in as_html(shared) + as_markdown(shared)
    assert unmet_words(()) == ""
    assert unmet_words([f"t{n}" for n in range(10)]).endswith(
        f"for instance t0, t1, t2, t3, t4, t5, t6 and t7. {LEADS}"
    )


def test_what_a_follow_up_named_has_come_up(llm: Graph) -> None:
    """A name that only the interviewer said, in a follow-up or a fact told, isn't called one that didn't come up."""
    terms = ("prompt injection", "LoRA", "speculative decoding")
    sat = interview(llm, 1, advert={"safety": 0.1}, advert_terms=terms)
    results = question_results(sat.state, llm)
    bare = [replace(q, id="", answer="", follow_ups=(), blocks=()) for q in results]
    assert "speculative decoding" in _unmet(llm, terms, bare, ())
    asked = replace(bare[0], follow_ups=(FollowUp("gap", "Would speculative decoding help there?"),))
    fact = replace(bare[0], blocks=(Block("clarified", "They use speculative decoding."),))
    for told in (asked, fact):
        assert "speculative decoding" not in _unmet(llm, terms, [told, *bare[1:]], ())


def test_what_came_up_in_other_words_is_met(llm: Graph) -> None:
    texts = {q.id: f"{q.prompt} {' '.join(p.point for p in q.rubric)}".lower() for q in llm.questions.values()}
    assert not_met(llm, ("fine-tune",), ()) == ("fine-tune",)
    tuning = [item for item, text in texts.items() if "fine-tuning" in text and "fine-tune" not in text]
    assert all(not not_met(llm, ("fine-tune",), {item}) for item in tuning)
    within = [item for item, text in texts.items() if "injection tests" in text]
    assert within
    assert all(not not_met(llm, ("injection", "prompt injection"), {item}) for item in within)
    for term in ("Datenschutz", "pii", "vllm", "embeddings", "retries"):  # by another word, or a plural
        assert not any(not_met(llm, (term,), {item}) for item in items_naming(llm, (term,)))


def test_a_deep_dive_asks_for_names_first(llm: Graph) -> None:
    terms = ("prompt injection", "jailbreaks", "guardrails")
    settings = {"format": "deep-dive", "area": "safety", "advert": {"safety": 0.3}, "advert_terms": terms}
    for seed in range(2, 6):
        turns = interview(llm, seed, **settings).state.turns  # type: ignore[arg-type]
        assert all(turn.asked.id in items_naming(llm, terms) for turn in turns[:3])


def test_the_reason_names_what_decided_only(llm: Graph) -> None:
    terms = ("agents", "guardrails", "LoRA")  # the first is in too many items to single any out
    told: set[str] = set()
    for seed in range(1, 20):
        if told == {"", "guardrails", "LoRA"}:
            break
        state = interview(llm, seed, advert={"safety": 0.3, "post-training": 0.3}, advert_terms=terms).state
        for turn in state.turns:
            found = re.search(r"The advert mentions ([^.]*)\.", reason_sentences([turn], llm, state.header)[0])
            named = found[1] if found else ""
            told |= set(named.split(", "))
            assert (turn.asked.id in items_naming(llm, terms)) is bool(named)
            assert "advert mentions" not in reason_sentences([turn], llm, replace(state.header, again=Retake("s")))[0]
    assert told == {"", "guardrails", "LoRA"}


@pytest.mark.parametrize("width", [58, 40])
def test_the_advert_table_keeps_to_its_room(width: int) -> None:
    areas = against(llm_graph(), dict.fromkeys(llm_graph().areas, 0.9 / 17))
    assert all(len(line) <= width for line in advert_lines(areas, width))
    assert sum(area.of_hundred for area in areas) == 90
    whole = [area.title for area in areas if len(area.title) <= width - 4 - len("  not asked here")]
    assert all(any(line.startswith(f"{title} ") for line in advert_lines(areas, width)) for title in whole)


def test_the_line_of_the_advert_counts_its_areas() -> None:
    graph = llm_graph()
    weak = turn_on(question_of(CACHE), "", all_marked(question_of(CACHE), "no"))
    areas = against(graph, {"inference": 0.4, "safety": 0.3, "retrieval": 0.2, "agents": 0.1}, weak)
    assert advert_phrases(areas) == [
        "0 of 1 answer solid",
        "no answer yet in Safety and governance and 2 others",
    ]
    more = [replace(areas[0], answers=3), *areas[1:]]
    assert advert_phrases(more)[0] == "all solid in none of its 4 areas"
    assert advert_phrases(areas[1:]) == ["no answer yet in its 3 areas"]
    assert advert_phrases(()) == []


def test_a_subject_praised_and_held_against_says_so() -> None:
    question = question_of(CACHE)
    good = turn_on(question, SAID, all_marked(question, "yes"))
    alone = panel(good).strengths
    both = panel(good, turn_on(question, EMPTY, all_marked(question, "no"), 2)).strengths
    assert alone
    assert both
    assert not any("another answer fell short" in strength.title for strength in alone)
    assert sum("(another answer fell short)" in strength.title for strength in both) == 1  # once of each subject


def test_answers_a_concern_only_counts_are_named(llm: Graph) -> None:
    """ "Only half there in 7 of 13 answers, for instance on" three: two others stood nowhere on the page."""
    found = assess_interview(interview(llm, 3, level=4.0))
    short = [replace(q, verdict="borderline", by_points="borderline") for q in found.questions if q.concept_title][:5]
    names = [in_sentence(q.concept_title or "") for q in short]
    concern = Concern(f"A must-have was only half there in 5 of 5 answers, for instance on {'; '.join(names[:3])}",
                      "", "", tuple(q.position for q in short))  # fmt: skip
    held = replace(found.recommendation, concerns=(concern,))
    told = short_as_well(replace(found, questions=tuple(short), recommendation=held))
    assert told == f"Also short of solid: {names[3]} (borderline); {names[4]} (borderline)."
    few = replace(held, concerns=(replace(concern, positions=concern.positions[:3]),))
    assert short_as_well(replace(found, questions=tuple(short[:3]), recommendation=few)) == ""


def test_every_answer_that_fell_short_is_named(llm: Graph) -> None:
    """All answers are made to fall short: beside concerns of their own, beside one of a single answer, and none."""
    found = assess_interview(interview(llm, 2, level=2.6))
    asked = [q for q in found.questions if q.verdict and q.kind != "experience"]
    short = tuple(replace(q, verdict="borderline", by_points="borderline") for q in asked)
    one = Concern("One of them", "", "", (short[0].position,))
    for concerns in (found.recommendation.concerns, (one,), ()):
        held = replace(found.recommendation, concerns=concerns)
        fell = replace(found, questions=short, recommendation=held)
        told = {at for concern in concerns for at in concern.positions}
        note = short_as_well(fell)
        left_out = [in_sentence(q.concept_title or "") for q in short if q.position not in told]
        assert left_out
        assert all(note.count(f"{name} (borderline") == 1 for name in left_out)  # twice or more is said as such
        assert note in [entry.text for entry in first_page_entries(fell) if entry.kind == "note"]
    assert short_as_well(replace(found, questions=tuple(replace(q, verdict="solid") for q in short))) == ""


def test_a_story_told_again_is_quoted() -> None:
    question = next(q for q in llm_graph().questions.values() if q.kind == "experience")
    told = "Keyword search found the right clause for 41% of 120 questions, and my hybrid index for 78%. "
    turn = changed(turn_on(question, told * 2, {}, verdict="solid"), shown_before=True)
    assert "41%" in panel(turn).strengths[0].quote


def test_a_story_short_of_solid_says_why() -> None:
    question = next(q for q in llm_graph().questions.values() if q.kind == "experience")
    told = (
        "I built it myself. Before, keyword search found 41% of 120 clauses; with my index it was 78%. "
        "The first version failed on tables, so I decided against the OCR product because of its price."
    )
    (concern,) = panel(turn_on(question, told, {}, verdict="borderline")).concerns
    label, _, more = concern.lacked.partition(": ")
    assert label == "nothing that stands out; what makes such a story solid"
    assert concern.say == ""  # where all was told, no sentence begins what was left out
    assert 1 <= len(parts := more.split("; ")) <= 2
    assert all(stems(part.removeprefix("that you ")) <= stems(question.anchors[2]) for part in parts)
    assert not re.search("choice|failure|compare", more), "what was told is no advice"
    (plain,) = panel(turn_on(question, "We tried some things.", {}, verdict="borderline")).concerns
    assert "a number" in plain.lacked


@pytest.mark.parametrize(
    ("reply", "missing"),
    [
        ("We thought about one long prompt with all of it, far too slow and dear for each chat, so no.", False),
        ("Hm, nothing, really. I can't think of one that we looked at, to be honest with you.", True),
        ("No.", True),
    ],
)
def test_what_a_follow_up_asked_for_was_told(reply: str, missing: bool) -> None:
    """ "Missing: what you decided against" was said of a reply that told of two, in words of its own."""
    question = next(q for q in llm_graph().questions.values() if q.kind == "experience")
    told = "I built it myself. It found 41% of 120 clauses before, and 78% with my index. It failed on tables at first."
    at: dict[str, Any] = {"at": AT, "clock": 0.0, "position": 1, "probe": 0}
    asked = ev.Probed(n=1, **at, sort="drill", asks="What did you decide against?")
    turn = turn_on(question, told, {}, verdict="borderline")
    turn = changed(turn, probes=(asked,), replies=(ev.ProbeAnswered(n=2, **at, text=reply),))
    (concern,) = panel(turn).concerns
    assert ("what you decided against" in concern.lacked) == missing
    assert ("I decided against" in concern.say) == missing


def test_an_addition_is_advised_after_its_equals() -> None:
    """ "Names a cause besides the two others" was said before the cause that it stands beside."""
    question = llm_graph().questions["constrained-output-got-worse-answers"]
    marks: dict[str, Mark] = {p.id: "no" if p.id in {"boundary", "mask-distorts"} else "yes" for p in question.rubric}
    found = shortfall_of(
        turn_on(question, "I don't.", marks, verdict="borderline"),
        llm_graph(),
        role_of(llm_graph(), "applied-engineer"),
        3,
    )
    assert found is not None
    assert [point.id for point in found.missed] == ["mask-distorts", "boundary"]


def test_what_a_word_means_is_praised_last() -> None:
    """A textbook sentence was quoted, though the same answer said what follows from it."""
    question = next(q for q in llm_graph().questions.values() if q.rubric and q.kind == "discuss")
    turn, point = turn_on(question, "Yes.", {}, verdict="solid"), question.rubric[0]
    bare, more = "Asynchronous means that I send it and go on", "Asynchronous calls let me send it and go on"
    role = llm_graph().roles["applied-engineer"]
    assert _worth(turn, point, role, bare) < _worth(turn, point, role, more) - 1


def test_a_short_story_is_named_as_such(llm: Graph) -> None:
    """Under the title of its concept it spoke against an area that the same page had no answer on."""
    found = assess_interview(interview(llm, 3, level=4.0))
    first = next(q for q in found.questions if q.verdict)
    story = replace(first, kind="experience", verdict="borderline", by_points=None, points=())
    bare = replace(found.recommendation, concerns=())
    told = short_as_well(replace(found, questions=(story,), recommendation=bare))
    assert told == "Also short of solid: your own project (borderline)."


def test_what_is_asked_next_names_its_level() -> None:
    question = min(llm_graph().questions.values(), key=lambda q: q.tier)
    turn, graph = turn_on(question, SAID, all_marked(question, "yes")), llm_graph()
    found = debriefed(Recommendation("mid", 3, ""), [turn], graph, role_of(graph, "applied-engineer"), chosen=True)
    assert all("that level" not in phrase for phrase in found.changes)
    assert any("at mid level" in phrase for phrase in found.changes)


def test_an_answer_mostly_unheard_is_no_strength() -> None:
    """A paragraph of filler, all of it marked as met, may hold the words of a point by chance."""
    question = question_of(CACHE)
    turn = turn_on(question, SAID, all_marked(question, "yes"))
    assert turn.scored is not None
    found = panel(turn).strengths
    assert found
    for unheard, praised in ((2, True), (3, False), (5, False)):
        read = changed(turn, scored=replace(turn.scored, heard=0.3, unheard=(5, unheard, 0, 0)))
        assert (panel(read).strengths == found) == praised
        assert bool(panel(read).strengths) == praised


@pytest.mark.parametrize(("chance", "said"), [(0.108, "Most people leave fewer."), (0.4, "")])
def test_points_unheard_are_told_beside_honest_people(llm: Graph, chance: float, said: str) -> None:
    found = assess_interview(interview(llm, 3, level=4.0))
    heard = HeardResult(answers=9, unread=0, met=62, unheard=16, chance=chance, sentence="")
    shown = replace(found, heard=heard, recommendation=replace(found.recommendation, contradicted=False))
    told = next(entry.text for entry in first_page_entries(shown) if "I couldn't find 16 in your words" in entry.text)
    assert told.partition("Look again?")[2].strip() == said
    holding = [replace(q, unheard=n) for q, n in zip(found.questions, (0, 9, 2, *[0] * 99), strict=False)]
    numbers = " and ".join(str(q.number) for q in holding[1:3])
    assert f"They were in answers {numbers}. Look again?" in with_places(told, replace(shown, questions=(*holding,)))


def test_doubted_marks_alone_praise_nobody() -> None:
    graph, question = llm_graph(), question_of(CACHE)
    spoken = turn_on(question, "", all_marked(question, "yes"), spoken=True)
    role, word = role_of(graph, "applied-engineer"), Recommendation("mid", 3, "leaning yes")
    assert debriefed(word, [spoken], graph, role).strengths
    assert debriefed(word, [spoken], graph, role, doubted=True).strengths == ()
