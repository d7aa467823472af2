"""The results of single questions and checks, from their turns."""

from typing import TYPE_CHECKING, Any

import msgspec

from simulator.graph.records import Check, Graph, Question, Source
from simulator.report import records as rec
from simulator.session.state import Turn

if TYPE_CHECKING:
    from simulator.engine.reasons import Reason

ARXIV = "https://arxiv.org/abs/"


def question_result(turn: Turn, graph: Graph, seconds: float) -> rec.QuestionResult:
    """What a turn says of its question, by the question as it was asked; `seconds` were spent on it so far.

    Nothing that gives the answer away is in it before the reference was shown.
    """
    question, asked, scored = turn.question, turn.asked, turn.scored
    shown = turn.revealed or scored is not None
    return rec.QuestionResult(
        position=asked.position,
        number=asked.number,
        id=asked.id,
        area=asked.area,
        area_title=graph.areas[asked.area].title if asked.area in graph.areas else asked.area,
        concept=question.primary,
        concept_title=title_of(graph, question.primary),
        tier=asked.tier,
        kind=question.kind,
        prompt=question.prompt,
        planned_seconds=question.planned_minutes * 60,
        verdict=None if turn.skipped else turn.verdict,
        coverage=scored.coverage if scored else None,
        prediction=turn.prediction,
        dont_know=turn.dont_know,
        skipped=turn.skipped,
        overruled=bool(scored and scored.overruled),
        hints=len(turn.hints),
        points=point_results(turn) if shown else (),
        reason=reason_sentence(turn, graph),
        by_points=scored.by_points if scored else None,
        anchored=scored.anchored if scored else None,
        capped=bool(scored and scored.capped),
        why=scored.why if scored else "",
        waiting=turn.awaits_score,
        seen=turn.seen,
        answer=turn.answer_text,
        follow_ups=_follow_ups(turn),
        notes=tuple(n.text for n in turn.notes),
        retold=turn.retold.text if turn.retold else "",
        **_times(turn, seconds),
        **(_reference(question) if shown else {}),
    )


def title_of(graph: Graph, concept: str) -> str:
    """The title of a concept, or its id where the graph does not hold it."""
    found = graph.concepts.get(concept)
    return found.title if found else concept


def _times(turn: Turn, seconds: float) -> dict[str, Any]:
    """Seconds in all, up to the end of the answer, on follow-ups, and of thinking where the answer was spoken."""
    answered = max(a.clock for a in turn.answers) - turn.since if turn.answered else seconds
    spoken = [a.spoken_seconds for a in turn.answers if a.spoken_seconds is not None]
    return {
        "seconds": round(seconds, 3),
        "answering_seconds": round(answered, 3),
        "following_up_seconds": round(seconds - answered, 3),
        "thinking_seconds": round(max(0.0, answered - sum(spoken)), 3) if spoken else None,
    }


def _follow_ups(turn: Turn) -> tuple[rec.FollowUp, ...]:
    replies = {r.probe: r for r in turn.replies}
    return tuple(
        rec.FollowUp(
            sort=p.sort,
            asks=p.asks,
            reply=replies[p.probe].text if p.probe in replies else "",
            said=p.probe in replies and replies[p.probe].said,
        )
        for p in turn.probes
    )


def _reference(question: Question) -> dict[str, Any]:
    return {
        "reference": question.answer,
        "gist": question.gist,
        "mistakes": tuple((m.claim, m.why) for m in question.mistakes),
        "sources": source_results(question.sources),
    }


def source_results(sources: tuple[Source, ...]) -> tuple[rec.SourceResult, ...]:
    """Sources as a line each with an address."""
    return tuple(rec.SourceResult(text=_source_text(s), url=f"{ARXIV}{s.arxiv}" if s.arxiv else s.url) for s in sources)


def _source_text(source: Source) -> str:
    who = f"{source.authors} " if source.authors else ""
    year = f"({source.year}) " if source.year else ""
    return f"{who}{year}{source.title}".strip()


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


def check_result(turn: Turn, seconds: float) -> rec.CheckResult:
    """What a turn says of its check; `seconds` were spent on it so far."""
    check, checked = turn.check, turn.checked
    assert check is not None
    return rec.CheckResult(
        position=turn.position,
        number=turn.asked.number,
        id=turn.asked.id,
        area=turn.asked.area,
        concept=check.primary,
        prompt=check.prompt,
        text=checked.text if checked else "",
        truth=_truth(check) if checked else "",
        correct=turn.correct,
        tier=turn.asked.tier,
        seconds=round(seconds, 3),
        why=check.why if checked else "",
        set_aside=turn.set_aside,
    )


def _truth(check: Check) -> str:
    if check.options:
        return check.options[check.correct or 0]
    return "" if check.value is None else f"{check.value:.6g} {check.unit}".strip()


def reason_of(turn: Turn) -> "Reason | None":
    """Why the item was asked, or None where the transcript holds no reason that can be read."""
    from simulator.engine.reasons import Reason  # with the engine

    try:
        return msgspec.convert(turn.asked.reason, Reason)
    except msgspec.ValidationError:
        return None


def reason_sentence(turn: Turn, graph: Graph) -> str:
    """Why the item was asked, as a plain sentence; empty where the transcript holds no reason that can be read."""
    from simulator.engine.reasons import sentence  # with the engine

    reason = reason_of(turn)
    try:
        return sentence(reason, graph) if reason else ""
    except KeyError:  # a tier that has no name
        return ""
