"""The assessment of one session: a pure function of its state, the graph and the belief that it ends with."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from simulator.engine.scoring import VERDICTS, Verdict, rank
from simulator.graph.records import Graph, Role
from simulator.report import records as rec
from simulator.report.questions import check_result, question_result
from simulator.report.tonight import tonight
from simulator.report.words import held_back, kinds, readiness
from simulator.session.archive import mean_coverage, stage
from simulator.session.interview import Interview
from simulator.session.selection import Selection
from simulator.session.state import State

if TYPE_CHECKING:  # numpy
    from simulator.engine.belief import Belief

GAP_BELOW = 0.5
NOT_ENOUGH = "not enough yet"


def assess_interview(interview: Interview) -> rec.Assessment:
    """The assessment of an interview as it stands."""
    return assess(interview.state, interview.graph, interview.selection)


def assess(state: State, graph: Graph, selection: Selection) -> rec.Assessment:
    """The assessment of a session. Items that the graph no longer holds count as they were asked, not as evidence."""
    belief = selection.belief(state.turns)
    role = graph.roles.get(state.header.role) or Role(id="", title=state.header.role, target_tier=4, areas={})
    questions = tuple(question_result(t, graph) for t in state.turns if t.check is None)
    checks = tuple(check_result(t) for t in state.turns if t.check is not None)
    areas = _areas(belief, graph, role, questions)
    concepts = _concepts(belief, graph, role, questions)
    level = _level(belief, role)
    return rec.Assessment(
        session=_session(state, graph, questions),
        questions=questions,
        checks=checks,
        areas=areas,
        concepts=concepts,
        level=level,
        calibration=_calibration(belief, questions, checks),
        screen=readiness(belief, role, role.target_tier - 1, areas),
        onsite=readiness(belief, role, role.target_tier, areas),
        kinds=kinds(questions),
        held_back=held_back(questions),
        tonight=tonight(questions, concepts, graph, role),
    )


def _session(state: State, graph: Graph, questions: Sequence[rec.QuestionResult]) -> rec.SessionInfo:
    header = state.header
    role = graph.roles.get(header.role)
    return rec.SessionInfo(
        id=header.id,
        candidate=header.candidate,
        graph=header.graph,
        format=header.format,
        role=header.role,
        role_title=role.title if role else header.role,
        seniority=header.seniority,
        started=header.started,
        minutes=header.minutes,
        clock=state.clock,
        state=stage(state),
        score=mean_coverage(state),
        verdict=median_verdict([q.verdict for q in questions if q.verdict]),
        seed=header.seed,
        scored_at=header.score,
    )


def median_verdict(verdicts: Sequence[Verdict]) -> Verdict | None:
    """The lower median of some verdicts, None of none."""
    ordered = sorted(rank(v) for v in verdicts)
    return VERDICTS[ordered[(len(ordered) - 1) // 2]] if ordered else None


def word(low: float, high: float, questions: int) -> str:
    """Held, gap or not enough yet: firm only where the 80 % interval lies on one side of one half."""
    if questions and low >= GAP_BELOW:
        return "held"
    return "gap" if questions and high < GAP_BELOW else NOT_ENOUGH


def _chance(belief: "Belief", role: Role, of: tuple[float, float]) -> tuple[float, float, float]:
    """Chance of a solid answer at the target tier for a mastery (mean, SD), with its 80 % interval."""
    from simulator.engine.belief import Z80  # numpy
    from simulator.engine.level import solid_at

    mean, sd = of
    at = partial(solid_at, sd=0.0)
    needed = belief.bank.tier_difficulty[role.target_tier]
    middle, low, high = (at(m - needed) for m in (mean, mean - Z80 * sd, mean + Z80 * sd))
    return round(middle, 4), round(low, 4), round(high, 4)


def _areas(
    belief: "Belief", graph: Graph, role: Role, questions: Sequence[rec.QuestionResult]
) -> tuple[rec.AreaResult, ...]:
    asked = Counter(q.area for q in questions if q.verdict)
    found = []
    for area in graph.areas.values():
        if area.id not in belief.bank.areas:
            continue
        mastery, low, high = _chance(belief, role, belief.area(area.id))
        count = asked.get(area.id, 0)
        weight = role.areas.get(area.id, 0.0)
        found.append(
            rec.AreaResult(
                area=area.id,
                title=area.title,
                mastery=mastery,
                low=low,
                high=high,
                questions=count,
                weight=weight,
                word=word(low, high, count),
            )
        )
    return tuple(found)


def _concepts(
    belief: "Belief", graph: Graph, role: Role, questions: Sequence[rec.QuestionResult]
) -> tuple[rec.ConceptResult, ...]:
    asked = Counter(q.concept for q in questions if q.verdict)
    found = []
    for concept in graph.concepts.values():
        mastery, low, high = _chance(belief, role, belief.concept(concept.id))
        count = asked.get(concept.id, 0)
        found.append(
            rec.ConceptResult(
                concept=concept.id,
                title=concept.title,
                area=concept.area,
                mastery=mastery,
                low=low,
                high=high,
                questions=count,
                word=word(low, high, count),
            )
        )
    return tuple(found)


def _level(belief: "Belief", role: Role) -> rec.LevelResult:
    from simulator.engine.level import level  # numpy

    found = level(belief, belief.bank, role if role.areas else None)
    return rec.LevelResult(tier=found.tier, low=found.low, high=found.high, target=role.target_tier)


def _calibration(
    belief: "Belief", questions: Sequence[rec.QuestionResult], checks: Sequence[rec.CheckResult]
) -> rec.CalibrationResult:
    pairs = [
        (rank(q.prediction), rank(q.verdict))
        for q in questions
        if q.prediction and q.verdict and q.coverage is not None
    ]
    steps = [predicted - scored for predicted, scored in pairs]
    return rec.CalibrationResult(
        predictions=len(pairs),
        exact=sum(step == 0 for step in steps),
        difference=round(sum(steps) / len(steps), 4) if steps else None,
        checks=sum(c.correct is not None for c in checks),
        checks_right=sum(bool(c.correct) for c in checks),
        leniency=round(belief.leniency()[0], 4) if belief.lenient() else None,
    )


def as_json(assessment: rec.Assessment) -> bytes:
    """The assessment as a JSON object (UTF-8) with its version, as `interview report --json` prints it."""
    plain = msgspec.to_builtins(assessment)
    return msgspec.json.format(msgspec.json.encode({"version": 1, **plain}), indent=2)
