"""Where a candidate stands: mastery by area and concept, and the level, each with its 80 % interval."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.graph.records import Graph, Role
from simulator.report import records as rec
from simulator.report.concept_records import ConceptStanding
from simulator.report.gaps import gaps_by_area
from simulator.report.tally import Tally, areas_of
from simulator.session.header import Header
from simulator.session.selection import role_in

if TYPE_CHECKING:  # numpy
    from simulator.engine.belief import Belief

GAP_BELOW = 0.5
HELD, GAP, NOT_ENOUGH, NOT_ASKED = "held", "gap", "not enough yet", "not asked yet"
ANY_TIER = 4


def role_of(graph: Graph, name: str) -> Role:
    """The role with this id; where the graph no longer holds it, one that weighs all areas alike."""
    return graph.roles.get(name) or Role(id=name, title=name, target_tier=ANY_TIER, areas={})


def role_of_session(graph: Graph, header: Header) -> Role:
    """The role of a session with its areas weighed as they were in it, where a job advert weighed them too."""
    return role_in(graph, header) or role_of(graph, header.role)


def word(low: float, high: float, answers: int, asked: int, short: int) -> str:
    """Held or gap only where something was answered and the 80 % interval lies on one side of one half.

    A gap needs one answer at least that fell `short` of solid: who was never asked at the target tier, or only beside
    something else, has failed at nothing. Otherwise not enough yet; and not asked yet where nothing was put at all.
    """
    if answers and low >= GAP_BELOW:
        return HELD
    if answers and short and high < GAP_BELOW:
        return GAP
    return NOT_ENOUGH if asked else NOT_ASKED


def area_standing(area: str, low: float, high: float, tally: Tally) -> str:
    """The word of an area by the answers to it."""
    return word(low, high, tally.area_answers[area], tally.area_asked[area], tally.area_short[area])


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
    belief: "Belief",
    graph: Graph,
    role: Role,
    questions: Sequence[rec.QuestionResult],
    tally: Tally,
    standings: Sequence[ConceptStanding],
) -> tuple[rec.AreaResult, ...]:
    """Every area of the graph in its order; one without concepts is left out.

    The words rest on all of the tally, which counts earlier sessions too; the gaps are concepts among the standings.
    """
    gaps = gaps_by_area(standings)
    return tuple(
        _area(belief, graph, role, area, _answers_in(graph, area, questions), tally, gaps[area])
        for area in graph.areas
        if area in belief.bank.areas
    )


def _answers_in(graph: Graph, area: str, questions: Sequence[rec.QuestionResult]) -> list[rec.QuestionResult]:
    return [q for q in questions if q.verdict and area in areas_of(graph, q.area, q.tier)]


def _area(
    belief: "Belief",
    graph: Graph,
    role: Role,
    area: str,
    asked: Sequence[rec.QuestionResult],
    tally: Tally,
    gaps: int,
) -> rec.AreaResult:
    mastery, low, high = chance(belief, role.target_tier, belief.area(area))
    return rec.AreaResult(
        area=area,
        title=graph.areas[area].title,
        mastery=mastery,
        low=low,
        high=high,
        questions=len(asked),
        weight=role.areas.get(area, 0.0),
        word=area_standing(area, low, high, tally),
        gaps=gaps,
        missed=_missed(asked),
    )


def concept_results(
    standings: Sequence[ConceptStanding], questions: Sequence[rec.QuestionResult]
) -> tuple[rec.ConceptResult, ...]:
    """Every concept as it stands, with the answers of a session that it was the subject of."""
    return tuple(_concept(s, [q for q in questions if q.concept == s.concept and q.verdict]) for s in standings)


def _concept(standing: ConceptStanding, asked: Sequence[rec.QuestionResult]) -> rec.ConceptResult:
    return rec.ConceptResult(
        concept=standing.concept,
        title=standing.title,
        area=standing.area,
        mastery=standing.mastery,
        low=standing.low,
        high=standing.high,
        questions=len(asked),
        word=standing.word,
        note=standing.note,
        positions=tuple(q.position for q in asked),
        missed=_missed(asked),
    )


def _missed(asked: Sequence[rec.QuestionResult]) -> tuple[str, ...]:
    return tuple(p.point for q in asked for p in q.missed)
