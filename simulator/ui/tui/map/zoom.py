"""The map drawn: all areas, the concepts of one, or all concepts; what is lit with the chosen one; and the keys."""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache, partial

from textual.message import Message

from simulator.graph.concept_map import chain, dag, layers
from simulator.graph.drawing import by_area, edges, within
from simulator.graph.records import Graph
from simulator.graph.text import plural, shorten_name
from simulator.report.concept_records import STANDING_SIGNS, ConceptMap, ConceptStanding, counts
from simulator.report.tones import STANDING_TONES
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.map.drawing import Drawing, Picture
from simulator.ui.tui.map.layers import PARTS, UNKNOWN, chain_line
from simulator.ui.tui.map.layout import (
    Arrangement,
    ChipLabel,
    Edge,
    MapLayout,
    arranged,
    map_layout,
    packed,
    spread,
)

MANY = 200  # concepts; more than these are first shown by area, as are those with titles that would be cut


class Zoom(IntEnum):
    """From far to near."""

    AREAS = 0
    AREA = 1
    ALL = 2


@lru_cache(maxsize=24)
def arrangement(graph: Graph, zoom: Zoom, area: str | None) -> Arrangement:
    """The layers of what is shown, computed once: a second for a thousand concepts, so not where keys are awaited."""
    from simulator.ui.tui.map import canvas  # noqa: F401 - with numpy, imported while keys are still taken

    dag(graph)  # the same for a chain
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


def concept_labels(
    graph: Graph, names: Collection[str], standings: Mapping[str, ConceptStanding], touched: Collection[str], room: int
) -> dict[str, ChipLabel]:
    """A sign and the title, in `room` columns at most."""
    labels = {}
    for name in names:
        standing = standings.get(name)
        sign = STANDING_SIGNS[standing.mark] if standing else UNKNOWN
        tone = STANDING_TONES[standing.mark] if standing else "unknown"
        whole = graph.concepts[name].title
        title = shorten_name(whole, room)
        pieces = ((f"{sign} ", tone), (title, ""))
        labels[name] = ChipLabel(pieces, tone, name in touched, whole=whole if title != whole else "")
    return labels


def area_labels(
    graph: Graph, names: Sequence[str], known: ConceptMap | None, touched: Collection[str], room: int
) -> dict[str, ChipLabel]:
    """The title of an area, in short where no other begins so, and how many of its concepts have each mark."""
    areas = by_area(graph, graph.concepts)
    titles, labels = [graph.areas[area].title for area in names], {}
    for area in names:
        pieces = [(shorten_name(words.short_title(graph.areas[area].title, titles), room), "")]
        if known is not None:
            tally = counts(known.standings[name] for name in areas[area])
            pieces += [
                (f" {STANDING_SIGNS[mark]}{count}", STANDING_TONES[mark]) for mark, count in tally.items() if count
            ]
        labels[area] = ChipLabel(tuple(pieces), "unknown", any(name in touched for name in areas[area]))
    return labels


# The drawing

# columns of a title, by those of the drawing; longer ones end with three dots
ROOMS = ((0, 16), (70, 20), (100, 22))
LINES_FROM = 110  # columns of a drawing of all concepts that has all lines
EVERY = 1000  # layers, more than there are
ALONE = 10  # columns more where one area is shown, or areas alone
WIDER = (60, 36, 22, 16)  # the same where the drawing fits all the same
NARROWER = (ALONE, 8, 6, 4, 2, 0)  # the same where so many layers fit: what one rests on, itself, and what rests on it
WHOLE = [(columns, EVERY) for columns in WIDER]
WIDTHS = {
    Zoom.AREAS: (*WHOLE, (ALONE, 0)),
    Zoom.AREA: (*WHOLE, *((columns, layers) for layers in (3, 2) for columns in NARROWER)),
    Zoom.ALL: ((0, 0),),
}


