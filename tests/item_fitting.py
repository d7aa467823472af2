"""Calibrations of people who are all in memory, and the items of a bank fitted alone."""

from typing import Any

from simulator.engine.lab.calibration import FittedChange, Fitting
from simulator.engine.lab.crowd import PEOPLE_IN_BLOCK, Answers, Blocks, Part, Sums, strides, total
from simulator.engine.lab.item_fits import FULL_ROUNDS, ROUNDS, ItemFitting
from simulator.engine.model.bank import Bank, PooledPrior
from simulator.engine.model.items import ItemFit


class InMemory:
    """The answers of few people, all in memory."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.answers)

    def fold(self, part: Part, shared: Any, every: int = 1) -> Sums:
        """The sum over blocks, in this process."""
        starts = range(0, len(self.answers), PEOPLE_IN_BLOCK)[::every]
        return total(part(shared, self.answers[start : start + PEOPLE_IN_BLOCK]) for start in starts)


def calibrate(bank: Bank, answers: Answers, self_scored: bool = False) -> tuple[PooledPrior, tuple[FittedChange, ...]]:
    """A pooled prior with item fits, and what changed; `answers` (people, items) are categories, -1 for none.

    `self_scored` says whether people scored themselves. Raises ValueError for fewer than 50 people, who could not move
    the prior.
    """
    fitting = Fitting(bank, bank, InMemory(answers), self_scored)
    fitting.run()
    return fitting.result()


def fit_items(bank: Bank, people: Blocks) -> dict[str, ItemFit]:
    """Difficulty with its standard error, slope and thresholds of every item that somebody answered."""
    fitting = ItemFitting(bank, people)
    for every in strides(people.people, ROUNDS, FULL_ROUNDS):
        fitting.round(every)
    return fitting.fits()
