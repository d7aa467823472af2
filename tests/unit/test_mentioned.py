"""Which names of the bank somebody's own words say, and what is no such name."""

import pytest

from simulator.graph.listening.mentioned import own_terms, questions_naming, says_name
from tests.graphs import llm_graph


def named(text: str) -> list[str]:
    return [term.words for term in own_terms(llm_graph(), text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We moved from DPO to GRPO, since the reward model liked length.", ["DPO", "GRPO", "reward model"]),
        ("Speculative decoding paid at low load. Then prefix caching.", ["speculative decoding", "prefix caching"]),
        (
            "Continuous batching first. Mamba layers, and a MoE with load balancing.",
            ["continuous batching", "Mamba", "MoE", "load balancing"],
        ),
        ("the rope snapped and we moe the lawn", []),
        ("We built a product for a large team, and the model got the task right in the end.", []),
        ("Training took a week, attention was good and the safety of it was fine.", []),
        ("The engine prefills each chunk, and it acts on what it sees.", []),
    ],
)
def test_whole_names_are_found_and_everyday_words_not(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "We didn't use LoRA.",
        "I've never used speculative decoding.",
        "GRPO I only know by name, I couldn't say how it works.",
        "Maybe it was DPO.",
        "Do you mean prefix caching?",
        "I don't know what chunked prefill is.",
    ],
)
def test_what_is_denied_or_doubted_is_not_named(text: str) -> None:
    assert named(text) == []


def test_a_name_leads_to_questions_that_say_it() -> None:
    graph = llm_graph()
    (term,) = own_terms(graph, "We tried speculative decoding.")
    items = questions_naming(graph, term.term)
    assert items
    assert all("speculative decoding" in graph.questions[item].prompt.lower() for item in items)
    assert questions_naming(graph, ("model",)) == frozenset(), "nearly all questions say it"


def test_a_name_is_known_in_any_spelling() -> None:
    assert says_name("Why is a KV-cache large?", "KV cache")
    assert says_name("Two reward models disagree.", "reward model")
    assert says_name("It's post-training quantization.", "quantisation")
    assert not says_name("The caches are large.", "KV cache")
