"""How the map, a concept's page and the study look."""

import re
from typing import Any

import pytest
from textual.pilot import Pilot

from simulator.session.workspace import Workspace
from simulator.ui.tui.map.concept import ConceptPage
from simulator.ui.tui.map.layers import Layers
from simulator.ui.tui.map.screen import Map
from simulator.ui.tui.map.study import PassagePage, StudyScreen
from simulator.ui.tui.map.zoom import MapDrawing, Zoom
from simulator.ui.tui.widgets.rows import Rows
from tests.tui.atlas import app_of, worked_atlas
from tests.tui.conftest import home
from tests.tui.driving import screen_text, type_text, until
from tests.tui.looks import Steps


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return worked_atlas(tmp_path_factory.mktemp("atlas"))


async def overview(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: bool(pilot.app.graph_title))  # type: ignore[attr-defined]
    await pilot.press("m")
    await until(
        pilot, lambda: isinstance(pilot.app.screen, Map) and bool(re.search(r"\d not asked", screen_text(pilot.app)))
    )


async def inside(pilot: Pilot[None]) -> None:
    await overview(pilot)
    pilot.app.screen.query_one("#areas", Rows).mark("inference")
    await pilot.press("enter")
    await pilot.pause(0.1)
    pilot.app.screen.query_one(Layers).mark("kv-cache")


async def drawn(pilot: Pilot[None]) -> None:
    await overview(pilot)
    await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))
    await pilot.press("v")
    drawing = pilot.app.screen.query_one(MapDrawing)
    await until(pilot, lambda: bool(drawing.chosen))
    drawing.choose("inference")
    await pilot.press("plus", "plus")
    await until(pilot, lambda: drawing.zoom is Zoom.ALL)
    drawing.choose("kv-cache")


async def areas(pilot: Pilot[None]) -> None:
    await drawn(pilot)
    await pilot.press("minus", "minus")
    await until(pilot, lambda: " joined to " in screen_text(pilot.app))


async def concept(pilot: Pilot[None]) -> None:
    await inside(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ConceptPage) and "Rests on" in screen_text(pilot.app))


async def studying(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: bool(pilot.app.graph_title))  # type: ignore[attr-defined]
    await pilot.press("slash")
    await until(pilot, lambda: isinstance(pilot.app.screen, StudyScreen))
    await type_text(pilot, "reads one element")
    await until(pilot, lambda: "passages" in screen_text(pilot.app))
    await pilot.pause(0.3)


async def covered(pilot: Pilot[None]) -> None:
    await studying(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, PassagePage) and "a part of" in screen_text(pilot.app))


async def passage(pilot: Pilot[None]) -> None:
    await covered(pilot)
    await pilot.press("space")
    await until(pilot, lambda: "From a good answer" in screen_text(pilot.app))


MAP: dict[str, Steps] = {"overview": overview, "inside": inside, "drawn": drawn, "areas": areas, "concept": concept}
BANK: dict[str, Steps] = {"studying": studying, "covered": covered, "passage": passage}


@pytest.mark.parametrize("state", MAP)
async def test_the_map_looks_as_before(worked: Workspace, looks: Any, state: str) -> None:
    await looks(app_of(worked), MAP[state], coloured=state in ("inside", "drawn"))


async def test_the_map_without_any_colour(worked: Workspace, colours: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    await colours(app_of(worked), inside)


@pytest.mark.parametrize("state", BANK)  # a small bank, whose texts stay as they are
async def test_studying_looks_as_before(settled: Workspace, looks: Any, state: str) -> None:
    await looks(home(settled), BANK[state], coloured=state == "studying")
