"""The flow of the talk: what a question is still worth so many hops away from the last one."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
HOP_DISCOUNT = 0.1  # lambda, per hop
FARTHEST = 8  # hops beyond this discount no further: another component of the graph is far, not forbidden
THREAD = 8  # questions for which the discount holds in full: as many as a whole interview has


@lru_cache(maxsize=64)
def flow(asked: int) -> Array:
    """exp(-lambda h) for h = 0 .. FARTHEST hops, shape (FARTHEST + 1,), after `asked` questions.

    lambda = .1 min(1, 8 / asked)². Who talks for longer than an interview has heard most of what the threads near by
    hold, and every question tells less: keeping to the thread would cost more than it is worth (docs/engine.md).
    """
    discount = HOP_DISCOUNT * min(1.0, THREAD / max(asked, 1)) ** 2
    factors: Array = np.exp(-discount * np.arange(FARTHEST + 1))
    factors.flags.writeable = False  # shared by all that ask
    return factors
