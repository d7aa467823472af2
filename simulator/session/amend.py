"""After the end: notes on any item, and a new score of an answer, each appended to the transcript as an event."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from simulator.engine.scoring import Mark, Verdict
from simulator.errors import NotAllowed, TranscriptError
from simulator.session import events as ev
from simulator.session.clock import Clock, SystemClock
from simulator.session.header import Header
from simulator.session.interview import Receipt, Sink, normalise, verdict_fields
from simulator.session.reading import Finding
from simulator.session.state import Phase, State, Turn, effective, fold
from simulator.session.transcript import Transcript


class Amendment:
    """An ended session, open for notes and new scores. Every command returns the receipt of its last event.

    A new score voids the old verdict, never the answer; the old one stays in the transcript. Commands raise
    NotAllowed when they make no sense.
    """

    def __init__(self, header: Header, events: Sequence[ev.AnyEvent], sink: Sink, clock: Clock | None = None) -> None:
        self.header = header
        self._events = list(events)
        self._sink = sink
        self._time = clock or SystemClock()
        self.state: State = fold(header, self._events)

    def note(self, position: int, text: str) -> Receipt:
        """Keep a remark on an item."""
        self._turn(position)
        if not text.strip():
            raise NotAllowed("There is nothing to note.")
        return self._append(ev.Noted, position=position, text=normalise(text))

    def points(self, position: int) -> tuple[str, ...]:
        """Ids of the rubric points of an answer that can be scored anew, in order."""
        return tuple(p.id for p in self._scorable(position).question.rubric)

    def reopen(self, position: int) -> Receipt:
        """Void the verdict of an answer; its marks stay until they are given anew."""
        turn = self._scorable(position)
        if turn.scored is None:
            raise NotAllowed("This answer has no score yet.")
        return self._append(ev.Undone, position=position, undoes=turn.scored.n)

    def judge(self, position: int, point: str, mark: Mark) -> Receipt:
        """Judge one point anew; a standing verdict is voided first."""
        turn = self._scorable(position)
        if all(p.id != point for p in turn.question.rubric):
            raise NotAllowed(f"The rubric of this question has no point {point!r}.")
        if turn.scored is not None:
            self.reopen(position)
        return self._append(ev.Judged, position=position, point=point, mark=mark)

    def confirm(self, position: int, verdict: Verdict | None = None, why: str = "") -> Receipt:
        """Settle the verdict, by the same rules as in the interview."""
        turn = self._scorable(position)
        if turn.scored is not None:
            self.reopen(position)
            turn = self.state.turn(position)
        if turn.unjudged:
            raise NotAllowed(f"{len(turn.unjudged)} of the points are not judged yet.")
        return self._append(ev.Scored, position=position, **verdict_fields(turn, verdict, normalise(why)))

    def rescore(
        self, position: int, marks: Mapping[str, Mark], verdict: Verdict | None = None, why: str = ""
    ) -> Receipt:
        """Judge all points and settle the verdict in one step: all of it, or nothing where a rule is against it."""
        turn = self._scorable(position)
        if set(marks) != set(self.points(position)):
            raise NotAllowed(f"This answer has {len(self.points(position))} points to judge.")
        fields = verdict_fields(replace(turn, marks=dict(marks), scored=None), verdict, normalise(why))
        for point, mark in marks.items():
            self.judge(position, point, mark)
        return self._append(ev.Scored, position=position, **fields)

    def undo(self, position: int) -> Receipt:
        """Take the last mark or verdict of an item back."""
        mine = (e for e in reversed(effective(self._events)) if getattr(e, "position", None) == position)
        last = next((e for e in mine if isinstance(e, ev.Judged | ev.Scored)), None)
        if last is None:
            raise NotAllowed("There is nothing to take back here.")
        return self._append(ev.Undone, position=position, undoes=last.n)

    def _turn(self, position: int) -> Turn:
        if not 1 <= position <= len(self.state.turns):
            raise NotAllowed(f"This session has no item {position}; it has {len(self.state.turns)}.")
        return self.state.turn(position)

    def _scorable(self, position: int) -> Turn:
        turn = self._turn(position)
        if turn.check is not None or not turn.answered or not turn.revealed:
            raise NotAllowed("Only an answer whose reference was shown can be scored anew.")
        return turn

    def _append(self, kind: type[ev.Event], **fields: Any) -> Receipt:
        now = self._time.now()
        event = kind(
            n=self.state.last_n + 1,
            at=now.replace(microsecond=now.microsecond // 1000 * 1000),
            clock=self.state.clock,
            **fields,
        )
        self._events.append(event)  # type: ignore[arg-type]  # a kind of AnyEvent
        self.state = fold(self.header, self._events)
        return self._sink.append(event)  # type: ignore[arg-type]


class Amending:
    """An Amendment with its file: use it as a context. Raises TranscriptError for a session that has not ended."""

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self._transcript, found = Transcript.reopen(path)
        self.findings: tuple[Finding, ...] = found.findings
        self.amendment = Amendment(found.header, found.events, self._transcript, clock)
        if self.amendment.state.phase is not Phase.ENDED:
            self._transcript.close()
            raise TranscriptError(f"{path.stem} has not ended; go on with it by `interview resume {path.stem}`.")

    def __enter__(self) -> Amendment:
        return self.amendment

    def __exit__(self, *_: object) -> None:
        self._transcript.close()
