"""The map: all areas with their marks, then one area in layers, and on wide terminals the marked concept beside it."""

import asyncio
from collections.abc import Collection
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import Static

from simulator.graph.concept_map import dag, layers
from simulator.graph.drawing import by_area
from simulator.graph.records import OPEN_ENDED, Graph
from simulator.graph.text import names, plural
from simulator.report.concept_records import MARK_WORDS, STANDING_SIGNS, ConceptMap, asked_and_touched, counts
from simulator.report.figures.progress import concept_map
from simulator.ui.tui import words
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.map.concept import ConceptText
from simulator.ui.tui.map.drawing import TOUCHED, Drawing
from simulator.ui.tui.map.layers import LEGEND, Layers, MarkedRows, chain_line, counted, whole_parts
from simulator.ui.tui.map.zoom import MapDrawing, Zoom, readable
from simulator.ui.tui.share import SharesScreen
from simulator.ui.tui.starting import confirm_deep_dive
from simulator.ui.tui.widgets.chrome import SIDE_BY_SIDE, Rule, Title
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
    longest = max(map(len, areas.values()), default=0)
    fits = known is not None and LABEL + TALLY + longest <= width
    rows = [Row(EVERYTHING, "All areas", _tally(known, graph.concepts))]
    for area, own in areas.items():
        strip = "".join(STANDING_SIGNS[known.standings[name].mark] for name in own) if known and fits else ""
        rows.append(Row(area, graph.areas[area].title, _tally(known, own), strip.ljust(longest * bool(strip))))
    return rows


def _tally(known: ConceptMap | None, names: Collection[str]) -> str:
    if known is None:
        return plural(len(names), "concept")
    return counted(counts(known.standings[name] for name in names))


ROOMY_COLUMNS = 120  # columns from which a drawing leaves room for a card; below, two of its layers would be cut
WORKING = "Working out where you stand."
REST = 0.1  # seconds without a move until the chosen concept is shown beside the drawing
SEEN = {Zoom.AREAS: "all areas", Zoom.AREA: "", Zoom.ALL: "all concepts"}
END_OF_ZOOM = {Zoom.AREAS: frozenset({"drawing.farther"}), Zoom.ALL: frozenset({"drawing.closer"})}
LISTED = frozenset({"map.choose", "map.draw", "map.next", "map.share"})  # keys that the footer of a drawing leaves out
WITH_LINES = f"{LEGEND}  {TOUCHED} came up last"
FOR_ALL = 90  # columns from which all concepts can be drawn at once


