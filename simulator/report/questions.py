"""The results of single questions and checks, from their turns."""

import msgspec

from simulator.graph.records import Graph
from simulator.report import records as rec
from simulator.session.state import Turn


def question_result(turn: Turn, graph: Graph) -> rec.QuestionResult:
    """What a turn says of its question, by the question as it was asked."""
    question, asked, scored = turn.question, turn.asked, turn.scored
    concept = graph.concepts.get(question.primary)
    return rec.QuestionResult(
        position=asked.position,
        number=asked.number,
        id=asked.id,
        area=asked.area,
        concept=question.primary,
        concept_title=concept.title if concept else question.primary,
        tier=asked.tier,
        kind=question.kind,
        prompt=question.prompt,
        planned_seconds=question.planned_minutes * 60,
        seconds=round(turn.seconds, 3),
        verdict=None if turn.skipped else turn.verdict,
        coverage=scored.coverage if scored else None,
        prediction=turn.prediction,
        dont_know=turn.dont_know,
        skipped=turn.skipped,
        overruled=bool(scored and scored.overruled),
        hints=len(turn.hints),
        points=point_results(turn),
        reason=reason_sentence(turn, graph),
    )


def point_results(turn: Turn) -> tuple[rec.PointResult, ...]:
    """The rubric points of a turn with their marks; "don't know" misses all of them."""
    return tuple(
        rec.PointResult(
            id=p.id,
            point=p.point,
            weight=p.weight,
            mark="no" if turn.dont_know else turn.marks.get(p.id),
            critical=p.critical,
            beyond=p.beyond,
            tag=p.tag,
            prompted=p.id in turn.prompted,
        )
        for p in turn.question.rubric
    )


def check_result(turn: Turn) -> rec.CheckResult:
    """What a turn says of its check."""
    check = turn.check
    assert check is not None
    truth = check.options[check.correct or 0] if check.options else f"{check.value:.6g} {check.unit}".strip()
    return rec.CheckResult(
        position=turn.position,
        number=turn.asked.number,
        id=turn.asked.id,
        area=turn.asked.area,
        concept=check.primary,
        prompt=check.prompt,
        text=turn.checked.text if turn.checked else "",
        truth=truth,
        correct=turn.checked.correct if turn.checked else None,
    )


def reason_sentence(turn: Turn, graph: Graph) -> str:
    """Why the item was asked, as a plain sentence; empty where the transcript holds no reason that can be read."""
    from simulator.engine.reasons import Reason, sentence

    try:
        return sentence(msgspec.convert(turn.asked.reason, Reason), graph)
    except (msgspec.ValidationError, KeyError):
        return ""
