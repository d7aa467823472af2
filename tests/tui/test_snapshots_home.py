"""How home, setup, settings, the advert, the brief and the first start look, at three sizes, dark and light."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from simulator.session.workspace import Workspace
from simulator.ui.settings import read_preferences, write_preferences
from simulator.ui.tui.screens.advert import AdvertEntry, AdvertTaken
from simulator.ui.tui.screens.setup import Setup
from tests.tui.conftest import home, room, sit
from tests.tui.driving import screen_text, until
from tests.tui.test_settings_screen import ADVERT, mark, open_settings, open_setup
from tests.tui.test_snapshots import Steps, judging, still

SIZES = {"usual": (80, 24), "small": (60, 20), "wide": (140, 40)}


async def at_home(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "Ready?" in screen_text(pilot.app) and "Review    1" in screen_text(pilot.app))


async def at_setup(pilot: Pilot[None]) -> None:
    await open_setup(pilot)


async def at_settings(pilot: Pilot[None]) -> None:
    await open_settings(pilot)
    await mark(pilot, "Interview")


async def at_advert(pilot: Pilot[None]) -> None:
    await open_setup(pilot)
    await pilot.press("a")
    await until(pilot, lambda: isinstance(pilot.app.screen, AdvertEntry))
    pilot.app.screen.query_one("Editor").replace_all(ADVERT)  # type: ignore[attr-defined]


async def at_taken(pilot: Pilot[None]) -> None:
    await at_advert(pilot)
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, AdvertTaken) and "Not in" in screen_text(pilot.app))


async def at_weighed_setup(pilot: Pilot[None]) -> None:
    await at_taken(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Setup) and "pasted" in screen_text(pilot.app))
    await mark(pilot, "Job advert")


async def at_brief(pilot: Pilot[None]) -> None:
    await pilot.press("b")
    await until(pilot, lambda: "page 1 of" in screen_text(pilot.app))


async def at_question(pilot: Pilot[None]) -> None:
    await at_brief(pilot)
    while "Space shows" not in screen_text(pilot.app):
        await pilot.press("right")
        await pilot.pause(0.05)


async def uncovered(pilot: Pilot[None]) -> None:
    await at_question(pilot)
    await pilot.press("space")
    await until(pilot, lambda: "Markup" in screen_text(pilot.app))


STATES: dict[str, Steps] = {
    "home": at_home,
    "setup": at_setup,
    "settings": at_settings,
    "advert": at_advert,
    "taken": at_taken,
    "weighed": at_weighed_setup,
    "brief": at_brief,
    "question": at_question,
    "uncovered": uncovered,
}


@pytest.fixture
def tomorrow(settled: Workspace) -> Workspace:
    """Somebody who has sat an interview, and has a real one tomorrow."""
    sit(settled, level=2.5, days_ago=3)
    write_preferences(settled.config, replace(read_preferences(settled.config), interview_on=date(2026, 11, 25)))
    return settled


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_dark(tomorrow: Workspace, snap_compare: Any, state: str, size: str) -> None:
    assert snap_compare(home(tomorrow), run_before=still(STATES[state]), terminal_size=SIZES[size])


@pytest.mark.parametrize("size", ["usual", "small"])
@pytest.mark.parametrize("state", ["home", "setup", "settings", "brief", "uncovered"])
def test_light(tomorrow: Workspace, snap_compare: Any, state: str, size: str) -> None:
    assert snap_compare(home(tomorrow), run_before=still(STATES[state], "paper"), terminal_size=SIZES[size])


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
@pytest.mark.parametrize("state", ["home", "judging"])
def test_the_terminals_own_colours(tomorrow: Workspace, snap_compare: Any, state: str, theme: str) -> None:
    make, steps = (home, at_home) if state == "home" else (room, judging)
    assert snap_compare(make(tomorrow), run_before=still(steps, theme), terminal_size=(80, 24))


@pytest.mark.parametrize("state", ["home", "settings"])
def test_without_colour(tomorrow: Workspace, snap_compare: Any, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(home(tomorrow), run_before=still(STATES[state]), terminal_size=(80, 24))


async def _second_page(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "Tester" in screen_text(pilot.app))
    await pilot.press("enter")
    await until(pilot, lambda: "At which level" in screen_text(pilot.app))


async def _third_page(pilot: Pilot[None]) -> None:
    await _second_page(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: "When is the interview" in screen_text(pilot.app))


async def _idea(pilot: Pilot[None]) -> None:
    await _third_page(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: "one thing at a time" in screen_text(pilot.app))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("steps", [_second_page, _third_page, _idea], ids=["level", "date", "idea"])
def test_first_start(workspace: Workspace, snap_compare: Any, steps: Callable[..., Any], size: str) -> None:
    assert snap_compare(home(workspace), run_before=still(steps), terminal_size=SIZES[size])
