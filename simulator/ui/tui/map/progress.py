"""Progress: mastery over time by area; then what to work on, calibration, coverage, what is due, and when you sat."""

from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.engine.scoring import SOLID
from simulator.graph.text import percent, plural, shorten, wrap
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.share import SharesScreen
from simulator.ui.tui.starting import confirm_deep_dive
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.frame import LongText
from simulator.ui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from simulator.report.figures.progress import AreaProgress, Band, Progress

ALL = ""
COLUMNS = "Areas: chance, 80% interval, questions asked of all"
MARGINS, SCROLL_BAR = 8, 2  # the bar has two columns, the first of them empty
ROOM_BESIDE = 41  # columns of an area's bar, figures and mark
SHORTER = 6  # columns fewer for these on a narrow screen
WIDE = 60
LONGEST = 44  # on a wide screen, figures should not be far from their title
TALL, LOW = 8, 6  # rows of the plot


class ProgressScreen(LongText, SharesScreen):
    """Where you stand: a plot of the marked area above the list of all; tab shows what to work on, and the rest."""

    BINDINGS = bindings("progress", "habits")
    CSS_PATH = "../styles/progress.tcss"
    contexts = ("progress", "lists")
    shares = "Progress"
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
        self.run_worker(self.load(), group="progress")

    async def load(self) -> None:
        """Work the progress out again, as there may have been an interview since."""
        if self._progress is None:
            self.quiet("Reading your interviews.")
        progress = await self.host.progress()
        if progress is not None:
            self.take(progress)
            self._say_columns()

    def _say_columns(self) -> None:
        """Explain the figures beside the areas while they are shown."""
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
            # the sentences of `interview progress` in place of the plot
            from simulator.report.text.progress import beside_sentences  # loads the report layer

            sentences = beside_sentences(self._progress, "your first interview shows here")
            lines = [line for sentence in sentences for line in wrap(sentence, self.size.width - MARGINS)]
            self.query_one("#plot", Static).update(Content("\n".join(lines)))
            return
        from simulator.report.text.progress import (  # loads the report layer
            areas_in_order,
            first_lines,
            habit_lines,
            left_out_lines,
        )

        width, progress = self.size.width - MARGINS, self._progress
        everything = _row(ALL, "All areas, weighted by role", figures_of(progress, width), width)
        rows = [_row(a.area, a.title, figures_of(a, width), width) for a in areas_in_order(progress)]
        self.query_one("#areas", Rows).fill([everything, *rows])
        beside = width - SCROLL_BAR
        habits = (*habit_lines(progress, self.host.today, beside), *left_out_lines(progress, beside))
        text = []
        begins = True  # the first line of each part is its heading
        for line in (*first_lines(progress, beside), "", *habits):
            text.append(Content.styled(line, "bold $accent") if begins else Content(line))
            begins = not line
        self.query_one("#habits-text", Static).update(Content("\n").join(text))
        self.show_plot()

    @property
    def marked(self) -> "AreaProgress | None":
        """The marked area; None for the line of everything."""
        row = self.query_one("#areas", Rows).row
        areas = self._progress.areas if self._progress else ()
        return next((a for a in areas if row is not None and a.area == row.key), None)

    @on(Rows.Moved, "#areas")
    def show_plot(self) -> None:
        """Plot the marked area, or everything, below the words for where it stands."""
        if self._progress is None:
            return
        from simulator.report.text.progress import band_lines  # loads the report layer

        area, width = self.marked, self.size.width - MARGINS
        head = heading(self._progress, area, width)
        path: tuple[Band, ...] = area.path if area else self._progress.path
        lines = band_lines(path, width, LOW if self.size.height < 30 else TALL)
        self.query_one("#plot", Static).update(Content("\n".join((*head, *lines))))

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the frame's own handler runs too
        self._fill()

    @on(Rows.Chosen, "#areas")
    def _nothing(self) -> None:
        self.quiet(self.host.keyed("{progress.deep_dive} starts a deep dive on this area."))

    def action_deep_dive(self) -> None:
        area = self.marked
        if area is None:
            self.quiet(self.host.keyed("Choose an area first. Then {progress.deep_dive} starts a deep dive on it."))
            return
        confirm_deep_dive(self, area.area, area.title)

    def action_switch(self) -> None:
        habits = not self.has_class("-habits")
        self.set_class(habits, "-habits")
        self._show_keys()
        self._say_columns()
        self.set_focus(None if habits else self.query_one("#areas", Rows))

    def _show_keys(self) -> None:
        """Show the keys that work now: without an interview there are no habits and no area."""
        nothing = self._progress is not None and not self._progress.sessions
        useless = {"progress.switch", "progress.deep_dive"} if nothing else {"progress.deep_dive"}
        self.show_keys("progress", without=frozenset(useless if nothing or self.has_class("-habits") else ()))

    @property
    def scroll(self) -> VerticalScroll:
        return self.query_one("#habits", VerticalScroll)


def _row(key: str, title: str, figures: str, width: int) -> Row:
    room = min(LONGEST, max(12, width - ROOM_BESIDE + (SHORTER if width < WIDE else 0)))
    shown = shorten(title, room)
    return Row(key, text=f"{shown:<{room}} {figures}")


def figures_of(of: "AreaProgress | Progress", width: int) -> str:
    """The bar, chance, interval and coverage of an area, or of everything."""
    from simulator.report.figures.progress import AreaProgress
    from simulator.report.text.progress import figures

    if isinstance(of, AreaProgress):
        return figures(of, of.asked, of.of, width)
    return figures(of, of.coverage.questions, of.coverage.of_questions, width)


def heading(progress: "Progress", area: "AreaProgress | None", width: int) -> tuple[str, str]:
    """The chance with its tier in the longest words that fit; below it the area's standing, or the level."""
    from simulator.report.text.words import area_word, interval, level_words, tier_briefly, tier_words

    of = area or progress
    chance = f": {percent(of.mastery)} ({interval(of.low, of.high)})"
    whole = f"Chance of a {SOLID} answer at {tier_words(progress.target)}{chance}"
    if area is not None:
        gaps = f", {plural(area.gaps, 'gap')}" if area.gaps else ""
        below = [f"{area.title}: {area_word(area.word)}{gaps}"]
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
