"""What to study: all of it in order, and what is due when.

There is one order (`in_turn`): the areas in which a candidate looks weaker than elsewhere come first, in each what was
missed most. Tonight, the study list, the map's list, progress and the plan all begin with it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec.structs import replace

from simulator.engine.choice.own_work import never_did
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import SHORT, SOLID, SOLID_RANK, STRONG, Verdict, rank
from simulator.graph.concept_map import dag, opens
from simulator.graph.records import Concept, Graph, Role
from simulator.graph.speech import still_to_say
from simulator.report import records as rec
from simulator.report.concept_records import HELD, ConceptStanding, fell_short
from simulator.report.debrief.advice import solid_story, story_left_out
from simulator.report.debrief.shortfalls import adds_to_others
from simulator.report.figures.questions import source_results
from simulator.report.progress_records import Due, Forecast, Resting
from simulator.report.tally import AskedItem, areas_of, asked_items, is_story, without_mended
from simulator.session.archive.facts import ItemFact, SessionFacts, past_reviews
from simulator.session.interview.outcome_words import OUTCOMES, WRONG

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief

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
    """Every concept with an answer below solid or a wrong check, what was missed most first.

    A wrong check counts unless a later check or answer on its concept was right. `met` are ids of questions that are
    not new.
    """
    missed: dict[str, list[rec.QuestionResult]] = {}  # a concept with a wrong check only has none
    for q in questions:
        if q.fell_short and not q.skipped and q.concept and q.concept in graph.concepts:
            missed.setdefault(q.concept, []).append(q)
    for item in without_mended(asked_items(graph, (), checks, ())):
        if item.rank is not None and item.rank < SOLID_RANK and item.concept and item.concept in graph.concepts:
            missed.setdefault(item.concept, [])
    worth, chance = worths(concepts, graph, role), {c.concept: c.mastery for c in concepts}
    items = [study_item(c, missed[c], graph, concepts, worth[c], met) for c in sorted(missed, key=lambda c: chance[c])]
    return tuple(
        most_missed(
            (_beside_the_answer(item, questions) for item in items), missed_weights(questions, role.target_tier)
        )
    )


def _beside_the_answer(item: rec.StudyItem, questions: Sequence[rec.QuestionResult]) -> rec.StudyItem:
    """The item with what its concept's answer was, where only a later check was wrong: it may be praised above."""
    answers = [q for q in questions if q.concept == item.concept and q.verdict and not (q.skipped or q.waiting)]
    if item.why != WRONG_CHECK or not answers or answers[-1].kind == "experience":
        return item
    return replace(item, why=f"your answer was {answers[-1].verdict}, but {WRONG_CHECK}")


def prerequisites_first(items: Sequence[rec.StudyItem], graph: Graph) -> tuple[rec.StudyItem, ...]:
    """The items in their order, each right after those of them that it rests on."""
    below, of = below_each(graph), {item.concept: item for item in items}
    order = dict.fromkeys(
        name
        for concept in of
        for name in (*sorted(below[concept] & of.keys(), key=lambda c: (len(below[c]), c)), concept)
    )
    return tuple(of[name] for name in order)


Concepts = Sequence[rec.ConceptResult] | Sequence[ConceptStanding]


def worths(concepts: Concepts, graph: Graph, role: Role) -> dict[str, float]:
    """The worth of studying each concept: (1 - chance of a solid answer) times the role's weight of its area.

    A share of the same for everything that rests on it is added.
    """
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
    points.sort(  # as a panel would name them
        key=lambda p: (p.beyond, -p.critical, p.mark == "partly", -p.weight, adds_to_others(p.point))
    )
    questions = [q for q in graph.questions.values() if q.primary == name]
    new = sorted((q for q in questions if q.id not in met), key=lambda q: q.tier)
    held = {c.concept for c in concepts if c.word == HELD}
    if missed and all(q.kind == "experience" for q in missed):
        return _story_again(concept, missed, graph, worth)
    if written := [q.code for q in missed if q.code is not None and q.code.cases]:
        why = f"your code passed {written[0].counts}"
    elif points and not points[0].beyond:  # what nobody asked for is no reason why it fell short
        why = f"{'only partly there' if points[0].mark == 'partly' else 'missing'}: {still_to_say(points[0].point)}"
    elif missed and all(q.lowered for q in missed):
        why = "nothing asked for is missing, but you rated it lower: say it again"
    else:
        why = f"answered below {SOLID}" if missed else WRONG_CHECK
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


