"""A prior from the pooled answers of many people: the parameters of items, and how people differ.

Covariance: EM on the Gaussian belief itself, Σ = mean over people of (V + (m - μ)(m - μ)'), shrunk towards the
structural covariance, and μ towards 0.
"""

from dataclasses import dataclass, field

import numpy as np

from simulator.engine.lab.blocks import Answers, Blocks, InMemory, Part, Sums, count_of, strides
from simulator.engine.lab.crowd import Beliefs, Model
from simulator.engine.lab.item_fits import FULL_ROUNDS, ROUNDS, ItemFitting
from simulator.engine.model.bank import Bank, PooledPrior
from simulator.engine.model.items import ItemFit
from simulator.engine.model.priors import structural_covariance
from simulator.engine.model.response import Array, Ints, Mask

LEAST_PEOPLE = 50
SHRINK_PEOPLE = 50.0  # people that the structural covariance is worth
COVARIANCE_ROUNDS, FULL_COVARIANCE_ROUNDS = 12, 1
CHUNK = 100
COVARIANCE_COST = 30.0  # of a block, where a block of a round for the items costs 1
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

    def __post_init__(self) -> None:
        if self.people.people < LEAST_PEOPLE:
            raise ValueError(f"calibration needs the answers of at least {LEAST_PEOPLE} people")
        self.items = ItemFitting(self.asked, self.people, self.self_scored, self.bank)
        self.mean, self.covariance = np.zeros(len(self.bank.concepts)), structural_covariance(self.bank)

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

    def result(self) -> tuple[PooledPrior, tuple[FittedChange, ...]]:
        """The prior with item fits as far as they have come, and what changed."""
        people = self.people.people
        # an interrupted fit has no errors yet: those of a few blocks, at their scale, are near enough
        fits = self.fits if self.fits is not None else self.items.fits(max(1, count_of(people) // A_FEW))
        share = SHRINK_PEOPLE / (SHRINK_PEOPLE + people)
        shrunk = (1 - share) * self.covariance + share * structural_covariance(self.bank)
        pooled = PooledPrior((1 - share) * self.mean, shrunk, people, share, fits)
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

    passes = 2.0 * blocks  # who answered what, and the errors
    return passes + parts(ROUNDS, FULL_ROUNDS) + COVARIANCE_COST * parts(COVARIANCE_ROUNDS, FULL_COVARIANCE_ROUNDS)


def cost(part: Part) -> float:
    """How much there is to compute for one block."""
    return COVARIANCE_COST if part is _belief_sums else 1.0


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
    mean, covariance = before
    count, moved, outer, spread = people.fold(_belief_sums, (asked, answered, mean, covariance, self_scored), every)
    shift = moved / count
    fresh = covariance - spread / count + outer / count - np.outer(shift, shift)
    return mean + shift, (fresh + fresh.T) / 2


def _belief_sums(shared: tuple[Bank, Ints, Array, Array, bool], answers: Answers) -> Sums:
    """People, and sums over them: of how far the mean moves, its outer product, and what answers take off Σ."""
    bank, answered, mean, covariance, self_scored = shared
    model = Model.of(bank, bank.role_weights(None), mean, covariance, lenient=self_scored)
    count = len(bank.concepts)
    moved, outer, spread = np.zeros(count), np.zeros((count, count)), np.zeros((count, count))
    for start in range(0, len(answers), CHUNK):
        some = answers[start : start + CHUNK][:, answered]
        beliefs = Beliefs.start(model, len(some), valued=False)
        for items, where in _in_turn(some):
            beliefs.update(items, np.maximum(some[np.arange(len(some)), items], 0), where)
        shifts = beliefs.mean[:, :count] - mean
        moved += shifts.sum(0)
        outer += shifts.T @ shifts
        spread += beliefs.taken_off()
    return len(answers), moved, outer, spread


def _in_turn(answers: Answers) -> list[tuple[Ints, Mask]]:
    """The items in the order of the bank, each person's own: their first answers, their second ones, and so on.

    Beside each is who has one. Most people of a large bank have answered a small part of it.
    """
    none = answers < 0
    order = none.argsort(1, kind="stable")[:, : int((~none).sum(1).max(initial=0))]
    return [(items, answers[np.arange(len(answers)), items] >= 0) for items in order.T]
