"""Plots from textual-plot in the program's colours. Import this where a plot is shown: it loads numpy.

A plot takes no key and no turn of the mouse wheel, and every figure in it stands beside it in words.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Grid
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static
from textual_hires_canvas import Canvas
from textual_plot import HiResMode, PlotWidget
from textual_plot.axis_formatter import AxisFormatter

from simulator.report.figures.progress import Band

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

HALF = 0.5  # above it an area is held, below it weak
POINT, LINE = "●", "┄"
AXIS, CORNER, FLOOR, STEP, MARK = "│", "└", "─", "┤", "┴"
LABELS = 5  # columns left of the axis
FINE = 2  # parts of a cell, across and down
AROUND = 1.5  # columns of band on either side of the first and the last interview
BEFORE, AFTER = 1.5, 2.5  # columns beside them
DATE = 18  # columns for a date and the space beside it
FAR = 400  # days, from which a date has its year


class Labels(AxisFormatter):
    """Ticks at given places, with given words."""

    def __init__(self, labels: dict[float, str]) -> None:
        self._labels = labels

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:
        """The places within the axis."""
        return [place for place in self._labels if min_ <= place <= max_][:max_ticks]

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        """The words at these places."""
        return [self._labels.get(tick, "") for tick in ticks]


class Area(Canvas):
    """The part of a plot that holds data; instead of a frame it has one line at its left and one below."""

    def draw_rectangle_box(self, x0: int, y0: int, x1: int, y1: int, thickness: int = 1, style: str = "white") -> None:  # noqa: ARG002
        """Draw the two axes of the rectangle."""
        self.set_pixels([(x0, y) for y in range(y0, y1)], char=AXIS, style=style)
        self.set_pixels([(x, y1) for x in range(x0 + 1, x1)], char=FLOOR, style=style)
        self.set_pixel(x0, y1, char=CORNER, style=style)


class QuietPlot(PlotWidget, can_focus=False, inherit_bindings=False):
    """A plot in the colours of the theme, which is only looked at. What it shows is drawn by `draw`."""

    margin_top, margin_bottom, margin_left = reactive(0), reactive(1), reactive(LABELS)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"plot--line", "plot--band", "plot--half"}
    DEFAULT_CSS = """
    QuietPlot { width: 100%; height: 8; background: transparent; }
    QuietPlot Canvas, QuietPlot Grid { background: transparent; }
    QuietPlot > .plot--axis { color: $rule; background: transparent; }
    QuietPlot > .plot--tick { color: $muted; text-style: none; background: transparent; }
    QuietPlot > .plot--line { color: $accent; background: transparent; }
    QuietPlot > .plot--band { color: $accent 25%; background: transparent; }
    QuietPlot:ansi > .plot--band { color: $rule; }
    QuietPlot > .plot--half { color: $muted; background: transparent; }
    """

    def __init__(self, *, id: str | None = None, classes: str = "") -> None:
        super().__init__(id=id, classes=classes, allow_pan_and_zoom=False)

    def compose(self) -> ComposeResult:
        with Grid():
            yield Canvas(1, 1, id="margin-top")
            yield Canvas(1, 1, id="margin-left")
            yield Area(1, 1, id="plot")
            yield Canvas(1, 1, id="margin-bottom")
        yield Static(id="legend")

    columns = 1  # of data

    def draw(self, columns: int, rows: int) -> None:
        """Add what is to be seen to an empty plot, whose data have so many columns and rows."""

    def drawn(self) -> None:
        """Draw everything again, if there is room."""
        if not self.is_mounted:
            return
        area = self.query_one("#plot", Area).size
        if area.width > 2 and area.height > 2:
            self.clear()
            self.columns = area.width - 2
            self.draw(area.width - 2, area.height - 2)

    def colour(self, part: str, behind: str = "") -> str:
        """The style of a part, from the theme, `behind` it the colour of another."""
        style = self.get_component_rich_style(f"plot--{part}")
        if behind:
            style += Style(bgcolor=self.get_component_rich_style(f"plot--{behind}").color)
        return str(style)

    def combine_quad_with_pixel(self, quad: tuple[int, int, int, int], canvas: Canvas, x: int, y: int) -> str:
        """A tick on one of the two axes; there are none on the other sides."""
        left, below = x == 0, y == canvas.size.height - 1
        if left:
            return CORNER if below else STEP
        return MARK if below and quad[2] else canvas.get_pixel(x, y)[0]

    def on_canvas_resize(self, event: Canvas.Resize) -> None:
        """Draw for the new size."""
        event.stop()
        if event.canvas.id == "plot":
            self.refresh(layout=True)  # the library measures its canvases only then
            self.drawn()

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        Widget.notify_style_update(self)  # the library's own forgets to drop the colours of before
        self.call_later(self.drawn)  # those of the parts are known only then

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Leave the wheel to what the plot stands in."""
        event.prevent_default()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Leave the wheel to what the plot stands in."""
        event.prevent_default()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Do not drag."""
        event.prevent_default()


