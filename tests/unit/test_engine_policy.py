import numpy as np
import pytest

from simulator.engine.bank import Bank
from simulator.engine.belief import Array, Looks, Prior
from simulator.engine.evidence import Evidence
from simulator.engine.items import Item
from simulator.engine.plan import Asked, Walk
from simulator.engine.policy import next_item
from simulator.engine.reasons import sentence
from simulator.engine.scoring import VERDICTS, Verdict
from simulator.engine.values import worth_of
from tests.graphs import concept_map, map_bank
from tests.sitting import sit


def test_the_first_question_is_a_fundamental() -> None:
    bank = map_bank()
    choice = next_item(bank, Prior.structural(bank), Walk(seed=3))
    assert choice is not None
    assert choice.reason.move == "open"
    assert bank.items[bank.index[choice.item]].tier == 1
    assert sentence(choice.reason, concept_map()).startswith("The opening: ")


def test_a_walk_gives_the_same_choice_again_and_another_attempt_may_differ() -> None:
    bank = map_bank()
    belief = Prior.structural(bank).update(Evidence("self-attention.1", "verdict", 3))
    asked = (Asked("self-attention.1", verdict="outstanding"),)
    walks = [Walk(seed=3, attempt=n, asked=asked, clock_minutes=3) for n in (0, 0, 1, 2, 3, 4, 5)]
    found = [next_item(bank, belief, walk) for walk in walks]
    assert found[0] == found[1]
    assert len({choice.item for choice in found if choice is not None}) > 1


def test_no_time_left_ends_the_interview() -> None:
    bank = map_bank()
    assert next_item(bank, Prior.structural(bank), Walk(minutes=45, clock_minutes=45)) is None


def test_a_difference_in_the_last_bits_changes_neither_choice_nor_alternatives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bank = map_bank()
    walks = [Walk(format="screen", minutes=60, seed=seed) for seed in range(6)]

    def erratic(item: Item, n: int) -> Verdict:
        return VERDICTS[(n * 7 + len(item.id)) % 4]

    plain = [[step.choice for step in sit(bank, erratic, walk)] for walk in walks]
    noise = np.random.default_rng(0)

    def jittered(bank: Bank, look: Looks) -> Array:
        return worth_of(bank, look) * (1 + 1e-14 * noise.normal(size=len(bank.items)))

    monkeypatch.setattr("simulator.engine.policy.worth_of", jittered)
    assert [[step.choice for step in sit(bank, erratic, walk)] for walk in walks] == plain
