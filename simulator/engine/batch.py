"""The engine's update for many people at once, exact to rounding with `belief`.

Every covariance is kept as the shared prior less a few rank-one terms, Σ_b = Σ0 - Σ_t k_bt g_bt g_bt', so a step costs
O(people · items) and no covariance is ever built. Only mean, V and g'Ωg of every item are carried along.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.engine.bank import Bank
from simulator.engine.belief import structural_covariance
from simulator.engine.parameters import LENIENCY_MEAN, LENIENCY_SD
from simulator.engine.response import _LOG_WEIGHTS, _POINTS, Array, logistic

Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Model:
    """What a policy believes at the start: prior mean and covariance with the leniency last, and what that implies.

    `weights` is (items, C + 1), `spread_of` is Σ0 W' (C + 1, items); `omega` are the concepts' weights.
    """

    bank: Bank
    mean: Array
    cov: Array
    omega: Array
    weights: Array
    spread_of: Array

    @classmethod
    def of(
        cls,
        bank: Bank,
        omega: Array,
        covariance: Array | None = None,
        lenient: bool = True,
        mean: Array | None = None,
    ) -> "Model":
        """A model with a covariance (C, C) and mean (C,), those of the bank's prior by default, and the leniency."""
        count = len(bank.concepts)
        pooled = bank.pooled
        if mean is None:
            mean = np.zeros(count) if pooled is None else pooled.mean
        mean = np.append(mean, 0.0)
        cov = np.zeros((count + 1, count + 1))
        if covariance is None:
            covariance = structural_covariance(bank) if pooled is None else pooled.covariance
        cov[:count, :count] = covariance
        weights = np.hstack([bank.weights, bank.self_scored[:, None]])
        if lenient:
            mean[count] = LENIENCY_MEAN
            cov[count, count] = LENIENCY_SD**2
        return cls(bank, mean, cov, omega, weights, cov @ weights.T)


@dataclass(eq=False)
class Beliefs:
    """The beliefs of a group of people: `mean` (people, C + 1), `variance` (people, C + 1) is the diagonal.

    `looks`, `variances` and `spreads` (people, items) are mean of u, V and g'Ωg of every item.
    """

    model: Model
    mean: Array
    variance: Array
    looks: Array
    variances: Array
    spreads: Array
    total: Array
    gains: list[Array] = field(default_factory=list)
    touched: list[Array] = field(default_factory=list)
    shrinks: list[Array] = field(default_factory=list)

    @classmethod
    def start(cls, model: Model, people: int) -> "Beliefs":
        """Everybody at the prior."""
        bank, count = model.bank, len(model.bank.concepts)
        looks = model.weights @ model.mean - bank.difficulty
        variances = np.einsum("ij,ji->i", model.weights, model.spread_of) + bank.difficulty_variance
        spreads = model.omega @ model.spread_of[:count] ** 2
        total = float(model.omega @ model.cov[:count, :count] @ model.omega)

        def everybody(row: Array) -> Array:
            return np.repeat(row[None], people, 0)

        return cls(
            model,
            everybody(model.mean),
            everybody(np.diag(model.cov)),
            everybody(looks),
            everybody(variances),
            everybody(spreads),
            np.full(people, total),
        )

    def gain_of(self, items: Ints) -> tuple[Array, Array]:
        """g = Σw (people, C + 1) of one item for each person, and w'g of that item itself (people,)."""
        people = np.arange(len(items))
        gain = self.model.spread_of.T[items].copy()
        for earlier, touched, shrink in zip(self.gains, self.touched, self.shrinks, strict=True):
            gain -= (shrink * touched[people, items])[:, None] * earlier
        own = self.variances[people, items] - self.model.bank.difficulty_variance[items]
        return gain, own

    def update(self, items: Ints, answers: NDArray[np.int8], where: NDArray[np.bool_] | None = None) -> None:
        """Everybody (`where` true) answers one item: moment matching, then a rank-one change of all that is kept."""
        bank, people = self.model.bank, np.arange(len(items))
        gain, _ = self.gain_of(items)
        mean, variance = self.looks[people, items], self.variances[people, items]
        slopes = bank.slope[items]
        lower = bank.edges[items, answers.astype(np.intp)]
        upper = bank.edges[items, answers.astype(np.intp) + 1]
        new_mean, new_variance = many_moments(slopes, lower, upper, mean, variance)
        step, shrink = (new_mean - mean) / variance, (1.0 - new_variance / variance) / variance
        if where is not None:
            step, shrink = step * where, shrink * where
        self.take(gain, step, shrink)

    def take(self, gain: Array, step: Array, shrink: Array) -> None:
        """A rank-one update of everybody: mean += step g, Σ -= shrink g g'; concepts never move against the answer."""
        model, count = self.model, len(self.model.bank.concepts)
        weighted = gain[:, :count] * model.omega
        onwards = weighted @ model.cov[:count]
        for earlier, k in zip(self.gains, self.shrinks, strict=True):
            onwards -= (k * np.einsum("bi,bi->b", earlier[:, :count], weighted))[:, None] * earlier
        touched = gain @ model.weights.T
        moved = gain
        if gain[:, :count].min() < 0.0:
            moved = gain.copy()
            np.maximum(moved[:, :count], 0.0, out=moved[:, :count])
        shifted = touched if moved is gain else moved @ model.weights.T
        own = np.einsum("bi,bi->b", weighted, gain[:, :count])
        self.mean += step[:, None] * moved
        self.variance -= shrink[:, None] * gain**2
        self.looks += step[:, None] * shifted
        self.variances -= shrink[:, None] * touched**2
        self.spreads -= touched * (
            (2.0 * shrink)[:, None] * (onwards @ model.weights.T) - (shrink**2 * own)[:, None] * touched
        )
        self.total -= shrink * (gain[:, :count] @ model.omega) ** 2
        self.gains.append(gain)
        self.touched.append(touched)
        self.shrinks.append(shrink)


def many_moments(slope: Array, lower: Array, upper: Array, mean: Array, variance: Array) -> tuple[Array, Array]:
    """`response.moments` for many people: each saw the category between two thresholds, ±inf at the ends."""
    u = mean[:, None] + np.sqrt(variance)[:, None] * _POINTS
    # logistic(x) - logistic(y) = logistic(x) logistic(-y) (1 - exp(y - x)); the last factor is constant in u
    over = slope[:, None] * (u - lower[:, None])
    under = slope[:, None] * (upper[:, None] - u)
    likelihood = np.exp(_LOG_WEIGHTS - np.logaddexp(0.0, -over) - np.logaddexp(0.0, -under))
    likelihood /= likelihood.sum(1, keepdims=True)
    new_mean = np.einsum("bj,bj->b", likelihood, u)
    new_variance = np.einsum("bj,bj->b", likelihood, (u - new_mean[:, None]) ** 2)
    return new_mean, np.maximum(new_variance, 1e-9)


_FEW, _FEW_RAW = np.polynomial.hermite_e.hermegauss(11)
_FEW_WEIGHTS = _FEW_RAW / _FEW_RAW.sum()


def at_least(slope: Array, threshold: Array, mean: Array, variance: Array) -> Array:
    """P(Y >= k) with u ~ N(mean, variance), by quadrature; arrays of one shape."""
    total = np.zeros(np.broadcast(mean, threshold).shape)
    sd = np.sqrt(variance)
    for point, weight in zip(_FEW, _FEW_WEIGHTS, strict=True):
        total += weight * logistic(slope * (mean + sd * point - threshold))
    return total