def _story_again(concept: Concept, missed: Sequence[rec.QuestionResult], graph: Graph, worth: float) -> rec.StudyItem:
    """A story of one's own work that fell short, or wasn't told: there's nothing to read up; it needs telling again."""
    latest = next((q for q in reversed(missed) if not q.dont_know and not never_did(q.answer)), None)
    replies = {follow.asks: follow.reply for follow in latest.follow_ups} if latest else {}
    told = " ".join((latest.answer, *replies.values())) if latest else ""
    asked = graph.questions.get((latest or missed[-1]).id or "")
    lacks = story_left_out(told, replies) or solid_story(asked.anchors if asked else ())
    lacks = lacks or "what it was before and a number"
    return rec.StudyItem(
        concept=concept.id,
        title=f"{concept.title} (your own project)",  # the concept first: the end is what a narrow list cuts
        minutes=MINUTES,
        why=f"tell it again, with {lacks}" if latest else f"have one to tell, with {lacks}",
        questions=tuple(dict.fromkeys(q.id for q in missed if q.id)),
        area=concept.area,
        worth=round(worth, 4),
    )


WRONG_CHECK = f"a check on it was {OUTCOMES[WRONG]}"
HARD = 4  # tier from which a weak answer says little more than a wrong check (tests/benchmarks/test_first_gaps.py)


class WeakArea(NamedTuple):
    """An area in which something fell short. It is a `gap` if it may well lie far below the others.

    `chance` is the chance that it does, 0 to 1. A `slip` is a single wrong check, and nothing else.
    """

    area: str
    chance: float
    gap: bool
    slip: bool = False


def weak_areas(belief: "Belief", role: Role, items: Iterable[AskedItem], graph: Graph) -> tuple[WeakArea, ...]:
    """The areas in which an answer fell short or a check was wrong, the likeliest to be a weak one first.

    A single wrong check may be a slip, and a story of one's own work says little of an area: such an area is never a
    gap, and not the first where another has more to go by. Nor does it come before every area with much to go by (two
    answers that fell short, or a weak one to a question that isn't hard), and from the third place on it comes after
    all others. An area that was never asked about is not among them, however little is known of it. Those that count
    for little in the role come last.
    """
    short: set[str] = set()
    wrong: set[str] = set()
    told: set[str] = set()
    answers: Counter[str] = Counter()  # that fell short
    weak: set[str] = set()
    for item in (i for i in without_mended([*items]) if i.rank is not None and i.rank < SOLID_RANK):
        if item.check:
            short |= {item.area} & wrong  # the second one
            wrong.add(item.area)
        elif is_story(graph, item.id):
            told.add(item.area)
        else:
            short |= areas_of(graph, item.area, item.tier)
            answers[item.area] += 1
            weak |= {item.area} if item.rank == 0 and (item.tier or HARD) < HARD else set()
    slips = (wrong | told) - short
    chances = {area: chance_of(belief, role, area) for area in belief.bank.areas if area in short | slips}
    least = P.LITTLE_SHARE * sum(role.areas.values()) / max(1, len(role.areas))
    little = {area: role.areas.get(area, 0.0) < least for area in chances}
    first = min(chances, key=lambda a: (little[a], a in slips, -chances[a]), default=None)
    much = weak | {area for area, count in answers.items() if count > 1}
    most = max((chances[area] for area in much & chances.keys() if not little[area]), default=1.0)  # of a slip
    counted = {area: min(chance, most) if area in slips else chance for area, chance in chances.items()}
    order = sorted(chances, key=lambda a: (a != first, little[a], -counted[a], a in slips, -chances[a]))
    order[2:] = sorted(order[2:], key=lambda a: (little[a], a in slips))
    return tuple(WeakArea(a, chances[a], a in short and chances[a] >= P.WEAK_CHANCE, a in slips) for a in order)


def weakest_of(areas: Iterable[WeakArea], missed: Collection[str], role: Role, held: Collection[str]) -> str:
    """The area that may be called the weakest so far: the likeliest one that the role asks about, of those `missed`.

    These have something open that fell short. Empty without any, where a single wrong check speaks for it, and where
    it's `held`, or all its answers were solid: all lists begin with it all the same.
    """
    asked = (a for a in areas if not role.areas or role.areas.get(a.area))
    weakest = next((a for a in asked if a.area in missed), None)
    return "" if weakest is None or weakest.slip or weakest.area in held else weakest.area


def chance_of(belief: "Belief", role: Role, area: str) -> float:
    """The chance that the mastery of an area lies far below the candidate's own mean over the role."""
    bank = belief.bank
    apart = bank.area_weights(area) - bank.role_weights(role if role.areas else None)
    return round(belief.chance_below(apart, -P.WEAK_BELOW), 4)


Missed = TypeVar("Missed", rec.StudyItem, ConceptStanding)


def in_turn(areas: Sequence[WeakArea], missed: Iterable[Missed]) -> list[Missed]:
    """What was missed in the one order of all lists: one concept of each weak area in turn, then another of each.

    Within an area they come as they were given; those of no weak area come last.
    """
    order = {weak.area: number for number, weak in enumerate(areas)}
    turns: Counter[str] = Counter()
    placed: list[tuple[tuple[bool, int, int], Missed]] = []
    for item in missed:
        placed.append(((item.area not in order, turns[item.area], order.get(item.area, 0)), item))
        turns[item.area] += 1
    return [item for _, item in sorted(placed, key=lambda pair: pair[0])]


