"""How much the structural covariance weighs beside the fitted one, by cross-validation over the people themselves.

It counts as much as some number of people. A quarter of the people at a time is left out of the fit. For every such
number a quarter of their answers is predicted from a quarter, half and three quarters of all.
"""

from dataclasses import dataclass

import numpy as np

from simulator.engine.lab.blocks import Answers, Sums
from simulator.engine.lab.crowd import Crowd, Start
from simulator.engine.lab.measures import Group, predictions
from simulator.engine.lab.moments import beginning, belief_sums, in_turn, moved
from simulator.engine.model.bank import Bank
from simulator.engine.model.priors import Mixture
from simulator.engine.model.response import Array

WORTHS = (6.0, 12.0, 25.0, 50.0, 100.0, 200.0, 400.0, 1600.0)  # people that the structural covariance may be worth
USUAL_WORTH = 50.0  # while nothing is known, as in a fit that was interrupted
FOLDS = 4
MOST_PEOPLE = 400  # what 400 people say of it is sharp enough, and a fit for every fold is dear
ROUNDS = 12  # of EM in each fold
KNOWN = (0.25, 0.5, 0.75)  # of people's answers; the last quarter is predicted


@dataclass(frozen=True, eq=False)
class Structure:
    """What the people are fitted to: a bank with fitted items, and the structural covariance of its concepts."""

    bank: Bank
    covariance: Array
    self_scored: bool

    def shrunk(self, mean: Array, covariance: Array, people: int, worth: float) -> tuple[Array, Array]:
        """A fitted mean and covariance, shrunk towards 0 and the structural one, which is `worth` so many people."""
        share = worth / (worth + people)
        return (1 - share) * mean, (1 - share) * covariance + share * self.covariance


def best_worth(losses: Array) -> float:
    """The worth with the least loss; of equals, the largest."""
    return WORTHS[len(WORTHS) - 1 - int(losses[::-1].argmin())]


def losses(structure: Structure, answers: Answers) -> Sums:
    """The log loss of people who took no part in the fit, for each of `WORTHS`, summed over them."""
    some = answers[:MOST_PEOPLE]
    total = np.zeros(len(WORTHS))
    for fold in range(FOLDS):
        out = np.arange(len(some)) % FOLDS == fold
        mean, covariance = _fitted(structure, some[~out])
        groups = _groups(some[out])
        for number, worth in enumerate(WORTHS):
            prior = structure.shrunk(mean, covariance, int((~out).sum()), worth)
            total[number] += sum(_loss(structure, group, Mixture.single(*prior)) for group in groups)
    return (total,)


def _fitted(structure: Structure, answers: Answers) -> tuple[Array, Array]:
    everything = np.arange(len(structure.bank.items))
    mean, covariance = beginning(structure.covariance)
    for _ in range(ROUNDS):
        shared = (structure.bank, everything, mean, covariance, structure.self_scored)
        mean, covariance = moved((mean, covariance), belief_sums(shared, answers))
    return mean, covariance


def _groups(answers: Answers) -> list[Group]:
    """For each of `KNOWN` the answers that are known so far; the same ones are held out each time."""
    given = answers >= 0
    luck = np.random.default_rng(answers.shape).random(answers.shape)
    place = np.where(given, luck, 2.0).argsort(1).argsort(1) / np.maximum(given.sum(1), 1)[:, None]
    out = given & (place >= KNOWN[-1])
    width = max(1, int(out.sum(1).max(initial=0)))
    held = (~out).argsort(1, kind="stable")[:, :width]
    rows = np.arange(len(answers))[:, None]
    outcomes, counts = np.maximum(answers[rows, held], 0), out[rows, held]
    known = [given & (place < share) for share in KNOWN]
    return [Group(np.where(its, answers, -1), its, held, outcomes, counts) for its in known]


def _loss(structure: Structure, group: Group, prior: Mixture) -> float:
    """The log loss of the held answers after those that are known, summed over people."""
    bank = structure.bank
    crowd = Crowd.start(Start.of(bank, bank.alike, prior, structure.self_scored), len(group.answers))
    for items, where in in_turn(group.answers):
        given = group.answers[np.arange(len(group.answers)), items]
        crowd.update(items, np.maximum(given, 0), where)
    return float(predictions(bank, crowd, group)[0].sum())
