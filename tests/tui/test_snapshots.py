"""How home looks before the first interview, and the help; the room without colour."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from simulator.session.interview.interview import Interview
from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from tests.tui.conftest import home, room
from tests.tui.driving import answer, idle, in_room, phase, screen_text, until
from tests.tui.pictures import Steps as Steps
from tests.tui.pictures import hold_cursors


async def at_home(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "A small graph" in screen_text(pilot.app) or pilot.app.size.width < 80)
    await pilot.pause(0.2)


async def at_help(pilot: Pilot[None]) -> None:
    await in_room(pilot)
    await pilot.press("f1")
    await until(pilot, lambda: "Interview: answering" in screen_text(pilot.app))


async def to_prediction(pilot: Pilot[None]) -> Interview:
    interview = await in_room(pilot)
    await answer(pilot, interview)
    await phase(pilot, interview, Phase.PREDICTING)
    await until(pilot, lambda: "How would a panel" in screen_text(pilot.app))
    return interview


async def judging(pilot: Pilot[None]) -> None:
    interview = await to_prediction(pilot)
    await pilot.press("3")
    await phase(pilot, interview, Phase.JUDGING)
    await pilot.press("y")
    await until(pilot, lambda: len(interview.state.turns[0].marks) == 1)
    await idle(pilot)


STATES: dict[str, tuple[Callable[[Workspace], InterviewApp], Steps]] = {
    "new-home": (home, at_home),
    "help": (room, at_help),
}


def still(steps: Steps, theme: str = "ink") -> Steps:
    """The steps, and after them a cursor that does not blink and a wait until all is painted."""

    async def run(pilot: Pilot[None]) -> None:
        pilot.app.theme = theme
        await steps(pilot)
        hold_cursors(pilot)
        await pilot.pause(0.1)

    return run


@pytest.mark.parametrize("state", STATES)
async def test_looks(settled: Workspace, pictures: Any, state: str) -> None:
    make, steps = STATES[state]
    assert await pictures(make(settled), steps) == []


def test_without_colour(settled: Workspace, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(room(settled), run_before=still(judging), terminal_size=(80, 24))
