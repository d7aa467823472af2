"""What the index keeps of a session for progress: what was asked, and the outcomes."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from simulator.engine.model.evidence import Unheard
from simulator.engine.scoring import Mark, Verdict
from simulator.graph.records import Graph, ready
from simulator.session.header import Seniority
from simulator.session.interview import events as ev
from simulator.session.interview.hearing import by_marks_alone, listened_for, unheard_of
from simulator.session.interview.judging import marks_first, not_raised
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn
from simulator.session.transcript.read import Reading

if TYPE_CHECKING:
    from simulator.engine.schedule import PastReview


MARKS_ALONE = 0.5  # of the evidence, where nothing but the candidate's own marks speaks for an answer


class ItemFact(msgspec.Struct, frozen=True, array_like=True):
    """One item: `at` is when it was asked, `seconds` interview time. Verdicts are for questions, `correct` for checks.

    `scored` says that the verdict is a score, or what the cases of code said, not just the prediction; `not_raised` is
    the score that a prediction can be compared with, no higher than the points make it, and None where there are none.
    `secret` says that it was not revealed yet. `marks`
    counts the points that were marked and whose words were looked for, `yes` those whose first mark was a yes;
    `marks_first` says that the words were shown only after each mark. `unheard` is how the marks go with what was
    heard; an answer for which only the marks speak is `unread`. `missed` is the weight of the must-haves that an answer
    didn't make in full, and of all points. `planned` are the minutes of a question with its follow-ups; 0 is unknown.
    """

    item: str
    check: bool
    concept: str
    area: str
    tier: int
    at: datetime
    seconds: float
    verdict: Verdict | None = None
    prediction: Verdict | None = None
    not_raised: Verdict | None = None
    correct: bool | None = None
    secret: bool = False
    scored: bool = False
    marks: int = 0
    yes: int = 0
    marks_first: bool = False
    unheard: Unheard | None = None
    unread: bool = False
    skipped: bool = False
    missed: tuple[int, int] = (0, 0)
    planned: float = 0.0

    @property
    def outcome(self) -> Verdict | bool | None:
        """The verdict, or whether the check was right; None where nothing was answered."""
        return self.correct if self.check else self.verdict


class SessionFacts(msgspec.Struct, frozen=True, array_like=True):
    """One session: what was asked, and the outcomes. `clock` in interview seconds.

    `waits` says that its scores come at the end and it has not ended: until then nothing of it may be shown.
    """

    id: str
    started: datetime
    format: str
    role: str
    seniority: Seniority
    clock: float
    items: tuple[ItemFact, ...]
    waits: bool = False


ready(SessionFacts)


def facts_of(reading: Reading, state: State | None = None) -> SessionFacts:
    """The facts of a transcript."""
    state = state or reading.state
    header = reading.header
    first: dict[tuple[int, str], Mark] = {}  # of each point by its position: a later one had the words in sight
    for event in reading.events:
        if isinstance(event, ev.Judged):
            first.setdefault((event.position, event.point), event.mark)
    return SessionFacts(
        id=header.id,
        started=header.started,
        format=header.format,
        role=header.role,
        seniority=header.seniority,
        clock=state.clock,
        items=tuple(_item_fact(turn, state, first) for turn in state.turns),
        waits=header.score == "end" and state.ended is None,
    )


def revealed_facts(facts: Iterable[SessionFacts]) -> list[SessionFacts]:
    """The sessions that may be shown, each without the items that were not revealed yet."""
    shown = (session for session in facts if not session.waits)
    return [replace(session, items=tuple(item for item in session.items if not item.secret)) for session in shown]


def past_reviews(facts: Iterable[SessionFacts], graph: Graph) -> Iterator["PastReview"]:
    """The verdicts on questions that the graph still has, each with how much it says about what it rests on."""
    from simulator.engine.schedule import PastReview  # deferred: fsrs

    for session in facts:
        for item in session.items:
            if item.verdict and item.item in graph.questions:
                evidence = MARKS_ALONE if item.unread else 1.0
                # a prediction says nothing, and what was not revealed yet must not show, not even by a date
                if session.waits or item.secret or not item.scored:
                    evidence = 0.0
                yield PastReview(item.item, item.verdict, item.at.astimezone(UTC), evidence)


def _item_fact(turn: Turn, state: State, first: Mapping[tuple[int, str], Mark]) -> ItemFact:
    asked = turn.asked
    marks = [first[turn.position, name] for name in listened_for(turn) if (turn.position, name) in first]
    missed = () if turn.check is not None or turn.skipped else tuple(p for p in turn.missed if not p.beyond)
    return ItemFact(
        item=asked.id,
        check=turn.check is not None,
        concept=asked.concepts[0],
        area=asked.area,
        tier=asked.tier,
        at=asked.at,
        seconds=round(state.seconds_on(turn), 3),
        verdict=None if turn.skipped or turn.check is not None else turn.verdict,
        prediction=turn.foretold,
        not_raised=not_raised(turn),
        correct=turn.correct,
        secret=state.conceals(turn),
        scored=turn.scored is not None or (state.ended is not None and turn.left_with_code),
        marks=len(marks),
        yes=marks.count("yes"),
        marks_first=bool(marks) and marks_first(state.header, turn.position),
        unheard=unheard_of(turn),
        unread=by_marks_alone(turn),
        skipped=turn.skipped,
        planned=turn.answered_minutes if turn.check is None else 0.0,
        missed=(sum(p.weight for p in missed if p.critical), sum(p.weight for p in missed)),
    )