class MapDrawing(Drawing):
    """Areas, one area or all concepts, with what is known of the candidate."""

    BINDINGS = bindings("drawing")

    @dataclass
    class Left(Message):
        """The list is to be shown again."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.zoom = Zoom.ALL
        self.area: str | None = None
        self._graph: Graph | None = None
        self._known: ConceptMap | None = None
        self._map_layout: tuple[Arrangement, tuple[Mapping[str, int], int], MapLayout] | None = None
        self._busy = asyncio.Lock()

    @property
    def concept(self) -> str | None:
        """The chosen concept; None where areas are shown."""
        return self.chosen or None if self.zoom is not Zoom.AREAS else None

    @property
    def chosen_area(self) -> str | None:
        """The chosen area, or that of the chosen concept."""
        if self._graph is None or not self.chosen:
            return None
        return self._graph.area_of(self.concept) if self.concept else self.chosen

    async def show_map(
        self, graph: Graph, known: ConceptMap | None, zoom: Zoom, area: str | None, chosen: str | None
    ) -> None:
        """Show a part of the map from so near, with this area or concept chosen, or with whatever matters most."""
        async with self._busy:
            await self._show_map(graph, known, zoom, area, chosen)

    async def refresh_map(self, known: ConceptMap | None) -> None:
        """Show the same with what is known now, or in another width."""
        async with self._busy:  # only then is it known how near it is
            if self._graph is not None and self.chosen:
                await self._show_map(self._graph, known, self.zoom, self.area, self.chosen)

    async def _show_map(
        self, graph: Graph, known: ConceptMap | None, zoom: Zoom, area: str | None, chosen: str | None
    ) -> None:
        self._graph, self._known = graph, known
        if not self.chosen:
            self.zoom, self.area = zoom, area
        layered = await asyncio.to_thread(arrangement, graph, zoom, area)
        # not before: until the picture changes, what is chosen belongs to the old zoom
        self.zoom, self.area = zoom, area
        names = [knot for layer in layered.layers for knot, _ in layer if isinstance(knot, str)]
        touched = touched_last(known)
        if chosen not in names:
            chosen = self._first(names)
        room = max(room for least, room in ROOMS if self.size.width >= least)
        standings = known.standings if known else {}
        # no name is cut beside free columns
        for wider, fitting in WIDTHS[zoom]:
            if zoom is Zoom.AREAS:
                labels = area_labels(graph, names, known, touched, room + wider)
            else:
                labels = concept_labels(graph, names, standings, touched, room + wider)
            drawn = self._placed(layered, labels)
            if drawn.widest(fitting) <= self.size.width:
                break
        joined = ties(graph) if zoom is Zoom.AREAS else {}
        light = partial(lit, graph, zoom, lines=drawn.lines)
        # past the few chips that a small screen shows run the lines of all the others
        only_lit = zoom is Zoom.ALL and self.size.width < LINES_FROM
        self.show(Picture(drawn, labels, light, joined, only_lit=only_lit), chosen)
        self.post_message(self.Moved(chosen))

    def _placed(self, layered: Arrangement, labels: Mapping[str, ChipLabel]) -> MapLayout:
        """The layout; the same as before where nothing has another width, so that its lines are kept."""
        widths, rows = {name: label.width for name, label in labels.items()}, self.size.height
        if self._map_layout is None or self._map_layout[0] is not layered or self._map_layout[1] != (widths, rows):
            self._map_layout = (layered, (widths, rows), map_layout(spread(layered, rows), widths))
        return self._map_layout[2]

    def _first(self, names: list[str]) -> str:
        """Of the area that is shown, the weakest of the gaps, else of what the last interview touched; or its area."""
        if self._graph is None:
            return names[0]
        area, standings = self._graph.area_of, self._known.standings if self._known else {}
        touched = touched_last(self._known)

        def rank(name: str) -> tuple[bool, bool, bool, float]:
            standing = standings.get(name)
            gap, chance = (standing.mark == "gap", standing.mastery) if standing else (False, 0.0)
            met = name in touched
            return self.area not in (None, area(name)), not gap, not met, chance if gap or met else 0.0

        if self.zoom is Zoom.AREAS:
            return area(min(self._graph.concepts, key=rank)) if touched else names[0]
        return min(names, key=rank)

    def chosen_words(self) -> str:
        """The chosen one and what it is joined with, in a line."""
        if self._graph is None or self.picture is None or not self.chosen:
            return ""
        names = self.picture.layout.chips.keys()
        if self.concept:
            title = self._graph.concepts[self.concept].title
            return f"{title}{PARTS}{chain_line(self._graph, self.concept, [*names])}"
        joined = [count for edge, count in ties(self._graph).items() if self.chosen in edge]
        title = self._graph.areas[self.chosen].title
        linked = f"joined to {plural(len(joined), 'area')}"
        return PARTS.join((title, linked, "(n) prerequisites", f"{sum(joined)} in all"))

    # Keys

    def action_go(self, direction: str) -> None:
        if self.picture is not None:
            self.choose(self.picture.layout.neighbour(self.chosen, direction))

    def action_pan(self, right: int, down: int) -> None:
        """Move the view by half of it to the right and down, or back with -1; the chosen one stays."""
        room = self.scrollable_content_region.size
        self.scroll_relative(right * room.width // 2, down * room.height // 2, animate=False, force=True)

    def action_open_chip(self) -> None:
        if self.chosen:
            self.post_message(self.Opened(self.chosen))

    def action_list(self) -> None:
        self.post_message(self.Left())

    async def action_closer(self) -> None:
        if self._graph is None or not self.chosen or self.zoom is Zoom.ALL:
            return
        if self.zoom is Zoom.AREAS:
            await self.show_map(self._graph, self._known, Zoom.AREA, self.chosen, None)
        else:
            await self.show_map(self._graph, self._known, Zoom.ALL, None, self.chosen)

    async def action_farther(self) -> None:
        if self._graph is None or not self.chosen or self.zoom is Zoom.AREAS:
            return
        if self.zoom is Zoom.ALL:
            await self.show_map(self._graph, self._known, Zoom.AREA, self.chosen_area, self.chosen)
        else:
            await self.show_map(self._graph, self._known, Zoom.AREAS, None, self.area)

    async def go_to_area(self, by: int) -> None:
        """Go to the next area, or with -1 to the one before."""
        if self._graph is None or (current := self.area or self.chosen_area) is None:
            return
        areas = by_area(self._graph, self._graph.concepts)
        order = list(areas)
        area = order[(order.index(current) + by) % len(order)]
        if self.zoom is Zoom.AREA:
            await self.show_map(self._graph, self._known, Zoom.AREA, area, None)
        else:
            self.choose(area if self.zoom is Zoom.AREAS else areas[area][0])


def readable(graph: Graph) -> bool:
    """Whether all concepts can be drawn at once with their whole titles."""
    longest = max(room for _, room in ROOMS)
    few = len(graph.concepts) <= MANY
    return few and all(shorten_name(c.title, longest) == c.title for c in graph.concepts.values())
