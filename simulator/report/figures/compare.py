"""Two sessions side by side: what changed, and whether it is more than noise.

Each session is read alone, from the prior of its seniority and not from what came before, so that the two beliefs rest
on different answers. The difference of two masteries then has the sum of their variances; it is called clear only where
its 80% interval excludes 0, and where both sessions have an answer: what only one of them asked about is but inferred
in the other.
"""

from collections.abc import Callable
from math import sqrt
from typing import TYPE_CHECKING, Literal

import msgspec

from simulator.engine.scoring import MET, Mark
from simulator.errors import UsageError
from simulator.graph.records import Graph, Role
from simulator.report import records as rec
from simulator.report.figures.assessment import assess
from simulator.report.figures.questions import revealed_turns, scored_turns
from simulator.report.figures.standing import role_of_session, solid_probability
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank
    from simulator.engine.model.belief import Belief

VERSION = 1
Verdict = Literal["better", "worse", "within the noise", "asked in one", "nothing answered"]


class FigureChange(rec.Result, frozen=True):
    """One thing in both sessions: chances of a solid answer at the target tier, and their difference in logits.

    `low` and `high` are the 80% interval of the difference; `asked` counts the answers to it in each session. What was
    answered in one of them alone, or in neither, is not called better or worse, whatever its interval.
    """

    id: str
    title: str
    first: float
    second: float
    difference: float
    low: float
    high: float
    asked: tuple[int, int]
    verdict: Verdict


class PointChange(rec.Result, frozen=True):
    """One rubric point of a question that both sessions asked, marked differently."""

    question: str
    concept_title: str
    point: str
    first: Mark
    second: Mark


class Comparison(rec.Result, frozen=True):
    """Two sessions, the earlier first. `sentence` says in words what may be said of the whole."""

    first: rec.SessionInfo
    second: rec.SessionInfo
    target: int
    overall: FigureChange
    areas: tuple[FigureChange, ...]
    concepts: tuple[FigureChange, ...]
    newly_met: tuple[PointChange, ...]
    newly_missed: tuple[PointChange, ...]
    levels: tuple[rec.LevelResult, rec.LevelResult]
    calibration: tuple[rec.CalibrationResult, rec.CalibrationResult]
    time: tuple[rec.TimeResult, rec.TimeResult]
    sentence: str


def compare(first: State, second: State, graph: Graph, bank: "Bank") -> Comparison:
    """The comparison of two sessions on one graph, for the role of the later. Raises UsageError for two graphs.

    It rests on what a report of each rests on, and so tells no more of one that still goes on.
    """
    if first.header.graph != second.header.graph:
        raise UsageError("The two sessions are on different graphs; only sessions on the same one can be compared.")
    if second.header.started < first.header.started:
        first, second = second, first
    role = role_of_session(graph, second.header)
    alone1, alone2 = (Selection(graph, state.header, bank=bank) for state in (first, second))
    one, two = assess(first, graph, alone1), assess(second, graph, alone2)
    broad = alone1.belief(scored_turns(first)), alone2.belief(scored_turns(second))
    close = (
        alone1.belief(revealed_turns(first)),
        alone2.belief(revealed_turns(second)),
    )  # no concept moves before its reveal
    total = _change(
        "overall",
        "Overall",
        role,
        broad,
        lambda b: b.overall(role if role.areas else None),
        (one.level.answers, two.level.answers),
    )
    met, missed = _points(one, two)
    return Comparison(
        first=one.session,
        second=two.session,
        target=role.target_tier,
        overall=total,
        areas=tuple(
            _change(a.area, a.title, role, broad, lambda b, a=a: b.area(a.area), (a.questions, c.questions))  # type: ignore[misc]
            for a, c in zip(one.areas, two.areas, strict=True)
            if a.questions or c.questions
        ),
        concepts=tuple(
            _change(a.concept, a.title, role, close, lambda b, a=a: b.concept(a.concept), (a.questions, c.questions))  # type: ignore[misc]
            for a, c in zip(one.concepts, two.concepts, strict=True)
            if a.questions or c.questions
        ),
        newly_met=met,
        newly_missed=missed,
        levels=(one.level, two.level),
        calibration=(one.calibration, two.calibration),
        time=(one.time, two.time),
        sentence=_sentence(total),
    )


def _change(
    id_: str,
    title: str,
    role: Role,
    beliefs: "tuple[Belief, Belief]",
    of: "Callable[[Belief], tuple[float, float]]",
    asked: tuple[int, int],
) -> FigureChange:
    """How that moved of which `of` reads mean and standard deviation, in logits; `asked` counts answers."""
    from simulator.engine.model.belief import Z80  # numpy

    (mean1, sd1), (mean2, sd2) = of(beliefs[0]), of(beliefs[1])
    difference, half = mean2 - mean1, Z80 * sqrt(sd1**2 + sd2**2)
    low, high = difference - half, difference + half
    return FigureChange(
        id=id_,
        title=title,
        first=solid_probability(beliefs[0], role.target_tier, (mean1, sd1))[0],
        second=solid_probability(beliefs[1], role.target_tier, (mean2, sd2))[0],
        difference=round(difference, 4),
        low=round(low, 4),
        high=round(high, 4),
        asked=asked,
        verdict=_verdict(low, high, asked),
    )


def _verdict(low: float, high: float, asked: tuple[int, int]) -> Verdict:
    if not any(asked):
        return "nothing answered"
    if not all(asked):
        return "asked in one"
    return "better" if low > 0 else "worse" if high < 0 else "within the noise"


def _points(one: rec.Assessment, two: rec.Assessment) -> tuple[tuple[PointChange, ...], tuple[PointChange, ...]]:
    """Points of questions that both asked: newly met, and newly missed."""
    before = {q.id: q for q in one.questions if q.id}
    met: list[PointChange] = []
    missed: list[PointChange] = []
    for question in two.questions:
        if not question.id or not question.concept_title:
            continue
        earlier = {p.id: p.mark for p in before[question.id].points} if question.id in before else {}
        for point in question.points:
            was = earlier.get(point.id)
            if point.mark is None or was is None:
                continue
            found = PointChange(
                question=question.id,
                concept_title=question.concept_title,
                point=point.point,
                first=was,
                second=point.mark,
            )
            if point.mark in MET and was not in MET:
                met.append(found)
            elif was in MET and point.mark not in MET:
                missed.append(found)
    return tuple(met), tuple(missed)


def _sentence(total: FigureChange) -> str:
    if not all(total.asked):
        which = "One of the two sessions has no" if any(total.asked) else "Neither of the two sessions has an"
        return f"{which} answer yet: there is nothing to compare."
    if total.verdict == "within the noise":
        return "The difference is within the noise: these answers cannot tell the two apart."
    return f"The later session was {total.verdict}, by more than the noise."


def as_json(found: Comparison) -> bytes:
    """The comparison as a JSON object (UTF-8) with its version, as `interview compare --json` prints it."""
    return msgspec.json.format(msgspec.json.encode({"version": VERSION, **msgspec.to_builtins(found)}), indent=2)
