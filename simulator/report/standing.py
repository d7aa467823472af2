"""Where a candidate stands: mastery by area and concept, and the level, each with its 80 % interval."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.graph.records import Graph, Role
from simulator.report import records as rec
from simulator.session.header import Header
from simulator.session.selection import role_in

if TYPE_CHECKING:  # numpy
    from simulator.engine.belief import Belief

GAP_BELOW = 0.5
HELD, GAP, NOT_ENOUGH = "held", "gap", "not enough yet"
ANY_TIER = 4


def role_of(graph: Graph, name: str) -> Role:
    """The role with this id; where the graph no longer holds it, one that weighs all areas alike."""
    return graph.roles.get(name) or Role(id=name, title=name, target_tier=ANY_TIER, areas={})


def role_of_session(graph: Graph, header: Header) -> Role:
    """The role of a session with its areas weighed as they were in it, where a job advert weighed them too."""
    return role_in(graph, header) or role_of(graph, header.role)


def word(low: float, high: float, questions: int) -> str:
    """Held, gap or not enough yet: firm only where the 80 % interval lies on one side of one half."""
    if questions and low >= GAP_BELOW:
        return HELD
    return GAP if questions and high < GAP_BELOW else NOT_ENOUGH


def chance(belief: "Belief", tier: int, of: tuple[float, float]) -> tuple[float, float, float]:
    """Chance of a solid answer at a tier, from 0 to 1, for a mastery (mean, SD in logits), with its 80 % interval."""
    from simulator.engine.belief import Z80  # numpy
    from simulator.engine.level import solid_at

    mean, sd = of
    needed = belief.bank.tier_difficulty[tier]
    middle, low, high = (solid_at(m - needed, 0.0) for m in (mean, mean - Z80 * sd, mean + Z80 * sd))
    return round(middle, 4), round(low, 4), round(high, 4)


def overall(belief: "Belief", role: Role) -> tuple[float, float, float]:
    """The role-weighted chance of a solid answer at the role's target tier, with its 80 % interval."""
    return chance(belief, role.target_tier, belief.overall(role if role.areas else None))


def level(belief: "Belief", role: Role) -> tuple[int, int, int]:
    """The level for a role: its tier with the 10 and 90 % quantiles."""
    from simulator.engine.level import level as found  # numpy

    at = found(belief, belief.bank, role if role.areas else None)
    return at.tier, at.low, at.high


def area_results(
    belief: "Belief", graph: Graph, role: Role, questions: Sequence[rec.QuestionResult]
) -> tuple[rec.AreaResult, ...]:
    """Every area of the graph in its order; one without concepts is left out."""
    return tuple(
        _area(belief, graph, role, area, [q for q in questions if q.area == area and q.verdict])
        for area in graph.areas
        if area in belief.bank.areas
    )


def _area(belief: "Belief", graph: Graph, role: Role, area: str, asked: Sequence[rec.QuestionResult]) -> rec.AreaResult:
    mastery, low, high = chance(belief, role.target_tier, belief.area(area))
    return rec.AreaResult(
        area=area,
        title=graph.areas[area].title,
        mastery=mastery,
        low=low,
        high=high,
        questions=len(asked),
        weight=role.areas.get(area, 0.0),
        word=word(low, high, len(asked)),
        missed=_missed(asked),
    )


def concept_results(
    belief: "Belief", graph: Graph, role: Role, questions: Sequence[rec.QuestionResult]
) -> tuple[rec.ConceptResult, ...]:
    """Every concept of the graph in its order, with the answers that it was the subject of."""
    return tuple(
        _concept(belief, graph, role, name, [q for q in questions if q.concept == name and q.verdict])
        for name in graph.concepts
    )


def _concept(
    belief: "Belief", graph: Graph, role: Role, name: str, asked: Sequence[rec.QuestionResult]
) -> rec.ConceptResult:
    mastery, low, high = chance(belief, role.target_tier, belief.concept(name))
    return rec.ConceptResult(
        concept=name,
        title=graph.concepts[name].title,
        area=graph.area_of(name),
        mastery=mastery,
        low=low,
        high=high,
        questions=len(asked),
        word=word(low, high, len(asked)),
        positions=tuple(q.position for q in asked),
        missed=_missed(asked),
    )


def _missed(asked: Sequence[rec.QuestionResult]) -> tuple[str, ...]:
    return tuple(p.point for q in asked for p in q.missed)
