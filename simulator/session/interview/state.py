"""The state of an interview: a pure fold over its events.

`fold(header, events)` gives the same State for the same events, whoever wrote them and whenever they are read. The
phase is derived from what has happened to the current item, never stored. `awaits` says what is due next, and
`advances_by_itself` whether it comes without a key press: every front goes by these two and has no rules of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from simulator.engine.choice.endings import EndReason, end_sentence
from simulator.engine.scoring import ANCHORED_FROM_TIER
from simulator.graph.records import Question
from simulator.session.header import Header
from simulator.session.interview import events as ev
from simulator.session.interview.parting_questions import PartingQuestions
from simulator.session.interview.turn import Turn


class Phase(StrEnum):
    """Where the interview stands with its current item, and so which commands it takes."""

    READY = "ready"
    ANSWERING = "answering"
    PROBING = "probing"
    PREDICTING = "predicting"
    JUDGING = "judging"
    SETTLED = "settled"
    CHECKING = "checking"
    PARTING = "parting"
    DEBRIEFING = "debriefing"
    ENDED = "ended"


class Awaits(StrEnum):
    """The one thing that is due next. A pause is no member: it can come on top of any of them."""

    NEXT = "next"
    ANSWER = "answer"
    REPLY = "reply"
    CHECK = "check"
    PARTING = "parting"
    PREDICTION = "prediction"
    MARK = "mark"
    OWN_VERDICT = "own verdict"
    VERDICT = "verdict"
    NOTHING = "nothing"


_AWAITED = {
    Phase.ENDED: Awaits.NOTHING,
    Phase.READY: Awaits.NEXT,
    Phase.SETTLED: Awaits.NEXT,
    Phase.CHECKING: Awaits.CHECK,
    Phase.PARTING: Awaits.PARTING,
    Phase.ANSWERING: Awaits.ANSWER,
    Phase.PROBING: Awaits.REPLY,
    Phase.PREDICTING: Awaits.PREDICTION,
}  # while an answer is judged, its points decide
RUNNING = frozenset({Phase.ANSWERING, Phase.PROBING, Phase.CHECKING, Phase.PARTING})


@dataclass(frozen=True)
class State:
    """Everything that is known about a session.

    `focus` is the position that the debriefing has reached; before that, an earlier item that is current again.
    `reopened` is the position of an answer being scored again after the end: no event says so, because nothing has
    changed until its new score is there. `bookmarked` is about the whole session. `parting` are the questions
    after the last one, which belong to no item. `clock` is the interview seconds and `last_n` the number of the last
    event. Positions count from 1.
    """

    header: Header
    turns: tuple[Turn, ...] = ()
    paused: bool = False
    parting: PartingQuestions = field(default_factory=PartingQuestions)
    closed: ev.Closed | None = None
    ended: ev.Ended | None = None
    focus: int | None = None
    reopened: int | None = None
    bookmarked: bool = False
    clock: float = 0.0
    last_n: int = 0

    @property
    def current(self) -> Turn | None:
        """The item that commands apply to: the latest one, or the one at `reopened` or `focus`."""
        if position := self.reopened or self.focus:
            return self.turns[position - 1]
        return self.turns[-1] if self.turns and not self.closed else None

    @property
    def draft(self) -> str:
        """The text with which what is open now is continued: it was given before, and taken back."""
        if self.phase is Phase.PARTING:
            return self.parting.draft
        return self.current.draft if self.current is not None else ""

    @property
    def left_open(self) -> Turn | None:
        """The latest item, if it still waits for its answer while an earlier one is current again."""
        latest = self.turns[-1] if self.focus and not self.closed else None
        return latest if latest and not latest.settled and not latest.answered and latest != self.current else None

    @property
    def phase(self) -> Phase:
        """Where the interview stands now."""
        turn = self.current
        if self.ended:
            return Phase.DEBRIEFING if self.reopened and turn and not turn.settled else Phase.ENDED
        if self.parting.open is not None and self.closed is None:
            return Phase.PARTING
        if turn is None:
            return Phase.DEBRIEFING if self.closed else Phase.READY
        if self.closed and turn.revealed and not turn.settled:
            return Phase.DEBRIEFING
        # in the debriefing a question is open only where "don't know" was taken back
        return phase_of(turn, scored_at_end=self.header.score == "end" and not self.closed)

    @property
    def awaits(self) -> Awaits:
        """What is due next, whether a person, the demo or a test gives it."""
        turn, phase = self.current, self.phase
        if phase in _AWAITED:
            return _AWAITED[phase]
        if turn is None:
            return Awaits.NEXT  # the first answer of the debriefing is still to be revealed
        if turn.unjudged:
            return Awaits.MARK
        return Awaits.OWN_VERDICT if needs_verdict(turn.question) else Awaits.VERDICT

    @property
    def coding(self) -> Turn | None:
        """The task whose code is due; None where something else is."""
        turn = self.current
        return turn if turn is not None and self.awaits is Awaits.ANSWER and turn.writes_code else None

    @property
    def advances_by_itself(self) -> bool:
        """Whether `next` is due and nothing is shown before it: no front waits for the candidate there."""
        if self.paused or self.awaits is not Awaits.NEXT:
            return False
        turn = self.current
        if turn is None:  # nothing was asked yet; but before the debriefing there is a moment to stop at
            return self.closed is None
        return turn.skipped or (self.withholds if turn.check is not None else not turn.revealed)

    @property
    def waiting(self) -> tuple[Turn, ...]:
        """Answers that still wait for their score."""
        return tuple(t for t in self.turns if t.awaits_score)

    @property
    def is_spoken(self) -> bool:
        """Whether something was answered aloud, by the clock for it; in lines a spoken interview is typed."""
        return any(turn.spoken for turn in self.turns)

    @property
    def withholds(self) -> bool:
        """Whether results are withheld for now: scores wait for the end, and more is asked."""
        return self.header.score == "end" and self.closed is None

    @property
    def withheld(self) -> tuple[Turn, ...]:
        """The checks whose result was not shown when they were answered, because scores wait for the end."""
        return tuple(t for t in self.turns if t.checked) if self.header.score == "end" else ()

    def conceals(self, turn: Turn) -> bool:
        """Whether an item's concepts and tier are still secret: until its reveal, or until a check's result is shown.

        A skipped item is not secret, nor is anything once the interview has ended.
        """
        if self.ended or turn.skipped:
            return False
        if turn.check is not None:
            return turn.checked is None or self.withholds
        return not turn.revealed and turn.scored is None

    def seconds_on(self, turn: Turn) -> float:
        """Interview seconds on an item: up to its last answer, or up to now while it waits for one."""
        current = next((t for t in self.turns if _is_left(t)), None) if self.closed else self.current
        waits = current is not None and current.position == turn.position and _is_left(turn)
        return max(0.0, self.clock - turn.since) if waits else turn.seconds

    @property
    def end_reason(self) -> EndReason:
        """Why it ended, or will once its parting questions are over."""
        return self.closed.why if self.closed else self.parting.why

    @property
    def why_over(self) -> str:
        """Why nothing more is asked, in a sentence; empty before that, and where the candidate ended the interview.

        It is said before the parting questions, so it goes by the time that was left then.
        """
        over = self.closed or next(iter(self.parting.events), None)
        if over is None:
            return ""
        header, begun = self.header, next(iter(self.parting.events), over)
        return end_sentence(
            self.end_reason,
            header.minutes * 60 - begun.clock,
            asked=sum(turn.check is None and not turn.skipped for turn in self.turns),
            area=bool(header.area),
            again=header.again is not None,
            skipped=sum(turn.check is None and turn.skipped for turn in self.turns),
        )

    @property
    def running(self) -> bool:
        """Whether the interview clock runs. It does not while answers are scored."""
        return not self.paused and self.closed is None and self.phase in RUNNING

    @property
    def hints_taken(self) -> int:
        """The hints that were shown."""
        return sum(len(turn.hints) for turn in self.turns)

    @property
    def said_already(self) -> int:
        """The follow-ups that were closed with "I said that"."""
        return sum(reply.said for turn in self.turns for reply in turn.replies)

    @property
    def replies_given(self) -> int:
        """The replies to follow-ups that answer something."""
        from simulator.engine.choice.unknown import gives_up  # known by now: a follow-up was asked

        return sum(not gives_up(reply.text) for turn in self.turns for reply in turn.replies)

    def turn(self, position: int) -> Turn:
        """The turn at a position (from 1)."""
        return self.turns[position - 1]


def _is_left(turn: Turn) -> bool:
    """Whether an item waits for its answer. Of two such items the clock runs on the first: it is current again."""
    return not turn.skipped and (not turn.answered or turn.open_probe is not None)


def needs_verdict(question: Question) -> bool:
    """Whether the candidate gives a verdict of their own: at tiers 5 and 6, and where there is no rubric.

    Not of code: its cases judge it.
    """
    if question.is_coding and question.rubric:
        return False
    return question.tier >= ANCHORED_FROM_TIER or not question.rubric


def phase_of(turn: Turn, *, scored_at_end: bool) -> Phase:
    """The phase of one item, from what has happened to it."""
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


def effective(events: Iterable[ev.Event]) -> list[ev.Event]:
    """The events that count: without those that an `undone` voids, and without the `undone` itself."""
    kept: list[ev.Event] = []
    voidable: dict[int, list[int]] = {}  # of each item, the indices in `kept` of what can still be voided
    void: set[int] = set()
    for event in events:
        position = getattr(event, "position", None)
        if isinstance(event, ev.Undone):
            indices = voidable.get(event.position, [])
            while indices and kept[indices[-1]].n >= event.undoes:
                void.add(indices.pop())
            continue
        if position is not None and not event.lasting:
            voidable.setdefault(position, []).append(len(kept))
        kept.append(event)
    return [event for index, event in enumerate(kept) if index not in void]


def fold(header: Header, events: Iterable[ev.Event]) -> State:
    """The state after `events`. An answer that was undone before its reveal comes back as the turn's draft."""
    events = list(events)
    state = State(header)
    notes: dict[int, list[ev.Noted]] = {}  # added to their item together: one by one, each would copy all before it
    for event in effective(events):
        if isinstance(event, ev.Noted) and not event.unsent:
            notes.setdefault(event.position, []).append(event)
            continue
        if isinstance(event, ev.Noted):
            state = _noted(state, event.position, notes.pop(event.position, []))
        if changes := event.session_changes():
            state = replace(state, **changes)
        state = _applied(state, event)  # the last event says the time and number, below
    for position, waiting in notes.items():
        state = _noted(state, position, waiting)
    if any(isinstance(event, ev.Undone) for event in events):
        for position, texts in given_back(events).items():
            state = _with(state, replace(state.turn(position), drafts=texts))
    if (focus := _returned_to(events)) and state.closed is None:
        state = replace(state, focus=focus)
    last = events[-1] if events else None
    return replace(state, last_n=last.n, clock=last.clock) if last else state


