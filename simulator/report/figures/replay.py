"""An interview event by event: its state, and what the engine knew then. Nothing is written."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Literal

from simulator.engine.model.evidence import SCORED_BY, Evidence
from simulator.engine.model.parameters import FEWEST_ANSWERS
from simulator.engine.scoring import SOLID_RANK, VERDICTS, Verdict
from simulator.graph.records import Graph
from simulator.graph.text import percent
from simulator.report.concept_records import ConceptStanding
from simulator.report.figures.questions import revealed_turns, scored_turns
from simulator.report.figures.standing import concept_standings, judged_at, level_for, overall, role_of_session
from simulator.report.reasons_told import Reasons, reasons_then, with_reasons
from simulator.report.records import Result
from simulator.report.tally import tally_of_facts
from simulator.session.archive.facts import facts_of
from simulator.session.interview import events as ev
from simulator.session.interview.hearing import marks_tell_nothing
from simulator.session.interview.history import PastSession, evidence_of, turn_evidence
from simulator.session.interview.item_blocks import Block, item_blocks, opening_blocks
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State, apply, fold
from simulator.session.interview.turn import Turn
from simulator.session.transcript.read import Reading

MOST_MOVED = 5


class Moved(Result, frozen=True):
    """A concept whose chance of a solid answer at the target tier moved: how it stands, and its chance `before`."""

    before: float
    now: ConceptStanding


class Cause(Result, frozen=True):
    """What an event changed in the evidence, where its result alone doesn't say which way the chances go.

    `counts` is what counts since then: a guess, a verdict or a check, `correct` if that's told; `replaced` is the guess
    that a verdict took the place of, and `heard` whether what was heard of the answer counts beside it. `expected`:
    better or lower than it was, where the chance of its own concept went the other way, on a question of that `tier`.
    `by_words`: since this event all the marks tell nothing, so only the words count.
    """

    counts: Literal["guess", "verdict", "check"]
    correct: bool | None = None
    replaced: Verdict | None = None
    heard: bool = False
    expected: Literal["better", "lower"] | None = None
    tier: int = 0
    by_words: bool = False


class Outlook(Result, frozen=True):
    """What the engine knew after an event. Chances are of a solid answer at `target`, with 80% intervals.

    `level` is tier, low and high, `level_before` the same before the event; `mastery` is the chance over the whole role
    with its interval; `event` the place of the last event that changed the evidence, 0 before any; `moved`
    the concepts it moved most, the furthest first; `standings` every concept in graph order; `cause` what the event
    changed in the evidence. `is_early`: it rests on fewer answers than any recommendation does.
    """

    target: int
    level: tuple[int, int, int]
    level_before: tuple[int, int, int]
    mastery: tuple[float, float, float]
    event: int
    moved: tuple[Moved, ...]
    standings: tuple[ConceptStanding, ...]
    is_early: bool
    cause: Cause | None = None


class Replay:
    """The events of a transcript, to step through. Place 0 is before the first event, the last place after all."""

    def __init__(self, reading: Reading, graph: Graph, past: Sequence[PastSession] = ()) -> None:
        self.reading = reading
        self.graph = graph
        self.selection = Selection(graph, reading.header, past)
        # what earlier sessions keep secret moves the level, but no concept's chance
        self._revealed_selection = self.selection.without_secret_items
        self._role = judged_at(role_of_session(graph, reading.header), reading.header.seniority)
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
        """Whether the item at a position is still secret where the transcript ends."""
        return self.states[-1].conceals(self.states[-1].turn(position))

    @cached_property
    def reasons(self) -> Reasons:
        """Why each item and follow-up was asked, as far as that can still be told."""
        return reasons_then(self.reading.header, self.events, lambda _: self.graph)

    def blocks(self, turn: Turn) -> list[Block]:
        """An item as it stood at some place, with why it was asked, and without what is still secret."""
        blocks = with_reasons(turn, item_blocks(turn, secret=self.conceals(turn.position)), self.reasons)
        return [*opening_blocks(self.reading.header, turn.position), *blocks]

    @cached_property
    def _revealed(self) -> tuple[State, ...]:
        """The state at every place, with only the items whose concepts may be named."""
        return tuple(replace(state, turns=revealed_turns(state, self.states[-1])) for state in self.states)

    @cached_property
    def _scored(self) -> tuple[tuple[Turn, ...], ...]:
        """The items at every place that the level rests on, as in the report."""
        return tuple(scored_turns(state, self.states[-1]) for state in self.states)

    @cached_property
    def _changes(self) -> tuple[int, ...]:
        """For every place, the latest place up to it whose event changed the evidence; 0 if none did."""
        known = [evidence_of(turns) for turns in self._scored]
        changes = [0]
        for place in range(1, len(known)):
            changes.append(changes[-1] if known[place] == known[place - 1] else place)
        return tuple(changes)

    def asked_at(self) -> tuple[int, ...]:
        """The places at which an item was asked."""
        return tuple(count for count, event in enumerate(self.events, 1) if isinstance(event, ev.Asked))

    def outlook(self, place: int) -> Outlook:
        """What the engine knew at a place; computed once for every change of the evidence."""
        changed = self._changes[place]
        if changed not in self._outlooks:
            before = self._changes[max(0, changed - 1)]
            now = self.selection.belief(self._scored[changed])
            standings = self._standings_at(changed)
            pairs = zip(self._standings_at(before), standings, strict=True)
            moved = [Moved(before=old.mastery, now=new) for old, new in pairs]
            moved = [pair for pair in moved if percent(pair.now.mastery) != percent(pair.before)]  # as it is shown
            moved.sort(key=lambda pair: -abs(pair.now.mastery - pair.before))
            self._outlooks[changed] = Outlook(
                target=self._role.target_tier,
                level=level_for(now, self._role),
                level_before=level_for(self.selection.belief(self._scored[before]), self._role),
                mastery=overall(now, self._role),
                event=changed,
                moved=tuple(moved[:MOST_MOVED]),
                standings=standings,
                is_early=self._answers_at(changed) < FEWEST_ANSWERS,
                cause=self._cause(changed),
            )
        return self._outlooks[changed]

    def _cause(self, place: int) -> Cause | None:
        """What the event at a place changed in the evidence; None where that needs no word."""
        event = self.events[place - 1] if place else None
        if isinstance(event, ev.Checked):
            told = None if self.conceals(event.position) else self.states[place].turn(event.position).correct
            return Cause(counts="check", correct=told)
        if not isinstance(event, ev.Predicted | ev.Scored):
            return None
        turn = self.states[place].turn(event.position)
        now, before = turn_evidence(turn), turn_evidence(self.states[place - 1].turn(event.position))
        scored = isinstance(event, ev.Scored)
        guesses = [VERDICTS[e.category] for e in before if e.kind == "prediction"] if scored else []
        by_words = marks_tell_nothing(self._scored[place]) and not marks_tell_nothing(self._scored[place - 1])
        return Cause(
            counts="verdict" if scored else "guess",
            replaced=guesses[0] if guesses else None,
            heard=any(e.kind == "heard" for e in now),
            expected=None if guesses or by_words or len(now) != 1 else self._expected(place, turn, now[0]),
            tier=turn.question.tier,
            by_words=by_words,
        )

    def _expected(self, place: int, turn: Turn, evidence: Evidence) -> Literal["better", "lower"] | None:
        """What was expected in place of the only evidence, where the chances went against its sense."""
        own = turn.asked.concepts[0]
        both = (self._standings_at(at) for at in (place - 1, place))
        before, now = (next(round(100 * s.mastery) for s in standings if s.concept == own) for standings in both)
        if evidence.category >= SOLID_RANK:
            return "better" if now < before else None
        return "lower" if now > before else None

    def _answers_at(self, place: int) -> int:
        """The questions with a verdict that the level rests on, those of earlier sessions among them."""
        earlier = [e for session in self.selection.past for e in session.evidence]
        known = [*earlier, *evidence_of(self._scored[place])]
        return len({evidence.item for evidence in known if evidence.kind in SCORED_BY})

    def _standings_at(self, place: int) -> tuple[ConceptStanding, ...]:
        if place not in self._standings:
            belief = self._revealed_selection.belief(self._revealed[place].turns)
            facts = facts_of(self.reading, self._revealed[place])
            self._standings[place] = concept_standings(
                belief, self.graph, self._role, tally_of_facts(self.graph, [facts], self.selection.past)
            )
        return self._standings[place]
