"""What was asked and answered, counted by concept and area: of one session, or of all up to now."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from simulator.engine.scoring import SOLID, SOLID_RANK, Verdict, rank
from simulator.graph.records import OPEN_ENDED, Graph
from simulator.report import records as rec
from simulator.session.archive.facts import SessionFacts
from simulator.session.interview.history import PastSession

DESIGN = "Design"
MENDS = 2  # solid answers in a row, after one that fell short
QUESTION_KINDS: dict[str, tuple[int, ...]] = {  # with their tiers
    "Explain": (1, 2),
    "Diagnose": (3,),
    "Trade-offs": (4, 5),
    DESIGN: (OPEN_ENDED,),
}


class AskedItem(NamedTuple):
    """An item that was asked. It is `answered` if it is evidence: a scored answer, or a check.

    `rank` is that of the answer's verdict, from 0 (weak); a wrong check ranks as borderline, a right one as solid. An
    item that is still secret has no id, concept or tier, and counts for its area only.
    """

    id: str | None
    concept: str | None
    area: str
    check: bool
    answered: bool
    tier: int | None = None
    rank: int | None = None


@dataclass(frozen=True)
class Tally:
    """Counts of items asked and answered, by concept (main or beside another) and by area (checks apart).

    For a concept's `own` items, `short` counts answers below solid, the `wrong` checks among them, `lowest` is their
    lowest rank, and `reached` the highest tier of an answered question. Open-ended questions count for the area of
    design as well as their own, and a story of one's own work for no area: `area_stories` has where it's filed.
    What fell short and was then answered well, twice in a row, is `mended`; where the last answer was, it's `better`.
    `kinds` counts answered questions by kind once the kind is no secret; `designed` holds the area of design once an
    open-ended question has had a solid answer.
    """

    asked: Counter[str] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)
    own_answers: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    area_asked: Counter[str] = field(default_factory=Counter)
    area_answers: Counter[str] = field(default_factory=Counter)
    area_checks: Counter[str] = field(default_factory=Counter)
    area_stories: Counter[str] = field(default_factory=Counter)
    area_short: Counter[str] = field(default_factory=Counter)
    area_weak: Counter[str] = field(default_factory=Counter)
    area_right: Counter[str] = field(default_factory=Counter)
    short: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    lowest: dict[str, int] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    designed: set[str] = field(default_factory=set)
    mended: set[str] = field(default_factory=set)
    better: set[str] = field(default_factory=set)

    def count_rank(self, item: AskedItem, answer: int, areas: Iterable[str]) -> None:
        """Count how good an answer was, by its rank, for its own concept and areas only."""
        if item.check:
            self.area_right.update(areas if answer >= SOLID_RANK else ())
        elif answer < SOLID_RANK:
            self.area_short.update(areas)
            self.area_weak.update(() if answer else areas)
        if item.concept is None:
            return
        self.short[item.concept] += answer < SOLID_RANK
        self.wrong[item.concept] += item.check and answer < SOLID_RANK
        self.lowest[item.concept] = min(answer, self.lowest.get(item.concept, answer))
        if not item.check and item.tier is not None:
            self.reached[item.concept] = max(item.tier, self.reached.get(item.concept, 0))

    def not_asked(self, concept: str, target: int) -> str:
        """What was not asked about a concept on which no answer fell short of solid."""
        reached = self.reached.get(concept)
        if reached is None:
            return "no question of its own yet"
        return f"{SOLID} so far" if reached >= target else f"{SOLID} so far; not asked at tier {target} yet"


def tally_of_facts(graph: Graph, facts: Iterable[SessionFacts], past: Sequence[PastSession] = ()) -> Tally:
    """The tally of sessions by their facts, and of earlier ones."""
    return tally(graph, [*_past_items(graph, past), *items_of_facts(facts)])


def items_of_facts(facts: Iterable[SessionFacts]) -> list[AskedItem]:
    """What sessions asked, by their facts."""
    items = (i for session in facts for i in session.items)
    return [_asked_item(i.item, i.concept, i.area, i.tier, i.outcome, check=i.check) for i in items]


def asked_items(
    graph: Graph,
    questions: Iterable[rec.QuestionResult],
    checks: Iterable[rec.CheckResult],
    past: Sequence[PastSession],
) -> list[AskedItem]:
    """What one session and those before it asked, in their order."""
    own = [_asked_item(q.id, q.concept, q.area, q.tier, q.verdict, check=False) for q in questions]
    own += [_asked_item(c.id, c.concept, c.area, c.tier, c.correct, check=True) for c in checks]
    return [*_past_items(graph, past), *own]


def without_mended(items: Sequence[AskedItem]) -> list[AskedItem]:
    """The items, in their order, without a wrong check where a later check or answer on its concept was right."""
    kept, right = [], set()
    for item in reversed(items):
        if item.concept is not None and item.rank is not None:
            if item.rank >= SOLID_RANK:
                right.add(item.concept)
            elif item.check and item.concept in right:
                continue
        kept.append(item)
    return kept[::-1]


def mended_by(items: Iterable[AskedItem], last: int = MENDS) -> set[str]:
    """The concepts on which something fell short, and the `last` answers, by default two, were solid.

    The items are in their order. A right check isn't an answer; a wrong one fell short.
    """
    ranks: dict[str, list[int]] = {}
    for item in items:
        if item.concept is not None and item.rank is not None and (not item.check or item.rank < SOLID_RANK):
            ranks.setdefault(item.concept, []).append(item.rank)
    return {name for name, of in ranks.items() if min(of) < SOLID_RANK <= min(of[-last:])}


def tally(graph: Graph, items: Iterable[AskedItem]) -> Tally:
    """Count what was asked and answered."""
    counts, items = Tally(), list(items)
    for item in items:
        touched = touched_by(graph, item.id, item.concept)
        areas = areas_of(graph, item.area, None if item.check else item.tier, item.id)
        counts.asked.update(touched)
        counts.own.update(touched[:1])
        counts.area_asked.update(areas)
        counts.area_stories[item.area] += is_story(graph, item.id)
        if item.answered:
            counts.answers.update(touched)
            counts.own_answers.update(touched[:1])
            (counts.area_checks if item.check else counts.area_answers).update(areas)
            if not item.check and item.id in graph.questions:  # no belief rests on what left the graph
                counts.kinds.update(name for name, tiers in QUESTION_KINDS.items() if item.tier in tiers)
                if item.tier == OPEN_ENDED and graph.design_area is not None and (item.rank or 0) >= SOLID_RANK:
                    counts.designed.add(graph.design_area)
    latest = without_mended(items)
    counts.mended.update(mended_by(latest))
    counts.better.update(mended_by(latest, last=1))
    for item in latest:
        if item.rank is not None:
            areas = areas_of(graph, item.area, None if item.check else item.tier, item.id)
            counts.count_rank(item, item.rank, areas)
    return counts


def is_story(graph: Graph, item: str | None) -> bool:
    """Whether an item of the graph asks about the candidate's own work."""
    return item is not None and item in graph.questions and graph.questions[item].kind == "experience"


