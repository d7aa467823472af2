"""A task read again on the screen: its runs in the reader, one step each in the replay, its cases in the report."""

import shutil

from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.replay import ReplayScreen
from simulator.ui.tui.review.report import Report
from tests.coding import WORKSHOP, talked, with_runs
from tests.transcripts import put, written
from tests.tui.conftest import StandingClock
from tests.tui.driving import screen_text, until

SECRET = "got empty wrong"  # what a case that is kept back said


async def test_a_task_is_read_replayed_and_reported(settled: Workspace) -> None:
    shutil.copytree(WORKSHOP, settled.graphs / "workshop")
    sat = with_runs()
    talked(sat)
    sat.stop()
    path = put(settled.sessions, *written(sat))
    app = InterviewApp(settled, "workshop", clock=StandingClock())
    async with app.run_test(size=(96, 140)) as pilot:
        await app.push_screen(Reader(path))
        await until(pilot, lambda: "+    return sum(x * w" in screen_text(app))
        assert "5 of 6 cases passed, hidden ones included." in " ".join(screen_text(app).split())
        assert SECRET not in screen_text(app)
        await pilot.press("space")
        await until(pilot, lambda: SECRET in screen_text(app))

        await app.push_screen(ReplayScreen(path))
        await until(pilot, lambda: "Question 1 is asked" in screen_text(app))
        for run in ("0 of 1 case", "1 of 1 case"):
            await pilot.press("right")
            await until(pilot, lambda run=run: f"You run your code: {run} passed" in screen_text(app))  # type: ignore[misc]
        await pilot.press("right")
        await until(pilot, lambda: "You hand in your code: 5 of 6 cases passed" in screen_text(app))
        assert "-    return sum(x * w" in screen_text(app)
        assert SECRET not in screen_text(app)
        await pilot.press("end")
        await until(pilot, lambda: SECRET in screen_text(app))

        await app.push_screen(Report(path))
        await until(pilot, lambda: "Code round, one task: too little to say" in screen_text(app))
        assert "fails: empty: expected that" in " ".join(screen_text(app).split())
        await pilot.press("a")
        await until(pilot, lambda: f"✕ failed    empty: expected that, {SECRET}" in screen_text(app))