# of what was missed of a concept: whether the level asks for some of it, must-haves, the worst verdict, all points
Weight = tuple[bool, int, int, int]


class MissedItem(NamedTuple):
    """A concept of which an item fell short, its verdict and tier, and the weight of must-haves and of all points."""

    concept: str
    verdict: Verdict | None
    tier: int
    points: tuple[int, int]


def most_missed(missed: Iterable[Missed], weights: Mapping[str, Weight]) -> list[Missed]:
    """What has a weight, the heaviest first; then all else as it comes."""
    return sorted(missed, key=lambda m: (m.concept not in weights, [-w for w in weights.get(m.concept, ())]))


def weights_of(missed: Iterable[MissedItem], target: int) -> dict[str, Weight]:
    """How much of each concept one interview missed, by its answers that fell short: each with its missed points.

    What was asked above the `target` tier weighs less than all that the level asks for; 0 is no level. A wrong check
    has neither a verdict nor points.
    """
    weights: dict[str, Weight] = {}
    for item in missed:
        due, musts, worst, points = weights.get(item.concept, (False, 0, 0, 0))
        low = SOLID_RANK - rank(item.verdict) if item.verdict else 0
        due |= not item.tier > target > 0
        weights[item.concept] = due, musts + item.points[0], max(worst, low), points + item.points[1]
    return weights


def missed_weights(questions: Iterable[rec.QuestionResult], target: int) -> dict[str, Weight]:
    """How much of each concept the answers that fell short missed, for a level with its tier."""
    short = [(q.concept, q) for q in questions if q.concept and q.fell_short and not q.skipped]
    points = [(concept, q, [p for p in q.missed if not p.beyond]) for concept, q in short]
    return weights_of(
        (
            MissedItem(
                concept,
                q.verdict,
                q.tier or 0,
                (sum(p.weight for p in missed if p.critical), sum(p.weight for p in missed)),
            )
            for concept, q, missed in points
        ),
        target,
    )


def to_study(
    areas: Sequence[WeakArea], standings: Sequence[ConceptStanding], latest: SessionFacts | None, target: int = 0
) -> tuple[str, ...]:
    """All concepts on which something fell short that aren't known since, most urgent first; `latest` comes first.

    What fell short in the latest interview is among them, whatever is known of it by earlier answers; what was answered
    well there comes last, as it has had its evening.
    """
    items = latest.items if latest else ()
    short, well = weights_of(_fell_short_in(items), target), {i.concept for i in items if i.verdict in STRONG}
    open_ = {s.concept: s for s in (*fell_short(standings), *(s for s in standings if s.concept in short))}
    by_need = sorted(open_.values(), key=lambda s: s.concept in well and s.concept not in short)
    return tuple(s.concept for s in in_turn(areas, most_missed(by_need, short)))


def _fell_short_in(items: Sequence[ItemFact]) -> Iterator[MissedItem]:
    """What fell short of one interview, as `weights_of` takes it; no wrong check that was put right later."""
    right: set[str] = set()
    for item in reversed(items):
        if item.correct if item.check else item.verdict in STRONG:
            right.add(item.concept)
        if item.verdict in SHORT or (item.check and item.correct is False and item.concept not in right):
            yield MissedItem(item.concept, item.verdict, item.tier or 0, item.missed)


FORECAST_DAYS = 14


def forecast(facts: Sequence[SessionFacts], graph: Graph, now: datetime) -> Forecast:
    """When answered questions come due again, by the engine's schedule; days are those in the zone of `now`."""
    from simulator.engine.schedule import end_of_day, schedule  # fsrs is loaded when something is scheduled

    plan = schedule(past_reviews(facts, graph), graph)
    today, zone, now = now.date(), now.tzinfo, end_of_day(now)
    due, ready, back = plan.due_by(now), plan.ready(now), plan.held_back(now)
    later = Counter(at.astimezone(zone).date() for at, _ in plan.ahead(now))
    later[today + timedelta(days=1)] += len(due) - len(ready)
    days = [today + timedelta(days=n) for n in range(FORECAST_DAYS)]
    resting = []
    for rest in plan.resting(now):
        question, by = graph.questions[rest.item], graph.questions[rest.by]
        resting.append(
            Resting(
                question=question.id,
                title=graph.concepts[question.primary].title,
                by=by.id,
                by_title=graph.concepts[by.primary].title,
                tier=by.tier,
                answered=rest.since.astimezone(zone).date(),
                until=rest.until.astimezone(zone).date(),
            )
        )
    return Forecast(
        now=len(ready),
        questions=ready,
        days=tuple(Due(day=day, questions=later[day]) for day in days),
        resting=tuple(resting),
        waiting=tuple(item for item in due if item in back),
    )
