"""Plots: each draws in its area, follows the theme, leaves keys and wheel alone, and stands any data and size."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.color import Color
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static
from textual_plot import PlotWidget

from simulator.engine.scoring import HIGHEST, LOWEST, SCALE, SOLID
from simulator.graph.records import Graph
from simulator.report.figures.assessment import assess_interview
from simulator.report.progress_records import Band, TierTime
from simulator.ui.tui.theme import INK, THEMES, readable_theme
from simulator.ui.tui.widgets.plot_base import QuietPlot
from simulator.ui.tui.widgets.plots import (
    LevelPlot,
    RatingPlot,
    TimePlot,
    WalkPlot,
    dates_on,
    ends_of,
    places_of,
    rows_of,
)
from tests.reporting import interview
from tests.tui.driving import rows, strips

START = datetime(2026, 11, 3, 18, tzinfo=UTC)
ANSI = readable_theme("ansi-dark")
TIMES = (
    TierTime(tier=1, answers=6, minutes=2.5, planned=3),
    TierTime(tier=3, answers=21, minutes=5.5, planned=4),
    TierTime(tier=6, answers=1, minutes=12.1, planned=15),
)


def path(*middles: float, days: float = 2, half: float = 0.15) -> list[Band]:
    """The chances after as many interviews, these days apart."""
    return [
        Band(
            session=f"s{n}", at=START + timedelta(days=n * days), mastery=m, low=max(0, m - half), high=min(1, m + half)
        )
        for n, m in enumerate(middles)
    ]


class Plots(App[None]):
    """Plots below one another, in the program's themes."""

    CSS = "VerticalScroll { height: 100%; }"

    def __init__(self, *plots: QuietPlot) -> None:
        super().__init__()
        self.plots = plots
        for theme in (*THEMES, ANSI):
            self.register_theme(theme)
        self.theme = INK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(INK.variables)

    def compose(self) -> ComposeResult:
        yield VerticalScroll(*self.plots, Static("\n" * 60))


def hues(widget: Widget) -> Iterator[Color]:
    """The colours of the data of a plot."""
    for segment in (segment for strip in strips(widget)[:-2] for segment in strip):
        if segment.text.strip("│┤ ") and segment.style and segment.style.color:
            yield Color.from_rich_color(segment.style.color)


async def test_every_plot_draws_and_follows_the_theme() -> None:
    counts = {(SOLID, SOLID): 7, (LOWEST, HIGHEST): 2, (HIGHEST, SOLID): 1}
    level, rating, time = LevelPlot(path(0.3, 0.5, 0.7)), RatingPlot(counts), TimePlot(TIMES)
    app = Plots(level, rating, time)
    async with app.run_test(size=(60, 30)) as pilot:
        seen = []
        for theme in (*THEMES, ANSI):
            app.theme = theme.name
            await pilot.pause()
            await pilot.pause()
            for plot in (level, rating, time):
                seen.append(set(hues(plot)))
                assert len(seen[-1]) > 1
            if theme in THEMES:
                assert Color.parse(theme.accent) in seen[-3] & seen[-1]  # of the line, and of the bars
        assert all(len({frozenset(of) for of in seen[n::3]}) == len(THEMES) + 1 for n in range(3))
        drawn = rows(level)
        assert "●" in "".join(drawn)
        assert drawn[-1].split() == ["3", "Nov", "5", "Nov", "7", "Nov"]
        assert [line.split("┤")[0].strip() for line in rows(rating)[1:5]] == [HIGHEST, SOLID, "borderline", LOWEST]
        assert "<2" in rows(rating)[1]
        assert "=7" in rows(rating)[2]
        assert ">1" in rows(rating)[2]
        assert "3 edge cases ┤━" in rows(time)[2]
        assert "5.5 of 4 min, 21 answers" in rows(time)[2]


