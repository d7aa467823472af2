"""The report after an answer was scored anew in its transcript: screen and exports have the new score."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.report.figures.assessment import as_json
from simulator.report.load import assess_file
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.review.rescore import Rescore
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Rows
from tests import transcripts
from tests.graphs import llm_graph
from tests.settings import write_preferences
from tests.tui.conftest import StandingClock
from tests.tui.driving import quiet, screen_text, until
from tests.warm import warmed

GRAPHS = Path(__file__).parent.parent.parent / "graphs"


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A workspace with one whole interview."""
    transcripts.put(tmp_path / "sessions", *transcripts.whole(2))
    found = Workspace(GRAPHS, tmp_path / "sessions", "demo", warmed(tmp_path / "cache"), tmp_path / "config.toml")
    write_preferences(found.config, Preferences(role="applied-engineer"))
    return found


def path_of(place: Workspace) -> Path:
    return next(place.sessions.glob("*.toml"))


def document(place: Workspace) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_json(assess_file(path_of(place), place, lambda _: llm_graph())))
    return found


def first_solid(found: dict[str, Any]) -> int:
    """Which of the answers, from 0, is the first that didn't fall short."""
    return next(n for n, q in enumerate(found["questions"]) if q["verdict"] not in {"weak", "borderline"})


def shown(app: InterviewApp) -> str:
    return " ".join(screen_text(app).replace("▌", "").split())


async def opened(pilot: Any, place: Workspace) -> Report:
    report = Report(path_of(place))
    await pilot.app.push_screen(report)
    await until(
        pilot, lambda: "What spoke for you" in screen_text(pilot.app) or "Tonight" in screen_text(pilot.app), 3000
    )
    return report


async def scrolled(pilot: Any, place: Workspace) -> Report:
    """The report, six lines down."""
    report = await opened(pilot, place)
    await pilot.press(*["down"] * 6)
    await until(pilot, lambda: report.page.scroll_y == 6)
    return report


async def all_missed(pilot: Any) -> None:
    """Mark each point of the answer that is read as missed, and keep that."""
    reader = pilot.app.screen
    await until(pilot, lambda: isinstance(reader, Reader) and reader.turn is not None)
    points = len(reader.turn.question.rubric)
    await pilot.press("v")
    await until(pilot, lambda: isinstance(pilot.app.screen, Rescore) and pilot.app.screen.pane is not None)
    await pilot.press(*["n"] * points)
    await until(pilot, lambda: "enter keep it" in screen_text(pilot.app))
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is reader and "Weak now" in quiet(pilot.app))


async def test_scored_anew_the_report_says_so_on_return(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(90, 90), notifications=True, tooltips=True) as pilot:
        report = await opened(pilot, place)
        before = document(place)
        solid = first_solid(before)
        await pilot.press("a")
        await until(pilot, lambda: "All answers" in screen_text(app))
        await pilot.press(*["down"] * solid, "enter")
        await all_missed(pilot)
        await pilot.press("escape")
        rows = report.query_one("#list", Rows)
        await until(pilot, lambda: app.screen is report and rows.row is not None and "weak" in rows.row.note)
        assert "All answers" in screen_text(app)
        assert rows.cursor == solid
        after = document(place)
        assert after["recommendation"] != before["recommendation"]
        await pilot.press("escape")
        await until(pilot, lambda: "What spoke for you" in screen_text(app))
        for concern in after["recommendation"]["concerns"]:
            assert concern["title"] in shown(app)
        for item in after["tonight"]:
            assert item["title"].split(" (")[0].split(":")[0] in shown(app)


async def test_what_is_shared_has_the_new_score(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    (place.config.parent / "out").mkdir()
    monkeypatch.chdir(place.config.parent / "out")
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(100, 60), notifications=True, tooltips=True) as pilot:
        await opened(pilot, place)
        solid = next(
            n for n, q in enumerate(document(place)["questions"]) if q["verdict"] not in {"weak", "borderline"}
        )
        await pilot.press("a", *["down"] * solid, "enter")
        await all_missed(pilot)
        await pilot.press("escape", "x")  # at once, before it could be made anew
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: bool([*Path.cwd().glob("*.md")]))
    (written,) = Path.cwd().glob("*.md")
    for concern in document(place)["recommendation"]["concerns"]:
        assert concern["title"] in written.read_text(encoding="utf-8").replace("\\", "")


async def test_unchanged_reports_keep_widgets_and_place(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        report = await scrolled(pilot, place)
        widgets = [*report.page.children]
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, Reader) and app.screen.turn is not None)
        await pilot.press("b")
        await until(pilot, lambda: "Bookmarked" in quiet(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is report and all(worker.is_finished for worker in app.workers))
        assert [*report.page.children] == widgets
        assert report.page.scroll_y == 6


async def test_scored_anew_the_first_page_stays_scrolled(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        report = await scrolled(pilot, place)
        first = report.page.children[0]
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, Reader) and app.screen.turn is not None)
        assert isinstance(app.screen, Reader)
        while (turn := app.screen.turn) is not None and (turn.check is not None or turn.fell_short):
            await pilot.press("n")
            await pilot.pause()
        await all_missed(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is report and report.page.children[0] is not first)
        await until(pilot, lambda: report.page.scroll_y == 6)