class LevelPlot(QuietPlot):
    """The chance of a solid answer at the target after each interview, with its 80% interval and a line at one half.

    From 28 x 7 cells on. Above the line the candidate is solid at the target, below it not yet.
    """

    def __init__(self, path: Sequence[Band] = (), *, id: str | None = None, classes: str = "") -> None:
        super().__init__(id=id, classes=classes)
        self._path = tuple(path)
        self._ends = (0.0, 1.0)

    def show(self, path: Sequence[Band]) -> None:
        """Show this path, oldest first."""
        self._path = tuple(path)
        self.drawn()

    def draw(self, columns: int, rows: int) -> None:
        self.set_ylimits(0, 1)
        self.set_y_formatter(Labels({0.0: "0%", HALF: "50%", 1.0: "100%"}))
        times = [band.at for band in self._path]
        places = places_of(times)
        self._ends = ends_of(places, columns)
        self.set_xlimits(*self._ends)
        self.set_x_formatter(Labels(dates_on(times, places, columns)))
        if places:
            self._band(places, columns * FINE, rows * FINE)
        self._half(places, columns)
        if places:
            self._middle(places, columns)

    def _across(self, cells: int) -> "Floats":
        """The middles of so many equal parts of the axis of time."""
        left, right = self._ends
        across: Floats = left + (np.arange(cells) + 0.5) * (right - left) / cells
        return across

    def _interval(self, places: Sequence[float], across: "Floats") -> "tuple[Floats, Floats]":
        """The interval at each place; where there is none, its ends are outside the plot."""
        low = np.interp(across, places, [band.low for band in self._path])
        high = np.interp(across, places, [band.high for band in self._path])
        beside = AROUND * (self._ends[1] - self._ends[0]) / self.columns
        outside = (across < places[0] - beside) | (across > places[-1] + beside)
        return np.where(outside, 2.0, low), np.where(outside, -1.0, high)

    def _band(self, places: Sequence[float], wide: int, tall: int) -> None:
        """Fill the interval; it has one row at least, however narrow it is."""
        across = self._across(wide)
        low, high = self._interval(places, across)
        levels = (np.arange(tall) + 0.5) / tall
        spare = np.where(low <= high, 0.5 / tall, 0)
        inside = (low - spare <= levels[:, None]) & (levels[:, None] <= high + spare)
        row, column = np.nonzero(inside)
        self.scatter(across[column], levels[row], marker_style=self.colour("band"), hires_mode=HiResMode.QUADRANT)

    def _half(self, places: Sequence[float], columns: int) -> None:
        """The line at one half, before and within the band."""
        across = self._across(columns)
        within = np.zeros(columns, dtype=bool)
        if places:
            low, high = self._interval(places, across)
            within = (low <= HALF) & (high >= HALF)
        for shown, style in ((across[~within], self.colour("half")), (across[within], self.colour("half", "band"))):
            self.scatter(shown, np.full(shown.size, HALF), LINE, style)

    def _middle(self, places: Sequence[float], columns: int) -> None:
        """The middle as a line, with a point for each interview while there is room for them."""
        middles = [band.mastery for band in self._path]
        style = self.colour("line", "band")
        self.plot(places, middles, line_style=style, hires_mode=HiResMode.BRAILLE)
        shown = slice(None) if len(places) <= columns // 3 else slice(-1, None)
        self.scatter(places[shown], middles[shown], marker=POINT, marker_style=style)


def places_of(times: Sequence[datetime]) -> list[float]:
    """Where each time is on the axis, in seconds; in order where all are the same."""
    places = [time.timestamp() for time in times]
    return places if len(set(places)) > 1 else [float(n) for n in range(len(places))]


def ends_of(places: Sequence[float], columns: int) -> tuple[float, float]:
    """Where the axis begins and ends, with room for half a date on either side."""
    first, last = (places[0], places[-1]) if places else (0.0, 1.0)
    if first == last:
        return first - 0.5, first + 0.5
    cell = (last - first) / max(1, columns - BEFORE - AFTER)
    return first - BEFORE * cell, last + AFTER * cell


def dates_on(times: Sequence[datetime], places: Sequence[float], columns: int) -> dict[float, str]:
    """The first and the last day, and others between them where they fit."""
    if not times:
        return {}
    form = "%b '%y" if (times[-1] - times[0]).days > FAR else "%-d %b"
    if f"{times[0]:{form}}" == f"{times[-1]:{form}}":
        return {places[len(places) // 2]: f"{times[0]:{form}}"}
    parts = max(1, columns // DATE)
    shares = [n / parts for n in range(parts + 1)]
    dates = [times[0] + (times[-1] - times[0]) * share for share in shares]
    at = [places[0] + (places[-1] - places[0]) * share for share in shares]
    return {place: f"{time:{form}}" for place, time in zip(at, dates, strict=True)}
