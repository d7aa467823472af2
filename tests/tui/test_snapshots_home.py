"""How home, setup, settings, the advert, the brief and the first start look, at three sizes, dark and light."""

from dataclasses import replace as put
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from simulator.session.workspace import Workspace
from simulator.ui.preferences import read_preferences, write_preferences
from simulator.ui.tui.home.advert import AdvertEntry, AdvertTaken
from simulator.ui.tui.home.settings import Help, OwnKeys
from simulator.ui.tui.home.setup import Setup
from tests.tui.conftest import home, room, sit
from tests.tui.driving import screen_text, type_text, until
from tests.tui.pictures import SIZES, THEMES, Steps
from tests.tui.test_settings_screen import ADVERT, mark, open_settings, open_setup
from tests.tui.test_snapshots import judging, still


async def at_home(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "Ready?" in screen_text(pilot.app) and "Review    1" in screen_text(pilot.app))


async def at_setup(pilot: Pilot[None]) -> None:
    await open_setup(pilot)


async def at_settings(pilot: Pilot[None]) -> None:
    await open_settings(pilot)
    await mark(pilot, "Interview")


async def at_own_keys(pilot: Pilot[None]) -> None:
    await open_settings(pilot)
    await mark(pilot, "Keys")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, OwnKeys))


async def at_help(pilot: Pilot[None]) -> None:
    await at_home(pilot)
    await pilot.press("question_mark")
    await until(pilot, lambda: isinstance(pilot.app.screen, Help) and "Lists" in screen_text(pilot.app))


async def at_palette(pilot: Pilot[None]) -> None:
    await at_home(pilot)
    await pilot.press("ctrl+p")
    await type_text(pilot, "brief")
    await until(pilot, lambda: "nothing new" in screen_text(pilot.app))


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
    "help": at_help,
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


@pytest.mark.parametrize("state", STATES)
async def test_home(tomorrow: Workspace, pictures: Any, state: str) -> None:
    assert await pictures(home(tomorrow), STATES[state]) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", THEMES)
def test_palette(tomorrow: Workspace, snap_compare: Any, theme: str, size: str) -> None:
    """It takes the colours that there are when it opens, and closes before a theme changes."""
    steps = still(at_palette, THEMES[theme])
    assert snap_compare(home(tomorrow), run_before=steps, terminal_size=SIZES[size])


async def test_own_keys(tomorrow: Workspace, pictures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tomorrow.config.parent)  # the path of the settings is shown
    assert await pictures(home(put(tomorrow, config=Path(tomorrow.config.name))), at_own_keys) == []


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
@pytest.mark.parametrize("state", ["home", "judging"])
def test_the_terminals_own_colours(tomorrow: Workspace, snap_compare: Any, state: str, theme: str) -> None:
    make, steps = (home, at_home) if state == "home" else (room, judging)
    assert snap_compare(make(tomorrow), run_before=still(steps, theme), terminal_size=(80, 24))


@pytest.mark.parametrize("state", ["home", "settings"])
def test_without_colour(tomorrow: Workspace, snap_compare: Any, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(home(tomorrow), run_before=still(STATES[state]), terminal_size=(80, 24))


async def _role(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "Tester" in screen_text(pilot.app))


async def _level(pilot: Pilot[None]) -> None:
    await _role(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: "At which level" in screen_text(pilot.app))


async def _date(pilot: Pilot[None]) -> None:
    await _level(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: "When is the interview" in screen_text(pilot.app))


async def _idea(pilot: Pilot[None]) -> None:
    await _date(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: "one thing at a time" in screen_text(pilot.app))


@pytest.mark.parametrize("steps", [_role, _level, _date, _idea], ids=["role", "level", "date", "idea"])
async def test_first_start(workspace: Workspace, pictures: Any, steps: Steps) -> None:
    assert await pictures(home(workspace), steps) == []
