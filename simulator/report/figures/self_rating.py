"""Calibration: predictions against scores, and checks against what the self-scored answers promise."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean
from typing import TYPE_CHECKING

from simulator.engine.scoring import rank
from simulator.report import records as rec
from simulator.report.records import Result
from simulator.session.interview.history import evidence_of
from simulator.session.interview.selection import Selection
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief
    from simulator.engine.model.evidence import Evidence

FEWEST = 3  # predictions below which nothing is said
LEAST_SD = 0.5  # verdict steps: three predictions that are off by the same step are no proof of a habit
Z80 = 1.2815515655446004  # half width of an 80% interval in standard deviations


class Difference(Result, frozen=True):
    """The mean of predictions minus scores in verdict steps, above 0 = rated too high, with its 80% interval.

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
    """The 90% quantile of Student's t, by the expansion 26.7.5 of Abramowitz and Stegun (1964)."""
    first = (Z80**3 + Z80) / 4
    second = (5 * Z80**5 + 16 * Z80**3 + 3 * Z80) / 96
    return Z80 + first / freedom + second / freedom**2


def calibration(
    selection: Selection,
    turns: Sequence[Turn],
    belief: "Belief",
    questions: Sequence[rec.QuestionResult],
    checks: Sequence[rec.CheckResult],
) -> rec.CalibrationResult:
    """How candidates rate themselves, from the answers that were judged point by point and from the checks."""
    steps = calibration_steps(questions)
    off = difference_of([s.difference for s in steps])
    expected = _expected_checks(selection, turns)
    low, high = _interval(belief)
    said = belief.lenient() is not None
    return rec.CalibrationResult(
        predictions=len(steps),
        exact=sum(s.difference == 0 for s in steps),
        higher=sum(s.difference > 0 for s in steps),
        lower=sum(s.difference < 0 for s in steps),
        difference=off.mean,
        difference_low=off.low,
        difference_high=off.high,
        checks=sum(c.correct is not None for c in checks),
        checks_right=sum(bool(c.correct) for c in checks),
        checks_expected=expected[0] if expected else None,
        checks_sd=expected[1] if expected else None,
        leniency=round(belief.leniency()[0], 4) if said else None,
        leniency_low=low if said else None,
        leniency_high=high if said else None,
        steps=steps,
    )


def calibration_steps(questions: Sequence[rec.QuestionResult]) -> tuple[rec.CalibrationStep, ...]:
    """Every prediction whose answer was judged by points, against its score."""
    return tuple(
        rec.CalibrationStep(
            position=q.position,
            predicted=q.prediction,
            scored=q.verdict,
            difference=rank(q.prediction) - rank(q.verdict),
        )
        for q in questions
        if q.prediction and q.verdict and q.coverage is not None
    )


def _interval(belief: "Belief") -> tuple[float, float]:
    from simulator.engine.model.belief import Z80  # numpy

    mean, sd = belief.leniency()
    return round(mean - Z80 * sd, 4), round(mean + Z80 * sd, 4)


def _expected_checks(selection: Selection, turns: Sequence[Turn]) -> tuple[float, float] | None:
    """How many of the answered checks the other answers promise, with the standard deviation; None without checks."""
    from simulator.engine.model.belief import fold  # numpy

    known = [e for e in evidence_of(turns) if e.item in selection.bank.index]
    checks = [e for e in known if e.kind == "check"]
    if not checks or len(checks) == len(known):
        return None
    belief = fold(selection.prior, [e for e in known if e.kind != "check"])
    right = [_right(belief, check) for check in checks]
    return round(sum(right), 4), round(sqrt(sum(p * (1 - p) for p in right)), 4)


def _right(belief: "Belief", check: "Evidence") -> float:
    """P(right) on a check, the uncertainty of mastery and difficulty integrated out by Gauss-Hermite quadrature."""
    import numpy as np  # deferred with the engine

    item = belief.bank.items[belief.bank.index[check.item]]
    numbers, weights = belief.terms(check)
    variance = float(weights @ belief.cov[np.ix_(numbers, numbers)] @ weights) + item.difficulty_sd**2
    mean = float(weights @ belief.mean[numbers]) - item.difficulty
    points, shares = np.polynomial.hermite_e.hermegauss(21)
    chances = item.response.probabilities(mean + np.sqrt(variance) * points)[1]
    return float(chances @ shares / shares.sum())
