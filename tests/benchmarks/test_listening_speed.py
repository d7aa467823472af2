"""Time to listen to an answer of 400 words, on the real bank; run by `make bench`."""

from statistics import median
from time import process_time

import pytest

from simulator.engine.choice import listening
from simulator.engine.choice.listening import heard, mistakes_heard
from simulator.graph.listening import cues, words
from simulator.graph.load import load
from simulator.graph.records import Question
from tests.isolation import ROOT

BUDGET_MS = 15.0
ALLOWED = 3.0  # the budget is of a quiet machine; here it only guards the order of magnitude
POINTS = (8, 9)  # of a large rubric


@pytest.mark.slow
def test_a_long_answer_is_heard_in_time() -> None:
    questions = [q for q in load(ROOT / "graphs" / "llm").questions.values() if len(q.rubric) in POINTS]
    assert len(questions) >= 5
    # one after the other: what a new program forgets is that of all questions
    first, second = zip(*((_took(question), _took(question, fresh=False)) for question in questions), strict=True)
    print(f"400 words, {len(questions)} questions: first {median(first):.1f} ms, again {median(second):.1f} ms")  # noqa: T201
    assert median(first) < BUDGET_MS * ALLOWED


def _took(question: Question, *, fresh: bool = True) -> float:
    """Milliseconds of the processor for points and mistakes; `fresh` as in a new program."""
    text = " ".join(f"{question.answer} {question.exemplar}".split()[:400])
    text += " filler" * (400 - len(text.split()))
    if fresh:
        words.stem.cache_clear()
        cues.compile_cue.cache_clear()
        cues._phrases.cache_clear()
        cues.Phrase.of.cache_clear()
    listening._listen.cache_clear()
    start = process_time()
    heard(question, text)
    mistakes_heard(question, text)
    return (process_time() - start) * 1000