class Map(SharesScreen):
    """As a list, areas first: enter opens one, left and right go to the next, escape goes back. Or drawn.

    With a `concept` it begins drawn, around that one.
    """

    BINDINGS = bindings("map")
    CSS_PATH = "../styles/map.tcss"
    contexts = ("map", "lists")
    shares = "Map"

    def __init__(self, concept: str = "") -> None:
        super().__init__()
        self._drawn_first, self._drawn_at_once = concept, bool(concept)
        self._graph: Graph | None = None
        self._known: ConceptMap | None = None
        self._all_read = False
        self._beyond = ""  # what is said of the sides where the drawing is cut

    def body(self) -> ComposeResult:
        yield Title("Map", id="title")
        yield Rule(LEGEND, id="top-rule")
        with Horizontal():
            yield MarkedRows(id="areas", label_width=LABEL)
            yield Layers(id="layers")
            yield MapDrawing(id="drawing")
            yield ConceptText(lists=True, id="card")
        yield Static(id="about", markup=False)

    def on_mount(self) -> None:
        for moved in ("scroll_x", "scroll_y", "virtual_size"):
            self.watch(self.drawing, moved, self._say_beyond, init=False)
        self._later = self.set_timer(REST, self._show_concept)
        self.query_one("#areas").focus()

    def on_screen_resume(self) -> None:
        self.run_worker(self._load(), exclusive=True, group="map", exit_on_error=False)

    async def _load(self) -> None:
        self._name_keys()
        graph = await self.read_graph()
        if graph is None:
            return
        self._graph = graph
        latest = self.host.latest_progress
        # home may have worked out the marks for a graph that was chosen before
        if self._known is None and latest and {c.concept for c in latest.concepts} == graph.concepts.keys():
            self._known = concept_map(latest, (), graph)
        if self._known is None:
            self.quiet(WORKING)
        await self._show()
        await self._draw_first(graph)
        await asyncio.to_thread(dag, graph)  # networkx, before a chain is asked for
        known = await self.host.concepts()
        if known is not None:
            self._known, self._all_read = known, True
            self.unsay(WORKING)
            await self._show()

    async def _draw_first(self, graph: Graph) -> None:
        """Draw the concept that the map was opened for, once."""
        concept, self._drawn_first = self._drawn_first, ""
        if concept in graph.concepts:
            self.query_one("#areas", Rows).mark(graph.area_of(concept))
            await self._go(inside=True)
            self.query_one("#layers", Layers).mark(concept)
            await self.action_draw()

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
        if self.drawn:
            await self.drawing.refresh_map(self._known)

    @on(Rows.Moved, "#areas")
    async def _show_area(self) -> None:
        if self._graph is None:
            return
        layers = self.query_one("#layers", Layers)
        standings = self._known.standings if self._known else None
        layers.show(self._graph, self.area, standings, preview=not self.inside)
        self._show_title()
        await self._show_concept()

    def _show_title(self) -> None:
        assert self._graph is not None
        area = self.drawing.area if self.drawn else self.area if self.inside else None
        where = self._graph.areas[area].title if area else SEEN[self.drawing.zoom] if self.drawn else ""
        where = "All areas" if self.inside and not where else where
        right: tuple[str, ...] = ("",)
        if self._known is not None:
            all_ = self._of_area(None)
            met = words.met(len(all_), *asked_and_touched(all_))
            of_area = (counted(counts(self._of_area(area))),)
            right = of_area if area or (self.inside and not self.drawn) else (met, met.partition(", ")[0])
        self.query_one("#title", Title).show(f"Map · {where}" if where else "Map", right)

    @on(Rows.Moved, "#layers")
    async def _show_concept(self) -> None:
        concept = self.concept
        if self._graph is None or (concept is None and not self.drawn):
            return
        self._show_about()
        if self.has_class("-roomy" if self.drawn else "-wide") and (self.inside or self.drawn):
            card = self.query_one("#card", ConceptText)
            if concept is not None:
                await card.show(self._graph, concept, self._known, self.host.today)
            elif (area := self.drawing.chosen_area) is not None:
                await card.show_area(self._graph, area, self._known)

    def _show_about(self) -> None:
        about = self.query_one("#about", Static)
        about.update(Content(whole_parts(self.about(self.concept), about.size.width)))

    @property
    def concept(self) -> str | None:
        """The concept that is marked in the list or chosen in the drawing."""
        if self.drawn:
            return self.drawing.concept
        row = self.query_one("#layers", Layers).row
        return row.key if row else None

    def about(self, concept: str | None) -> str:
        """The line at the foot: the chain of a concept, else how many concepts have each mark."""
        assert self._graph is not None
        if self.drawn:
            return self.drawing.chosen_words()
        if self.inside and concept is not None:
            return chain_line(self._graph, concept, [row.key for row in self.query_one("#layers", Rows).rows])
        if self._known is None:
            return ""
        standings = self._of_area(self.area)
        tally, seen = counts(standings), asked_and_touched(standings)
        asked = (
            words.asked_words(*seen) if self.area is not None and any(seen) else ""
        )  # of all areas the title says it
        # only "gap" is a noun and has a plural
        named = {**MARK_WORDS, "gap": "gaps" if tally["gap"] > 1 else "gap"}
        designs = self._designs() if self.area == self._graph.design_area else 0
        beside = f"{plural(designs, 'design question')} about another area" if designs else ""
        marks = ", ".join(f"{count} {named[mark]}" for mark, count in tally.items() if count)
        return " · ".join(filter(None, (marks, ", ".join(filter(None, (asked, beside))))))

    def _designs(self) -> int:
        """How many open-ended questions were asked that are mainly about a concept of another area.

        They count for the area of design, but for none of its concepts.
        """
        assert self._known is not None
        assert self._graph is not None
        several = ((e, name) for name, es in self._known.encounters.items() for e in es if e.tier == OPEN_ENDED)
        return sum(not (e.check or e.beside) and self._graph.area_of(n) != self.area for e, n in several)

    def _of_area(self, area: str | None) -> "list[ConceptStanding]":
        standings = self._known.standings.values() if self._known else ()
        return [s for s in standings if area in (None, s.area)]

    @property
    def help_contexts(self) -> tuple[str, ...]:
        """The contexts that the help screen shows first."""
        return ("drawing", "map") if self.drawn else self.contexts

    def target_of(self, action: Action) -> DOMNode:
        """The drawing for its own keys."""
        return self.drawing if action.context == "drawing" else self

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= SIDE_BY_SIDE, "-wide")
        self.set_class(event.size.width >= ROOMY_COLUMNS, "-roomy")
        self.call_after_refresh(self._show)

    # The drawing

    @property
    def drawing(self) -> MapDrawing:
        """The map drawn."""
        return self.query_one("#drawing", MapDrawing)

    @property
    def drawn(self) -> bool:
        """Whether the map is drawn now, not listed."""
        return self.has_class("-drawn")

    async def action_draw(self) -> None:
        if self._graph is None:
            return
        many = self.size.width < FOR_ALL or not readable(self._graph)
        if self.inside and self.area:
            zoom, area, chosen = Zoom.AREA, self.area, self.concept
        elif many:
            marked = self.concept if self.inside else None
            zoom, area, chosen = Zoom.AREAS, None, self.area or (self._graph.area_of(marked) if marked else None)
        else:
            zoom, area, chosen = Zoom.ALL, None, self.concept if self.inside or self.area else None
        self._switch(drawn=True)
        self.drawing.focus()
        # the drawing has no size before
        self.call_after_refresh(self.drawing.show_map, self._graph, self._known, zoom, area, chosen)

    def _say_beyond(self) -> None:
        """Say on which sides the drawing goes on, and how to go there, once it has settled."""
        self.call_after_refresh(self._say_beyond_now)

    def _say_beyond_now(self) -> None:
        said, self._beyond = self._beyond, ""
        if self.drawn and (sides := self.drawing.beyond):
            where = f"It goes on {names([words for words, _ in sides])}: use the arrows"
            scrolls = names([self.host.keyed(f"{{drawing.pan_{way}}}") for _, way in sides])
            both = (f"{where}; {scrolls} {'scrolls' if len(sides) == 1 else 'scroll'}.", f"{where}.")
            self._beyond = next((words for words in both if len(words) <= self.size.width - 4), both[-1])
        if self.quiet_words in ("", said):
            self.quiet(self._beyond)

    def _switch(self, *, drawn: bool) -> None:
        self.set_class(drawn, "-drawn")
        self.query_one("#top-rule", Rule).note = WITH_LINES if drawn else LEGEND
        self._say_beyond()
        self._name_keys()

    def _name_keys(self) -> None:
        """The keys in the footer: of a drawing those that come nearer or go farther where there is anything to see."""
        ends = END_OF_ZOOM.get(self.drawing.zoom, frozenset())
        listed = frozenset() if self.inside else frozenset({"map.next"})  # among the areas it does what down does
        self.show_keys(without=LISTED | ends if self.drawn else listed)

    @on(MapDrawing.Left)
    async def _list(self) -> None:
        """Back to the list, at what is chosen in the drawing."""
        drawing = self.drawing
        area, concept = drawing.chosen_area, drawing.concept
        inside = drawing.zoom is Zoom.AREA
        self._switch(drawn=False)
        if (shown := drawing.area if inside else area) is not None:
            self.query_one("#areas", Rows).mark(shown)
        await self._go(inside=inside)
        if inside and concept is not None:
            self.query_one("#layers", Layers).mark(concept)

    @on(Drawing.Moved)
    def _chip_chosen(self) -> None:
        self._say_beyond()
        self._name_keys()
        self._show_title()
        self._show_about()
        self._later.stop()
        self._later = self.set_timer(REST, self._show_concept)

    @on(Drawing.Opened)
    async def _open_chip(self, event: Drawing.Opened) -> None:
        if self.drawing.zoom is Zoom.AREAS:
            await self.drawing.action_closer()
        else:
            self.host.open_screen("concept", event.name, self._known if self._all_read else None)

    # Keys and clicks

    @on(Rows.Chosen, "#areas")
    async def _enter_area(self) -> None:
        await self._go(inside=True)

    @on(Rows.Chosen, "#layers")
    def _open_concept(self, event: Rows.Chosen) -> None:
        self.host.open_screen("concept", event.row.key, self._known if self._all_read else None)

    async def _go(self, *, inside: bool) -> None:
        self.set_class(inside, "-inside")
        self._name_keys()
        self.query_one("#layers" if inside else "#areas").focus()
        if self._graph is not None:
            await self._show_area()
            if not inside:  # while it was hidden it had no width
                self.call_after_refresh(self._show)

    def action_choose(self) -> None:
        self.query_one("#layers" if self.inside else "#areas", Rows).action_choose()

    async def action_next_area(self, by: int) -> None:
        if self.drawn:
            await self.drawing.go_to_area(by)
        else:
            self.query_one("#areas", Rows).cursor += by

    def action_dive(self) -> None:
        area = self.drawing.chosen_area if self.drawn else self.area
        if self._graph is not None and self.inside and not self.drawn and self.concept:
            area = self._graph.area_of(self.concept)
        if area is None or self._graph is None:
            self.mention("Choose an area first: a deep dive covers just one.")
            return
        confirm_deep_dive(self, area, self._graph.areas[area].title)

    async def action_back(self) -> None:
        if self.drawn and self.drawing.zoom is Zoom.AREA:
            await self.drawing.action_farther()
        elif self.drawn and not self._drawn_at_once:  # it was drawn from the list
            await self._list()
        elif self.inside and not self.drawn:
            await self._go(inside=False)
        else:
            self.dismiss()
