"""How surprising marks are: would an honest person's words, or checks, differ from them so much?

Of the points that an honest person marks as met, some are not heard, as nobody says everything in the words that are
looked for. How many was measured on answers that others marked (docs/listening.md). The chance of a point not to be
heard differs between people, by a normal term in logits, and between their answers, by a beta distribution. A few
people say nearly everything in words of their own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from math import exp, lgamma, log
from statistics import NormalDist
from typing import TYPE_CHECKING

from simulator.engine.model import parameters as P  # noqa: N812

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief
    from simulator.engine.model.evidence import Evidence, Unheard
    from simulator.engine.model.response import Array

PEOPLE = 15  # quantiles at which the term of a person is taken
NODES = 21  # of the quadrature over what checks share, and over what they do not


def chance_of(answers: Sequence[tuple[int, int]]) -> float:
    """The chance that an honest person has as many unheard points as these answers, or more.

    An answer is the number of points that its marks say are met, and how many of them were not heard.
    """
    unheard = sum(missing for _, missing in answers)
    if not unheard:
        return 1.0
    sizes = Counter(met for met, _ in answers)
    usual = log(P.UNHEARD / (1 - P.UNHEARD))
    terms = [P.UNHEARD_PERSON_SD * NormalDist().inv_cdf((number + 0.5) / PEOPLE) for number in range(PEOPLE)]
    most = sum(_tail(sizes, unheard, 1 / (1 + exp(-usual - term))) for term in terms) / PEOPLE
    return (1 - P.UNUSUAL) * most + P.UNUSUAL * _tail(sizes, unheard, P.UNUSUAL_UNHEARD)


@lru_cache(maxsize=64)  # while somebody marks everything as met, each belief asks again about the same answers
def chance_of_difference(answers: "tuple[Unheard, ...]") -> float:
    """The share of honest people who differ as much, in all points or the must-haves alone: twice the smaller."""
    every = chance_of([(answer.met, answer.unheard) for answer in answers])
    musts = chance_of([(answer.musts, answer.unheard_musts) for answer in answers])
    return min(1.0, 2 * min(every, musts))


def _tail(sizes: Mapping[int, int], unheard: int, share: float) -> float:
    """The chance of at least `unheard` points in all, where of each answer this share is not heard on average.

    `sizes` says how many answers have so many points that are met. The distributions of the answers are multiplied as
    their Fourier transforms: years of interviews take no longer than the number of their points.
    """
    import numpy as np  # only where nearly all is marked as met, or a report asks

    length = 1 << sum(met * times for met, times in sizes.items()).bit_length()  # transforms like powers of two
    transform = np.ones(length // 2 + 1, dtype=complex)
    for met, times in sizes.items():
        transform *= np.fft.rfft(_counts(met, round(share, 4)), length) ** times
    return float(np.clip(1.0 - np.fft.irfft(transform, length)[:unheard].sum(), 0.0, 1.0))


@cache
def _counts(met: int, share: float) -> tuple[float, ...]:
    """The beta-binomial distribution of the unheard points among `met`."""
    first, second = share * P.UNHEARD_ALIKE, (1 - share) * P.UNHEARD_ALIKE

    def beta(a: float, b: float) -> float:
        """The logarithm of the beta function."""
        return lgamma(a) + lgamma(b) - lgamma(a + b)

    def choices(k: int) -> float:
        """The logarithm of the ways to choose `k` of the points."""
        return lgamma(met + 1) - lgamma(k + 1) - lgamma(met - k + 1)

    return tuple(exp(choices(k) + beta(first + k, second + met - k) - beta(first, second)) for k in range(met + 1))


def chance_of_checks(belief: "Belief", checks: "Sequence[Evidence]") -> float:
    """The chance of no more right answers than these checks have, by a belief that they are no part of.

    What they share is taken as one factor, the first principal component of their masteries; the rest of each, and its
    unknown difficulty, is its own. Both are integrated out by Gauss-Hermite quadrature.
    """
    import numpy as np  # not on the way to the home screen

    from simulator.engine.model.response import quadrature

    known = [check for check in checks if check.item in belief.bank.index]
    if not known:
        return 1.0
    items = [belief.bank.items[belief.bank.index[check.item]] for check in known]
    looks = np.zeros((len(known), len(belief.mean)))
    for row, check in zip(looks, known, strict=True):
        numbers, weights = belief.terms(check)
        np.add.at(row, numbers, weights)  # places repeat where a check has fewer concepts than the most
    counts = np.zeros(len(known) + 1)  # the chance of 0, 1, ... right answers
    for share, mean, covariance in zip(belief.shares, belief.parts.means, belief.parts.covariances, strict=True):
        middle = looks @ mean - np.array([item.difficulty for item in items])
        spread = looks @ covariance @ looks.T
        values, vectors = np.linalg.eigh(spread)
        shared = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
        own = np.diag(spread) - shared**2 + np.array([item.difficulty_sd**2 for item in items])
        points, weights = quadrature(NODES)
        u = (middle + np.outer(points, shared))[..., None] + np.sqrt(own)[:, None] * points
        right = np.stack([item.response.probabilities(u[:, n])[1] @ weights for n, item in enumerate(items)], 1)
        counts += share * (weights @ _counts_right(right))
    return float(counts[: sum(check.category for check in known) + 1].sum())


def _counts_right(right: "Array") -> "Array":
    """The distribution of the number of right answers (rows, checks + 1), of independent ones with these chances."""
    import numpy as np

    counts = np.zeros((len(right), right.shape[1] + 1))
    counts[:, 0] = 1.0
    for chance in right.T[:, :, None]:
        counts[:, 1:] = counts[:, 1:] * (1 - chance) + counts[:, :-1] * chance
        counts[:, :1] *= 1 - chance
    return counts
