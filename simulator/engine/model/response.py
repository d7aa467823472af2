"""The response model: how likely each verdict is, how it moves the belief, and how much an answer is expected to tell.

Graded response model (Samejima, 1969): P(Y >= k | u) = g + (1 - g) / (1 + exp(-a (u - t_k))), u = f - b, with slope a,
thresholds t_k relative to the difficulty b, and guessing g (0 for verdicts; Birnbaum, 1968, for checks with options).
f is the mastery that the item depends on, plus the leniency where people score themselves.

What was heard of an answer is a second, noisy look at what its marks look at (`HeardResponse`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from simulator.engine.model import parameters as P  # noqa: N812

Array = NDArray[np.float64]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]


def quadrature(nodes: int) -> tuple[Array, Array]:
    """The points of the Gauss-Hermite rule for a standard normal, and their shares, which sum to 1; each (nodes,)."""
    points, weights = np.polynomial.hermite_e.hermegauss(nodes)
    return points, weights / weights.sum()


NODES = 41
_POINTS, _SHARES = quadrature(NODES)
_POWERS: Array = np.stack([_SHARES, _SHARES * _POINTS, _SHARES * _POINTS**2], 1)
FAR = 300.0  # beyond it a logistic is 0 or 1; the product of two must not vanish


@dataclass(frozen=True)
class Response:
    """A response type: `slope` (per logit), `thresholds` relative to the difficulty (logits), `guess` (probability)."""

    slope: float
    thresholds: tuple[float, ...]
    guess: float = 0.0

    @property
    def categories(self) -> int:
        """How many outcomes there are."""
        return len(self.thresholds) + 1

    def probabilities(self, u: Array) -> Array:
        """Category probabilities, shape (categories, *u.shape); `u` is mastery minus difficulty in logits."""
        above = [logistic(self.slope * (u - t)) for t in self.thresholds]
        above = [self.guess + (1 - self.guess) * p for p in above]
        edges = [np.ones_like(u), *above, np.zeros_like(u)]
        return np.stack([edges[k] - edges[k + 1] for k in range(self.categories)])

    def likelihoods(self, u: Array) -> Array:
        """`probabilities` (categories, *u.shape) without cancellation in the tails; never 0."""
        if self.guess:
            return np.maximum(self.probabilities(u), 1e-300)
        edges, gaps = _edges(self.slope, self.thresholds, u.ndim)
        ease = -self.slope * u
        np.minimum(ease, FAR, out=ease)
        np.exp(np.maximum(ease, -FAR, out=ease), out=ease)
        odds = edges * ease
        below = 1.0 + odds
        # logistic(x) - logistic(y) = logistic(x) logistic(-y) (1 - exp(y - x)), with exp(-x) and exp(-y) the odds
        result: Array = odds[1:] / below[1:]
        result /= below[:-1]
        result *= gaps
        return result


@cache
def reading_chances() -> Array:
    """P(step | verdict) of the heard coverage, which is N(mean of the verdict, sd²), shape (steps, verdicts)."""
    columns = []
    for mean in P.READING_MEANS:
        below = [0.0, *(NormalDist(mean, P.READING_SD).cdf(cut) for cut in P.READING_STEPS), 1.0]
        columns.append(np.diff(below))
    chances = (1 - P.READING_LOST) * np.array(columns).T + P.READING_LOST * columns[0][:, None]
    result: Array = P.READING_LEAST + (1 - P.READING_LEAST * len(chances)) * chances
    return result


@dataclass(frozen=True)
class HeardResponse:
    """The response type of what was heard of a question, from that of its marks: P(H | u) = Σ_Y P(H | Y) P(Y | u).

    Here u has the candidate's listening term added.
    """

    marks: Response

    def likelihoods(self, u: Array) -> Array:
        """P(step | u), shape (steps, *u.shape)."""
        result: Array = np.tensordot(reading_chances(), self.marks.likelihoods(u), 1)
        return result


@lru_cache(maxsize=256)
def _edges(slope: float, thresholds: tuple[float, ...], axes: int) -> tuple[Array, Array]:
    """exp(slope · t) of the edges of every category, and 1 - exp(-slope · its width), before `axes` other axes.

    The lowest category has no lower edge (0); the upper edge of the highest is larger than any ease.
    """
    edges = np.exp([-np.inf, *(slope * t for t in thresholds), FAR + 100.0])
    widths = np.diff([-np.inf, *thresholds, np.inf])
    column = (-1, *(1,) * axes)
    return edges.reshape(column), -np.expm1(-slope * widths).reshape(column)


def graded(slope: Array | np.float64, thresholds: Array, u: Array) -> Array:
    """P(category | u) of the graded response model without guessing, (categories, *u.shape), accurate in the tails.

    `thresholds` (K, ...) and `slope` broadcast against u. Where a threshold is infinite the categories beyond it mean
    nothing.
    """
    odds = slope * (thresholds - u)
    gaps = -np.expm1(slope * (thresholds[:-1] - thresholds[1:]))
    # minimum and maximum: clip takes three times as long on arrays of this size
    np.minimum(odds, FAR, out=odds)
    np.exp(np.maximum(odds, -FAR, out=odds), out=odds)
    above = 1.0 / (1.0 + odds)
    result = np.empty((len(above) + 1, *u.shape))
    result[0], result[1:] = 1.0, above
    # logistic(x) - logistic(y) = logistic(x) logistic(-y) (1 - exp(y - x))
    result[:-1] *= np.multiply(odds, above, out=odds)
    result[1:-1] *= gaps
    return result


def logistic(x: Array) -> Array:
    """1 / (1 + exp(-x)) without overflow."""
    result: Array = 0.5 * (1.0 + np.tanh(0.5 * x))
    return result


def moved_apart(slope: Array, thresholds: Array, before: Array, after: Array) -> Array:
    """Thresholds (N, K) that people of the SD `after` (N, 1) reach as often as those of `before` reach these.

    The people's means are 0, and `slope` a is (N, 1). A spread flattens a logistic to nearly 1 / sqrt(1 + .346 a² SD²)
    of its slope (Zeger, Liang and Albert, 1988); steps of Newton's method from there meet the chances themselves. An
    infinite threshold stays.
    """
    chances, _ = _reached(slope, thresholds, before)
    result = thresholds * np.sqrt((1.0 + 0.346 * (slope * after) ** 2) / (1.0 + 0.346 * (slope * before) ** 2))
    for _ in range(4):
        found, falls = _reached(slope, result, after)
        result = result + np.clip((found - chances) / np.maximum(falls, 1e-12), -0.5, 0.5)
    return result


def _reached(slope: Array, thresholds: Array, sd: Array) -> tuple[Array, Array]:
    """P(Y >= k) for u ~ N(0, sd²), and how fast it falls with the threshold."""
    above = logistic(slope * (sd * _POINTS[:, None, None] - thresholds))
    return np.tensordot(_SHARES, above, 1), slope * np.tensordot(_SHARES, above * (1.0 - above), 1)


def outcomes(
    response: Response | HeardResponse, mean: Array, variance: Array, weight: float = 1.0
) -> tuple[Array, Array, Array]:
    """How every category would move u ~ N(mean, variance); `weight` is an exponent on the likelihood.

    Returns its chance, (m* - m) / V and (1 - V* / V) / V, by which the state's mean and covariance move, each of shape
    (categories, *mean.shape).
    """
    sd = np.sqrt(variance)
    likelihood = response.likelihoods(_spread(mean, sd))
    chance, first, spread = _standard_moments(likelihood if weight == 1.0 else likelihood**weight)
    first /= sd
    return chance, first, (1.0 - spread) / variance


def nodes(mean: Array, variance: Array) -> Array:
    """The quadrature's values of u ~ N(mean, variance), shape (*mean.shape, NODES)."""
    return _spread(mean, np.sqrt(variance))


