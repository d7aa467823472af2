"""What a drawing shows: all areas, the concepts of one, or all concepts; and what is lit with the chosen one."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

from textual.content import Content

from simulator.graph.concept_map import chain, layers
from simulator.graph.drawing import by_area, edges, within
from simulator.graph.records import Graph
from simulator.report.concept_records import SIGNS, ConceptMap, ConceptStanding, counts
from simulator.report.tones import STANDING_TONES
from simulator.ui.tui import words
from simulator.ui.tui.map.layers import UNKNOWN
from simulator.ui.tui.map.layout import Arrangement, Edge, arranged, packed

LEAST = 6  # columns of a title that say something
MANY = 200  # concepts; more than these are first shown by area, as are those with titles that would be cut


class Zoom(IntEnum):
    """From far to near."""

    AREAS = 0
    AREA = 1
    ALL = 2


@dataclass(frozen=True)
class Face:
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

    def wider(self, columns: int) -> "Face":
        """With so many columns more for its text."""
        if columns <= 0:
            return self
        text, tone = self.pieces[-1]
        more = shortened(self.whole, Content(text).cell_length + columns)
        return replace(self, pieces=(*self.pieces[:-1], (more, tone)))

    def within(self, columns: int) -> "Face":
        """With its title cut so that it takes so many columns; itself where too little would be left of it."""
        at = next((number for number, (_, tone) in enumerate(self.pieces) if not tone), 0)
        title = self.pieces[at][0]
        room = Content(title).cell_length - (self.width - columns)
        if room < LEAST or self.bare:
            return self
        return replace(self, pieces=(*self.pieces[:at], (shortened(title, room), ""), *self.pieces[at + 1 :]))


@lru_cache(maxsize=24)
def arrangement(graph: Graph, zoom: Zoom, area: str | None) -> Arrangement:
    """The layers of what is shown, computed once: a second for a thousand concepts, so not where keys are awaited."""
    if zoom is Zoom.AREAS:
        return arranged([*by_area(graph, graph.concepts)], strong(ties(graph)))
    shown = within(graph, area if zoom is Zoom.AREA else None)
    return arranged([*shown], edges(shown))


@lru_cache(maxsize=4)
def glance(graph: Graph) -> Arrangement:
    """All concepts close together, without the lines between them."""
    return packed(arrangement(graph, Zoom.ALL, None))


@lru_cache(maxsize=4)
def ties(graph: Graph) -> Mapping[Edge, int]:
    """How many prerequisites join two areas, counted both ways; the edge starts in the one nearer the foundations."""
    depth = {name: number for number, layer in enumerate(layers(graph.concepts)) for name in layer}
    order = sorted(
        by_area(graph, graph.concepts).items(), key=lambda item: sum(depth[name] for name in item[1]) / len(item[1])
    )
    rank = {area: number for number, (area, _) in enumerate(order)}
    counts: Counter[Edge] = Counter()
    for below, name in edges(graph.concepts):
        start, end = sorted((graph.area_of(below), graph.area_of(name)), key=rank.__getitem__)
        if start != end:
            counts[start, end] += 1
    return dict(counts)


def strong(counts: Mapping[Edge, int]) -> list[Edge]:
    """The ties worth a line: two prerequisites or more, or the most that one of the two areas has with any."""
    most: dict[str, int] = {}
    for edge, count in counts.items():
        for area in edge:
            most[area] = max(count, most.get(area, 0))
    return [edge for edge, count in counts.items() if count > 1 or count in (most[edge[0]], most[edge[1]])]


def lit(graph: Graph, zoom: Zoom, chosen: str, lines: Collection[Edge]) -> tuple[frozenset[str], tuple[Edge, ...]]:
    """The chips and lines of the chosen one's chain; of an area, all that it is joined with."""
    if zoom is Zoom.AREAS:
        near = tuple(edge for edge in lines if chosen in edge)
        return frozenset(name for edge in near for name in edge) | {chosen}, near
    whole = chain(graph, chosen)
    below, above = whole.below | {chosen}, whole.above | {chosen}
    bright = tuple(edge for edge in lines if edge[1] in below or edge[0] in above)
    return below | above, bright


# What stands on the chips


def touched_last(known: ConceptMap | None) -> frozenset[str]:
    """The concepts that the latest interview asked about."""
    met = [(e.at, e.session, name) for name, several in known.encounters.items() for e in several] if known else []
    last = max(met)[1] if met else ""
    return frozenset(name for _, session, name in met if session == last)


def concept_faces(
    graph: Graph, names: Collection[str], standings: Mapping[str, ConceptStanding], touched: Collection[str], room: int
) -> dict[str, Face]:
    """A sign and the title, in `room` columns at most."""
    faces = {}
    for name in names:
        standing = standings.get(name)
        sign = SIGNS[standing.mark] if standing else UNKNOWN
        tone = STANDING_TONES[standing.mark] if standing else "unknown"
        whole = graph.concepts[name].title
        title = shortened(whole, room)
        pieces = ((f"{sign} ", tone), (title, ""))
        faces[name] = Face(pieces, tone, name in touched, whole=whole if title != whole else "")
    return faces


def area_faces(
    graph: Graph, names: Sequence[str], known: ConceptMap | None, touched: Collection[str], room: int
) -> dict[str, Face]:
    """The title of an area, in short where no other begins so, and how many of its concepts have each mark."""
    areas = by_area(graph, graph.concepts)
    titles, faces = [graph.areas[area].title for area in names], {}
    for area in names:
        pieces = [(shortened(words.short_title(graph.areas[area].title, titles), room), "")]
        if known is not None:
            tally = counts(known.standings[name] for name in areas[area])
            pieces += [(f" {SIGNS[mark]}{count}", STANDING_TONES[mark]) for mark, count in tally.items() if count]
        faces[area] = Face(tuple(pieces), "unknown", any(name in touched for name in areas[area]))
    return faces


def shortened(title: str, room: int) -> str:
    """A title in at most `room` columns."""
    return Content(title).truncate(room, ellipsis=True).plain
