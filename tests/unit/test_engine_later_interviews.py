"""How later interviews differ from the first: they come back to the area that is least secure."""

from collections.abc import Mapping

import numpy as np
import pytest

from simulator.engine.choice.constraints import LEAST_SECURE, _bound
from simulator.engine.choice.formats import SelectionContext
from simulator.engine.choice.reasons import sentence
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Array, Prior
from simulator.engine.model.items import Item
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

    return questions(sit(bank, answer, SelectionContext(role=role(), seed=seed, past_areas=past)))


def once() -> dict[str, int]:
    return dict.fromkeys(llm_bank().areas, 1)


def lowest_of(bank: Bank, step: Step, shares: Array) -> str:
    """The area with the lowest bound of those that count and were not asked about, by the definition."""
    asked = {bank.area_of[bank.primary[bank.index[a.item]]] for a in step.walk.asked if a.kind == "question"}
    left = [area for i, area in enumerate(bank.areas) if shares[i] >= 0.5 / len(bank.areas) and i not in asked]
    bounds = {area: step.belief.area(area) for area in left}
    return min(left, key=lambda area: bounds[area][0] - 0.5 * bounds[area][1])


def test_every_other_question_takes_the_weakest_area() -> None:
    bank = llm_bank()
    shares = np.asarray(np.bincount(bank.area_of, bank.role_weights(role()), len(bank.areas)), np.float64)
    hits: dict[bool, list[bool]] = {True: [], False: []}
    for seed in range(6):
        for number, step in enumerate(later("agents", once(), seed)[:-1]):  # the last has rules of its own
            hits[number % 2 == 0].append(area_of(bank, step) == lowest_of(bank, step, shares))
    assert np.mean(hits[True]) >= 0.9
    assert np.mean(hits[False]) < 0.6


def test_the_last_bits_of_a_belief_decide_nothing() -> None:
    belief = Prior.structural(llm_bank())
    bounds = [_bound(belief, area) for area in llm_bank().areas]
    assert bounds == [round(bound, 9) for bound in bounds]


def test_a_first_interview_comes_back_to_nothing() -> None:
    for step in later("agents", {}):
        assert not step.choice.reason.doubt
        assert LEAST_SECURE not in {a.ruled_out for a in step.choice.reason.alternatives}


def test_the_reason_names_the_least_certain_area() -> None:
    bank, said = llm_bank(), 0
    shares = np.asarray(np.bincount(bank.area_of, bank.role_weights(role()), len(bank.areas)), np.float64)
    for step in (step for seed in range(6) for step in later("agents", once(), seed)):
        claimed = "least secure" in sentence(step.choice.reason, llm_graph())
        assert step.choice.reason.doubt or not claimed
        assert not step.choice.reason.doubt or area_of(bank, step) == lowest_of(bank, step, shares)
        said += claimed
    assert said >= 6


@pytest.mark.parametrize("area", ["multimodal", "interpretability"])
def test_a_light_area_is_asked_about_in_time(area: str) -> None:
    bank = llm_bank()
    long_ago = {name: 40 for name in bank.areas if name != area}
    lately = once() | {area: 40}
    for seed in range(4):
        assert area in [area_of(bank, step) for step in later("", long_ago, seed)]
        assert area not in [area_of(bank, step) for step in later("", lately, seed)]
