"""A prior from the pooled answers of many people: the parameters of items, and how people differ.

Covariance: EM on the Gaussian belief itself, Σ = mean over people of (V + (m - μ)(m - μ)'), shrunk towards the
structural covariance, and μ towards 0, by as much as cross-validation over the people themselves says.
"""

from dataclasses import dataclass, field

import numpy as np

from simulator.engine.lab.baselines import Group, predictions
from simulator.engine.lab.crowd import Answers, Beliefs, Blocks, Crowd, Model, Part, Start, Sums, count_of, strides
from simulator.engine.lab.item_fits import FULL_ROUNDS, ROUNDS, ItemFitting
from simulator.engine.model.bank import Bank, PooledPrior
from simulator.engine.model.items import ItemFit
from simulator.engine.model.priors import Mixture, structural_covariance
from simulator.engine.model.response import Array, Ints, Mask

LEAST_PEOPLE = 50
COVARIANCE_ROUNDS, FULL_COVARIANCE_ROUNDS = 12, 1
COVARIANCE_COST = 30.0  # of a block, where a block of a round for the items costs 1
WORTH_COST = 100.0
A_FEW = 4  # blocks, for the errors of what an interrupted fit has found
CHUNK = 100
OWN_AT_FIRST = 0.5  # SD of a concept's own, in logits: EM hardly finds a variance that it starts without
WORTHS = (6.0, 12.0, 25.0, 50.0, 100.0, 200.0, 400.0, 1600.0)  # people that the structural covariance may be worth
USUAL_WORTH = 50.0  # while nothing is known, as in a fit that was interrupted
FOLDS = 4
MOST_PEOPLE = 400  # what 400 people say of it is sharp enough, and a fit for every fold is dear
FOLD_ROUNDS = 12  # of EM in each fold
KNOWN = (0.25, 0.5, 0.75)  # of people's answers; the last quarter is predicted


def beginning(structural: Array) -> tuple[Array, Array]:
    """The mean (C,) and covariance (C, C) that a fit starts from, for those of the structural prior."""
    return np.zeros(len(structural)), structural + OWN_AT_FIRST**2 * np.eye(len(structural))


def moved(before: tuple[Array, Array], sums: Sums) -> tuple[Array, Array]:
    """Mean (C,) and covariance (C, C) after a round of EM, from those before it and the sums of `belief_sums`."""
    mean, covariance = before
    count, shifts, outer, spread = sums
    shift = shifts / count
    fresh = covariance - spread / count + outer / count - np.outer(shift, shift)
    return mean + shift, (fresh + fresh.T) / 2


def belief_sums(shared: tuple[Bank, Ints, Array, Array, bool], answers: Answers) -> Sums:
    """People, and sums over them: of how far the mean moves (C,), its outer product, and what answers take off Σ.

    `shared` are the bank, the numbers of the items answered, mean and covariance, and whether people scored themselves.
    """
    bank, answered, mean, covariance, self_scored = shared
    model = Model.of(bank, bank.role_weights(None), mean, covariance, lenient=self_scored)
    count = len(bank.concepts)
    shifted, outer, spread = np.zeros(count), np.zeros((count, count)), np.zeros((count, count))
    for start in range(0, len(answers), CHUNK):
        some = answers[start : start + CHUNK][:, answered]
        beliefs = Beliefs.start(model, len(some), valued=False)
        for items, where in in_turn(some):
            beliefs.update(items, np.maximum(some[np.arange(len(some)), items], 0), where)
        shifts = beliefs.mean[:, :count] - mean
        shifted += shifts.sum(0)
        outer += shifts.T @ shifts
        spread += beliefs.taken_off()
    return len(answers), shifted, outer, spread


def in_turn(answers: Answers) -> list[tuple[Ints, Mask]]:
    """The items in the order of the bank, by person: everybody's first answers, their second ones, and so on.

    Each has shape (people,), beside it who has one. Most people of a large bank have answered a small part of it.
    """
    none = answers < 0
    order = none.argsort(1, kind="stable")[:, : int((~none).sum(1).max(initial=0))]
    return [(items, answers[np.arange(len(answers)), items] >= 0) for items in order.T]


