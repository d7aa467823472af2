"""The concept map for other programs: Mermaid for Markdown pages, DOT for Graphviz."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from simulator.graph.records import Concept, Graph


class Sign(NamedTuple):
    """A sign of one letter, the word for it, and the ink (`#rrggbb`) in which a picture draws it."""

    sign: str
    word: str
    ink: str


Signs = Mapping[str, Sign]  # by the id of a concept
NONE: Signs = {}


def titled(title: str, name: str, signs: Signs) -> str:
    """A title with the sign of its concept before it, where it has one."""
    return f"{signs[name].sign} {title}" if name in signs else title


def legend(signs: Signs) -> list[Sign]:
    """Every sign once, in the order in which they come."""
    return list(dict.fromkeys(signs.values()))


def legend_line(signs: Signs) -> str:
    """The signs with their words: `● known  ◐ unsure`."""
    return "  ".join(f"{sign.sign} {sign.word}" for sign in legend(signs))


_UNSAFE = re.compile(r"[^\w .,:;/+*%=-]")


def as_mermaid(graph: Graph, concepts: Mapping[str, Concept], signs: Signs = NONE) -> str:
    """A Mermaid flowchart, one subgraph an area; every character that Mermaid might read is written as an entity.

    Every sign is a class of its own ink.
    """
    numbers = {name: f"c{index}" for index, name in enumerate(concepts)}
    lines = ["flowchart LR"]
    for index, (area, members) in enumerate(by_area(graph, concepts).items()):
        lines.append(f'  subgraph a{index}["{_entity(graph.areas[area].title)}"]')
        lines += [f'    {numbers[name]}["{_entity(titled(concepts[name].title, name, signs))}"]' for name in members]
        lines.append("  end")
    lines += [f"  {numbers[below]} --> {numbers[name]}" for below, name in edges(concepts)]
    for index, sign in enumerate(legend(signs)):
        lines.append(f"  classDef s{index} stroke:{sign.ink},stroke-width:3px")
        lines.append(f"  class {','.join(numbers[n] for n in concepts if signs.get(n) == sign)} s{index}")
    return "\n".join(lines)


def as_dot(graph: Graph, concepts: Mapping[str, Concept], signs: Signs = NONE) -> str:
    """A DOT digraph, one cluster an area; a sign stands before its concept, whose frame has its ink."""
    lines = ["digraph concepts {", "  rankdir=LR;", '  node [shape=box, style=rounded, fontname="sans-serif"];']
    for index, (area, members) in enumerate(by_area(graph, concepts).items()):
        lines.append(f"  subgraph cluster_{index} {{")
        lines.append(f"    label={_quoted(graph.areas[area].title)};")
        for name in members:
            ink = f', color="{signs[name].ink}", penwidth=2' if name in signs else ""
            lines.append(f"    {_quoted(name)} [label={_quoted(titled(concepts[name].title, name, signs))}{ink}];")
        lines.append("  }")
    lines += [f"  label={_quoted(legend_line(signs))};"] if signs else []
    lines += [f"  {_quoted(below)} -> {_quoted(name)};" for below, name in edges(concepts)]
    return "\n".join([*lines, "}"])


def by_area(graph: Graph, concepts: Mapping[str, Concept]) -> dict[str, list[str]]:
    """The ids of the concepts by area, areas without any left out."""
    found: dict[str, list[str]] = {area: [] for area in graph.areas}
    for name, concept in concepts.items():
        found[concept.area].append(name)
    return {area: names for area, names in found.items() if names}


def edges(concepts: Mapping[str, Concept]) -> list[tuple[str, str]]:
    """All edges (prerequisite, concept) between the given concepts."""
    return [(below, name) for name, concept in concepts.items() for below in concept.prerequisites if below in concepts]


def _entity(text: str) -> str:
    return _UNSAFE.sub(lambda match: f"#{ord(match[0])};", text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
