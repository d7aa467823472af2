"""An interview event by event: its state, and what the engine made of it then. Nothing is written."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from simulator.engine.model.evidence import Evidence
from simulator.graph.records import Graph
from simulator.graph.text import percent
from simulator.report.concept_records import ConceptStanding
from simulator.report.figures.concepts import concept_standings
from simulator.report.figures.questions import revealed_turns, scored_turns
from simulator.report.figures.standing import level, overall, role_of_session, tally_of_facts
from simulator.report.records import Result
from simulator.session.archive import archive
from simulator.session.archive.summary import facts_of
from simulator.session.interview import events as ev
from simulator.session.interview.history import PastSession, evidence_of
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State, apply, fold
from simulator.session.interview.turn import Turn
from simulator.session.transcript.read import Reading
from simulator.session.workspace import Workspace

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief

MOST_MOVED = 5


class Moved(Result, frozen=True):
    """A concept whose chance of a solid answer at the target tier moved, with what is known of it now."""

    before: float
    now: ConceptStanding


class Outlook(Result, frozen=True):
    """What the engine knew after an event. Chances are of a solid answer at `target`, with 80% intervals.

    `level` is tier, low and high; `event` the place of the last event that changed the evidence, 0 before any; `moved`
    the concepts that it moved most, the furthest first; `standings` every concept in graph order.
    """

    target: int
    level: tuple[int, int, int]
    level_before: tuple[int, int, int]
    mastery: tuple[float, float, float]
    event: int
    moved: tuple[Moved, ...]
    standings: tuple[ConceptStanding, ...]


class Replay:
    """The events of a transcript, to be stepped through; places run from 0, before the first event, to their count."""

    def __init__(self, reading: Reading, graph: Graph, past: Sequence[PastSession] = ()) -> None:
        self.reading = reading
        self.graph = graph
        self.selection = Selection(graph, reading.header, past)
        self._role = role_of_session(graph, reading.header)
        self._outlooks: dict[int, Outlook] = {}
        self._standings: dict[int, tuple[ConceptStanding, ...]] = {}

    @property
    def events(self) -> tuple[ev.Event, ...]:
        """All events in order."""
        return self.reading.events

    @cached_property
    def states(self) -> tuple[State, ...]:
        """The state at every place."""
        states = [State(self.reading.header)]
        for count, event in enumerate(self.events, 1):
            undone = isinstance(event, ev.Undone)
            states.append(fold(self.reading.header, self.events[:count]) if undone else apply(states[-1], event))
        return tuple(states)

    def conceals(self, position: int) -> bool:
        """Whether the item at a position waits for its reveal where the transcript ends."""
        return self.states[-1].conceals(self.states[-1].turn(position))

    @cached_property
    def _told(self) -> tuple[State, ...]:
        """The state at every place with those items alone whose concepts may be named."""
        return tuple(replace(state, turns=revealed_turns(state, self.states[-1])) for state in self.states)

    @cached_property
    def _weighed(self) -> tuple[tuple[Turn, ...], ...]:
        """The items at every place that the level rests on, as in the report."""
        return tuple(scored_turns(state, self.states[-1]) for state in self.states)

    @cached_property
    def _evidence(self) -> tuple[tuple[Evidence, ...], ...]:
        return tuple(evidence_of(turns) for turns in self._weighed)

    def asked_at(self) -> tuple[int, ...]:
        """The places at which an item was asked."""
        return tuple(count for count, event in enumerate(self.events, 1) if isinstance(event, ev.Asked))

    def outlook(self, place: int) -> Outlook:
        """What the engine knew at a place; worked out once for every change of the evidence."""
        changed = self._changed_at(place)
        if changed not in self._outlooks:
            self._outlooks[changed] = self._worked_out(changed)
        return self._outlooks[changed]

    def _changed_at(self, place: int) -> int:
        """The latest place up to this one whose event changed the evidence; 0 where none did."""
        known = self._evidence
        while place and known[place] == known[place - 1]:
            place -= 1
        return place

    def _worked_out(self, place: int) -> Outlook:
        changed_before = self._changed_at(max(0, place - 1))
        now, before = self._belief(place), self._belief(changed_before)
        standings = self._standings_of(place)
        return Outlook(
            target=self._role.target_tier,
            level=level(now, self._role),
            level_before=level(before, self._role),
            mastery=overall(now, self._role),
            event=place,
            moved=_moved(self._standings_of(changed_before), standings),
            standings=standings,
        )

    def _belief(self, place: int) -> "Belief":
        return self.selection.belief(self._weighed[place])

    @cached_property
    def _selection_told(self) -> Selection:
        """The same without what earlier sessions keep a secret: it moves the level, and the chance of no concept."""
        return self.selection.told

    def _standings_of(self, place: int) -> tuple[ConceptStanding, ...]:
        if place not in self._standings:
            belief = self._selection_told.belief(self._told[place].turns)
            facts = facts_of(self.reading, self._told[place])
            self._standings[place] = concept_standings(
                belief, self.graph, self._role, tally_of_facts(self.graph, [facts], self.selection.past)
            )
        return self._standings[place]


def _moved(before: Sequence[ConceptStanding], now: Sequence[ConceptStanding]) -> tuple[Moved, ...]:
    pairs = [Moved(before=was.mastery, now=is_) for was, is_ in zip(before, now, strict=True)]
    moved = [pair for pair in pairs if percent(pair.now.mastery) != percent(pair.before)]  # as it is shown
    return tuple(sorted(moved, key=lambda pair: -abs(pair.now.mastery - pair.before))[:MOST_MOVED])


def replay_of(reading: Reading, graph: Graph, workspace: Workspace) -> Replay:
    """The replay of a transcript, from the belief that it started with."""
    past, _ = archive.past_of(workspace, reading.header) if reading.header.earlier else ([], [])
    return Replay(reading, graph, past)
