"""The agreement of what is heard with marks: each figure against a count by hand."""

from dataclasses import replace

import pytest

from simulator.engine.scoring import Mark
from simulator.session.lab.marked import (
    MarkedPoint,
    by_markers,
    coverages,
    overall,
    overlap,
    quotes,
    rank_correlation,
    ratio,
    shown,
    within,
)

Quotes = tuple[str, ...]


def row(
    answer: str, point: str, share: float, *marks: Mark, quote: str = "", said: tuple[str, ...] = ()
) -> MarkedPoint:
    question, marks = answer[:1], marks or ("no", "no")
    return MarkedPoint(answer, question, point, 1, marks, said, share, quote, share >= 0.5)


def share(point: MarkedPoint) -> float:
    return point.share


POINTS = [
    row("a1", "x", 0.9, "yes", "yes"),
    row("a1", "y", 0.4, "partly", "yes"),
    row("a1", "z", 0.4, "no", "no"),
    row("a1", "w", 0.6, "no", "yes"),
    row("b1", "x", 0.1, "partly", "partly"),
    row("b1", "y", 0.7, "no", "no"),
]


def test_only_pairs_of_one_answer_count() -> None:
    # x over z, y level with z, and in the other answer the unsaid one is heard more
    found = within(POINTS, "said", share)
    assert found.count == 3
    assert found.value == pytest.approx(1.5 / 3)


def test_one_name_in_two_questions_is_two_answers() -> None:
    points = [
        row("a1", "x", 0.9, "yes"),
        row("a1", "y", 0.1, "no"),
        row("b1", "x", 0.2, "yes"),
        row("b1", "y", 0.1, "no"),
    ]
    named = [replace(point, answer="Kim") for point in points]
    assert within(named, "said", share) == within(points, "said", share)
    assert len(coverages(named, share)[0]) == 2


def test_yes_stands_against_all_the_rest() -> None:
    # only where both markers agree: x is yes; z is not; in b nothing is yes
    found = within(POINTS, "yes", share)
    assert (found.value, found.count) == (1.0, 1)


def test_over_all_answers_each_pair_counts() -> None:
    said, unsaid = [0.9, 0.4, 0.1], [0.4, 0.7]
    wins = sum((s > u) + (s == u) / 2 for s in said for u in unsaid)
    assert overall(POINTS, "said", share).value == pytest.approx(wins / 6)


def test_a_quote_is_like_one_of_the_markers() -> None:
    points = [
        row("a1", "x", 0.9, "yes", "no", quote="the cache grows", said=("a cache grows fast", "")),
        row("a1", "y", 0.9, "yes", "yes", quote="nothing alike", said=("the cache grows",)),
        row("a1", "z", 0.2, "yes", "yes", quote="the cache grows", said=("the cache grows",)),
        row("a1", "w", 0.9, "no", "no", quote="the cache grows", said=("the cache grows",)),
    ]
    assert (quotes(points).value, quotes(points).count) == (0.5, 2)


def test_markers_agree_on_quotes_of_what_was_heard() -> None:
    points = [
        row("a1", "x", 0.9, "yes", "yes", said=("the cache grows", "a cache grows")),
        row("a1", "y", 0.9, "yes", "yes", said=("the cache grows", "nothing alike")),
        row("a1", "z", 0.1, "yes", "yes", said=("the cache grows", "nothing alike")),
        row("a1", "w", 0.9, "yes", "no", said=("the cache grows", "")),
    ]
    assert by_markers(points)["quotes"] == 0.5
    assert by_markers(points[2:])["quotes"] is None


def test_overlap_is_the_f1_of_words() -> None:
    assert overlap("The cache grows", "cache grows fast") == pytest.approx(2 * 2 / 6)
    assert overlap("", "") == overlap("a", "b") == 0


def test_the_interval_is_over_questions() -> None:
    steady = ratio(dict.fromkeys("abcdefgh", (1.0, 2.0)))
    assert (steady.value, steady.low, steady.high) == (0.5, 0.5, 0.5)
    mixed = ratio({name: (float(n % 2), 1.0) for n, name in enumerate("abcdefgh")})
    assert mixed.low is not None
    assert mixed.high is not None
    assert mixed.low < 0.5 < mixed.high
    assert ratio({}).value is None


def test_coverage_is_weighted_by_point() -> None:
    points = [replace(row("a1", "x", 1.0, "yes", "partly"), weight=3), row("a1", "y", 0.0, "no", "no")]
    heard, marked = coverages(points, share)
    assert heard == pytest.approx([0.75])
    assert marked == pytest.approx([0.75 * 0.75])


def test_rank_correlation_shares_tied_ranks() -> None:
    assert rank_correlation([1, 2, 3], [10, 20, 30]) == pytest.approx(1.0)
    assert rank_correlation([1, 2, 2, 3], [3, 2, 2, 1]) == pytest.approx(-1.0)
    assert rank_correlation([1, 1], [1, 2]) is None


def test_words_shown_are_counted_by_what_was_said() -> None:
    """What markers differ on counts for neither side."""
    points = [replace(point, shown=point.share >= 0.5) for point in POINTS]
    said, unsaid = shown(points, said=True), shown(points, said=False)
    assert (said.count, unsaid.count) == (3, 2)
    assert said.value == pytest.approx(1 / 3)
    assert unsaid.value == pytest.approx(1 / 2)
