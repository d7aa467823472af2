"""The concept map in formats of other programs: Mermaid for Markdown pages, DOT for Graphviz, and a picture as SVG."""

import re
from collections.abc import Mapping
from colorsys import hls_to_rgb
from html import escape
from itertools import pairwise
from typing import NamedTuple

from simulator.graph.concept_map import layers
from simulator.graph.records import Concept, Graph
from simulator.graph.text import shorten


class Sign(NamedTuple):
    """What marks a concept: one character, the word for it, and the colour (`#rrggbb`) of its frame in a picture."""

    sign: str
    word: str
    ink: str


Signs = Mapping[str, Sign]  # by concept id
NONE: Signs = {}


def titled(title: str, name: str, signs: Signs) -> str:
    """The title of concept `name`, after its sign if it has one."""
    return f"{signs[name].sign} {title}" if name in signs else title


def legend(signs: Signs) -> list[Sign]:
    """Every sign once, in order of first use."""
    return list(dict.fromkeys(signs.values()))


def legend_line(signs: Signs) -> str:
    """The signs with their words: `● known  ◐ unsure`."""
    return "  ".join(f"{sign.sign} {sign.word}" for sign in legend(signs))


def by_area(graph: Graph, concepts: Mapping[str, Concept]) -> dict[str, list[str]]:
    """Concept ids by area, without empty areas."""
    members: dict[str, list[str]] = {area: [] for area in graph.areas}
    for name, concept in concepts.items():
        members[concept.area].append(name)
    return {area: names for area, names in members.items() if names}


def edges(concepts: Mapping[str, Concept]) -> list[tuple[str, str]]:
    """All edges (prerequisite, concept) between the given concepts."""
    return [(below, name) for name, concept in concepts.items() for below in concept.prerequisites if below in concepts]


_UNSAFE = re.compile(r"[^\w .,:;/+*%=-]")


def as_mermaid(graph: Graph, concepts: Mapping[str, Concept], signs: Signs = NONE) -> str:
    """A Mermaid flowchart with a subgraph for each area and a class for each sign."""

    def entity(text: str) -> str:
        """The text with every character that Mermaid might interpret as an entity."""
        return _UNSAFE.sub(lambda match: f"#{ord(match[0])};", text)

    numbers = {name: f"c{index}" for index, name in enumerate(concepts)}
    lines = ["flowchart LR"]
    for index, (area, members) in enumerate(by_area(graph, concepts).items()):
        lines.append(f'  subgraph a{index}["{entity(graph.areas[area].title)}"]')
        lines += [f'    {numbers[name]}["{entity(titled(concepts[name].title, name, signs))}"]' for name in members]
        lines.append("  end")
    lines += [f"  {numbers[below]} --> {numbers[name]}" for below, name in edges(concepts)]
    for index, sign in enumerate(legend(signs)):
        lines.append(f"  classDef s{index} stroke:{sign.ink},stroke-width:3px")
        lines.append(f"  class {','.join(numbers[n] for n in concepts if signs.get(n) == sign)} s{index}")
    return "\n".join(lines)


