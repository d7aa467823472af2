"""What a graph holds, counted: for the table that authors read and for the JSON that programs read."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from simulator.graph.lint.standard import QUESTIONS_PER_CONCEPT
from simulator.graph.records import Concept, Graph

TIERS = range(1, 7)


class Stats(msgspec.Struct, frozen=True):
    """Counts of a graph. Keys of `by_tier` are `"1"` to `"6"`; `minutes` is the material, thinking and answering."""

    graph: str
    concepts: int
    edges: int
    questions: int
    checks: int
    rubric_points: int
    minutes: float
    by_tier: dict[str, int]
    by_area: dict[str, int]
    by_kind: dict[str, int]
    per_concept: dict[str, int]
    tiers_of: dict[str, dict[str, int]]
    thin: list[str]


def stats(graph: Graph) -> Stats:
    """The counts of a graph; a question counts for its primary concept."""
    questions = graph.questions.values()
    tiers = {name: Counter[int]() for name in graph.concepts}
    for question in questions:
        tiers[question.primary][question.tier] += 1
    areas = Counter(graph.area_of(question.primary) for question in questions)
    return Stats(
        graph=graph.id,
        concepts=len(graph.concepts),
        edges=sum(len(concept.prerequisites) for concept in graph.concepts.values()),
        questions=len(graph.questions),
        checks=len(graph.checks),
        rubric_points=sum(len(question.rubric) for question in questions),
        minutes=sum(question.planned_minutes for question in questions),
        by_tier=_by_tier(question.tier for question in questions),
        by_area={area: areas[area] for area in graph.areas},
        by_kind=dict(Counter(question.kind for question in questions)),
        per_concept={name: counts.total() for name, counts in tiers.items()},
        tiers_of={name: _by_tier(counts.elements()) for name, counts in tiers.items()},
        thin=[name for name, concept in graph.concepts.items() if _is_thin(concept, tiers[name])],
    )


def _by_tier(tiers: Iterable[int]) -> dict[str, int]:
    counts = Counter(tiers)
    return {str(tier): counts[tier] for tier in TIERS}


def _is_thin(concept: Concept, tiers: Counter[int]) -> bool:
    """Whether an interview that comes here soon has nothing more to ask, or nothing at an end of the tier range."""
    return tiers.total() < QUESTIONS_PER_CONCEPT or not tiers[concept.min_tier] or not tiers[concept.max_tier]
