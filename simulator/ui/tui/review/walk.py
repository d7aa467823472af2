"""The walk of an interview: the whole map at a glance, with the concepts asked so far joined in their order."""

import asyncio
from collections.abc import Collection, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from simulator.graph.records import Graph
from simulator.report.concept_records import STANDING_SIGNS, ConceptStanding
from simulator.report.figures.replay import Replay
from simulator.report.tones import STANDING_TONES
from simulator.session.interview.turn import Turn
from simulator.ui.tui.map.drawing import Drawing, Picture
from simulator.ui.tui.map.layers import COLOURS, LEGEND, coloured
from simulator.ui.tui.map.layout import Arrangement, ChipLabel, MapLayout, map_layout
from simulator.ui.tui.map.zoom import glance
from simulator.ui.tui.widgets.text import Flow
from simulator.ui.tui.words import CHECKED, short_title

WIDEST_GAP = 5  # columns between two layers
CHECK = "Check: "
BEFORE = "…  "  # for the areas before those that are named
ROOM_FOR_CHECKS = 54  # columns from which the legend names these
UNNAMED = "The numbers are the questions, in order."  # where nothing is asked at this event

STILL_OPEN = "Still open, so it isn't drawn here yet."


class WalkView(Vertical):
    """The map with the walk so far; the present concept is lit and named below."""

    BELOW = 2  # lines: what is asked, and the legend
    DEFAULT_CSS = """
    WalkView { width: 100%; height: 1fr; }
    WalkView Drawing { width: 100%; height: 1fr; }
    WalkView.-listed Drawing { display: none; }
    WalkView.-listed #areas { height: 1fr; }
    WalkView #areas { height: auto; }
    WalkView Static { width: 100%; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._arrangement: Arrangement | None = None
        self._map_layout: tuple[int, int, MapLayout] | None = None
        self._shown: tuple[Replay, int] | None = None

    def compose(self) -> ComposeResult:
        drawing = Drawing(id="walked")
        drawing.can_focus = False  # the arrows step through the interview
        yield drawing
        yield Static(id="areas", markup=False)
        yield Static(id="asked", markup=False)
        yield Static(id="legend", markup=False)

    async def prepare(self, graph: Graph) -> None:
        """Lay the map out, without holding up the screen."""
        self._arrangement = await asyncio.to_thread(glance, graph)

    def show(self, steps: Replay, step: int) -> None:
        """Show the walk up to an event."""
        self._shown = steps, step
        width = self.size.width
        if self._arrangement is None or not width:
            return
        walk = walked(steps, step)
        digits = len(str(max((turn.asked.number for turn in steps.states[-1].turns), default=1)))
        standings = {standing.concept: standing for standing in steps.outlook(step).standings}
        labels = {name: _label(standing, walk, digits) for name, standing in standings.items()}
        path = [name for _, name in walk]
        turns, graph = steps.states[step].turns, steps.graph
        now = path[-1] if path and walk[-1][0] is turns[-1] else ""
        placed = self._placed(labels, width, digits)
        self.query_one(Drawing).show(Picture(placed, labels, path=path), now)
        numbered = bool(walk) or not turns  # the place of an open question would tell its concept
        unnamed = UNNAMED if numbered else STILL_OPEN
        asked = f"{sign_of(turns[-1])}  {CHECK * bool(turns[-1].check)}{graph.concepts[now].title}" if now else unnamed
        self.query_one("#asked", Static).update(Content(asked))
        signs = f"  1 asked{f'  {CHECKED} check' if width >= ROOM_FOR_CHECKS else ''}" if numbered else ""
        self.query_one("#legend", Static).update(coloured(f"{LEGEND}{signs}"))
        most = max(1, self.size.height - placed.height - self.BELOW)
        is_cut = placed.height >= self.size.height - self.BELOW or placed.width > width
        self.set_class(is_cut, "-listed")
        areas = _items(graph, walk, standings, width, self.size.height - self.BELOW) if is_cut else ()
        areas = areas or _areas(graph, walk, width, most)
        self.query_one("#areas", Static).update(Content("\n").join(areas))

    def _placed(self, labels: Collection[str], width: int, digits: int) -> MapLayout:
        """The layout for this width, made once."""
        assert self._arrangement is not None
        if self._map_layout is None or self._map_layout[:2] != (width, digits):
            layers = len(self._arrangement.layers)
            gap = max(1, min(WIDEST_GAP, (width - layers * digits) // max(1, layers - 1)))
            self._map_layout = width, digits, map_layout(self._arrangement, dict.fromkeys(labels, digits), gap)
        return self._map_layout[2]

    def on_resize(self) -> None:
        if self._shown is not None:
            self.show(*self._shown)


Walked = Sequence[tuple[Turn, str]]  # every item asked with its concept


def walked(steps: Replay, step: int) -> list[tuple[Turn, str]]:
    """Every item asked up to an event with its concept, without those that are still secret."""
    turns = steps.states[step].turns
    asked = [(turn, turn.asked.concepts[0]) for turn in turns if not steps.conceals(turn.position)]
    return [(turn, name) for turn, name in asked if name in steps.graph.concepts]


def sign_of(turn: Turn) -> str:
    """The number of a question, the same everywhere; a check has a letter."""
    return CHECKED if turn.check else str(turn.asked.number)


def area_pieces(graph: Graph, walk: Walked) -> list[Content]:
    """The areas of a walk in the order in which they were come to, each with its items: `1 4 Retrieval`."""
    signs: dict[str, list[str]] = {}
    for turn, name in walk:
        signs.setdefault(graph.area_of(name), []).append(sign_of(turn))
    titles = [area.title for area in graph.areas.values()]
    names = {area: short_title(graph.areas[area].title, titles) for area in signs}
    told = [(" ".join(dict.fromkeys(own)), names[area]) for area, own in signs.items()]
    return [Content.assemble((own, "bold $accent"), f" {name}") for own, name in told]


def _label(standing: ConceptStanding, walk: Walked, digits: int) -> ChipLabel:
    """The number of the question that asked about a concept last, else the letter of a check, else its sign."""
    tone = STANDING_TONES[standing.mark]
    signs = sorted((sign_of(turn) for turn, name in walk if name == standing.concept), key=str.isdigit)
    text = signs[-1] if signs else STANDING_SIGNS[standing.mark]
    return ChipLabel(((text.rjust(digits), tone),), tone, bare=True)


def _items(
    graph: Graph, walk: Walked, standings: Mapping[str, ConceptStanding], width: int, most: int
) -> list[Content]:
    """The items of a walk with their concepts and areas, the last ones: a part of the map is dots without names."""
    areas, lines = [area.title for area in graph.areas.values()], []
    for turn, name in walk[-max(1, most) :]:
        mark, area = standings[name].mark, short_title(graph.area_title(graph.area_of(name)), areas)
        sign = (f"{sign_of(turn):>2}  ", "bold $accent")
        title = Content.assemble(sign, (STANDING_SIGNS[mark], COLOURS[mark]), f" {graph.concepts[name].title}")
        beside = Content.styled(f"  {area}", "$muted")
        room = width - len(beside.plain)
        lines.append(title.truncate(room, ellipsis=True) + beside if room >= width // 2 else title)
    return lines


def _areas(graph: Graph, walk: Walked, width: int, most: int) -> list[Content]:
    """The areas of a walk in at most so many lines: without those of checks where need be, else the last ones."""
    for some in (walk, [(turn, name) for turn, name in walk if not turn.check]):
        lines = Flow(area_pieces(graph, some)).lines_in(width)
        if len(lines) <= most:
            return lines
    lines = Flow(area_pieces(graph, some)).lines_in(width - len(BEFORE))
    return [Content(BEFORE) + lines[-most], *lines[len(lines) - most + 1 :]]