def given_back(events: Iterable[ev.Event]) -> dict[int, tuple[str, ...]]:
    """The texts with which each item is continued: answers taken back, and text left unfinished."""
    texts: dict[int, tuple[str, ...]] = {}
    by_n: dict[int, ev.Event] = {}
    for event in events:
        by_n[event.n] = event
        position = getattr(event, "position", 0)
        earlier = texts.get(position, ())
        if isinstance(event, ev.Undone):
            voided = by_n.get(event.undoes)
            if voided is not None and voided.gives_back:
                before = by_n.get(voided.n - 1)  # unfinished text is noted right before the "don't know"
                unsent = before.text if isinstance(before, ev.Noted) and before.unsent else ""
                texts[position] = (*earlier, getattr(voided, "text", "") or unsent)
        elif isinstance(event, ev.Noted) and event.unsent:
            texts[position] = (*earlier[:-1], event.text)
        elif event.gives_back:
            texts[position] = earlier[:-1]
    return texts


def _returned_to(events: Iterable[ev.Event]) -> int | None:
    """The earlier item that is current again, because its skip or "don't know" was taken back."""
    left: set[int] = set()
    position: int | None = None
    for event in events:
        match event:
            case ev.Skipped() | ev.Answered(dont_know=True):
                left.add(event.n)
            case ev.Asked():
                position = None
            case ev.Returned():
                position = event.position
            case ev.Undone() if event.undoes in left:
                position = event.position
    return position


