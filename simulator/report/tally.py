"""How often each concept and each area was asked about and answered: what every firm word rests on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from simulator.graph.records import Graph
from simulator.report import item_records as rec
from simulator.session.facts import SessionFacts
from simulator.session.history import PastSession


class Put(NamedTuple):
    """An item that was put. `answered` is True where something follows from it: a scored answer, or a check."""

    item: str
    concept: str
    area: str
    check: bool
    answered: bool


@dataclass(frozen=True)
class Tally:
    """Items put and items answered: by concept, first or beside another; by area, questions alone being answers."""

    asked: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    area_asked: Counter[str] = field(default_factory=Counter)
    area_answers: Counter[str] = field(default_factory=Counter)


def tally_of_facts(graph: Graph, facts: Iterable[SessionFacts], past: Sequence[PastSession] = ()) -> Tally:
    """The tally of sessions by their facts, and of earlier ones."""
    items = (item for session in facts for item in session.items)
    mine = (Put(i.item, i.concept, i.area, i.check, i.verdict is not None or i.correct is not None) for i in items)
    return tally(graph, [*_of_past(graph, past), *mine])


def tally_of_session(
    graph: Graph,
    questions: Iterable[rec.QuestionResult],
    checks: Iterable[rec.CheckResult],
    past: Sequence[PastSession],
) -> Tally:
    """The tally of one session and of those that its belief started from."""
    mine = [Put(q.id, q.concept, q.area, False, q.verdict is not None) for q in questions]
    mine += [Put(c.id, c.concept, c.area, True, c.correct is not None) for c in checks]
    return tally(graph, [*_of_past(graph, past), *mine])


def tally(graph: Graph, puts: Iterable[Put]) -> Tally:
    """Counts what was put."""
    found = Tally()
    for put in puts:
        touched = touched_by(graph, put.item, put.concept)
        found.asked.update(touched)
        found.area_asked[put.area] += 1
        if put.answered:
            found.answers.update(touched)
            found.area_answers[put.area] += not put.check
    return found


def touched_by(graph: Graph, item: str, concept: str) -> tuple[str, ...]:
    """The concepts of an item, its own first; of one that left the graph only that which the transcript names."""
    record = graph.questions.get(item) or graph.checks.get(item)
    names = dict.fromkeys((concept, *(record.concepts if record else ())))
    return tuple(name for name in names if name in graph.concepts)


def _of_past(graph: Graph, past: Iterable[PastSession]) -> Iterator[Put]:
    """What earlier sessions put; items that left the graph are no evidence any more."""
    for session in past:
        answered = {piece.item for piece in session.evidence}
        for item in session.asked:
            if record := graph.questions.get(item) or graph.checks.get(item):
                area = graph.area_of(record.concepts[0])
                yield Put(item, record.concepts[0], area, item in graph.checks, item in answered)
