"""The state of an interview: a pure fold over its events.

`fold(header, events)` gives the same State for the same events, whoever wrote them and whenever they are read.
The phase is derived from what has happened to the current item, never stored beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from simulator.engine.scoring import Mark, Score, Verdict, score
from simulator.graph.records import Check, Question, Stage
from simulator.session import events as ev
from simulator.session.header import Header


class Phase(StrEnum):
    """What the interview waits for."""

    READY = "ready"
    ANSWERING = "answering"
    PROBING = "probing"
    PREDICTING = "predicting"
    JUDGING = "judging"
    SETTLED = "settled"
    CHECKING = "checking"
    DEBRIEFING = "debriefing"
    ENDED = "ended"


RUNNING = frozenset({Phase.ANSWERING, Phase.PROBING, Phase.CHECKING})


@dataclass(frozen=True)
class Turn:
    """One asked item and what happened to it: `until` is the clock of the last answer, `draft` a text given back."""

    asked: ev.Asked
    clarifications: tuple[ev.Clarified, ...] = ()
    hints: tuple[ev.Hinted, ...] = ()
    answers: tuple[ev.Answered, ...] = ()
    probes: tuple[ev.Probed, ...] = ()
    replies: tuple[ev.ProbeAnswered, ...] = ()
    prediction: Verdict | None = None
    revealed: bool = False
    marks: dict[str, Mark] = field(default_factory=dict)
    scored: ev.Scored | None = None
    checked: ev.Checked | None = None
    skipped: bool = False
    notes: tuple[ev.Noted, ...] = ()
    retold: ev.Retold | None = None
    bookmarked: bool = False
    draft: str = ""
    until: float = 0.0

    @property
    def position(self) -> int:
        """Place among all asked items, from 1."""
        return self.asked.position

    @property
    def question(self) -> Question:
        """The question as it was asked; only for turns that are no check."""
        assert self.asked.question is not None
        return self.asked.question

    @property
    def check(self) -> Check | None:
        """The check as it was asked, or None for a question."""
        return self.asked.check

    @property
    def dont_know(self) -> bool:
        """Whether the candidate said that he does not know."""
        return any(a.dont_know for a in self.answers)

    @property
    def answer_text(self) -> str:
        """All that was answered, stage by stage."""
        return "\n\n".join(a.text for a in self.answers if a.text)

    @property
    def stage(self) -> Stage | None:
        """The stage of a design question that is to be answered now."""
        if self.check is not None or self.dont_know:
            return None
        stages = self.question.stages
        return stages[len(self.answers)] if len(self.answers) < len(stages) else None

    @property
    def answered(self) -> bool:
        """Whether the answer is complete, with all its stages."""
        if self.check is not None:
            return self.checked is not None
        return self.dont_know or (bool(self.answers) and self.stage is None)

    @property
    def open_probe(self) -> ev.Probed | None:
        """The follow-up that waits for an answer."""
        return self.probes[-1] if len(self.probes) > len(self.replies) else None

    @property
    def prompted(self) -> frozenset[str]:
        """Points whose gap probe was asked and not closed by "I said that"."""
        said = {r.probe for r in self.replies if r.said}
        return frozenset(p.point for p in self.probes if p.sort == "gap" and p.point and p.probe not in said)

    @property
    def score(self) -> Score | None:
        """What the points judged so far make, or None where there is no rubric or nothing was judged."""
        if self.check is not None or not self.question.rubric or not self.marks:
            return None
        return score(self.question.rubric, self.marks, self.prompted)

    @property
    def unjudged(self) -> tuple[str, ...]:
        """Ids of the points that still wait for a mark, in rubric order."""
        if self.check is not None:
            return ()
        return tuple(p.id for p in self.question.rubric if p.id not in self.marks)

    @property
    def settled(self) -> bool:
        """Whether nothing more is waited for: scored, checked or passed over."""
        return self.skipped or self.scored is not None or self.checked is not None

    @property
    def seconds(self) -> float:
        """Interview seconds from the question to the end of the last answer."""
        return self.until - self.asked.clock

    @property
    def awaits_score(self) -> bool:
        """Whether the answer is in and only its score is missing."""
        return self.check is None and self.answered and not self.settled

    @property
    def verdict(self) -> Verdict | None:
        """The verdict that counts: the score, or until then the prediction."""
        return self.scored.verdict if self.scored else self.prediction


@dataclass(frozen=True)
class State:
    """Everything that is known about a session. `focus` is the position that the debriefing has come to.

    `bookmarked` is of the session as a whole.
    """

    header: Header
    turns: tuple[Turn, ...] = ()
    paused: bool = False
    closed: ev.Closed | None = None
    ended: ev.Ended | None = None
    focus: int | None = None
    bookmarked: bool = False
    clock: float = 0.0
    last_n: int = 0

    @property
    def current(self) -> Turn | None:
        """The item that commands apply to: the latest, or in the debriefing the one that it has come to."""
        if self.closed:
            return self.turns[self.focus - 1] if self.focus else None
        return self.turns[-1] if self.turns else None

    @property
    def phase(self) -> Phase:
        """What the interview waits for now."""
        if self.ended:
            return Phase.ENDED
        turn = self.current
        if self.closed:
            return Phase.SETTLED if turn is not None and turn.settled else Phase.DEBRIEFING
        return Phase.READY if turn is None else phase_of(turn, scored_at_end=self.header.score == "end")

    @property
    def waiting(self) -> tuple[Turn, ...]:
        """Answers that still wait for their score."""
        return tuple(t for t in self.turns if t.awaits_score)

    @property
    def running(self) -> bool:
        """Whether the interview clock runs."""
        return not self.paused and self.phase in RUNNING

    @property
    def seconds_left(self) -> float:
        """Interview seconds left at the last event; below zero when over time."""
        return self.header.minutes * 60 - self.clock

    def turn(self, position: int) -> Turn:
        """The turn at a position (from 1)."""
        return self.turns[position - 1]


def phase_of(turn: Turn, *, scored_at_end: bool) -> Phase:
    """What one item waits for, derived from what has happened to it."""
    if turn.settled:
        return Phase.SETTLED
    if turn.check is not None:
        return Phase.CHECKING
    if not turn.answered:
        return Phase.ANSWERING
    if turn.open_probe is not None:
        return Phase.PROBING
    if turn.prediction is None and not turn.dont_know:
        return Phase.PREDICTING
    return Phase.SETTLED if scored_at_end else Phase.JUDGING


def effective(events: Iterable[ev.AnyEvent]) -> list[ev.AnyEvent]:
    """The events that count: those that an `undone` voids, and the `undone` itself, are left out."""
    kept: list[ev.AnyEvent] = []
    for event in events:
        if isinstance(event, ev.Undone):
            kept = [e for e in kept if not _voids(event, e)]
        else:
            kept.append(event)
    return kept


def _voids(undone: ev.Undone, event: ev.AnyEvent) -> bool:
    same_item = getattr(event, "position", None) == undone.position
    lasting = isinstance(event, ev.Asked | ev.Revealed | ev.Noted | ev.Retold | ev.Bookmarked)
    return same_item and event.n >= undone.undoes and not lasting


def fold(header: Header, events: Iterable[ev.AnyEvent]) -> State:
    """The state after `events`. An answer that was undone before its reveal comes back as the turn's draft."""
    events = list(events)
    state = State(header)
    for event in effective(events):
        state = apply(state, event)
    for position, text in given_back(events).items():
        state = _with(state, replace(state.turn(position), draft=text))
    last = events[-1] if events else None
    return replace(state, last_n=last.n, clock=last.clock) if last else state


