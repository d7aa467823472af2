"""The room in a small window: nothing that one decides by is cut, and what does not fit scrolls by a key that is shown."""

from textual.pilot import Pilot

from simulator.session.workspace import Workspace
from simulator.ui.tui.room.panes.judge import Points
from simulator.ui.tui.room.texts import Texts
from tests.tui.conftest import room
from tests.tui.driving import in_room, screen_text, to_judging, until
from tests.tui.room_states import STATES, own_verdict

SMALL = (60, 20)
LONG = "Says that it reads one element, " + ", ".join(f"and not the {n}th from the end" for n in range(4, 20))
PARTLY = "only 'a list', with none of what makes it different from any other, such as the time that it takes"


def footer_line(pilot: Pilot[None]) -> str:
    return screen_text(pilot.app).splitlines()[-1]


async def test_anchors_leave_the_text_its_lines(furnished: Workspace) -> None:
    app = STATES["own-verdict"][0](furnished)
    async with app.run_test(size=SMALL) as pilot:
        await own_verdict(pilot)
        await until(pilot, lambda: "4 ★ outstanding" in screen_text(app))
        assert app.screen.query_one(Texts).size.height >= 6
        await pilot.press("escape")
        await until(pilot, lambda: "outlasted the incident" in screen_text(app))
        assert not app.screen.query_one(Texts).display
        assert "scroll" not in footer_line(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.query_one(Texts).display)


async def test_long_point_scrolls_by_a_shown_key(settled: Workspace) -> None:
    path = settled.graphs / "small" / "questions" / "basics.toml"
    text = path.read_text().replace("Says that it reads one element", LONG).replace("only 'a list'", PARTLY)
    path.write_text(text)
    app = room(settled)
    async with app.run_test(size=SMALL) as pilot:
        await to_judging(pilot, await in_room(pilot))
        await until(pilot, lambda: "esc more" in footer_line(pilot))
        await until(pilot, lambda: "…" in screen_text(app))
        assert "partly =" not in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: "↓ scroll" in footer_line(pilot))
        await pilot.press("end")
        await until(pilot, lambda: "takes\n  ·         Says why" in screen_text(app))
        await pilot.press("home")
        await until(pilot, lambda: ">         Says that it reads" in screen_text(app))
        await pilot.press("n")
        await until(pilot, lambda: "2 of 3 · so far ✕ weak" in screen_text(app))
        assert app.screen.query_one(Texts).display
        assert not app.screen.query_one(Points).left_out
