"""How later interviews differ from the first: they come back to the area that is least secure."""

from collections.abc import Mapping

import numpy as np
import pytest

from simulator.engine.choice.constraints import LEAST_SECURE, area_shares, lower_bound
from simulator.engine.choice.formats import SelectionContext
from simulator.engine.choice.reasons import sentence
from simulator.engine.model.bank import Bank
from simulator.engine.model.items import Item
from simulator.engine.model.priors import Prior
from simulator.engine.scoring import Verdict
from simulator.graph.records import Role
from tests.graphs import llm_bank, llm_graph
from tests.sitting import Step, questions, sit


def role() -> Role:
    return llm_graph().roles["applied-engineer"]


def area_of(bank: Bank, step: Step) -> str:
    return str(bank.areas[bank.area_of[step.item.concepts[0][0]]])


def area_is(bank: Bank, item: Item, area: str) -> bool:
    return str(bank.areas[bank.area_of[item.concepts[0][0]]]) == area


def later(weak: str, past: Mapping[str, int], seed: int = 0) -> list[Step]:
    bank = llm_bank()

    def answer(item: Item, n: int) -> Verdict:
        return "weak" if bank.areas[bank.area_of[item.concepts[0][0]]] == weak else "solid"

    return questions(sit(bank, answer, SelectionContext(role=role(), seed=seed, past_areas=past)))


def once() -> dict[str, int]:
    return dict.fromkeys(llm_bank().areas, 1)


def may_be_weakest(bank: Bank, step: Step, area: str) -> bool:
    """Whether no area that counts and was not asked about is both lower and less certain."""
    shares = np.asarray(np.bincount(bank.area_of, bank.role_weights(role()), len(bank.areas)), np.float64)
    asked = {bank.area_of[bank.primary[bank.index[a.item]]] for a in step.walk.asked if a.kind == "question"}
    left = [name for i, name in enumerate(bank.areas) if shares[i] >= 0.5 / len(bank.areas) and i not in asked]
    mean, sd = step.belief.area(area)
    others = [step.belief.area(name) for name in left if name != area]
    return area in left and not any(lower < mean and wider > sd for lower, wider in others)


def test_new_threads_take_the_weakest_area() -> None:
    bank, turned, others = llm_bank(), 0, 0
    for seed in range(12):
        for step in later("agents", once(), seed):
            if step.choice.reason.finds == "doubt":
                assert may_be_weakest(bank, step, area_of(bank, step))
                turned += 1
            others += step.choice.reason.finds == "weight"  # where no question of it was near enough
    assert turned >= 20
    assert others <= turned / 4


def test_later_checks_are_of_insecure_areas() -> None:
    bank, seen = llm_bank(), 0
    shares = area_shares(bank, SelectionContext(role=role()))
    counts = [area for area, share in zip(bank.areas, shares, strict=True) if share >= 0.5 / len(bank.areas)]
    for seed in range(12):
        context = SelectionContext(role=role(), seed=seed, past_areas=once())
        for step in sit(bank, lambda item, _: "weak" if area_is(bank, item, "agents") else "solid", context):
            if step.choice.kind != "check" or step.choice.reason.doubt:
                continue
            met = {bank.areas[bank.item_area[bank.index[a.item]]] for a in step.walk.asked}
            waiting = sorted(set(counts) - met, key=lambda area: lower_bound(step.belief, area))
            assert area_of(bank, step) in waiting[:4]
            seen += 1
    assert seen >= 40


def test_the_last_bits_of_a_belief_decide_nothing() -> None:
    belief = Prior.structural(llm_bank())
    bounds = [lower_bound(belief, area) for area in llm_bank().areas]
    assert bounds == [round(bound, 9) for bound in bounds]


def test_a_first_interview_comes_back_to_nothing() -> None:
    for step in later("agents", {}):
        assert not step.choice.reason.doubt
        assert LEAST_SECURE not in {a.ruled_out for a in step.choice.reason.alternatives}


def test_the_reason_names_the_least_certain_area() -> None:
    bank, said = llm_bank(), 0
    for step in (step for seed in range(6) for step in later("agents", once(), seed)):
        claimed = "I'm least sure of you" in sentence(step.choice.reason, llm_graph())
        assert step.choice.reason.doubt or not claimed
        assert not step.choice.reason.doubt or may_be_weakest(bank, step, area_of(bank, step))
        said += claimed
    assert said >= 6


def test_doubt_of_checks_is_settled_once() -> None:
    """A sitter had six of 24 questions on the area in which two checks were wrong."""
    bank, doubts = llm_bank(), 0

    def strong(item: Item) -> bool:
        return not area_is(bank, item, "evaluation")

    for seed in range(10):
        walk = SelectionContext(role=llm_graph().roles["safety-evaluation"], seed=seed)
        steps = sit(bank, lambda item, _: "solid" if strong(item) else "weak", walk, pace=0.4, right=strong)
        for step in questions(steps):
            if step.choice.reason.finds == "doubt":
                assert step.choice.reason.met != "question"
                doubts += 1
    assert doubts >= 4


@pytest.mark.parametrize("area", ["multimodal", "interpretability"])
def test_a_light_area_is_asked_about_in_time(area: str) -> None:
    bank = llm_bank()
    long_ago = {name: 40 for name in bank.areas if name != area}
    lately = once() | {area: 40}
    for seed in range(4):
        assert area in [area_of(bank, step) for step in later("", long_ago, seed)]
        assert area not in [area_of(bank, step) for step in later("", lately, seed)]
