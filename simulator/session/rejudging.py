"""An answer of an ended session, put before the candidate once more: the interview's own rules, in memory only."""

from collections.abc import Sequence
from concurrent.futures import Future

from simulator.engine.scoring import Verdict
from simulator.graph.records import Graph
from simulator.session import events as ev
from simulator.session.amend import Amendment
from simulator.session.clock import SimulatedClock
from simulator.session.flow import Receipt
from simulator.session.interview import Interview
from simulator.session.reading import Reading
from simulator.session.selection import Selection
from simulator.session.state import Turn, effective


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
    return [kind(n=last.n + n, at=last.at, clock=last.clock, **fields) for n, (kind, fields) in enumerate(kinds, 1)]  # type: ignore[misc]


def chosen_verdict(turn: Turn) -> Verdict | None:
    """The verdict that the candidate gave beside or against the points; None where the points made it."""
    assert turn.scored is not None
    return turn.scored.anchored or (turn.scored.verdict if turn.scored.overruled else None)
