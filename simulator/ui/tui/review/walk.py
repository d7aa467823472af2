"""The walk of an interview: the whole map at a glance, with the concepts asked so far joined in their order."""

import asyncio
from collections.abc import Collection

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from simulator.graph.records import Graph
from simulator.report.concept_records import SIGNS, ConceptStanding
from simulator.report.figures.replay import Replay
from simulator.report.tones import STANDING_TONES
from simulator.ui.tui.map.drawing import Drawing, Picture
from simulator.ui.tui.map.layers import LEGEND, coloured
from simulator.ui.tui.map.layout import Arrangement, Plane, plane
from simulator.ui.tui.map.zoom import Face, glance

WIDEST_GAP = 5  # columns between two layers
UNNAMED = "The numbers are the questions, in order."  # where nothing is asked at this event


class WalkView(Vertical):
    """The map with the walk so far; the present concept is lit and named below."""

    DEFAULT_CSS = """
    WalkView { width: 100%; height: 1fr; }
    WalkView Drawing { width: 100%; height: 1fr; }
    WalkView Static { width: 100%; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._arrangement: Arrangement | None = None
        self._plane: tuple[int, int, Plane] | None = None
        self._shown: tuple[Replay, int] | None = None

    def compose(self) -> ComposeResult:
        drawing = Drawing(id="walked")
        drawing.can_focus = False  # the arrows step through the interview
        yield drawing
        yield Static(id="asked", markup=False)
        yield Static(coloured(f"{LEGEND}  1 asked"), id="legend", markup=False)

    async def prepare(self, graph: Graph) -> None:
        """Lay the map out, without holding up the screen."""
        self._arrangement = await asyncio.to_thread(_prepared, graph)

    def show(self, steps: Replay, step: int) -> None:
        """Show the walk up to an event."""
        self._shown = steps, step
        width = self.size.width
        if self._arrangement is None or not width:
            return
        walk = walked(steps, step)
        digits = len(str(len(steps.states[-1].turns)))
        standings = {standing.concept: standing for standing in steps.outlook(step).standings}
        faces = {name: _face(standing, walk, digits) for name, standing in standings.items()}
        path = [name for _, name in walk]
        now = path[-1] if path and walk[-1][0] == len(steps.states[step].turns) else ""
        self.query_one(Drawing).show(Picture(self._placed(faces, width, digits), faces, path=path), now)
        asked = f"{len(steps.states[step].turns)}  {steps.graph.concepts[now].title}" if now else UNNAMED
        self.query_one("#asked", Static).update(Content(asked))

    def _placed(self, faces: Collection[str], width: int, digits: int) -> Plane:
        """The plane for this width, made once."""
        assert self._arrangement is not None
        if self._plane is None or self._plane[:2] != (width, digits):
            layers = len(self._arrangement.layers)
            gap = max(1, min(WIDEST_GAP, (width - layers * digits) // max(1, layers - 1)))
            self._plane = width, digits, plane(self._arrangement, dict.fromkeys(faces, digits), gap)
        return self._plane[2]

    def on_resize(self) -> None:
        if self._shown is not None:
            self.show(*self._shown)


def walked(steps: Replay, step: int) -> list[tuple[int, str]]:
    """The number and concept of every item asked up to an event, without those that are still secret."""
    turns = steps.states[step].turns
    asked = [(turn.position, turn.asked.concepts[0]) for turn in turns if not steps.conceals(turn.position)]
    return [(position, name) for position, name in asked if name in steps.graph.concepts]


def _face(standing: ConceptStanding, walk: list[tuple[int, str]], digits: int) -> Face:
    """The number of the item that asked about a concept last, else its sign."""
    tone = STANDING_TONES[standing.mark]
    numbers = [position for position, name in walk if name == standing.concept]
    text = str(numbers[-1]) if numbers else SIGNS[standing.mark]
    return Face(((text.rjust(digits), tone),), tone, bare=True)


def _prepared(graph: Graph) -> Arrangement:
    """The layout, with all that takes long to import."""
    from simulator.ui.tui.map import ink  # noqa: F401 - with numpy, imported while keys are still taken

    return glance(graph)
