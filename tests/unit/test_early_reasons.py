"""Why a question is asked, told while it waits for its answer."""

import re

import pytest

from simulator.graph.records import Graph
from simulator.report.figures.questions import reason_before_reference, reason_sentence
from tests.conftest import Sit

SEEDS = (1, 2, 3, 4)


OF_PARTS = {"format": "deep-dive", "area": "post-training"}  # one of its concepts is "PEFT: LoRA, QLoRA, ..."


@pytest.mark.parametrize("settings", [{"format": "full"}, OF_PARTS])
@pytest.mark.parametrize("seed", SEEDS)
def test_an_early_reason_keeps_concept_and_tier(llm: Graph, sit: Sit, seed: int, settings: dict[str, str]) -> None:
    """A colon in a title was taken for the one before the title that is left out."""
    state = sit(seed=seed, role="applied-engineer", minutes=45.0, **settings).interview.state
    told = {turn.position: reason_before_reference(turn, llm, state.header) for turn in state.turns}
    assert any(told.values())
    for turn in state.turns:
        early, whole = told[turn.position], reason_sentence(turn, llm, state.header)
        assert f"“{llm.concept_title(turn.asked.concepts[0])}”" not in early
        assert not re.search(r"tier \d, |[.:] ?$(?<!\.)|\. [a-z]", early)
        assert not early or early.endswith(".")
        assert set(re.findall(r"“[^”]*”", early)) <= set(re.findall(r"“[^”]*”", whole))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_early_reason_tells_of_no_hidden_question(llm: Graph, sit: Sit, seed: int) -> None:
    """With scores at the end it named the concept of the question before, and what the answer to it was worth."""
    settings = {"format": "full", "role": "applied-engineer", "minutes": 45.0, "score": "end"}
    state = sit(seed=seed, **settings).interview.state
    told = [reason_before_reference(turn, llm, state.header) for turn in state.turns]
    assert any(told)
    assert not any("“" in early or "tier" in early for early in told)
