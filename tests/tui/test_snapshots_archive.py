"""How review, reader, scoring again, replay and comparison look."""

from typing import Any

import pytest
from textual.pilot import Pilot

from simulator.session.rescoring import reopened
from simulator.session.workspace import Workspace
from simulator.ui.tui.review.compare import Compare
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.replay import ReplayScreen
from simulator.ui.tui.review.rescore import Rescore
from tests.tui.conftest import sit
from tests.tui.driving import screen_text, type_text, until
from tests.tui.looks import Steps
from tests.tui.reviewing import reviewing


@pytest.fixture
def archived(settled: Workspace) -> Workspace:
    """Three interviews; the newest with a bookmark, the second with a note."""
    sat = [sit(settled, level, days_ago=days) for level, days in ((4.0, 60), (-4.0, 40), (6.0, 20))]
    with reopened(sat[2]) as session:
        session.bookmark().result(5)
    with reopened(sat[1]) as session:
        session.note("Look at arr[i] once more.", 1).result(5)
    return settled


async def listed(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "25 Sep" in screen_text(pilot.app))
    await pilot.press("down")
    await pilot.pause(0.5)


async def found(pilot: Pilot[None]) -> None:
    await listed(pilot)
    await pilot.press("slash")
    await type_text(pilot, "once more")
    await until(pilot, lambda: "[once]" in screen_text(pilot.app))
    await pilot.pause(0.5)


async def reading(pilot: Pilot[None]) -> None:
    await listed(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Reader) and "Question 1" in screen_text(pilot.app))


async def uncovered(pilot: Pilot[None]) -> None:
    await reading(pilot)
    await pilot.press("b")
    await until(pilot, lambda: "bookmarked" in screen_text(pilot.app))
    await pilot.press("space")
    await until(pilot, lambda: "Reference" in screen_text(pilot.app))


async def again(pilot: Pilot[None]) -> None:
    await reading(pilot)
    await pilot.press("r")
    await until(pilot, lambda: "other questions" in screen_text(pilot.app))


async def scoring(pilot: Pilot[None]) -> None:
    await reading(pilot)
    await pilot.press("v")
    await until(pilot, lambda: isinstance(pilot.app.screen, Rescore) and "must have" in screen_text(pilot.app))
    await pilot.press("y")
    await until(pilot, lambda: "✓ yes" in screen_text(pilot.app))


async def stepping(pilot: Pilot[None]) -> None:
    await listed(pilot)
    await pilot.press("s")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReplayScreen) and "Level" in screen_text(pilot.app))
    screen = pilot.app.screen
    assert isinstance(screen, ReplayScreen)
    await pilot.press("n", "left")
    await until(pilot, lambda: screen.step > 1 and "The verdict" in screen_text(pilot.app))
    await pilot.pause(0.1)


async def compared(pilot: Pilot[None]) -> None:
    await listed(pilot)
    await pilot.press("C", "up", "C")
    await until(
        pilot, lambda: isinstance(pilot.app.screen, Compare) and "Chance of a solid answer" in screen_text(pilot.app)
    )


STATES: dict[str, Steps] = {
    "listed": listed,
    "found": found,
    "reading": reading,
    "uncovered": uncovered,
    "again": again,
    "scoring": scoring,
    "stepping": stepping,
    "compared": compared,
}


COLOURED = ("found", "uncovered", "stepping")


@pytest.mark.parametrize("state", STATES)
async def test_the_archive_looks_as_before(archived: Workspace, looks: Any, state: str) -> None:
    await looks(reviewing(archived), STATES[state], coloured=state in COLOURED)


async def test_an_empty_list_looks_as_before(settled: Workspace, looks: Any) -> None:
    async def empty(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: "No interviews yet" in screen_text(pilot.app))

    await looks(reviewing(settled), empty)
