"""What to do tonight after an interview that missed nothing: what fell short before, then what was never asked."""

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from simulator.graph.records import Graph, Role
from simulator.report import records as rec
from simulator.report.concept_records import ConceptStanding
from simulator.report.gaps import fell_short
from simulator.report.tonight import TONIGHT, lacking_of, study_item, worths

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
