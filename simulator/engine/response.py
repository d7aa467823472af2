"""The response model: how likely each verdict is, what it says, and how much it is expected to say.

Graded response model (Samejima, 1969): P(Y >= k | u) = g + (1 - g) / (1 + exp(-a (u - t_k))), u = f - b, with slope a,
thresholds t_k relative to the difficulty b, and guessing g (0 for verdicts; Birnbaum, 1968, for checks with options).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NODES = 41
_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(NODES)
_SHARES: Array = _WEIGHTS / _WEIGHTS.sum()
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
        """`probabilities` without cancellation in the tails; never 0."""
        if self.guess:
            return np.maximum(self.probabilities(u), 1e-300)
        return graded(np.float64(self.slope), np.reshape(self.thresholds, (-1, *(1,) * u.ndim)), u)


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


def outcomes(response: Response, mean: Array, variance: Array, weight: float = 1.0) -> tuple[Array, Array, Array]:
    """What every category would say of u ~ N(mean, variance), as `moments` has it; `weight` is the likelihood's power.

    Each (categories, *mean.shape).
    """
    likelihood = response.likelihoods(nodes(mean, variance))
    return moments(likelihood if weight == 1.0 else likelihood**weight, mean, variance)


def nodes(mean: Array, variance: Array) -> Array:
    """The quadrature's values of u ~ N(mean, variance), shape (*mean.shape, NODES)."""
    return np.asarray(mean[..., None] + np.sqrt(variance)[..., None] * _POINTS)


def moments(likelihood: Array, mean: Array, variance: Array) -> tuple[Array, Array, Array]:
    """Log chance of each category, and mean and variance of u ~ N(mean, variance) after it.

    `likelihood` (categories, *mean.shape, NODES) is taken at `nodes`. Moment matching as in assumed-density filtering
    (Opper, 1998).
    """
    moment = likelihood @ _POWERS
    total = moment[..., 0]
    first, second = moment[..., 1] / total, moment[..., 2] / total
    return np.log(total), mean + np.sqrt(variance) * first, variance * np.maximum(second - first**2, 1e-9)


Z_MAX, Z_STEP = 10.0, 0.25
S_MAX, S_STEP = 6.0, 0.25  # the second axis is the standard deviation, a * sqrt(V)
_Z: Array = np.arange(-Z_MAX, Z_MAX + Z_STEP / 2, Z_STEP)
_S: Array = np.arange(S_STEP, S_MAX + S_STEP / 2, S_STEP)


@lru_cache(maxsize=256)
def reduction_table(scaled: tuple[float, ...], guess: float) -> Array:
    """Expected share of Var(u) that the answer removes, r(z, s), on the grid of z = a (m - b) and s = a sqrt(V).

    r = Var(E[u | Y]) / V, which by the law of total variance is 1 - E[Var(u | Y)] / V. `scaled` are the thresholds
    times the slope. Shape (len(z), len(s)).
    """
    unit = Response(1.0, scaled, guess)
    u = _Z[:, None, None] + _S[None, :, None] * _POINTS
    weighted = unit.probabilities(u) * _SHARES
    p = weighted.sum(-1)
    shift = (weighted * _POINTS).sum(-1)  # p * E[standardised u | Y]
    table: Array = np.where(p > 1e-12, shift**2 / np.maximum(p, 1e-12), 0.0).sum(0)
    return table


def table_key(response: Response) -> tuple[tuple[float, ...], float]:
    """The key of the table that serves a response type: scaled thresholds rounded to 0.1, guessing to 0.05."""
    scaled = tuple(round(response.slope * t, 1) for t in response.thresholds)
    return scaled, round(response.guess * 20) / 20


def stacked_tables(responses: Sequence[Response]) -> tuple[Array, NDArray[np.intp]]:
    """The tables of many response types in one flat array, and where the table of each response begins."""
    keys = list(dict.fromkeys(table_key(r) for r in responses))
    flat = np.concatenate([reduction_table(*key).ravel() for key in keys]) if keys else np.zeros(0)
    size = len(_Z) * len(_S)
    start = {key: n * size for n, key in enumerate(keys)}
    return flat, np.array([start[table_key(r)] for r in responses], np.intp)


def reduction(flat: Array, starts: NDArray[np.intp], z: Array, s: Array) -> Array:
    """r(z, s) by bilinear interpolation in stacked tables; points outside the grid take the value at its edge."""
    x = z + Z_MAX
    x /= Z_STEP
    np.minimum(np.maximum(x, 0.0, out=x), len(_Z) - 1.001, out=x)
    y = s / S_STEP
    y -= 1.0
    np.minimum(np.maximum(y, 0.0, out=y), len(_S) - 1.001, out=y)
    i, j = x.astype(np.intp), y.astype(np.intp)
    x -= i
    y -= j
    i *= len(_S)
    i += j
    i += starts
    low = flat.take(i)
    i += 1
    low += y * (flat.take(i) - low)
    i += len(_S)
    high = flat.take(i)
    i -= 1
    base = flat.take(i)
    base += y * (high - base)
    base -= low
    base *= x
    low += base
    return low
