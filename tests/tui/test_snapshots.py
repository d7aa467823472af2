"""How the main states look, at 80x24 and 60x20, dark and light."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from simulator.session.interview import Interview
from simulator.session.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from tests.tui.conftest import home, room
from tests.tui.driving import answer, idle, in_room, phase, screen_text, type_text, until

Steps = Callable[[Pilot[None]], Awaitable[None]]


async def at_home(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "A small graph" in screen_text(pilot.app) or pilot.app.size.width < 80)
    await pilot.pause(0.2)


async def at_first_start(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "Tester" in screen_text(pilot.app))


async def at_setup(pilot: Pilot[None]) -> None:
    await pilot.press("e")
    await until(pilot, lambda: "Tester" in screen_text(pilot.app))


async def at_help(pilot: Pilot[None]) -> None:
    await in_room(pilot)
    await pilot.press("f1")
    await until(pilot, lambda: "Interview: answering" in screen_text(pilot.app))


async def answering(pilot: Pilot[None]) -> None:
    await in_room(pilot)
    await type_text(pilot, "it reads")


async def with_hint(pilot: Pilot[None]) -> None:
    await answering(pilot)
    await pilot.press("escape", "h")
    await until(pilot, lambda: "Think of lists." in screen_text(pilot.app))


async def paused(pilot: Pilot[None]) -> None:
    interview = await in_room(pilot)
    await pilot.press("escape", "p")
    await until(pilot, lambda: interview.state.paused)
    await idle(pilot)


async def to_prediction(pilot: Pilot[None]) -> Interview:
    interview = await in_room(pilot)
    await answer(pilot, interview)
    await phase(pilot, interview, Phase.PREDICTING)
    await until(pilot, lambda: "How would a panel" in screen_text(pilot.app))
    return interview


async def predicting(pilot: Pilot[None]) -> None:
    await to_prediction(pilot)
    await pilot.press("escape")


async def judging(pilot: Pilot[None]) -> None:
    interview = await to_prediction(pilot)
    await pilot.press("3")
    await phase(pilot, interview, Phase.JUDGING)
    await pilot.press("y")
    await until(pilot, lambda: len(interview.state.turns[0].marks) == 1)
    await idle(pilot)


async def verdict(pilot: Pilot[None]) -> None:
    interview = await to_prediction(pilot)
    await pilot.press("3")
    await phase(pilot, interview, Phase.JUDGING)
    await pilot.press("n", "y", "n")
    await until(pilot, lambda: not interview.state.turns[0].unjudged)
    await idle(pilot)
    await until(pilot, lambda: "a must-have" in screen_text(pilot.app) or "weak" in screen_text(pilot.app))


STATES: dict[str, tuple[Callable[[Workspace], InterviewApp], Steps]] = {
    "home": (home, at_home),
    "setup": (home, at_setup),
    "help": (room, at_help),
    "answering": (room, answering),
    "hint": (room, with_hint),
    "paused": (room, paused),
    "predicting": (room, predicting),
    "judging": (room, judging),
    "verdict": (room, verdict),
}


def still(steps: Steps, theme: str = "ink") -> Steps:
    """The steps, and after them a cursor that does not blink and a wait until all is painted."""

    async def run(pilot: Pilot[None]) -> None:
        pilot.app.theme = theme
        await steps(pilot)
        for editor in pilot.app.screen.query(TextArea):
            editor.cursor_blink = False
            editor._line_cache.clear()  # its line may have been kept from the dark half of a blink
            editor.refresh()
        for line in pilot.app.screen.query(Input):
            line.cursor_blink = False
            line._cursor_visible = True
        await pilot.pause(0.1)

    return run


@pytest.mark.parametrize("state", STATES)
def test_dark(settled: Workspace, snap_compare: Any, state: str) -> None:
    make, steps = STATES[state]
    assert snap_compare(make(settled), run_before=still(steps), terminal_size=(80, 24))


@pytest.mark.parametrize("state", ["home", "hint", "predicting", "judging", "verdict"])
def test_small_and_light(settled: Workspace, snap_compare: Any, state: str) -> None:
    make, steps = STATES[state]
    assert snap_compare(make(settled), run_before=still(steps, "paper"), terminal_size=(60, 20))


def test_first_start(workspace: Workspace, snap_compare: Any) -> None:
    assert snap_compare(home(workspace), run_before=still(at_first_start), terminal_size=(80, 24))


def test_without_colour(settled: Workspace, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(room(settled), run_before=still(judging), terminal_size=(80, 24))
