"""The answers of many people, and the beliefs that they give, equal to those of `model/belief` up to rounding.

What is wanted of everybody is a sum over people. Answers are worked through block by block, so that memory does not
grow with them. Each block gives its part, and the parts are added in the order of the blocks: so the sum is the same to
the last digit, wherever and whenever each part was computed.

Every covariance is kept as the shared prior less a few rank-one terms, Σ_b = Σ0 - Σ_t k_bt g_bt g_bt', so a step costs
O(people · items) and no covariance is ever built. Only the mean, V and g'Ωg of every item are updated.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.engine.model.bank import Bank
from simulator.engine.model.gaussians import may_learn, monotone, shares_of
from simulator.engine.model.parameters import LENIENCY_MEAN, LENIENCY_SD
from simulator.engine.model.priors import Mixture
from simulator.engine.model.response import Array, Ints, Mask, graded, logistic, moments, nodes, quadrature

Answers = NDArray[np.int8]
Sums = tuple[Any, ...]  # arrays and numbers
Part = Callable[[Any, Answers], Sums]
PEOPLE_IN_BLOCK = 2048
ENOUGH = 16  # blocks, for the first rounds of a fit
GROWTH = 4


class Blocks(Protocol):
    """The answers (people, items) of many people, as categories, -1 for none."""

    @property
    def people(self) -> int:
        """How many people there are."""

    def fold(self, part: Part, shared: Any, every: int = 1) -> Sums:
        """The sum of `part(shared, answers)` over every `every`-th block, added in their order."""


def total(parts: Any) -> Sums:
    """The sum of parts, place by place, from the first to the last."""
    sums: Sums | None = None
    for part in parts:
        sums = part if sums is None else tuple(a + b for a, b in zip(sums, part, strict=True))
    assert sums is not None, "there is no block without people"
    return sums


def count_of(people: int) -> int:
    """How many blocks so many people fill."""
    return -(-people // PEOPLE_IN_BLOCK)


def strides(people: int, rounds: int, full: int) -> Sequence[int]:
    """For each round of a fit, that it takes every n-th block; the last `full` rounds take all of them.

    While the estimates are still far off, a part of the people says where to go as well as all of them do (incremental
    EM: Neal and Hinton, 1998). The part grows fourfold each round, and is never below `ENOUGH` blocks.
    """
    most = max(1, count_of(people) // ENOUGH)
    return [min(most, GROWTH ** max(0, rounds - full - round_)) for round_ in range(rounds)]


# The beliefs

FIRST_ROOM = 16  # answers that there is room for, before it is doubled


@dataclass(frozen=True, eq=False)
class Model:
    """A policy's prior for one kind of people: mean and covariance with the leniency last, and what follows from them.

    `weights` is (items, C + 1), `spread_of` is Σ0 W' (C + 1, items); `omega` are the concepts' weights.
    """

    bank: Bank
    mean: Array
    cov: Array
    omega: Array
    weights: Array
    spread_of: Array

    @classmethod
    def of(cls, bank: Bank, omega: Array, mean: Array, covariance: Array, lenient: bool = True) -> "Model":
        """A model with a mean (C,) and covariance (C, C) of the concepts, and the leniency."""
        count = len(bank.concepts)
        mean = np.append(mean, 0.0)
        cov = np.zeros((count + 1, count + 1))
        cov[:count, :count] = covariance
        weights = np.hstack([bank.weights, bank.self_scored[:, None]])
        if lenient:
            mean[count] = LENIENCY_MEAN
            cov[count, count] = LENIENCY_SD**2
        return cls(bank, mean, cov, omega, weights, cov @ weights.T)


@dataclass(eq=False)
class Beliefs:
    """The beliefs of a group of people: `mean` (people, C + 1), `variance` (people, C + 1) is the diagonal.

    `item_means`, `variances` and `spreads` (people, items) are the mean of u, V and g'Ωg of every item. Spreads are
    updated only if `valued`, since questions are chosen by one of the beliefs alone. `gains` (people, room, C + 1),
    `touched` (people, room, items) and `shrinks` (people, room) are those of the rank-one terms, `terms` in number.
    """

    model: Model
    mean: Array
    variance: Array
    item_means: Array
    variances: Array
    spreads: Array
    total: Array
    valued: bool = True
    gains: Array = field(init=False)
    shrinks: Array = field(init=False)
    touched: Array = field(init=False)
    terms: int = 0

    def __post_init__(self) -> None:
        self.gains = np.empty((len(self.mean), FIRST_ROOM, self.mean.shape[1]))
        self.touched = np.empty((len(self.mean), FIRST_ROOM, self.item_means.shape[1]))
        self.shrinks = np.empty((len(self.mean), FIRST_ROOM))

    @classmethod
    def start(cls, model: Model, people: int, valued: bool = True) -> "Beliefs":
        """Everybody at the prior."""
        bank, count = model.bank, len(model.bank.concepts)
        item_means = model.weights @ model.mean - bank.difficulty
        variances = np.einsum("ij,ji->i", model.weights, model.spread_of) + bank.difficulty_variance
        spreads = model.omega @ model.spread_of[:count] ** 2
        total = float(model.omega @ model.cov[:count, :count] @ model.omega)

        def everybody(row: Array) -> Array:
            """The same row (n,) for each person: (people, n)."""
            return np.repeat(row[None], people, 0)

        return cls(
            model,
            everybody(model.mean),
            everybody(np.diag(model.cov)),
            everybody(item_means),
            everybody(variances),
            everybody(spreads),
            np.full(people, total),
            valued,
        )

    def gain_of(self, items: Ints) -> tuple[Array, Array]:
        """g = Σw (people, C + 1) of one item for each person, and w'g of that item itself (people,)."""
        people = np.arange(len(items))
        gain = self.model.spread_of.T[items].copy()
        if self.terms:
            gain -= self._combined(self.shrinks[:, : self.terms] * self.touched[people, : self.terms, items])
        own = self.variances[people, items] - self.model.bank.difficulty_variance[items]
        return gain, own

    def update(self, items: Ints, answers: Answers, where: Mask | None = None) -> None:
        """Everybody (where `where`) answers one item: moment matching, then a rank-one change of all arrays."""
        _, steps, shrinks = self.outcomes(items)
        step, shrink = (each[answers.astype(np.intp), np.arange(len(items))] for each in (steps, shrinks))
        if where is not None:
            step, shrink = step * where, shrink * where
        self.take(self.gain_of(items)[0], step, shrink)

    def outcomes(self, items: Ints) -> tuple[Array, Array, Array]:
        """The log chance, step and shrink of every possible answer, without guessing.

        Each (categories, people); an item with fewer categories than others repeats its last one.
        """
        bank, people = self.model.bank, np.arange(len(items))
        mean, variance = self.item_means[people, items], self.variances[people, items]
        thresholds = bank.edges[items, 1:-1]
        with np.errstate(invalid="ignore"):
            likelihood = graded(bank.slope[items][:, None], thresholds.T[:, :, None], nodes(mean, variance))
            chance, after, left = moments(likelihood, mean, variance)
        changes = (chance, (after - mean) / variance, (1.0 - left / variance) / variance)
        most = np.isfinite(thresholds).sum(1)
        if (most == thresholds.shape[1]).all():
            return changes
        last = np.minimum(np.arange(thresholds.shape[1] + 1)[:, None], most)
        chance, step, shrink = (np.take_along_axis(each, last, 0) for each in changes)
        return chance, step, shrink

    def take(self, gain: Array, step: Array, shrink: Array) -> None:
        """A rank-one update for everybody: mean += step g, Σ -= shrink g g'. No concept moves against the answer."""
        model, count = self.model, len(self.model.bank.concepts)
        touched = gain @ model.weights.T
        if self.valued:
            self._respread(gain, touched, shrink)
        moved = monotone(gain, count)
        shifted = touched if moved is gain else moved @ model.weights.T
        self.mean += step[:, None] * moved
        self.variance -= shrink[:, None] * gain**2
        self.item_means += step[:, None] * shifted
        self.variances -= shrink[:, None] * touched**2
        self.total -= shrink * (gain[:, :count] @ model.omega) ** 2
        if self.terms == self.gains.shape[1]:  # no room for another term: double it
            self.gains, self.touched, self.shrinks = (
                np.concatenate((terms, np.empty_like(terms)), 1) for terms in (self.gains, self.touched, self.shrinks)
            )
        self.gains[:, self.terms], self.touched[:, self.terms], self.shrinks[:, self.terms] = gain, touched, shrink
        self.terms += 1

    def _combined(self, factors: Array) -> Array:
        """The gains so far, each times its factor (people, terms), added up; one product is faster than a loop."""
        result: Array = (factors[:, None] @ self.gains[:, : self.terms])[:, 0]
        return result

    def taken_off(self) -> Array:
        """What all answers have taken off the concepts' covariance, summed over people: Σ k g g', shape (C, C)."""
        count = len(self.model.bank.concepts)
        gains = self.gains[:, : self.terms, :count].reshape(-1, count)
        result: Array = (gains * self.shrinks[:, : self.terms].reshape(-1, 1)).T @ gains
        return result

    def _respread(self, gain: Array, touched: Array, shrink: Array) -> None:
        """The spreads after an update, from the covariances before it."""
        model, count = self.model, len(self.model.bank.concepts)
        weighted = gain[:, :count] * model.omega
        onwards = weighted @ model.cov[:count]
        if self.terms:
            along = (self.gains[:, : self.terms, :count] @ weighted[:, :, None])[:, :, 0]
            onwards -= self._combined(self.shrinks[:, : self.terms] * along)
        own = np.einsum("bi,bi->b", weighted, gain[:, :count])
        self.spreads -= touched * (
            (2.0 * shrink)[:, None] * (onwards @ model.weights.T) - (shrink**2 * own)[:, None] * touched
        )


