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
_LOG_WEIGHTS: Array = np.log(_WEIGHTS / _WEIGHTS.sum())


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

    def log_likelihood(self, category: int, u: Array) -> Array:
        """log P(category | u), without cancellation far in the tails."""
        if self.guess:
            logs: Array = np.log(np.maximum(self.probabilities(u)[category], 1e-300))
            return logs
        a, t = self.slope, self.thresholds
        upper = a * (u - t[category]) if category < len(t) else None
        under = a * (u - t[category - 1]) if category > 0 else None
        if upper is None:
            assert under is not None
            return _log_logistic(under)
        if under is None:
            return _log_logistic(-upper)
        # logistic(x) - logistic(y) = logistic(x) logistic(-y) (1 - exp(y - x))
        gap = a * (t[category] - t[category - 1])
        between: Array = _log_logistic(under) + _log_logistic(-upper) + float(np.log(-np.expm1(-gap)))
        return between


def logistic(x: Array) -> Array:
    """1 / (1 + exp(-x)) without overflow."""
    result: Array = 0.5 * (1.0 + np.tanh(0.5 * x))
    return result


def moments(
    response: Response, category: int, mean: float, variance: float, weight: float = 1.0
) -> tuple[float, float]:
    """Mean and variance of u ~ N(mean, variance) after seeing `category`, by Gauss-Hermite quadrature.

    `weight` is an exponent on the likelihood. Moment matching as in assumed-density filtering (Opper, 1998).
    """
    u = mean + np.sqrt(variance) * _POINTS
    log_posterior = _LOG_WEIGHTS + weight * response.log_likelihood(category, u)
    posterior = np.exp(log_posterior - log_posterior.max())
    posterior /= posterior.sum()
    new_mean = float(posterior @ u)
    new_variance = float(posterior @ (u - new_mean) ** 2)
    return new_mean, max(new_variance, 1e-9)


def _log_logistic(x: Array) -> Array:
    result: Array = -np.logaddexp(0.0, -x)
    return result


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
    weighted = unit.probabilities(u) * np.exp(_LOG_WEIGHTS)
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
    np.clip(x, 0.0, len(_Z) - 1.001, out=x)
    y = s / S_STEP
    y -= 1.0
    np.clip(y, 0.0, len(_S) - 1.001, out=y)
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
