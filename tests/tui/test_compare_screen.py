"""Two interviews compared on the screen: what the command prints, one page first."""

from pathlib import Path

import pytest

from simulator.graph.text import lower_first, percent
from simulator.report.load import comparison_of
from simulator.report.text.compare import about, asked_once, in_points, marks_words
from simulator.report.text.self_rating import calibration_sentence
from simulator.report.text.words import about_level, tier_words, time_sentence
from simulator.report.tones import CHANGE_BADGES, CHANGE_WORDS
from simulator.session.workspace import Workspace
from simulator.ui.tui import words
from simulator.ui.tui.review.compare import Compare, move_bar
from tests.tui.conftest import home, sit
from tests.tui.driving import quiet, screen_text, until


@pytest.fixture
def pair(settled: Workspace) -> tuple[Path, Path]:
    return sit(settled, -3.0, days_ago=60), sit(settled, 6.0, days_ago=20)


def flat(text: str) -> str:
    return " ".join(text.split())


def told(screen: Compare) -> str:
    """Everything on the page, in sight or not."""
    return flat(" ".join(str(widget.render()) for widget in screen.page.query("Static, Hanging")))


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (140, 40)])
async def test_the_first_page_tells_change_from_noise(
    settled: Workspace, pair: tuple[Path, Path], size: tuple[int, int]
) -> None:
    found = comparison_of(*pair, settled)
    app = home(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        screen = Compare(pair[1], pair[0])
        await app.push_screen(screen)
        await until(pilot, lambda: found.sentence in flat(screen_text(app)))
        look = CHANGE_BADGES[found.overall.verdict]
        assert f"{look.sign} {CHANGE_WORDS[found.overall.verdict]}" in screen_text(app)
        dates = [words.moment(session.started, app.today) for session in (found.first, found.second)]
        assert all(date in screen_text(app).splitlines()[1] for date in dates)
        for level, time, rating in zip(found.levels, found.time, found.calibration, strict=True):
            reached = lower_first(about_level(level.tier, level.low, level.high))
            assert f"Level, by this one alone: {reached}" in told(screen)
            assert tier_words(level.target) in told(screen)
            assert time_sentence(time) in told(screen)
            assert calibration_sentence(rating) in told(screen)
        await pilot.press("tab")
        await until(pilot, lambda: "Concepts" in screen_text(app))
        for change in (*found.areas, *found.concepts):
            row = f"{percent(change.first)} → {percent(change.second)}"
            spread = f"{in_points(change.change_low)} to {in_points(change.change_high)}"
            assert (row in told(screen)) or not change.is_compared
            assert (spread in told(screen)) or not change.is_compared
        assert asked_once(found.areas, "area") in told(screen)
        for point in (*found.newly_met, *found.newly_missed):
            assert f"{point.concept_title}: {point.point} ({marks_words(point)})" in told(screen)
        assert about(found) in told(screen)
        await pilot.press("tab")
        await until(pilot, lambda: found.sentence in flat(screen_text(app)))
        await pilot.press("escape")


async def test_no_line_is_broken_beside_the_scroll_bar(settled: Workspace) -> None:
    """The width was counted without the bar twice once it was there, and so taken for one without frames."""
    nearly = sit(settled, 1.0, days_ago=60), sit(settled, 1.5, days_ago=20)
    app = home(settled)
    async with app.run_test(size=(100, 20), notifications=True, tooltips=True) as pilot:
        screen = Compare(*nearly)
        await app.push_screen(screen)
        await until(pilot, lambda: screen.page.show_vertical_scrollbar)
        await pilot.press("tab")
        await until(pilot, lambda: "Concepts" in screen_text(app))
        rows = [line for line in screen_text(app).splitlines() if "can't tell" in line]
        assert len(rows) > 1
        assert all("can't tell yet" in row for row in rows)


def test_a_bar_leads_from_then_to_now() -> None:
    assert move_bar(0.2, 0.75, 10, "good").plain == "┈┈○━━━━●┈┈"
    assert move_bar(1.0, 0.0, 10, "poor").plain == "●━━━━━━━━○"
    assert move_bar(0.5, 0.5, 10, "unknown").plain == "┈┈┈┈┈●┈┈┈┈"


async def test_what_cannot_be_compared_is_one_sentence(settled: Workspace, pair: tuple[Path, Path]) -> None:
    other = pair[1].with_name("2026-11-04T120000-other-screen-abcd.toml")
    other.write_bytes(pair[1].read_bytes().replace(b'graph = "small"', b'graph = "other"', 1))
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await app.push_screen(Compare(pair[0], other))
        await until(pilot, lambda: "on different graphs" in quiet(app))
        await pilot.press("tab", "down", "escape")
        await until(pilot, lambda: not isinstance(app.screen, Compare))
