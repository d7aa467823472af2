"""How a drawn map is laid out: layers, chips that never touch, lines that end where the graph's edges do."""

import random
from itertools import pairwise

import pytest

from simulator.graph.concept_map import layers
from simulator.ui.tui.map.canvas import BAND, DOWN, LEFT, RIGHT, THIN, UP, EdgeCanvas, TiledCanvas, WalkCanvas
from simulator.ui.tui.map.layout import CHIP_ROWS, Arrangement, Chip, Edge, MapLayout, arranged, map_layout, packed
from simulator.ui.tui.map.zoom import Zoom, arrangement, strong, ties
from tests.graphs import llm_graph

GRAPHS = ["llm", "llm areas", "made", "parts"]


def made(seed: int, count: int, parts: int = 1) -> tuple[list[str], list[Edge]]:
    """A graph without circles, of one part or several."""
    drawn = random.Random(seed)
    names = [f"n{number}" for number in range(count)]
    edges = set()
    for number in range(parts, count):
        earlier = range(number % parts, number, parts)
        edges |= {(names[below], names[number]) for below in drawn.choices(earlier, k=drawn.choice((1, 1, 2, 3)))}
    return names, sorted(edges)


def graph_named(name: str) -> tuple[list[str], list[Edge]]:
    if name == "llm":
        concepts = llm_graph().concepts
        return [*concepts], [(below, n) for n, concept in concepts.items() for below in concept.prerequisites]
    if name == "llm areas":
        return [*llm_graph().areas], strong(ties(llm_graph()))
    return made(3, 80) if name == "made" else made(5, 40, parts=4)


def laid_out(name: str) -> tuple[list[str], list[Edge], Arrangement, MapLayout]:
    names, edges = graph_named(name)
    found = arranged(names, edges)
    drawn = random.Random(1)
    return names, edges, found, map_layout(found, {n: drawn.randint(6, 24) for n in names})


def covered(line: tuple[tuple[int, int], ...]) -> set[tuple[int, int]]:
    """Every cell of a line."""
    cells = set()
    for (x, y), (to_x, to_y) in pairwise(line):
        assert x == to_x or y == to_y
        assert to_x >= x
        cells |= {(column, row) for column in range(x, to_x + 1) for row in range(min(y, to_y), max(y, to_y) + 1)}
    return cells


@pytest.mark.parametrize("name", GRAPHS)
def test_chips_and_lines_never_overlap(name: str) -> None:
    names, edges, _, drawn = laid_out(name)
    assert drawn.chips.keys() == set(names)
    assert sorted(drawn.lines) == sorted(edges)
    for layer, (start, end) in zip(drawn.layers, drawn.columns, strict=True):
        assert all(start <= chip.x and chip.end <= end for chip in layer)
        assert all(below.row - chip.row >= CHIP_ROWS for chip, below in pairwise(layer))
    assert all(end < start for (_, end), (start, _) in pairwise(drawn.columns))
    owner = {(x, chip.row): chip.name for chip in drawn.chips.values() for x in range(chip.x, chip.end)}
    for edge, line in drawn.lines.items():
        assert {owner[cell] for cell in covered(line) & owner.keys()} == set(edge)


@pytest.mark.parametrize("name", GRAPHS)
def test_every_edge_leads_to_the_right(name: str) -> None:
    _, edges, found, drawn = laid_out(name)
    for start, end in edges:
        assert drawn.chips[start].layer < drawn.chips[end].layer
        passed = [k for k in found.places if not isinstance(k, str) and k[:2] == (start, end)]
        assert len(passed) == drawn.chips[end].layer - drawn.chips[start].layer - 1


def test_layers_of_concepts_are_those_of_the_list() -> None:
    graph = llm_graph()
    found = arrangement(graph, Zoom.ALL, None)
    shown = [{knot for knot, _ in layer if isinstance(knot, str)} for layer in found.layers]
    assert shown == [set(layer) for layer in layers(graph.concepts)]


STEPS = {UP: (0, -1), RIGHT: (1, 0), DOWN: (0, 1), LEFT: (-1, 0)}
BACK = {UP: DOWN, RIGHT: LEFT, DOWN: UP, LEFT: RIGHT}


def chip_at(drawn: MapLayout, x: int, row: int) -> Chip | None:
    return next((chip for chip in drawn.chips.values() if chip.row == row and chip.x <= x < chip.end), None)


