"""How the map, a concept's page and the study look: small, usual and wide, dark and light, and without colour."""

from typing import Any

import pytest
from textual.pilot import Pilot

from simulator.session.workspace import Workspace
from simulator.ui.tui.map.concept import ConceptPage
from simulator.ui.tui.map.layers import Layers
from simulator.ui.tui.map.screen import Map
from simulator.ui.tui.map.study import PassagePage, StudyScreen
from simulator.ui.tui.widgets.rows import Rows
from tests.some import some
from tests.tui.atlas import app_of, worked_atlas
from tests.tui.conftest import home
from tests.tui.driving import screen_text, type_text, until
from tests.tui.pictures import Steps
from tests.tui.test_snapshots import still

SIZES = {"usual": (80, 24), "small": (60, 20), "wide": (140, 40)}
LOOKED_AT = ["usual", "small", pytest.param("wide", marks=pytest.mark.slow)]  # wide: make fuzz


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return worked_atlas(tmp_path_factory.mktemp("atlas"))


async def overview(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: bool(pilot.app.graph_title))  # type: ignore[attr-defined]
    await pilot.press("m")
    await until(pilot, lambda: isinstance(pilot.app.screen, Map) and " met" in screen_text(pilot.app))


async def inside(pilot: Pilot[None]) -> None:
    await overview(pilot)
    pilot.app.screen.query_one("#areas", Rows).mark("inference")
    await pilot.press("enter")
    await pilot.pause(0.1)
    pilot.app.screen.query_one(Layers).mark("kv-cache")


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


async def passage(pilot: Pilot[None]) -> None:
    await studying(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, PassagePage) and "1 of " in screen_text(pilot.app))


MAP: dict[str, Steps] = {"overview": overview, "inside": inside, "concept": concept}
BANK: dict[str, Steps] = {"studying": studying, "passage": passage}


@pytest.mark.parametrize("size", some(LOOKED_AT, "usual"))
@pytest.mark.parametrize("state", MAP)
def test_map_dark(worked: Workspace, snap_compare: Any, state: str, size: str) -> None:
    assert snap_compare(app_of(worked), run_before=still(MAP[state]), terminal_size=SIZES[size])


@pytest.mark.parametrize(("state", "size"), [("overview", "usual"), ("inside", "small"), ("inside", "wide")])
def test_map_light(worked: Workspace, snap_compare: Any, state: str, size: str) -> None:
    assert snap_compare(app_of(worked), run_before=still(MAP[state], "paper"), terminal_size=SIZES[size])


def test_map_without_colour(worked: Workspace, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app_of(worked), run_before=still(inside), terminal_size=(80, 24))


# a small bank, whose texts stay as they are
@pytest.mark.parametrize("size", some(LOOKED_AT, "usual"))
@pytest.mark.parametrize("state", BANK)
def test_bank_dark(settled: Workspace, snap_compare: Any, state: str, size: str) -> None:
    assert snap_compare(home(settled), run_before=still(BANK[state]), terminal_size=SIZES[size])


def test_bank_light(settled: Workspace, snap_compare: Any) -> None:
    assert snap_compare(home(settled), run_before=still(studying, "paper"), terminal_size=(80, 24))


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", MAP)
def test_map_light_at_every_size(worked: Workspace, snap_compare: Any, state: str, size: str) -> None:
    assert snap_compare(app_of(worked), run_before=still(MAP[state], "paper"), terminal_size=SIZES[size])


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", BANK)
def test_bank_light_at_every_size(settled: Workspace, snap_compare: Any, state: str, size: str) -> None:
    assert snap_compare(home(settled), run_before=still(BANK[state], "paper"), terminal_size=SIZES[size])
