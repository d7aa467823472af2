"""Several Gaussians over one state, kept as arrays side by side: their rank-one updates and the rules these obey.

A covariance is `base` less the `pending` terms k g g'. They stay pending where writing out n² numbers would cost more.
The first axis is always the component's: means are (K, n), bases (K, n, n), gains (K, n), steps and shrinks (K,).
"""

from functools import cache

import msgspec
import numpy as np

from simulator.engine.model.response import Array, Ints, Mask

WRITTEN_OUT = 150  # states up to this size have their covariance written out after every update
MOST_PENDING = 32
ROUNDING = 1e-12


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
    kinds, count = bases.shape[:2]
    result = bases
    for gain, shrink in pending:
        # one column for each component: a matrix product is faster than broadcasting
        apart = (gain[:, :, None] * _columns(kinds)).reshape(-1, kinds)
        term = (apart @ gain).reshape(kinds, count, count)
        term *= shrink[:, None, None]  # only now: k g times g would differ from its transpose by rounding
        result = np.subtract(result, term, out=term)
    return result


@cache
def _columns(kinds: int) -> Array:
    return np.eye(kinds)[:, None, :]


def monotone(gain: Array, count: int) -> Array:
    """The gain (..., n) with which means move: never negative on the first `count` places, the concepts.

    An exact update can lower one mastery because an answer on another was better: the paradox of compensatory models
    (Hooker, Finkelman and Schwartzman, 2009). Nobody would accept that from an interviewer, so such a mean stays put.
    """
    if gain[..., :count].min() >= 0.0:
        return gain
    result = gain.copy()
    np.maximum(result[..., :count], 0.0, out=result[..., :count])
    return result


def shares_of(logs: Array) -> Array:
    """Shares (..., K) that sum to 1, from their logarithms up to a constant."""
    shares = np.exp(logs - logs.max(-1, keepdims=True))
    result: Array = shares / shares.sum(-1, keepdims=True)
    return result


def may_learn(shares: Array, steps: Array, watched: Array) -> Mask:
    """Whether the shares of the kinds may move with this item: only if no better answer then lowers a watched mean.

    `shares` (categories, ..., K) are the shares after each possible answer; `steps`, of the same shape, are how far it
    moves the means, in units of the gains. `watched` (..., 2 K, watched) holds the gains of all kinds, then their
    means. Within a kind no mean falls with a better answer, but the mixture's can, if that answer makes a kind likelier
    that expects less of a concept. The test covers every answer, not only the one given, so leaving an item out says
    nothing about the answer.
    """
    # the mixture's mean after an answer is (shares · steps) · gains + shares · means
    parts = np.concatenate((shares * steps, shares), -1)
    rises = (parts[1:] - parts[:-1])[..., None, :] @ watched
    return np.asarray(rises.min((0, -2, -1)) >= -ROUNDING)
