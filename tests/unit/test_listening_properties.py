"""What holds for every text: quotes are exact, shares are shares, and more said is never less heard."""

import re
from collections.abc import Callable
from functools import cache
from time import process_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simulator.engine.choice.asked_back.facts import asked_for
from simulator.engine.choice.listening import coverage, heard, mistakes_heard
from simulator.graph.listening.cues import alternatives, compile_cue
from simulator.graph.listening.spoken import Spoken
from simulator.graph.records import Question
from tests.graphs import llm_graph
from tests.some import examples


@cache
def bank() -> list[Question]:
    return [question for question in llm_graph().questions.values() if question.rubric]


@cache
def cues_of(question: Question) -> list[str]:
    cues = (said.cues for sort in (question.rubric, question.mistakes, question.clarifications) for said in sort)
    return [cue for some in cues for cue in some]


@cache
def words_of(question: Question) -> list[str]:
    return [text for cue in cues_of(question) for part in alternatives(cue) for text in part] or ["no"]


def slipped(words: str) -> str:
    """A text with its third and fourth letter swapped."""
    return f"{words[:2]}{words[3:4]}{words[2:3]}{words[4:]}"


@st.composite
def answers(draw: st.DrawFn) -> tuple[Question, str]:
    """A question, and a text of anything at all, of bits of its cues and of words that turn things round."""
    question = draw(st.sampled_from(bank()))
    bits = st.one_of(
        st.sampled_from(words_of(question)),
        st.sampled_from(["not", "don’t", "rather than", "only", "but", ".", "\n", ",", "(", "1e999", "2 ^ 9", "e.g."]),
        st.text(max_size=8),
    )
    return question, " ".join(draw(st.lists(bits, max_size=60)))


@st.composite
def said(draw: st.DrawFn) -> tuple[Question, str]:
    """A question, and one of its cues said aloud, perhaps with slips of the fingers."""
    question = draw(st.sampled_from([question for question in bank() if cues_of(question)]))
    parts = [draw(st.sampled_from(part)) for part in alternatives(draw(st.sampled_from(cues_of(question))))]
    return question, " ".join(slipped(part) if draw(st.booleans()) else part for part in parts)


def whole(question: Question, text: str) -> set[str]:
    """The cues of a question that are found whole in a text."""
    spoken = Spoken.of(text)
    hits = {cue: spoken.find(compile_cue(cue)) for cue in cues_of(question)}
    return {cue for cue, hit in hits.items() if hit is not None and hit.share == 1}


@given(answers())
@settings(max_examples=examples(200), deadline=None)
def test_quotes_and_shares_hold_for_any_text(answer: tuple[Question, str]) -> None:
    question, text = answer
    found = heard(question, text)
    assert list(found) == [point.id for point in question.rubric]
    for one in (*found.values(), *mistakes_heard(question, text).values()):
        assert 0 <= one.share <= 1
        assert one.quote == text[one.start : one.end]
        assert one.words in " ".join(text.split())
    assert 0 <= coverage(question, found) <= 1
    assert set(asked_for(text, question.clarifications)) <= set(range(len(question.clarifications)))


@given(said(), st.sampled_from(["", " not", " isn't"]), st.data())
@settings(max_examples=examples(200), deadline=None)
def test_no_cue_is_lost_by_saying_more(answer: tuple[Question, str], end: str, data: st.DataObject) -> None:
    question, text = answer[0], f"{answer[1]}{end}."
    more = data.draw(st.sampled_from([text, "Only that. Never.", question.prompt, ". ".join(words_of(question))]))
    assert whole(question, text) <= whole(question, f"{text}\n\n{more}")


CHANGES = {"upper": str.upper, "lower": str.lower, "hyphens": lambda text: text.replace(" ", "-")}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@given(answer=said())
@settings(max_examples=examples(100), deadline=None)
def test_case_and_hyphens_change_nothing(change: Callable[[str], str], answer: tuple[Question, str]) -> None:
    question, text = answer
    assume(all(letter.isascii() and (letter.isalpha() or letter == " ") for letter in text))
    assume(not re.search(r"\b\w \w\b", text))  # "M V" in capitals is spelt out, and one word
    assert whole(question, text) <= whole(question, change(text))


HOSTILE = {
    "one word a lot": "cache " * 16_700,
    "one long word": "a" * 100_000,
    "regex bait": "(a+)+$" * 16_000,
    "bidi": "\u202eabc\u2066 " * 16_000,
    "signs without spaces": "不" * 33_000,
    "one number": "1" * 100_000,
    "numbers": "1,000.5 " * 12_500,
    "numbers spelt": "hundred and " * 8_000,
    "negations": "not " * 25_000,
    "taken back": "no, sorry, " * 9_000,
    "disclaimed": "i don't know how " * 6_000,
    "hyphens": "a-" * 50_000,
    "commas": "a," * 50_000,
    "line ends": "\n" * 100_000,
    "quotation marks": '“"' * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_heard_in_time(name: str) -> None:
    """Some take a tenth of a second; what grows with the square of the length would take minutes."""
    question = llm_graph().questions["sliding-window-stream-collapses"]
    before = process_time()
    found = heard(question, HOSTILE[name])
    mistakes_heard(question, HOSTILE[name])
    asked_for(HOSTILE[name], question.clarifications)
    assert process_time() - before < 3
    assert all(0 <= one.share <= 1 for one in found.values())