def areas_of(graph: Graph, area: str, tier: int | None, item: str | None = None) -> frozenset[str]:
    """The areas a question counts for: its own, and that of design if it is open-ended.

    A story of one's own work counts for none: what is asked of it is what they did, not the area it's filed under.
    """
    if is_story(graph, item):
        return frozenset()
    designed = graph.design_area if tier == OPEN_ENDED else None
    return frozenset({area} if designed is None else {area, designed})


def _asked_item(
    name: str | None,
    concept: str | None,
    area: str,
    tier: int | None,
    outcome: Verdict | bool | None,
    *,
    check: bool,
) -> AskedItem:
    """An item with its outcome: a verdict, or whether a check was right."""
    if outcome is None:
        return AskedItem(name, concept, area, check, answered=False, tier=tier)
    reached = _rank_of_check(right=outcome) if isinstance(outcome, bool) else rank(outcome)
    return AskedItem(name, concept, area, check, answered=True, tier=tier, rank=reached)


def _rank_of_check(*, right: bool) -> int:
    return SOLID_RANK if right else SOLID_RANK - 1


def _past_items(graph: Graph, past: Iterable[PastSession]) -> Iterator[AskedItem]:
    """What earlier sessions asked; items that left the graph are no evidence any more."""
    for session in past:
        ranks: dict[str, int] = {}
        for piece in session.evidence:  # an answer with two verdicts has two pieces, and the lower one counts
            if piece.kind == "heard":
                continue
            category = _rank_of_check(right=bool(piece.category)) if piece.kind == "check" else piece.category
            ranks[piece.item] = min(category, ranks.get(piece.item, category))
        for item in session.asked:
            if record := graph.questions.get(item) or graph.checks.get(item):
                area = graph.area_of(record.concepts[0])
                check, answer = item in graph.checks, ranks.get(item)
                if item in session.secret:
                    yield AskedItem(None, None, area, check, answer is not None, None, answer)
                else:
                    yield AskedItem(item, record.concepts[0], area, check, answer is not None, record.tier, answer)


def touched_by(graph: Graph, item: str | None, concept: str | None) -> tuple[str, ...]:
    """The concepts of an item, its main one first; for an item that left the graph, only the one given."""
    if item is None or concept is None:
        return ()
    record = graph.questions.get(item) or graph.checks.get(item)
    names = dict.fromkeys((concept, *(record.concepts if record else ())))
    return tuple(name for name in names if name in graph.concepts)
