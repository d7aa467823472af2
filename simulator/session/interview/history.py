"""What a candidate has shown, as evidence for the engine: by the turns of one interview, and by earlier sessions."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Literal

import msgspec

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.evidence import Evidence, step_of
from simulator.engine.scoring import SCALE, SOLID_RANK, rank
from simulator.graph.records import ready
from simulator.session.interview.hearing import marks_tell_nothing, read_coverage
from simulator.session.interview.state import fold
from simulator.session.interview.turn import Turn
from simulator.session.transcript.read import Reading

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief

BELIEF_OF = ("id", "started", "last", "asked", "revealed", "evidence")  # what is secret changes no belief


def evidence_of(turns: Iterable[Turn]) -> tuple[Evidence, ...]:
    """The evidence of all turns, in the order in which they were asked.

    Judged points replace a prediction, and "don't know" counts as weak. Skipped and unanswered items, checks that were
    set aside, and the time taken are no evidence. An insight of the candidate's own is borne out by a right check on
    what its question is about. Where marks tell no answer from another, only what was heard counts, and the checks.
    """
    turns = tuple(turns)
    right = {concept for turn in turns if turn.check is not None and turn.correct for concept in turn.check.concepts}
    every = (turn_evidence(t, borne_out=t.check is None and t.question.primary in right) for t in turns)
    pieces = tuple(chain.from_iterable(every))
    return _by_words(turns, pieces) if marks_tell_nothing(turns) else pieces


def _by_words(turns: Iterable[Turn], pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence without its marks: they weigh nothing, and stand where the coverage that was heard puts them."""
    found = {turn.asked.id: read_coverage(turn) for turn in turns if turn.check is None}
    by_words = []
    for piece in pieces:
        coverage = found.get(piece.item)
        if piece.kind == "heard":
            piece = msgspec.structs.replace(piece, weight=1.0)
        elif piece.kind in MARKED:  # what was not read keeps its rank
            category = piece.category if coverage is None else sum(coverage >= g.least for g in SCALE.values()) - 1
            piece = msgspec.structs.replace(piece, weight=0.0, category=category)
        by_words.append(piece)
    return tuple(by_words)


def turn_evidence(turn: Turn, *, borne_out: bool = False) -> tuple[Evidence, ...]:
    """The evidence of one turn: none, one piece, or two of half weight at tiers 5 and 6.

    An insight that is not `borne_out` is no more than a solid answer or better. Where what was heard counts too
    (`P.READING_COUNTS`), marks and reading are two looks at one answer; so are cases and talk of a task.
    """
    if turn.skipped:
        return ()
    if turn.check is not None:
        return () if turn.correct is None else (_piece(turn, "check", int(turn.correct)),)
    if turn.dont_know:
        return (_piece(turn, "dont_know", 0),)
    if turn.code_rank is not None:
        talked = _talked(turn)
        return (_piece(turn, "code", turn.code_rank, weight=1.0 - P.TALK_WEIGHT if talked else 1.0), *talked)
    scored = turn.scored
    if scored is None:
        return (_piece(turn, "prediction", rank(turn.prediction)),) if turn.prediction else ()
    coverage = read_coverage(turn) if P.READING_COUNTS else None
    heard = () if coverage is None else (_piece(turn, "heard", step_of(coverage), weight=P.READING_EXPONENT),)
    share = 1.0 - P.READING_EXPONENT if heard else 1.0
    if scored.anchored and scored.by_points:
        return (
            _piece(turn, "verdict", rank(scored.by_points), weight=0.5 * share),
            _piece(turn, "anchored", rank(scored.anchored), weight=0.5 * share),
            *heard,
        )
    if scored.anchored:
        own_work = turn.question.kind == "experience" and not turn.old_rules  # nothing but the teller's word for it
        return (_piece(turn, "anchored", rank(scored.anchored), weight=P.OWN_WORK_WEIGHT if own_work else 1.0),)
    if scored.insight and not borne_out:
        return (_piece(turn, "at_least", SOLID_RANK, weight=share), *heard)
    return (_piece(turn, "verdict", rank(scored.verdict), weight=share, overruled=scored.overruled), *heard)


def _talked(turn: Turn) -> tuple[Evidence, ...]:
    """What was said about code that was written: it has half weight beside the cases."""
    if turn.scored is not None and turn.scored.by_points is not None:
        return (_piece(turn, "verdict", rank(turn.scored.by_points), weight=P.TALK_WEIGHT),)
    return (_piece(turn, "prediction", rank(turn.prediction), weight=P.TALK_WEIGHT),) if turn.prediction else ()


Looks = Literal["all", "marks", "no marks"]
MARKED = {"verdict", "at_least", "anchored", "prediction"}  # kinds of evidence that the candidate's own word makes