def given_back(events: Iterable[ev.AnyEvent]) -> dict[int, str]:
    """Texts of undone answers that were not answered anew, by position."""
    texts: dict[int, str] = {}
    by_n: dict[int, ev.AnyEvent] = {}
    for event in events:
        by_n[event.n] = event
        if isinstance(event, ev.Answered | ev.ProbeAnswered):
            texts.pop(event.position, None)
        elif isinstance(event, ev.Undone) and isinstance(
            voided := by_n.get(event.undoes), ev.Answered | ev.ProbeAnswered
        ):
            texts[event.position] = voided.text
    return {position: text for position, text in texts.items() if text}


def apply(state: State, event: ev.AnyEvent) -> State:
    """The state after one more event that voids nothing."""
    state = replace(state, last_n=event.n, clock=event.clock)
    match event:
        case ev.Asked():
            return replace(state, turns=(*state.turns, Turn(event, until=event.clock)))
        case ev.Paused():
            return replace(state, paused=True)
        case ev.Resumed():
            return replace(state, paused=False)
        case ev.Closed():
            return replace(state, closed=event)
        case ev.Ended():
            return replace(state, ended=event, paused=False)
        case ev.Undone():
            return state
        case ev.Bookmarked(position=0):
            return replace(state, bookmarked=event.on)
        case _:
            state = _with(state, _after(state.turn(event.position), event))
            revealed_late = isinstance(event, ev.Revealed) and state.closed is not None
            return replace(state, focus=event.position) if revealed_late else state


def _with(state: State, turn: Turn) -> State:
    turns = list(state.turns)
    turns[turn.position - 1] = turn
    return replace(state, turns=tuple(turns))


def _after(turn: Turn, event: ev.AnyEvent) -> Turn:
    match event:
        case ev.Clarified():
            return replace(turn, clarifications=(*turn.clarifications, event))
        case ev.Hinted():
            return replace(turn, hints=(*turn.hints, event))
        case ev.Answered():
            return replace(turn, answers=(*turn.answers, event), draft="", until=event.clock)
        case ev.Probed():
            return replace(turn, probes=(*turn.probes, event))
        case ev.ProbeAnswered():
            return replace(turn, replies=(*turn.replies, event), draft="", until=event.clock)
        case ev.Predicted():
            return replace(turn, prediction=event.verdict, until=event.clock)
        case ev.Revealed():
            return replace(turn, revealed=True)
        case ev.Judged():
            return replace(turn, marks={**turn.marks, event.point: event.mark})
        case ev.Scored():
            return replace(turn, scored=event)
        case ev.Checked():
            return replace(turn, checked=event, until=event.clock)
        case ev.Skipped():
            return replace(turn, skipped=True, until=event.clock)
        case ev.Noted():
            return replace(turn, notes=(*turn.notes, event))
        case ev.Retold():
            return replace(turn, retold=event)
        case ev.Bookmarked():
            return replace(turn, bookmarked=event.on)
        case _:
            return turn