@dataclass(frozen=True, eq=False)
class Structure:
    """What the people are fitted to: a bank with fitted items, and the structural covariance of its concepts."""

    bank: Bank
    covariance: Array
    self_scored: bool

    def shrunk(self, mean: Array, covariance: Array, people: int, worth: float) -> tuple[Array, Array]:
        """A fitted mean (C,) and covariance (C, C), shrunk towards 0 and the structural one, `worth` so many people."""
        share = worth / (worth + people)
        return (1 - share) * mean, (1 - share) * covariance + share * self.covariance

    def fitted(self, answers: Answers) -> tuple[Array, Array]:
        """Mean and covariance over the people of these answers, shapes (C,) and (C, C)."""
        everything = np.arange(len(self.bank.items))
        mean, covariance = beginning(self.covariance)
        for _ in range(FOLD_ROUNDS):
            shared = (self.bank, everything, mean, covariance, self.self_scored)
            mean, covariance = moved((mean, covariance), belief_sums(shared, answers))
        return mean, covariance

    def loss(self, group: Group, prior: Mixture) -> float:
        """The log loss of the held answers after those that are known, summed over people."""
        crowd = Crowd.start(Start.of(self.bank, self.bank.alike, prior, self.self_scored), len(group.answers))
        for items, where in in_turn(group.answers):
            given = group.answers[np.arange(len(group.answers)), items]
            crowd.update(items, np.maximum(given, 0), where)
        return float(predictions(self.bank, crowd, group)[0].sum())


def best_worth(losses: Array) -> float:
    """The worth with the least loss; of equals, the largest."""
    return WORTHS[len(WORTHS) - 1 - int(losses[::-1].argmin())]


def losses(structure: Structure, answers: Answers) -> Sums:
    """The log loss of people who took no part in the fit, for each of `WORTHS`, summed over them."""
    some = answers[:MOST_PEOPLE]
    total = np.zeros(len(WORTHS))
    for fold in range(FOLDS):
        out = np.arange(len(some)) % FOLDS == fold
        mean, covariance = structure.fitted(some[~out])
        groups = _groups(some[out])
        for number, worth in enumerate(WORTHS):
            prior = structure.shrunk(mean, covariance, int((~out).sum()), worth)
            total[number] += sum(structure.loss(group, Mixture.single(*prior)) for group in groups)
    return (total,)


def _groups(answers: Answers) -> list[Group]:
    """For each of `KNOWN` the answers that are known so far; the same ones are held out each time."""
    given = answers >= 0
    luck = np.random.default_rng(answers.shape).random(answers.shape)
    turn = np.where(given, luck, 2.0).argsort(1).argsort(1) / np.maximum(given.sum(1), 1)[:, None]
    out = given & (turn >= KNOWN[-1])
    width = max(1, int(out.sum(1).max(initial=0)))
    held = (~out).argsort(1, kind="stable")[:, :width]
    rows = np.arange(len(answers))[:, None]
    outcomes, counts = np.maximum(answers[rows, held], 0), out[rows, held]
    known = [given & (turn < share) for share in KNOWN]
    return [Group(np.where(its, answers, -1), its, held, outcomes, counts) for its in known]


@dataclass(frozen=True)
class FittedChange:
    """One question before and after calibration, in logits."""

    item: str
    people: int
    difficulty: tuple[float, float]


@dataclass(eq=False)
class Fitting:
    """A calibration under way. It can be asked at any time for what it has found so far.

    The answers of `people` are to the items of `asked`, which may be a part of the bank. `mean` and `covariance` are in
    logits; the structural covariance counts as much as `worth` people.
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
        self.items = ItemFitting(self.asked, self.people, self.self_scored, self.bank)
        self.mean, self.covariance = beginning(structural_covariance(self.bank))

    def run(self) -> None:
        """Fit the items, then the covariance."""
        for every in strides(self.people.people, ROUNDS, FULL_ROUNDS):
            self.items.round(every)
            self.rounds_done += 1
        self.fits = self.items.fits()
        fitted = self.asked.with_fits(self.fits)
        answered = np.flatnonzero(self.items.given)
        some = fitted.only(answered.tolist())
        for every in strides(self.people.people, COVARIANCE_ROUNDS, FULL_COVARIANCE_ROUNDS):
            shared = (some, answered, self.mean, self.covariance, self.self_scored)
            sums = self.people.fold(belief_sums, shared, every)
            self.mean, self.covariance = moved((self.mean, self.covariance), sums)
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
            FittedChange(item.id, int(self.items.given[i]), (item.difficulty, fits[item.id].difficulty))
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
