"""A task read again on the screen: its runs in the reader, one step each in the replay, its cases in the report."""

import shutil
from pathlib import Path

import pytest
from textual.content import Content

from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.replay import ReplayScreen
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.widgets.code_editor import _deeper
from tests.coding import WORKSHOP, talked, with_runs
from tests.transcripts import put, written
from tests.tui.conftest import StandingClock
from tests.tui.driving import screen_text, until

SECRET = "got empty wrong"  # what a case that is kept back said


def sat_in(place: Workspace) -> tuple[Path, InterviewApp]:
    """The transcript of a code round with several runs, talked about, and an app in which to look at it."""
    shutil.copytree(WORKSHOP, place.graphs / "workshop")
    sat = with_runs()
    talked(sat)
    sat.stop()
    path = put(place.sessions, *written(sat))
    return path, InterviewApp(place, "workshop", clock=StandingClock())


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 34)])
async def test_space_goes_to_what_it_uncovers(settled: Workspace, size: tuple[int, int]) -> None:
    """Below ten screens of code that one key would seem to do nothing."""
    path, app = sat_in(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await app.push_screen(Reader(path))
        await until(pilot, lambda: "Interviewer" in screen_text(app))
        assert "What the cases said" not in screen_text(app)
        await pilot.press("space")
        await until(pilot, lambda: "What the cases said" in screen_text(app))
        await pilot.press("r")
        await until(pilot, lambda: "the same question again" in screen_text(app))


async def test_a_task_is_read_replayed_and_reported(settled: Workspace) -> None:
    path, app = sat_in(settled)
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
        await until(pilot, lambda: "Code round for mid: 0 of 1 task solved, too little to say yet" in screen_text(app))
        assert "fails: empty: expected that" in " ".join(screen_text(app).split())
        await pilot.press("a")
        await until(pilot, lambda: f"✕ failed    empty: expected that, {SECRET}" in screen_text(app))
        told = screen_text(app)[screen_text(app).index("You said") :]
        assert told.index("return sum(x * w") < told.index("Here's a twist.")  # in the order in which it happened


def test_long_code_goes_on_below_with_its_indentation() -> None:
    line = "    log_p = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))"
    first, second, *_ = _deeper(Content(line), 40)
    assert first.plain == "    log_p = shifted - np.log(np.exp("
    assert second.plain.startswith("        shifted).sum(")
    assert "".join(part.plain.strip() for part in _deeper(Content("x" * 100), 40)) == "x" * 100
    assert all(part.cell_length <= 40 for text in (line, "x" * 100) for part in _deeper(Content(text), 40))
