"""After the end: notes, bookmarks, and a new score of an answer, each appended to the transcript as an event."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from simulator.engine.scoring import Mark, Verdict
from simulator.errors import NotAllowed, SimulatorError
from simulator.graph.records import Graph
from simulator.session.archive import archive
from simulator.session.header import Header
from simulator.session.interview import events as ev
from simulator.session.interview.interview import Interview
from simulator.session.interview.journal import Clock, Receipt, SimulatedClock, Sink, SystemClock, normalise
from simulator.session.interview.judging import require_mark, require_set_aside, verdict_fields, why_no_new_score
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Phase, State, effective, fold
from simulator.session.interview.turn import Turn
from simulator.session.transcript.read import Reading, TranscriptFinding
from simulator.session.transcript.write import Transcript
from simulator.session.workspace import Workspace, open_graph

Level = Callable[[State], dict[str, int]]


class Amendment:
    """A session, open for notes, bookmarks, checks that were read wrongly and, once it has ended, new scores.

    Every command returns the receipt of its last event. A new score voids the old verdict, never the answer; the old
    one stays in the transcript, and `level` says what the session's level is with the new one. Commands raise
    NotAllowed when they make no sense.
    """

    def __init__(
        self,
        header: Header,
        events: Sequence[ev.AnyEvent],
        sink: Sink,
        clock: Clock | None = None,
        level: Level | None = None,
        last_n: int = 0,
    ) -> None:
        self.header = header
        self._events = list(events)
        self._sink = sink
        self._time = clock or SystemClock()
        self._level = level
        self._taken = last_n
        self.state: State = fold(header, self._events)

    def note(self, position: int, text: str) -> Receipt:
        """Keep a remark on an item."""
        self._turn(position)
        text = normalise(text)
        if not text:
            raise NotAllowed("There is nothing to note.")
        return self._append(ev.Noted, position=position, text=text)

    def bookmark(self, position: int = 0, *, on: bool = True) -> Receipt:
        """Mark an item to come back to, or with position 0 the session as a whole; or take the mark off."""
        turn = self._turn(position) if position else None
        if (turn.bookmarked if turn else self.state.bookmarked) == on:
            raise NotAllowed("It is bookmarked already." if on else "It is not bookmarked.")
        return self._append(ev.Bookmarked, position=position, on=on)

    def set_aside(self, position: int, *, on: bool = True) -> Receipt:
        """Set a check aside whose answer was read wrongly, or let it count again."""
        require_set_aside(self.state, self._turn(position), on=on)
        event = self._event(ev.SetAside, position=position, on=on)
        return self._keep(self._with_level(event) if self.state.ended else event)

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
        require_mark(turn, point, mark)
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
        return self._score(position, verdict_fields(turn, verdict, normalise(why)))

    def rescore(
        self, position: int, marks: Mapping[str, Mark], verdict: Verdict | None = None, why: str = ""
    ) -> Receipt:
        """Judge all points and settle the verdict in one step: all of it, or nothing where a rule is against it."""
        turn = self._scorable(position)
        if set(marks) != set(self.points(position)):
            raise NotAllowed(f"This answer has {len(self.points(position))} points to judge.")
        for point, mark in marks.items():
            require_mark(turn, point, mark)
        fields = verdict_fields(replace(turn, marks=dict(marks), scored=None), verdict, normalise(why))
        for point, mark in marks.items():
            self.judge(position, point, mark)
        return self._score(position, fields)

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
        if self.state.phase is not Phase.ENDED:
            raise NotAllowed("This interview has not ended; `interview resume` goes on with it.")
        turn = self._turn(position)
        if why := why_no_new_score(turn):
            raise NotAllowed(why)
        return turn

    def _score(self, position: int, fields: dict[str, Any]) -> Receipt:
        return self._keep(self._with_level(self._event(ev.Scored, position=position, **fields)))

    def _with_level(self, event: ev.AnyEvent) -> ev.AnyEvent:
        """The event with the level that the session has after it, where that can be said."""
        if self._level is None:
            return event
        return msgspec.structs.replace(event, level=self._level(fold(self.header, [*self._events, event])))

    def _append(self, kind: type[ev.Event], **fields: Any) -> Receipt:
        return self._keep(self._event(kind, **fields))

    def _event(self, kind: type[ev.Event], **fields: Any) -> ev.AnyEvent:
        now = self._time.now()
        moment = now.replace(microsecond=now.microsecond // 1000 * 1000)
        n = max(self.state.last_n, self._taken) + 1
        return kind(n=n, at=moment, clock=self.state.clock, **fields)

    def _keep(self, event: ev.AnyEvent) -> Receipt:
        self._events.append(event)
        self.state = fold(self.header, self._events)
        return self._sink.append(event)


class TranscriptEditor:
    """An Amendment with its file: use it as a context. Raises TranscriptError where it is open elsewhere or unreadable.

    With a `workspace`, a new score says the level that it makes.
    """

    def __init__(self, path: Path, clock: Clock | None = None, workspace: Workspace | None = None) -> None:
        self._transcript, found = Transcript.reopen(path)
        self.findings: tuple[TranscriptFinding, ...] = found.findings
        level: Level | None = None if workspace is None else lambda state: level_now(state, workspace)
        self.amendment = Amendment(found.header, found.events, self._transcript, clock, level, found.last_n)

    def __enter__(self) -> Amendment:
        return self.amendment

    def __exit__(self, *_: object) -> None:
        self._transcript.close()


def level_now(state: State, workspace: Workspace) -> dict[str, int]:
    """The level of a session as it stands, as the report says it; empty where its graph cannot be read any more."""
    header = state.header
    try:
        graph = open_graph(workspace, header.graph)
    except SimulatorError:
        return {}
    past, _ = archive.past_of(workspace, header) if header.earlier else ([], [])
    return Selection(graph, header, past).level(state)


class Memory:
    """A sink that keeps nothing: what is tried out is written, if at all, by an Amendment."""

    def append(self, event: ev.AnyEvent) -> Receipt:  # noqa: ARG002 - a Sink
        """Take one event and forget it."""
        done: Receipt = Future()
        done.set_result(None)
        return done


def rejudging(reading: Reading, position: int, graph: Graph) -> Interview:
    """An interview that waits for the points of one answer, none of them judged yet; its clock stands.

    Raises NotAllowed for an item that cannot be scored anew.
    """
    header, at = reading.header, reading.events[-1].at if reading.events else reading.header.started
    Amendment(header, reading.events, Memory()).points(position)
    clock = SimulatedClock(at)
    events = [e for e in reading.events if not isinstance(e, ev.Ended)]
    return Interview(graph, header, Memory(), clock, Selection(graph, header), [*events, *_reopened(events, position)])


def _reopened(events: Sequence[ev.AnyEvent], position: int) -> list[ev.AnyEvent]:
    """The events that void what was judged, and bring the debriefing to this answer."""
    last = events[-1]
    mine = (e for e in effective(events) if isinstance(e, ev.Judged | ev.Scored) and e.position == position)
    judged = next(mine, None)
    kinds: list[tuple[type[ev.Event], dict[str, object]]] = [(ev.Resumed, {})]
    if not any(isinstance(e, ev.Closed) for e in events):
        kinds.append((ev.Closed, {"why": "finished"}))
    if judged is not None:
        kinds.append((ev.Undone, {"position": position, "undoes": judged.n}))
    kinds.append((ev.Revealed, {"position": position}))
    return [kind(n=last.n + n, at=last.at, clock=last.clock, **fields) for n, (kind, fields) in enumerate(kinds, 1)]


def chosen_verdict(turn: Turn) -> Verdict | None:
    """The verdict that the candidate gave beside or against the points; None where the points made it."""
    assert turn.scored is not None
    return turn.scored.anchored or (turn.scored.verdict if turn.scored.overruled else None)
