"""How many questions are left that a candidate has never met: of those that an interview of a kind can ask."""

from collections.abc import Collection

from simulator.engine.plan import FORMATS, Format
from simulator.graph.records import Graph, Question, Role
from simulator.report.records import Result

OPEN_ENDED = 6  # tier


class Fresh(Result, frozen=True):
    """Questions never asked, of all that can be asked; `core` counts those of the areas that the role asks most."""

    questions: int
    of: int
    core: int
    of_core: int


def fresh(graph: Graph, role: Role, format_: str, area: str, met: Collection[str]) -> Fresh:
    """What an interview of a format for a role still has; `area` limits a deep dive, `met` are ids that were asked."""
    shape = FORMATS.get(format_)
    reached = [q for q in graph.questions.values() if shape is None or _reaches(shape, q)]
    if area:
        reached = [q for q in reached if graph.area_of(q.primary) == area]
    asked_most = core_areas(role)
    core = [q for q in reached if graph.area_of(q.primary) in asked_most]
    return Fresh(
        questions=sum(q.id not in met for q in reached),
        of=len(reached),
        core=sum(q.id not in met for q in core),
        of_core=len(core),
    )


def core_areas(role: Role) -> frozenset[str]:
    """The areas that weigh more than the mean of the role's; none where all weigh alike."""
    mean = sum(role.areas.values()) / max(1, len(role.areas))
    return frozenset(area for area, weight in role.areas.items() if weight > mean)


def _reaches(shape: Format, question: Question) -> bool:
    if question.tier == OPEN_ENDED:
        return shape.design_minutes is not None
    return any(low <= question.tier <= high for low, high in (stage.tiers for stage in shape.stages))
