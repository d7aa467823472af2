"""Minutes that hold no question, on the screen: the setup's start is refused in one sentence."""

import pytest
from msgspec.structs import replace

from simulator.session.workspace import Workspace
from simulator.ui.preferences import read_settings
from simulator.ui.tui.home.setup import Setup
from simulator.ui.tui.room.screen import Room
from tests.settings import write_preferences
from tests.tui.conftest import home
from tests.tui.driving import screen_text, until


async def test_minutes_of_the_setup_may_be_typed(settled: Workspace) -> None:
    """A digit did nothing, and enter went on to the next length."""
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Setup) and "Tester" in screen_text(app))
        await pilot.press(*["down"] * 4, "7", "0", "0")
        await until(pilot, lambda: "Type a number of minutes, 1 to 600." in screen_text(app))
        await pilot.press("3", "5", "enter")
        await until(pilot, lambda: "35 min" in screen_text(app) and "what you typed" not in screen_text(app))
        assert isinstance(app.screen, Setup)
        assert app.screen.chosen.minutes == 35


@pytest.mark.parametrize("minutes", [1.0, 2.5])
async def test_the_setup_refuses_minutes_that_hold_no_question(settled: Workspace, minutes: float) -> None:
    write_preferences(settled.config, replace(read_settings(settled.config), minutes=minutes))
    app = home(settled)
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Start" in screen_text(app))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Setup) and app.screen.chosen.minutes == minutes)
        await pilot.press("enter")
        await until(
            pilot,
            lambda: "too short for any question of a screening call; give it at least 3 minutes" in screen_text(app),
        )
        assert not isinstance(app.screen, Room)
    assert not list(settled.sessions.glob("*.toml"))
