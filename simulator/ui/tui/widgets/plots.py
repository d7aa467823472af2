"""Plots from textual-plot in the program's colours. Import this where a plot is shown: it loads numpy.

A plot takes no key and no turn of the mouse wheel, and every figure in it stands beside it in words.
"""

from collections.abc import Mapping, Sequence
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

from simulator.engine.scoring import SCALE, Verdict
from simulator.graph.records import TIER_NAMES
from simulator.graph.text import shorten
from simulator.report.figures.progress import Band, TierTime
from simulator.report.text.progress import counted, minutes_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Counts = Mapping[tuple[Verdict, Verdict], int]  # answers by predicted and scored verdict

HALF = 0.5  # above it an area is held, below it weak
POINT, LINE = "●", "┄"
AXIS, CORNER, FLOOR, STEP, MARK = "│", "└", "─", "┤", "┴"
LABELS = 5  # columns left of the axis
PARTS = "line band half few some many text good fair poor"
FINE = 2  # parts of a cell, across and down
AROUND = 1.5  # columns of band on either side of the first and the last interview
BEFORE, AFTER = 1.5, 2.5  # columns beside them
DATE = 18  # columns for a date and the space beside it
LETTERS = 9  # columns of a field below which its verdict may be written in full
FEW, SOME = 1 / 3, 2 / 3  # of the most frequent field
TAKEN, PLANNED = "━", "┃"
TIER_LABEL = 16  # columns of a tier's number and name
MIN_BAR, TICK = 8, 4  # columns of the longest bar at least, and for a number below it
STEPS = (1, 2, 5, 10, 20, 60)  # minutes
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
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"plot--{part}" for part in PARTS.split()}
    DEFAULT_CSS = """
    QuietPlot { width: 100%; height: 8; background: transparent; }
    QuietPlot Canvas, QuietPlot Grid { background: transparent; }
    QuietPlot > .plot--axis { color: $rule; background: transparent; }
    QuietPlot > .plot--tick { color: $muted; text-style: none; background: transparent; }
    QuietPlot > .plot--line { color: $accent; background: transparent; }
    QuietPlot > .plot--band { color: $accent 25%; background: transparent; }
    QuietPlot:ansi > .plot--band { color: $muted; }
    QuietPlot > .plot--few { color: $accent 8%; background: transparent; }
    QuietPlot > .plot--some { color: $accent 18%; background: transparent; }
    QuietPlot > .plot--many { color: $accent 28%; background: transparent; }
    QuietPlot > .plot--text { color: $foreground; background: transparent; }
    QuietPlot > .plot--good { color: $good; background: transparent; text-style: bold; }
    QuietPlot > .plot--fair { color: $fair; background: transparent; }
    QuietPlot > .plot--poor { color: $poor; background: transparent; }
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
    ends = (0.0, 1.0)  # of the axis across

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
        if behind and not self.sixteen:
            style += Style(bgcolor=self.get_component_rich_style(f"plot--{behind}").color)
        return str(style)

    @property
    def sixteen(self) -> bool:
        """Whether there are only the terminal's own colours, which cannot be mixed."""
        return self.app.current_theme.ansi

    def across(self, cells: int) -> "Floats":
        """The middles of so many equal parts of the axis across."""
        left, right = self.ends
        middles: Floats = left + (np.arange(cells) + 0.5) * (right - left) / cells
        return middles

    def write(self, column: int, level: float, text: str, style: str) -> None:
        """Write a text into the plot from a column on."""
        for place, sign in zip(self.across(self.columns)[column:], text, strict=False):
            self.scatter([place], [level], marker=sign, marker_style=style)

    def row(self, columns: Sequence[int], level: float, sign: str, style: str) -> None:
        """Repeat a sign at these columns."""
        places = self.across(self.columns)[list(columns)]
        self.scatter(places, np.full(places.size, level), marker=sign, marker_style=style)

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

    def show(self, path: Sequence[Band]) -> None:
        """Show this path, oldest first."""
        self._path = tuple(path)
        self.drawn()

    def draw(self, columns: int, rows: int) -> None:
        self.set_ylimits(0, 1)
        self.set_y_formatter(Labels({0.0: "0%", HALF: "50%", 1.0: "100%"}))
        times = [band.at for band in self._path]
        places = places_of(times)
        self.ends = ends_of(places, columns)
        self.set_xlimits(*self.ends)
        self.set_x_formatter(Labels(dates_on(times, places, columns)))
        if places:
            self._band(places, columns * FINE, rows * FINE * (2 if self.sixteen else 1))
        self._half(places, columns)
        if places:
            self._middle(places, columns)

    def _interval(self, places: Sequence[float], across: "Floats") -> "tuple[Floats, Floats]":
        """The interval at each place; where there is none, its ends are outside the plot."""
        low = np.interp(across, places, [band.low for band in self._path])
        high = np.interp(across, places, [band.high for band in self._path])
        beside = AROUND * (self.ends[1] - self.ends[0]) / self.columns
        outside = (across < places[0] - beside) | (across > places[-1] + beside)
        return np.where(outside, 2.0, low), np.where(outside, -1.0, high)

    def _band(self, places: Sequence[float], wide: int, tall: int) -> None:
        """Fill the interval; it has one row at least, however narrow it is."""
        across = self.across(wide)
        low, high = self._interval(places, across)
        levels = (np.arange(tall) + 0.5) / tall
        spare = np.where(low <= high, 0.5 / tall, 0)
        inside = (low - spare <= levels[:, None]) & (levels[:, None] <= high + spare)
        if self.sixteen:  # a filled band would hide what is in it
            inside[::2] = inside[:, ::2] = False
        row, column = np.nonzero(inside)
        mode = HiResMode.BRAILLE if self.sixteen else HiResMode.QUADRANT
        self.scatter(across[column], levels[row], marker_style=self.colour("band"), hires_mode=mode)

    def _half(self, places: Sequence[float], columns: int) -> None:
        """The line at one half, before and within the band."""
        across = self.across(columns)
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


