"""What the turns of an interview say about the candidate, as evidence for the engine."""

from collections.abc import Iterable

from simulator.engine.model.evidence import Evidence
from simulator.engine.scoring import rank
from simulator.session.interview.turn import Turn


def of_turns(turns: Iterable[Turn]) -> tuple[Evidence, ...]:
    """The evidence of all turns in the order in which they were asked.

    Judged points replace a prediction; "don't know" is weak; "not this one", unanswered items and checks that were set
    aside are no evidence; time never is.
    """
    return tuple(piece for turn in turns for piece in of_turn(turn))


def of_turn(turn: Turn) -> tuple[Evidence, ...]:
    """The evidence of one turn: none, one piece, or two of half weight at tiers 5 and 6."""
    if turn.skipped:
        return ()
    if turn.check is not None:
        return () if turn.correct is None else (_piece(turn, "check", int(turn.correct)),)
    if turn.dont_know:
        return (_piece(turn, "dont_know", 0),)
    if turn.scored is not None:
        return _of_score(turn)
    return (_piece(turn, "prediction", rank(turn.prediction)),) if turn.prediction else ()


def _of_score(turn: Turn) -> tuple[Evidence, ...]:
    scored = turn.scored
    assert scored is not None
    if scored.anchored and scored.by_points:
        return (
            _piece(turn, "verdict", rank(scored.by_points), weight=0.5),
            _piece(turn, "anchored", rank(scored.anchored), weight=0.5),
        )
    if scored.anchored:
        return (_piece(turn, "anchored", rank(scored.anchored)),)
    return (_piece(turn, "verdict", rank(scored.verdict), overruled=scored.overruled),)


def _piece(turn: Turn, kind: str, category: int, *, weight: float = 1.0, overruled: bool = False) -> Evidence:
    return Evidence(
        item=turn.asked.id,
        kind=kind,  # type: ignore[arg-type]
        category=category,
        hints=len(turn.hints),
        prompted=len(turn.when_asked),
        overruled=overruled,
        seen_before=turn.seen,
        weight=weight,
    )
