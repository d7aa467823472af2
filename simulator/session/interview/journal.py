"""The log of a session: each event is stamped with the clock, folded into the state, and handed to a sink."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, Protocol

from simulator.errors import NotAllowed
from simulator.graph.text import clean
from simulator.session.clock import Clock
from simulator.session.header import Header
from simulator.session.interview import events as ev
from simulator.session.interview.state import Awaits, Phase, State, apply, fold
from simulator.session.interview.turn import Turn

Receipt = Future[None]


class Sink(Protocol):
    """Where events go. The future is done when the event is safe, and carries the error when it is not."""

    def append(self, event: ev.Event) -> Receipt:
        """Take one event."""


# what is said to a command that comes at the wrong time
DUE: Mapping[Awaits, str] = {
    Awaits.NEXT: "There's no question open: go on to the next.",
    Awaits.ANSWER: "Answer the question first.",
    Awaits.REPLY: "Answer the follow-up first. “I don't know” or “I said that” will do.",
    Awaits.CHECK: "Answer the check first.",
    Awaits.PARTING: "Reply to the last question first, or skip it.",
    Awaits.PREDICTION: "First say how a panel would rate your answer.",
    Awaits.MARK: "Mark the points of your answer first.",
    Awaits.OWN_VERDICT: "Give your own verdict first.",
    Awaits.VERDICT: "Confirm the verdict first.",
    Awaits.NOTHING: "This interview has ended.",
}


# a check holds no facts, and how it's answered stands below it
NOT_AT_CHECKS = "A check is asked as it stands. Just give the answer, no working; your best estimate will do."


class Journal:
    """The events of a session so far, and the state folded from them. Only `_append` changes either."""

    def __init__(
        self,
        header: Header,
        sink: Sink,
        clock: Clock,
        events: Sequence[ev.Event] = (),
        clock_at: float | None = None,
        last_n: int = 0,
    ) -> None:
        self.header = header
        self._sink = sink
        self._time = clock
        self._events: list[ev.Event] = list(events)
        self._taken = last_n  # above the last event's where events after it cannot be read
        self.state: State = fold(header, self._events)
        self._clock = max(self.state.clock, clock_at or 0.0)
        self._since: float | None = None  # the clock is stopped until the first event: a reopened session waits
        self._receipt: Receipt = Future()
        self._receipt.set_result(None)

    # What can be read

    @property
    def events(self) -> tuple[ev.Event, ...]:
        """All events so far, oldest first."""
        return tuple(self._events)

    @property
    def clock(self) -> float:
        """Interview seconds now."""
        return self._clock + (self._time.elapsed() - self._since if self._since is not None else 0.0)

    @property
    def clock_is_stopped(self) -> bool:
        """Whether the clock is stopped: paused, not yet resumed after reopening, or while answers are scored."""
        return self._since is None

    @property
    def seconds_left(self) -> float:
        """Interview seconds left now; below zero when over time."""
        return self.header.minutes * 60 - self.clock

    @property
    def question_seconds(self) -> float:
        """Interview seconds since the current item, or the parting question, was asked."""
        turn, asked = self.state.current, self.state.parting.open
        if asked is not None and self.state.phase is Phase.PARTING:
            return self.clock - asked.clock
        return self.clock - turn.since if turn else 0.0

    # What the commands are made of

    def _steps_back(self) -> Iterator[ev.Event]:
        """The events that move the interview on, latest first."""
        return (event for event in reversed(self._events) if event.moves_on)

    def _keep_unsent(self, turn: Turn | None, text: str) -> None:
        """Keep unfinished text before its item is left, unless it's kept already: as a note of its item.

        A parting question belongs to no item, so there it's kept as a reply that wasn't sent.
        """
        asked, text = self.state.parting.open, normalise(text)
        if asked is not None and self.state.phase is Phase.PARTING:
            if text and text != self.state.parting.draft:
                self._append(ev.PartingAnswered, subject=asked.subject, text=text, unsent=True)
        elif turn is not None and text and all(note.text != text for note in turn.notes):
            self._append(ev.Noted, position=turn.position, text=text, unsent=True)

    def _wind_back(self, seconds: float) -> None:
        """Take seconds off the clock, no more than there were since the last event."""
        if self._since is not None:
            self._since += min(max(0.0, seconds), self.clock - self._clock)

    def _require(self, *phases: Phase) -> Turn:
        if self.state.paused:
            raise NotAllowed("The interview is paused: resume it first.")
        if phases and self.state.phase not in phases:
            raise NotAllowed(DUE[self.state.awaits])
        return self.state.current  # type: ignore[return-value]  # READY has no turn, and no caller that needs one

    def _append(self, kind: type[ev.Event], **fields: Any) -> Receipt:
        now = self.clock
        n = max(self.state.last_n, self._taken) + 1
        at = self._time.now()
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)  # a transcript keeps milliseconds
        event = kind(n=n, at=at, clock=round(now, 3), **fields)
        self._events.append(event)
        if isinstance(event, ev.Undone):
            self.state = replace(fold(self.header, self._events), reopened=self.state.reopened)
        else:
            self.state = apply(self.state, event)
        self._clock = event.clock
        self._since = self._time.elapsed() if self.state.running else None
        self._receipt = self._sink.append(event)
        return self._receipt


def normalise(text: str) -> str:
    """Text as the transcript keeps it: no control characters, plain newlines (TOML would drop a carriage return)."""
    return clean(text).strip()
