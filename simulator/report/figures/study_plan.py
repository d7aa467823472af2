"""What to study: what unlocks most, prerequisites before what rests on them, weighted by the role."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from msgspec.structs import replace

from simulator.engine.scoring import SOLID
from simulator.graph.concept_map import dag, opens
from simulator.graph.records import Graph, Role
from simulator.report import records as rec
from simulator.report.concept_records import ConceptStanding, fell_short
from simulator.report.figures.questions import source_results
from simulator.report.records import Result
from simulator.session.archive.facts import SessionFacts
from simulator.session.interview.outcomes import OUTCOMES, WRONG

TONIGHT = 3
MINUTES = 10
UNLOCKING = 0.2  # what a concept that rests on this one adds, next to the concept itself
UNWEIGHTED = 0.25  # of the mean weight: an area that the role does not name
OTHERS = 2


@dataclass(frozen=True)
class Missed:
    """What was missed on one concept."""

    questions: tuple[rec.QuestionResult, ...] = ()
    checks: tuple[rec.CheckResult, ...] = ()


def study_plan(
    questions: Sequence[rec.QuestionResult],
    checks: Sequence[rec.CheckResult],
    concepts: Sequence[rec.ConceptResult],
    graph: Graph,
    role: Role,
    met: Collection[str] = (),
) -> tuple[rec.StudyItem, ...]:
    """Every concept that was answered below solid, in the order in which to study them.

    A concept's worth is (1 - chance of a solid answer) times the role's weight of its area, plus a share of the same
    for everything that rests on it. The worthiest comes first, but never before a prerequisite that was missed too.
    `met` are the questions that are not new.
    """
    missed = _missed(questions, checks, graph)
    worth, below = worths(concepts, graph, role), _below(graph)
    order: list[str] = []
    while len(order) < len(missed):
        ready = [c for c in missed if c not in order and not (below[c] & missed.keys()) - set(order)]
        order.append(max(ready, key=lambda c: worth[c]))
    known = {c.concept: c for c in concepts}
    return tuple(_item(c, missed[c], graph, known, worth[c], met) for c in order)


def worths(concepts: Sequence[rec.ConceptResult], graph: Graph, role: Role) -> dict[str, float]:
    """What every concept is worth to study, as said of `study_plan`."""
    lacking, below = lacking_of(concepts, graph, role), _below(graph)
    return {
        c: lacking[c] + UNLOCKING * sum(lacking[other] for other in graph.concepts if c in below[other])
        for c in graph.concepts
    }


def study_item(
    name: str, graph: Graph, concepts: Sequence[rec.ConceptResult], worth: float, met: Collection[str]
) -> rec.StudyItem:
    """A concept to study of which nothing was missed in the session; `met` are the questions that are not new."""
    return _item(name, Missed(), graph, {c.concept: c for c in concepts}, worth, met)


@lru_cache(maxsize=8)
def _below(graph: Graph) -> dict[str, frozenset[str]]:
    """Everything that each concept rests on, directly or not."""
    import networkx  # deferred, as in graph.dag

    return {c: frozenset(networkx.ancestors(dag(graph), c)) for c in graph.concepts}


def _missed(
    questions: Sequence[rec.QuestionResult], checks: Sequence[rec.CheckResult], graph: Graph
) -> dict[str, Missed]:
    found: dict[str, Missed] = {}
    for q in questions:
        if q.fell_short and not q.skipped and q.concept and q.concept in graph.concepts:
            before = found.get(q.concept, Missed())
            found[q.concept] = Missed((*before.questions, q), before.checks)
    for c in checks:
        if c.correct is False and c.concept and c.concept in graph.concepts:
            before = found.get(c.concept, Missed())
            found[c.concept] = Missed(before.questions, (*before.checks, c))
    return found


def lacking_of(concepts: Sequence[rec.ConceptResult], graph: Graph, role: Role) -> dict[str, float]:
    """What is missing on each concept, weighted by the role; only the ratios of its weights count."""
    weights = [w for w in role.areas.values() if w > 0]
    mean = sum(weights) / len(weights) if weights else 1.0
    mastery = {c.concept: c.mastery for c in concepts}
    return {
        name: max(role.areas.get(concept.area, 0.0) / mean if weights else 1.0, UNWEIGHTED) * (1 - mastery[name])
        for name, concept in graph.concepts.items()
    }


def _item(
    name: str,
    missed: Missed,
    graph: Graph,
    known: Mapping[str, rec.ConceptResult],
    worth: float,
    met: Collection[str],
) -> rec.StudyItem:
    concept = graph.concepts[name]
    points = tuple(p.point for q in missed.questions for p in q.missed)
    of_it = [q for q in graph.questions.values() if q.primary == name]
    fresh = sorted((q for q in of_it if q.id not in met), key=lambda q: q.tier)
    shaky = [p for p in concept.prerequisites if known[p].word != "held"]
    return rec.StudyItem(
        concept=name,
        title=concept.title,
        minutes=MINUTES,
        why=_why(missed, points),
        questions=tuple(dict.fromkeys(q.id for q in missed.questions if q.id)),
        area=concept.area,
        definition=concept.definition,
        missed=points,
        others=tuple(q.id for q in fresh[:OTHERS]),
        sources=_sources(missed, graph, name),
        opens=tuple(graph.concepts[c].title for c in opens(graph, name)),
        rests_on=tuple(graph.concepts[p].title for p in shaky),
        worth=round(worth, 4),
    )


def _why(missed: Missed, points: Sequence[str]) -> str:
    if points:
        return f"missed: {points[0]}"
    return f"answered below {SOLID}" if missed.questions else f"a check on it was {OUTCOMES[WRONG]}"


def _sources(missed: Missed, graph: Graph, name: str) -> tuple[rec.SourceResult, ...]:
    """The sources of what was missed, else of the concept's questions."""
    found = [s for q in missed.questions for s in q.sources]
    if not found:
        found = [s for q in graph.questions.values() if q.primary == name for s in source_results(q.sources)]
    return tuple(dict.fromkeys(found))[:3]


