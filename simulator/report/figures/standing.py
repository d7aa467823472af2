"""Where a candidate stands: mastery by area and concept, and the level, each with its 80% interval."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from simulator.engine.scoring import SOLID_RANK, Verdict, rank
from simulator.graph.records import Graph, Role
from simulator.report import records as rec
from simulator.report.concept_records import ConceptStanding, gaps_by_area
from simulator.session.archive.facts import SessionFacts
from simulator.session.header import Header
from simulator.session.interview.history import PastSession
from simulator.session.interview.selection import role_in

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief


OPEN_ENDED = 6  # tier
DESIGN = "Design"
KINDS: dict[str, tuple[int, ...]] = {"Explain": (1, 2), "Diagnose": (3,), "Trade-offs": (4, 5), DESIGN: (OPEN_ENDED,)}


class AskedItem(NamedTuple):
    """An item that was asked. `answered` is True where something follows from it: a scored answer, or a check.

    `rank` is that of the answer's verdict, from 0 (weak); a check that was not right has that of borderline. None is no
    answer. An item that is still a secret has neither id nor concept nor tier, and counts for its area alone.
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
    """Items asked and items answered: by concept, first or beside another; by area, questions and checks apart.

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
    mine = (
        _asked_item(i.item, i.concept, i.area, i.tier, i.correct if i.check else i.verdict, check=i.check)
        for i in items
    )
    return tally(graph, [*_past_items(graph, past), *mine])


def tally_of_session(
    graph: Graph,
    questions: Iterable[rec.QuestionResult],
    checks: Iterable[rec.CheckResult],
    past: Sequence[PastSession],
) -> Tally:
    """The tally of one session and of those that its belief started from."""
    mine = [_asked_item(q.id, q.concept, q.area, q.tier, q.verdict, check=False) for q in questions]
    mine += [_asked_item(c.id, c.concept, c.area, c.tier, c.correct, check=True) for c in checks]
    return tally(graph, [*_past_items(graph, past), *mine])


def tally(graph: Graph, items: Iterable[AskedItem]) -> Tally:
    """Counts what was asked."""
    found = Tally()
    for item in items:
        touched = touched_by(graph, item.id, item.concept)
        areas = areas_of(graph, item.area, None if item.check else item.tier)
        found.asked.update(touched)
        found.area_asked.update(areas)
        if item.answered:
            found.answers.update(touched)
            (found.area_checks if item.check else found.area_answers).update(areas)
            _count_kind(found, graph, item)
        if item.rank is not None:
            _count_rank(found, item, item.rank, areas)
    return found


def areas_of(graph: Graph, area: str, tier: int | None) -> frozenset[str]:
    """The areas that a question of this area and tier counts for: its own, and that of design if it is open-ended."""
    designed = graph.design_area if tier == OPEN_ENDED else None
    return frozenset({area} if designed is None else {area, designed})


def _count_kind(found: Tally, graph: Graph, item: AskedItem) -> None:
    """Count the kind of a question; not of a check, a secret, or what the graph lost: no belief rests on that."""
    if item.check or item.id not in graph.questions:
        return
    found.kinds.update(name for name, tiers in KINDS.items() if item.tier in tiers)
    if item.tier == OPEN_ENDED and graph.design_area is not None and (item.rank or 0) >= SOLID_RANK:
        found.designed.add(graph.design_area)


def _asked_item(
    name: str | None,
    concept: str | None,
    area: str,
    tier: int | None,
    outcome: Verdict | bool | None,
    *,
    check: bool,
) -> AskedItem:
    """An item with what came of it: a verdict, or whether a check was right."""
    if outcome is None:
        return AskedItem(name, concept, area, check, answered=False, tier=tier)
    reached = _rank_of_check(right=outcome) if isinstance(outcome, bool) else rank(outcome)
    return AskedItem(name, concept, area, check, answered=True, tier=tier, rank=reached)


def _rank_of_check(*, right: bool) -> int:
    return SOLID_RANK if right else SOLID_RANK - 1


def _count_rank(found: Tally, item: AskedItem, answer: int, areas: Iterable[str]) -> None:
    """Count how good an answer was, for its own concept and area alone."""
    short = answer < SOLID_RANK
    if not item.check and short:
        found.area_short.update(areas)
    if item.concept is None:
        return
    found.short[item.concept] += short
    found.lowest[item.concept] = min(answer, found.lowest.get(item.concept, answer))
    if not item.check and item.tier is not None:
        found.reached[item.concept] = max(item.tier, found.reached.get(item.concept, 0))


def touched_by(graph: Graph, item: str | None, concept: str | None) -> tuple[str, ...]:
    """The concepts of an item, its own first; of one that left the graph only that which the transcript names."""
    if item is None or concept is None:
        return ()
    record = graph.questions.get(item) or graph.checks.get(item)
    names = dict.fromkeys((concept, *(record.concepts if record else ())))
    return tuple(name for name in names if name in graph.concepts)


def _past_items(graph: Graph, past: Iterable[PastSession]) -> Iterator[AskedItem]:
    """What earlier sessions asked; items that left the graph are no evidence any more."""
    for session in past:
        ranks: dict[str, int] = {}
        for piece in session.evidence:  # an answer of two verdicts has two, and the lower one counts
            found = _rank_of_check(right=bool(piece.category)) if piece.kind == "check" else piece.category
            ranks[piece.item] = min(found, ranks.get(piece.item, found))
        for item in session.asked:
            if record := graph.questions.get(item) or graph.checks.get(item):
                area = graph.area_of(record.concepts[0])
                check, answer = item in graph.checks, ranks.get(item)
                if item in session.secret:
                    yield AskedItem(None, None, area, check, answer is not None, None, answer)
                else:
                    yield AskedItem(item, record.concepts[0], area, check, answer is not None, record.tier, answer)


GAP_BELOW = 0.5
HELD, GAP, NOT_ENOUGH, NOT_ASKED = "held", "gap", "not enough yet", "not asked yet"
ANY_TIER = 4


def role_of(graph: Graph, name: str) -> Role:
    """The role with this id; where the graph no longer holds it, one that weighs all areas alike."""
    return graph.roles.get(name) or Role(id=name, title=name, target_tier=ANY_TIER, areas={})


def role_of_session(graph: Graph, header: Header) -> Role:
    """The role of a session with its areas weighed as they were in it, where a job advert weighed them too."""
    return role_in(graph, header) or role_of(graph, header.role)


def mastery_label(low: float, high: float, answers: int, asked: int, short: int) -> str:
    """Held or gap only where something was answered and the 80% interval lies on one side of one half.

    A gap needs one answer at least that fell `short` of solid: who was never asked at the target tier, or only beside
    something else, has failed at nothing. Otherwise not enough yet; and not asked yet where nothing was put at all.
    """
    if answers and low >= GAP_BELOW:
        return HELD
    if answers and short and high < GAP_BELOW:
        return GAP
    return NOT_ENOUGH if asked else NOT_ASKED


def area_standing(area: str, low: float, high: float, tally: Tally) -> str:
    """The word of an area by the answers to it."""
    return mastery_label(low, high, tally.area_answers[area], tally.area_asked[area], tally.area_short[area])


def solid_probability(belief: "Belief", tier: int, of: tuple[float, float]) -> tuple[float, float, float]:
    """Chance of a solid answer at a tier, from 0 to 1, for a mastery (mean, SD in logits), with its 80% interval."""
    from simulator.engine.model.belief import Z80  # numpy
    from simulator.engine.model.level import solid_at

    mean, sd = of
    needed = belief.bank.tier_difficulty[tier]
    middle, low, high = (solid_at(m - needed, 0.0) for m in (mean, mean - Z80 * sd, mean + Z80 * sd))
    return round(middle, 4), round(low, 4), round(high, 4)


def overall(belief: "Belief", role: Role) -> tuple[float, float, float]:
    """The role-weighted chance of a solid answer at the role's target tier, with its 80% interval."""
    return solid_probability(belief, role.target_tier, belief.overall(role if role.areas else None))


