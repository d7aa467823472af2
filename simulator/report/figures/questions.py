"""The results of single questions and checks, from their turns."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from simulator.engine.choice.formats import FORMATS, Format
from simulator.graph.records import Graph, Question, Role, Source
from simulator.graph.text import plural, source_line
from simulator.report import records as rec
from simulator.report.records import Result
from simulator.session.interview.input import right_answer
from simulator.session.interview.item_blocks import item_blocks, source_url, was_shown
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.engine.choice.reasons import Reason


def question_result(turn: Turn, graph: Graph, seconds: float) -> rec.QuestionResult:
    """What a turn says of its question, by the question as it was asked; `seconds` were spent on it so far.

    Nothing that gives the answer away is in it before the reference was shown.
    """
    question, asked, scored = turn.question, turn.asked, turn.scored
    shown = was_shown(turn)
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
    return tuple(rec.SourceResult(text=source_line(s, place=False), url=source_url(s)) for s in sources)


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
        truth=right_answer(check) if checked else "",
        correct=turn.correct,
        tier=turn.asked.tier,
        seconds=round(seconds, 3),
        why=check.why if checked else "",
        set_aside=turn.set_aside,
    )


def reason_of(turn: Turn) -> "Reason | None":
    """Why the item was asked, or None where the transcript holds no reason that can be read."""
    from simulator.engine.choice.reasons import Reason  # with the engine

    try:
        return msgspec.convert(turn.asked.reason, Reason)
    except msgspec.ValidationError:
        return None


def reason_sentence(turn: Turn, graph: Graph) -> str:
    """Why the item was asked, as a plain sentence; empty where the transcript holds no reason that can be read."""
    from simulator.engine.choice.reasons import sentence  # with the engine

    reason = reason_of(turn)
    try:
        return sentence(reason, graph) if reason else ""
    except KeyError:  # a tier that has no name
        return ""


def revealed_turns(state: State, last: State | None = None) -> tuple[Turn, ...]:
    """The items of which everything may be said, by the `last` state of the transcript where that is a later one."""
    return tuple(turn for turn in state.turns if not _conceals(turn, last or state))


def scored_turns(state: State, last: State | None = None) -> tuple[Turn, ...]:
    """The items that a level may rest on: all but the checks whose result is not told yet, which it would tell."""
    return tuple(turn for turn in state.turns if turn.check is None or not _conceals(turn, last or state))


def _conceals(turn: Turn, last: State) -> bool:
    return last.conceals(last.turn(turn.position))


def already_seen(state: State, graph: Graph, seen: Collection[str]) -> frozenset[str]:
    """What no advice may call new: what was asked or `seen`, and all of the areas of what was not revealed yet.

    Were it only the open question that is missing there, that would tell it from its neighbours.
    """
    areas = {turn.asked.area for turn in state.turns if state.conceals(turn)}
    beside = (q.id for q in graph.questions.values() if areas and graph.area_of(q.primary) in areas)
    return frozenset((*seen, *(turn.asked.id for turn in state.turns), *beside))


def question_results(state: State, graph: Graph) -> tuple[rec.QuestionResult, ...]:
    """The questions of a session, each with what may be said of it now."""
    return tuple(_question(turn, state, graph) for turn in state.turns if turn.check is None)


def check_results(state: State) -> tuple[rec.CheckResult, ...]:
    """The checks of a session, each with what may be said of it now."""
    return tuple(_check(turn, state) for turn in state.turns if turn.check is not None)


def _question(turn: Turn, state: State, graph: Graph) -> rec.QuestionResult:
    secret = state.conceals(turn)
    blocks = tuple(item_blocks(turn, secret=secret))
    found = replace(question_result(turn, graph, state.seconds_on(turn)), blocks=blocks)
    if not secret:
        return found
    # the id names the concept, the planned time goes with the tier, the reason says both
    return replace(found, id=None, concept=None, concept_title=None, tier=None, planned_seconds=None, reason="")


def _check(turn: Turn, state: State) -> rec.CheckResult:
    secret = state.conceals(turn)
    found = replace(check_result(turn, state.seconds_on(turn)), blocks=tuple(item_blocks(turn, secret=secret)))
    if not secret:
        return found
    return replace(found, id=None, concept=None, tier=None, correct=None, truth="", why="")


def secret_sentence(questions: Iterable[rec.QuestionResult], checks: Iterable[rec.CheckResult]) -> str:
    """That something is held back, and until when; empty where nothing is."""
    count = sum(q.concept is None for q in questions) + sum(c.concept is None for c in checks)
    if not count:
        return ""
    return f"Concept and tier of {plural(count, 'item')} are told after the reveal."


OPEN_ENDED = 6  # tier


class Fresh(Result, frozen=True):
    """Questions never asked, of all that can be asked; `core` counts those of the areas that the role asks most."""

    questions: int
    of: int
    core: int
    of_core: int


def fresh(graph: Graph, role: Role, format_: str, area: str, met: Collection[str]) -> Fresh:
    """What an interview of a format for a role still has; `area` limits a deep dive, `met` are ids that were asked."""
    shape = FORMATS.get(format_)
    reached = [q for q in graph.questions.values() if shape is None or _reaches(shape, q)]
    if area:
        reached = [q for q in reached if graph.area_of(q.primary) == area]
    asked_most = core_areas(role)
    core = [q for q in reached if graph.area_of(q.primary) in asked_most]
    return Fresh(
        questions=sum(q.id not in met for q in reached),
        of=len(reached),
        core=sum(q.id not in met for q in core),
        of_core=len(core),
    )


def core_areas(role: Role) -> frozenset[str]:
    """The areas that weigh more than the mean of the role's; none where all weigh alike."""
    mean = sum(role.areas.values()) / max(1, len(role.areas))
    return frozenset(area for area, weight in role.areas.items() if weight > mean)


def _reaches(shape: Format, question: Question) -> bool:
    if question.tier == OPEN_ENDED:
        return shape.design_minutes is not None
    return any(low <= question.tier <= high for low, high in (stage.tiers for stage in shape.stages))
