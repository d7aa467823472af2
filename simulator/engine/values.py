"""The worth of asking: expected reduction of the role-weighted posterior variance (A-optimality).

For item i with weights w and gain g = Σw the reduction is r(z, s) · (g'Ωg) / V, V = w'Σw + Var(b): the rank-one update
takes g g'/V (1 - V*/V) off Σ, and r is the expectation of 1 - V*/V. Of a belief with several Gaussians the leading one
is looked at. A-optimality in multidimensional adaptive testing:
van der Linden (1999); Mulder and van der Linden (2009).
"""

import numpy as np
from numpy.typing import NDArray

from simulator.engine.bank import Bank
from simulator.engine.belief import Belief, Looks, Origin
from simulator.engine.response import reduction

Array = NDArray[np.float64]


def values(bank: Bank, belief: Belief, omega: Array) -> Array:
    """Expected reduction of the weighted variance by item, logits squared, shape (items,); `omega` has shape (C,)."""
    look = looks(bank, belief, omega)
    z = bank.slope * look.mean
    s = bank.slope * np.sqrt(look.variance)
    share = reduction(*bank.tables, z, s)
    share *= look.spread
    share /= look.variance
    return share


def looks(bank: Bank, belief: Belief, omega: Array) -> Looks:
    """Moments of every item under a belief, kept with it; after one update they follow from those before it."""
    key = omega.tobytes()
    found = belief.looked.get(key)
    if found is None:
        before = belief.origin.looked.get(key) if belief.origin is not None else None
        if belief.origin is not None and before is not None:
            found = followed(belief, before, belief.origin, omega)
        else:
            found = fresh_looks(bank, belief, omega)
        belief.looked[key] = found
    return found


def followed(belief: Belief, before: Looks, origin: Origin, omega: Array) -> Looks:
    """The looks after a rank-one update: Σ' = Σ - k g g' changes w'Σw and w'ΣΩΣw by terms in w'g and w'ΣΩg alone."""
    bank, lead = belief.bank, belief.leading
    count = len(bank.concepts)
    gain, shrink = origin.gains[lead], float(origin.shrinks[lead])
    weighted = omega * gain[:count]
    onwards = origin.lead.times(np.append(weighted, [0.0, 0.0]))[0]
    touched = _project_all(bank, gain)
    shift = touched if origin.moves is origin.gains else _project_all(bank, origin.moves[lead])
    squared = touched * touched
    spread = before.spread - (2.0 * shrink) * touched * _project_all(bank, onwards)
    spread += (shrink**2 * float(weighted @ gain[:count])) * squared
    squared *= shrink
    return Looks(before.mean + float(origin.steps[lead]) * shift, before.variance - squared, spread)


def fresh_looks(bank: Bank, belief: Belief, omega: Array) -> Looks:
    """The looks computed from the covariance: O(C³) once and O(1) an item."""
    count = len(bank.concepts)
    cov = belief.lead.covariances[0]
    theta = cov[:count, :count]
    own = bank.self_scored
    with_leniency = cov[:count, count]
    squared = (theta * omega) @ theta
    crossed = (theta * omega) @ with_leniency
    variance = _quadratic(bank, theta) + bank.difficulty_variance
    variance += own * (2.0 * bank.project(with_leniency) + cov[count, count])
    spread = _quadratic(bank, squared)
    spread += own * (2.0 * bank.project(crossed) + float(omega @ with_leniency**2))
    return Looks(_project_all(bank, belief.lead.means[0]) - bank.difficulty, variance, spread)


def _project_all(bank: Bank, vector: Array) -> Array:
    """w·x for every item, the leniency where the candidate scores himself; `vector` has shape (C + 2,)."""
    count = len(bank.concepts)
    result = bank.project(vector[:count])
    if vector[count] != 0.0:
        result += vector[count] * bank.self_scored
    return result


def _quadratic(bank: Bank, matrix: Array) -> Array:
    """w'Mw for every item, M symmetric (C, C)."""
    columns = bank.columns
    result = np.zeros(len(bank.items))
    for p, (rows, row_weights) in enumerate(columns):
        for q, (cols, col_weights) in enumerate(columns[: p + 1]):
            result += (1.0 if p == q else 2.0) * row_weights * col_weights * matrix[rows, cols]
    return result