def as_dot(graph: Graph, concepts: Mapping[str, Concept], signs: Signs = NONE) -> str:
    """A DOT digraph with a cluster for each area; the colour of a sign is the colour of the node's frame."""

    def quoted(text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
        return f'"{escaped}"'

    lines = ["digraph concepts {", "  rankdir=LR;", '  node [shape=box, style=rounded, fontname="sans-serif"];']
    for index, (area, members) in enumerate(by_area(graph, concepts).items()):
        lines.append(f"  subgraph cluster_{index} {{")
        lines.append(f"    label={quoted(graph.areas[area].title)};")
        for name in members:
            frame = f', color="{signs[name].ink}", penwidth=2' if name in signs else ""
            lines.append(f"    {quoted(name)} [label={quoted(titled(concepts[name].title, name, signs))}{frame}];")
        lines.append("  }")
    lines += [f"  label={quoted(legend_line(signs))};"] if signs else []
    lines += [f"  {quoted(below)} -> {quoted(name)};" for below, name in edges(concepts)]
    return "\n".join([*lines, "}"])


Bend = tuple[str, int]  # where edges from a concept pass through a layer: its id and the layer
Node = str | Bend
Row = list[Node]
SWEEPS = 8
WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 216, 34, 70, 14, 24  # pixels
TITLE_LETTERS = 28


def layout(concepts: Mapping[str, Concept]) -> tuple[list[Row], list[tuple[Node, Node]]]:
    """The layers with their concepts and bends in order, and the edges cut into pieces that each cross one gap.

    Each row is sorted by the mean position of its neighbours, forwards and backwards in turn, so that few pieces cross
    (barycentre sweeps; Sugiyama, Tagawa and Toda, 1981).
    """
    named = layers(concepts)
    level = {name: index for index, row in enumerate(named) for name in row}
    pieces: dict[tuple[Node, Node], None] = {}
    for below, name in edges(concepts):
        route: Row = [below, *((below, index) for index in range(level[below] + 1, level[name])), name]
        pieces.update(dict.fromkeys(pairwise(route)))
    rows: list[Row] = [list(row) for row in named]
    for bend in dict.fromkeys(end for _, end in pieces if isinstance(end, tuple)):
        rows[bend[1]].append(bend)
    before: dict[Node, Row] = {node: [] for row in rows for node in row}
    after: dict[Node, Row] = {node: [] for row in rows for node in row}
    for start, end in pieces:
        before[end].append(start)
        after[start].append(end)
    for sweep in range(SWEEPS):
        neighbours = after if sweep % 2 else before
        for row in reversed(rows) if sweep % 2 else rows:
            height = {node: index / max(1, len(each)) for each in rows for index, node in enumerate(each)}
            means = {n: sum(height[o] for o in neighbours[n]) / max(1, len(neighbours[n])) for n in row}
            row.sort(key=lambda node: means[node] if neighbours[node] else height[node])
    return rows, list(pieces)


def as_svg(graph: Graph, concepts: Mapping[str, Concept], signs: Signs = NONE) -> str:
    """A self-contained SVG with layers from left to right: no script, no style sheet, every text escaped.

    Areas are told apart by colour and by a printed number, signs by a character and by the colour of the frame.
    """
    rows, pieces = layout(concepts)
    at = _positions(rows)
    areas = [area for area in graph.areas if any(concept.area == area for concept in concepts.values())]
    legend_top = max((y for _, y in at.values()), default=0) + HEIGHT + 2 * MARGIN
    signs_top = legend_top + 20 * -(-len(areas) // 4) + MARGIN // 2
    width = MARGIN * 2 + max(1, len(rows)) * (WIDTH + GAP_X) - GAP_X
    height = signs_top + (20 if signs else 0) + MARGIN // 2
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="11">',
        f"<title>{escape(graph.title)}: concepts and what they rest on</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for start, end in pieces:
        (x1, y1), (x2, y2) = at[start], at[end]
        x1, y1, y2 = x1 + WIDTH, y1 + _height(start) // 2, y2 + _height(end) // 2
        middle = (x1 + x2) // 2
        through = "" if isinstance(end, str) else f" H{x2 + WIDTH}"  # at a bend the line runs on past the boxes
        path = f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}{through}"
        lines.append(f'<path d="{path}" fill="none" stroke="#9aa4b2"/>')
    for name, concept in concepts.items():
        lines.append(_svg_node(concept, *at[name], areas.index(concept.area), len(areas), signs))
    for i, area in enumerate(areas):
        x, y = MARGIN + (i % 4) * 240, legend_top + (i // 4) * 20
        lines.append(
            f'<rect x="{x}" y="{y}" width="14" height="14" fill="{_colour(i, len(areas))}" stroke="#4a5568"/>'
            f'<text x="{x + 20}" y="{y + 11}" fill="#1a202c">{i + 1} · {escape(graph.areas[area].title)}</text>'
        )
    for i, sign in enumerate(legend(signs)):
        text = f"{escape(sign.sign)} {escape(sign.word)}"
        lines.append(f'<text x="{MARGIN + i * 120}" y="{signs_top + 11}" fill="{sign.ink}">{text}</text>')
    return "\n".join([*lines, "</svg>"])


def _positions(rows: list[Row]) -> dict[Node, tuple[int, int]]:
    """The top left corner of every concept and the start of every bend, in pixels; layers are centred on one line."""
    heights = [sum(_height(node) + GAP_Y for node in row) for row in rows]
    corners: dict[Node, tuple[int, int]] = {}
    for column, (row, height) in enumerate(zip(rows, heights, strict=True)):
        y = MARGIN + (max(heights) - height) // 2
        for node in row:
            corners[node] = (MARGIN + column * (WIDTH + GAP_X), y)
            y += _height(node) + GAP_Y
    return corners


def _height(node: Node) -> int:
    return HEIGHT if isinstance(node, str) else 0


def _svg_node(concept: Concept, x: int, y: int, area: int, areas: int, signs: Signs) -> str:
    sign = signs.get(concept.id)
    title = titled(f"{area + 1} · {shorten(concept.title, TITLE_LETTERS - 2 * bool(sign))}", concept.id, signs)
    tooltip = f"{concept.title}{f' ({sign.word})' if sign else ''}: {concept.definition}"
    frame = f'stroke="{sign.ink}" stroke-width="2.5"' if sign else 'stroke="#4a5568"'
    return (
        f"<g><title>{escape(tooltip)}</title>"
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{_colour(area, areas)}" {frame}/>'
        f'<text x="{x + 8}" y="{y + 21}" fill="#1a202c">{escape(title)}</text></g>'
    )


def _colour(index: int, count: int) -> str:
    red, green, blue = hls_to_rgb(index / max(1, count), 0.88, 0.55)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