class RatingPlot(QuietPlot):
    """Predicted verdicts across, scored ones up, and how often each: `=` came true, `<` too low, `>` too high.

    From 44 x 7 cells on. The more answers, the more a field is filled.
    """

    DEFAULT_CSS = "RatingPlot { height: 7; }"
    margin_left = reactive(max(map(len, SCALE)) + 2)

    def __init__(self, counts: Counts | None = None, *, id: str | None = None, classes: str = "") -> None:
        super().__init__(id=id, classes=classes)
        self._counts: Counts = counts or {}

    def show(self, counts: Counts) -> None:
        """Show how often each verdict was predicted and scored."""
        self._counts = counts
        self.drawn()

    def draw(self, columns: int, rows: int) -> None:
        verdicts = list(SCALE)
        self.ends = (0.0, float(len(verdicts)))
        self.set_xlimits(*self.ends)
        self.set_ylimits(*self.ends)
        wide = columns // len(verdicts)
        self.set_x_formatter(
            Labels({n + 0.5: v if wide >= LETTERS else shorten(v, wide) for n, v in enumerate(verdicts)})
        )
        self.set_y_formatter(Labels({n + 0.5: v for n, v in enumerate(verdicts)}))
        for across, predicted in enumerate(verdicts):
            for up, scored in enumerate(verdicts):
                self._field(across, up, rows, counted(self._counts, predicted, scored))

    def _field(self, across: int, up: int, rows: int, text: str) -> None:
        """One field: filled by its share, with its count."""
        fields, off = len(SCALE), abs(across - up)
        first, end = (self.columns * n // fields for n in (across, across + 1))
        share = self._share(across, up)
        fill = "" if not share else "few" if share < FEW else "some" if share < SOME else "many"
        if fill and not self.sixteen:
            places = self.across(self.columns * FINE)[first * FINE : (end - 1) * FINE]
            levels = (np.arange(rows * FINE) + 0.5) * fields / rows / FINE
            own = levels[(levels > up) & (levels < up + 1)]
            x, y = np.meshgrid(places, own)
            self.scatter(x.ravel(), y.ravel(), marker_style=self.colour(fill), hires_mode=HiResMode.QUADRANT)
        style = self.colour(("good", "fair", "poor")[min(2, off)] if share else "half", fill)
        self.write(first + (end - 1 - first - len(text)) // 2, up + 0.5, text, style)

    def _share(self, across: int, up: int) -> float:
        """The count of a field as a share of the largest."""
        verdicts = list(SCALE)
        return self._counts.get((verdicts[across], verdicts[up]), 0) / max(1, *self._counts.values(), 0)


class TimePlot(QuietPlot):
    """The mean minutes of an answer at each tier as a bar, `┃` where it was planned to end, and both in figures.

    From 44 columns on; as many rows as tiers, and three.
    """

    margin_left = reactive(TIER_LABEL)

    def __init__(self, times: Sequence[TierTime] = (), *, id: str | None = None, classes: str = "") -> None:
        super().__init__(id=id, classes=classes)
        self._times = tuple(times)

    def on_mount(self) -> None:
        self.show(self._times)

    def show(self, times: Sequence[TierTime]) -> None:
        """Show these tiers."""
        self._times = tuple(times)
        self.styles.height = len(self._times) + 3
        self.drawn()

    def draw(self, columns: int, rows: int) -> None:  # noqa: ARG002
        count = len(self._times)
        words = self._words(columns)
        most = max((max(time.minutes, time.planned) for time in self._times), default=1.0) or 1.0
        room = max(MIN_BAR, columns - max(map(len, words), default=0) - 2)
        self.ends = (0.0, most * columns / room)
        self.set_xlimits(*self.ends)
        self.set_ylimits(0, max(1, count))
        step = next((step for step in STEPS if most / step <= room // TICK), STEPS[-1])
        self.set_x_formatter(Labels({float(n): f"{n}" for n in range(0, int(most) + 1, step)}))
        levels = [count - n - 0.5 for n in range(count)]
        names = [f"{time.tier} {TIER_NAMES.get(time.tier, '')}" for time in self._times]
        self.set_y_formatter(Labels(dict(zip(levels, names, strict=True))))
        for time, level, said in zip(self._times, levels, words, strict=True):
            end, mark = (min(room - 1, int(minutes / most * room)) for minutes in (time.minutes, time.planned))
            self.row(range(end), level, TAKEN, self.colour("line"))
            self.row(range(end, mark), level, LINE, self.colour("half"))
            self.row([mark], level, PLANNED, self.colour("text"))
            self.write(room + 1, level, said, self.colour("text"))

    def _words(self, columns: int) -> list[str]:
        """The figures in the longest words beside which there is room for the bars."""
        forms = [[minutes_words(time, form) for time in self._times] for form in ("answers", "minutes", "")]
        fitting = (form for form in forms if columns - max(map(len, form), default=0) - 2 >= MIN_BAR)
        return next(fitting, forms[-1])


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
