"""How well what is heard agrees with people who marked the same answers.

The length of an answer alone tells said points from unsaid ones, so the figures that count are taken within an answer:
of all pairs of its points, one said and one not, how often is the said one heard more? Said means that all markers gave
yes or partly, not said that all gave no; "yes against the rest" likewise. What they differ on is left out.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.engine.scoring import CREDIT, Mark

Contrast = Literal["said", "yes"]
ALIKE = 0.5  # F1 of its words from which a quote is the markers' one
DRAWS = 2_000
ALPHA = 0.05
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class MarkedPoint:
    """One point of one answer: the marks of all markers, their quotes, and what was heard (`share`, `quote`).

    `shown` says whether the quote stands beside the point while it's judged.
    """

    answer: str
    question: str
    point: str
    weight: int
    marks: tuple[Mark, ...]
    quotes: tuple[str, ...]
    share: float
    quote: str
    heard: bool
    shown: bool = False

    def side(self, contrast: Contrast) -> bool | None:
        """Whether it was said (or marked yes); None where the markers differ."""
        sides = {mark == "yes" if contrast == "yes" else mark != "no" for mark in self.marks}
        return sides.pop() if len(sides) == 1 else None


@dataclass(frozen=True)
class Share:
    """A figure with its 95% interval over questions, and how many pairs, points or answers it rests on.

    `value` is None where it rests on nothing, `low` and `high` where no interval was computed.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    count: int = 0


def within(points: Iterable[MarkedPoint], contrast: Contrast, score: Callable[[MarkedPoint], float]) -> Share:
    """The AUC over all pairs of points of one answer, pooled; a tie counts half."""
    answers: defaultdict[tuple[str, str], tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for point in points:
        if (side := point.side(contrast)) is not None:
            answers[point.question, point.answer][side].append(score(point))
    sums: defaultdict[Hashable, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for (question, _), (unsaid, said) in answers.items():
        cell = sums[question]
        cell[0] += _wins(said, unsaid)
        cell[1] += len(said) * len(unsaid)
    return ratio(sums)


def overall(points: Iterable[MarkedPoint], contrast: Contrast, score: Callable[[MarkedPoint], float]) -> Share:
    """The AUC over all points of all answers."""
    sides: tuple[list[float], list[float]] = ([], [])
    for point in points:
        if (side := point.side(contrast)) is not None:
            sides[side].append(score(point))
    pairs = len(sides[0]) * len(sides[1])
    return Share(_wins(sides[1], sides[0]) / pairs if pairs else None, count=sum(map(len, sides)))


def _wins(said: Sequence[float], unsaid: Sequence[float]) -> float:
    if not said or not unsaid:
        return 0.0
    ordered = np.sort(np.array(unsaid))
    above = np.searchsorted(ordered, said, "left")
    level = np.searchsorted(ordered, said, "right")
    return float((above + level).sum() / 2)


def quotes(points: Iterable[MarkedPoint]) -> Share:
    """Of the points that were heard, and marked with a quote, the share whose quote is like one of the markers'."""
    sums: defaultdict[Hashable, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for point in points:
        marked = [quote for quote in point.quotes if quote]
        if point.heard and marked and any(mark != "no" for mark in point.marks):
            cell = sums[point.question]
            cell[0] += any(overlap(point.quote, quote) >= ALIKE for quote in marked)
            cell[1] += 1
    return ratio(sums)


def shown(points: Iterable[MarkedPoint], *, said: bool) -> Share:
    """Of the points that all markers call said, or all not said, the share for which a quote is shown."""
    sums: defaultdict[Hashable, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for point in points:
        if point.side("said") is said:
            cell = sums[point.question]
            cell[0] += point.shown
            cell[1] += 1
    return ratio(sums)


def overlap(one: str, other: str) -> float:
    """The F1 of the words of two texts, from 0 to 1."""
    first, second = Counter(_WORD.findall(one.lower())), Counter(_WORD.findall(other.lower()))
    shared = (first & second).total()
    return 2 * shared / (first.total() + second.total()) if shared else 0.0


def ratio(sums: Mapping[Hashable, Sequence[float]]) -> Share:
    """The pooled ratio of sums (part, whole) by question, with a bootstrap interval over the questions."""
    cells = np.array([pair for pair in sums.values() if pair[1]], float).reshape(-1, 2)
    if not len(cells):
        return Share(None)
    parts, wholes = cells.sum(0)
    draws = np.random.default_rng(1).integers(0, len(cells), (DRAWS, len(cells)))
    drawn = cells[draws].sum(1)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], (ALPHA / 2, 1 - ALPHA / 2))
    return Share(float(parts / wholes), float(low), float(high), int(wholes))


def coverages(
    points: Iterable[MarkedPoint], score: Callable[[MarkedPoint], float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each answer the weighted share that was heard, and the one that was marked (the mean of the markers)."""
    sums: defaultdict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for point in points:
        cell = sums[point.question, point.answer]
        cell[0] += point.weight * score(point)
        cell[1] += point.weight * float(np.mean([CREDIT[mark] for mark in point.marks]))
        cell[2] += point.weight
    table = np.array(list(sums.values()), float).reshape(-1, 3)
    return table[:, 0] / table[:, 2], table[:, 1] / table[:, 2]


def rank_correlation(
    one: Sequence[float] | NDArray[np.float64], other: Sequence[float] | NDArray[np.float64]
) -> float | None:
    """Spearman's rho, ties at their mean rank; None where one side does not vary."""
    first, second = _ranks(np.asarray(one, float)), _ranks(np.asarray(other, float))
    if len(first) < 2 or not first.std() or not second.std():
        return None
    return float(np.corrcoef(first, second)[0, 1])


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    ordered = np.sort(values)
    return (np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right") - 1) / 2
