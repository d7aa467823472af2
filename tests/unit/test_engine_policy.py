import numpy as np
import pytest

from simulator.engine.choice.formats import PastItem, SelectionContext, position_of
from simulator.engine.choice.policy import discounted, next_item
from simulator.engine.choice.reasons import sentence
from simulator.engine.choice.value import hop_discount, worth_of
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import ItemMoments
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.items import Item
from simulator.engine.model.parameters import THREAD_QUESTIONS
from simulator.engine.model.priors import Prior
from simulator.engine.model.response import Array
from simulator.engine.scoring import VERDICTS, Verdict
from tests.graphs import concept_map, map_bank
from tests.sitting import sit

IN_FULL = (1.0, 0.904837, 0.818731, 0.740818, 0.670320, 0.606531, 0.548812, 0.496585, 0.449329)  # e^-0.1, e^-0.2, ...
# what is left of a value at 0, 1, 2 ... hops: at 9 questions (8/9)^2 of the discount counts, at 20 questions 0.16 of it
BY_HOPS = {
    1: IN_FULL,
    8: IN_FULL,
    9: (1.0, 0.924029, 0.853829, 0.788962, 0.729023, 0.673638, 0.622461, 0.575172, 0.531475),
    20: (1.0, 0.984127, 0.968507, 0.953134, 0.938005, 0.923116, 0.908464, 0.894044, 0.879853),
}


def test_the_first_question_is_a_fundamental() -> None:
    bank = map_bank()
    choice = next_item(bank, Prior.structural(bank), SelectionContext(seed=3))
    assert choice is not None
    assert choice.reason.move == "open"
    assert bank.items[bank.index[choice.item]].tier == 1
    assert sentence(choice.reason, concept_map()).startswith("The opening question: ")


def test_a_walk_repeats_and_another_attempt_may_differ() -> None:
    bank = map_bank()
    belief = Prior.structural(bank).update(Evidence("self-attention.1", "verdict", 3))
    asked = (PastItem("self-attention.1", verdict="outstanding"),)
    walks = [SelectionContext(seed=3, attempt=n, asked=asked, clock_minutes=3) for n in (0, 0, 1, 2, 3, 4, 5)]
    found = [next_item(bank, belief, walk) for walk in walks]
    assert found[0] == found[1]
    assert len({choice.item for choice in found if choice is not None}) > 1


def test_no_time_left_ends_the_interview() -> None:
    bank = map_bank()
    assert next_item(bank, Prior.structural(bank), SelectionContext(minutes=45, clock_minutes=45)) is None


def test_differences_in_the_last_bits_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bank = map_bank()
    walks = [SelectionContext(format="screen", minutes=60, seed=seed) for seed in range(6)]

    def erratic(item: Item, n: int) -> Verdict:
        return VERDICTS[(n * 7 + len(item.id)) % 4]

    plain = [[step.choice for step in sit(bank, erratic, walk)] for walk in walks]
    noise = np.random.default_rng(0)

    def jittered(bank: Bank, look: ItemMoments) -> Array:
        return worth_of(bank, look) * (1 + 1e-14 * noise.normal(size=len(bank.items)))

    monkeypatch.setattr("simulator.engine.choice.policy.worth_of", jittered)
    assert [[step.choice for step in sit(bank, erratic, walk)] for walk in walks] == plain


def test_the_thread_fades_after_one_interview() -> None:
    assert all(hop_discount(asked) == pytest.approx(BY_HOPS[1], abs=1e-6) for asked in range(THREAD_QUESTIONS + 1))
    for asked in range(THREAD_QUESTIONS, 40):
        assert (hop_discount(asked + 1)[1:] > hop_discount(asked)[1:]).all()
        assert (np.diff(hop_discount(asked)) < 0).all()


@pytest.mark.parametrize("asked", BY_HOPS)
def test_values_fall_with_hops_and_questions_asked(asked: int) -> None:
    bank = map_bank()
    items = [i for i, item in enumerate(bank.items) if bank.is_question[i]][:asked]
    walk = SelectionContext(asked=tuple(PastItem(bank.items[i].id) for i in items))
    hops = bank.hops[bank.primary[items[-1]]][bank.primary]
    found = discounted(bank, np.ones(len(bank.items)), position_of(bank, walk, 99))
    assert set(hops.tolist()) > {0, 1, 2, 3}
    assert found == pytest.approx([BY_HOPS[asked][min(8, far)] for far in hops], abs=1e-6)