@pytest.mark.parametrize("size", [(28, 7), (52, 6), (100, 20), (12, 4)])
async def test_any_data_fit_into_any_size(size: tuple[int, int]) -> None:
    """No interview, one, two at the same time, equal values, the ends of the scale, and two hundred."""
    paths = [
        [],
        path(0.4),
        path(0.4, 0.6, days=0),
        path(0.5, 0.5, 0.5, half=0),
        path(0.0, 1.0),
        path(*(0.2 + 0.6 * (n % 7) / 7 for n in range(200))),
    ]
    plot = LevelPlot()
    app = Plots(plot)
    async with app.run_test(size=(size[0] + 2, size[1] + 4)) as pilot:
        plot.styles.width, plot.styles.height = size
        for shown in paths:
            plot.show(shown)
            await pilot.pause()
            drawn = rows(plot)
            assert [len(line) for line in drawn] == [size[0]] * size[1]
            if size[0] >= 28:
                assert ("●" in "".join(drawn)) == bool(shown)
                assert "┄" in "".join(drawn)
                assert "…" not in drawn[-1]


async def test_a_plot_of_nothing_shows_its_axes() -> None:
    rating, time = RatingPlot(), TimePlot()
    async with Plots(rating, time).run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert "".join(rows(rating)).count("=") == 4  # where predictions would have come true
        assert not set("┃━") & set("".join(rows(time)))


async def test_level_plot_shows_what_is_shown_later() -> None:
    """At the place of the last interview, after another path and another size."""
    plot = LevelPlot()
    app = Plots(plot)
    async with app.run_test(size=(40, 20)) as pilot:
        plot.show(path(0.1))
        await pilot.pause()
        low = next(n for n, line in enumerate(rows(plot)) if "●" in line)
        plot.show(path(0.9))
        await pilot.pause()
        high = next(n for n, line in enumerate(rows(plot)) if "●" in line)
        assert high < rows(plot).index(next(line for line in rows(plot) if "50%" in line)) < low
        plot.styles.height = 14
        await pilot.pause()
        await pilot.pause()
        assert len(rows(plot)) == 14
        assert "3 Nov" in rows(plot)[-1]


@pytest.mark.parametrize("height", [6, 7, 8, 9, 14])
async def test_points_lie_on_their_side_of_lines(height: int) -> None:
    """A chance of 74% stood on the line at 50% in a low plot, a row below one of 75%."""
    plot = LevelPlot()
    async with Plots(plot).run_test(size=(60, 30)) as pilot:
        plot.styles.height = height
        for share, side in ((0.74, 1), (0.62, 1), (0.51, 1), (1.0, 1), (0.5, 0), (0.49, -1), (0.3, -1), (0.0, -1)):
            for of in (path(share), path(share, share, share)):
                plot.show(of)
                await pilot.pause()
                await pilot.pause()
                drawn = rows(plot)
                line = next(n for n, row in enumerate(drawn) if "50%" in row)
                places = {n for n, row in enumerate(drawn) if "●" in row}
                assert {(line > n) - (line < n) for n in places} == {side}, (share, drawn)
                assert "┄" in drawn[line]


@pytest.mark.parametrize("height", [7, 9, 14])
async def test_the_line_runs_through_its_points(height: int) -> None:
    """A point had the middle of its cell, and the line ran past it at the cell's upper or lower edge."""
    plot = LevelPlot()
    async with Plots(plot).run_test(size=(60, 30)) as pilot:
        plot.styles.height = height
        for share in (0.03, 0.2, 0.31, 0.44, 0.62, 0.71, 0.97):
            plot.show(path(share, share, share))
            await pilot.pause()
            await pilot.pause()
            (drawn,) = (row for row in rows(plot) if "●" in row)
            beside = {drawn[n + by] for n, sign in enumerate(drawn) if sign == "●" for by in (-1, 1)}
            assert beside & set("⠤⠒"), drawn
            assert not beside & set("⠉⣀"), drawn


def test_a_point_is_near_its_place() -> None:
    for count in range(3, 30):
        shares = [n / 200 for n in range(201)]
        drawn = [(row + 0.5) / count for row in rows_of(shares, count)]
        assert drawn == sorted(drawn)
        assert all(abs(at - share) <= 1.5 / count for at, share in zip(drawn, shares, strict=True))


