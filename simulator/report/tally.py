"""How often each concept, area and kind of question was asked and answered: what every firm word rests on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from simulator.engine.scoring import Verdict, rank
from simulator.graph.records import Graph
from simulator.report import item_records as rec
from simulator.session.facts import SessionFacts
from simulator.session.history import PastSession

SOLID = rank("solid")
OPEN_ENDED = 6  # tier
DESIGN = "Design"
KINDS: dict[str, tuple[int, ...]] = {"Explain": (1, 2), "Diagnose": (3,), "Trade-offs": (4, 5), DESIGN: (OPEN_ENDED,)}


class Put(NamedTuple):
    """An item that was put. `answered` is True where something follows from it: a scored answer, or a check.

    `rank` is that of the answer's verdict, from 0 (weak); a check that was not right has that of borderline. None is no
    answer. An item that is still a secret has neither id nor concept nor tier, and counts for its area alone.
    """

    item: str | None
    concept: str | None
    area: str
    check: bool
    answered: bool
    tier: int | None = None
    rank: int | None = None


@dataclass(frozen=True)
class Tally:
    """Items put and items answered: by concept, first or beside another; by area, questions and checks apart.

    Of a concept's own questions and checks: `short` counts answers that fell short of solid, `lowest` is the rank of
    the lowest, and `reached` the highest tier of a question on it that was answered. `area_short` counts by area.
    An open-ended question counts for the area of design beside its own.

    `kinds` counts answered questions by kind, where the kind is no secret any more; `designed` holds the area of
    design once an open-ended question was answered solidly.
    """

    asked: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    area_asked: Counter[str] = field(default_factory=Counter)
    area_answers: Counter[str] = field(default_factory=Counter)
    area_checks: Counter[str] = field(default_factory=Counter)
    area_short: Counter[str] = field(default_factory=Counter)
    short: Counter[str] = field(default_factory=Counter)
    lowest: dict[str, int] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    designed: set[str] = field(default_factory=set)


def tally_of_facts(graph: Graph, facts: Iterable[SessionFacts], past: Sequence[PastSession] = ()) -> Tally:
    """The tally of sessions by their facts, and of earlier ones."""
    items = (item for session in facts for item in session.items)
    mine = (_put(i.item, i.concept, i.area, i.tier, i.correct if i.check else i.verdict, check=i.check) for i in items)
    return tally(graph, [*_of_past(graph, past), *mine])


def tally_of_session(
    graph: Graph,
    questions: Iterable[rec.QuestionResult],
    checks: Iterable[rec.CheckResult],
    past: Sequence[PastSession],
) -> Tally:
    """The tally of one session and of those that its belief started from."""
    mine = [_put(q.id, q.concept, q.area, q.tier, q.verdict, check=False) for q in questions]
    mine += [_put(c.id, c.concept, c.area, c.tier, c.correct, check=True) for c in checks]
    return tally(graph, [*_of_past(graph, past), *mine])


def tally(graph: Graph, puts: Iterable[Put]) -> Tally:
    """Counts what was put."""
    found = Tally()
    for put in puts:
        touched = touched_by(graph, put.item, put.concept)
        areas = areas_of(graph, put.area, None if put.check else put.tier)
        found.asked.update(touched)
        found.area_asked.update(areas)
        if put.answered:
            found.answers.update(touched)
            (found.area_checks if put.check else found.area_answers).update(areas)
            _count_kind(found, graph, put)
        if put.rank is not None:
            _count_rank(found, put, put.rank, areas)
    return found


def areas_of(graph: Graph, area: str, tier: int | None) -> frozenset[str]:
    """The areas that a question of this area and tier counts for: its own, and that of design if it is open-ended."""
    designed = graph.design_area if tier == OPEN_ENDED else None
    return frozenset({area} if designed is None else {area, designed})


def _count_kind(found: Tally, graph: Graph, put: Put) -> None:
    """Count the kind of a question; not of a check, a secret, or what the graph lost: no belief rests on that."""
    if put.check or put.item not in graph.questions:
        return
    found.kinds.update(name for name, tiers in KINDS.items() if put.tier in tiers)
    if put.tier == OPEN_ENDED and graph.design_area is not None and (put.rank or 0) >= SOLID:
        found.designed.add(graph.design_area)


def _put(
    item: str | None,
    concept: str | None,
    area: str,
    tier: int | None,
    came: Verdict | bool | None,
    *,
    check: bool,
) -> Put:
    """An item with what came of it: a verdict, or whether a check was right."""
    found = None if came is None else _of_check(right=came) if isinstance(came, bool) else rank(came)
    return Put(item, concept, area, check, came is not None, tier, found)


def _of_check(*, right: bool) -> int:
    return SOLID if right else SOLID - 1


def _count_rank(found: Tally, put: Put, answer: int, areas: Iterable[str]) -> None:
    """Count how good an answer was, for its own concept and area alone."""
    short = answer < SOLID
    if not put.check and short:
        found.area_short.update(areas)
    if put.concept is None:
        return
    found.short[put.concept] += short
    found.lowest[put.concept] = min(answer, found.lowest.get(put.concept, answer))
    if not put.check and put.tier is not None:
        found.reached[put.concept] = max(put.tier, found.reached.get(put.concept, 0))


def touched_by(graph: Graph, item: str | None, concept: str | None) -> tuple[str, ...]:
    """The concepts of an item, its own first; of one that left the graph only that which the transcript names."""
    if item is None or concept is None:
        return ()
    record = graph.questions.get(item) or graph.checks.get(item)
    names = dict.fromkeys((concept, *(record.concepts if record else ())))
    return tuple(name for name in names if name in graph.concepts)


def _of_past(graph: Graph, past: Iterable[PastSession]) -> Iterator[Put]:
    """What earlier sessions put; items that left the graph are no evidence any more."""
    for session in past:
        ranks: dict[str, int] = {}
        for piece in session.evidence:  # an answer of two verdicts has two, and the lower one counts
            found = _of_check(right=bool(piece.category)) if piece.kind == "check" else piece.category
            ranks[piece.item] = min(found, ranks.get(piece.item, found))
        for item in session.asked:
            if record := graph.questions.get(item) or graph.checks.get(item):
                area = graph.area_of(record.concepts[0])
                check, answer = item in graph.checks, ranks.get(item)
                if item in session.secret:
                    yield Put(None, None, area, check, answer is not None, None, answer)
                else:
                    yield Put(item, record.concepts[0], area, check, answer is not None, record.tier, answer)
