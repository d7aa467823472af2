"""The map: all areas with their marks, then one area in layers, and on wide terminals the marked concept beside it."""

import asyncio
from collections.abc import Collection
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from simulator.errors import SimulatorError
from simulator.graph.concept_map import dag, layers
from simulator.graph.drawing.formats import by_area
from simulator.graph.records import Graph
from simulator.graph.text import plural
from simulator.report.concept_records import SIGNS, ConceptMap
from simulator.report.figures.progress import concept_map
from simulator.report.figures.standing import counts
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.map.concept import ConceptText
from simulator.ui.tui.map.layers import LEGEND, Layers, MarkedRows, chain_line, counted
from simulator.ui.tui.share import SharesScreen
from simulator.ui.tui.starting import confirm_deep_dive
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from simulator.report.concept_records import ConceptStanding

LABEL = 34
TALLY = 24  # columns of the four counts with their gaps
EVERYTHING = ""


def area_lines(graph: Graph, known: ConceptMap | None, width: int) -> list[Row]:
    """All areas together, then each: how many concepts have each mark and, if there is room, the marks in layers."""
    in_order = {name: graph.concepts[name] for layer in layers(graph.concepts) for name in layer}
    areas = by_area(graph, in_order)
    fits = known is not None and LABEL + TALLY + max(map(len, areas.values()), default=0) <= width
    rows = [Row(EVERYTHING, "All areas", _tally(known, graph.concepts))]
    for area, names in areas.items():
        strip = "".join(SIGNS[known.standings[name].mark] for name in names) if known and fits else ""
        rows.append(Row(area, graph.areas[area].title, _tally(known, names), strip))
    return rows


def _tally(known: ConceptMap | None, names: Collection[str]) -> str:
    if known is None:
        return plural(len(names), "concept")
    return counted(counts(known.standings[name] for name in names))


WIDE = 100


class Map(SharesScreen):
    """Areas first: enter opens one, left and right go to the next, escape goes back."""

    BINDINGS = bindings("map")
    CSS_PATH = "../styles/map.tcss"
    contexts = ("map", "lists")
    shares = "Map"
    shows_help = True

    def __init__(self) -> None:
        super().__init__()
        self._graph: Graph | None = None
        self._known: ConceptMap | None = None
        self._all_read = False

    def body(self) -> ComposeResult:
        yield Title("Map", id="title")
        yield Rule(LEGEND)
        with Horizontal():
            yield MarkedRows(id="areas", label_width=LABEL)
            yield Layers(id="layers")
            yield ConceptText(lists=True, id="card")
        yield Static(id="about", markup=False)

    def on_mount(self) -> None:
        self.query_one("#areas").focus()
        self.show_keys("map")

    def on_screen_resume(self) -> None:
        self.run_worker(self._load(), exclusive=True, group="map", exit_on_error=False)

    async def _load(self) -> None:
        try:
            self._graph = await self.host.graph()
        except SimulatorError as error:
            self.quiet(str(error))
            return
        latest = self.host.latest_progress
        # home may have worked out the marks for a graph that was chosen before
        if self._known is None and latest and {c.concept for c in latest.concepts} == self._graph.concepts.keys():
            self._known = concept_map(latest, (), self._graph)
        if self._known is None:
            self.quiet("Working out where you stand.")
        await self._show()
        await asyncio.to_thread(dag, self._graph)  # networkx, before a chain is asked for
        known = await self.host.concepts()
        if known is not None:
            self._known, self._all_read = known, True
            self.quiet("")
            await self._show()

    # Showing

    @property
    def inside(self) -> bool:
        """Whether one area is open."""
        return self.has_class("-inside")

    @property
    def area(self) -> str | None:
        """The area that is marked or open; None for all."""
        row = self.query_one("#areas", Rows).row
        return (row.key or None) if row else None

    async def _show(self) -> None:
        if self._graph is None:
            return
        areas = self.query_one("#areas", Rows)
        areas.fill(area_lines(self._graph, self._known, areas.scrollable_content_region.width))
        await self._show_area()

    async def _show_area(self) -> None:
        if self._graph is None:
            return
        layers = self.query_one("#layers", Layers)
        layers.preview = not self.inside
        layers.show(self._graph, self.area, self._known.standings if self._known else None)
        name = self._graph.areas[self.area].title if self.area else "All areas"
        right = ""
        if self._known is not None:
            all_ = counts(self._of_area(None))
            met = words.met(sum(all_.values()) - all_["not met"], sum(all_.values()))
            right = counted(counts(self._of_area(self.area))) if self.inside else met
        self.query_one("#title", Title).show(f"Map · {name}" if self.inside else "Map", right)
        await self._show_concept()

    async def _show_concept(self) -> None:
        row = self.query_one("#layers", Layers).row
        if self._graph is None or row is None:
            return
        self.query_one("#about", Static).update(Content(self.about(row.key)))
        if self.inside and self.has_class("-wide"):
            await self.query_one("#card", ConceptText).show(self._graph, row.key, self._known, self.host.today)

    def about(self, concept: str) -> str:
        """The line at the foot: inside an area the chain of a concept, else how many concepts have each mark."""
        assert self._graph is not None
        if self.inside:
            return chain_line(self._graph, concept, [row.key for row in self.query_one("#layers", Rows).rows])
        if self._known is None:
            return ""
        tally = counts(self._of_area(self.area))
        # only "gap" is a noun and has a plural
        named = {**{mark: mark for mark in tally}, "gap": "gaps" if tally["gap"] > 1 else "gap"}
        return ", ".join(f"{count} {named[mark]}" for mark, count in tally.items() if count)

    def _of_area(self, area: str | None) -> "list[ConceptStanding]":
        standings = self._known.standings.values() if self._known else ()
        return [s for s in standings if area in (None, s.area)]

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= WIDE, "-wide")
        self.call_after_refresh(self._show)

    # Keys and clicks

    @on(Rows.Moved, "#areas")
    async def _area_marked(self) -> None:
        await self._show_area()

    @on(Rows.Moved, "#layers")
    async def _concept_marked(self) -> None:
        await self._show_concept()

    @on(Rows.Chosen, "#areas")
    async def _enter_area(self) -> None:
        await self._go(inside=True)

    @on(Rows.Chosen, "#layers")
    def _open_concept(self, event: Rows.Chosen) -> None:
        self.host.open_screen("concept", event.row.key, self._known if self._all_read else None)

    async def _go(self, *, inside: bool) -> None:
        self.set_class(inside, "-inside")
        self.query_one("#layers" if inside else "#areas").focus()
        if self._graph is not None:
            await self._show_area()
            if not inside:  # while it was hidden it had no width
                self.call_after_refresh(self._show)

    def action_choose(self) -> None:
        self.query_one("#layers" if self.inside else "#areas", Rows).action_choose()

    def action_next_area(self) -> None:
        self.query_one("#areas", Rows).action_cursor_down()

    def action_previous_area(self) -> None:
        self.query_one("#areas", Rows).action_cursor_up()

    def action_dive(self) -> None:
        row = self.query_one("#layers", Rows).row if self.inside else None
        area = self._graph.area_of(row.key) if row and self._graph else self.area
        if area is None or self._graph is None:
            self.quiet("Choose an area first: a deep dive is on one area.")
            return
        confirm_deep_dive(self, area, self._graph.areas[area].title)

    async def action_back(self) -> None:
        if self.inside:
            await self._go(inside=False)
        else:
            self.dismiss()