def reached(canvas: TiledCanvas, drawn: MapLayout, start: Chip) -> set[str]:
    """The chips that one comes to from the right end of a chip along the letters that are drawn."""
    rows: dict[int, str] = {}
    todo, seen, found = [(start.end, start.row)], set(), set()
    while todo:
        x, y = todo.pop()
        if (x, y) in seen:
            continue
        seen.add((x, y))
        chip = chip_at(drawn, x, y)
        if chip is not None:
            found.add(chip.name)
            continue
        for row in range(max(0, y - 1), y + 2):
            rows.setdefault(row, canvas.row(row, 0, drawn.width)) if row < drawn.height else None
        ways = THIN.index(rows[y][x])
        for way, (right, down) in STEPS.items():
            if ways & way:
                other = (x + right, y + down)
                assert chip_at(drawn, *other) or THIN.index(rows[other[1]][other[0]]) & BACK[way], "a line breaks off"
                todo.append(other)
    return found - {start.name}


@pytest.mark.parametrize("name", GRAPHS)
def test_drawn_lines_end_where_edges_end(name: str) -> None:
    _, edges, _, drawn = laid_out(name)
    for start, end in edges[:: max(1, len(edges) // 30)]:
        assert reached(EdgeCanvas(drawn, [(start, end)]), drawn, drawn.chips[start]) == {end}
    for start in drawn.after:
        own = [edge for edge in edges if edge[0] == start]
        assert reached(EdgeCanvas(drawn, own), drawn, drawn.chips[start]) == {end for _, end in own}


@pytest.mark.parametrize("name", GRAPHS)
def test_no_two_lines_run_on_the_same_cells(name: str) -> None:
    _, _, _, drawn = laid_out(name)
    runs: dict[tuple[int, int, bool], set[Edge]] = {}
    for edge, line in drawn.lines.items():
        for one, other in pairwise(line):
            for x, y in sorted(covered((one, other)))[1:-1]:  # lines may cross and meet, but not run together
                runs.setdefault((x, y, one[1] == other[1]), set()).add(edge)
    for together in runs.values():  # where they share a cell, what it seems to join is joined
        assert {(start, end) for start, _ in together for _, end in together} <= drawn.lines.keys()


def test_arrows_go_along_lines_and_within_layers() -> None:
    _, _, _, drawn = laid_out("llm")
    for name, chip in drawn.chips.items():
        right, left = drawn.neighbour(name, "right"), drawn.neighbour(name, "left")
        if name in drawn.after:
            joined = [drawn.chips[other] for other in drawn.after[name]]
            nearest = min((other.layer - chip.layer, abs(other.row - chip.row)) for other in joined)
            assert right in drawn.after[name]
            to = drawn.chips[right]
            assert (to.layer - chip.layer, abs(to.row - chip.row)) == nearest, "none on the way is skipped"
        if name in drawn.before:
            assert left in drawn.before[name]
        below = drawn.neighbour(name, "down")
        assert below == name or drawn.neighbour(below, "up") == name
        assert chip_at(drawn, chip.x, chip.row) == chip


def test_a_glance_keeps_order_and_fits() -> None:
    found = arrangement(llm_graph(), Zoom.ALL, None)
    small = packed(found)
    for layer, before in zip(small.layers, found.layers, strict=True):
        assert [name for name, _ in layer] == [name for name, _ in before if isinstance(name, str)]
        assert all(row < below for (_, row), (_, below) in pairwise(layer))
    most = max(map(len, small.layers))
    drawn = map_layout(small, dict.fromkeys(llm_graph().concepts, 1), gap=3)
    assert drawn.height == most
    assert drawn.width == 4 * len(small.layers) - 3


def test_a_walk_is_drawn_across_all_tiles() -> None:
    names = [f"n{number}" for number in range(3 * BAND)]
    found = Arrangement((tuple((name, row) for row, name in enumerate(names)),), ())
    drawn = map_layout(found, dict.fromkeys(names, 3))
    canvas = WalkCanvas(drawn, [names[0], names[-1]])
    assert all(canvas.row(row, 0, drawn.width).strip() for row in range(1, drawn.height - 1))
    assert not WalkCanvas(drawn, []).row(5, 0, 3).strip()


def test_an_empty_graph_is_an_empty_plane() -> None:
    drawn = map_layout(arranged([], []), {})
    assert (drawn.width, drawn.height, drawn.chips, drawn.lines) == (0, 0, {}, {})
    alone = map_layout(arranged(["a", "b"], [("a", "gone")]), {"a": 4, "b": 4})
    assert [chip.layer for chip in alone.chips.values()] == [0, 0]
    assert not alone.lines
