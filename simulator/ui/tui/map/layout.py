"""Where the chips of a drawing stand and how its lines run: layers from left to right, with few crossings.

The order within layers, the rows and the way of long lines past the chips between come from grandalf (Sugiyama, with
the coordinates of Brandes and Köpf). Here they become whole cells.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from textual.content import Content

from simulator.graph.text import fit, shorten_name

if TYPE_CHECKING:
    import networkx
    from grandalf.layouts import SugiyamaLayout

Edge = tuple[str, str]  # from what is rested on to what rests on it
Knot = str | tuple[str, str, int]  # a chip, or the place where a long line passes a layer
Point = tuple[int, int]  # column and row

CHIP_ROWS = 2  # a chip and the blank row below it
FARTHEST = 3  # times as many rows where there is room for them
PAD = 2  # columns between chips and the first and last line that turns
NUDGES = (1, -1, 2, -2, 3, -3)  # rows that something may move out of the way
LEAST = 6  # columns of a title that say something
ROUNDS = 4  # of reducing crossings; more find no fewer on the bundled graph


@dataclass(frozen=True)
class Arrangement:
    """What rests on what, in layers: each from top to bottom with the row of every chip and passing line."""

    layers: tuple[tuple[tuple[Knot, int], ...], ...]
    edges: tuple[Edge, ...]

    @cached_property
    def places(self) -> Mapping[Knot, Point]:
        """Layer and row of every chip and passing line."""
        return {knot: (number, row) for number, layer in enumerate(self.layers) for knot, row in layer}


def _grouped(edges: Iterable[Edge]) -> Mapping[str, tuple[str, ...]]:
    """The ends of edges by where they start."""
    ends: dict[str, list[str]] = defaultdict(list)
    for start, end in edges:
        ends[start].append(end)
    return {start: tuple(names) for start, names in ends.items()}


@dataclass(frozen=True)
class Chip:
    """A box of one row on the map."""

    name: str
    layer: int
    x: int
    row: int
    width: int

    @property
    def end(self) -> int:
        """The column behind it."""
        return self.x + self.width


@dataclass(frozen=True)
class ChipLabel:
    """What stands on a chip: pieces of text, each with the tone of its colour or none; `tone` colours the chip.

    A `touched` one has a sign behind it; a `bare` one has no room for that. `whole` is the text of the last piece where
    that is cut.
    """

    pieces: tuple[tuple[str, str], ...]
    tone: str = "unknown"
    touched: bool = False
    bare: bool = False
    whole: str = ""

    @property
    def width(self) -> int:
        """Columns, with one at each end for a sign."""
        return (0 if self.bare else 2) + sum(Content(text).cell_length for text, _ in self.pieces)

    @property
    def lacks(self) -> int:
        """Columns that the whole text would take beyond its own."""
        return Content(self.whole).cell_length - Content(self.pieces[-1][0]).cell_length if self.whole else 0

    def wider(self, columns: int) -> "ChipLabel":
        """With so many columns more for its text, or with fewer where the next word takes more than they are."""
        if columns <= 0:
            return self
        text, tone = self.pieces[-1]
        more = shorten_name(self.whole, Content(text).cell_length + columns)
        return replace(self, pieces=(*self.pieces[:-1], (more, tone)))

    def within(self, columns: int) -> "ChipLabel":
        """With its title cut so that it takes so many columns; itself where too little would be left of it."""
        at = next((number for number, (_, tone) in enumerate(self.pieces) if not tone), 0)
        title = self.pieces[at][0]
        room = Content(title).cell_length - (self.width - columns)
        if room < LEAST or self.bare:
            return self
        cut = fit(shorten_name(title, room), room)  # its chip stays where it stands
        return replace(self, pieces=(*self.pieces[:at], (cut, ""), *self.pieces[at + 1 :]))


@dataclass(frozen=True)
class MapLayout:
    """Chips and lines in cells. A line goes level or upright from point to point, from one chip into another."""

    chips: Mapping[str, Chip]
    lines: Mapping[Edge, tuple[Point, ...]]
    columns: tuple[tuple[int, int], ...]  # where each layer starts and ends
    height: int

    @property
    def width(self) -> int:
        """Cells from the left end to the right."""
        return max((end for _, end in self.columns), default=0)

    def widest(self, layers: int) -> int:
        """The most cells that so many layers take, one behind the other."""
        layers = min(layers, len(self.columns))
        several = (self.columns[first : first + layers] for first in range(len(self.columns) - layers + 1))
        return max((some[-1][1] - some[0][0] for some in several if some), default=0)

    @cached_property
    def layers(self) -> tuple[tuple[Chip, ...], ...]:
        """The chips of every layer from top to bottom."""
        layers: list[list[Chip]] = [[] for _ in self.columns]
        for chip in self.chips.values():
            layers[chip.layer].append(chip)
        return tuple(tuple(sorted(layer, key=lambda chip: chip.row)) for layer in layers)

    @cached_property
    def after(self) -> Mapping[str, tuple[str, ...]]:
        """What every line leads to, by where it starts."""
        return _grouped(self.lines)

    @cached_property
    def before(self) -> Mapping[str, tuple[str, ...]]:
        """Where the lines to a chip come from."""
        return _grouped((end, start) for start, end in self.lines)

    def neighbour(self, name: str, direction: str) -> str:
        """The chip next to one: up and down in its layer, right and left along a line, else in the next layer.

        Of several lines it's the shortest, so that nothing that a line leads to on the way is skipped.
        """
        chip = self.chips[name]
        if direction in ("up", "down"):
            layer = self.layers[chip.layer]
            index = layer.index(chip) + (1 if direction == "down" else -1)
            return layer[index].name if 0 <= index < len(layer) else name
        if direction == "right":
            joined, farther = self.after.get(name, ()), self.layers[chip.layer + 1 :]
        else:
            joined, farther = self.before.get(name, ()), self.layers[: chip.layer][::-1]
        near = tuple(self.chips[other] for other in joined) or next(filter(None, farther), ())
        return min(near, key=lambda c: (abs(c.layer - chip.layer), abs(c.row - chip.row)), default=chip).name


def arranged(names: Sequence[str], edges: Collection[Edge]) -> Arrangement:
    """The chips in layers, the same ones every time. There are no circles; edges of unknown names are left out."""
    import networkx  # deferred, as grandalf with numpy below: only a drawing needs them

    whole: networkx.DiGraph[str] = networkx.DiGraph()
    whole.add_nodes_from(names)
    whole.add_edges_from((start, end) for start, end in edges if start in whole and end in whole)
    parts = [_laid_out(whole.subgraph(part), names) for part in networkx.weakly_connected_components(whole)]
    stacked = _stacked(sorted(parts, key=lambda part: -sum(map(len, part))))
    return _untangled(Arrangement(stacked, tuple(whole.edges)))


class _Size:
    """The room of a chip or a passing line, as grandalf asks for it; its x runs along our rows."""

    def __init__(self, rows: int) -> None:
        self.w, self.h, self.xy = rows, 1, (0.0, 0.0)


_Layers = list[list[tuple[Knot, int]]]


def _laid_out(part: "networkx.DiGraph[str]", order: Sequence[str]) -> _Layers:
    """One connected part in layers, in whole rows from 0."""
    from grandalf.graphs import Edge as GrandalfEdge
    from grandalf.graphs import Vertex, graph_core
    from grandalf.layouts import SugiyamaLayout

    vertices = {name: Vertex(name) for name in order if name in part}
    for vertex in vertices.values():
        vertex.view = _Size(CHIP_ROWS)
    # not its Graph: that keeps edges in a set, and the picture would be another one every time
    joined = [GrandalfEdge(vertices[start], vertices[end]) for start in vertices for end in sorted(part.succ[start])]
    sugiyama = SugiyamaLayout(graph_core(list(vertices.values()), joined))
    sugiyama.xspace, sugiyama.yspace = 0, 1
    sugiyama.init_all(roots=[vertex for vertex in vertices.values() if not vertex.e_in()], inverted_edges=[])
    for passing in sugiyama.grx.values():
        if passing.dummy:
            passing.view.w = 0
    _look_up_quickly(sugiyama)
    sugiyama.draw(ROUNDS)
    names = _names(sugiyama)
    layers = [_in_rows([(names[v], v.view.xy[0]) for v in layer]) for layer in sugiyama.layers]
    top = min(row for layer in layers for _, row in layer)
    return [[(knot, row - top) for knot, row in layer] for layer in layers]


def _look_up_quickly(sugiyama: "SugiyamaLayout") -> None:
    """Keep its conflicts in a set: as a list they take most of the time for a thousand concepts."""
    detect = sugiyama._detect_alignment_conflicts

    def detected() -> None:
        detect()
        sugiyama.conflicts = set(sugiyama.conflicts)

    sugiyama._detect_alignment_conflicts = detected


def _names(sugiyama: "SugiyamaLayout") -> dict[object, Knot]:
    """What every vertex of a layout stands for."""
    names: dict[object, Knot] = {vertex: vertex.data for vertex in sugiyama.g.sV}
    for edge, passed in sugiyama.ctrls.items():
        for layer, vertex in passed.items():
            if getattr(vertex, "dummy", 0):
                names[vertex] = (edge.v[0].data, edge.v[1].data, layer)
    return names


def _in_rows(layer: Sequence[tuple[Knot, float]]) -> list[tuple[Knot, int]]:
    """Whole rows near those wished for: two chips keep a row between them, which may hold a line."""
    placed: list[tuple[Knot, int]] = []
    last: dict[bool, int] = {}  # the row of the last chip and of the last line
    for knot, wished in layer:
        chip, row = isinstance(knot, str), round(wished)
        if placed:
            before = placed[-1][0]
            bundled = not chip and not isinstance(before, str) and before[0] == knot[0]  # lines from the same chip
            row = max(row, placed[-1][1] + (0 if bundled else 1))
        row = max(row, last.get(True, row) + CHIP_ROWS) if chip and True in last else row
        last[chip] = row
        placed.append((knot, row))
    return placed


def _stacked(parts: Sequence[_Layers]) -> tuple[tuple[tuple[Knot, int], ...], ...]:
    """Parts without a line between them, one below the other."""
    stacked: _Layers = []
    top = 0
    for part in parts:
        stacked += [[] for _ in range(len(part) - len(stacked))]
        for number, layer in enumerate(part):
            stacked[number] += [(knot, row + top) for knot, row in layer]
        top = CHIP_ROWS + max(row for layer in stacked for _, row in layer)
    return tuple(map(tuple, stacked))


def map_layout(arrangement: Arrangement, widths: Mapping[str, int], gap: int = 0) -> MapLayout:
    """The arrangement in cells, with chips of these widths; between layers `gap` columns, or what the lines need."""
    steps = _steps(arrangement.places, arrangement.edges, len(arrangement.layers))
    tracks = [_tracks(_bundle(step, arrangement.places))[0] for step in steps]
    columns: list[tuple[int, int]] = []
    for number, layer in enumerate(arrangement.layers):
        start = columns[-1][1] + (gap or 2 * PAD + 1 + max(tracks[number - 1].values(), default=0)) if columns else 0
        columns.append((start, start + max((widths[k] for k, _ in layer if isinstance(k, str)), default=1)))
    chips = {
        knot: Chip(knot, number, columns[number][0], row, widths[knot])
        for number, layer in enumerate(arrangement.layers)
        for knot, row in layer
        if isinstance(knot, str)
    }
    turns = [
        {row: end + PAD + track for row, track in turning.items()}
        for (_, end), turning in zip(columns, tracks, strict=True)
    ]
    lines = {edge: tuple(_line(edge, arrangement, chips, turns)) for edge in arrangement.edges}
    height = 1 + max((row for layer in arrangement.layers for _, row in layer), default=-1)
    return MapLayout(chips, lines, tuple(columns), height)


def _line(
    edge: Edge, arrangement: Arrangement, chips: Mapping[str, Chip], turns: Sequence[Mapping[int, int]]
) -> Iterator[Point]:
    """From the end of a chip to the start of another, past the layers between."""
    start, end = (chips[name] for name in edge)
    row = start.row
    yield start.end - 1, row
    for layer in range(start.layer, end.layer):
        last = layer + 1 == end.layer
        to = end.row if last else arrangement.places[(*edge, layer + 1)][1]
        if to != row:
            yield turns[layer][row], row
            yield turns[layer][row], to
        row = to
    yield end.x, end.row


_Step = tuple[Knot, Knot]  # a piece of a line, from one layer to the next
_Bundle = Mapping[int, set[int]]  # by the row where lines leave a layer: the rows where they enter the next


def _steps(places: Mapping[Knot, Point], edges: Iterable[Edge], layers: int) -> list[set[_Step]]:
    """The pieces of all lines, by the layer where they start."""
    steps: list[set[_Step]] = [set() for _ in range(layers)]
    for start, end in edges:
        passed: list[Knot] = [(start, end, layer) for layer in range(places[start][0] + 1, places[end][0])]
        for step in pairwise((start, *passed, end)):
            steps[places[step[0]][0]].add(step)
    return steps


def _bundle(steps: Iterable[_Step], places: Mapping[Knot, Point]) -> _Bundle:
    bundle: dict[int, set[int]] = defaultdict(set)
    for start, end in steps:
        bundle[places[start][1]].add(places[end][1])
    return bundle


def _tracks(bundle: _Bundle) -> tuple[dict[int, int], set[int]]:
    """In which column the lines of every row go up or down, so that few cross and no two run on the same cells.

    Also the rows where the latter is not possible.
    """
    spans = {row: (min(row, *ends), max(row, *ends)) for row, ends in bundle.items() if ends != {row}}
    # what leaves at a row must have turned before others turn into that row
    before = {row: {end for end in bundle[row] if end != row and end in spans} for row in spans}
    # of lines that go down the lowest turns first, of lines that go up the highest
    order = sorted(spans, key=lambda row: -row if sum(bundle[row]) > row * len(bundle[row]) else row)
    tracks: dict[int, int] = {}
    stuck: set[int] = set()
    while order:
        row = next((r for r in order if before[r] <= tracks.keys()), order[0])
        order.remove(row)
        stuck |= before[row] - tracks.keys()
        low, high = spans[row]
        left = [tracks[r] for r in tracks if (spans[r][0] <= high and low <= spans[r][1]) or r in before[row]]
        tracks[row] = max(left, default=-1) + 1
    return tracks, stuck


def _untangled(arrangement: Arrangement) -> Arrangement:
    """The arrangement with chips or passing lines a row off, where lines would run on the same cells without that."""
    places, layers = dict(arrangement.places), [[knot for knot, _ in layer] for layer in arrangement.layers]
    steps = _steps(places, arrangement.edges, len(layers))

    def stuck(number: int, at: Mapping[Knot, Point]) -> int:
        return sum(len(_tracks(_bundle(step, at))[1]) for step in steps[max(0, number - 1) : number + 2])

    for number, both in enumerate(pairwise(layers)):
        for row in _tracks(_bundle(steps[number], places))[1]:
            for moved in (_moved(layer, places, row, by) for by in NUDGES for layer in reversed(both)):
                if moved and stuck(number, {**places, **moved}) < stuck(number, places):
                    places.update(moved)
                    break
    return Arrangement(tuple(tuple((k, places[k][1]) for k in layer) for layer in layers), arrangement.edges)


def _moved(layer: Sequence[Knot], places: Mapping[Knot, Point], row: int, by: int) -> dict[Knot, Point]:
    """The places of what stands at a row of a layer, moved; none where there is no room."""
    moved = {knot: (places[knot][0], row + by) for knot in layer if places[knot][1] == row}
    chip = any(isinstance(knot, str) for knot in moved)
    for knot in layer:
        apart = CHIP_ROWS if chip and isinstance(knot, str) else 1
        if knot not in moved and abs(places[knot][1] - row - by) < apart:
            return {}
    return moved if row + by >= 0 else {}


def spread(arrangement: Arrangement, rows: int) -> Arrangement:
    """The same with its rows farther apart, as far as so many rows allow."""
    last = max((row for layer in arrangement.layers for _, row in layer), default=0)
    apart = min(FARTHEST, (rows - 1) // last) if last else 1
    if apart <= 1:
        return arrangement
    layers = tuple(tuple((knot, apart * row) for knot, row in layer) for layer in arrangement.layers)
    return Arrangement(layers, arrangement.edges)


def packed(arrangement: Arrangement) -> Arrangement:
    """The same order in as few rows as the largest layer needs, for a map at a glance; lines pass nowhere."""
    names = [[knot for knot, _ in layer if isinstance(knot, str)] for layer in arrangement.layers]
    most = max(map(len, names), default=0)
    return Arrangement(tuple(tuple(zip(layer, _spread(len(layer), most), strict=True)) for layer in names), ())


def _spread(count: int, rows: int) -> list[int]:
    """Rows for some chips around the middle, with up to two blank ones between where there is room."""
    step = min(CHIP_ROWS + 1, (rows - 1) // (count - 1)) if count > 1 else 1
    first = (rows - 1 - step * (count - 1)) // 2
    return [first + step * number for number in range(count)]