def level(belief: "Belief", role: Role) -> tuple[int, int, int]:
    """The level for a role: its tier with the 10 and 90% quantiles."""
    from simulator.engine.model.level import level as found  # numpy

    at = found(belief, belief.bank, role if role.areas else None)
    return at.tier, at.low, at.high


def beliefs_after(prior: "Belief", past: Sequence[PastSession]) -> list[tuple[PastSession, "Belief"]]:
    """The belief right after each session, in order; between two sessions the variance grows back (forgetting)."""
    from simulator.engine.model.belief import fold  # numpy

    belief, found = prior, []
    before: datetime | None = None
    for session in sorted(past, key=lambda p: p.started):
        if before is not None:
            belief = belief.aged(max(0.0, (session.started - before) / timedelta(days=1)))
        belief = fold(belief, [e for e in session.evidence if e.item in prior.bank.index])
        before = session.started
        found.append((session, belief))
    return found


def belief_now(prior: "Belief", beliefs: Sequence[tuple[PastSession, "Belief"]], now: datetime) -> "Belief":
    """The belief after the latest session, or the prior, as far as it has faded since."""
    if not beliefs:
        return prior
    session, belief = beliefs[-1]
    return belief.aged(max(0.0, (now - session.started) / timedelta(days=1)))


def area_results(
    belief: "Belief",
    graph: Graph,
    role: Role,
    questions: Sequence[rec.QuestionResult],
    tally: Tally,
    standings: Sequence[ConceptStanding],
) -> tuple[rec.AreaResult, ...]:
    """Every area of the graph in its order; one without concepts is left out.

    The words rest on all of the tally, which counts earlier sessions too; the gaps are concepts among the standings.
    """
    gaps = gaps_by_area(standings)
    return tuple(
        _area(belief, graph, role, area, _answers_in(graph, area, questions), tally, gaps[area])
        for area in graph.areas
        if area in belief.bank.areas
    )


