"""Tonight: the areas in which a candidate looks weaker than elsewhere, and what they missed there."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import SOLID_RANK, rank
from simulator.graph.records import Graph, Role
from simulator.report import records as rec
from simulator.report.concept_records import ConceptStanding, fell_short
from simulator.report.figures.standing import AskedItem, areas_of
from simulator.report.figures.study_plan import NEW_QUESTIONS, study_item, worths

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief

TONIGHT = 3
FELL_SHORT = "an earlier answer on it fell short"
WEAKER = "weaker than your other areas"  # after a colon: titles of areas are singular and plural
NOTHING_STOOD_OUT = "nothing stood out, so try the hardest question again"


class WeakArea(NamedTuple):
    """An area in which something fell short. It is a `gap` if it may well lie far below the others.

    `chance` is the chance that it does, 0 to 1.
    """

    area: str
    chance: float
    gap: bool


def weak_areas(belief: "Belief", role: Role, items: Iterable[AskedItem], graph: Graph) -> tuple[WeakArea, ...]:
    """The areas in which an answer fell short or a check was wrong, the likeliest to be a weak one first.

    A single wrong check may be a slip: such an area is never a gap, and not the first where another has more to go by.
    An area that was never asked about is not among them, however little is known of it. Those that count for little in
    the role come last.
    """
    short, slips = _evidence(graph, items)
    chances = {area: chance_of(belief, role, area) for area in belief.bank.areas if area in short | slips}
    little = {area: _counts_for_little(role, area) for area in chances}
    first = min(chances, key=lambda a: (little[a], a in slips, -chances[a]), default=None)
    order = sorted(chances, key=lambda a: (a != first, little[a], -chances[a]))
    return tuple(WeakArea(a, chances[a], a in short and chances[a] >= P.WEAK_CHANCE) for a in order)


def chance_of(belief: "Belief", role: Role, area: str) -> float:
    """The chance that the mastery of an area lies far below the candidate's own mean over the role."""
    bank = belief.bank
    apart = bank.area_weights(area) - bank.role_weights(role if role.areas else None)
    return round(belief.chance_below(apart, -P.WEAK_BELOW), 4)


def _evidence(graph: Graph, items: Iterable[AskedItem]) -> tuple[set[str], set[str]]:
    """The areas in which an answer fell short or two checks were wrong, and those in which a single check was."""
    short: set[str] = set()
    wrong: set[str] = set()
    for item in items:
        if item.rank is None or item.rank >= SOLID_RANK:
            continue
        if item.check:
            short |= {item.area} & wrong
            wrong.add(item.area)
        else:
            short |= areas_of(graph, item.area, item.tier)
    return short, wrong - short


def _counts_for_little(role: Role, area: str) -> bool:
    """Whether an area has less than half of an equal share of the role."""
    total = sum(role.areas.values())
    return role.areas.get(area, 0.0) < P.LITTLE_SHARE * total / max(1, len(role.areas))


def tonight(
    areas: Sequence[WeakArea],
    study: Sequence[rec.StudyItem],
    earlier: Sequence[rec.StudyItem],
    questions: Sequence[rec.QuestionResult],
    graph: Graph,
) -> tuple[rec.StudyItem, ...]:
    """At most three concepts to study: one of each of the weak areas in turn, then more of the same areas.

    Within an area the concept with the heaviest must-have that was missed comes first; what only earlier sessions
    missed comes after all of this one. `study` is everything that this session missed, `earlier` what others did.
    """
    weight = {item.concept: _missed_weight(item.concept, questions) for item in study}
    place = {weak.area: number for number, weak in enumerate(areas)}
    of_area: dict[str, list[rec.StudyItem]] = {}
    for item in (*sorted(study, key=lambda i: weight[i.concept], reverse=True), *earlier):
        if item.area in place:
            of_area.setdefault(item.area, []).append(item)
    turns = [
        (turn, place[area], _worded(item, areas[place[area]], graph, first=turn == 0))
        for area, its in of_area.items()
        for turn, item in enumerate(its)
    ]
    return tuple(item for _, _, item in sorted(turns, key=lambda t: t[:2])[:TONIGHT])


def _missed_weight(concept: str, questions: Sequence[rec.QuestionResult]) -> tuple[int, int, int]:
    """How much was missed of a concept: must-haves, then the worst verdict, then all points, each by weight."""
    short = [q for q in questions if q.concept == concept and q.fell_short and not q.skipped]
    points = [p for q in short for p in q.missed if not p.beyond]
    worst = max((SOLID_RANK - rank(q.verdict) for q in short if q.verdict), default=0)
    return sum(p.weight for p in points if p.critical), worst, sum(p.weight for p in points)


def missed_earlier(
    standings: Sequence[ConceptStanding],
    study: Sequence[rec.StudyItem],
    graph: Graph,
    role: Role,
    met: Collection[str],
) -> tuple[rec.StudyItem, ...]:
    """What earlier sessions missed and this one did not (`study`), where there is something new to ask.

    Its new questions (ids not in `met`) come in the order of their distance to the role's tier.
    """
    items, worth, known = [], worths(standings, graph, role), {item.concept for item in study}
    for standing in fell_short(standings):
        new = [q for q in graph.questions.values() if q.primary == standing.concept and q.id not in met]
        if new and standing.concept not in known:
            new.sort(key=lambda q: abs(q.tier - role.target_tier))
            item = study_item(standing.concept, (), graph, standings, worth[standing.concept], met)
            items.append(replace(item, why=FELL_SHORT, others=tuple(q.id for q in new[:NEW_QUESTIONS])))
    return tuple(items)


def _worded(item: rec.StudyItem, weak: WeakArea, graph: Graph, *, first: bool) -> rec.StudyItem:
    """The item with what is said of its area, once."""
    if not weak.gap:
        return item
    why = f"{graph.areas[weak.area].title}: {WEAKER}; {item.why}" if first else item.why
    return replace(item, gap=True, why=why)


def hardest_again(
    questions: Sequence[rec.QuestionResult],
    standings: Sequence[ConceptStanding],
    graph: Graph,
    role: Role,
    met: Collection[str],
) -> tuple[rec.StudyItem, ...]:
    """Where nothing fell short: the answer with the lowest score, of equals the hardest question. One item or none."""
    scored = [q for q in questions if q.verdict and not q.skipped and q.concept in graph.concepts]
    worst = min(scored, key=lambda q: (rank(q.verdict or "weak"), _covered(q), -(q.tier or 0)), default=None)
    if worst is None or worst.concept is None:
        return ()
    worth = worths(standings, graph, role)[worst.concept]
    return (replace(study_item(worst.concept, (worst,), graph, standings, worth, met), why=NOTHING_STOOD_OUT),)


def _covered(question: rec.QuestionResult) -> float:
    return 1.0 if question.coverage is None else question.coverage