async def test_keys_and_wheel_pass_a_plot_by() -> None:
    plot = LevelPlot(path(0.4, 0.6))
    app = Plots(plot)
    async with app.run_test(size=(60, 20)) as pilot:
        assert not plot.can_focus
        assert set(QuietPlot._merge_bindings().key_to_bindings).isdisjoint(PlotWidget._merge_bindings().key_to_bindings)
        await pilot.pause()
        before = rows(plot)
        over = pilot.app.screen.get_widget_at(plot.region.x + 20, plot.region.y + 3)[0]
        scroll = app.query_one(VerticalScroll)
        for kind in (events.MouseScrollUp, events.MouseScrollDown, events.MouseScrollDown):
            over.post_message(kind(over, 20, 3, 0, 1, 0, shift=False, meta=False, ctrl=False))
            await pilot.pause()
        await pilot.pause(0.2)
        assert scroll.scroll_offset.y > 0  # what the plot stands in has scrolled
        scroll.scroll_home(animate=False)
        await pilot.pause()
        assert rows(plot) == before


def test_days_below_a_plot_are_told_once() -> None:
    def labels(of: list[Band], columns: int) -> list[str]:
        times = [band.at for band in of]
        return list(dates_on(times, places_of(times), columns).values())

    assert labels([], 60) == []
    assert labels(path(0.5), 60) == ["3 Nov"]
    assert labels(path(0.5, 0.5, days=0), 60) == ["3 Nov"]
    assert labels(path(0.5, 0.5, days=0.1), 21) == ["18:00", "on 3 Nov", "20:24"]  # one date told nothing of two points
    assert labels(path(0.5, 0.5, days=1), 90) == ["3 Nov", "4 Nov"]
    assert labels(path(0.5, 0.5, days=8), 21) == ["3 Nov", "11 Nov"]
    assert labels(path(0.5, 0.5, days=8), 60) == ["3 Nov", "6 Nov", "9 Nov", "11 Nov"]
    assert labels(path(0.5, 0.5, days=800), 21) == ["Nov '26", "Jan '29"]


def test_first_and_last_interview_have_room_for_dates() -> None:
    left, right = ends_of([0.0, 10.0], 24)
    cell = (right - left) / 24
    assert left < -cell
    assert right > 10 + 2 * cell
    assert ends_of([5.0], 24) == (4.5, 5.5)
    assert places_of([START, START]) == [0.0, 1.0]


async def test_a_walk_is_plotted_by_its_questions(llm: Graph) -> None:
    found = assess_interview(interview(llm, 3, format="screen"))
    plot = WalkPlot(found.path)
    async with Plots(plot).run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        numbers = rows(plot)[-1].split()
        signs = ["c" if step.kind == "check" else f"{step.number}" for step in found.path]
        assert numbers == signs
        assert "c" in numbers
        assert f"{len(found.questions)}" in numbers  # and none beyond it: points are not answers
        assert "".join(rows(plot)).count("●") == len(found.path)
        plot.show((found.path * 30)[:101])
        await pilot.pause()
        assert rows(plot)[-1].split() == (signs * 30)[:101:8]  # 51 columns have room for thirteen numbers
        assert "".join(rows(plot)).count("●") == 1


async def test_few_points_have_bars_and_no_band() -> None:
    """One or two of them made a grey slab."""
    one, three = LevelPlot(path(0.5)), LevelPlot(path(0.3, 0.5, 0.7))
    app = Plots(one, three)
    async with app.run_test(size=(60, 30)) as pilot:
        await pilot.pause()
        column = next(row.index("●") for row in rows(one) if "●" in row)
        bar = "".join(row[column] for row in rows(one))
        assert bar.strip(" ─┴").startswith("┬")
        assert "┬│●│┴" in bar or "┬●┴" in bar
        band = Color.from_rich_color(one.get_component_rich_style("plot--band").color)
        assert band not in set(hues(one))
        assert band in set(hues(three))


async def test_a_plot_without_parts_is_left_alone() -> None:
    """So it is where the program closes while it puts one up."""

    class Bare(TimePlot):
        def compose(self) -> ComposeResult:
            return iter(())

    async with Plots(Bare(TIMES)).run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        assert pilot.app.query(Bare)


async def test_verdicts_below_stand_apart() -> None:
    """They ran into one another: "borde…solid outst…"."""
    rating = RatingPlot({(SOLID, LOWEST): 2})
    async with Plots(rating).run_test(size=(38, 16)) as pilot:
        await pilot.pause()
        await pilot.pause()
        names = rows(rating)[-1].split()
        assert [name.rstrip(".") for name in names] == [
            v[: len(name.rstrip("."))] for v, name in zip(SCALE, names, strict=True)
        ]