def _answers_in(graph: Graph, area: str, questions: Sequence[rec.QuestionResult]) -> list[rec.QuestionResult]:
    return [q for q in questions if q.verdict and area in areas_of(graph, q.area, q.tier)]


def _area(
    belief: "Belief",
    graph: Graph,
    role: Role,
    area: str,
    asked: Sequence[rec.QuestionResult],
    tally: Tally,
    gaps: int,
) -> rec.AreaResult:
    mastery, low, high = solid_probability(belief, role.target_tier, belief.area(area))
    return rec.AreaResult(
        area=area,
        title=graph.areas[area].title,
        mastery=mastery,
        low=low,
        high=high,
        questions=len(asked),
        weight=role.areas.get(area, 0.0),
        word=area_standing(area, low, high, tally),
        gaps=gaps,
        missed=_missed(asked),
    )


def concept_results(
    standings: Sequence[ConceptStanding], questions: Sequence[rec.QuestionResult]
) -> tuple[rec.ConceptResult, ...]:
    """Every concept as it stands, with the answers of a session that it was the subject of."""
    return tuple(_concept(s, [q for q in questions if q.concept == s.concept and q.verdict]) for s in standings)


def _concept(standing: ConceptStanding, asked: Sequence[rec.QuestionResult]) -> rec.ConceptResult:
    return rec.ConceptResult(
        concept=standing.concept,
        title=standing.title,
        area=standing.area,
        mastery=standing.mastery,
        low=standing.low,
        high=standing.high,
        questions=len(asked),
        word=standing.word,
        note=standing.note,
        positions=tuple(q.position for q in asked),
        missed=_missed(asked),
    )


def _missed(asked: Sequence[rec.QuestionResult]) -> tuple[str, ...]:
    return tuple(p.point for q in asked for p in q.missed)