def apply(state: State, event: ev.Event) -> State:
    """The state after one more event, which must not be an `undone`."""
    return _applied(replace(state, last_n=event.n, clock=event.clock, **event.session_changes()), event)


def _applied(state: State, event: ev.Event) -> State:
    """What an event changes besides the fields that it names itself."""
    if isinstance(event, ev.Asked):
        turn = Turn(event, since=event.clock, until=event.clock, engine=state.header.engine)
        return replace(state, turns=(*state.turns, turn))
    if isinstance(event, ev.PartingAsked | ev.PartingAnswered):
        return replace(state, parting=PartingQuestions((*state.parting.events, event)))
    position = getattr(event, "position", 0)
    changes = event.item_changes(state.turn(position)) if position else {}
    if changes:
        state = _with(state, replace(state.turn(position), **changes))
    if isinstance(event, ev.Revealed) and state.closed is not None:
        return replace(state, focus=event.position)
    return state


def _noted(state: State, position: int, notes: list[ev.Noted]) -> State:
    turn = state.turn(position)
    return _with(state, replace(turn, notes=(*turn.notes, *notes)))


def _with(state: State, turn: Turn) -> State:
    turns = list(state.turns)
    turns[turn.position - 1] = turn
    return replace(state, turns=tuple(turns))