BEFORE, UNASKED = "an earlier answer on it fell short", "not asked about yet"


def untried(
    standings: Sequence[ConceptStanding],
    concepts: Sequence[rec.ConceptResult],
    graph: Graph,
    role: Role,
    met: Collection[str],
) -> tuple[rec.StudyItem, ...]:
    """At most three concepts, the second and third of other areas, each with questions near the role's tier.

    Only what has a question that was never met (`met` are ids), and of areas that the role asks about.
    """
    worth, lacking = worths(concepts, graph, role), lacking_of(concepts, graph, role)
    unasked = sorted((s for s in standings if not s.asked), key=lambda s: -lacking[s.concept])
    found: list[rec.StudyItem] = []
    for standing, why in (*((s, BEFORE) for s in fell_short(standings)), *((s, UNASKED) for s in unasked)):
        fresh = _fresh(standing.concept, graph, role, met)
        if fresh and role.areas.get(standing.area, 0.0) > 0 and standing.area not in {i.area for i in found}:
            item = study_item(standing.concept, graph, concepts, worth[standing.concept], met)
            found.append(replace(item, why=why, others=fresh))
        if len(found) == TONIGHT:
            break
    return tuple(found)


def _fresh(concept: str, graph: Graph, role: Role, met: Collection[str]) -> tuple[str, ...]:
    """Two questions on a concept that were never met, those nearest to the role's tier first."""
    of_it = [q for q in graph.questions.values() if q.primary == concept and q.id not in met]
    return tuple(q.id for q in sorted(of_it, key=lambda q: abs(q.tier - role.target_tier))[:2])


FORECAST_DAYS = 14


class Due(Result, frozen=True):
    """How many questions come due on a day, those overdue before it not counted."""

    day: date
    questions: int


class Forecast(Result, frozen=True):
    """What is due: `now` (with the questions, longest overdue first) and on each of the next days."""

    now: int
    questions: tuple[str, ...]
    days: tuple[Due, ...]


def forecast(facts: Sequence[SessionFacts], graph: Graph, now: datetime, zone: tzinfo = UTC) -> Forecast:
    """When the questions that were answered come due again, by the FSRS scheduler."""
    from simulator.engine.schedule import PastReview, next_due  # fsrs is loaded when something is scheduled

    reviews: dict[str, list[PastReview]] = {}
    for item in sorted((i for f in facts for i in f.items), key=lambda i: i.at):
        if item.verdict and item.item in graph.questions:
            reviews.setdefault(item.item, []).append(PastReview(item.item, item.verdict, item.at.astimezone(UTC)))
    due = sorted((next_due(its), name) for name, its in reviews.items())
    today = now.astimezone(zone).date()
    later = Counter(max(at.astimezone(zone).date(), today) for at, _ in due if at > now)
    days = [today + timedelta(days=n) for n in range(FORECAST_DAYS)]
    ready = tuple(name for at, name in due if at <= now)
    return Forecast(now=len(ready), questions=ready, days=tuple(Due(day=day, questions=later[day]) for day in days))
