"""What a deep dive begins with: the concept that it was started on, or what an advert names and nobody asked yet."""

from typing import Any

import pytest

from simulator.graph.job_advert.naming import items_naming, not_met
from simulator.graph.records import Graph
from simulator.session.header import Settings
from simulator.session.interview.history import past_session
from simulator.session.presets import deep_dive
from tests.reporting import interview, reading_of

CONCEPTS = ("speculative-decoding", "prefill-and-decode", "prompt-injection-and-jailbreaks", "chunking-and-parsing")
NAMED = ("speculative decoding", "continuous batching", "KV cache")


def first_of(llm: Graph, seed: int, **settings: Any) -> str:
    """The first question of a deep dive."""
    sat = interview(llm, seed, format="deep-dive", until=lambda state: bool(state.turns), **settings)
    return next(turn.asked.id for turn in sat.state.turns if turn.check is None)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_a_deep_dive_begins_with_its_concept(llm: Graph, concept: str) -> None:
    assert deep_dive(Settings(), "inference", 10.0, concept).concept == concept
    for seed in range(3):
        first = first_of(llm, seed, area=llm.area_of(concept), concept=concept)
        assert llm.questions[first].primary == concept


def test_a_deep_dive_begins_with_what_is_unmet(llm: Graph) -> None:
    parts = {"inference": 0.5}
    for seed in range(3):
        first = first_of(llm, seed, area="inference", advert=parts, advert_terms=NAMED)
        assert first in items_naming(llm, NAMED)
        before = interview(llm, seed, format="deep-dive", area="inference", advert=parts, advert_terms=NAMED)
        past = past_session(reading_of(before))
        left = not_met(llm, NAMED, set(past.asked))
        again = first_of(llm, seed, area="inference", advert=parts, advert_terms=NAMED, past=[past])
        assert not left or again in items_naming(llm, left)


def test_a_concept_called_so_is_what_is_named(llm: Graph) -> None:
    of_concept = {q.id for q in llm.questions.values() if q.primary == "speculative-decoding"}
    assert of_concept <= items_naming(llm, ("speculative decoding",))


def test_what_an_answer_says_came_up(llm: Graph) -> None:
    assert not_met(llm, NAMED, set()) == NAMED
    assert not_met(llm, NAMED, set(), ["A KV-cache, then speculative-decoding."]) == ("continuous batching",)