# with 11 nodes the steep items of people who differ much were .0002 nats off
_FEW, _FEW_WEIGHTS = quadrature(21)


def at_least(slope: Array, threshold: Array, mean: Array, variance: Array) -> Array:
    """P(Y >= k) with u ~ N(mean, variance), by quadrature; arrays of one shape."""
    total = np.zeros(np.broadcast(mean, threshold).shape)
    sd = np.sqrt(variance)
    for point, weight in zip(_FEW, _FEW_WEIGHTS, strict=True):
        total += weight * logistic(slope * (mean + sd * point - threshold))
    return total


@dataclass(frozen=True, eq=False)
class Start:
    """A policy's belief before any answer: a model for each kind of people, their shares (K,), and which one leads."""

    models: tuple[Model, ...]
    shares: Array
    leading: int

    @classmethod
    def of(cls, bank: Bank, omega: Array, prior: Mixture, lenient: bool = True) -> "Start":
        """A start from a prior; `omega` (C,) weighs the concepts."""
        models = tuple(
            Model.of(bank, omega, mean, cov, lenient) for mean, cov in zip(prior.means, prior.covariances, strict=True)
        )
        return cls(models, prior.shares, prior.leading)

    @property
    def lead(self) -> Model:
        """The model by which questions are chosen."""
        return self.models[self.leading]