def _spread(mean: Array, sd: Array) -> Array:
    result: Array = sd[..., None] * _POINTS
    result += mean[..., None]
    return result


def moments(likelihood: Array, mean: Array, variance: Array) -> tuple[Array, Array, Array]:
    """Log chance of each category, and mean and variance of u ~ N(mean, variance) after it.

    `likelihood` (categories, *mean.shape, NODES) is taken at `nodes`. Moment matching as in assumed-density filtering
    (Opper, 1998).
    """
    total, first, spread = _standard_moments(likelihood)
    return np.log(total), mean + np.sqrt(variance) * first, variance * spread


def _standard_moments(likelihood: Array) -> tuple[Array, Array, Array]:
    """Chance of each category, and mean and variance after it of the standardised u; `likelihood` as in `moments`."""
    moment = likelihood @ _POWERS
    total = moment[..., 0]
    moment = moment[..., 1:] / total[..., None]
    first, second = moment[..., 0], moment[..., 1]
    second -= first * first
    return total, first, np.maximum(second, 1e-9, out=second)


STEP = 0.25
Z_MAX = 10.0
S_MAX = 6.0  # the second axis is the standard deviation, a * sqrt(V)
_Z: Array = np.arange(-Z_MAX, Z_MAX + STEP / 2, STEP)
_S: Array = np.arange(0.0, S_MAX + STEP / 2, STEP)
MIDDLE = Z_MAX / STEP  # where z = 0 lies on the grid
_EDGE: Array = np.array([[len(_Z)], [len(_S)]]) - 1.001


