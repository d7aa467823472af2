"""Lines that are broken within a sentence are read as one; lists, notes, code and paragraphs as they stand."""

import textwrap

import pytest

from simulator.engine.choice.listening import heard, listen_to
from simulator.graph.listening.wrapped import unwrapped
from simulator.graph.records import Point, Question
from tests.graphs import llm_graph

SAID = (
    "The weights stay where they are. For every token of every user the keys and values of all earlier tokens are "
    "kept, so that at 200 ms a step the KV cache is what grows with the users and not the model itself."
)
LISTS = [
    "I would look at these things before any other:\n- the keys and values of all earlier tokens\n- the weights",
    "the keys and values of all the earlier tokens\nweights are read once for the whole batch of users",
    "Paging helps.\n\nit does nothing for the weights",
    "The batch is split over all eight of the devices\n1. by heads\n2. by layers",
    "Here the largest of each row is taken away first\nshifted = logits - logits.max()",
    "# What I would measure first of everything there is\nthe queue and its length",
]


@pytest.mark.parametrize("width", [44, 60, 80])
def test_a_wrapped_answer_is_one_text(width: int) -> None:
    assert unwrapped(textwrap.fill(SAID, width)) == SAID


@pytest.mark.parametrize("text", LISTS)
def test_lists_notes_and_code_keep_their_lines(text: str) -> None:
    assert unwrapped(text) == text


def test_code_in_a_fence_keeps_its_lines() -> None:
    text = f"```\n{textwrap.fill(SAID, 60)}\n```"
    assert unwrapped(text) == text


def test_lines_typed_one_by_one_make_a_sentence() -> None:
    lines = "Long context: you read the KV cache too, for the 8B\nthat's 128 kilobytes a token. So it isn't much.\nNext"
    assert unwrapped(lines).count("\n") == 1
    assert len({token.sentence for token in listen_to(lines).tokens}) == 3


def test_a_quote_goes_on_over_a_line_end() -> None:
    point = Point(id="both", point="Says that both halves are sent", weight=1, cues=("halves + sent",))
    question = Question(
        id="q",
        kind="discuss",
        concepts=("c",),
        tier=1,
        prompt="What happens?",
        answer="Both halves are sent.",
        rubric=(point,),
    )
    text = "What we do there in the end is that both of the halves\nare sent to the other side."
    found = heard(question, text)["both"]
    assert (found.start, found.quote) == (0, text[: found.end])
    assert "sent to the other side" in found.quote


def test_wrapped_answers_of_the_bank_sound_the_same() -> None:
    for question in list(llm_graph().questions.values())[::40]:
        text = " ".join(question.answer.split("\n\n")[0].split())
        if not text.isascii() or "`" in text or " = " in text:
            continue
        whole, wrapped = heard(question, text), heard(question, textwrap.fill(text, 70, break_on_hyphens=False))
        assert {name: found.share for name, found in whole.items()} == pytest.approx(
            {name: found.share for name, found in wrapped.items()}, abs=0.1
        )
