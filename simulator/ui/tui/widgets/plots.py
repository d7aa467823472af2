"""The plots. Import this where one is shown: it loads numpy. Every figure in a plot stands beside it in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from textual.reactive import reactive
from textual_plot import HiResMode

from simulator.engine.scoring import SCALE, Verdict
from simulator.graph.records import TIER_NAMES
from simulator.report.progress_records import Band, TierTime
from simulator.report.text.progress import counted
from simulator.report.text.progress_words import minutes_words
from simulator.session.clock import LOCAL
from simulator.ui.tui.widgets.plot_base import Labels, QuietPlot
from simulator.ui.tui.words import CHECKED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.report.path_records import PathStep

    Floats = NDArray[np.float64]

Counts = Mapping[tuple[Verdict, Verdict], int]  # answers by predicted and scored verdict

HALF = 0.5  # above it an area is held, below it weak
SAID_AS = 0.005  # from it a chance is said to be half
ROUNDING = 1e-9
POINT, LINE = "●", "┄"
BAR, TOP, BOTTOM = "│", "┬", "┴"  # of an interval that stands alone
FEWEST_IN_BAND = 3  # points
FINE = 2  # parts of a cell, across and down
AROUND = 1.5  # columns of band on either side of the first and the last step
BEFORE, AFTER = 1.5, 2.5  # columns beside them
DATE, NUMBER = 18, 4  # columns for a date and for a number, with the space beside it
LETTERS = 9  # columns of a field below which its verdict may be written in full
GAP = 0.2  # of a field, above its bar and below
COUNT = 5  # columns of a count in a field, and the space around it
TAKEN, PLANNED = "━", "┃"
TIER_LABEL = 16  # columns of a tier's number and name
MIN_BAR, TICK = 8, 4  # columns of the longest bar at least, and for a number below it
STEPS = (1, 2, 5, 10, 20, 60)  # minutes
FAR = 400  # days, from which a date has its year


class ChancePlot(QuietPlot):
    """A chance from step to step, with its 80% interval and a line at one half. From 28 x 7 cells on.

    The line has a row of its own: only what is told as 50% lies on it, all else on its side of it.
    """

    height = 1  # rows of data

    def __init__(self, path: "Sequence[Band | PathStep]" = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._path = tuple(path)

    def show(self, path: "Sequence[Band | PathStep]") -> None:
        """Show these steps instead, in their order."""
        self._path = tuple(path)
        self.fresh()

    def places(self) -> list[float]:
        """Where each step is on the axis across."""
        return [float(n) for n in range(len(self._path))]

    def labels(self, places: Sequence[float], columns: int) -> dict[float, str]:
        """What stands below the axis, by place."""
        raise NotImplementedError

    def draw(self, columns: int, rows: int) -> None:
        self.height = rows
        self.set_ylimits(0, 1)
        self.set_y_formatter(Labels({0.0: "0%", float(levels_of([HALF], rows)[0]): "50%", 1.0: "100%"}))
        places = self.places()
        self.ends = ends_of(places, columns)
        self.set_xlimits(*self.ends)
        self.set_x_formatter(Labels(self.labels(places, columns)))
        if self._banded:
            self._band(places, columns * FINE, rows * FINE * (2 if self.sixteen else 1))
        self._half(places, columns)
        if places and not self._banded:
            self._bars(places, rows)
        if places:
            self._middle(places, columns)

    @property
    def _banded(self) -> bool:
        """Whether there are points enough for a band; with fewer it would be a slab that says nothing."""
        return len(self._path) >= FEWEST_IN_BAND

    def _bars(self, places: Sequence[float], rows: int) -> None:
        """The interval of each step as a bar with ends."""
        style = self.colour("line")
        for place, band in zip(places, self._path, strict=True):
            low, high = rows_of([band.low, band.high], rows)
            for row in range(low, high + 1):
                sign = BAR if low < row < high else TOP if row == high else BOTTOM
                self.scatter([place], [(row + 0.5) / rows], marker=sign, marker_style=style)

    def _interval(self, places: Sequence[float], across: "Floats") -> "tuple[Floats, Floats]":
        """The interval at each place; where there is none, its ends are outside the plot."""
        low = np.interp(across, places, levels_of([band.low for band in self._path], self.height))
        high = np.interp(across, places, levels_of([band.high for band in self._path], self.height))
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
        across, half = self.across(columns), levels_of([HALF], self.height)[0]
        within = np.zeros(columns, dtype=bool)
        if self._banded:
            low, high = self._interval(places, across)
            within = (low <= half) & (high >= half)
        for shown, style in ((across[~within], self.colour("half")), (across[within], self.colour("half", "band"))):
            self.scatter(shown, np.full(shown.size, half), LINE, style)

    def _middle(self, places: Sequence[float], columns: int) -> None:
        """The middle as a line, with a point for each step while there is room for them.

        The line goes through the points: a point has the middle of its cell, and a finer line ran past it.
        """
        middles = [band.mastery for band in self._path]
        style = self.colour("line", "band" if self._banded else "")
        rows = (np.array(rows_of(middles, self.height)) + 0.5) / self.height
        all_shown = len(places) <= columns // 3
        line = rows if all_shown else np.append(levels_of(middles, self.height)[:-1], rows[-1:])
        self.plot(places, line, line_style=style, hires_mode=HiResMode.BRAILLE)
        shown = slice(None) if all_shown else slice(-1, None)
        self.scatter(places[shown], rows[shown], marker=POINT, marker_style=style)


class LevelPlot(ChancePlot):
    """The chance of a solid answer at the target after each interview, over time.

    Above the line at one half the candidate is solid at the target, below it not yet.
    """

    def places(self) -> list[float]:
        return places_of(self._times)

    def labels(self, places: Sequence[float], columns: int) -> dict[float, str]:
        return dates_on(self._times, places, columns)

    @property
    def _times(self) -> list[datetime]:
        return [band.at.astimezone(LOCAL) for band in self._path if isinstance(band, Band)]


class WalkPlot(ChancePlot):
    """The same chance after each question and check of one interview: the `path` of a report.

    A question has the number that all other lists have for it, and a check the letter of the replay's walk: counted
    together, five points stood for three answers.
    """

    def labels(self, places: Sequence[float], columns: int) -> dict[float, str]:
        every = max(1, -(-len(places) * NUMBER // max(1, columns)))
        return dict(zip(places[::every], self._signs()[::every], strict=True))

    def _signs(self) -> list[str]:
        """What each step is called below the axis."""
        return [
            CHECKED if step.kind == "check" else f"{step.number}" for step in self._path if not isinstance(step, Band)
        ]


class RatingPlot(QuietPlot):
    """Predicted verdicts across, scored ones up, and how often each: `=` came true, `<` too low, `>` too high.

    From 44 x 7 cells on. A bar in each field is its count beside the largest. Of a report the counts are
    `Counter((step.predicted, step.scored) for step in found.calibration.steps)`.
    """

    DEFAULT_CSS = "RatingPlot { height: 7; }"
    margin_left = reactive(max(map(len, SCALE)) + 2)

    def __init__(self, counts: Counts | None = None) -> None:
        super().__init__()
        self._counts: Counts = counts or {}

    def draw(self, columns: int, rows: int) -> None:
        verdicts = list(SCALE)
        self.ends = (0.0, float(len(verdicts)))
        self.set_xlimits(*self.ends)
        self.set_ylimits(*self.ends)
        wide = columns // len(verdicts)
        brief = (v if len(v) < wide else f"{v[: wide - 2]}." for v in verdicts)  # in full at the side
        self.set_x_formatter(Labels({n + 0.5: v for n, v in enumerate(verdicts if wide >= LETTERS else brief)}))
        self.set_y_formatter(Labels({n + 0.5: v for n, v in enumerate(verdicts)}))
        for across, predicted in enumerate(verdicts):
            for up, scored in enumerate(verdicts):
                self._field(across, up, rows, counted(self._counts, predicted, scored))

    def _field(self, across: int, up: int, rows: int, text: str) -> None:
        """One field: filled by its share, with its count."""
        verdicts, fields, off = list(SCALE), len(SCALE), abs(across - up)
        first, end = (self.columns * n // fields for n in (across, across + 1))
        largest = max(1, *self._counts.values(), 0)
        share = self._counts.get((verdicts[across], verdicts[up]), 0) / largest
        room = max(1, end - first - COUNT)  # for the bar; no count stands on its colour, where it would be hard to read
        if share:
            places = self.across(self.columns * FINE)[first * FINE : (first + room) * FINE]
            places = places[: max(1, round(share * places.size))]
            levels = (np.arange(rows * FINE) + 0.5) * fields / rows / FINE
            below, above = (GAP, 1 - GAP) if rows > fields else (0, 0.5)  # so that no bar touches another
            x, y = np.meshgrid(places, levels[(levels > up + below) & (levels < up + above)])
            self.scatter(x.ravel(), y.ravel(), marker_style=self.colour("bar"), hires_mode=HiResMode.QUADRANT)
        style = self.colour(("good", "fair", "poor")[min(2, off)] if share else "half")
        self.write(first + room + 1, up + 0.5, text, style)


class TimePlot(QuietPlot):
    """The mean minutes of an answer at each tier as a bar, `┃` where it was planned to end, and both in figures.

    From 44 columns on; as many rows as tiers, and three.
    """

    margin_left = reactive(TIER_LABEL)

    def __init__(self, times: Sequence[TierTime] = ()) -> None:
        super().__init__()
        self._times = tuple(times)

    def on_mount(self) -> None:
        self.show(self._times)

    def show(self, times: Sequence[TierTime]) -> None:
        """Show these tiers."""
        self._times = tuple(times)
        self.styles.height = len(self._times) + 3
        self.fresh()

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


def levels_of(chances: Sequence[float], rows: int) -> "Floats":
    """How high chances are drawn, 0 to 1, in so many rows, of which that in the middle is for one half alone."""
    given, line = np.asarray(chances, dtype=float), rows // 2
    below, above = line * given / HALF, line + 1 + (rows - line - 1) * (given - HALF) / (1 - HALF)
    told_as_half = np.abs(given - HALF) < SAID_AS
    drawn: Floats = np.where(told_as_half, line + 0.5, np.where(given < HALF, below, above)) / rows
    return drawn


def rows_of(chances: Sequence[float], rows: int) -> list[int]:
    """The row of each chance, from below."""
    drawn = levels_of(chances, rows) * rows
    return [min(rows - 1, int(level + ROUNDING)) for level in drawn]


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
    """The first and the last day, and others between them where they fit; of one day the hours, around its date."""
    if not times:
        return {}
    form = "%b '%y" if (times[-1] - times[0]).days > FAR else "%-d %b"
    if f"{times[0]:{form}}" == f"{times[-1]:{form}}":
        first, last = f"{times[0]:%-H:%M}", f"{times[-1]:%-H:%M}"
        middle = {(places[0] + places[-1]) / 2: f"{times[0]:{form}}"}
        if first != last:  # between two hours a bare date reads as a third of them
            middle = {place: f"on {date}" for place, date in middle.items()}
        return middle if first == last else {places[0]: first, **middle, places[-1]: last}
    parts = max(1, min(columns // DATE, (times[-1].date() - times[0].date()).days))
    shares = [n / parts for n in range(parts + 1)]
    dates = [times[0] + (times[-1] - times[0]) * share for share in shares]
    at = [places[0] + (places[-1] - places[0]) * share for share in shares]
    return {place: f"{time:{form}}" for place, time in zip(at, dates, strict=True)}
