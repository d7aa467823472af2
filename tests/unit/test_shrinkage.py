"""How much the prior weighs in a calibration: less, the more the people differ from it."""

import numpy as np

from simulator.engine.lab.calibration import WORTHS, best_worth
from simulator.engine.model.bank import Bank
from simulator.engine.model.items import Item
from simulator.engine.model.response import Array, Response, logistic
from tests.item_fitting import calibrate


def bank_of(questions: int) -> Bank:
    items = tuple(Item(f"q{i}", ((i, 1.0),), 3, 0.0, 1.0, Response(1.6, (0.0,)), 4.0) for i in range(questions))
    return Bank(items, tuple(item.id for item in items), ("a",), np.zeros(questions, np.intp), ((),) * questions)


def answers(ability: Array) -> np.ndarray:
    luck = np.random.default_rng(4).random(ability.shape)
    return (luck < logistic(1.6 * ability)).astype(np.int8)


def test_of_equal_losses_the_prior_weighs_more() -> None:
    assert best_worth(np.zeros(len(WORTHS))) == WORTHS[-1]
    assert best_worth(np.arange(len(WORTHS), dtype=float)) == WORTHS[0]


def test_people_unlike_the_prior_outweigh_it() -> None:
    rng = np.random.default_rng(2)
    alike = np.repeat(rng.normal(size=(160, 1)), 12, 1)
    halves = np.repeat(rng.normal(size=(160, 2)), 6, 1) * 1.5  # two abilities that have nothing to do with each other
    shares = [calibrate(bank_of(12), answers(theta))[0].structural_share for theta in (alike, halves)]
    assert shares[1] < shares[0] / 2
