"""The plan on the screen: its days, what each is for, and the keys that change or start one."""

import asyncio
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from simulator.report.progress_records import Countdown, PlannedDay
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences, read_preferences
from simulator.ui.tui.home.brief import BriefScreen
from simulator.ui.tui.home.plan import FILE, STOPPED, STOPPED_NEXT, WORKING, PlanScreen
from simulator.ui.tui.home.plan_texts import day_content
from simulator.ui.tui.keys.registry import key_for
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.chrome import Keys
from simulator.ui.tui.widgets.prompt import LinePrompt, Pick
from simulator.ui.tui.widgets.rows import Rows
from tests import transcripts
from tests.isolation import ROOT
from tests.settings import write_preferences
from tests.tui.conftest import home, sit
from tests.tui.driving import in_room, quiet, screen_text, type_text, until
from tests.tui.test_progress_screen import app_of
from tests.warm import warmed


@pytest.fixture
def dated(settled: Workspace) -> Workspace:
    """Somebody who sat a short interview some days ago, and has a real one in twelve days."""
    sit(settled, level=-2.0, days_ago=3)
    write_preferences(settled.config, Preferences(role="tester", graph="small", interview_on=date(2026, 12, 6)))
    return settled


async def at_plan(pilot: Pilot[None]) -> None:
    await pilot.press(key_for("home.plan"))
    await until(pilot, lambda: isinstance(pilot.app.screen, PlanScreen) and "─ Today ─" in screen_text(pilot.app))


async def test_the_plan_looks_as_before(dated: Workspace, looks: Any) -> None:
    await looks(home(dated), at_plan, coloured=True)


