"""`x`: a page, a card or a picture of the screen, to show to others."""

import asyncio
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from msgspec.structs import replace

from simulator.report.concept_records import ConceptMap
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.map.screen import Map
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.share import ASKS, ROWS, offered
from simulator.ui.tui.widgets.prompt import Pick
from tests import transcripts
from tests.settings import write_preferences
from tests.tui.conftest import StandingClock
from tests.tui.driving import on_report, quiet, screen_text, until
from tests.warm import warmed

SLOW = 3000  # tries: a page is made in a thread
GRAPHS = Path(__file__).parent.parent.parent / "graphs"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    transcripts.put(tmp_path / "sessions", *transcripts.whole(2))
    found = Workspace(GRAPHS, tmp_path / "sessions", "demo", warmed(tmp_path / "cache"), tmp_path / "config.toml")
    write_preferences(found.config, Preferences(role="applied-engineer"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return found


async def test_what_is_shared_is_told_whole(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await app.push_screen(Pick(ASKS, ROWS))
        await until(pilot, lambda: all(row.text in screen_text(app) for row in ROWS))


async def test_x_writes_what_is_chosen_and_says_where(place: Workspace) -> None:
    app, here = InterviewApp(place, "llm", clock=StandingClock()), Path.cwd()
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        await app.push_screen(Report(next(place.sessions.glob("*.toml"))))
        await until(pilot, lambda: on_report(app) and "What spoke for you" in screen_text(app), SLOW)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "x share" in screen_text(app).splitlines()[-1])
        assert screen_text(app).splitlines()[-1].endswith("? help")
        await pilot.resize_terminal(100, 30)
        for row in (*ROWS, ROWS[-1]):
            before = {*here.iterdir()}
            await pilot.press("x")
            await until(pilot, lambda: isinstance(app.screen, Pick), SLOW)
            await pilot.press(*["down"] * ROWS.index(row), "enter")
            await until(pilot, lambda: "Wrote " in quiet(app), SLOW)
            (new,) = {*here.iterdir()} - before
            assert f"Wrote {new.name} in {here}." in quiet(app)
            assert ("There was one of that name already." in quiet(app)) == new.stem.endswith("-2")
            app.say("")
        written = {path.name: path.read_text("utf-8") for path in here.iterdir()}
        pages = [name for name in written if name.endswith(".html")]
        answered = {name: '<div class="turn you">' in written[name] for name in pages}
        assert sorted(answered.values()) == [False, True]
        assert all(answered[name] == ("with-answers" in name) for name in pages)
        for text in written.values():
            assert str(here.parent) not in text
            assert (">demo · " in text) == ('<div class="turn you">' in text)
        picture = unescape(next(text for name, text in written.items() if "report" in name)).replace("\xa0", " ")
        assert "What spoke for you" in picture
        (text,) = [written[name] for name in written if name.endswith(".md")]
        assert "### What spoke for you" in text
        assert re.search(r">Report, Applied LLM engineer, \d+ [A-Z][a-z]+ \d{4}<", picture)
        report = app.screen
        assert isinstance(report, Report)
        assert report._assessment is not None
        rows = offered(report._assessment)
        assert [row.text for row in rows if row not in ROWS] == ["the outcome for mid in one picture (SVG)"]
        assert [row.key for row in rows] == [row.key for row in ROWS]
        no_word = replace(report._assessment, recommendation=replace(report._assessment.recommendation, word=""))
        assert [row.key for row in offered(no_word)] == ["page", "answers", "markdown", "screen"]
        await pilot.press("escape")
        app.open_screen("map")
        await until(pilot, lambda: isinstance(app.screen, Map) and "known" in screen_text(app), SLOW)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Pick) and f"in {here.parent}"[:30] in screen_text(app), SLOW)
        for no in ("escape", "n"):
            await pilot.press(no)
            await until(pilot, lambda: isinstance(app.screen, Map))
            assert not [*here.glob("interview-map*")]
            await pilot.press("x")
            await until(pilot, lambda: isinstance(app.screen, Pick), SLOW)
        await pilot.press("y")
        await until(pilot, lambda: "Wrote interview-map-applied-llm-engineer-" in quiet(app), SLOW)
        shutil.rmtree(here)
        await pilot.press("x")
        await until(pilot, lambda: "has been removed" in quiet(app), SLOW)


async def test_a_load_leaves_what_was_said(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    ready, concepts = asyncio.Event(), InterviewApp.concepts

    async def late(app: InterviewApp) -> ConceptMap | None:
        await ready.wait()
        return await concepts(app)

    monkeypatch.setattr(InterviewApp, "concepts", late)
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        app.open_screen("map")
        await until(pilot, lambda: isinstance(app.screen, Map) and "Working out" in screen_text(app), SLOW)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Pick), SLOW)
        await pilot.press("enter")
        await until(pilot, lambda: "Wrote interview-map-" in quiet(app), SLOW)
        ready.set()
        await until(pilot, lambda: "known" in screen_text(app) and "asked about," in screen_text(app), SLOW)
        assert "Wrote interview-map-" in quiet(app)
