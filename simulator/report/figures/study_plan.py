"""What to study: the concepts that unlock most, prerequisites first, weighted by the role; and what is due when."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from simulator.engine.scoring import SOLID
from simulator.graph.concept_map import dag, opens
from simulator.graph.records import Concept, Graph, Role
from simulator.graph.speech.points import still_to_say
from simulator.report import records as rec
from simulator.report.concept_records import HELD, ConceptStanding
from simulator.report.debrief.advice import story_lacks
from simulator.report.debrief.own_words import in_sentence
from simulator.report.figures.questions import source_results
from simulator.report.plan_records import Resting
from simulator.session.archive.summary import SessionFacts
from simulator.session.interview.outcomes import OUTCOMES, WRONG
from simulator.session.reviews import past_reviews

if TYPE_CHECKING:
    from simulator.engine.schedule import Rest

MINUTES = 10
UNLOCKING = 0.2  # the share that each concept resting on this one adds to its worth
UNWEIGHTED = 0.25  # of the mean weight: areas the role does not name
NEW_QUESTIONS, SOURCES = 2, 3  # the most shown of a concept


def study_plan(
    questions: Sequence[rec.QuestionResult],
    checks: Sequence[rec.CheckResult],
    concepts: Sequence[rec.ConceptResult],
    graph: Graph,
    role: Role,
    met: Collection[str] = (),
) -> tuple[rec.StudyItem, ...]:
    """Every concept with an answer below solid or a wrong check, in the order to study them.

    A concept's worth is (1 - chance of a solid answer) times the role's weight of its area, plus a share of the same
    for everything that rests on it. The worthiest comes first, but never before a prerequisite that was missed too.
    `met` are ids of questions that are not new.
    """
    missed: dict[str, list[rec.QuestionResult]] = {}  # a concept with a wrong check only has none
    for q in questions:
        if q.fell_short and not q.skipped and q.concept and q.concept in graph.concepts:
            missed.setdefault(q.concept, []).append(q)
    for c in checks:
        if c.correct is False and c.concept and c.concept in graph.concepts:
            missed.setdefault(c.concept, [])
    worth, below = worths(concepts, graph, role), below_each(graph)
    order: list[str] = []
    while len(order) < len(missed):
        ready = [c for c in missed if c not in order and not (below[c] & missed.keys()) - set(order)]
        order.append(max(ready, key=lambda c: worth[c]))
    return tuple(study_item(c, missed[c], graph, concepts, worth[c], met) for c in order)


Concepts = Sequence[rec.ConceptResult] | Sequence[ConceptStanding]


def worths(concepts: Concepts, graph: Graph, role: Role) -> dict[str, float]:
    """The worth of studying each concept, as defined in `study_plan`."""
    lacking, below = lacking_of(concepts, graph, role), below_each(graph)
    return {
        c: lacking[c] + UNLOCKING * sum(lacking[other] for other in graph.concepts if c in below[other])
        for c in graph.concepts
    }


@lru_cache(maxsize=8)
def below_each(graph: Graph) -> dict[str, frozenset[str]]:
    """Everything that each concept rests on, directly or not."""
    import networkx  # slow to import

    return {c: frozenset(networkx.ancestors(dag(graph), c)) for c in graph.concepts}


def lacking_of(concepts: Concepts, graph: Graph, role: Role) -> dict[str, float]:
    """1 - chance of a solid answer on each concept, times its area's weight relative to the mean weight."""
    weights = [w for w in role.areas.values() if w > 0]
    mean = sum(weights) / len(weights) if weights else 1.0
    mastery = {c.concept: c.mastery for c in concepts}
    return {
        name: max(role.areas.get(concept.area, 0.0) / mean if weights else 1.0, UNWEIGHTED) * (1 - mastery[name])
        for name, concept in graph.concepts.items()
    }


