"""Keys of the version before: they still do their thing, say once what replaced them, and give way to own keys."""

from pathlib import Path

from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.keys.registry import moved
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.room.panes.pauses import PausePane
from simulator.ui.tui.room.screen import Room
from tests.settings import write_preferences
from tests.tui.conftest import room
from tests.tui.driving import in_room, on_report, quiet, until
from tests.tui.reviewing import listed, reviewing

MOVED = '"Report" is on o; p does it too, for now.'
REASON = (
    "1 · nothing fell short here and this was complete, so say it again, more briefly"  # what a report says by itself
)


async def test_a_former_key_works_and_says_so_once(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("p")
        await until(pilot, lambda: on_report(app) and quiet(app) == MOVED)
        await pilot.press("escape")
        await listed(pilot)
        await pilot.press("o")
        await until(pilot, lambda: on_report(app) and quiet(app) == REASON)
        await pilot.press("escape")
        await listed(pilot)
        await pilot.press("p")
        await until(pilot, lambda: on_report(app) and quiet(app) == REASON)
        await pilot.press("escape")
        await listed(pilot)
        await pilot.press("d")
        # what it says itself comes first
        await until(pilot, lambda: quiet(app).startswith("Press y, enter or delete again"))


async def test_a_former_key_works_in_the_room(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await pilot.press("escape", "p")
        await until(pilot, lambda: isinstance(app.screen, Room) and isinstance(app.screen.pane, PausePane))
        assert quiet(app) == '"Pause" is on f8; p does it too, for now.'
        await pilot.press("e")  # "end" was on the key of notes
        asks = "Press y, enter or e again to end the interview; n or esc cancels."
        asks += " This question falls away; next comes a report without a recommendation."
        await until(pilot, lambda: quiet(app) == f'{asks} "End" is on E; e does it too, for now.')


async def test_own_keys_replace_those_of_before(settled: Workspace, paths: list[Path]) -> None:
    keys = {"review.report": "z", "review.read": "d"}
    write_preferences(settled.config, Preferences(role="tester", graph="small", keys=keys))
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("p", "o", "d")
        await until(pilot, lambda: isinstance(app.screen, Reader))
        assert "does it too" not in quiet(app)


def test_a_former_key_names_the_arrow_in_words() -> None:
    """It said: "Change" is on right; space does it too, for now."""
    assert moved("settings.next", "space") == '"Change" is on the right arrow; space does it too, for now.'
