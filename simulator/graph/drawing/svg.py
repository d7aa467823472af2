"""The concept map as an SVG picture: layers from left to right, areas told apart by colour and by a printed number."""

from collections.abc import Mapping
from colorsys import hls_to_rgb
from html import escape
from itertools import pairwise

from simulator.graph.concept_map import layers
from simulator.graph.drawing.markup import NONE, Sign, Signs, edges, legend, titled
from simulator.graph.records import Concept, Graph
from simulator.graph.text import shorten

Bend = tuple[str, int]  # what an edge that leaps over a layer passes there; all edges of one concept share it
Node = str | Bend
Row = list[Node]
SWEEPS = 8


def layout(concepts: Mapping[str, Concept]) -> tuple[list[Row], list[tuple[Node, Node]]]:
    """The layers with their concepts and bends in order, and the pieces of edges, each from one layer to the next.

    Rows are ordered so that pieces cross little (barycentre sweeps; Sugiyama, Tagawa and Toda, 1981).
    """
    named = layers(concepts)
    level = {name: index for index, row in enumerate(named) for name in row}
    pieces: dict[tuple[Node, Node], None] = {}
    for below, name in edges(concepts):
        way: Row = [below, *((below, index) for index in range(level[below] + 1, level[name])), name]
        pieces.update(dict.fromkeys(pairwise(way)))
    rows: list[Row] = [list(row) for row in named]
    for bend in dict.fromkeys(end for _, end in pieces if isinstance(end, tuple)):
        rows[bend[1]].append(bend)
    _order(rows, list(pieces))
    return rows, list(pieces)


def _order(rows: list[Row], pieces: list[tuple[Node, Node]]) -> None:
    below: dict[Node, Row] = {node: [] for row in rows for node in row}
    above: dict[Node, Row] = {node: [] for row in rows for node in row}
    for start, end in pieces:
        below[end].append(start)
        above[start].append(end)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        near = below if forward else above
        for row in rows if forward else reversed(rows):
            place = {node: index / max(1, len(each)) for each in rows for index, node in enumerate(each)}
            means = {node: _mean([place[other] for other in near[node]], place[node]) for node in row}
            row.sort(key=means.__getitem__)


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 216, 34, 70, 14, 24
TITLE_LETTERS = 28


def as_svg(graph: Graph, concepts: Mapping[str, Concept], signs: Signs = NONE) -> str:
    """A self-contained SVG: no script, no style sheet, every text escaped. Signs stand before titles and ink frames."""
    rows, pieces = layout(concepts)
    at = _positions(rows)
    legend_top = max((y for _, y in at.values()), default=0) + HEIGHT + 2 * MARGIN
    areas = [area for area in graph.areas if any(concept.area == area for concept in concepts.values())]
    width = MARGIN * 2 + max(1, len(rows)) * (WIDTH + GAP_X) - GAP_X
    signs_top = legend_top + 20 * -(-len(areas) // 4) + MARGIN // 2
    height = signs_top + (20 if signs else 0) + MARGIN // 2
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="11">',
        f"<title>{escape(graph.title)}: concepts and what they rest on</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    lines += [_edge_piece(start, end, at) for start, end in pieces]
    for name, concept in concepts.items():
        lines.append(_node(concept, *at[name], areas.index(concept.area), len(areas), signs))
    lines += [_area_entry(graph.areas[area].title, i, len(areas), legend_top) for i, area in enumerate(areas)]
    lines += [_legend_entry(sign, i, signs_top) for i, sign in enumerate(legend(signs))]
    return "\n".join([*lines, "</svg>"])


def _positions(rows: list[Row]) -> dict[Node, tuple[int, int]]:
    """The top left corner of every concept, and where the line of every bend begins; each layer about one middle."""
    heights = [sum(_height(node) + GAP_Y for node in row) for row in rows]
    found: dict[Node, tuple[int, int]] = {}
    for column, (row, height) in enumerate(zip(rows, heights, strict=True)):
        y = MARGIN + (max(heights) - height) // 2
        for node in row:
            found[node] = (MARGIN + column * (WIDTH + GAP_X), y)
            y += _height(node) + GAP_Y
    return found


def _height(node: Node) -> int:
    return HEIGHT if isinstance(node, str) else 0


def _edge_piece(start: Node, end: Node, at: Mapping[Node, tuple[int, int]]) -> str:
    """A piece of an edge from one layer to the next; at a bend it runs on, past the boxes of that layer."""
    (x1, y1), (x2, y2) = at[start], at[end]
    x1, y1, y2 = x1 + WIDTH, y1 + _height(start) // 2, y2 + _height(end) // 2
    middle = (x1 + x2) // 2
    on = "" if isinstance(end, str) else f" H{x2 + WIDTH}"
    return f'<path d="M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}{on}" fill="none" stroke="#9aa4b2"/>'


def _colour(index: int, count: int) -> str:
    red, green, blue = hls_to_rgb(index / max(1, count), 0.88, 0.55)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def _node(concept: Concept, x: int, y: int, area: int, areas: int, signs: Signs) -> str:
    sign = signs.get(concept.id)
    room = TITLE_LETTERS - (2 if sign else 0)
    title = shorten(concept.title, room)
    said = f" ({sign.word})" if sign else ""
    frame = f'stroke="{sign.ink}" stroke-width="2.5"' if sign else 'stroke="#4a5568"'
    return (
        f"<g><title>{escape(concept.title)}{escape(said)}: {escape(concept.definition)}</title>"
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{_colour(area, areas)}" {frame}/>'
        f'<text x="{x + 8}" y="{y + 21}" fill="#1a202c">{escape(titled(f"{area + 1} · {title}", concept.id, signs))}'
        "</text></g>"
    )


def _legend_entry(sign: Sign, index: int, top: int) -> str:
    return (
        f'<text x="{MARGIN + index * 120}" y="{top + 11}" fill="{sign.ink}">'
        f"{escape(sign.sign)} {escape(sign.word)}</text>"
    )


def _area_entry(title: str, index: int, count: int, top: int) -> str:
    x, y = MARGIN + (index % 4) * 240, top + (index // 4) * 20
    return (
        f'<rect x="{x}" y="{y}" width="14" height="14" fill="{_colour(index, count)}" stroke="#4a5568"/>'
        f'<text x="{x + 20}" y="{y + 11}" fill="#1a202c">{index + 1} · {escape(title)}</text>'
    )
