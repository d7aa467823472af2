"""The worth of asking: expected reduction of the role-weighted posterior variance (A-optimality).

For item i with weights w and gain g = Σw the reduction is r(z, s) · (g'Ωg) / V, V = w'Σw + Var(b): the rank-one update
takes g g'/V (1 - V*/V) off Σ, and r is the expectation of 1 - V*/V. A-optimality in multidimensional adaptive testing:
van der Linden (1999); Mulder and van der Linden (2009).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.bank import Bank
from simulator.engine.belief import Belief
from simulator.engine.response import reduction, reduction_table, table_key

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Looks:
    """What each item looks at: mean of u and V (logits, squared), and the spread g'Ωg; one row per item."""

    mean: Array
    variance: Array
    spread: Array


def looks(bank: Bank, belief: Belief, omega: Array) -> Looks:
    """Moments of every item under a belief; `omega` are the concepts' weights (C,)."""
    count = len(bank.concepts)
    theta = belief.cov[:count, :count]
    # the leniency enters where the candidate scores himself: in every question, in no check
    own = np.where(bank.is_check, 0.0, 1.0)
    with_leniency = belief.cov[:count, count]
    squared = (theta * omega) @ theta
    crossed = (theta * omega) @ with_leniency
    mean = bank.project(belief.mastery) + own * belief.mean[count] - bank.difficulty
    variance = _quadratic(bank, theta) + bank.difficulty_variance
    variance += own * (2.0 * bank.project(with_leniency) + belief.cov[count, count])
    spread = _quadratic(bank, squared)
    spread += own * (2.0 * bank.project(crossed) + float(omega @ with_leniency**2))
    return Looks(mean, variance, spread)


def values(bank: Bank, belief: Belief, omega: Array) -> Array:
    """Expected reduction of the weighted variance by item, logits squared, shape (items,)."""
    look = looks(bank, belief, omega)
    share = np.empty(len(bank.items))
    z = bank.slope * look.mean
    s = bank.slope * np.sqrt(look.variance)
    for response, numbers in bank.response_groups:
        share[numbers] = reduction(reduction_table(*table_key(response)), z[numbers], s[numbers])
    return share * look.spread / look.variance


def _quadratic(bank: Bank, matrix: Array) -> Array:
    """w'Mw for every item, M symmetric (C, C)."""
    columns = bank.columns
    result = np.zeros(len(bank.items))
    for p, (rows, row_weights) in enumerate(columns):
        for q, (cols, col_weights) in enumerate(columns[: p + 1]):
            result += (1.0 if p == q else 2.0) * row_weights * col_weights * matrix[rows, cols]
    return result
