"""The concept map as plain text: layer by layer, each concept with what it rests on."""

import textwrap
from collections.abc import Mapping

from simulator.graph.dag import layers
from simulator.graph.drawing.signs import NONE, Signs, legend_line, titled
from simulator.graph.records import Concept, Graph


def within(graph: Graph, area: str | None) -> dict[str, Concept]:
    """The concepts of one area and, so that its edges lead somewhere, the direct prerequisites of those; or all."""
    if area is None:
        return dict(graph.concepts)
    inside = {name for name, concept in graph.concepts.items() if concept.area == area}
    below = {name for concept in inside for name in graph.concepts[concept].prerequisites}
    return {name: concept for name, concept in graph.concepts.items() if name in inside | below}


def as_text(graph: Graph, concepts: Mapping[str, Concept], width: int = 80, signs: Signs = NONE) -> str:
    """The map in layers, each concept with its sign: it stands below everything that rests on it."""
    asked = _asked(graph)
    lines = [f"{graph.title}: {len(concepts)} concepts in layers, foundations first"]
    lines += [legend_line(signs)] if signs else []
    nothing = " (rests on nothing)" if len(concepts) == len(graph.concepts) else " (rests on nothing shown here)"
    for depth, names in enumerate(layers(concepts)):
        lines += ["", f"Layer {depth}" + (nothing if not depth else "")]
        for name in names:
            concept = concepts[name]
            lines.append(_head(concept, graph, asked[name], width, signs))
            below = [p for p in concept.prerequisites if p in concepts]
            if below:
                lines += textwrap.wrap(
                    f"rests on {', '.join(below)}",
                    width,
                    initial_indent=" " * 6,
                    subsequent_indent=" " * 15,
                    break_on_hyphens=False,
                )
    return "\n".join(lines)


def tier_span(concept: Concept) -> str:
    """The tiers of a concept: `tier 2` or `tiers 1-4`."""
    if concept.min_tier == concept.max_tier:
        return f"tier {concept.min_tier}"
    return f"tiers {concept.min_tier}-{concept.max_tier}"


def _asked(graph: Graph) -> dict[str, int]:
    counts = dict.fromkeys(graph.concepts, 0)
    for question in graph.questions.values():
        counts[question.primary] += 1
    return counts


def _head(concept: Concept, graph: Graph, count: int, width: int, signs: Signs) -> str:
    facts = (
        f"{tier_span(concept)}, {count} {'question' if count == 1 else 'questions'}, {graph.areas[concept.area].title}"
    )
    named = titled(concept.id, concept.id, signs)
    line = f"  {named}  ({facts})"
    return line if len(line) <= width else f"  {named}\n      ({facts})"
