"""The report on the screen: its figures are those of `report --json`, and its number keys start what it advises."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from simulator.report.figures.assessment import as_json
from simulator.report.text.words import level_words
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.review.report import Report, report_first_page
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.prompt import Pick
from tests import transcripts
from tests.graphs import llm_graph
from tests.settings import write_preferences
from tests.some import some
from tests.tui.conftest import StandingClock
from tests.tui.driving import quiet, screen_text, until
from tests.warm import warmed

GRAPHS = Path(__file__).parent.parent.parent / "graphs"


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    transcripts.put(tmp_path / "sessions", *transcripts.whole(4))
    found = Workspace(GRAPHS, tmp_path / "sessions", "demo", warmed(tmp_path / "cache"), tmp_path / "config.toml")
    write_preferences(found.config, Preferences(role="applied-engineer"))
    return found


async def reported(pilot: Any, place: Workspace) -> dict[str, Any]:
    await pilot.app.push_screen(Report(next(place.sessions.glob("*.toml"))))
    await until(pilot, lambda: "screening call" in screen_text(pilot.app), 3000)
    from simulator.report.load import assess_file

    document: dict[str, Any] = json.loads(
        as_json(assess_file(next(place.sessions.glob("*.toml")), place, lambda _: llm_graph()))
    )
    return document


async def test_every_first_page_figure_is_in_the_json(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(100, 60), notifications=True, tooltips=True) as pilot:
        found = await reported(pilot, place)
        shown = " ".join(screen_text(app).split())
        level = found["level"]
        assert f"level {level_words(level['tier'], level['low'], level['high'])} judged at" in shown
        assert found["screen"] in shown
        assert found["onsite"] in shown
        for number, item in enumerate(found["tonight"], 1):
            assert f"{number} {item['title']}, {item['minutes']} min" in shown
        for question in found["questions"]:
            assert f"{question['number']} {question['verdict']} {round(question['coverage'] * 100)}%" in shown
        checks = found["checks"]
        assert f"{sum(bool(c['correct']) for c in checks)} of {len(checks)} checks right" in shown


@pytest.mark.parametrize("key", ["1", "2"])
async def test_a_number_starts_what_is_advised(place: Workspace, key: str) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        found = await reported(pilot, place)
        advised = found["tonight"][int(key) - 1]
        await pilot.press(key)
        asks = f"Enter starts 10 minutes on {advised['title']}"
        await until(pilot, lambda: isinstance(app.screen, Pick) and asks in " ".join(screen_text(app).split()))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Room) and app.screen.pane is not None, 3000)
        assert isinstance(app.screen, Room)
        header = app.screen.interview.header
        assert (header.format, header.area, header.minutes) == ("deep-dive", advised["area"], advised["minutes"])
        assert app.screen.interview.state.turns[0].asked.id in {*advised["others"], *advised["questions"]}


async def test_escape_starts_nothing(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await reported(pilot, place)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Report))
        await pilot.pause(0.2)
        assert isinstance(app.screen, Report)
        assert len(list(place.sessions.glob("*.toml"))) == 1


async def test_tonight_is_seen_without_scrolling(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        found = await reported(pilot, place)
        shown = screen_text(app)
        count = len(found["tonight"])
        assert count > 1
        for number, item in enumerate(found["tonight"], 1):
            assert f"{number}   {item['title']}, {item['minutes']} min" in shown
        assert f"1-{count} practise" in shown


async def test_few_answers_are_called_first_impression_under_headline(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        found = await reported(pilot, place)
        few = "Only 3 answers: take everything here as a first impression."
        assert (found["first_impression"] == few) == (found["level"]["answers"] == 3)
        assert found["first_impression"] in " ".join(screen_text(app).split())

        screen = app.screen
        assert isinstance(screen, Report)
        assert screen._assessment is not None
        lines = list(report_first_page(replace(screen._assessment, first_impression=few)))
        assert lines[1].text == few


async def test_a_number_that_is_not_there_is_said(tmp_path: Path, place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await reported(pilot, place)
        screen = app.screen
        assert isinstance(screen, Report)
        screen.action_tonight(9)
        assert "no number 9" in quiet(app)


async def test_what_fails_unexpectedly_is_said(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen that waited for ever would look like a hang."""

    def broken(*_: object) -> None:
        raise RuntimeError("[b]odd[/b]")

    monkeypatch.setattr("simulator.ui.tui.review.report.assess_file", broken)
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await app.push_screen(Report(next(place.sessions.glob("*.toml"))))
        await until(pilot, lambda: "could not be worked out (RuntimeError: [b]odd[/b])" in quiet(app), 1000)


@pytest.mark.parametrize("before", some([(80, 24), (140, 40)], (140, 40)))
async def test_details_fit_window_and_next_one(place: Workspace, before: tuple[int, int]) -> None:
    """Lines that were laid out for more columns than the text has would be broken in their middle."""
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=before, notifications=True, tooltips=True) as pilot:
        await reported(pilot, place)
        await pilot.press("d")
        for size in (before, (60, 20), (140, 40)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: "Level" in screen_text(app))
            await pilot.pause(0.1)
            screen = app.screen
            assert isinstance(screen, Report)
            broken = [widget for widget in screen.page.children if widget.size.height > 1]
            assert broken == []
