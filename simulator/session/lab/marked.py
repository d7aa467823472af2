"""How well what is heard agrees with people who marked the same answers, and the files that hold these.

The length of an answer alone tells said points from unsaid ones, so the figures that count are taken within an answer:
of all pairs of its points, one said and one not, how often is the said one heard more? Said means that all markers gave
yes or partly, not said that all gave no; "yes against the rest" likewise. What they differ on is left out. A file holds
answers that people marked point by point, or what candidates asked back: one JSON object a line.
"""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

import msgspec
import numpy as np

from simulator.engine.choice.asked_back.facts import asked_for
from simulator.engine.choice.listening import heard
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.response import Array
from simulator.engine.scoring import CREDIT, Mark
from simulator.errors import UsageError
from simulator.graph.files import read_ordinary
from simulator.graph.findings import explain
from simulator.graph.records import Graph
from simulator.graph.text import clean, names, short

MOST_BYTES = 64 * 2**20
MOST_LEFT_OUT = 0.1  # of the marks: beyond it the file was made for another graph
Line = TypeVar("Line")
Contrast = Literal["said", "yes"]
ALIKE = 0.5  # F1 of its words from which a quote is the markers' one
DRAWS = 2_000  # of the bootstrap
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


Scored = Callable[[MarkedPoint], float]


class MarkedAnswer(msgspec.Struct, frozen=True):
    """An answer with its marks: for each point one by each marker; other keys are ignored."""

    answer: str
    question: str
    text: str
    marks: dict[str, list[Mark]]
    quotes: dict[str, list[str]] = {}


class AskedBack(msgspec.Struct, frozen=True):
    """What a candidate asked back; `clarification` is the place of the fact that answers it, -1 if none does."""

    question: str
    asks: str
    clarification: int


@dataclass(frozen=True)
class Read(Generic[Line]):
    """The `rows` of a file that fit the graph, how many marks or questions it holds in all, and how many do not fit.

    `absent` names what these are for: a question, or what follows it after a colon.
    """

    rows: list[Line]
    total: int
    left_out: int
    absent: tuple[str, ...] = ()

    @property
    def foreign(self) -> bool:
        """Whether so much does not fit that the figures say nothing about this graph."""
        return not self.total or self.left_out > MOST_LEFT_OUT * self.total


def read_answers(path: Path, graph: Graph) -> Read[MarkedPoint]:
    """The marked points of a file, each with what is heard of it. Raises UsageError, with the line, for other forms."""
    rows: list[MarkedPoint] = []
    total = left_out = 0
    absent: dict[str, None] = {}
    for line in lines_of(path, MarkedAnswer):
        total += len(line.marks)
        question = graph.questions.get(line.question)
        points = {point.id: point for point in question.rubric} if question is not None else {}
        left_out += len(unknown := [name for name in line.marks if name not in points])
        if question is None:
            absent[line.question] = None
            continue
        absent |= dict.fromkeys(f"{line.question}: {name}" for name in unknown)
        heard_points = heard(question, clean(line.text))
        for name, marks in line.marks.items():
            if name in points and marks:
                point = heard_points[name]
                row = MarkedPoint(
                    answer=line.answer,
                    question=line.question,
                    point=name,
                    weight=points[name].weight,
                    marks=tuple(marks),
                    quotes=tuple(line.quotes.get(name, ())),
                    share=point.share,
                    quote=point.quote,
                    heard=point.share >= P.UNCLEAR,
                    shown=point.shown,
                )
                rows.append(row)
    return Read(rows, total, left_out, tuple(absent))


def read_asked(path: Path, graph: Graph) -> Read[tuple[AskedBack, tuple[int, ...]]]:
    """What was asked back, each with the facts that the program would give. Raises UsageError as `read_answers`."""
    rows = []
    total = left_out = 0
    absent: dict[str, None] = {}
    for line in lines_of(path, AskedBack):
        total += 1
        question = graph.questions.get(line.question)
        if question is None or line.clarification >= len(question.clarifications):
            left_out += 1
            absent[line.question if question is None else f"{line.question}: {line.clarification}"] = None
        else:
            rows.append((line, asked_for(clean(line.asks), question.clarifications, question.prompt)))
    return Read(rows, total, left_out, tuple(absent))


