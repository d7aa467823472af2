"""The concept map as an SVG picture: layers from left to right, areas told apart by colour and by a printed number."""

from collections.abc import Mapping
from colorsys import hls_to_rgb
from html import escape

from simulator.graph.dag import layers
from simulator.graph.drawing.markup import edges
from simulator.graph.drawing.signs import NONE, Sign, Signs, legend, titled
from simulator.graph.records import Concept, Graph

WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 216, 34, 70, 14, 24
TITLE_LETTERS = 28
SWEEPS = 8


def as_svg(graph: Graph, concepts: Mapping[str, Concept], signs: Signs = NONE) -> str:
    """A self-contained SVG: no script, no style sheet, every text escaped. Signs stand before titles and ink frames."""
    order = ordered_layers(concepts)
    at = _positions(order)
    legend_top = max((y for _, y in at.values()), default=0) + HEIGHT + 2 * MARGIN
    areas = [area for area in graph.areas if any(concept.area == area for concept in concepts.values())]
    width = MARGIN * 2 + max(1, len(order)) * (WIDTH + GAP_X) - GAP_X
    told_top = legend_top + 20 * -(-len(areas) // 4) + MARGIN // 2
    height = told_top + (20 if signs else 0) + MARGIN // 2
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="11">',
        f"<title>{escape(graph.title)}: concepts and what they rest on</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    lines += [_edge(at[below], at[name]) for below, name in edges(concepts)]
    lines += [_node(concepts[name], *at[name], areas.index(concepts[name].area), len(areas), signs) for name in at]
    lines += [_key(graph.areas[area].title, i, len(areas), legend_top) for i, area in enumerate(areas)]
    lines += [_told(sign, i, told_top) for i, sign in enumerate(legend(signs))]
    return "\n".join([*lines, "</svg>"])


def ordered_layers(concepts: Mapping[str, Concept]) -> list[list[str]]:
    """The layers, each ordered so that edges cross little (barycentre sweeps; Sugiyama, Tagawa and Toda, 1981)."""
    order = layers(concepts)
    below = {name: [p for p in concept.prerequisites if p in concepts] for name, concept in concepts.items()}
    above: dict[str, list[str]] = {name: [] for name in concepts}
    for name, names in below.items():
        for other in names:
            above[other].append(name)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        for layer in order if forward else reversed(order):
            place = {name: index / max(1, len(row)) for row in order for index, name in enumerate(row)}
            near = below if forward else above
            layer.sort(key=lambda name: _mean([place[n] for n in near[name]], place[name]))
    return order


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _positions(order: list[list[str]]) -> dict[str, tuple[int, int]]:
    tallest = max((len(layer) for layer in order), default=0)
    step = HEIGHT + GAP_Y
    return {
        name: (MARGIN + column * (WIDTH + GAP_X), MARGIN + (tallest - len(layer)) * step // 2 + row * step)
        for column, layer in enumerate(order)
        for row, name in enumerate(layer)
    }


def _edge(start: tuple[int, int], end: tuple[int, int]) -> str:
    x1, y1, x2, y2 = start[0] + WIDTH, start[1] + HEIGHT // 2, end[0], end[1] + HEIGHT // 2
    middle = (x1 + x2) // 2
    return f'<path d="M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}" fill="none" stroke="#9aa4b2"/>'


def _colour(index: int, count: int) -> str:
    red, green, blue = hls_to_rgb(index / max(1, count), 0.88, 0.55)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def _node(concept: Concept, x: int, y: int, area: int, areas: int, signs: Signs) -> str:
    sign = signs.get(concept.id)
    room = TITLE_LETTERS - (2 if sign else 0)
    title = concept.title if len(concept.title) <= room else f"{concept.title[: room - 1]}…"
    said = f" ({sign.word})" if sign else ""
    frame = f'stroke="{sign.ink}" stroke-width="2.5"' if sign else 'stroke="#4a5568"'
    return (
        f"<g><title>{escape(concept.title)}{escape(said)}: {escape(concept.definition)}</title>"
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{_colour(area, areas)}" {frame}/>'
        f'<text x="{x + 8}" y="{y + 21}" fill="#1a202c">{escape(titled(f"{area + 1} · {title}", concept.id, signs))}'
        "</text></g>"
    )


def _told(sign: Sign, index: int, top: int) -> str:
    return (
        f'<text x="{MARGIN + index * 120}" y="{top + 11}" fill="{sign.ink}">'
        f"{escape(sign.sign)} {escape(sign.word)}</text>"
    )


def _key(title: str, index: int, count: int, top: int) -> str:
    x, y = MARGIN + (index % 4) * 240, top + (index // 4) * 20
    return (
        f'<rect x="{x}" y="{y}" width="14" height="14" fill="{_colour(index, count)}" stroke="#4a5568"/>'
        f'<text x="{x + 20}" y="{y + 11}" fill="#1a202c">{index + 1} · {escape(title)}</text>'
    )
