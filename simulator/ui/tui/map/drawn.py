"""The map drawn on its screen: which part is shown, from how near, and what the keys do there."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from textual.message import Message

from simulator.graph.concept_map import dag
from simulator.graph.drawing import by_area
from simulator.graph.records import Graph
from simulator.graph.text import plural
from simulator.report.concept_records import ConceptMap
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.map import zoom as zooms
from simulator.ui.tui.map.drawing import Drawing, Picture
from simulator.ui.tui.map.layers import PARTS, chain_line
from simulator.ui.tui.map.layout import Arrangement, Plane, plane, spread
from simulator.ui.tui.map.zoom import Face, Zoom

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
        self._plane: tuple[Arrangement, tuple[Mapping[str, int], int], Plane] | None = None
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
        arrangement = await asyncio.to_thread(_prepared, graph, zoom, area)
        # not before: until the picture changes, what is chosen belongs to the old zoom
        self.zoom, self.area = zoom, area
        names = [knot for layer in arrangement.layers for knot, _ in layer if isinstance(knot, str)]
        touched = zooms.touched_last(known)
        if chosen not in names:
            chosen = self._first(names)
        room = max(room for least, room in ROOMS if self.size.width >= least)
        standings = known.standings if known else {}
        # no name is cut beside free columns
        for wider, fitting in WIDTHS[zoom]:
            if zoom is Zoom.AREAS:
                faces = zooms.area_faces(graph, names, known, touched, room + wider)
            else:
                faces = zooms.concept_faces(graph, names, standings, touched, room + wider)
            drawn = self._placed(arrangement, faces)
            if drawn.widest(fitting) <= self.size.width:
                break
        counts = zooms.ties(graph) if zoom is Zoom.AREAS else {}
        light = partial(zooms.lit, graph, zoom, lines=drawn.lines)
        # past the few chips that a small screen shows run the lines of all the others
        only_lit = zoom is Zoom.ALL and self.size.width < LINES_FROM
        self.show(Picture(drawn, faces, light, counts, only_lit=only_lit), chosen)
        self.post_message(self.Moved(chosen))

    def _placed(self, arrangement: Arrangement, faces: Mapping[str, Face]) -> Plane:
        """The plane; the same as before where nothing has another width, so that its lines are kept."""
        widths, rows = {name: face.width for name, face in faces.items()}, self.size.height
        if self._plane is None or self._plane[0] is not arrangement or self._plane[1] != (widths, rows):
            self._plane = (arrangement, (widths, rows), plane(spread(arrangement, rows), widths))
        return self._plane[2]

    def _first(self, names: list[str]) -> str:
        """Of the area that is shown, the weakest of the gaps, else of what the last interview touched; or its area."""
        if self._graph is None:
            return names[0]
        area, standings = self._graph.area_of, self._known.standings if self._known else {}
        touched = zooms.touched_last(self._known)

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
        names = self.picture.plane.chips.keys()
        if self.concept:
            title = self._graph.concepts[self.concept].title
            return f"{title}{PARTS}{chain_line(self._graph, self.concept, [*names])}"
        joined = [count for edge, count in zooms.ties(self._graph).items() if self.chosen in edge]
        title = self._graph.areas[self.chosen].title
        return f"{title}{PARTS}linked to {plural(len(joined), 'area')}{PARTS}by {plural(sum(joined), 'prerequisite')}"

    # Keys

    def _step(self, direction: str) -> None:
        if self.picture is not None:
            self.choose(self.picture.plane.neighbour(self.chosen, direction))

    def action_go_left(self) -> None:
        self._step("left")

    def action_go_right(self) -> None:
        self._step("right")

    def action_go_up(self) -> None:
        self._step("up")

    def action_go_down(self) -> None:
        self._step("down")

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
    few = len(graph.concepts) <= zooms.MANY
    return few and all(zooms.shortened(c.title, longest) == c.title for c in graph.concepts.values())


def _prepared(graph: Graph, zoom: Zoom, area: str | None) -> Arrangement:
    """The layers, with all that takes long to import."""
    from simulator.ui.tui.map import ink  # noqa: F401 - with numpy, imported while keys are still taken

    dag(graph)
    return zooms.arrangement(graph, zoom, area)
