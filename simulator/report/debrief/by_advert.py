"""What a job advert did to an interview, as far as its header proves it: which areas weigh more than in the role."""

from collections.abc import Sequence

from simulator.graph.records import Graph, Role
from simulator.graph.text import plural
from simulator.report.debrief.own_words import all_of
from simulator.session.interview.turn import Turn

LEAST = 0.04  # of all weight: what an advert adds to an area below that decides nothing
NAMED = 2


def raised(role: Role, graph: Graph) -> tuple[str, ...]:
    """The areas to which an advert gave weight, the most first; none where the role's own weights held.

    The rest of the weight is shared as the role has it, so an area that the advert left alone shows how much that is.
    """
    own = graph.roles[role.id].areas if role.id in graph.roles else role.areas
    total, now = sum(own.values()), sum(role.areas.values())
    shares = {area: weight / total for area, weight in own.items() if weight > 0} if total else {}
    weights = {area: weight / now for area, weight in role.areas.items()} if now else {}
    rest = min((weights.get(area, 0.0) / share for area, share in shares.items()), default=1.0)
    added = {area: weight - rest * shares.get(area, 0.0) for area, weight in weights.items()}
    return tuple(area for area in sorted(added, key=lambda a: -added[a]) if added[area] >= LEAST)


def advert_sentence(turns: Sequence[Turn], raised: Sequence[str], graph: Graph) -> str:
    """What the advert asks most about, by the areas it `raised`, and whether it was asked; empty without an advert."""
    areas = [area for area in raised if area in graph.areas][:NAMED]
    asked = [turn for turn in turns if turn.check is None]
    if not areas or not asked:
        return ""
    on_it = sum(turn.asked.area in areas for turn in asked)
    named = all_of(graph.areas[area].title for area in areas)
    if not on_it:
        return f"The advert asks most about {named}, which we didn't get to."
    return f"The advert asks most about {named}; {on_it} of {plural(len(asked), 'question')} went there."
