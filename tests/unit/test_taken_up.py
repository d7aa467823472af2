"""The interviewer shows that they listened: whole interviews of typed text, what is asked in them and what is said."""

import re
from collections import Counter
from dataclasses import replace as changed
from functools import cache
from itertools import pairwise

import msgspec
import pytest

from simulator.engine.choice.reasons import Reason, sentence
from simulator.engine.choice.told.transitions import LEADS_ELSEWHERE, LED, MENTIONED, taken_up
from simulator.graph.listening.mentioned import own_terms, says_name
from simulator.report.export.files import without_said
from simulator.report.reasons_told import reason_before_reference, reason_in_the_room, reason_sentences
from simulator.session.brought_up import leading_to, takes_up_aloud, took_up
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn
from simulator.ui.expected import expected_words
from simulator.ui.interviewer import MORE_ASKED, MORE_THAN_PLANNED, YET_ANOTHER, lead_in, reply_words
from tests.graphs import llm_graph
from tests.typed_interviews import PREFERENCES, SERVING, typed
from tests.unit.test_report_debrief import all_marked, question_of, turn_on

SITTINGS = (
    (PREFERENCES, 1, "research-scientist"),
    (SERVING, 2, "inference-engineer"),
    (SERVING, 4, "applied-engineer"),
)
TOLD = re.compile(r"You mentioned [^.]*, so here are|You brought up [^.]*, so let's carry on|, then, as you mentioned")


@cache
def sat(story: str, seed: int, role: str) -> State:
    return typed(story, seed, role=role)


@pytest.fixture(params=SITTINGS, ids=["preferences", "serving", "applied"])
def state(request: pytest.FixtureRequest) -> State:
    return sat(*request.param)


def questions(state: State) -> list[Turn]:
    return [turn for turn in state.turns if turn.check is None]


def leads(state: State) -> list[str]:
    return [lead_in(state, turn, llm_graph()) for turn in questions(state)]


def said_by(turn: Turn, state: State) -> str:
    """All that the candidate had said before a question."""
    return " / ".join(t.said_text for t in questions(state) if t.position < turn.position)


def test_a_story_leads_to_what_it_was_about() -> None:
    """An opening on DPO and reward models was followed by a question on mixtures of experts."""
    for story, seed, role in SITTINGS:
        state = sat(story, seed, role)
        wanted = "post-training" if story == PREFERENCES else "inference"
        first = questions(state)[1]
        assert questions(state)[0].is_story
        assert first.asked.area == wanted
        assert TOLD.search(lead_in(state, first, llm_graph()))
        assert "in your story" in reason_in_the_room(first, llm_graph(), state.header)


def test_without_own_words_nothing_is_taken_up() -> None:
    state = typed("We had a plan and it went well in the end. I measured it.", 3, plain=True)
    assert not [turn for turn in state.turns if took_up(turn) or turn.asked.reason["touched"]]
    assert not [words for words in leads(state) if "mentioned" in words or TOLD.search(words)]


def test_only_own_words_are_taken_up(state: State) -> None:
    taken = [turn for turn in questions(state) if took_up(turn)]
    assert taken
    for turn in taken:
        own = {term.words for term in own_terms(llm_graph(), said_by(turn, state).replace(" / ", "\n\n"))}
        assert took_up(turn) in own
    assert max(Counter(took_up(turn).lower() for turn in taken).values()) == 1


def test_a_word_is_taken_up_once_in_three(state: State) -> None:
    aloud = [n for n, words in enumerate(leads(state)) if TOLD.search(words) or is_taken(words)]
    assert all(later - earlier >= 3 for earlier, later in pairwise(aloud))


def is_taken(words: str) -> bool:
    starts = [lead.partition("{words}")[0] for lead in (*MENTIONED, *LEADS_ELSEWHERE, *LED)]
    return words.startswith(tuple(starts))


def test_a_lead_in_tells_no_hidden_subject(state: State) -> None:
    """A word is said only before a question that says it too: "speculative decoding" may be the answer."""
    for turn, words in zip(questions(state), leads(state), strict=True):
        early = reason_before_reference(turn, llm_graph(), state.header)
        of_story = bool(turn.asked.reason.get("story"))  # which says what it was about, and no more
        if not of_story and (is_taken(words) or "mentioned" in early):
            (term,) = own_terms(llm_graph(), f"We used {took_up(turn)}.")
            assert says_name(turn.question.prompt, took_up(turn)) or turn.question.primary not in term.concepts


