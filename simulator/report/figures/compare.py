"""Two sessions side by side: what changed, and whether it is more than noise.

Each session is judged by itself, from the prior of its seniority, so that the two beliefs rest on different answers.
The variance of a difference is then the sum of both variances. A difference is called better or worse only if its 80%
interval excludes 0 and both sessions have an answer: what only one of them asked about is merely inferred in the other.
"""

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING, Literal

import msgspec

from simulator.engine.scoring import MET, Mark
from simulator.errors import UsageError
from simulator.graph.records import Graph
from simulator.report import records as rec
from simulator.report.figures.assessment import assess
from simulator.report.figures.questions import revealed_turns, scored_turns
from simulator.report.figures.standing import judged_at, role_of_session, solid_probability
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank
    from simulator.engine.model.belief import Belief

VERSION = 1
Verdict = Literal["better", "worse", "within the noise", "asked in one", "nothing answered"]


class FigureChange(rec.Result, frozen=True):
    """The chance of a solid answer at the target tier in both sessions, and the difference in logits.

    `low` to `high` is the 80% interval of the difference; `asked` counts the answers in each session. Without an answer
    in both, it is not called better or worse, whatever its interval.
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
    """Two sessions, the earlier first. `sentence` is the conclusion."""

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
    """Compare two sessions on one graph, for the role and the level of the later. Raises UsageError for two graphs.

    It rests on what the report of each rests on, so it tells no more of a session that still goes on.
    """
    if first.header.graph != second.header.graph:
        raise UsageError("The two interviews are on different graphs; only interviews on the same one can be compared.")
    if second.header.started < first.header.started:
        first, second = second, first
    role = judged_at(role_of_session(graph, second.header), second.header.seniority)
    selections = [Selection(graph, state.header, bank=bank) for state in (first, second)]
    judged_for = second.header.seniority
    one, two = (
        assess(state, graph, alone, level=judged_for) for state, alone in zip((first, second), selections, strict=True)
    )
    scored = [alone.belief(scored_turns(state)) for state, alone in zip((first, second), selections, strict=True)]
    # no concept moves before its reveal
    revealed = [alone.belief(revealed_turns(state)) for state, alone in zip((first, second), selections, strict=True)]
    masteries = [belief.overall(role if role.areas else None) for belief in scored]
    answers = (one.level.answers, two.level.answers)
    total = _change("overall", "Overall", role.target_tier, scored, masteries, answers)
    met, missed = _points(one, two)
    return Comparison(
        first=one.session,
        second=two.session,
        target=role.target_tier,
        overall=total,
        areas=tuple(
            _change(a.area, a.title, role.target_tier, scored, [b.area(a.area) for b in scored], asked)
            for a, c in zip(one.areas, two.areas, strict=True)
            if any(asked := (a.questions, c.questions))
        ),
        concepts=tuple(
            _change(a.concept, a.title, role.target_tier, revealed, [b.concept(a.concept) for b in revealed], asked)
            for a, c in zip(one.concepts, two.concepts, strict=True)
            if any(asked := (a.questions, c.questions))
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
    target: int,
    beliefs: "Sequence[Belief]",
    masteries: Sequence[tuple[float, float]],
    asked: tuple[int, int],
) -> FigureChange:
    """How a mastery (mean and SD in logits, by each belief) changed; `asked` counts the answers in each session."""
    (mean1, sd1), (mean2, sd2) = masteries
    difference, half = mean2 - mean1, rec.Z80 * sqrt(sd1**2 + sd2**2)
    low, high = difference - half, difference + half
    first, second = (solid_probability(b, target, of)[0] for b, of in zip(beliefs, masteries, strict=True))
    verdict: Verdict
    if not all(asked):
        verdict = "asked in one" if any(asked) else "nothing answered"
    else:
        verdict = "better" if low > 0 else "worse" if high < 0 else "within the noise"
    return FigureChange(
        id=id_,
        title=title,
        first=first,
        second=second,
        difference=round(difference, 4),
        low=round(low, 4),
        high=round(high, 4),
        asked=asked,
        verdict=verdict,
    )


def _points(one: rec.Assessment, two: rec.Assessment) -> tuple[tuple[PointChange, ...], tuple[PointChange, ...]]:
    """Points of questions that both sessions asked: newly met, and newly missed."""
    earlier = {(q.id, p.id): p.mark for q in one.questions if q.id for p in q.points}
    met: list[PointChange] = []
    missed: list[PointChange] = []
    for question in two.questions:
        for point in question.points:
            before = earlier.get((question.id or "", point.id))
            if not question.id or not question.concept_title or point.mark is None or before is None:
                continue
            change = PointChange(
                question=question.id,
                concept_title=question.concept_title,
                point=point.point,
                first=before,
                second=point.mark,
            )
            if point.mark in MET and before not in MET:
                met.append(change)
            elif before in MET and point.mark not in MET:
                missed.append(change)
    return tuple(met), tuple(missed)


def _sentence(total: FigureChange) -> str:
    if not all(total.asked):
        which = "One of the two interviews has no" if any(total.asked) else "Neither interview has any"
        return f"{which} answers yet, so there's nothing to compare."
    if total.verdict == "within the noise":
        return "Too close to call: the difference could be chance."
    return f"The later interview was {total.verdict}, by more than chance."


def as_json(comparison: Comparison) -> bytes:
    """The comparison as a JSON object (UTF-8) with its version, as `interview compare --json` prints it."""
    return msgspec.json.format(msgspec.json.encode({"version": VERSION, **msgspec.to_builtins(comparison)}), indent=2)
