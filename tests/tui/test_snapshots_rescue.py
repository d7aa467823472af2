"""How the screen looks that offers again what could not be written, and that it gives way once all is on the disk."""

import secrets
import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.tui.key_buffer import TOO_SOON
from simulator.ui.tui.room.rescue import Rescue
from simulator.ui.tui.room.screen import Room
from tests.tui.conftest import room
from tests.tui.driving import in_room, quiet, screen_text, type_text, until

SAID = "It reads one element: arr[i], and x[/ and [b]."


async def refused(pilot: Pilot[None]) -> Room:
    """An answer is given while a file stands where the folder was."""
    await in_room(pilot)
    shown = pilot.app.screen
    assert isinstance(shown, Room)
    folder = shown.sitting.path.parent
    shutil.rmtree(folder)
    folder.write_text("now a file")
    await type_text(pilot, SAID)
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, Rescue) and bool(pilot.app.screen.query(".kept")))
    return shown


async def test_the_rescue_looks_as_before(looks: Any, settled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "choice", lambda letters: letters[0])
    await looks(room(settled), refused)


async def test_trying_again_goes_on_where_it_was(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(notifications=True, tooltips=True) as pilot:
        shown = await refused(pilot)
        await pilot.press("r")
        await until(pilot, lambda: quiet(app) == "That didn't work either.")
        settled.sessions.unlink()
        await pilot.press("r")
        await until(pilot, lambda: app.screen is shown and quiet(app).startswith("Saved."))
        assert read(shown.sitting.path).events == shown.interview.events
        assert shown.sitting.rescued is None


async def test_the_end_waits_until_it_is_written(settled: Workspace) -> None:
    from simulator.ui.tui.review.report import Report

    app = room(settled)
    async with app.run_test(notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        settled_folder = settled.sessions.rename(settled.sessions.with_name("away"))
        settled.sessions.write_text("now a file")
        await pilot.press("escape", "E")
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Rescue))
        assert interview.state.ended
        settled.sessions.unlink()
        settled_folder.rename(settled.sessions)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Report))


async def test_a_text_comes_back_when_leaving_failed(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        shown = app.screen
        assert isinstance(shown, Room)
        shown.sitting.fallback_folders = (Path("/proc/none"),)
        away = settled.sessions.rename(settled.sessions.with_name("away"))
        settled.sessions.write_text("now a file")
        await type_text(pilot, SAID)
        await pilot.press("escape", "q")
        await until(pilot, lambda: isinstance(app.screen, Rescue) and SAID in screen_text(app))
        settled.sessions.unlink()
        away.rename(settled.sessions)
        await pilot.press("r")
        await until(pilot, lambda: app.screen is shown or "That didn't work either" in screen_text(app))
        if app.screen is not shown:  # a draft was being kept between the two steps above, when there was no folder
            await pilot.press("r")
        await until(pilot, lambda: app.screen is shown and "The clock is stopped." in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: not interview.state.paused and SAID in screen_text(app))
