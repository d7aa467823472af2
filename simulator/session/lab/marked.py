"""Answers that people marked point by point, and what candidates asked back: one JSON object a line."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from simulator.engine.choice.facts import asked_for
from simulator.engine.choice.listening import heard
from simulator.engine.lab import agreement as ag
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import CREDIT, Mark
from simulator.errors import UsageError
from simulator.graph.files import read_ordinary
from simulator.graph.records import Graph
from simulator.graph.text import clean, short

MOST_BYTES = 64 * 2**20
MOST_LEFT_OUT = 0.1  # of the marks: beyond it the file was made for another graph
Line = TypeVar("Line")


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
    """The `rows` of a file that fit the graph, how many marks or questions it holds in all, and how many do not fit."""

    rows: list[Line]
    total: int
    left_out: int

    @property
    def foreign(self) -> bool:
        """Whether so much does not fit that the figures say nothing about this graph."""
        return not self.total or self.left_out > MOST_LEFT_OUT * self.total


def read_answers(path: Path, graph: Graph) -> Read[ag.MarkedPoint]:
    """The marked points of a file, each with what is heard of it. Raises UsageError, with the line, for other forms."""
    rows: list[ag.MarkedPoint] = []
    total = left_out = 0
    for line in lines_of(path, MarkedAnswer):
        total += len(line.marks)
        question = graph.questions.get(line.question)
        points = {point.id: point for point in question.rubric} if question is not None else {}
        left_out += sum(name not in points for name in line.marks)
        if question is None:
            continue
        heard_points = heard(question, clean(line.text))
        for name, marks in line.marks.items():
            if name in points and marks:
                point = heard_points[name]
                row = ag.MarkedPoint(
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
    return Read(rows, total, left_out)


def read_asked(path: Path, graph: Graph) -> Read[tuple[AskedBack, tuple[int, ...]]]:
    """What was asked back, each with the facts that the program would give. Raises UsageError as `read_answers`."""
    rows = []
    total = left_out = 0
    for line in lines_of(path, AskedBack):
        total += 1
        question = graph.questions.get(line.question)
        if question is None or line.clarification >= len(question.clarifications):
            left_out += 1
        else:
            rows.append((line, asked_for(clean(line.asks), question.clarifications)))
    return Read(rows, total, left_out)


def lines_of(path: Path, kind: type[Line]) -> Iterator[Line]:
    """The JSON objects of a file, a line each. Raises UsageError, with the line, for other forms."""
    try:
        data = read_ordinary(path, MOST_BYTES)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    decoder = msgspec.json.Decoder(kind)
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            wanted = ", ".join(kind.__struct_fields__)  # type: ignore[attr-defined]
            raise UsageError(
                f"{path}, line {number}: expected a JSON object with {wanted}; {short(error, 120)}."
            ) from error


Scored = Callable[[ag.MarkedPoint], float]


def figures(points: list[ag.MarkedPoint], score: Scored = lambda point: point.share) -> dict[str, ag.Share]:
    """The figures of the agreement table by name, for what was heard or for another score of the points."""
    coverage, marked = ag.coverages(points, score)
    return {
        "within said": ag.within(points, "said", score),
        "within yes": ag.within(points, "yes", score),
        "overall said": ag.overall(points, "said", score),
        "overall yes": ag.overall(points, "yes", score),
        "rho": ag.Share(ag.rank_correlation(coverage, marked), count=len(coverage)),
    }


def by_markers(points: list[ag.MarkedPoint]) -> dict[str, float | None]:
    """The same figures for one marker's marks judged by the other's: as well as one person agrees with another.

    The mean over both directions, for points with two marks.
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


def as_json(points: Read[ag.MarkedPoint], asked: Read[Any] | None) -> dict[str, Any]:
    """All figures as plain data."""
    heard_figures, markers = figures(points.rows), by_markers(points.rows)
    quoted = ag.quotes(points.rows)
    words = {"said": ag.shown(points.rows, said=True), "unsaid": ag.shown(points.rows, said=False)}
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


def as_csv(points: list[ag.MarkedPoint]) -> str:
    """A row for each point: answer, point, the share from 0 to 1, and the quote."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("answer", "point", "share", "quote"))
    writer.writerows((point.answer, point.point, f"{point.share:.4f}", point.quote) for point in points)
    return out.getvalue()
