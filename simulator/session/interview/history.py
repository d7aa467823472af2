"""What earlier sessions of the same candidate say: evidence in order, with time between, and what was met lately."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.evidence import Evidence
from simulator.graph.records import ready
from simulator.session.header import Earlier, Header, Seniority
from simulator.session.interview import evidence
from simulator.session.interview.state import fold
from simulator.session.transcript.read import Reading

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank
    from simulator.engine.model.belief import Belief

BELIEF_OF = ("id", "started", "last", "asked", "revealed", "evidence")  # what is told of it or not changes none
COUNTED_SESSIONS = 100  # older ones have faded, and every header names all that count


@dataclass(frozen=True)
class PastSession:
    """What counts of one earlier session. `asked` are all items put, `revealed` those whose answer was shown.

    `secret` are those whose concepts no output may tell yet (`State.conceals`).
    """

    id: str
    started: datetime
    last: int
    asked: tuple[str, ...]
    revealed: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    secret: tuple[str, ...] = ()

    @property
    def weighed(self) -> "PastSession":
        """The session without the results of checks that it had not told yet: what rests on one would tell it."""
        untold = {e for e in self.evidence if e.kind == "check" and e.item in self.secret}
        return replace(self, evidence=tuple(e for e in self.evidence if e not in untold)) if untold else self

    @property
    def told(self) -> "PastSession":
        """The session without the answers that would tell what is still a secret."""
        return replace(self, evidence=tuple(e for e in self.evidence if e.item not in self.secret))


ready(PastSession)


def past_session(reading: Reading, last: int | None = None) -> PastSession:
    """The past that a transcript holds; with `last`, as it was after that event."""
    events = reading.events if last is None else [e for e in reading.events if e.n <= last]
    state = fold(reading.header, events)
    return PastSession(
        id=reading.header.id,
        started=reading.header.started,
        last=state.last_n,
        asked=tuple(t.asked.id for t in state.turns),
        revealed=tuple(t.asked.id for t in state.turns if t.revealed or t.shown_before or t.checked),
        evidence=evidence.of_turns(state.turns),
        secret=tuple(t.asked.id for t in state.turns if state.conceals(t)),
    )


def counts_for(header: Header, candidate: str, graph: str) -> bool:
    """Whether a session is part of the history of `candidate` on `graph`."""
    return header.candidate == candidate and header.graph == graph


def cooling(past: Sequence[PastSession], now: datetime) -> frozenset[str]:
    """Items that may not return yet: asked in the last ten interviews, or in the last 30 days."""
    recent = set(sorted(past, key=lambda p: p.started)[-P.COOLING_INTERVIEWS :])
    recent |= {p for p in past if now - p.started < timedelta(days=P.COOLING_DAYS)}
    return frozenset(item for p in recent for item in p.asked)


def starting_belief(bank: "Bank", seniority: Seniority, past: Iterable[PastSession], now: datetime) -> "Belief":
    """The belief that a session starts from: the prior of the seniority, moved by the earlier sessions in order.

    Between two sessions, and up to `now`, the variance grows back (forgetting).
    """
    from simulator.engine.model.belief import fold  # numpy
    from simulator.engine.model.priors import Prior  # numpy

    belief = Prior.structural(bank, seniority)
    ordered = sorted(past, key=lambda p: p.started)
    for session, until in zip(ordered, [p.started for p in ordered[1:]] + [now] * bool(ordered), strict=True):
        known = [e for e in session.evidence if e.item in bank.index]
        belief = fold(belief, known).aged(max(0.0, (until - session.started) / timedelta(days=1)))
    return belief


def digest(past: Iterable[PastSession]) -> str:
    """Identifies what a starting belief was made of: sha256 over ids, moments and evidence, 16 hex digits."""
    made_of = [{name: getattr(p, name) for name in BELIEF_OF} for p in past]
    return hashlib.sha256(msgspec.json.encode(made_of)).hexdigest()[:16]


def named(past: Iterable[PastSession]) -> tuple[Earlier, ...]:
    """The past as a header keeps it."""
    return tuple(Earlier(p.id, p.last) for p in past)
