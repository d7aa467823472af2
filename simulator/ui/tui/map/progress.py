"""Progress: where you stand, over time and by area; then how you rate yourself, time, coverage and what is due."""

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from simulator.graph.text import format_hours, plural, wrap, wrapped
from simulator.report.concept_records import NOT_ASKED
from simulator.session.opening import UNSCORED
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.share import SharesScreen
from simulator.ui.tui.starting import confirm_deep_dive
from simulator.ui.tui.widgets.chrome import BESIDE_TITLE, SIDE_BY_SIDE, Card, Rule, Title
from simulator.ui.tui.widgets.frame import LongText
from simulator.ui.tui.widgets.rows import Rows
from simulator.ui.tui.words import READING_INTERVIEWS

if TYPE_CHECKING:
    from simulator.report.progress_records import AreaProgress, Progress

WILL_SHOW = (
    "Then it shows your level after each interview, how you stand in each area, which areas to work on first, and what "
    "is due again. Start on home begins an interview."
)
MARGINS, FRAME, BAR = 4, 4, 2  # columns: beside the page, in the frame of a card, of a scroll bar
WIDER = 140  # columns from which there are three cards in a row
AROUND_NOTE = 10  # columns of margins and frame beside what stands in its lower edge
LEAST_AREAS = 4  # seen below a plot, or it is left out
AROUND_AREAS = 17  # rows of the plot and all else around the areas, but for where you stand
LOW, DAYS, REST = 24, 20, 27  # rows of a low window; of others beside the areas, if the days are shown, and the rest
PLOT, WIDER_PLOT = 36, 62  # columns of the plot where the areas stand beside it


