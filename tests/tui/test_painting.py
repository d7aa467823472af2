"""What lies under an open line is painted too, also as it is taken away; and no text touches its scroll bar."""

import pytest
from textual.widgets import Static

from simulator.session.workspace import Workspace
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.editor import Editor
from simulator.ui.tui.widgets.prompt import LinePrompt
from tests.some import some
from tests.tui.driving import screen_text, until
from tests.tui.room_states import STATES

PARTS = ("asked", "probing", "judging", "check")


@pytest.mark.parametrize("state", PARTS)
async def test_part_is_taken_away_under_open_line(furnished: Workspace, state: str) -> None:
    """Found by the fuzz, seed 3694953971: the window became too small while one asked the interviewer."""
    make, steps = STATES[state]
    app = make(furnished)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await steps(pilot)
        room = app.screen
        assert isinstance(room, Room)
        await app.push_screen(LinePrompt("Ask the interviewer"))
        await pilot.pause()
        async with room.batch():  # as the room does it: nothing is laid out anew before the next part is there
            for widget in (*room.query("#stage *"), app.screen):
                widget.refresh()  # nothing is painted from memory, as when the size changes
            await room.query_one("#stage").remove_children()
            assert "Ask" in app.export_screenshot()


@pytest.mark.parametrize("size", some([(80, 24), (60, 20)], (60, 20)))
@pytest.mark.parametrize("state", ["asked", "code", "judging"])
async def test_no_text_touches_its_scroll_bar(furnished: Workspace, state: str, size: tuple[int, int]) -> None:
    make, steps = STATES[state]
    app = make(furnished)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await steps(pilot)
        for place in app.screen.query("ConversationView, ReferenceTexts VerticalScroll"):
            await place.mount(Static("m" * 4000))
        for editor in app.screen.query(Editor):
            editor.replace_all("m" * 4000)
        filled = (*app.screen.query("ConversationView, ReferenceTexts VerticalScroll"), *app.screen.query(Editor))
        scrolls = [w for w in filled if w.is_scrollable and w.size]
        await until(pilot, lambda: bool(scrolls) and all(w.show_vertical_scrollbar for w in scrolls))
        lines = screen_text(app).splitlines()
        for region in (w.vertical_scrollbar.region for w in scrolls):
            beside = {lines[y].ljust(size[0])[region.right - 2] for y in range(region.y, region.bottom)}
            assert beside == {" "}, (state, region)
