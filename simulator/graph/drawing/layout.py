"""Where concepts stand in a picture of the map, and the ways of its edges around those in between."""

from collections.abc import Mapping
from itertools import pairwise

from simulator.graph.dag import layers
from simulator.graph.drawing.markup import edges
from simulator.graph.records import Concept

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
