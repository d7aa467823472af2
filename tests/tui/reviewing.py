"""Driving the review list in tests."""

from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from simulator.session.interview.state import State, fold
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.review.rows import Sessions
from simulator.ui.tui.review.screen import ReviewScreen
from tests.tui.conftest import StandingClock
from tests.tui.driving import screen_text, type_text, until


def reviewing(workspace: Workspace) -> InterviewApp:
    """The app, opened at the review list."""
    return InterviewApp(workspace, "small", opening=Opening(review=True), clock=StandingClock())


def shows(app: InterviewApp, *texts: str) -> Callable[[], bool]:
    """Whether all these texts stand on the screen, asked again at each call."""
    return lambda: all(text in screen_text(app) for text in texts)


def state_of(path: Path) -> State:
    """The state of a transcript that is whole."""
    found = read(path)
    assert found.findings == ()
    return fold(found.header, found.events)


async def listed(pilot: Pilot[None], count: int = 3) -> Sessions:
    """Wait for the list with so many sessions."""
    app = pilot.app
    assert isinstance(app, InterviewApp)
    await until(
        pilot, lambda: isinstance(app.screen, ReviewScreen) and len(app.screen.query_one(Sessions).rows) == count
    )
    return app.screen.query_one(Sessions)


async def search(pilot: Pilot[None], text: str) -> None:
    """Search for a text in place of the one before."""
    await pilot.press("slash")
    pilot.app.screen.query_one("#search", Input).value = ""
    await type_text(pilot, text)
