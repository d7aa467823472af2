"""Where a candidate stands against a job advert: what it asks for, what was shown of that, and what wasn't asked."""

from collections.abc import Mapping, Sequence

from simulator.graph.records import Graph, Role
from simulator.graph.text import of_hundred, plural
from simulator.report.debrief.own_words import all_of
from simulator.report.debrief_records import AdvertArea
from simulator.report.tally import Tally, areas_of
from simulator.session.interview.turn import Turn

LEAST_TOLD = 0.01  # of all weight: less may be the rounding of the others
LEANS_FROM = 4  # of 100 questions: what an advert adds to an area below that decides nothing
NAMED = 2


def advert_parts(role: Role, graph: Graph) -> dict[str, float]:
    """What an advert added to the weights of a session's role, by area, the most first; empty where none did.

    A guess, for sessions whose header doesn't have the parts yet: it holds where some area was left alone. The rest of
    the weight is shared as the role has it, so such an area shows how much that is.
    """
    own = graph.roles[role.id].areas if role.id in graph.roles else role.areas
    total, now = sum(own.values()), sum(role.areas.values())
    shares = {area: weight / total for area, weight in own.items() if weight > 0} if total else {}
    weights = {area: weight / now for area, weight in role.areas.items()} if now else {}
    rest = min((weights.get(area, 0.0) / share for area, share in shares.items()), default=1.0)
    added = {area: weight - rest * shares.get(area, 0.0) for area, weight in weights.items()}
    return {area: added[area] for area in sorted(added, key=lambda a: -added[a]) if added[area] >= LEAST_TOLD}


def advert_areas(parts: Mapping[str, float], tally: Tally, graph: Graph) -> tuple[AdvertArea, ...]:
    """What an advert asks for by its `parts` of all weight, and what was shown of each; the most first."""
    return tuple(
        AdvertArea(
            area=area,
            title=graph.areas[area].title,
            of_hundred=count,
            answers=tally.area_answers[area],
            solid=tally.area_answers[area] - tally.area_short[area],
            checks=tally.area_checks[area],
            asked=tally.area_asked[area] > 0,
        )
        for area, count in of_hundred(parts).items()
        if area in graph.areas
    )


def leaned_on(advert: Sequence[AdvertArea]) -> list[AdvertArea]:
    """The areas to which an advert gives enough weight to decide something."""
    return [area for area in advert if area.of_hundred >= LEANS_FROM]


def advert_sentence(turns: Sequence[Turn], advert: Sequence[AdvertArea], graph: Graph) -> str:
    """What the advert asks most about, and whether it was asked; empty without an advert."""
    areas = leaned_on(advert)[:NAMED]
    asked = [turn for turn in turns if turn.check is None]
    if not areas or not asked:
        return ""
    wanted = {area.area for area in areas}
    on_it = sum(bool(wanted & areas_of(graph, turn.asked.area, turn.question.tier)) for turn in asked)
    named = all_of(area.title for area in areas)
    if not on_it:
        return f"The advert asks most about {named}, which we didn't ask about."
    return f"The advert asks most about {named}; {on_it} of {plural(len(asked), 'question')} asked went there."