@pytest.mark.parametrize(
    ("question", "words", "aloud"),
    [
        ("write-the-fp8-training-recipe", "bf16", True),
        ("memory-slots-or-experts", "FLOP", False),
        ("ways-to-spend-test-time-compute", "reward model", True),
    ],
)
def test_a_word_in_passing_leads_nowhere(question: str, words: str, *, aloud: bool) -> None:
    """ "You mentioned FLOP. Let's go into that." came before a question that only compares at equal FLOPs."""
    turn = turn_on(question_of(question), "", all_marked(question_of(question), "yes"))
    taking = changed(turn, asked=msgspec.structs.replace(turn.asked, reason={**turn.asked.reason, "mentioned": words}))
    assert takes_up_aloud(llm_graph(), taking) == aloud


def test_what_leads_to_a_subject_is_near_it() -> None:
    """ "You mentioned warm-up earlier. Let's talk about foundations." was said before a question on tokenisers."""
    graph, asked = llm_graph(), question_of("two-terabytes-saved-in-passing")
    said = turn_on(asked, "We used a warm-up of 2,000 steps.", all_marked(asked, "yes"))
    by_concept = {question.primary: question for question in graph.questions.values()}
    for concept, leads in (("tokenization", ""), ("backprop-and-gradients", "warm-up")):
        away = Reason("new-thread", concept, 2, 0.1, leaves="pretraining")
        assert leading_to(graph, [said], away, by_concept[concept]) == leads


def test_a_name_without_article_is_quoted() -> None:
    """ "You mentioned embedding model." lacked an article."""
    for name, words in (("embedding model", "“embedding model”"), ("MoE", "MoE")):
        reason = Reason("sibling", "text-embeddings", 2, 0.1, mentioned=name)
        assert f" {words}" in f" {taken_up(reason, llm_graph(), 0)}"
        assert words in sentence(reason, llm_graph())


@pytest.mark.parametrize(("elsewhere", "again", "said"), [(False, True, ""), (True, False, "to"), (True, True, "back")])
def test_one_is_taken_back_to_a_subject(elsewhere: bool, again: bool, said: str) -> None:
    """ "You mentioned RAG. That takes us to agents" was said to somebody who'd just talked about agents."""
    reason = Reason("sibling", "text-embeddings", 2, 0.1, mentioned="MoE")
    area = "retrieval and RAG"
    for nth in range(4):
        words = taken_up(reason, llm_graph(), nth, elsewhere=elsewhere, again=again)
        assert (area in words) == bool(said)
        assert ("back to" in words) == (said == "back")


def test_a_story_area_is_no_news_later(state: State) -> None:
    """ "Post-training, which we hadn't gone into yet" was said after a story of nothing else."""
    for turn in questions(state):
        told = reason_sentences([turn], llm_graph(), state.header)[0]
        if turn.asked.reason["touched"]:
            assert "hadn't gone into" not in told
            assert "only come up in" not in told


def test_what_an_answer_was_about_is_no_news() -> None:
    graph = llm_graph()
    concept = next(c.id for c in graph.concepts.values() if c.area == "safety")
    new = Reason("new-thread", concept, 2, 0.1, leaves="agents", finds="weight", met="check")
    assert "only come up in a quick check" in sentence(new, graph)
    assert "which you touched on in your story" in sentence(msgspec.structs.replace(new, touched="story"), graph)
    assert "come up" not in sentence(msgspec.structs.replace(new, touched="answer"), graph)


def test_no_two_are_taken_up_alike() -> None:
    concept = next(iter(llm_graph().concepts))
    reason = Reason("sibling", concept, 2, 0.1, mentioned="LoRA")
    said = [taken_up(reason, llm_graph(), n) for n in range(4)]
    assert len(set(said)) == 4
    assert all("LoRA" in words for words in said)


def test_that_areas_weigh_much_is_said_twice(state: State) -> None:
    """It stood in eight of sixteen reasons, for five areas."""
    told = [reason_in_the_room(t, llm_graph(), state.header, state.turns) for t in state.turns]
    for phrase in ("a big part of this role", "is part of this role"):
        areas = [t.asked.area for t, words in zip(state.turns, told, strict=True) if phrase in words]
        assert len(areas) == len(set(areas)) <= 2


def test_a_spoken_reason_has_no_tier_in_brackets(state: State) -> None:
    spoken = [reason_in_the_room(turn, llm_graph(), state.header) for turn in state.turns]
    assert not [words for words in spoken if re.search(r"\(tier \d", words)]
    assert any("(tier" in reason_sentences([turn], llm_graph(), state.header)[0] for turn in state.turns)


