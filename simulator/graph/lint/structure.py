"""The concept map: tiers along the edges, redundant edges, and whether every concept can be asked at its tiers."""

from collections import Counter
from collections.abc import Mapping

from simulator.graph.findings import Finding
from simulator.graph.lint.standard import QUESTIONS_PER_CONCEPT
from simulator.graph.parse import Draft
from simulator.graph.records import Concept, Question
from simulator.graph.references import find_cycle


def lint(draft: Draft) -> None:
    """Adds findings about concepts, areas and the tiers of questions."""
    concepts: dict[str, Concept] = draft.records["concept"]
    for concept in concepts.values():
        _tiers(draft, concept, concepts)
        if not concept.definition.strip():
            draft.add(
                "missing-definition",
                ("concept", concept.id),
                "definition",
                "the concept has no definition; say in a sentence what it is",
                "warning",
            )
    if not find_cycle(concepts):
        _redundant(draft, concepts)
    _areas(draft, concepts)
    asked: dict[str, list[int]] = {name: [] for name in concepts}
    for question in draft.records["question"].values():
        _placed(draft, question, concepts)
        asked.get(question.primary, []).append(question.tier)
    if draft.records["question"]:
        for name, tiers in asked.items():
            _spread(draft, concepts[name], tiers)


def _tiers(draft: Draft, concept: Concept, concepts: Mapping[str, Concept]) -> None:
    for index, name in enumerate(concept.prerequisites):
        below = concepts.get(name)
        if below is not None and below.min_tier > concept.min_tier:
            draft.add(
                "tier-falls",
                ("concept", concept.id),
                f"prerequisites[{index}]",
                f"min_tier falls from {below.min_tier} at {name} to {concept.min_tier} here; raise it here, "
                "lower it there, or remove the edge",
            )


def _redundant(draft: Draft, concepts: Mapping[str, Concept]) -> None:
    """Edges that another path implies already (transitive reduction; Aho, Garey and Ullman, 1972)."""
    above = ancestors(concepts)
    for concept in concepts.values():
        for index, name in enumerate(concept.prerequisites):
            over = next((other for other in concept.prerequisites if name in above.get(other, ())), None)
            if over is not None:
                draft.add(
                    "redundant-edge",
                    ("concept", concept.id),
                    f"prerequisites[{index}]",
                    f"{name} is implied by {over}, which rests on it already; remove it",
                )


def ancestors(concepts: Mapping[str, Concept]) -> dict[str, frozenset[str]]:
    """For every concept of an acyclic map all concepts that it rests on, directly or not."""
    found: dict[str, frozenset[str]] = {}
    stack = list(concepts)
    while stack:
        name = stack[-1]
        known = [p for p in concepts[name].prerequisites if p in concepts]
        waiting = [p for p in known if p not in found]
        if name not in found and waiting:
            stack.extend(waiting)
            continue
        stack.pop()
        found[name] = frozenset(known).union(*(found[p] for p in known))
    return found


def _areas(draft: Draft, concepts: Mapping[str, Concept]) -> None:
    if draft.heading is not None and not (draft.records["role"] or _failed(draft, "graph.toml")):
        message = "there is no [[role]]; an interview needs one to weigh the areas by"
        draft.findings.append(Finding("missing-role", "error", "graph.toml", "graph", "role", message))
    if not (draft.records["question"] or _failed(draft, "questions/")):
        message = "there is no [[question]]; write one in a file of the folder questions/"
        draft.findings.append(Finding("missing-question", "error", "graph.toml", "graph", "question", message))
    used = Counter(concept.area for concept in concepts.values())
    for area in draft.records["area"]:
        if not used[area]:
            draft.add(
                "empty-area", ("area", area), "id", "no concept belongs to this area; add one or delete it", "warning"
            )


def _failed(draft: Draft, place: str) -> bool:
    return any(found.file.startswith(place) and found.severity == "error" for found in draft.findings)


def _placed(draft: Draft, question: Question, concepts: Mapping[str, Concept]) -> None:
    place = ("question", question.id)
    primary = concepts.get(question.primary)
    if primary is not None and not primary.min_tier <= question.tier <= primary.max_tier:
        draft.add(
            "tier-out-of-range",
            place,
            "tier",
            f"tier {question.tier} is outside the tiers of {primary.id} "
            f"({primary.min_tier} to {primary.max_tier}); change one of the two",
        )
    for index, name in enumerate(question.concepts[1:], start=1):
        other = concepts.get(name)
        if other is not None and other.min_tier > question.tier:
            draft.add(
                "secondary-above-tier",
                place,
                f"concepts[{index}]",
                f"{name} begins at tier {other.min_tier}, above this question's tier {question.tier}; "
                "leave it out or raise the tier",
                "warning",
            )


def _spread(draft: Draft, concept: Concept, tiers: list[int]) -> None:
    place = ("concept", concept.id)
    if len(tiers) < QUESTIONS_PER_CONCEPT:
        draft.add(
            "thin-concept",
            place,
            "",
            f"{len(tiers) or 'no'} question{'s' * (len(tiers) != 1)} with it as the primary concept; "
            f"write at least {QUESTIONS_PER_CONCEPT}",
            "warning",
        )
    missing = sorted({concept.min_tier, concept.max_tier} - set(tiers))
    if concept.max_tier - concept.min_tier >= 2 and not any(concept.min_tier < t < concept.max_tier for t in tiers):
        missing.append(0)
    if missing and tiers:
        gaps = [f"at tier {tier}" if tier else f"between {concept.min_tier} and {concept.max_tier}" for tier in missing]
        draft.add("tier-spread", place, "", f"no question {', none '.join(gaps)}; write one there", "warning")
