"""What to study first: what unlocks most, prerequisites before what rests on them, weighted by the role."""

from collections.abc import Sequence

from simulator.graph.records import Graph, Role
from simulator.report import records as rec

MOST = 3
MINUTES = 10


def tonight(
    questions: Sequence[rec.QuestionResult], concepts: Sequence[rec.ConceptResult], graph: Graph, role: Role
) -> tuple[rec.StudyItem, ...]:
    """Up to three concepts that were answered below solid, prerequisites before what rests on them."""
    weak = {
        q.concept: q for q in reversed(questions) if q.verdict in {"weak", "borderline"} and q.concept in graph.concepts
    }
    opens = {c: len(_dependents(c, graph)) for c in weak}
    chance = {c.concept: c.mastery for c in concepts}

    def worth(concept: str) -> float:
        weight = role.areas.get(graph.area_of(concept), 0.5)
        return weight * (1 + 0.2 * opens[concept]) * (1 - chance.get(concept, 0.5))

    ranked = sorted(weak, key=worth, reverse=True)[:MOST]
    ranked.sort(key=lambda c: sum(other in _ancestors(c, graph) for other in ranked))
    return tuple(_item(weak[c], graph) for c in ranked)


def _item(question: rec.QuestionResult, graph: Graph) -> rec.StudyItem:
    missed = question.missed
    why = f"missed: {missed[0].point}" if missed else "answered below solid"
    return rec.StudyItem(
        concept=question.concept,
        title=graph.concepts[question.concept].title,
        minutes=MINUTES,
        why=why,
        questions=(question.id,),
    )


def _ancestors(concept: str, graph: Graph) -> set[str]:
    found: set[str] = set()
    stack = [concept]
    while stack:
        for prerequisite in graph.concepts[stack.pop()].prerequisites:
            if prerequisite not in found:
                found.add(prerequisite)
                stack.append(prerequisite)
    return found


def _dependents(concept: str, graph: Graph) -> set[str]:
    return {other for other in graph.concepts if concept in _ancestors(other, graph)}