@dataclass(eq=False)
class Crowd:
    """The beliefs of a group: one `Beliefs` for each kind of people, and everybody's log shares (people, K)."""

    parts: Sequence[Beliefs]
    logs: Array
    leading: int

    @classmethod
    def start(cls, start: Start, people: int) -> "Crowd":
        """Everybody at the prior."""
        parts = [Beliefs.start(model, people, number == start.leading) for number, model in enumerate(start.models)]
        return cls(parts, np.repeat(np.log(start.shares)[None], people, 0), start.leading)

    @property
    def lead(self) -> Beliefs:
        """The beliefs by which questions are chosen."""
        return self.parts[self.leading]

    @property
    def shares(self) -> Array:
        """How likely each kind is, shape (people, K)."""
        return shares_of(self.logs)

    def update(self, items: Ints, answers: Answers, where: Mask) -> None:
        """Everybody (where `where`) answers one item."""
        if len(self.parts) == 1:
            self.parts[0].update(items, answers, where)
            return
        gains = [part.gain_of(items)[0] for part in self.parts]
        chances, steps, shrinks = (
            np.stack(its, 2) for its in zip(*(p.outcomes(items) for p in self.parts), strict=True)
        )
        bank = self.lead.model.bank
        count = len(bank.concepts)
        means = np.stack([part.mean[:, :count] for part in self.parts], 1)
        moves = np.maximum(np.stack([gain[:, :count] for gain in gains], 1), 0.0)
        watched = np.concatenate((moves, means), 1) * bank.rests[items][:, None, :]
        learn = where & may_learn(shares_of(self.logs + chances), steps, watched)
        people, seen = np.arange(len(items)), answers.astype(np.intp)
        self.logs += learn[:, None] * chances[seen, people]
        for k, (part, gain) in enumerate(zip(self.parts, gains, strict=True)):
            part.take(gain, where * steps[seen, people, k], where * shrinks[seen, people, k])

    def concepts(self) -> tuple[Array, Array]:
        """Mean and variance of every concept's mastery, each (people, C)."""
        return self._mixed([(p.mean[:, :-1], p.variance[:, :-1]) for p in self.parts])

    def overall(self) -> tuple[Array, Array]:
        """Mean and variance of the weighted mean mastery, each (people, 1)."""
        omega = self.lead.model.omega
        return self._mixed([((p.mean[:, :-1] @ omega)[:, None], p.total[:, None]) for p in self.parts])

    def looks_at(self, items: Ints) -> tuple[Array, Array]:
        """Mean and variance of u, the difficulty included, of some items (people, E)."""
        rows = np.arange(len(items))[:, None]
        return self._mixed([(p.item_means[rows, items], p.variances[rows, items]) for p in self.parts])

    def _mixed(self, parts: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
        """Mean and variance of a mixture from those of its parts."""
        shares = self.shares.T[:, :, None]
        means, variances = (np.stack([part[n] for part in parts]) for n in (0, 1))
        mean = (shares * means).sum(0)
        return mean, (shares * (variances + (means - mean) ** 2)).sum(0)