def study_item(
    name: str,
    missed: Sequence[rec.QuestionResult],
    graph: Graph,
    concepts: Concepts,
    worth: float,
    met: Collection[str],
) -> rec.StudyItem:
    """A concept to study. `missed` are its questions that fell short; without any, a check on it was wrong."""
    concept = graph.concepts[name]
    points = [p for q in missed for p in q.missed]
    points.sort(key=lambda p: (p.beyond, -p.critical, -p.weight))
    questions = [q for q in graph.questions.values() if q.primary == name]
    new = sorted((q for q in questions if q.id not in met), key=lambda q: q.tier)
    held = {c.concept for c in concepts if c.word == HELD}
    if missed and all(q.kind == "experience" for q in missed):
        return _story_again(concept, missed, worth)
    if written := [q.code for q in missed if q.code is not None and q.code.cases]:
        why = f"your code passed {written[0].counts}"
    elif points:
        why = f"missing: {still_to_say(points[0].point)}"
    else:
        why = f"answered below {SOLID}" if missed else f"a check on it was {OUTCOMES[WRONG]}"
    sources = [s for q in missed for s in q.sources] or [s for q in questions for s in source_results(q.sources)]
    return rec.StudyItem(
        concept=name,
        title=concept.title,
        minutes=MINUTES,
        why=why,
        questions=tuple(dict.fromkeys(q.id for q in missed if q.id)),
        area=concept.area,
        definition=concept.definition,
        missed=tuple(p.point for p in points),
        others=tuple(q.id for q in new[:NEW_QUESTIONS]),
        sources=tuple(dict.fromkeys(sources))[:SOURCES],
        opens=tuple(graph.concepts[c].title for c in opens(graph, name)),
        rests_on=tuple(graph.concepts[p].title for p in concept.prerequisites if p not in held),
        worth=round(worth, 4),
    )


def _story_again(concept: Concept, missed: Sequence[rec.QuestionResult], worth: float) -> rec.StudyItem:
    """A story of one's own work that fell short: there is nothing to read up, it wants to be told again."""
    lacks = story_lacks(" ".join((missed[-1].answer, *(f.reply for f in missed[-1].follow_ups))))
    return rec.StudyItem(
        concept=concept.id,
        title=f"Your own project ({in_sentence(concept.title)})",
        minutes=MINUTES,
        why=f"tell it again, with {lacks or 'what it was before and a number'}",
        questions=tuple(dict.fromkeys(q.id for q in missed if q.id)),
        area=concept.area,
        worth=round(worth, 4),
    )


FORECAST_DAYS = 14


class Due(rec.Result, frozen=True):
    """How many questions come due on a day, without those already overdue."""

    day: date
    questions: int


class Forecast(rec.Result, frozen=True):
    """How many questions are due `now`, which they are (longest overdue first), and what each of the next days adds.

    `resting` would be due, had a harder answer not rehearsed them. `waiting` are due, but for a day at least they wait
    for a harder question that is due too; they are counted tomorrow.
    """

    now: int
    questions: tuple[str, ...]
    days: tuple[Due, ...]
    resting: tuple[Resting, ...] = ()
    waiting: tuple[str, ...] = ()


def forecast(facts: Sequence[SessionFacts], graph: Graph, now: datetime, zone: tzinfo = UTC) -> Forecast:
    """When answered questions come due again, by the engine's schedule; `zone` says what a day is."""
    from simulator.engine.schedule import schedule  # fsrs is loaded when something is scheduled

    found = schedule(past_reviews(facts, graph), graph)
    today, back = now.astimezone(zone).date(), found.held_back(now)
    due = found.due_by(now)
    later = Counter(max(at.astimezone(zone).date(), today) for at, _ in found.ahead(now))
    later[today + timedelta(days=1)] += len(back)
    days = [today + timedelta(days=n) for n in range(FORECAST_DAYS)]
    ready = tuple(item for item in due if item not in back)
    return Forecast(
        now=len(ready),
        questions=ready,
        days=tuple(Due(day=day, questions=later[day]) for day in days),
        resting=tuple(_resting(rest, graph, zone) for rest in found.resting(now)),
        waiting=tuple(item for item in due if item in back),
    )


def _resting(rest: "Rest", graph: Graph, zone: tzinfo) -> Resting:
    question, by = graph.questions[rest.item], graph.questions[rest.by]
    return Resting(
        question=question.id,
        title=graph.concepts[question.primary].title,
        by=by.id,
        by_title=graph.concepts[by.primary].title,
        tier=by.tier,
        answered=rest.since.astimezone(zone).date(),
        until=rest.until.astimezone(zone).date(),
    )