async def test_no_frame_stands_without_a_word(dated: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the plan was worked out three hollow boxes stood there, at last with no word of what they waited for."""
    ready, made = asyncio.Event(), PlanScreen._make

    async def late(plan: PlanScreen) -> None:
        await ready.wait()
        await made(plan)

    monkeypatch.setattr(PlanScreen, "_make", late)
    app = home(dated)
    async with app.run_test(size=(120, 34)) as pilot:
        await pilot.press(key_for("home.plan"))
        await until(pilot, lambda: isinstance(app.screen, PlanScreen) and quiet(app) == WORKING)
        assert "╭" not in screen_text(app)
        ready.set()
        await until(pilot, lambda: "─ Today ─" in screen_text(app))
        assert quiet(app) == ""


def test_what_was_begun_follows_what_is_done() -> None:
    """It read "You've begun it: enter picks up where you stopped. Done."."""
    day = date(2026, 11, 27)
    more = PlannedDay(day=day, kind="due", title="Drill: 2 due questions", minutes=10, format="drill", questions=2)
    call = PlannedDay(day=day, kind="screen", title="Screening call", minutes=20, format="screen", also=(more,))
    done = replace(call, done=True)
    plan = Countdown(today=day, until=day, minutes_a_day=45, days=(done,))
    told = str(day_content(done, plan, STOPPED_NEXT))
    assert f"Done. {STOPPED_NEXT} If you have time left" in " ".join(told.split())
    assert str(day_content(call, plan, STOPPED)).partition("\n\n")[2].startswith(STOPPED)


async def test_page_down_reads_what_has_no_room(dated: Workspace) -> None:
    """At 60x20 the end of what a day is for was never in sight, and no key moved it."""
    app = home(dated)
    async with app.run_test(size=(60, 20)) as pilot:
        await at_plan(pilot)
        days, beside = app.screen.query_one("#days", Rows), app.screen.query_one("#beside")
        await pilot.press("down")
        await until(pilot, lambda: beside.max_scroll_y > 0)
        while beside.scroll_y < beside.max_scroll_y:
            await pilot.press("pagedown")
            assert days.cursor == 1
        await pilot.press("pagedown")
        await until(pilot, lambda: days.cursor == 2)
        await pilot.press("home")
        await until(pilot, lambda: beside.scroll_y == 0)


async def typed(pilot: Pilot[None], action: str, text: str, pick: str = "", *, refused: str = "") -> None:
    """Press the key of an action, perhaps pick a line, and write one in place of what stands there; it is `refused`."""
    await pilot.press(key_for(action))
    if pick:
        await until(pilot, lambda: isinstance(pilot.app.screen, Pick))
        pilot.app.screen.query_one(Rows).mark(pick)
        await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, LinePrompt))
    await type_text(pilot, text)
    await pilot.press("enter")
    await until(
        pilot, lambda: refused in screen_text(pilot.app) if refused else isinstance(pilot.app.screen, PlanScreen)
    )


async def test_the_marked_day_stays_in_sight(dated: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message of three lines hid it, and a date put in from the last line left no mark in the list."""
    monkeypatch.chdir(tmp_path)
    app = home(dated)
    async with app.run_test(size=(60, 20)) as pilot:
        await at_plan(pilot)
        days = app.screen.query_one("#days", Rows)

        def in_sight() -> bool:
            return 0 <= days.cursor - days.scroll_offset.y < days.size.height

        await pilot.press("end")
        await typed(pilot, "plan.file", FILE)
        await until(pilot, lambda: quiet(app).startswith("Wrote"))
        await pilot.pause()
        assert in_sight()
        await pilot.press("end", "up")
        await typed(pilot, "plan.change", "in 11 days", "date")
        await until(pilot, lambda: len(days.rows) == 12)
        await pilot.pause()
        assert (days.cursor, in_sight()) == (0, True)


async def test_date_minutes_and_file_change_in_place(
    dated: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = home(dated)
    async with app.run_test(size=(100, 30)) as pilot:
        await at_plan(pilot)
        days = app.screen.query_one("#days", Rows)
        assert [row.label for row in days.rows][::12] == ["Today", "Sun 6 Dec"]
        await typed(pilot, "plan.change", "someday", "date", refused="Give a day such as")
        await pilot.press("escape")
        await typed(pilot, "plan.change", "in 5 days", "date")
        await until(pilot, lambda: len(days.rows) == 6)
        assert "in 5 days" in screen_text(app)
        await typed(pilot, "plan.change", "5", "minutes", refused="Type a number of minutes, 10 to 480.")
        line = app.screen.query_one(Input)
        assert line.value == "5"  # it stays, to be put right
        await pilot.press("backspace", *"25")
        await pilot.press("enter")
        await until(pilot, lambda: "25 min a day" in screen_text(app))
        kept = read_preferences(dated.config)
        assert (kept.interview_on, kept.minutes_a_day) == (date(2026, 11, 29), 25)

        await typed(pilot, "plan.file", FILE)
        await until(pilot, lambda: quiet(app).startswith(f"Wrote {tmp_path / FILE}."))
        assert len(Calendar.from_ical((tmp_path / FILE).read_bytes()).events) == 6  # with the interview itself
        (tmp_path / "notes.ics").write_text("my own")
        await typed(pilot, "plan.file", "notes.ics")
        await until(pilot, lambda: "it isn't a plan" in quiet(app))
        assert (tmp_path / "notes.ics").read_text() == "my own"

        await pilot.press("end", "up", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        await pilot.press("escape", "end", "enter")
        await until(pilot, lambda: "Good luck" in quiet(app))
        assert "plan.choose" not in [action.id for action in app.screen.query_one(Keys).actions]  # it starts nothing
        await pilot.press("up")
        await until(pilot, lambda: not quiet(app))  # it stayed under another day, and after the brief
        await typed(pilot, "plan.change", "none", "date")
        await until(pilot, lambda: "There's no date yet" in screen_text(app))
        assert len(days.rows) == 7


async def test_a_day_with_gaps_asks_about_them_alone(tmp_path: Path) -> None:
    place = Workspace(ROOT / "graphs", tmp_path / "sessions", "demo", warmed(tmp_path / "cache"), tmp_path / "c.toml")
    for number in (3, 16, 30):
        transcripts.put(place.sessions, *transcripts.whole(number))
    write_preferences(place.config, Preferences(role="applied-engineer", interview_on=date(2026, 12, 20)))
    app = app_of(place)
    async with app.run_test(size=(160, 45)) as pilot:
        await at_plan(pilot)
        rows = app.screen.query_one("#days", Rows)
        marked = next(row for row in rows.rows if row.text.endswith("missed") and " + " not in row.text)
        rows.mark(marked.key)
        await until(pilot, lambda: screen_text(app).count(marked.text) >= 2)  # in the list and on its card
        screen = app.screen
        assert isinstance(screen, PlanScreen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Pick))  # it is for a later day
        assert "Start it today? (y/n)" in screen_text(app)
        await pilot.press("n")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("y")  # though another row is marked
        interview = await in_room(pilot)
        assert isinstance(app.screen, Room)
        again = interview.header.again
        assert again is not None
        assert interview.header.format == "deep-dive"
        assert f"{len(again.concepts)} missed" in marked.text
        assert interview.state.turns[0].question.primary in again.concepts


async def test_a_day_that_is_done_offers_no_start(dated: Workspace) -> None:
    app = home(dated)
    async with app.run_test(size=(100, 30)) as pilot:
        await at_plan(pilot)
        screen = app.screen
        assert isinstance(screen, PlanScreen)
        assert screen._plan is not None
        assert "enter start" in screen_text(app)
        first, *others = screen._plan.days
        screen._plan = replace(screen._plan, days=(replace(first, done=True, also=()), *others))
        screen.show_day()
        await until(pilot, lambda: "Done." in screen_text(app))
        assert "enter start" not in screen_text(app)
        await pilot.press("down")
        await until(pilot, lambda: "enter start" in screen_text(app))


async def test_a_marked_sunday_keeps_to_its_week(dated: Workspace) -> None:
    """At 100 columns its bracket was one column too wide, and the day fell into a line of its own."""
    app = home(dated)
    async with app.run_test(size=(100, 30)) as pilot:
        await at_plan(pilot)
        app.screen.query_one("#days", Rows).mark("2026-11-29")
        await until(pilot, lambda: "[29" in screen_text(app))
        (week,) = (line for line in screen_text(app).splitlines() if "[29" in line)
        assert re.search(r"28\S? *\[29\S?\]", week), week
