"""The worth of asking: expected reduction of the role-weighted posterior variance (A-optimality).

For item i with weights w and gain g = Σw the reduction is r(z, s) · (g'Ωg) / V, V = w'Σw + Var(b): the rank-one update
takes g g'/V (1 - V*/V) off Σ, and r is the expectation of 1 - V*/V. Of a belief with several Gaussians the leading one
is looked at. A-optimality in multidimensional adaptive testing: Mulder and van der Linden (2009), of the Fisher
information; here it is of the posterior, as the minimum expected posterior variance is in one dimension (Owen, 1975;
van der Linden, 1998).
"""

from functools import lru_cache

import numpy as np

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief, ItemMoments, PreviousUpdate
from simulator.engine.model.response import MIDDLE, Array


def worth_of(bank: Bank, item_moments: ItemMoments) -> Array:
    """Expected reduction of the weighted variance by item, logits squared, shape (items,), from the items' moments."""
    share = bank.tables.reduction(item_moments.rows[:2])
    share *= item_moments.rows[2]
    share /= item_moments.rows[1]
    return share


def moments(bank: Bank, belief: Belief, omega: Array) -> ItemMoments:
    """Moments of every item under a belief, cached in it; after an update they follow from those before it.

    `omega` (C,) are the weights of the concepts.
    """
    key = omega.tobytes()
    item_moments = belief.moments_cache.get(key)
    if item_moments is None:
        before = belief.origin.moments_cache.get(key) if belief.origin is not None else None
        if belief.origin is not None and before is not None:
            item_moments = updated_moments(belief, before, belief.origin)
        else:
            item_moments = fresh_moments(bank, belief, omega)
        belief.moments_cache[key] = item_moments
    return item_moments


def updated_moments(belief: Belief, before: ItemMoments, origin: PreviousUpdate) -> ItemMoments:
    """The moments after a rank-one update: Σ' = Σ - k g g' changes w'Σw and w'ΣΩΣw by terms in w'g and w'ΣΩg alone."""
    lead = belief.leading
    gain, step, shrink = origin.gains[lead], origin.steps[lead].item(), origin.shrinks[lead].item()
    weighted = before.omega * gain
    own = float(weighted @ gain)
    # of w'ΣΩΣw goes 2 k (w'g) (w'ΣΩg) - k² (g'Ωg) (w'g)²
    onwards = 2.0 * origin.parts.times_one(lead, weighted)
    onwards -= (shrink * own) * gain
    vectors = np.concatenate((step * origin.moves[lead], gain, onwards)).reshape(3, -1)
    rows = belief.bank.project(vectors)
    rows[1:] *= -shrink * rows[1]
    rows += before.rows
    return ItemMoments(rows, before.omega, before.left - shrink * own)


def fresh_moments(bank: Bank, belief: Belief, omega: Array) -> ItemMoments:
    """The moments computed from the covariance: O(C³) once, and O(1) per item."""
    count = len(bank.concepts)
    cov = belief.lead.covariances[0]
    theta = cov[:count, :count]
    own = bank.self_scored
    with_leniency = cov[:count, count]
    squared = (theta * omega) @ theta
    crossed = (theta * omega) @ with_leniency
    scale = bank.tables.scale
    variance = scale * (_quadratic(bank, theta) + bank.difficulty_variance + own * cov[count, count])
    variance += own * 2.0 * bank.project(_padded(with_leniency))
    spread = scale * (_quadratic(bank, squared) + own * float(omega @ with_leniency**2))
    spread += own * 2.0 * bank.project(_padded(crossed))
    mean = bank.project(belief.lead.means[0]) - scale * bank.difficulty + MIDDLE
    rows = np.stack((mean, scale * variance, scale * spread))
    return ItemMoments(rows, _padded(omega), float(omega @ theta.diagonal()))


def _padded(vector: Array) -> Array:
    """A vector over the concepts as one over the whole state."""
    return np.append(vector, np.zeros(P.OWN_TERMS))


def _quadratic(bank: Bank, matrix: Array) -> Array:
    """w'Mw for every item, M symmetric (C, C)."""
    columns = bank.columns
    result = np.zeros(len(bank.items))
    for p, (rows, row_weights) in enumerate(columns):
        for q, (cols, col_weights) in enumerate(columns[: p + 1]):
            result += (1.0 if p == q else 2.0) * row_weights * col_weights * matrix[rows, cols]
    return result


@lru_cache(maxsize=64)
def hop_discount(asked: int) -> Array:
    """exp(-lambda h) for h = 0 .. FARTHEST_HOPS hops, shape (FARTHEST_HOPS + 1,), after `asked` questions.

    lambda = HOP_DISCOUNT min(1, THREAD_QUESTIONS / asked)². It falls after more questions than an interview has: little
    is left to ask nearby by then, and keeping to the thread would cost more than it is worth (docs/engine.md).
    """
    discount = P.HOP_DISCOUNT * min(1.0, P.THREAD_QUESTIONS / max(asked, 1)) ** 2
    factors: Array = np.exp(-discount * np.arange(P.FARTHEST_HOPS + 1))
    factors.flags.writeable = False  # cached and shared
    return factors
