"""Self-rating: predictions against scores, and checks against what the self-scored answers lead one to expect."""

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from statistics import fmean
from typing import TYPE_CHECKING

from simulator.engine.model.parameters import Z80
from simulator.engine.scoring import SCALE, Verdict, lower, rank
from simulator.report import records as rec
from simulator.report.progress_records import CalibrationOverTime, CalibrationPoint, Marks, PredictionCount
from simulator.session.archive.facts import SessionFacts
from simulator.session.interview.history import evidence_of
from simulator.session.interview.selection import Selection
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief

FEWEST = 3  # predictions; nothing is said of fewer
LEAST_SD = 0.5  # verdict steps: three predictions that are off by the same step do not prove a habit


class Difference(rec.Result, frozen=True):
    """The mean of predictions minus scores in verdict steps, above 0 = rated too high, with its 80% interval.

    `mean` is None without predictions; `low` and `high` are None with too few for an interval.
    """

    mean: float | None = None
    low: float | None = None
    high: float | None = None


def difference_of(steps: Sequence[int]) -> Difference:
    """The difference over some predictions, taken as a sample of all the candidate might make.

    The half width is the 90% quantile of Student's t (Abramowitz and Stegun 1964, 26.7.5) times the standard error.
    """
    if not steps:
        return Difference()
    mean = fmean(steps)
    if len(steps) < FEWEST:
        return Difference(mean=round(mean, 4))
    freedom = len(steps) - 1
    sd = max(LEAST_SD, sqrt(sum((step - mean) ** 2 for step in steps) / freedom))
    first, second = (Z80**3 + Z80) / 4, (5 * Z80**5 + 16 * Z80**3 + 3 * Z80) / 96
    half = (Z80 + first / freedom + second / freedom**2) * sd / sqrt(len(steps))
    return Difference(mean=round(mean, 4), low=round(mean - half, 4), high=round(mean + half, 4))


def calibration(
    selection: Selection,
    turns: Sequence[Turn],
    belief: "Belief",
    questions: Sequence[rec.QuestionResult],
    checks: Sequence[rec.CheckResult],
) -> rec.CalibrationResult:
    """How candidates rate themselves, from the answers judged by points and from the checks."""
    steps = calibration_steps(questions)
    off = difference_of([s.difference for s in steps])
    expected = expected_checks(selection, turns)
    leniency, sd = belief.leniency()
    is_clear = belief.lenient() is not None
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
        leniency=round(leniency, 4) if is_clear else None,
        leniency_low=round(leniency - Z80 * sd, 4) if is_clear else None,
        leniency_high=round(leniency + Z80 * sd, 4) if is_clear else None,
        steps=steps,
    )


def calibration_steps(questions: Sequence[rec.QuestionResult]) -> tuple[rec.CalibrationStep, ...]:
    """Every prediction whose answer was judged by points, against its score; not of tasks, which their cases judge.

    A verdict that the candidate raised counts as what the points made: it may be raised to just what was predicted.
    """
    judged = (q for q in questions if q.prediction and q.verdict and q.coverage is not None and q.code is None)
    steps = ((q.position, q.prediction, q.verdict and lower(q.verdict, q.by_points or q.verdict)) for q in judged)
    return tuple(
        rec.CalibrationStep(
            position=position, predicted=predicted, scored=scored, difference=rank(predicted) - rank(scored)
        )
        for position, predicted, scored in steps
        if predicted and scored
    )


def expected_checks(selection: Selection, turns: Sequence[Turn]) -> tuple[float, float] | None:
    """How many of the answered checks the other answers predict to be right, with the SD; None without either.

    The uncertainty of mastery and difficulty is integrated out by Gauss-Hermite quadrature.
    """
    import numpy as np  # deferred with the engine

    from simulator.engine.model.belief import fold

    known = [e for e in evidence_of(turns) if e.item in selection.bank.index]
    checks = [e for e in known if e.kind == "check"]
    if not checks or len(checks) == len(known):
        return None
    belief = fold(selection.prior, [e for e in known if e.kind != "check"])
    points, shares = np.polynomial.hermite_e.hermegauss(21)
    chances = []
    for check in checks:
        item = belief.bank.items[belief.bank.index[check.item]]
        numbers, weights = belief.terms(check)
        variance = float(weights @ belief.cov[np.ix_(numbers, numbers)] @ weights) + item.difficulty_sd**2
        mean = float(weights @ belief.mean[numbers]) - item.difficulty
        right = item.response.probabilities(mean + np.sqrt(variance) * points)[1]
        chances.append(float(right @ shares / shares.sum()))
    return round(sum(chances), 4), round(sqrt(sum(p * (1 - p) for p in chances)), 4)


def calibration_over_time(facts: Sequence[SessionFacts], known: "Belief") -> CalibrationOverTime:
    """How a candidate's predictions and checks went in all sessions, and in each."""
    steps: list[int] = []
    pairs: Counter[tuple[Verdict, Verdict]] = Counter()
    points = []
    for f in facts:
        both = [(i.prediction, i.not_raised) for i in f.items if i.prediction and i.not_raised]
        pairs.update(both)
        own = [rank(predicted) - rank(scored) for predicted, scored in both]
        checks = [i.correct for i in f.items if i.correct is not None]
        points.append(
            CalibrationPoint(
                session=f.id,
                at=f.started,
                predictions=len(own),
                difference=difference_of(own).mean,
                checks=len(checks),
                checks_right=sum(checks),
            )
        )
        steps += own
    off = difference_of(steps)
    return CalibrationOverTime(
        predictions=len(steps),
        exact=steps.count(0),
        difference=off.mean,
        difference_low=off.low,
        difference_high=off.high,
        checks=sum(point.checks for point in points),
        checks_right=sum(point.checks_right for point in points),
        leniency=round(known.leniency()[0], 4) if known.lenient() else None,
        sessions=tuple(points),
        words_first=_marks(facts, marks_first=False),
        marks_first=_marks(facts, marks_first=True),
        pairs=tuple(
            PredictionCount(predicted=predicted, scored=scored, count=pairs[predicted, scored])
            for predicted in SCALE
            for scored in SCALE
            if pairs[predicted, scored]
        ),
    )


def _marks(facts: Sequence[SessionFacts], *, marks_first: bool) -> Marks:
    items = [i for f in facts for i in f.items if i.marks_first is marks_first]
    return Marks(marks=sum(i.marks for i in items), yes=sum(i.yes for i in items))
