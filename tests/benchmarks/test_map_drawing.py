"""The map drawn at 160x45: from the key to the picture, and from an arrow to the picture moved.

The baseline of an arrow is the list of the same map: the same screen, one marked line moved, painted by the same app.
"""

import asyncio
import gc
import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from simulator.cli.main import COLLECT_AFTER
from simulator.graph.records import Concept, Graph
from simulator.report.concept_records import STANDING_MARKS, ConceptMap, ConceptStanding
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.map.screen import Map
from simulator.ui.tui.map.zoom import MapDrawing, Zoom, arrangement, glance
from tests.benchmarks.archives import ROOT
from tests.graphs import graph_of, llm_graph
from tests.settings import write_preferences
from tests.tui.driving import until

pytestmark = pytest.mark.slow

OPEN = 0.5  # seconds from v to the picture, its layout and the card beside it included
ALL = {"llm": 0.5, "thousand": 2.0}  # seconds to all concepts; the screen takes keys meanwhile
MOVE = 0.050  # seconds from an arrow to the picture
LATE = 0.100  # of the slowest in twenty
RATIO = 5.0  # of that to a line moved in the list
REST = 0.25
AREAS, EACH = 25, 40
KEYS = ("right", "down", "right", "right", "up", "left", "down", "down", "right", "left") * 4


def thousand() -> Graph:
    """A graph of 1,000 concepts in 25 areas, each resting on one to three earlier ones, mostly of its own area."""
    drawn, concepts = random.Random(20), {}
    for number in range(AREAS * EACH):
        area = number % AREAS
        own = [f"c{n}" for n in range(area, number, AREAS)][-6:]
        other = [f"c{n}" for n in range(max(0, number - 120), number)]
        below = {
            drawn.choice(own if own and drawn.random() < 0.8 else other) for _ in range(drawn.randint(1, 3)) if other
        }
        name = f"c{number}"
        title = " ".join(drawn.choice(("long", "short", "deep", "wide", "sparse")) for _ in range(3))
        concepts[name] = Concept(
            id=name, title=f"{number} {title}", area=f"area-{area}", prerequisites=tuple(below), min_tier=1, max_tier=2
        )
    return graph_of(concepts, dict(llm_graph().roles), {})


def known_of(graph: Graph) -> ConceptMap:
    """A candidate who stands somewhere on every concept."""
    drawn = random.Random(1)
    standings = {
        name: ConceptStanding(
            mastery=0.5, low=0.2, high=0.8, concept=name, title=concept.title, area=concept.area, word="unsure",
            mark=drawn.choice(STANDING_MARKS), asked=1, answers=1,
        )
        for name, concept in graph.concepts.items()
    }  # fmt: skip
    return ConceptMap(target=3, sessions=1, standings=standings, encounters={})


class MapApp(InterviewApp):
    """The app on a graph that was made, which notes when it paints."""

    CSS_PATH = str(ROOT / "simulator" / "ui" / "tui" / "styles" / "base.tcss")

    def __init__(self, workspace: Workspace, made: Graph) -> None:
        super().__init__(workspace, "llm")
        self.made = made
        self.painted: list[float] = []

    async def graph(self) -> Graph:
        return self.made

    async def concepts(self) -> ConceptMap | None:
        return known_of(self.made)

    def _display(self, screen, renderable) -> None:  # type: ignore[no-untyped-def]
        super()._display(screen, renderable)
        self.painted.append(time.perf_counter())


async def taken(pilot: Pilot[None], app: MapApp, key: str, ready: Callable[[], bool]) -> float:
    """Seconds from a key until the last paint of what it asked for."""
    began = time.perf_counter()
    await pilot.press(key)
    while not ready() or app.painted[-1] < began:
        await asyncio.sleep(0.002)
    await rest(app)
    return app.painted[-1] - began


async def moved(pilot: Pilot[None], app: MapApp, key: str) -> float:
    """Seconds from an arrow to the first paint after it; the rest of the screen may follow."""
    before, began = len(app.painted), time.perf_counter()
    await pilot.press(key)
    while len(app.painted) == before:
        await asyncio.sleep(0.002)
    passed = app.painted[before] - began
    await rest(app)
    return passed


async def rest(app: MapApp) -> None:
    """Wait until nothing is painted any more."""
    while time.perf_counter() - app.painted[-1] < REST:
        await asyncio.sleep(0.02)


@pytest.fixture(autouse=True)
def _as_the_program_collects() -> Iterator[None]:
    """Collect garbage as seldom as the program does: with Python's limits one arrow in forty waited 150 to 300 ms."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER)
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize("name", ["llm", "thousand"])
async def test_the_drawn_map_does_not_stutter(tmp_path: Path, name: str) -> None:
    workspace = Workspace(ROOT / "graphs", tmp_path / "sessions", "me", tmp_path / "cache", tmp_path / "config.toml")
    workspace.sessions.mkdir()
    write_preferences(workspace.config, Preferences(role="applied-engineer", graph="llm", motion=False))
    app = MapApp(workspace, llm_graph() if name == "llm" else thousand())
    async with app.run_test(size=(160, 45)) as pilot:
        opened = await taken(pilot, app, "m", lambda: isinstance(app.screen, Map))
        await until(pilot, lambda: all(worker.is_finished for worker in app.workers))
        line = [await moved(pilot, app, key) for key in ("down", "up") * 10]
        arrangement.cache_clear()
        glance.cache_clear()
        drawing = app.screen.query_one(MapDrawing)
        drawn = await taken(pilot, app, "v", lambda: bool(drawing.chosen))
        assert drawing.zoom is Zoom.AREAS
        await taken(pilot, app, "plus", lambda: drawing.zoom is Zoom.AREA)
        everything = await taken(pilot, app, "plus", lambda: drawing.zoom is Zoom.ALL)
        moves = []
        for key in KEYS:
            assert drawing.picture is not None
            if drawing.picture.layout.neighbour(drawing.chosen, key) != drawing.chosen:
                moves.append(await moved(pilot, app, key))
    usual, least = statistics.median(moves), statistics.median(line)
    late = statistics.quantiles(moves, n=20)[-1]
    print(  # noqa: T201 - a benchmark says its figures
        f"\n{name}: list {1000 * opened:.0f} ms, drawing {1000 * drawn:.0f} ms, all of it {1000 * everything:.0f} ms, "
        f"an arrow {1000 * usual:.1f} ms (p95 {1000 * late:.1f} ms, most {1000 * max(moves):.1f} ms, "
        f"{len(moves)} moves), a line in the list {1000 * least:.1f} ms"
    )
    assert drawn < OPEN
    assert everything < ALL[name]
    assert usual < MOVE
    assert late < LATE
    assert usual < RATIO * least