def looked_at(evidence: Iterable[Evidence], looks: Looks) -> list[Evidence]:
    """Evidence without its checks (`marks`), or without the candidate's word: what was heard counts in full then."""
    if looks == "marks":
        return [e for e in evidence if e.kind != "check"]
    if looks == "no marks":
        kept = [e for e in evidence if e.kind not in MARKED]
        return [msgspec.structs.replace(e, weight=1.0) if e.kind == "heard" else e for e in kept]
    return list(evidence)


def _piece(turn: Turn, kind: str, category: int, *, weight: float = 1.0, overruled: bool = False) -> Evidence:
    return Evidence(
        item=turn.asked.id,
        kind=kind,  # type: ignore[arg-type]
        category=category,
        hints=len(turn.hints),
        prompted=len(turn.when_asked) if turn.old_rules else 0,  # by now the coverage alone discounts them
        overruled=overruled,
        seen_before=turn.seen,
        weight=weight,
    )


@dataclass(frozen=True)
class PastSession:
    """What counts of one earlier session, as ids of items: `asked` are all, `revealed` those whose answer was shown.

    `secret` are those whose concepts no output may name yet (`State.conceals`). `motive` is the question on the
    candidate's motive that it ended with, `skipped` counts the questions that were skipped.
    """

    id: str
    started: datetime
    last: int
    asked: tuple[str, ...]
    revealed: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    secret: tuple[str, ...] = ()
    motive: str = ""
    skipped: int = 0

    @property
    def without_secret_results(self) -> "PastSession":
        """The session without check results that it has not shown yet: whatever used one would give it away."""
        untold = {e for e in self.evidence if e.kind == "check" and e.item in self.secret}
        return replace(self, evidence=tuple(e for e in self.evidence if e not in untold)) if untold else self

    @property
    def without_secret_items(self) -> "PastSession":
        """The session without the answers to items that are still secret."""
        return replace(self, evidence=tuple(e for e in self.evidence if e.item not in self.secret))


ready(PastSession)


def past_session(reading: Reading, last: int | None = None) -> PastSession:
    """What counts of a transcript; with `last`, as it stood after that event."""
    header, events = reading.header, reading.events
    state = reading.state if last is None else fold(header, [e for e in events if e.n <= last])
    return PastSession(
        id=header.id,
        started=header.started,
        last=state.last_n,
        asked=tuple(t.asked.id for t in state.turns),
        revealed=tuple(t.asked.id for t in state.turns if t.revealed or t.shown_before or t.checked),
        evidence=evidence_of(state.turns),
        secret=tuple(t.asked.id for t in state.turns if state.conceals(t)),
        motive=next((asked.asks for asked, _ in state.parting.exchanges if asked.subject == "motive"), ""),
        skipped=sum(turn.skipped for turn in state.turns if turn.check is None),
    )


def cooling(past: Sequence[PastSession], now: datetime) -> frozenset[str]:
    """Items that may not be asked again yet: asked in the last ten interviews, or in the last 30 days."""
    recent = set(sorted(past, key=lambda p: p.started)[-P.COOLING_INTERVIEWS :])
    recent |= {p for p in past if now - p.started < timedelta(days=P.COOLING_DAYS)}
    return frozenset(item for p in recent for item in p.asked)


def beliefs_after(start: "Belief", past: Iterable[PastSession]) -> "Iterator[tuple[PastSession, Belief]]":
    """The belief right after each session, in order; between two, the variance grows back (forgetting)."""
    from simulator.engine.model.belief import fold  # numpy

    belief = start
    before: datetime | None = None
    for session in sorted(past, key=lambda p: p.started):
        if before is not None:
            belief = belief.aged(max(0.0, (session.started - before) / timedelta(days=1)))
        belief = fold(belief, [e for e in session.evidence if e.item in start.bank.index])
        before = session.started
        yield session, belief


def belief_now(start: "Belief", beliefs: "Iterable[tuple[PastSession, Belief]]", now: datetime) -> "Belief":
    """The belief after the latest of these sessions, faded until `now`; the `start` without a session."""
    latest = deque(beliefs, maxlen=1)
    if not latest:
        return start
    session, belief = latest[0]
    return belief.aged(max(0.0, (now - session.started) / timedelta(days=1)))


def carried(start: "Belief", past: Iterable[PastSession], now: datetime) -> "Belief":
    """What earlier sessions make of the belief `start`, up to `now`."""
    return belief_now(start, beliefs_after(start, past), now)


def digest(past: Iterable[PastSession]) -> str:
    """A digest of what a starting belief was made of: sha256 over ids, times and evidence, cut to 16 hex digits."""
    made_of = [{name: getattr(p, name) for name in BELIEF_OF} for p in past]
    return hashlib.sha256(msgspec.json.encode(made_of)).hexdigest()[:16]
