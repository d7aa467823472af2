"""Progress: mastery over time, by area; then what to work on, calibration, coverage, what is due, and when one sat."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.engine.scoring import SOLID
from simulator.graph.text import percent, plural, shorten, wrap
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.starting import confirm_deep_dive
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.frame import Frame, LongText
from simulator.ui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from simulator.report.figures.progress import AreaProgress, Band, Progress

ALL = ""
COLUMNS = "Areas: chance, 80% interval, questions asked of all"
MARGINS, SCROLL_BAR = 8, 2  # the bar has two columns, the first of them empty
ROOM_BESIDE = 41  # the bar and the figures of an area, and the mark before them
SHORTER = 6  # by what they are shorter on a narrow screen
WIDE = 60
LONGEST = 44  # a title and its figures belong together on a wide screen
TALL, LOW = 8, 6  # rows of the plot


class ProgressScreen(LongText, Frame):
    """Where you stand: the plot of the marked area above the list of all; tab shows what to work on, and the rest."""

    BINDINGS = bindings("progress", "habits")
    CSS_PATH = "../styles/progress.tcss"
    contexts = ("progress", "lists")
    shows_help = True

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None

    def body(self) -> ComposeResult:
        yield Title("Progress", id="title")
        yield Rule()
        yield Static(id="plot", markup=False)
        yield Rows(id="areas", label_width=0)
        with VerticalScroll(id="habits", can_focus=False):
            yield Static(id="habits-text", markup=False)

    def on_mount(self) -> None:
        self.show_keys("progress")
        self.query_one("#areas", Rows).focus()
        self.take(self.host.latest_progress)
        self._say_columns()
        self.run_worker(self._load(), group="progress")

    async def _load(self) -> None:
        if self._progress is None:
            self.quiet("Working it out.")
        progress = await self.host.progress()
        if progress is not None:
            self.take(progress)
            self._say_columns()

    def _say_columns(self) -> None:
        """What the figures beside the areas are, while they are shown."""
        nothing = self._progress is not None and not self._progress.sessions
        self.quiet("" if nothing or self.has_class("-habits") else COLUMNS)

    def take(self, progress: "Progress | None") -> None:
        """Show this progress."""
        if progress is None:
            return
        self._progress = progress
        self._show_keys()
        facts = [plural(progress.sessions, "interview"), f"{progress.hours:.1f} h", f"{progress.questions} questions"]
        named = [progress.role_title] if self.size.width >= WIDE + MARGINS else []
        self.query_one("#title", Title).show(right=" · ".join(named + facts))
        self._fill()

    def _fill(self) -> None:
        if self._progress is None:
            return
        if not self._progress.sessions:
            self._say_nothing_sat(self._progress)
            return
        from simulator.report.text.progress import (  # brings the report layer
            areas_in_order,
            first_lines,
            habit_lines,
            left_out_lines,
        )

        width, progress = self.size.width - MARGINS, self._progress
        everything = _row(ALL, "Everything, by the role", figures_of(progress, width), width)
        rows = [_row(a.area, a.title, figures_of(a, width), width) for a in areas_in_order(progress)]
        self.query_one("#areas", Rows).fill([everything, *rows])
        beside = width - SCROLL_BAR
        habits = (*habit_lines(progress, self.host.today, beside), *left_out_lines(progress, beside))
        lines = (*first_lines(progress, beside), "", *habits)
        self.query_one("#habits-text", Static).update(Content("\n").join(_with_heads(lines)))
        self._plot()

    def _say_nothing_sat(self, progress: "Progress") -> None:
        """The sentences of `interview progress` in place of the plot."""
        # brings the report layer
        from simulator.report.text.progress import beside_sentences

        said = beside_sentences(progress, "your first interview shows here")
        lines = (line for sentence in said for line in wrap(sentence, self.size.width - MARGINS))
        self.query_one("#plot", Static).update(Content("\n".join(lines)))

    @property
    def marked(self) -> "AreaProgress | None":
        """The marked area, None while everything is marked."""
        row = self.query_one("#areas", Rows).row
        areas = self._progress.areas if self._progress else ()
        return next((a for a in areas if row is not None and a.area == row.key), None)

    @on(Rows.Moved, "#areas")
    def _plot(self) -> None:
        if self._progress is None:
            return
        from simulator.report.text.progress import band_lines  # brings the report layer

        area, width = self.marked, self.size.width - MARGINS
        head = _heading(self._progress, area, width)
        path: tuple[Band, ...] = area.path if area else self._progress.path
        lines = band_lines(path, width, LOW if self.size.height < 30 else TALL)
        self.query_one("#plot", Static).update(Content("\n".join((*head, *lines))))

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the frame's own handler runs too
        self._fill()

    @on(Rows.Chosen, "#areas")
    def _nothing(self) -> None:
        self.quiet(self.host.keyed("{progress.deep_dive} starts a deep dive on the marked area."))

    def action_deep_dive(self) -> None:
        area = self.marked
        if area is None:
            self.quiet(self.host.keyed("Mark an area first; then {progress.deep_dive} starts a deep dive on it."))
            return
        confirm_deep_dive(self, area.area, area.title)

    def action_switch(self) -> None:
        habits = not self.has_class("-habits")
        self.set_class(habits, "-habits")
        self._show_keys()
        self._say_columns()
        self.set_focus(None if habits else self.query_one("#areas", Rows))

    def _show_keys(self) -> None:
        """The keys that do something now: without an interview there is nothing to turn to."""
        nothing = self._progress is not None and not self._progress.sessions
        useless = {"progress.switch", "progress.deep_dive"} if nothing else {"progress.deep_dive"}
        self.show_keys("progress", without=frozenset(useless if nothing or self.has_class("-habits") else ()))

    @property
    def scroll(self) -> VerticalScroll:
        return self.query_one("#habits", VerticalScroll)


def _with_heads(lines: Iterable[str]) -> Iterator[Content]:
    """The lines; the first of each part is its heading."""
    begins = True
    for line in lines:
        yield Content.styled(line, "bold $accent") if begins else Content(line)
        begins = not line


def _row(key: str, title: str, figures: str, width: int) -> Row:
    room = min(LONGEST, max(12, width - ROOM_BESIDE + (SHORTER if width < WIDE else 0)))
    shown = shorten(title, room)
    return Row(key, text=f"{shown:<{room}} {figures}")


def figures_of(of: "AreaProgress | Progress", width: int) -> str:
    """Bar, chance, interval and coverage of an area, or of everything."""
    from simulator.report.figures.progress import AreaProgress
    from simulator.report.text.progress import figures

    if isinstance(of, AreaProgress):
        return figures(of, of.asked, of.of, width)
    return figures(of, of.coverage.questions, of.coverage.of_questions, width)


def _heading(progress: "Progress", area: "AreaProgress | None", width: int) -> tuple[str, str]:
    """The chance with the tier that it is of, in the longest words that fit; below it the word or the level."""
    from simulator.report.text.words import area_word, interval, level_words, tier_briefly, tier_words

    of = area or progress
    chance = f": {percent(of.mastery)} ({interval(of.low, of.high)})"
    whole = f"Chance of a {SOLID} answer at {tier_words(progress.target)}{chance}"
    if area is not None:
        below = [f"{area.title}: {area_word(area.word)}{_gaps(area.gaps)}"]
    else:
        at = (progress.level, progress.level_low, progress.level_high)
        below = [f"Level: {level_words(*at)}", f"Level: {level_words(*at, brief=True)}"]
    above = [
        whole,
        f"Solid at {tier_words(progress.target)}{chance}",
        f"Solid at {tier_briefly(progress.target)}{chance}",
    ]
    return _fitting(above, width), _fitting(below, width)


def _fitting(texts: list[str], width: int) -> str:
    return next((text for text in texts if len(text) <= width), texts[-1])


def _gaps(count: int) -> str:
    """As many as the map marks in the area."""
    return f", {plural(count, 'gap')}" if count else ""
