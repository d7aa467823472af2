"""Every concept as a candidate knows it now, what was asked about it, and the words and marks for that."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from simulator.engine.scoring import SOLID
from simulator.graph.drawing.formats import Sign
from simulator.graph.records import Graph, Role
from simulator.report.concept_records import MARKS, SIGNS, ConceptStanding, Encounter, Mark
from simulator.report.figures.standing import GAP, HELD, NOT_ENOUGH, Tally, mastery_label, solid_probability, touched_by
from simulator.session.archive.facts import ItemFact, SessionFacts

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief

# dark enough for text on white, and told apart where red and green are not
INKS: dict[Mark, str] = {"known": "#1b5e20", "unsure": "#1f4e9c", "not met": "#5f6b7a", "gap": "#b3261e"}
LATEST = 20  # encounters kept of a concept: a page is no archive


def concept_standings(known: "Belief", graph: Graph, role: Role, tally: Tally) -> tuple[ConceptStanding, ...]:
    """Every concept of the graph in its order, by a belief that was brought up to now."""
    return tuple(_standing(known, graph, role, name, tally) for name in graph.concepts)


def _standing(known: "Belief", graph: Graph, role: Role, name: str, tally: Tally) -> ConceptStanding:
    mastery, low, high = solid_probability(known, role.target_tier, known.concept(name))
    asked, answers, short = tally.asked[name], tally.answers[name], tally.short[name]
    said = mastery_label(low, high, answers, asked, short)
    return ConceptStanding(
        concept=name,
        title=graph.concepts[name].title,
        area=graph.area_of(name),
        mastery=mastery,
        low=low,
        high=high,
        word=said,
        mark=_mark(said, asked),
        asked=asked,
        answers=answers,
        short=short,
        lowest=tally.lowest.get(name),
        note=_note(name, role.target_tier, tally) if said == NOT_ENOUGH and answers and not short else "",
    )


def _note(name: str, target: int, tally: Tally) -> str:
    """What was not asked about a concept on which no answer fell short of solid."""
    reached = tally.reached.get(name)
    if reached is None:
        return "no question on it was answered yet"
    return f"{SOLID} so far" if reached >= target else f"{SOLID} so far; not asked at tier {target} yet"


def _mark(said: str, asked: int) -> Mark:
    if not asked:
        return "not met"
    return {HELD: MARKS[0], GAP: MARKS[3]}.get(said, MARKS[1])


def encounters(facts: Sequence[SessionFacts], graph: Graph) -> dict[str, tuple[Encounter, ...]]:
    """The latest that was asked about each concept, newest first; concepts that nothing touched are left out."""
    found: dict[str, list[Encounter]] = {}
    for session, item in sorted(_items(facts), key=lambda pair: pair[1].at, reverse=True):
        for place, name in enumerate(touched_by(graph, item.item, item.concept)):
            met = found.setdefault(name, [])
            if len(met) < LATEST:
                met.append(_encounter(session, item, beside=place > 0))
    return {name: tuple(met) for name, met in found.items()}


def _items(facts: Iterable[SessionFacts]) -> Iterator[tuple[str, ItemFact]]:
    for session in facts:
        for item in session.items:
            yield session.id, item


def _encounter(session: str, item: ItemFact, *, beside: bool) -> Encounter:
    return Encounter(
        session=session,
        item=item.item,
        check=item.check,
        beside=beside,
        tier=item.tier,
        at=item.at,
        verdict=item.verdict,
        correct=item.correct,
    )


def counts(standings: Iterable[ConceptStanding]) -> dict[Mark, int]:
    """How many concepts bear each mark, in the order of the legend."""
    found = Counter(standing.mark for standing in standings)
    return {mark: found[mark] for mark in MARKS}


def signs(standings: Iterable[ConceptStanding]) -> dict[str, Sign]:
    """The sign of every concept, for a map that is drawn; those that come first in the legend come first."""
    found = sorted(standings, key=lambda s: MARKS.index(s.mark))
    return {s.concept: Sign(SIGNS[s.mark], s.mark, INKS[s.mark]) for s in found}
