"""The base of plots: textual-plot in the program's colours, without keys and wheel. It loads numpy."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult, RenderResult
from textual.containers import Grid
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static
from textual_hires_canvas import Canvas
from textual_plot import PlotWidget
from textual_plot.axis_formatter import AxisFormatter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

AXIS, CORNER, FLOOR, STEP, MARK = "│", "└", "─", "┤", "┴"
LABELS = 5  # columns left of the axis
PARTS = "line band half bar text good fair poor"


class Labels(AxisFormatter):
    """Ticks at given places, with given words."""

    def __init__(self, labels: dict[float, str]) -> None:
        self._labels = labels

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:  # noqa: ARG002
        """The places within the axis."""
        return [place for place in self._labels if min_ <= place <= max_]

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        """The words at these places."""
        return [self._labels.get(tick, "") for tick in ticks]


class DataArea(Canvas):
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
    QuietPlot > .plot--band { color: $accent 17%; background: transparent; }
    QuietPlot:ansi > .plot--band, QuietPlot:nocolor > .plot--band { color: $muted; }
    QuietPlot > .plot--bar { color: $accent 50%; background: transparent; }
    QuietPlot:ansi > .plot--bar { color: $accent; }
    QuietPlot > .plot--text { color: $foreground; background: transparent; }
    QuietPlot > .plot--good { color: $good; background: transparent; text-style: bold; }
    QuietPlot > .plot--fair { color: $fair; background: transparent; }
    QuietPlot > .plot--poor { color: $poor; background: transparent; }
    QuietPlot > .plot--half { color: $muted; background: transparent; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, allow_pan_and_zoom=False)
        self._drawn: tuple[object, ...] = ()  # for which size and colours
        self.set_x_formatter(Labels({}))  # until there is something to draw
        self.set_y_formatter(Labels({}))

    def compose(self) -> ComposeResult:
        with Grid():
            yield Canvas(1, 1, id="margin-top")
            yield Canvas(1, 1, id="margin-left")
            yield DataArea(1, 1, id="plot")
            yield Canvas(1, 1, id="margin-bottom")
        yield Static(id="legend")

    def _on_mount(self, event: events.Mount) -> None:
        """Leave a plot alone that is taken away before it was ever shown: the library looks for its parts."""
        if not self.query("#legend"):
            event.prevent_default()

    def _update_margin_sizes(self) -> None:
        """The same for its margins."""
        if self.query(Grid):
            super()._update_margin_sizes()

    columns = 1  # of data
    ends = (0.0, 1.0)  # of the axis across

    def draw(self, columns: int, rows: int) -> None:
        """Add what is to be seen to an empty plot, whose data have so many columns and rows."""

    def fresh(self) -> None:
        """Draw other data."""
        self._drawn = ()
        self.drawn()

    def drawn(self) -> None:
        """Draw everything again, if there is room, and its size or colours are others than before."""
        if not self.is_mounted or not self.query("#plot"):
            return
        size = self.query_one("#plot", DataArea).size
        looks = (size, *(self.colour(part) for part in PARTS.split()))
        if size.width > 2 and size.height > 2 and looks != self._drawn:
            self._drawn = looks
            self.clear()
            self.columns = size.width - 2
            self.draw(size.width - 2, size.height - 2)

    def render(self) -> RenderResult:
        """Draw on the canvas, which is painted once and not after every sign."""
        with ExitStack() as once:
            for canvas in self.query(Canvas):
                once.enter_context(canvas.batch_refresh())
            return super().render()

    def colour(self, part: str, behind: str = "") -> str:
        """The style of a part, from the theme, `behind` it the colour of another."""
        style = self.get_component_rich_style(f"plot--{part}")
        if behind and not self.sixteen:
            style += Style(bgcolor=self.get_component_rich_style(f"plot--{behind}").color)
        return str(style)

    @property
    def sixteen(self) -> bool:
        """Whether there are only the terminal's own colours, which cannot be mixed, or none."""
        return self.app.current_theme.ansi or self.app.no_color

    def across(self, cells: int) -> "Floats":
        """The middles of so many equal parts of the axis across."""
        left, right = self.ends
        middles: Floats = left + (np.arange(cells) + 0.5) * (right - left) / cells
        return middles

    def write(self, column: int, level: float, text: str, style: str) -> None:
        """Write a text into the plot from a column on."""
        for x, sign in zip(self.across(self.columns)[column:], text, strict=False):
            self.scatter([x], [level], marker=sign, marker_style=style)

    def row(self, columns: Sequence[int], level: float, sign: str, style: str) -> None:
        """Repeat a sign at these columns."""
        places = self.across(self.columns)[list(columns)]
        self.scatter(places, np.full(places.size, level), marker=sign, marker_style=style)

    def combine_quad_with_pixel(self, quad: tuple[int, int, int, int], canvas: Canvas, x: int, y: int) -> str:
        """A tick on one of the two axes; there are none on the other sides."""
        left, below = x == 0, y == canvas.size.height - 1
        if below and (left or quad[2]):
            return CORNER if left else MARK
        return STEP if left and quad[3] else canvas.get_pixel(x, y)[0]

    def on_canvas_resize(self, event: Canvas.Resize) -> None:
        """Draw for the new size."""
        event.stop()
        if event.canvas.id == "plot":
            self._needs_canvas_resize = True  # or the library would go on with the size of before
            self.drawn()

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        Widget.notify_style_update(self)  # the library's own forgets to drop the colours of before
        self.call_later(self.drawn)  # those of the parts are known only then

    @on(events.MouseScrollDown)
    @on(events.MouseScrollUp)
    @on(events.MouseMove)
    def _ignore_mouse(self, event: events.MouseEvent) -> None:
        """Leave the wheel to what the plot stands in, and do not drag."""
        event.prevent_default()
