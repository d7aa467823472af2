"""What is tried once is offered on home, and becomes what Start takes when it is started from the setup once more."""

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from simulator.session.presets import is_taste
from simulator.session.transcript.disk import release
from simulator.session.transcript.write import locked
from simulator.session.workspace import Workspace
from simulator.ui.preferences import read_preferences
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.home.setup import Setup
from simulator.ui.tui.widgets.rows import Rows
from tests.settings import write_preferences
from tests.tui.conftest import home, sit
from tests.tui.driving import in_room, quiet, screen_text, until
from tests.tui.reviewing import shows


async def at_home(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Home) and "Start" in screen_text(pilot.app))


async def set_up(pilot: Pilot[None], *turns: str) -> None:
    """Open the setup and turn the lines of these fields once."""
    await pilot.press("i")
    await until(pilot, lambda: isinstance(pilot.app.screen, Setup) and "Not asked yet:" in screen_text(pilot.app))
    for field in turns:
        pilot.app.screen.query_one(Rows).mark(field)
        await pilot.press("right")


async def chosen(pilot: Pilot[None], key: str) -> None:
    """Choose a line of home."""
    await at_home(pilot)
    await until(pilot, lambda: any(row.key == key for row in pilot.app.screen.query_one("#menu", Rows).rows))
    pilot.app.screen.query_one("#menu", Rows).mark(key)
    await pilot.press("enter")


async def left(pilot: Pilot[None]) -> None:
    """Leave the room, back to home."""
    await pilot.press("escape", "q")
    await at_home(pilot)


async def test_what_another_window_has_changed_counts(settled: Workspace) -> None:
    """The setup still showed the role of before, and started with it, undoing what was chosen in the other one."""
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await at_home(pilot)
        other = replace(read_preferences(settled.config), seniority="staff", format="full", minutes_a_day=25)
        write_preferences(settled.config, other)
        await set_up(pilot)
        assert "staff" in next(line for line in screen_text(app).splitlines() if "Level" in line)
        await pilot.press("escape")
        await at_home(pilot)
        assert (app.preferences.seniority, app.preferences.minutes_a_day) == ("staff", 25)
        assert app.preferences.format == "screen"  # the shape of this window's interview stays


async def test_why_nothing_opens_goes_with_the_next_key(settled: Workspace) -> None:
    """ "is open in another window: close it there first." stayed on home, minutes and screens later."""
    path = sit(settled, until=lambda state: bool(state.turns))
    lock = locked(path)
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await chosen(pilot, f"go-on:{path.stem}")
        await until(pilot, lambda: "is open in another window" in quiet(app))
        await pilot.press("down")
        await until(pilot, lambda: "is open in another window" not in quiet(app))
    release(lock)