def lines_of(path: Path, kind: type[Line]) -> Iterator[Line]:
    """The JSON objects of a file, a line each. Raises UsageError, with the line, for other forms."""
    try:
        data = read_ordinary(path, MOST_BYTES)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    fields = msgspec.structs.fields(kind)  # type: ignore[arg-type]
    wanted = f"expected a JSON object with {names([field.name for field in fields if field.required])}"
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            raw = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            is_cut = "truncated" in str(error)
            found = "one that breaks off before its end" if is_cut else "something that isn't JSON"
            raise UsageError(f"{path}, line {number}: {wanted}, whole on its line; found {found}.") from error
        if not isinstance(raw, dict):
            raise UsageError(f"{path}, line {number}: {wanted}; found {short(raw, 60)}.")
        try:
            yield msgspec.convert(raw, kind)
        except msgspec.ValidationError as error:
            _, key, message = explain(error, kind, raw)
            raise UsageError(f"{path}, line {number}: {key}: {message}.") from error


def within(points: Iterable[MarkedPoint], contrast: Contrast, score: Scored) -> Share:
    """The AUC over all pairs of points of one answer, pooled; a tie counts half."""
    answers: defaultdict[tuple[str, str], tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for point in points:
        if (side := point.side(contrast)) is not None:
            answers[point.question, point.answer][side].append(score(point))
    pairs = ((question, sides) for (question, _), sides in answers.items())
    return ratio(_by_question((q, _wins(said, unsaid), len(said) * len(unsaid)) for q, (unsaid, said) in pairs))


def overall(points: Iterable[MarkedPoint], contrast: Contrast, score: Scored) -> Share:
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
    marked = (p for p in points if p.heard and any(p.quotes) and any(mark != "no" for mark in p.marks))
    return ratio(_by_question((p.question, any(_is_alike(p.quote, q) for q in p.quotes if q), 1) for p in marked))


def _is_alike(quote: str, other: str) -> bool:
    return overlap(quote, other) >= ALIKE


def shown(points: Iterable[MarkedPoint], *, said: bool) -> Share:
    """Of the points that all markers call said, or all not said, the share for which a quote is shown."""
    return ratio(_by_question((p.question, p.shown, 1) for p in points if p.side("said") is said))


def _by_question(parts: Iterable[tuple[str, float, float]]) -> dict[Hashable, list[float]]:
    """The sums of (question, part, whole) by question."""
    sums: defaultdict[Hashable, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for question, part, whole in parts:
        sums[question][0] += part
        sums[question][1] += whole
    return sums


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


def coverages(points: Iterable[MarkedPoint], score: Scored) -> tuple[Array, Array]:
    """For each answer the weighted share that was heard, and the one that was marked (the mean of the markers)."""
    sums: defaultdict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for point in points:
        cell = sums[point.question, point.answer]
        cell[0] += point.weight * score(point)
        cell[1] += point.weight * float(np.mean([CREDIT[mark] for mark in point.marks]))
        cell[2] += point.weight
    table = np.array(list(sums.values()), float).reshape(-1, 3)
    return table[:, 0] / table[:, 2], table[:, 1] / table[:, 2]


def rank_correlation(one: Sequence[float] | Array, other: Sequence[float] | Array) -> float | None:
    """Spearman's rho, ties at their mean rank; None where one side does not vary."""
    first, second = _ranks(np.asarray(one, float)), _ranks(np.asarray(other, float))
    if len(first) < 2 or not first.std() or not second.std():
        return None
    return float(np.corrcoef(first, second)[0, 1])


def _ranks(values: Array) -> Array:
    ordered = np.sort(values)
    return (np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right") - 1) / 2


def figures(points: list[MarkedPoint], score: Scored = lambda point: point.share) -> dict[str, Share]:
    """The figures of the agreement table by name, for what was heard or for another score of the points."""
    coverage, marked = coverages(points, score)
    return {
        "within said": within(points, "said", score),
        "within yes": within(points, "yes", score),
        "overall said": overall(points, "said", score),
        "overall yes": overall(points, "yes", score),
        "rho": Share(rank_correlation(coverage, marked), count=len(coverage)),
    }


def by_markers(points: list[MarkedPoint]) -> dict[str, float | None]:
    """The `figures` for one marker's marks judged by the other's: how well one person agrees with another.

    The mean over both directions, for points with two marks; `quotes` is the share of what both quoted, and was heard,
    where they quoted alike.
    """
    pairs = [point for point in points if len(point.marks) == 2]
    both = []
    for judge in (0, 1):
        judged = [replace(point, marks=(point.marks[judge],)) for point in pairs]
        credit = {(p.question, p.answer, p.point): CREDIT[p.marks[1 - judge]] for p in pairs}
        both.append(figures(judged, lambda p, credit=credit: credit[p.question, p.answer, p.point]))  # type: ignore[misc]
    means: dict[str, float | None] = {}
    for name in both[0]:
        known = [value for direction in both if (value := direction[name].value) is not None]
        means[name] = sum(known) / len(known) if known else None
    quoted = [point.quotes for point in pairs if point.heard and len(point.quotes) == 2 and all(point.quotes)]
    means["quotes"] = _share(sum(_is_alike(*both_quotes) for both_quotes in quoted), len(quoted))
    return means


def asked_figures(rows: list[tuple[AskedBack, tuple[int, ...]]]) -> dict[str, float | None]:
    """Of those with a prepared fact the shares that got it (`right`) and nothing (`none`).

    `wrong`, of all asked, got a fact and not the one that they asked for: another one, or one where none was prepared.
    """
    facts = [(line, given) for line, given in rows if line.clarification >= 0]
    wrong = sum(bool(given) and line.clarification not in given for line, given in rows)
    return {
        "right": _share(sum(line.clarification in given for line, given in facts), len(facts)),
        "wrong": _share(wrong, len(rows)),
        "none": _share(sum(not given for _, given in facts), len(facts)),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def as_json(points: Read[MarkedPoint], asked: Read[Any] | None) -> dict[str, Any]:
    """All figures as plain data."""
    heard_figures, markers = figures(points.rows), by_markers(points.rows)
    quoted = quotes(points.rows)
    words = {"said": shown(points.rows, said=True), "unsaid": shown(points.rows, said=False)}
    data: dict[str, Any] = {
        "points": {
            "within": {"said": heard_figures["within said"].value, "yes": heard_figures["within yes"].value},
            "overall": {"said": heard_figures["overall said"].value, "yes": heard_figures["overall yes"].value},
            "quotes": quoted.value,
            "shown": {side: share.value for side, share in words.items()},
        },
        "answers": {"rho": heard_figures["rho"].value},
    }
    if asked is not None:
        data["asked"] = asked_figures(asked.rows)
    every = {**heard_figures, "quotes": quoted, **{f"shown {side}": share for side, share in words.items()}}
    data["intervals"] = {name: [share.low, share.high] for name, share in every.items() if share.low is not None}
    data["counts"] = {name: share.count for name, share in every.items()}
    data["markers"] = markers
    data["left_out"] = {"marks": points.left_out, "of": points.total}
    if asked is not None:
        data["left_out"] |= {"asked": asked.left_out, "of_asked": asked.total}
    return data


def as_csv(points: list[MarkedPoint]) -> str:
    """A row for each point: answer, point, the share from 0 to 1, and the quote."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("answer", "point", "share", "quote"))
    writer.writerows((point.answer, point.point, f"{point.share:.4f}", point.quote) for point in points)
    return out.getvalue()
