"""What the index keeps of a session for the progress over many: small, so that ten thousand are read in a moment."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec.structs import replace

from simulator.engine.scoring import Verdict
from simulator.graph.ready import ready
from simulator.session.header import Seniority
from simulator.session.reading import Reading
from simulator.session.state import State, Turn, fold


class ItemFact(msgspec.Struct, frozen=True, array_like=True):
    """One item: times in interview seconds, `at` when it was asked. `correct` is for checks, the verdicts are not.

    `scored` says that the verdict is a score and not the prediction alone, `judged` that it was made from points, so
    that a prediction can be held against it; `secret` that it was not revealed yet.
    """

    item: str
    check: bool
    concept: str
    area: str
    tier: int
    at: datetime
    seconds: float
    verdict: Verdict | None = None
    prediction: Verdict | None = None
    judged: bool = False
    correct: bool | None = None
    secret: bool = False
    scored: bool = False


class SessionFacts(msgspec.Struct, frozen=True, array_like=True):
    """One session: what was asked in it and what came of it. `clock` in interview seconds.

    `waits` tells that its scores come at the end, which is still to come: until then nothing is said of it.
    """

    id: str
    started: datetime
    format: str
    role: str
    seniority: Seniority
    clock: float
    items: tuple[ItemFact, ...]
    waits: bool = False


ready(SessionFacts)


def facts_of(reading: Reading, state: State | None = None) -> SessionFacts:
    """The facts of a transcript."""
    state = state or fold(reading.header, reading.events)
    header = reading.header
    return SessionFacts(
        id=header.id,
        started=header.started,
        format=header.format,
        role=header.role,
        seniority=header.seniority,
        clock=state.clock,
        items=tuple(_item(turn, state) for turn in state.turns),
        waits=header.score == "end" and state.ended is None,
    )


def told(facts: Iterable[SessionFacts]) -> list[SessionFacts]:
    """The sessions of which something may be said, each without the items that were not revealed yet."""
    return [_told(session) for session in facts if not session.waits]


def _told(session: SessionFacts) -> SessionFacts:
    items = tuple(item for item in session.items if not item.secret)
    return session if len(items) == len(session.items) else replace(session, items=items)


def _item(turn: Turn, state: State) -> ItemFact:
    asked = turn.asked
    return ItemFact(
        item=asked.id,
        check=turn.check is not None,
        concept=asked.concepts[0],
        area=asked.area,
        tier=asked.tier,
        at=asked.at,
        seconds=round(state.seconds_on(turn), 3),
        verdict=None if turn.skipped or turn.check is not None else turn.verdict,
        prediction=turn.prediction,
        judged=bool(turn.scored and turn.scored.coverage is not None),
        correct=turn.correct,
        secret=state.conceals(turn),
        scored=turn.scored is not None,
    )
