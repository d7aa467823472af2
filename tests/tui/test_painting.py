"""What lies under an open line is painted too, also in the moment in which it is taken away."""

import pytest

from simulator.session.workspace import Workspace
from simulator.ui.tui.panes.line import Line
from simulator.ui.tui.screens.room import Room
from tests.tui.test_snapshots_room import STATES, furnished  # noqa: F401 - a fixture

PARTS = ("asked", "probing", "judging", "check")


@pytest.mark.parametrize("state", PARTS)
async def test_a_part_is_taken_away_under_an_open_line(furnished: Workspace, state: str) -> None:  # noqa: F811
    """Found by the fuzz, seed 3694953971: the window became too small while one asked the interviewer."""
    make, steps = STATES[state]
    app = make(furnished)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await steps(pilot)
        room = app.screen
        assert isinstance(room, Room)
        await app.push_screen(Line("Ask the interviewer"))
        await pilot.pause()
        async with room.batch():  # as the room does it: nothing is laid out anew before the next part is there
            for widget in (*room.query("#stage *"), app.screen):
                widget.refresh()  # nothing is painted from memory, as when the size changes
            await room.query_one("#stage").remove_children()
            assert "Ask" in app.export_screenshot()
