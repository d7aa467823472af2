"""How candidates rate themselves: words of a habit only where the interval of the mean difference excludes 0."""

import random
from statistics import fmean

import pytest

from simulator.report.figures.self_rating import difference_of
from simulator.report.records import CalibrationResult
from simulator.report.text.self_rating import calibration_sentence


def said(*steps: int) -> str:
    found = difference_of(steps)
    return calibration_sentence(
        CalibrationResult(
            predictions=len(steps),
            exact=0,
            difference=found.mean,
            difference_low=found.low,
            difference_high=found.high,
            checks=0,
            checks_right=0,
            leniency=None,
        )
    )


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ((), "Too few predictions so far to say how you rate yourself."),
        ((1, 1), "Too few predictions so far to say how you rate yourself."),
        ((1, 0, -1), "Your predictions match your points."),
        (
            (1, 0, 0),
            "You predicted about a third of a verdict above your points; "
            "3 predictions are not enough to call it a habit.",
        ),
        ((-1, -1, 0, 0, 1), "Your predictions match your points."),
        (
            (1, -2, 0, -1),
            "You predicted about half a verdict below your points; 4 predictions are not enough to call it a habit.",
        ),
        ((1, 1, 1), "You rate yourself higher than your points, by about one verdict."),
        ((1, 0, 1, 0, 1, 1), "You rate yourself higher than your points, by about half a verdict."),
        ((-2, -2, -2, -1), "You rate yourself lower than your points, by more than one verdict."),
    ],
)
def test_habit_is_said_only_where_interval_allows_it(steps: tuple[int, ...], sentence: str) -> None:
    assert said(*steps) == sentence


@pytest.mark.parametrize(("count", "quantile"), [(3, 1.886), (4, 1.638), (6, 1.476), (9, 1.397), (31, 1.310)])
def test_interval_is_that_of_mean_of_few(count: int, quantile: float) -> None:
    """Quantiles of Student's t as tables print them (90%, count - 1 degrees of freedom)."""
    steps = [(-2, 2)[n % 2] for n in range(count)]
    found = difference_of(steps)
    mean = fmean(steps)
    sd = (sum((s - mean) ** 2 for s in steps) / (count - 1)) ** 0.5
    assert found.high is not None
    assert (found.high - mean) / (sd / count**0.5) == pytest.approx(quantile, rel=0.025)


def test_without_a_habit_seldom_one_is_seen() -> None:
    """Predictions that are right on average: 80% leave one in five, and whole steps make it one in four at most."""
    draw = random.Random(7)
    told = [said(*draw.choices((-1, 0, 1), (1, 2, 1), k=draw.randint(3, 9))) for _ in range(1000)]
    assert sum(sentence.startswith(("You rate yourself higher", "You rate yourself lower")) for sentence in told) <= 250
