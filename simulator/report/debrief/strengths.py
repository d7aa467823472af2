"""What spoke for a candidate: what a panel would quote. Two answers make a habit; one is worded as one moment."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from simulator.engine.scoring import MET, STRONG, rank
from simulator.graph.records import Graph, Point, Role
from simulator.graph.text import names
from simulator.report.debrief.own_words import FEWEST_WORDS, NUMBER, in_sentence, question_numbers, quote_of
from simulator.report.debrief_records import Strength
from simulator.session.interview.hearing import listened_for
from simulator.session.interview.turn import Turn

MOST, FEWEST = 3, 2
TOGETHER = 3  # answers of one strength: more of them leave nothing for another

# by the kind of a point: as a habit over several subjects, as what was done in one, and as one moment
HABITS: Mapping[str, str] = {
    "number": "Puts numbers where they are due",
    "mechanism": "Explains how things work inside",
    "trade-off": "Weighs what a choice costs",
    "risk": "Sees what can go wrong",
    "test": "Tests before concluding",
    "fault": "Finds where the fault is",
}
IN_ONE: Mapping[str, str] = {
    "number": "Puts numbers on {}",
    "mechanism": "Knows the mechanics of {}",
    "trade-off": "Weighs the trade-offs in {}",
    "risk": "Sees what can go wrong with {}",
    "test": "Knows how to test {}",
    "fault": "Finds the fault in {}",
    "": "On firm ground with {}",
}
MOMENTS: Mapping[str, str] = {
    "number": "One moment, on {}: a number where it was due",
    "mechanism": "One moment, on {}: how it works inside",
    "trade-off": "One moment, on {}: what the choice costs",
    "risk": "One moment, on {}: what can go wrong",
    "test": "One moment, on {}: how to find out",
    "fault": "One moment, on {}: the fault found",
    "beyond": "One moment, on {}: further than the question went",
    "must": "One moment, on {}: straight to what matters",
    "": "One moment, on {}: a point well made",
}
BEST = "Your best sentence: on {}"
BEST_SPOKEN = "Your best point: on {}"
# the kind of a point without a tag, by the verb that it begins with
KIND_OF_VERB: Mapping[str, str] = {
    **dict.fromkeys("Computes Calculates Estimates Quantifies Sizes".split(), "number"),
    **dict.fromkeys("Explains Describes".split(), "mechanism"),
    **dict.fromkeys("Chooses Compares Weighs Decides".split(), "trade-off"),
    **dict.fromkeys("Tests Checks Measures Verifies Validates Reproduces Calibrates".split(), "test"),
    **dict.fromkeys("Finds Notices Sees Spots Recognises Diagnoses".split(), "fault"),
}


@dataclass(frozen=True)
class MetPoint:
    """A point that was met, in the answer at `position`: its words, and how much a panel would make of it."""

    position: int
    number: int
    area: str
    area_title: str
    topic: str
    tag: str
    beyond: bool
    critical: bool
    worth: float
    quote: str
    quoted: bool


def strengths(turns: Sequence[Turn], graph: Graph, role: Role) -> tuple[Strength, ...]:
    """Two or three things that spoke for the candidate; of an hour without a solid answer, its best sentence."""
    solid = [turn for turn in turns if turn.scored and turn.scored.verdict in STRONG]
    evidence = [e for turn in solid for e in _evidence(turn, graph, role, "yes")]
    found: list[Strength] = []
    rest = evidence
    titles: set[str] = set()
    while len(found) < MOST and (group := _best_group(rest, titles)):
        found.append(_grouped(group))
        titles.add(_heading(group))
        taken = {e.position for e in group}
        rest = [e for e in rest if e.position not in taken]
    for pool in (rest, evidence if len(found) < FEWEST else []):
        for e in sorted(pool, key=lambda e: -e.worth):
            if len(found) < (MOST if pool is rest else FEWEST) and not _repeats(e, found, pool is rest):
                found.append(_moment(e))
    return tuple(found) or _best_sentence(turns, graph, role)


def _evidence(turn: Turn, graph: Graph, role: Role, *marks: str) -> Iterator[MetPoint]:
    """The points of an answer with such a mark that its words carry, or that were spoken or cannot be listened for."""
    if turn.seen or turn.dont_know or turn.check is not None:
        return
    audible = listened_for(turn) if not turn.spoken else frozenset()
    area, concept = turn.asked.area, graph.concepts.get(turn.question.primary)
    for point in turn.question.rubric:
        if turn.marks.get(point.id) not in marks:
            continue
        quote = quote_of(turn, point.id) if point.id in audible else ""
        if quote or point.id not in audible:
            yield MetPoint(
                position=turn.position,
                number=turn.asked.number,
                area=area,
                area_title=graph.areas[area].title if area in graph.areas else area,
                topic=in_sentence(concept.title if concept else turn.question.primary),
                tag=_kind(point, quote),
                beyond=point.beyond,
                critical=point.critical,
                worth=_worth(turn, point, role, quote),
                quote=quote or point.point,
                quoted=bool(quote),
            )


def _kind(point: Point, quote: str) -> str:
    """The tag of a point, or what its verb says; a number is one only if the words quoted for it hold one."""
    kind = point.tag or KIND_OF_VERB.get(point.point.split(" ", 1)[0], "")
    return "" if kind == "number" and quote and not NUMBER.search(quote) else kind


def _worth(turn: Turn, point: Point, role: Role, quote: str) -> float:
    """What a panel makes of a point: weighty ones, must-haves, judgement beyond, hard questions, areas that count."""
    heaviest = max(role.areas.values(), default=0.0)
    area = role.areas.get(turn.asked.area, 0.0) / heaviest if heaviest else 0.0
    scrap = 2.0 if quote and len(quote.split()) < FEWEST_WORDS else 0.0
    verdict = rank(turn.verdict) if turn.verdict else 0
    return point.weight + 2 * point.beyond + point.critical + 0.5 * turn.asked.tier + 2 * area + 0.5 * verdict - scrap


def _best_group(evidence: Sequence[MetPoint], said: Collection[str]) -> list[MetPoint]:
    """The best two or three answers that one tag or one area holds together, the best of them first; or nothing.

    Their heading is none of those that are `said` already.
    """
    ways: tuple[Callable[[MetPoint], str], ...] = (
        lambda e: f"tag {e.tag}" if e.tag else "",
        lambda e: f"area {e.area}",
    )
    groups = []
    for way in ways:
        for name in dict.fromkeys(filter(None, map(way, evidence))):
            best = _best_of_each([e for e in evidence if way(e) == name])[:TOGETHER]
            if len(best) > 1 and best[0].quote != best[1].quote and _heading(best) not in said:
                groups.append(best)
    return max(groups, key=lambda group: sum(e.worth for e in group), default=[])


def _best_of_each(evidence: Iterable[MetPoint]) -> list[MetPoint]:
    """The best of each answer, the best first."""
    best: dict[int, MetPoint] = {}
    for e in evidence:
        if e.position not in best or e.worth > best[e.position].worth:
            best[e.position] = e
    return sorted(best.values(), key=lambda e: (-e.worth, e.position))


def _grouped(group: Sequence[MetPoint]) -> Strength:
    """A strength of several answers; where no subject is named, it says which questions."""
    heading = _heading(group)
    where = f" ({question_numbers(e.number for e in group)})" if heading in HABITS.values() else ""
    return _strength(f"{heading}{where}", group)


def _heading(group: Sequence[MetPoint]) -> str:
    tags, areas = {e.tag for e in group}, {e.area for e in group}
    topics = list(dict.fromkeys(e.topic for e in group))
    tag = group[0].tag if len(tags) == 1 else ""
    if len(topics) == 1:
        return IN_ONE[tag].format(topics[0])
    if tag:
        return HABITS[tag]
    if len(areas) == 1:
        return IN_ONE[""].format(in_sentence(group[0].area_title))
    return IN_ONE[""].format(names(topics))


def _moment(e: MetPoint) -> Strength:
    kind = e.tag or ("beyond" if e.beyond else "must" if e.critical else "")
    return _strength(MOMENTS[kind].format(e.topic), [e])


def _strength(title: str, group: Sequence[MetPoint]) -> Strength:
    positions = tuple(sorted(e.position for e in group))
    return Strength(title=title, quote=group[0].quote, positions=positions, quoted=group[0].quoted)


def _repeats(e: MetPoint, found: Iterable[Strength], by_position: bool) -> bool:
    """Whether a moment says again what stands there: the same words, the same heading or, if it matters, answer."""
    title = _moment(e).title
    return any(s.quote == e.quote or s.title == title or (by_position and e.position in s.positions) for s in found)


def _best_sentence(turns: Sequence[Turn], graph: Graph, role: Role) -> tuple[Strength, ...]:
    """The best sentence of the best answers, where none was solid."""
    answered = [turn for turn in turns if turn.scored and turn.check is None]
    for marks in (MET, {"partly"}):
        found = [e for turn in answered for e in _evidence(turn, graph, role, *(m for m in marks if m))]
        if found:
            best = max(found, key=lambda e: e.worth)
            title = (BEST if best.quoted else BEST_SPOKEN).format(best.topic)
            return (replace(_moment(best), title=title),)
    return ()