def test_every_open_question_has_a_reason(state: State) -> None:
    """ "Ask me that again, once you've seen the reference" was all that one was told."""
    for turn in state.turns:
        early = reason_before_reference(turn, llm_graph(), state.header)
        assert early.endswith(".")
        assert not re.search(r"\b(?:There was|We had)\b", early)


def test_a_story_in_no_asked_area_changes_nothing() -> None:
    """An area that the role doesn't ask for gives way, as the other rules do."""
    spoken = "I built a voice assistant: ASR and TTS, then a vision-language model with a ViT encoder in front of CLIP."
    state = typed(spoken, 2, role="inference-engineer", plain=True)
    weights = llm_graph().roles["inference-engineer"].areas
    first = questions(state)[1]
    assert weights.get("multimodal", 0.0) < sum(weights.values()) * 0.5 / len(llm_graph().areas)
    assert first.asked.area != "multimodal"


@pytest.mark.parametrize(
    ("gave_way", "rests", "said"),
    [
        (("outside the tiers of this stage",), False, "I've nothing as hard left close to it, so an easier one"),
        ((), True, "Now something that it rests on"),
        ((), False, "Now something close to it"),
    ],
)
def test_an_easier_one_has_a_true_reason(gave_way: tuple[str, ...], rests: bool, said: str) -> None:
    """ "Your answer was solid. An easier one, close to it" is no reason."""
    graph = llm_graph()
    first, second = [c.id for c in graph.concepts.values() if c.area == "inference"][:2]
    reason = Reason("sibling", second, 2, 0.1, first, 4, "solid", hops=1, rests=rests, gave_way=gave_way)
    told = sentence(reason, graph)
    assert f"was solid. {said}" in told
    assert ("easier" in told) == bool(gave_way)


def test_a_number_passed_is_told_of_once() -> None:
    """ "Question 10" after "question 9 of about 9" came without a word."""
    state = sat(*SITTINGS[0])
    quick = [turn for turn in questions(state) if MORE_THAN_PLANNED in lead_in(state, turn, llm_graph())]
    for turn in quick:
        before = questions(state)[turn.asked.number - 2]
        assert expected_words(state, before, llm_graph()) == f"of about {before.asked.number}"
    assert len(quick) <= 1
    ninth, tenth = (clocked(state, number, minute) for number, minute in ((9, 40.0), (10, 41.0)))
    longer = changed(state, turns=(*state.turns[:2], *renumbered(ninth, tenth)))
    words = lead_in(longer, longer.turns[-1], llm_graph())
    assert words.startswith(MORE_THAN_PLANNED)


def clocked(state: State, number: int, minute: float) -> Turn:
    turn = questions(state)[2]
    return changed(turn, asked=msgspec.structs.replace(turn.asked, number=number, clock=minute * 60))


def renumbered(*turns: Turn) -> list[Turn]:
    """The same as the third item and so on."""
    return [changed(t, asked=msgspec.structs.replace(t.asked, position=n)) for n, t in enumerate(turns, start=3)]


def test_a_second_follow_up_is_no_last_one(state: State) -> None:
    """ "One more follow-up." was followed by "Another follow-up."."""
    turn = next(turn for turn in questions(state) if turn.probes)
    for count, group in ((2, MORE_ASKED), (3, YET_ANOTHER)):
        there = changed(turn, probes=(turn.probes[0],) * count, replies=turn.replies[:1], scored=None)
        now = changed(state, turns=(*state.turns[: turn.position - 1], there), closed=None, ended=None)
        assert reply_words(now, 5) in group
    assert not [words for words in MORE_ASKED if "more" in words]


def test_no_own_word_is_shared_in_a_reason() -> None:
    """A report without one's own words told some of them in the reasons."""
    told = [
        reason_sentences([turn], llm_graph(), state.header)[0]
        for state in map(unpacked, SITTINGS)
        for turn in taken(state)
    ]
    words = [took_up(turn) for state in map(unpacked, SITTINGS) for turn in taken(state)]
    assert told
    for reason, own in zip(told, words, strict=True):
        shared = re.sub(r"“[^”]*”", "", without_said(reason))
        assert own in reason
        assert not says_name(shared, own)


def unpacked(sitting: tuple[str, int, str]) -> State:
    return sat(*sitting)


def taken(state: State) -> list[Turn]:
    return [turn for turn in questions(state) if took_up(turn)]