async def test_one_try_is_offered_and_not_kept(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await at_home(pilot)
        await set_up(pilot, "format", "format", "input")
        await pilot.press("ctrl+s")
        interview = await in_room(pilot)
        tried = interview.header.format
        assert (tried != "screen", interview.header.input) == (True, "spoken")
        await left(pilot)
        shown = screen_text(app)
        assert "Start     Screening call" in shown
        assert ", spoken · " in next(line for line in shown.splitlines() if "Repeat" in line)
        await pilot.press("ctrl+q")
    assert read_preferences(settled.config).format == "screen"
    app = home(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await chosen(pilot, "repeat")
        interview = await in_room(pilot)
        assert (interview.header.format, interview.header.input) == (tried, "spoken")
        await left(pilot)
        shown = screen_text(app)
        assert ("Start     Screening call" in shown, "Repeat" in shown) == (True, True)
        await pilot.press("ctrl+q")
    kept = read_preferences(settled.config)
    assert (kept.format, kept.input) == ("screen", "typed")


@pytest.mark.parametrize("where", ["setup", "home"])
async def test_a_taste_never_becomes_the_usual(settled: Workspace, where: str) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        for _ in range(2):
            await at_home(pilot)
            await set_up(pilot, "format")
            assert is_taste(app.preferences)
            if where == "setup":
                await pilot.press("ctrl+s")
            else:
                await pilot.press("escape")
                await chosen(pilot, "start")
            assert is_taste((await in_room(pilot)).header)
            await left(pilot)
            shown = screen_text(app)
            assert ("Start     Screening call · " in shown, "Repeat    Taste" in shown) == (True, True)
        await set_up(pilot)  # progress counts neither question yet
        assert "of those asked are still open." in " ".join(screen_text(app).split())
    assert not is_taste(read_preferences(settled.config))


async def test_the_setup_says_what_start_becomes(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(100, 40), notifications=True, tooltips=True) as pilot:
        await at_home(pilot)
        await set_up(pilot)
        assert "It's for this time only" not in screen_text(app)
        assert "still open" not in screen_text(app)
        pilot.app.screen.query_one(Rows).mark("input")
        await pilot.press("right")
        pilot.app.screen.query_one(Rows).mark("start")
        await until(pilot, shows(app, "It's for this time only", "as it was", "from here again"))
        pilot.app.screen.query_one(Rows).mark("format")
        await pilot.press("right")
        pilot.app.screen.query_one(Rows).mark("start")
        await until(pilot, shows(app, "It's for this time only", "a screening call", "of 20 min."))


async def test_what_is_kept_is_not_called_once(settled: Workspace) -> None:
    """The second start from the setup is kept, while it said that this was for once."""
    app = home(settled)
    async with app.run_test(size=(100, 40), notifications=True, tooltips=True) as pilot:
        for number in range(2):
            await at_home(pilot)
            await set_up(pilot, "input")
            pilot.app.screen.query_one(Rows).mark("start")
            await until(pilot, shows(app, "spoken"))
            await pilot.pause(0.1)
            assert ("It's for this time only" in screen_text(app)) == (number == 0)
            await pilot.press("ctrl+s")
            await in_room(pilot)
            await left(pilot)
    assert read_preferences(settled.config).input == "spoken"


async def test_questions_still_open_are_of_the_format(settled: Workspace) -> None:
    """One question was open, and a deep dive into any other area said so of its own."""
    app = home(settled)
    async with app.run_test(size=(100, 40), notifications=True, tooltips=True) as pilot:
        await at_home(pilot)
        await chosen(pilot, "start")
        await in_room(pilot)
        await left(pilot)
        await set_up(pilot)
        await until(pilot, shows(app, "still open."))
        setup = app.screen
        assert isinstance(setup, Setup)
        said = {}
        for area in (await app.graph()).areas_asked:
            setup.chosen = replace(setup.chosen, format="deep-dive", area=area)
            said[area] = "still open" in setup.fresh_words()
        assert sum(said.values()) == 1, said


async def test_a_taste_says_what_another_length_makes(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(100, 40), notifications=True, tooltips=True) as pilot:
        await at_home(pilot)
        await set_up(pilot, "format")
        pilot.app.screen.query_one(Rows).mark("minutes")
        await until(pilot, shows(app, "● 10 min, the usual length", "○ 20 min, as a screening call"))
        await pilot.press("right")
        await until(pilot, shows(app, "That makes it a screening call.", "● 20 min, the usual length"))
        await until(pilot, shows(app, "○ 10 min, as a taste"))
        await pilot.press("left")
        await until(pilot, shows(app, "That makes it a taste.", "● 10 min, the usual length"))


async def test_start_as_before_drops_what_was_tried(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await at_home(pilot)
        await set_up(pilot, "input")
        await pilot.press("ctrl+s")
        await in_room(pilot)
        await left(pilot)
        assert "Repeat" in screen_text(app)
        await chosen(pilot, "start")
        interview = await in_room(pilot)
        assert interview.header.input == "typed"
        await left(pilot)
        assert "Repeat" not in screen_text(app)
    assert read_preferences(settled.config).input == "typed"


async def test_a_setup_left_is_kept_once_started(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await at_home(pilot)
        await set_up(pilot, "input", "seniority")
        await pilot.press("escape")
        await at_home(pilot)
        assert (read_preferences(settled.config).input, app.preferences.input) == ("typed", "spoken")
        assert read_preferences(settled.config).seniority == app.preferences.seniority != "mid"
        await chosen(pilot, "start")
        interview = await in_room(pilot)
        assert interview.header.input == "spoken"
    assert read_preferences(settled.config).input == "spoken"


async def test_a_second_try_from_the_setup_is_kept(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        for kept in ("typed", "spoken"):
            await at_home(pilot)
            await set_up(pilot, "input")
            await pilot.press("ctrl+s")
            await in_room(pilot)
            assert read_preferences(settled.config).input == kept
            await left(pilot)
