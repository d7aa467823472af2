"""Two sessions side by side: what changed, and whether it is more than noise.

Each session is judged by itself, from the prior of its seniority, so that the two beliefs rest on different answers.
The variance of a difference is then the sum of both variances. A difference is called better or worse only if its 80%
interval excludes 0 and both sessions have an answer: what only one of them asked about is merely inferred in the other.
It is called about the same only if the whole interval is small and both sessions have answers enough for a word in
their own reports; few leave it open, however near to 0 both chances are.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import sqrt
from statistics import fmean
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.parameters import Z80
from simulator.engine.scoring import MET, SOLID, Mark
from simulator.errors import UsageError
from simulator.graph.records import Graph
from simulator.graph.text import lower_first
from simulator.report import records as rec
from simulator.report.figures.assessment import assess
from simulator.report.figures.questions import revealed_turns, scored_turns
from simulator.report.figures.standing import judged_at, role_of_session, solid_probability
from simulator.report.tally import areas_of
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank
    from simulator.engine.model.belief import Belief

SMALL = 0.1  # a change of the chance that nobody would act on
Verdict = Literal["better", "worse", "about the same", "within the noise", "asked in one", "nothing answered"]


class FigureChange(rec.Result, frozen=True):
    """The chance of a solid answer at the target tier in both sessions, and the difference in logits.

    `low` to `high` is the 80% interval of the difference, `change_low` to `change_high` the same as a change of the
    chance; `asked` counts the scored answers in each session. Without one in both, it is not called better or worse,
    whatever its interval. `unscored` says that both asked about it, and one has no score.
    """

    id: str
    title: str
    first: float
    second: float
    difference: float
    low: float
    high: float
    change_low: float
    change_high: float
    asked: tuple[int, int]
    verdict: Verdict
    unscored: bool = False

    @property
    def is_compared(self) -> bool:
        """Whether both sessions have an answer to it."""
        return all(self.asked)


class PointChange(rec.Result, frozen=True):
    """One rubric point of a question that both sessions asked, marked differently.

    `dont_know` says of each whether the answer was "don't know", so that nobody marked the point.
    """

    question: str
    concept_title: str
    point: str
    first: Mark
    second: Mark
    dont_know: tuple[bool, bool] = (False, False)


class Comparison(rec.Result, frozen=True):
    """Two sessions, the earlier first. `sentence` is the conclusion; `in_both` counts the questions judged in both.

    `dont_know` counts those of them that were answered with "don't know", in each. `tiers` are the mean tiers of the
    scored questions in each, None without any.
    """

    first: rec.SessionInfo
    second: rec.SessionInfo
    target: int
    overall: FigureChange
    areas: tuple[FigureChange, ...]
    concepts: tuple[FigureChange, ...]
    newly_met: tuple[PointChange, ...]
    newly_missed: tuple[PointChange, ...]
    in_both: int
    dont_know: tuple[int, int]
    levels: tuple[rec.LevelResult, rec.LevelResult]
    calibration: tuple[rec.CalibrationResult, rec.CalibrationResult]
    time: tuple[rec.TimeResult, rec.TimeResult]
    sentence: str
    tiers: tuple[float | None, float | None] = (None, None)


def compare(first: State, second: State, graph: Graph, bank: "Bank") -> Comparison:
    """Compare two sessions on one graph, for the role and the level of the later. Raises UsageError for two graphs.

    It rests on what the report of each rests on, so it tells no more of a session that still goes on.
    """
    if first.header.graph != second.header.graph:
        raise UsageError("The two interviews are on different graphs; only interviews on the same one can be compared.")
    if second.header.started < first.header.started:
        first, second = second, first
    role = judged_at(role_of_session(graph, second.header), second.header.seniority)
    both = [(state, Selection(graph, state.header, bank=bank)) for state in (first, second)]
    earlier, later = (assess(state, graph, alone, level=second.header.seniority) for state, alone in both)
    scored = [alone.belief(scored_turns(state)) for state, alone in both]
    revealed = [alone.belief(revealed_turns(state)) for state, alone in both]  # no concept moves before its reveal
    masteries = [belief.shown_overall(role) for belief in scored]
    answers = _answers_alike(earlier, later)
    total = _change("overall", f"Chance of a {SOLID} answer", role.target_tier, scored, masteries, answers)
    if total.verdict in {"better", "worse"} and min(answers) < P.FEWEST_ANSWERS:
        total = replace(total, verdict="within the noise")  # of so few, its own report says nothing either
    met, missed = _points(earlier, later)
    in_both = _judged(earlier) & _judged(later)
    unknown = [sum(q.dont_know for q in a.questions if q.id in in_both) for a in (earlier, later)]
    return Comparison(
        first=earlier.session,
        second=later.session,
        target=role.target_tier,
        overall=total,
        areas=tuple(_areas_compared((earlier, later), graph, role.target_tier, scored)),
        concepts=tuple(
            _change(a.concept, a.title, role.target_tier, revealed, [b.concept(a.concept) for b in revealed], asked)
            for a, c in zip(earlier.concepts, later.concepts, strict=True)
            if any(asked := (a.questions, c.questions))
        ),
        newly_met=met,
        newly_missed=missed,
        in_both=len(in_both),
        dont_know=(unknown[0], unknown[1]),
        levels=(earlier.level, later.level),
        calibration=(earlier.calibration, later.calibration),
        time=(earlier.time, later.time),
        sentence=_sentence(total, (earlier, later)),
        tiers=(_mean_tier(earlier), _mean_tier(later)),
    )


def _areas_compared(
    both: tuple[rec.Assessment, rec.Assessment], graph: Graph, target: int, beliefs: "Sequence[Belief]"
) -> Iterator[FigureChange]:
    """The areas in which either session has a scored answer."""
    counts = [_scored_by_area(one, graph) for one in both]
    open_in = [{question.area for question in one.questions if question.waiting} for one in both]
    for area in both[0].areas:
        if any(asked := (counts[0][area.area], counts[1][area.area])):
            change = _change(area.area, area.title, target, beliefs, [b.area(area.area) for b in beliefs], asked)
            unscored = any(not n and area.area in waits for n, waits in zip(asked, open_in, strict=True))
            yield replace(change, unscored=unscored)


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
    difference, half = mean2 - mean1, Z80 * sqrt(sd1**2 + sd2**2)
    low, high = difference - half, difference + half
    first, second = (solid_probability(b, target, of)[0] for b, of in zip(beliefs, masteries, strict=True))
    # around the middle of both, as the chance moves least at its ends
    least, most = (_moved_by(logits, (mean1 + mean2) / 2, beliefs[1], target) for logits in (low, high))
    verdict: Verdict
    if not all(asked):
        verdict = "asked in one" if any(asked) else "nothing answered"
    elif low > 0 or high < 0:
        verdict = "better" if low > 0 else "worse"
    else:
        tells = max(-least, most) <= SMALL and min(asked) >= P.FEWEST_ANSWERS
        verdict = "about the same" if tells else "within the noise"
    return FigureChange(
        id=id_,
        title=title,
        first=first,
        second=second,
        difference=round(difference, 4),
        low=round(low, 4),
        high=round(high, 4),
        change_low=least,
        change_high=most,
        asked=asked,
        verdict=verdict,
    )


def _moved_by(logits: float, middle: float, belief: "Belief", target: int) -> float:
    """How far the chance of a solid answer moves where a mastery moves by so many logits around a middle."""
    before, after = (solid_probability(belief, target, (middle + by, 0.0))[0] for by in (-logits / 2, logits / 2))
    return round(after - before, 4)


def _answers_alike(earlier: rec.Assessment, later: rec.Assessment) -> tuple[int, int]:
    """The answers in each that the whole can be compared by: to questions, or where there are none in either, tasks."""
    spoken, written = (
        [
            sum(q.verdict is not None and not q.waiting and (q.code is None) is talks for q in a.questions)
            for a in (earlier, later)
        ]
        for talks in (True, False)
    )
    first, second = spoken if any(spoken) else written
    return first, second


def _mean_tier(assessment: rec.Assessment) -> float | None:
    tiers = [q.tier for q in assessment.questions if q.verdict and not q.waiting and q.tier is not None]
    return round(fmean(tiers), 4) if tiers else None


def _scored_by_area(assessment: rec.Assessment, graph: Graph) -> Counter[str]:
    """The scored answers by area; one that waits has only its prediction for a verdict."""
    scored = (q for q in assessment.questions if q.verdict and not q.waiting)
    return Counter(area for q in scored for area in areas_of(graph, q.area, q.tier, q.id))


def _judged(assessment: rec.Assessment) -> set[str]:
    """The questions of which a point was marked."""
    return {q.id for q in assessment.questions if q.id and any(point.mark for point in q.points)}


def _points(first: rec.Assessment, second: rec.Assessment) -> tuple[tuple[PointChange, ...], tuple[PointChange, ...]]:
    """Points of questions that both sessions asked: newly met, and newly missed of those asked for."""
    marks = {(q.id, p.id): p.mark for q in first.questions if q.id for p in q.points if p not in q.not_asked}
    unknown = {q.id for q in first.questions if q.dont_know}
    met: list[PointChange] = []
    missed: list[PointChange] = []
    for question in second.questions:
        for point in question.points:
            before = marks.get((question.id or "", point.id))
            if not question.id or not question.concept_title or point.mark is None or before is None:
                continue
            if point in question.not_asked:
                continue
            change = PointChange(
                question=question.id,
                concept_title=question.concept_title,
                point=point.point,
                first=before,
                second=point.mark,
                dont_know=(question.id in unknown, question.dont_know),
            )
            if point.mark in MET and before not in MET:
                met.append(change)
            elif before in MET and point.mark not in MET:
                missed.append(change)
    return tuple(met), tuple(missed)


def _sentence(total: FigureChange, sat: Sequence[rec.Assessment]) -> str:
    """The conclusion. Where nothing can be compared, it says whether there's code, no score yet, or no answer."""
    if not all(total.asked):
        if all(each.level.answers for each in sat):
            return "In one you talked, in the other you wrote code, so there's no overall to compare."
        if any(not answers and each.session.waiting for answers, each in zip(total.asked, sat, strict=True)):
            which = "One of the two interviews isn't" if any(total.asked) else "The two interviews aren't"
            return f"{which} scored yet, so there's nothing to compare."
        which = "One of the two interviews has no" if any(total.asked) else "Neither interview has any"
        return f"{which} answers yet, so there's nothing to compare."
    if total.verdict == "within the noise":
        return "Can't tell yet: with so few answers the difference could be chance."
    if total.verdict == "about the same":
        return "About the same: any difference is small."
    return " ".join((f"The later interview was {total.verdict}, by more than chance.", *_differences(sat)))


def _differences(sat: Sequence[rec.Assessment]) -> Iterator[str]:
    """What else than the candidate differs: the role, and all that was asked about."""
    roles = [each.session.role_title for each in sat]
    if len(set(roles)) > 1:
        yield f"But the earlier one was for {lower_first(roles[0])}, the later for {lower_first(roles[1])}."
    asked = [{q.area for q in each.questions if q.verdict and not q.waiting} for each in sat]
    if all(asked) and set.isdisjoint(*asked):
        yield "They have no area in common, so what was asked may have made the difference."