@lru_cache(maxsize=256)
def reduction_table(scaled: tuple[float, ...], guess: float) -> Array:
    """Expected share of Var(u) that an answer removes, r(z, s), on the grid of z = a m and s = a sqrt(V).

    m and V are mean and variance of u. r = Var(E[u | Y]) / V, which by the law of total variance is
    1 - E[Var(u | Y)] / V. `scaled` are the thresholds times the slope. Shape (len(z), len(s)).
    """
    unit = Response(1.0, scaled, guess)
    # below the first step r is taken to be what it is there
    u = _Z[:, None, None] + np.maximum(_S, STEP)[None, :, None] * _POINTS
    weighted = unit.probabilities(u) * _SHARES
    p = weighted.sum(-1)
    shift = (weighted * _POINTS).sum(-1)  # p * E[standardised u | Y]
    table: Array = np.where(p > 1e-12, shift**2 / np.maximum(p, 1e-12), 0.0).sum(0)
    return table


def table_key(response: Response) -> tuple[tuple[float, ...], float]:
    """The key of the table that serves a response type: scaled thresholds rounded to 0.1, guessing to 0.05."""
    scaled = tuple(round(response.slope * t, 1) for t in response.thresholds)
    return scaled, round(response.guess * 20) / 20


@dataclass(frozen=True, eq=False)
class Tables:
    """The reduction tables of many response types stacked into one, to look up all items at once.

    `corners` (2, 2, places) hold r at a grid point and its difference to the next z, and the differences of both to the
    next s. `starts` are the offsets of the items' tables. `scale` is an item's slope over the grid's step: it turns
    means (plus `MIDDLE`) into positions on the first axis, and standard deviations into positions on the second.
    """

    corners: Array
    starts: NDArray[np.intp]
    scale: Array

    def scaled(self, mean: Array, variance: Array) -> Array:
        """Means and variances (..., items) in units of the grid, shape (..., 2, items)."""
        return np.stack((mean * self.scale + MIDDLE, variance * self.scale**2), -2)

    def reduction(self, scaled: Array) -> Array:
        """r of means and variances in units of the grid (..., 2, items), by bilinear interpolation.

        Points outside the grid take the value at its edge.
        """
        grid = np.maximum(scaled, 0.0)
        x, y = grid[..., 0, :], grid[..., 1, :]
        np.sqrt(y, out=y)
        np.minimum(grid, _EDGE, out=grid)
        cells = grid.astype(np.intp)
        grid -= cells
        index = cells[..., 0, :]
        index *= len(_S)
        index += cells[..., 1, :]
        index += self.starts
        edges, gains = self.corners.take(index, 2)
        gains *= y
        edges += gains
        result: Array = edges[1] * x
        result += edges[0]
        return result


def stacked_tables(responses: Sequence[Response]) -> Tables:
    """The tables of many items' response types."""
    keys = list(dict.fromkeys(table_key(r) for r in responses))
    flat = np.concatenate([reduction_table(*key).ravel() for key in keys]) if keys else np.zeros(0)
    size = len(_Z) * len(_S)
    start = {key: n * size for n, key in enumerate(keys)}
    pair = np.stack([flat, np.roll(flat, -len(_S)) - flat])
    corners = np.stack([pair, np.roll(pair, -1, 1) - pair])
    starts = np.array([start[table_key(r)] for r in responses], np.intp)
    return Tables(corners, starts, np.array([r.slope for r in responses]) / STEP)
