"""Populations of simulated people, none of them the engine's prior, and what they answer.

base_c is the mean difficulty of a concept's questions (`Bank.middle`). Every question's difficulty has hidden noise
N(0, .7²), the slope is 1.5, every person has a leniency N(mean, .3²), g ~ N(0, 1).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from simulator.engine import structure
from simulator.engine.bank import Bank
from simulator.engine.response import Array, logistic

HIDDEN_SD = 0.7
SLOPE = 1.5
LENIENCY_SD = 0.3
LENIENCY_MEAN = 0.2


@dataclass(frozen=True, eq=False)
class People:
    """`theta` (people, C) and `leniency` (people,) in logits; `answers` and `again` (people, items) are categories.

    `answers` is what each person says when asked, the same for every policy; `again` is an independent second answer
    to the same question, on which predictions are judged.
    """

    theta: Array
    leniency: Array
    answers: NDArray[np.int8]
    again: NDArray[np.int8]


def general(bank: Bank, people: int, rng: Generator) -> Array:
    """theta = .95 g + N(0, .45²)."""
    return 0.95 * rng.normal(size=(people, 1)) + rng.normal(0, 0.45, (people, len(bank.concepts)))


def areas(bank: Bank, people: int, rng: Generator) -> Array:
    """theta = .8 g + N(0, .8²) per area + N(0, .35²)."""
    of_area = rng.normal(0, 0.8, (people, len(bank.areas)))
    rest = rng.normal(0, 0.35, (people, len(bank.concepts)))
    return np.asarray(0.8 * rng.normal(size=(people, 1)) + of_area[:, bank.area_of] + rest)


def specialist(bank: Bank, people: int, rng: Generator) -> Array:
    """theta = .7 g + 1.3 in three random areas, -.5 elsewhere, + N(0, .3²)."""
    order = rng.random((people, len(bank.areas))).argsort(1)
    of_area = np.where(order < 3, 1.3, -0.5)
    rest = rng.normal(0, 0.3, (people, len(bank.concepts)))
    return np.asarray(0.7 * rng.normal(size=(people, 1)) + of_area[:, bank.area_of] + rest)


def states(bank: Bank, people: int, rng: Generator) -> Array:
    """Mastered with probability logistic(1.2 g + 1.2) if all prerequisites are, else .1; theta = base ± 1."""
    chance = logistic(1.2 * rng.normal(size=people) + 1.2)
    mastered = np.zeros((people, len(bank.concepts)), np.bool_)
    for concept in structure.topological(bank.parents):
        ready = mastered[:, list(bank.parents[concept])].all(1)
        mastered[:, concept] = rng.random(people) < np.where(ready, chance, 0.1)
    return np.asarray(bank.middle + np.where(mastered, 1.0, -1.0))


POPULATIONS: Mapping[str, Callable[[Bank, int, Generator], Array]] = {
    "general": general,
    "areas": areas,
    "specialist": specialist,
    "states": states,
}


def drawn(bank: Bank, population: str, people: int, rng: Generator, leniency_mean: float = LENIENCY_MEAN) -> People:
    """People of a population with all their answers; hidden difficulties are drawn for each."""
    theta = POPULATIONS[population](bank, people, rng)
    leniency = rng.normal(leniency_mean, LENIENCY_SD, people)
    # every person meets a draw of the difficulties of his own: shared draws would make the people dependent, and
    # paired intervals too narrow
    hidden = bank.difficulty + rng.normal(0, HIDDEN_SD, (people, len(bank.items)))
    u = theta @ bank.weights.T - hidden + leniency[:, None] * bank.self_scored
    return People(theta, leniency, categories(bank, u, rng), categories(bank, u, rng))


def categories(bank: Bank, u: Array, rng: Generator) -> NDArray[np.int8]:
    """Answers by the graded response model with the populations' slope; `u` is (people, items)."""
    luck = rng.random(u.shape)
    result = np.zeros(u.shape, np.int8)
    guess = np.array([item.response.guess for item in bank.items])
    for threshold in bank.edges[:, 1:-1].T:
        # an item with fewer categories has an infinite threshold here, which nobody passes, not even by guessing
        exists = np.isfinite(threshold)
        above = logistic(SLOPE * (u - np.where(exists, threshold, 0.0)))
        result += (luck < guess + (1 - guess) * above) & exists
    return result