class ProgressScreen(LongText, SharesScreen):
    """Where you stand: a sentence, the marked area as a plot, and the list of all; tab shows the habits."""

    BINDINGS = bindings("progress", "habits")
    CSS_PATH = "../styles/progress.tcss"
    AUTO_FOCUS = ""  # the list, back from help on the second page, would take the keys that scroll it
    contexts = ("progress", "lists")
    shares = "Progress"

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self._filled: tuple[object, Size] | None = None  # with what, for which size

    def body(self) -> ComposeResult:
        from simulator.ui.tui.widgets.plots import LevelPlot  # loads numpy

        yield Title("Progress", id="title")
        yield Rule()
        yield Static(id="stand", markup=False)
        with Container(id="standings"):
            with Vertical(id="pictures"):
                yield Card("", LevelPlot(id="plot"), Static(id="facts", markup=False), id="drawn")
                yield Card("", Static(id="first", markup=False), id="work")
            with Vertical(id="listed"):
                yield Card("Areas", Rows(id="areas", label_width=0), id="list")
                yield Card("", Static(id="days", markup=False), id="sat")
                yield Card("", Static(id="covered", markup=False), id="known")
        with VerticalScroll(id="habits", can_focus=False):
            yield Container(Vertical(id="rated"), Vertical(id="spent"), id="both")

    def on_mount(self) -> None:
        self.query_one("#areas", Rows).focus()
        self.take(self.host.latest_progress)
        self.run_worker(self.load(), group="progress")

    async def load(self) -> None:
        """Work the progress out again, as there may have been an interview since."""
        if self._progress is None:
            self.quiet(READING_INTERVIEWS)
        progress = await self.host.progress()
        if progress is not None:
            self.unsay(READING_INTERVIEWS)
            self.take(progress)

    def take(self, progress: "Progress | None") -> None:
        """Show this progress."""
        if progress is None:
            return
        self._progress = progress
        self._show_keys()
        from simulator.report.text.progress import asked_words  # loads the report layer

        sat, asked = plural(progress.sessions, "interview"), plural(progress.questions, "question")
        hours = format_hours(progress.hours)
        facts = (f"{sat} with answers", f"{hours} {UNSCORED}", asked_words(progress))
        if progress.scored < progress.questions:  # in few words too: a report counts the scored ones
            asked = f"{asked}, {progress.scored or 'none'} scored"
        fewer = [(sat, f"{hours} {UNSCORED}", asked), (facts[0], hours, asked), (sat, hours, asked), (sat, asked)]
        several = ((progress.role_title, *facts), facts, *fewer)
        self.query_one("#title", Title).show(right=[" · ".join(parts) for parts in several])
        self._fill()

    @property
    def _plot_width(self) -> int:
        """Columns of the plot's card."""
        if self.size.width < SIDE_BY_SIDE:
            return self.size.width - MARGINS
        return WIDER_PLOT if self.size.width >= WIDER else PLOT

    @property
    def _list_width(self) -> int:
        """Columns of the list of areas."""
        if self.size.width < SIDE_BY_SIDE:
            return self.size.width - MARGINS
        return self.size.width - MARGINS - self._plot_width - 2 - FRAME

    @property
    def _habit_width(self) -> int:
        """Columns within a card of the second page."""
        room = self.size.width - MARGINS - BAR
        return (room if self.size.width < SIDE_BY_SIDE else (room - 2) // 2) - FRAME

    def _fill(self) -> None:
        """Show everything for the present size."""
        progress = self._progress
        if progress is None or not self.size or self._filled == (id(progress), self.size):
            return
        self._filled = (id(progress), self.size)
        width = self.size.width - MARGINS
        if not progress.sessions:
            self._shaped({"-nothing": True})
            # the sentences of `interview progress` in place of the plot
            from simulator.report.text.progress_words import beside_sentences  # loads the report layer

            lines = [*wrapped(beside_sentences(progress, "your first one will show up here"), width)]
            if not progress.waiting:
                lines += ["", *wrap(WILL_SHOW, width)]
            self.query_one("#stand", Static).update(Content("\n".join(lines)))
            return
        from simulator.report.text.progress import COVERED, WORK_FIRST, days_head  # loads the report layer
        from simulator.report.text.words import areas_in_order
        from simulator.ui.tui.map import progress_pages as pages

        stand = pages.standing(progress, width, brief=self.size.width < SIDE_BY_SIDE)
        self.query_one("#stand", Static).update(stand)
        areas = areas_in_order(progress.areas)
        rows = pages.area_rows(progress, areas, self._list_width)
        self.query_one("#areas", Rows).fill(rows)
        self.query_one("#list", Card).border_title = Content(self._legend)
        self._say_columns()
        room = self.size.height - len(rows) if self.size.width >= SIDE_BY_SIDE else 0
        whole = room >= DAYS and self.size.width >= WIDER
        seen = self.size.height - AROUND_AREAS - stand.plain.count("\n") - 1
        crowded = self.size.height < LOW or seen < min(LEAST_AREAS, len(rows))
        listed = self.size.width < SIDE_BY_SIDE and crowded
        self._shaped(
            {"-nothing": False, "-listed": listed, "-days": room >= DAYS, "-told": whole, "-tall": room >= REST}
        )
        self.query_one("#work", Card).border_title = Content(WORK_FIRST)
        self.query_one("#first", Static).update(pages.first(progress, self._plot_width - FRAME, brief=not whole))
        self.query_one("#sat", Card).border_title = Content(days_head(self._list_width))
        self.query_one("#days", Static).update(pages.days(progress, self.host.today, self._list_width))
        self.query_one("#known", Card).border_title = Content(COVERED)
        self.query_one("#covered", Static).update(pages.coverage(progress.coverage, self._list_width))
        self.show_plot()
        if self.has_class("-habits"):
            self._show_habits()

    @property
    def _legend(self) -> str:
        """What the figures of an area are."""
        from simulator.ui.tui.map.progress_pages import legend, longest_of

        progress = self._progress
        areas, alike = (progress.areas, progress.areas_alike) if progress else ((), False)
        return legend(self._list_width, longest_of(areas), alike=alike)

    def _say_columns(self) -> None:
        """Explain the figures of the areas while they are shown and no frame with a title is around them."""
        framed = self.size.width >= SIDE_BY_SIDE or self.has_class("-habits")
        self.quiet("" if framed or self._progress is None or not self._progress.sessions else self._legend)

    def _show_habits(self) -> None:
        """Show the second page for the present size."""
        from simulator.ui.tui.map.progress_pages import fill_cards

        if self._progress is not None and self._progress.sessions:
            fill_cards(self, self._progress, self.host.today, self._habit_width)

    @property
    def marked(self) -> "AreaProgress | None":
        """The marked area; None for the line of everything."""
        row = self.query_one("#areas", Rows).row
        areas = self._progress.areas if self._progress else ()
        return next((a for a in areas if row is not None and a.area == row.key), None)

    @on(Rows.Moved, "#areas")
    def show_plot(self) -> None:
        """Plot the marked area, or everything, with its figures in words."""
        if self._progress is None or not self._progress.sessions:
            return
        from simulator.ui.tui.map.progress_pages import facts, in_one_line
        from simulator.ui.tui.widgets.plots import LevelPlot

        area, card = self.marked, self.query_one("#drawn", Card)
        title, chance, basis = facts(self._progress, area)
        name = title.partition(": ")[0]  # the word for it stands in its row too
        card.border_title = Content(title if cell_len(title) <= self._plot_width - BESIDE_TITLE else name)
        wide = self.size.width >= SIDE_BY_SIDE
        told = [words for words in (chance, basis) if words]
        card.note("" if wide else in_one_line(told, self.size.width - AROUND_NOTE))
        self.query_one("#facts", Static).update(Content("\n".join(told) if wide else ""))
        unasked = area is not None and area.word == NOT_ASKED  # what others say of it is no picture of one's answers
        self.query_one("#plot", LevelPlot).show(() if unasked else area.path if area else self._progress.path)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the frame's own handler runs too
        self._shaped({})
        self._fill()

    def _shaped(self, classes: dict[str, bool]) -> None:
        """Style the screen for its size and what it holds: at once, as each change of a class restyles it all."""
        width, height = self.size
        classes |= {"-wide": width >= SIDE_BY_SIDE, "-wider": width >= WIDER, "-low": height < LOW}
        self.update_classes(classes)

    @on(Rows.Chosen, "#areas")
    def _nothing(self) -> None:
        self.quiet(self.host.keyed("{progress.deep_dive} starts a deep dive on this area."))

    def action_deep_dive(self) -> None:
        area = self.marked
        if area is None:
            self.quiet(self.host.keyed("Choose an area first; then {progress.deep_dive} starts a deep dive on it."))
            return
        confirm_deep_dive(self, area.area, area.title)

    def action_switch(self) -> None:
        habits = not self.has_class("-habits")
        self.set_class(habits, "-habits")
        self._show_keys()
        self._say_columns()
        self.set_focus(None if habits else self.query_one("#areas", Rows))
        if habits:
            self._show_habits()

    def _show_keys(self) -> None:
        """Show the keys that work now: without an interview there are no habits and no area."""
        nothing = self._progress is not None and not self._progress.sessions
        useless = {"progress.deep_dive"} | ({"progress.switch", "progress.share"} if nothing else set())
        self.show_keys(without=frozenset(useless if nothing or self.has_class("-habits") else ()))

    @property
    def scroll(self) -> VerticalScroll:
        return self.query_one("#habits", VerticalScroll)
