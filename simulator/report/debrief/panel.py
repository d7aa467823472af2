"""The debrief as a panel writes it: strengths, concerns, what would change its mind, and how one interviews."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from simulator.engine.scoring import SHORT
from simulator.graph.records import Graph, Role
from simulator.report.debrief.concerns import concerns
from simulator.report.debrief.manner import manner
from simulator.report.debrief.own_words import in_sentence
from simulator.report.debrief.strengths import strengths
from simulator.report.debrief_records import Recommendation
from simulator.session.interview.turn import Turn

CHANGES = 2
DESIGN_FROM = 3  # the tier from which a panel wants to see a design


def debriefed(recommendation: Recommendation, turns: Sequence[Turn], graph: Graph, role: Role) -> Recommendation:
    """A recommendation with what spoke for and against, from the items that may be told."""
    scored = [turn for turn in turns if turn.settled]
    found = strengths(scored, graph, role)
    if recommendation.contradicted:  # then marks alone are no ground for praise
        found = tuple(strength for strength in found if strength.quoted)
    return replace(
        recommendation,
        strengths=found,
        concerns=concerns(scored, graph, role, recommendation.tier),
        changes=changes(recommendation, scored, graph, role),
        manner=manner(scored),
    )


def changes(recommendation: Recommendation, turns: Sequence[Turn], graph: Graph, role: Role) -> tuple[str, ...]:
    """What would change the panel's mind, as one or two short phrases; nothing where nothing was answered."""
    answered = [turn for turn in turns if turn.check is None and turn.scored]
    if not answered:
        return ()
    would = (
        _against(answered, graph, role) if recommendation.word == "yes" else _for(recommendation, answered, graph, role)
    )
    return tuple(dict.fromkeys(would))[:CHANGES]


def _for(recommendation: Recommendation, answered: Sequence[Turn], graph: Graph, role: Role) -> Iterator[str]:
    """What could speak for the candidate: a design, an area at depth that fell short, what was not asked."""
    designs = [turn for turn in answered if turn.question.kind == "design"]
    failed = [turn for turn in answered if _short(turn)]
    failed.sort(key=lambda turn: -role.areas.get(turn.asked.area, 0.0))
    if designs and all(_short(turn) for turn in designs):
        yield "one design with load figures" if _lacks(designs, "number") else "one design carried to its conclusion"
    if failed and failed[0].question.kind != "design":
        yield f"one solid answer on {_area(failed[0], graph)} at depth"
    if not designs and recommendation.tier >= DESIGN_FROM:
        yield "one design with load figures"
    yield from (f"one question on {title}" for title in _unasked(answered, graph, role))
    if recommendation.tier and max(turn.asked.tier for turn in answered) < recommendation.tier:
        yield "one question at the level itself"
    yield from (f"one solid answer on {_area(turn, graph)} at depth" for turn in failed)


def _against(answered: Sequence[Turn], graph: Graph, role: Role) -> Iterator[str]:
    """What could still speak against a yes: what fell short, and the heaviest areas that were not asked."""
    failed = sorted((t for t in answered if _short(t)), key=lambda turn: -role.areas.get(turn.asked.area, 0.0))
    yield from (f"another answer on {_area(turn, graph)} that falls short" for turn in failed[:1])
    yield from (f"a weak answer on {title}, which was not asked" for title in _unasked(answered, graph, role))


def _short(turn: Turn) -> bool:
    return turn.scored is not None and turn.scored.verdict in SHORT


def _lacks(turns: Sequence[Turn], tag: str) -> bool:
    return any(p.tag == tag and turn.marks.get(p.id, "no") == "no" for turn in turns for p in turn.question.rubric)


def _area(turn: Turn, graph: Graph) -> str:
    area = turn.asked.area
    return in_sentence(graph.areas[area].title) if area in graph.areas else area


def _unasked(answered: Sequence[Turn], graph: Graph, role: Role) -> list[str]:
    """The areas that weigh more than the role's mean and were not asked about, the heaviest first."""
    asked = {turn.asked.area for turn in answered}
    asked |= {graph.area_of(c) for turn in answered for c in turn.asked.concepts if c in graph.concepts}
    weights = {area: weight for area, weight in role.areas.items() if weight > 0 and area in graph.areas}
    mean = sum(weights.values()) / len(weights) if weights else 0.0
    heavy = [area for area in sorted(weights, key=lambda a: -weights[a]) if weights[area] > mean]
    return [in_sentence(graph.areas[area].title) for area in heavy if area not in asked]
