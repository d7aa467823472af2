"""Changes to a session that is over: notes, bookmarks and new scores, each an event in its transcript."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

from simulator.engine.scoring import Mark, Verdict
from simulator.errors import NotAllowed, SimulatorError
from simulator.graph.records import Graph
from simulator.session.archive import archive
from simulator.session.clock import Clock, SimulatedClock
from simulator.session.header import Header
from simulator.session.interview import events as ev
from simulator.session.interview.interview import Interview
from simulator.session.interview.journal import Receipt, Sink
from simulator.session.interview.judging import Judging
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn
from simulator.session.transcript.read import Reading
from simulator.session.transcript.write import Transcript
from simulator.session.workspace import Workspace, graph_sat_on

Level = Callable[[State], dict[str, int]]


class ReopenedSession(Judging):
    """A session opened for notes, bookmarks, checks that were read wrongly and, once it has ended, new scores.

    `level` computes the level after a new score. No interview time passes.
    """

    def __init__(
        self,
        header: Header,
        events: Sequence[ev.Event],
        sink: Sink,
        clock: Clock | None = None,
        level: Level | None = None,
        last_n: int = 0,
    ) -> None:
        super().__init__(header, sink, clock or SimulatedClock(), events, last_n=last_n)
        self._level_of = level

    def rescore(
        self, position: int, marks: Mapping[str, Mark], verdict: Verdict | None = None, why: str = ""
    ) -> Receipt:
        """Judge all points and settle the verdict in one step. Raises NotAllowed, and then changes nothing."""
        points = self.points(position)
        if set(marks) != set(points):
            raise NotAllowed(f"This answer has {len(points)} points to judge.")
        ReopenedSession(self.header, self.events, NullSink())._score(position, marks, verdict, why)  # a dry run
        return self._score(position, marks, verdict, why)

    def _score(self, position: int, marks: Mapping[str, Mark], verdict: Verdict | None, why: str) -> Receipt:
        self.reopen(position)
        for point, mark in marks.items():
            self.judge(point, mark)
        return self.confirm(verdict, why)

    def level(self, state: State) -> dict[str, int]:
        """The level after a new score; empty where it is not computed."""
        return self._level_of(state) if self._level_of is not None else {}


@contextmanager
def reopened(path: Path, workspace: Workspace | None = None) -> Iterator[ReopenedSession]:
    """A session, open to be changed. Raises TranscriptError if its file is open elsewhere or unreadable.

    With a `workspace`, a new score records the level that it gives.
    """
    transcript, reading = Transcript.reopen(path)
    level: Level | None = None if workspace is None else lambda state: level_now(state, workspace)
    try:
        yield ReopenedSession(reading.header, reading.events, transcript, level=level, last_n=reading.last_n)
    finally:
        transcript.close()


def level_now(state: State, workspace: Workspace) -> dict[str, int]:
    """The current level of a session, as in its report; empty if its graph can no longer be read."""
    header = state.header
    try:
        graph = graph_sat_on(workspace, header.graph)
    except SimulatorError:
        return {}
    past, _ = archive.past_of(workspace, header)
    return Selection(graph, header, past).level(state)


class NullSink:
    """A sink that discards events, to try commands out in memory."""

    def append(self, event: ev.Event) -> Receipt:  # noqa: ARG002 - a Sink
        """Discard one event."""
        done: Receipt = Future()
        done.set_result(None)
        return done


class RescoringInterview(Interview):
    """An ended interview in memory, to judge one answer again. It computes no level."""

    def level(self, state: State) -> dict[str, int]:  # noqa: ARG002 - as in the interview
        """No level: nothing of it is kept."""
        return {}


def rescoring_interview(reading: Reading, position: int, graph: Graph) -> Interview:
    """An interview that awaits the points of one answer, none of them judged yet; its clock is stopped.

    Raises NotAllowed for an item that cannot be scored again.
    """
    header, at = reading.header, reading.events[-1].at if reading.events else reading.header.started
    interview = RescoringInterview(
        graph, header, NullSink(), SimulatedClock(at), Selection(graph, header), reading.events
    )
    interview.reopen(position, anew=True)
    return interview


def chosen_verdict(turn: Turn) -> Verdict | None:
    """The verdict that the candidate gave, beside or against the points; None if the points made it."""
    assert turn.scored is not None
    own = turn.scored.overruled or turn.scored.insight
    return turn.scored.anchored or (turn.scored.verdict if own else None)
