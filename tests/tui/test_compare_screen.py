"""Two interviews compared on the screen: what the command prints, one page first."""

from pathlib import Path

import pytest

from simulator.report.load import comparison_of
from simulator.report.text.compare import comparison_lines, signed
from simulator.session.workspace import Workspace
from simulator.ui.tui import words
from simulator.ui.tui.review.compare import Compare
from tests.tui.conftest import home, sit
from tests.tui.driving import quiet, screen_text, until


@pytest.fixture
def pair(settled: Workspace) -> tuple[Path, Path]:
    return sit(settled, -3.0, days_ago=60), sit(settled, 6.0, days_ago=20)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (140, 40)])
async def test_the_first_page_tells_change_from_noise(
    settled: Workspace, pair: tuple[Path, Path], size: tuple[int, int]
) -> None:
    found = comparison_of(*pair, settled)
    app = home(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await app.push_screen(Compare(pair[1], pair[0]))
        await until(pilot, lambda: found.sentence in flat(screen_text(app)))
        assert found.overall.verdict in screen_text(app)
        dates = [words.moment(session.started, app.today) for session in (found.first, found.second)]
        assert all(date in screen_text(app).splitlines()[1] for date in dates)
        await pilot.press("tab")
        await until(pilot, lambda: "Concepts" in screen_text(app))
        screen = app.screen
        assert isinstance(screen, Compare)
        told = flat(" ".join(str(widget.render()) for widget in screen.page.children))
        for change in (*found.areas, *found.concepts):
            assert f"{signed(change.low)} to {signed(change.high)}" in told
            assert change.verdict in told
        for point in (*found.newly_met, *found.newly_missed):
            assert point.point in told
        await pilot.press("tab")
        await until(pilot, lambda: found.sentence in flat(screen_text(app)))
        await pilot.press("escape")


async def test_it_shows_the_figures_of_the_command(settled: Workspace, pair: tuple[Path, Path]) -> None:
    app = home(settled)
    async with app.run_test(size=(140, 40), notifications=True, tooltips=True) as pilot:
        screen = Compare(*pair)
        await app.push_screen(screen)
        await until(pilot, lambda: "Areas" in screen_text(app))
        await pilot.press("tab")
        await until(pilot, lambda: "Concepts" in screen_text(app))
        told = "\n".join(str(widget.render()) for widget in screen.page.children)
        lines = list(comparison_lines(comparison_of(*pair, settled), screen.text_width))
        start = lines.index("Areas")
        assert [line for line in lines[start:] if line.strip() and line not in told] == []


async def test_what_cannot_be_compared_is_one_sentence(settled: Workspace, pair: tuple[Path, Path]) -> None:
    other = pair[1].with_name("2026-11-04T120000-other-screen-abcd.toml")
    other.write_bytes(pair[1].read_bytes().replace(b'graph = "small"', b'graph = "other"', 1))
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await app.push_screen(Compare(pair[0], other))
        await until(pilot, lambda: "on different graphs" in quiet(app))
        await pilot.press("tab", "down", "escape")
        await until(pilot, lambda: not isinstance(app.screen, Compare))
