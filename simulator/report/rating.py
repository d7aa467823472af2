"""How far predictions lie from the scores: the mean difference, and how sure it is."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean

from simulator.report.records import Result

FEWEST = 3  # predictions below which nothing is said
LEAST_SD = 0.5  # verdict steps: three predictions that are off by the same step are no proof of a habit
Z80 = 1.2815515655446004  # half width of an 80 % interval in standard deviations


class Difference(Result, frozen=True):
    """The mean of predictions minus scores in verdict steps, above 0 = rated too high, with its 80 % interval.

    `mean` is None without predictions; `low` and `high` are None where there are too few to give an interval.
    """

    mean: float | None = None
    low: float | None = None
    high: float | None = None


def difference_of(steps: Sequence[int]) -> Difference:
    """The difference over some predictions, as if they were drawn from all that the candidate might make."""
    if not steps:
        return Difference()
    mean = fmean(steps)
    if len(steps) < FEWEST:
        return Difference(mean=round(mean, 4))
    freedom = len(steps) - 1
    sd = max(LEAST_SD, sqrt(sum((step - mean) ** 2 for step in steps) / freedom))
    half = _student(freedom) * sd / sqrt(len(steps))
    return Difference(mean=round(mean, 4), low=round(mean - half, 4), high=round(mean + half, 4))


def _student(freedom: int) -> float:
    """The 90 % quantile of Student's t, by the expansion 26.7.5 of Abramowitz and Stegun (1964)."""
    first = (Z80**3 + Z80) / 4
    second = (5 * Z80**5 + 16 * Z80**3 + 3 * Z80) / 96
    return Z80 + first / freedom + second / freedom**2
