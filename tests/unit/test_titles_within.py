"""A title within a sentence: a name keeps its capital, and what the bank writes small is small."""

import pytest
from msgspec.structs import replace

from simulator.graph.records import Graph
from simulator.graph.speech import title_within
from tests.graphs import llm_graph


def told(definition: str) -> Graph:
    """The bank with one definition and nothing else that is said."""
    graph = llm_graph()
    concept = next(iter(graph.concepts.values()))
    return replace(graph, concepts={concept.id: replace(concept, definition=definition)}, questions={}, checks={})


@pytest.mark.parametrize(
    ("title", "definition", "within"),
    [
        ("Kubernetes basics", "You run it on Kubernetes, or let Kubernetes run it.", "Kubernetes basics"),
        ("Transformers library", "The library is called Transformers.", "Transformers library"),
        ("Grundlagen", "Man lernt die Grundlagen, und mit den Grundlagen alles.", "Grundlagen"),
        ("Rome", "All roads lead to Rome.", "Rome"),
        ("Foundations", "Foundations matter. The foundations come first.", "foundations"),
        ("Retrieval and RAG", "Retrieval is a search, and retrieval is cheap.", "retrieval and RAG"),
        ("Serving", "Nothing here says it.", "serving"),
        ("Pod", "A Podcast is none, and a Pod-like thing is neither.", "pod"),
        ("NoSQL stores", "They are called nosql stores.", "NoSQL stores"),
        ("", "Nothing.", ""),
    ],
)
def test_a_name_keeps_its_capital(title: str, definition: str, within: str) -> None:
    assert title_within(told(definition), title) == within


def test_areas_of_the_bank_stay_small() -> None:
    graph = llm_graph()
    assert all(title_within(graph, area.title)[0].islower() for area in graph.areas.values())
