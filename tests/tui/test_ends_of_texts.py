"""The keys to the ends of a text, wherever one is read: home, end and G."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.brief import BriefScreen
from simulator.ui.tui.home.help import Help, OwnKeys
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.keys.table import ACTIONS
from simulator.ui.tui.map.progress import ProgressScreen
from simulator.ui.tui.review.compare import Compare
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.room.panes.judge import RevealPane
from simulator.ui.tui.widgets.frame import LongText
from tests.tui.conftest import home, room
from tests.tui.driving import idle, in_room, on_report, phase, screen_text, to_judging, until

Opens = Callable[[Pilot[None], list[Path]], Awaitable[None]]


async def report(pilot: Pilot[None], paths: list[Path]) -> None:
    await pilot.app.push_screen(Report(paths[1]))
    await until(pilot, lambda: on_report(pilot.app))


async def details(pilot: Pilot[None], paths: list[Path]) -> None:
    await report(pilot, paths)
    await pilot.press("f")


async def reader(pilot: Pilot[None], paths: list[Path]) -> None:
    await pilot.app.push_screen(Reader(paths[1]))
    await until(pilot, lambda: "Question" in screen_text(pilot.app))
    await pilot.press("space")


async def brief(pilot: Pilot[None], paths: list[Path]) -> None:
    await pilot.app.push_screen(BriefScreen())
    await until(pilot, lambda: "page 1 of" in screen_text(pilot.app), 1500)


async def help_page(pilot: Pilot[None], paths: list[Path]) -> None:
    await pilot.app.push_screen(Help())


async def compare(pilot: Pilot[None], paths: list[Path]) -> None:
    await pilot.app.push_screen(Compare(paths[0], paths[1]))
    await until(pilot, lambda: "Chance of a solid answer" in screen_text(pilot.app), 1500)
    await pilot.press("tab")


async def own_keys(pilot: Pilot[None], paths: list[Path]) -> None:
    await pilot.app.push_screen(OwnKeys(str(paths[0]), ()))


async def habits(pilot: Pilot[None], paths: list[Path]) -> None:
    await pilot.app.push_screen(ProgressScreen())
    await until(pilot, lambda: "Areas" in screen_text(pilot.app), 1500)
    await pilot.press("tab")


READ: dict[str, Opens] = {
    "report": report,
    "details": details,
    "reader": reader,
    "brief": brief,
    "help": help_page,
    "compare": compare,
    "own keys": own_keys,
    "habits": habits,
}


def scrolls(app: InterviewApp) -> VerticalScroll:
    assert isinstance(app.screen, LongText)
    return app.screen.scroll


@pytest.mark.parametrize("opens", READ)
async def test_home_end_and_g_reach_the_ends(settled: Workspace, paths: list[Path], opens: str) -> None:
    app = home(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        await READ[opens](pilot, paths)
        if opens == "brief":  # its pages are short: a text of the bank may not be
            await pilot.resize_terminal(60, 20)
            scrolls(app).styles.max_height = 3
        await until(pilot, lambda: scrolls(app).max_scroll_y > 0)
        for key, end in (("G", True), ("home", False), ("end", True), ("home", False)):
            await pilot.press(key)
            await until(pilot, lambda end=end: scrolls(app).scroll_y == (scrolls(app).max_scroll_y if end else 0))  # type: ignore[misc]


async def test_the_ends_of_a_text_in_the_room(furnished: Workspace) -> None:
    app = room(furnished)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await to_judging(pilot, interview)
        await phase(pilot, interview, Phase.JUDGING)
        await idle(pilot)
        pane = app.screen.query_one(RevealPane)
        pane.scroll.styles.max_height = 1
        await until(pilot, lambda: pane.scroll.max_scroll_y > 0)
        for key, end in (("G", True), ("home", False), ("end", True)):
            await pilot.press(key)
            await until(pilot, lambda end=end: pane.scroll.scroll_y == (pane.scroll.max_scroll_y if end else 0))  # type: ignore[misc]


WRITTEN = {"answer", "check", "coding", "probe", "parting", "replay", "retell"}


def test_every_scrolling_text_has_keys_to_its_ends() -> None:
    """In what is written they move in the text that is written; the replay has a beginning of its own."""
    scrolling = {a.context for a in ACTIONS if a.method == "text_page(1)"} - WRITTEN
    for method in ("text_top", "text_bottom"):
        assert scrolling == {a.context for a in ACTIONS if a.method == method}
