"""How home, setup, settings, the advert, the brief and the first start look."""

from dataclasses import replace as put
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from simulator.session.workspace import Workspace
from simulator.ui.preferences import read_preferences
from simulator.ui.tui.home.advert import AdvertEntry, AdvertTaken
from simulator.ui.tui.home.help import Help, OwnKeys
from simulator.ui.tui.home.setup import Setup
from tests.settings import write_preferences
from tests.tui.conftest import home, sit
from tests.tui.driving import ADVERT, screen_text, type_text, until, with_short_paths
from tests.tui.looks import Steps
from tests.tui.test_settings_screen import mark, open_settings, open_setup


async def at_home(pilot: Pilot[None]) -> None:
    await until(
        pilot, lambda: "for a screening call" in screen_text(pilot.app) and "Review    1" in screen_text(pilot.app)
    )


async def at_new_home(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "Tester · mid" in screen_text(pilot.app) and "Demo" in screen_text(pilot.app))


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
    with_short_paths(pilot.app)
    await pilot.press("question_mark")
    await until(pilot, lambda: isinstance(pilot.app.screen, Help) and "Lists" in screen_text(pilot.app))


async def at_palette(pilot: Pilot[None]) -> None:
    await at_home(pilot)
    await pilot.press("ctrl+p")
    await type_text(pilot, "brief")
    await until(pilot, lambda: "a last look" in screen_text(pilot.app))


async def at_advert(pilot: Pilot[None]) -> None:
    await open_setup(pilot)
    await pilot.press("A")
    await until(pilot, lambda: isinstance(pilot.app.screen, AdvertEntry))
    pilot.app.screen.query_one("Editor").replace_all(ADVERT)  # type: ignore[attr-defined]


async def at_taken(pilot: Pilot[None]) -> None:
    await at_advert(pilot)
    await pilot.press("ctrl+s")
    await until(
        pilot, lambda: isinstance(pilot.app.screen, AdvertTaken) and "No questions here on" in screen_text(pilot.app)
    )


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


COLOURED = ("home", "settings", "uncovered")


@pytest.mark.parametrize("state", STATES)
async def test_home_looks_as_before(tomorrow: Workspace, looks: Any, state: str) -> None:
    await looks(home(tomorrow), STATES[state], coloured=state in COLOURED)


async def test_home_before_the_first_interview(settled: Workspace, looks: Any) -> None:
    await looks(home(settled), at_new_home)


async def test_the_palette_looks_as_before(tomorrow: Workspace, looks: Any) -> None:
    await looks(home(tomorrow), at_palette)


@pytest.mark.parametrize("theme", ["ink", "paper"])
async def test_the_palette_takes_the_themes_colours(tomorrow: Workspace, colours: Any, theme: str) -> None:
    await colours(home(tomorrow), at_palette, theme)  # one that is open closes before a theme changes


async def test_own_keys_look_as_before(tomorrow: Workspace, looks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tomorrow.config.parent)  # the path of the settings is shown
    await looks(home(put(tomorrow, config=Path(tomorrow.config.name))), at_own_keys)


async def test_home_in_the_terminals_own_colours(tomorrow: Workspace, colours: Any) -> None:
    await colours(home(tomorrow), at_home, "ansi-dark")


async def test_home_without_any_colour(tomorrow: Workspace, colours: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    await colours(home(tomorrow), at_home)


async def _role(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "Tester" in screen_text(pilot.app))


async def _level(pilot: Pilot[None]) -> None:
    await _role(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: "At what level" in screen_text(pilot.app))


async def _project(pilot: Pilot[None]) -> None:
    await _level(pilot)
    await pilot.press("left", "enter")  # a second enter right after the first would be the same wish
    await until(pilot, lambda: "Do you have a project" in screen_text(pilot.app))


async def _advert(pilot: Pilot[None]) -> None:
    await _project(pilot)
    await pilot.press("left", "enter")
    await until(pilot, lambda: "Do you have the job advert" in screen_text(pilot.app))


async def _date(pilot: Pilot[None]) -> None:
    await _advert(pilot)
    await pilot.press("left", "enter")
    await until(pilot, lambda: "When is the interview" in screen_text(pilot.app))


async def _idea(pilot: Pilot[None]) -> None:
    await _date(pilot)
    await pilot.press("left", "enter")
    await until(pilot, lambda: "One question at a time" in screen_text(pilot.app))


FIRST_START = {"role": _role, "level": _level, "project": _project, "has_advert": _advert, "date": _date, "idea": _idea}


@pytest.mark.parametrize("state", FIRST_START)
async def test_the_first_start_looks_as_before(workspace: Workspace, looks: Any, state: str) -> None:
    await looks(home(workspace), FIRST_START[state], coloured=state == "level")
