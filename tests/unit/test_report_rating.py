"""How candidates rate themselves: words of a habit only where the interval of the mean difference excludes 0."""

import random
from statistics import fmean

import pytest

from simulator.report.debrief_records import HeardResult
from simulator.report.figures.assessment import assess_interview
from simulator.report.figures.self_rating import difference_of
from simulator.report.records import CalibrationResult
from simulator.report.text.self_rating import BOTH_IN_DOUBT, calibration_sentence, rating_sentence
from simulator.session.archive.facts import facts_of
from simulator.ui.interviewer import with_prediction
from tests.reporting import reading_of, turn_of
from tests.seven import answered, begun


def said(
    *steps: int, heard: HeardResult | None = None, leniency: float | None = None, contradicted: bool = False
) -> str:
    found = difference_of(steps)
    return calibration_sentence(
        CalibrationResult(
            predictions=len(steps),
            exact=steps.count(0),
            difference=found.mean,
            difference_low=found.low,
            difference_high=found.high,
            checks=0,
            checks_right=0,
            leniency=leniency,
        ),
        heard,
        contradicted=contradicted,
    )


@pytest.mark.parametrize("steps", [(0, 0, 0, 0), (1, 0, -1)])
def test_doubtful_marks_that_agree_are_no_praise(steps: tuple[int, ...]) -> None:
    """All was predicted and marked outstanding: "Your predictions match your points" read as praise."""
    doubt = HeardResult(answers=9, unread=0, met=89, unheard=68, chance=0.0, sentence="Your marks aren't borne out.")
    assert said(*steps, heard=doubt) == said(*steps, contradicted=True) == said(*steps, leniency=0.6) == BOTH_IN_DOUBT
    assert BOTH_IN_DOUBT not in {said(*steps), said(*steps, leniency=-0.6), said(1, 1, 1, heard=doubt)}


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ((), "Too few predictions in this interview to say how you rate yourself."),
        ((1, 1), "Too few predictions in this interview to say how you rate yourself."),
        ((1, 0, 0, 0, 0, -1), "Your predictions mostly match your scores."),
        ((0, 0, 0), "Your predictions match your scores."),
        ((1, 0, -1), "On average you predict neither too high nor too low; only 1 of 3 predictions was exact."),
        (
            (1, 0, 0),
            "You predicted too high by about one verdict in three answers; 3 predictions "
            "aren't enough to call it a habit.",
        ),
        (
            (-1, -1, 0, 0, 1),
            "On average you predict neither too high nor too low; only 2 of 5 predictions were exact.",
        ),
        ((1, -1, 1, -1), "On average you predict neither too high nor too low; none of 4 predictions was exact."),
        (
            (1, -2, 0, -1),
            "You predicted too low by about one verdict in two answers; 4 predictions "
            "aren't enough to call it a habit.",
        ),
        ((1, 1, 1), "You predict higher than you score, by about one verdict."),
        ((1, 0, 1, 0, 1, 1), "You predict higher than you score, by about one verdict in two answers."),
        (
            (-2, -2, -2, -1),
            "You predict lower than you mark yourself, by more than one verdict: either you're modest, or you mark "
            "generously.",
        ),
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
    assert (
        sum(
            sentence.startswith(
                ("You rate yourself about", "You rate yourself more", "You predict about", "You predict more")
            )
            for sentence in told
        )
        <= 250
    )


@pytest.mark.parametrize(("unheard", "found"), [(0, False), (3, False), (9, True)])
def test_marks_without_words_are_no_modesty(unheard: int, found: bool) -> None:
    heard = HeardResult(answers=10, unread=0, met=40, unheard=unheard, chance=0.5)
    sentence = said(-1, -1, -1, -2, heard=heard)
    assert ("couldn't find some of it in your words" in sentence) == found  # how many is said on the first page
    assert ("either you're modest" in sentence) != found


def test_a_raised_verdict_proves_no_prediction() -> None:
    """Raised to what was predicted, it counted as an exact prediction, and the room said "as you predicted"."""
    interview = begun(score="each")
    turn = answered(interview)
    for point in turn.unjudged:
        interview.judge(point, "no")
    interview.confirm("solid", "I said more than the points ask for.")
    scored = turn_of(interview)
    assert scored.scored is not None
    assert (scored.verdict, scored.scored.by_points) == ("solid", "weak")
    found = assess_interview(interview)
    assert [(step.predicted, step.scored) for step in found.calibration.steps] == [("solid", "weak")]
    assert with_prediction(scored) == "you predicted solid"
    assert "Where you raised the verdict" in rating_sentence(found)
    assert facts_of(reading_of(interview)).items[0].not_raised == "weak"
