"""How later interviews differ from the first: they come back to the area that may be the weakest."""

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest

from simulator.engine.bank import Bank
from simulator.engine.constraints import DOUBT, LITTLE
from simulator.engine.items import Item
from simulator.engine.plan import Walk
from simulator.engine.scoring import Verdict
from simulator.graph.records import Role
from tests.graphs import llm_bank, llm_graph
from tests.sitting import Step, questions, sit


def role() -> Role:
    return llm_graph().roles["applied-engineer"]


def area_of(bank: Bank, step: Step) -> str:
    return str(bank.areas[bank.area_of[step.item.concepts[0][0]]])


def later(weak: str, past: Mapping[str, int], seed: int = 0) -> list[Step]:
    bank = llm_bank()

    def answer(item: Item, n: int) -> Verdict:
        return "weak" if bank.areas[bank.area_of[item.concepts[0][0]]] == weak else "solid"

    return questions(sit(bank, answer, Walk(role=role(), seed=seed, past_areas=past)))


def once() -> dict[str, int]:
    return dict.fromkeys(llm_bank().areas, 1)


def test_every_other_question_goes_where_the_weakest_area_may_be() -> None:
    bank = llm_bank()
    shares = np.bincount(bank.area_of, bank.role_weights(role()), len(bank.areas))
    seen = 0
    for step in (step for seed in range(6) for step in later("agents", once(), seed)):
        asked = Counter(bank.area_of[bank.primary[bank.index[a.item]]] for a in step.walk.asked if a.kind == "question")
        open_areas = [i for i in range(len(bank.areas)) if shares[i] >= LITTLE / len(bank.areas) and not asked[i]]
        bounds = {i: step.belief.area(bank.areas[i]) for i in open_areas}
        lowest = min(open_areas, key=lambda i: bounds[i][0] - DOUBT * bounds[i][1])
        if asked.total() % 2 == 0 and "another area may be the weakest" in {
            a.ruled_out for a in step.choice.reason.alternatives
        }:
            assert area_of(bank, step) == bank.areas[lowest]
            seen += 1
    assert seen >= 6


def test_a_first_interview_comes_back_to_nothing() -> None:
    for step in later("agents", {}):
        assert "another area may be the weakest" not in {a.ruled_out for a in step.choice.reason.alternatives}


@pytest.mark.parametrize("area", ["multimodal", "interpretability"])
def test_an_area_that_counts_for_little_is_asked_about_once_it_was_left_out_for_long(area: str) -> None:
    bank = llm_bank()
    long_ago = {name: 40 for name in bank.areas if name != area}
    assert any(area_of(bank, step) == area for seed in range(4) for step in later("", long_ago, seed))
    lately = once() | {area: 40}
    assert not any(area_of(bank, step) == area for seed in range(4) for step in later("", lately, seed))
