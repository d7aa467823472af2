"""A prior from the pooled answers of many people: the parameters of items, and how people differ.

Covariance: EM on the Gaussian belief itself, Σ = mean over people of (V + (m - μ)(m - μ)'), shrunk towards the
structural covariance, and μ towards 0, by as much as cross-validation says.
"""

from dataclasses import dataclass, field

import numpy as np

from simulator.engine.lab.blocks import Answers, Blocks, InMemory, Part, count_of, strides
from simulator.engine.lab.item_fits import FULL_ROUNDS, ROUNDS, ItemFitting
from simulator.engine.lab.moments import beginning, belief_sums, moved
from simulator.engine.lab.shrinkage import USUAL_WORTH, Structure, best_worth, losses
from simulator.engine.model.bank import Bank, PooledPrior
from simulator.engine.model.items import ItemFit
from simulator.engine.model.priors import structural_covariance
from simulator.engine.model.response import Array, Ints

LEAST_PEOPLE = 50
COVARIANCE_ROUNDS, FULL_COVARIANCE_ROUNDS = 12, 1
COVARIANCE_COST = 30.0  # of a block, where a block of a round for the items costs 1
WORTH_COST = 100.0
A_FEW = 4  # blocks, for the errors of what an interrupted fit has found


@dataclass(frozen=True)
class FittedChange:
    """One question before and after calibration, in logits (slopes per logit)."""

    item: str
    people: int
    difficulty: tuple[float, float]
    slope: tuple[float, float]


@dataclass(eq=False)
class Fitting:
    """A calibration under way. It can be asked at any time for what it has found so far.

    The answers of `people` are to the items of `asked`, which may be a part of the bank.
    """

    bank: Bank
    asked: Bank
    people: Blocks
    self_scored: bool = False
    rounds_done: int = 0
    items: ItemFitting = field(init=False)
    fits: dict[str, ItemFit] | None = None
    mean: Array = field(init=False)
    covariance: Array = field(init=False)
    worth: float = USUAL_WORTH

    def __post_init__(self) -> None:
        if self.people.people < LEAST_PEOPLE:
            raise ValueError(f"calibration needs the answers of at least {LEAST_PEOPLE} people")
        self.items = ItemFitting(self.asked, self.people, self.self_scored, self.bank)
        self.mean, self.covariance = beginning(structural_covariance(self.bank))

    def run(self) -> None:
        """Fit the items, then the covariance."""
        for every in strides(self.people.people, ROUNDS, FULL_ROUNDS):
            self.items.round(every)
            self.rounds_done += 1
        self.fits = self.items.fits()
        fitted = self.asked.with_fits(self.fits)
        for every in strides(self.people.people, COVARIANCE_ROUNDS, FULL_COVARIANCE_ROUNDS):
            self.mean, self.covariance = _moments(
                fitted, self.people, self.items.given, (self.mean, self.covariance), self.self_scored, every
            )
            self.rounds_done += 1
        structure = Structure(fitted, structural_covariance(self.bank), self.self_scored)
        self.worth = best_worth(self.people.fold(losses, structure, count_of(self.people.people))[0])

    def result(self) -> tuple[PooledPrior, tuple[FittedChange, ...]]:
        """The prior with item fits as far as they have come, and what changed."""
        people = self.people.people
        # an interrupted fit has no errors yet: those of a few blocks, at their scale, are near enough
        fits = self.fits if self.fits is not None else self.items.fits(max(1, count_of(people) // A_FEW))
        structure = Structure(self.bank, structural_covariance(self.bank), self.self_scored)
        shrunk = structure.shrunk(self.mean, self.covariance, people, self.worth)
        pooled = PooledPrior(*shrunk, people, self.worth / (self.worth + people), fits)
        changes = tuple(
            FittedChange(
                item.id,
                int(self.items.given[i]),
                (item.difficulty, fits[item.id].difficulty),
                (item.response.slope, fits[item.id].slope),
            )
            for i, item in enumerate(self.asked.items)
            if item.id in fits
        )
        return pooled, changes


def work(people: int) -> float:
    """How much there is to compute for so many people, in the units of `cost`."""
    blocks = count_of(people)

    def parts(rounds: int, full: int) -> float:
        """The blocks of all rounds together."""
        return float(sum(-(-blocks // every) for every in strides(people, rounds, full)))

    passes = WORTH_COST + 2.0 * blocks  # who answered what, and the errors
    return passes + parts(ROUNDS, FULL_ROUNDS) + COVARIANCE_COST * parts(COVARIANCE_ROUNDS, FULL_COVARIANCE_ROUNDS)


def cost(part: Part) -> float:
    """How much there is to compute for one block."""
    return {belief_sums: COVARIANCE_COST, losses: WORTH_COST}.get(part, 1.0)


def calibrate(bank: Bank, answers: Answers, self_scored: bool = False) -> tuple[PooledPrior, tuple[FittedChange, ...]]:
    """A pooled prior with item fits, and what changed; `answers` (people, items) are categories, -1 for none.

    `self_scored` says whether people scored themselves. Raises ValueError for fewer than 50 people, who could not move
    the prior.
    """
    fitting = Fitting(bank, bank, InMemory(answers), self_scored)
    fitting.run()
    return fitting.result()


def _moments(
    bank: Bank, people: Blocks, given: Ints, before: tuple[Array, Array], self_scored: bool, every: int
) -> tuple[Array, Array]:
    """Mean and covariance of mastery over people after another round of EM, shapes (C,) and (C, C)."""
    answered = np.flatnonzero(given)
    asked = bank.only(answered.tolist())
    return moved(before, people.fold(belief_sums, (asked, answered, *before, self_scored), every))
