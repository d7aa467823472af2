"""Which verdict counts: what the points make, the anchored one at tiers 5 and 6, or an overruling with a reason."""

from typing import Any

from simulator.engine.scoring import ANCHORED_FROM_TIER, Mark, Verdict, lower
from simulator.errors import NotAllowed
from simulator.graph.records import Question
from simulator.session.state import State
from simulator.session.turn import Turn


def needs_verdict(question: Question) -> bool:
    """Whether the candidate gives an anchored verdict beside the points: tiers 5 and 6, or no rubric at all."""
    return question.tier >= ANCHORED_FROM_TIER or not question.rubric


def why_no_new_score(turn: Turn) -> str:
    """Why an answer cannot be scored anew after the end, in a sentence; empty where it can."""
    if turn.check is not None or not turn.answered or not turn.revealed:
        return "Only an answer whose reference was shown can be scored anew."
    return "You said that you do not know this one; there is nothing to score." if turn.dont_know else ""


def why_not_set_aside(state: State, turn: Turn) -> str:
    """Why a check cannot be set aside as read wrongly, in a sentence; empty where it can."""
    if turn.check is None:
        return "Only a check is read by the program; an answer of your own is scored again instead."
    if turn.checked is None:
        return "This check was not answered."
    if turn.checked.dont_know:
        return "You said that you do not know this one; nothing was read."
    return "Whether it is right is not told yet." if state.conceals(turn) else ""


def require_set_aside(state: State, turn: Turn, *, on: bool) -> None:
    """Raise NotAllowed where a check cannot be set aside, or be counted again."""
    if why := why_not_set_aside(state, turn):
        raise NotAllowed(why)
    if turn.set_aside == on:
        raise NotAllowed("This check is set aside already." if on else "This check is not set aside.")


def require_mark(turn: Turn, point: str, mark: Mark) -> None:
    """Raise NotAllowed for a point that the rubric lacks, and for a mark that it cannot have."""
    names = [p.id for p in turn.question.rubric]
    if point not in names:
        raise NotAllowed(f"The rubric of this question has no point {point!r}.")
    if mark == "prompted" and point not in turn.asked_for:
        raise NotAllowed(f"No follow-up asked for point {names.index(point) + 1}: judge it yes, partly or no.")


def verdict_fields(turn: Turn, verdict: Verdict | None, why: str) -> dict[str, Any]:
    """The fields of `scored` for a turn whose points are judged. Raises NotAllowed where something is missing."""
    points = turn.score
    if needs_verdict(turn.question) and verdict is None:
        raise NotAllowed("Give your own verdict too: 1 weak, 2 borderline, 3 solid, 4 outstanding.")
    if points is None:
        assert verdict is not None
        return {"verdict": verdict, "anchored": verdict}
    fields: dict[str, Any] = {
        "coverage": round(points.coverage, 4),
        "by_points": points.verdict,
        "capped": points.capped,
    }
    if turn.question.tier >= ANCHORED_FROM_TIER:
        assert verdict is not None
        return {**fields, "verdict": lower(points.verdict, verdict), "anchored": verdict}
    if verdict is None or verdict == points.verdict:
        return {**fields, "verdict": points.verdict}
    if not why:
        raise NotAllowed("Say in a few words why you set another verdict than the points make.")
    return {**fields, "verdict": verdict, "overruled": True, "why": why}
