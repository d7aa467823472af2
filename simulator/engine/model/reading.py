"""What was heard of an answer, as a second, noisy look at what its marks look at.

The verdict Y follows the response model; the heard coverage is N(mean of Y, sd²), taken in steps. So a step has the
chance P(H | u) = Σ_Y P(H | Y) P(Y | u), u being mastery minus difficulty plus the candidate's listening term.
"""

from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.response import Array, Response

LEAST = 0.01  # chance of every step whatever the verdict: no reading is certain


@cache
def chances() -> Array:
    """P(step | verdict), shape (steps, verdicts)."""
    columns = []
    for mean in P.READING_MEANS:
        below = [0.0, *(NormalDist(mean, P.READING_SD).cdf(cut) for cut in P.READING_STEPS), 1.0]
        columns.append(np.diff(below))
    found = (1 - P.READING_LOST) * np.array(columns).T + P.READING_LOST * columns[0][:, None]
    result: Array = LEAST + (1 - LEAST * len(found)) * found
    return result


@dataclass(frozen=True)
class HeardResponse:
    """The response type of what was heard of a question, from that of its marks."""

    marks: Response

    def likelihoods(self, u: Array) -> Array:
        """P(step | u), shape (steps, *u.shape)."""
        result: Array = np.tensordot(chances(), self.marks.likelihoods(u), 1)
        return result
