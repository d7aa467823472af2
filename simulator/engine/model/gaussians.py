"""Several Gaussians over one state, kept side by side as arrays, and their rank-one updates.

A covariance is `base` less the `pending` terms k g g', which are kept apart where writing n² numbers would cost more.
The first axis is always the component's: means are (K, n), bases (K, n, n), gains (K, n), steps and shrinks (K,).
"""

from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.intp]
WRITTEN_OUT = 150  # states up to this size have their covariance written out after every update
MOST_PENDING = 32


class Gaussians(msgspec.Struct, frozen=True, eq=False):
    """K Gaussians over n places."""

    means: Array
    bases: Array
    pending: tuple[tuple[Array, Array], ...] = ()

    @property
    def covariances(self) -> Array:
        """The covariances, shape (K, n, n)."""
        return _less(self.bases, self.pending) if self.pending else self.bases

    def gains(self, numbers: Ints, weights: Array) -> Array:
        """Σw of every component, shape (K, n), for weights at a few places."""
        # rows, not columns: Σ is symmetric, and rows lie together in memory
        result: Array = weights @ self.bases.take(numbers, 1)
        for gain, shrink in self.pending:
            result -= (shrink * (gain.take(numbers, 1) @ weights))[:, None] * gain
        return result

    def times(self, vector: Array) -> Array:
        """Σ times a vector over the whole state, shape (K, n)."""
        result: Array = self.bases @ vector
        for gain, shrink in self.pending:
            result -= (shrink * (gain @ vector))[:, None] * gain
        return result

    def variances(self) -> Array:
        """The diagonals of the covariances, shape (K, n)."""
        result: Array = self.bases.diagonal(0, 1, 2).copy()
        for gain, shrink in self.pending:
            result -= shrink[:, None] * gain**2
        return result

    def moved(self, shifts: Array, gains: Array, shrinks: Array) -> "Gaussians":
        """Means moved by `shifts`, covariances less shrink · g g'."""
        pending = (*self.pending, (gains, shrinks))
        bases = self.bases
        if bases.shape[1] <= WRITTEN_OUT or len(pending) > MOST_PENDING:
            bases, pending = _less(bases, pending), ()
        return Gaussians(self.means + shifts, bases, pending)

    def only(self, number: int) -> "Gaussians":
        """One component alone."""
        part = slice(number, number + 1)
        return Gaussians(self.means[part], self.bases[part], tuple((g[part], k[part]) for g, k in self.pending))

    def times_one(self, number: int, vector: Array) -> Array:
        """Σ of one component times a vector over the whole state, shape (n,)."""
        result: Array = self.bases[number] @ vector
        for gains, shrinks in self.pending:
            gain = gains[number]
            result -= (shrinks[number] * (gain @ vector)) * gain
        return result


def _less(bases: Array, pending: tuple[tuple[Array, Array], ...]) -> Array:
    """`bases` less the terms k g g', exactly symmetric."""
    result = bases
    for gain, shrink in pending:
        term = _outer(gain, shrink)
        result = np.subtract(result, term, out=term)
    return result


@cache
def _unit(kinds: int) -> Array:
    return np.eye(kinds)[:, None, :]


def _outer(gain: Array, shrink: Array) -> Array:
    """k g g' of every component, exactly symmetric, shape (K, n, n)."""
    kinds, count = gain.shape
    # every component in a column of its own: one product of matrices is faster than broadcasting
    apart = (gain[:, :, None] * _unit(kinds)).reshape(-1, kinds)
    result: Array = (apart @ gain).reshape(kinds, count, count)
    result *= shrink[:, None, None]  # only now: k g times g would differ from its transpose by rounding
    return result
