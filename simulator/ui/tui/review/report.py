"""The report of one interview: the debrief and what to do tonight; then the walk, every answer, and the figures."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Literal, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from simulator.engine.model.parameters import TARGET_TIERS
from simulator.errors import SimulatorError
from simulator.graph.records import Graph
from simulator.graph.text import format_minutes, wrap
from simulator.report import records as rec
from simulator.report.load import assess_file, graphs_of, state_of
from simulator.report.records import Assessment
from simulator.report.text import report
from simulator.report.text.debrief import TONIGHT, first_page_entries, tonight_line
from simulator.session.opening import scoring_minutes
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.share import SharesScreen
from simulator.ui.tui.starting import confirm_missed, tonight_settings, tonight_words
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.frame import Page
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Row
from simulator.ui.tui.widgets.text import GAP, NARROWEST, plain_text

View = Literal["debrief", "walk", "answers", "figures"]
VIEWS: tuple[View, ...] = ("debrief", "walk", "answers", "figures")
INDENT = 2  # columns of the sign before a strength or a concern
TITLE_SHARE, BESIDE_FROM = 0.42, 92  # of the width, and columns from which a quote stands beside its heading
SIGNS = {"for": "✓", "against": "✗"}


class ReportLine(NamedTuple):
    """A paragraph, its style (lead, caution, head, row, quiet, deep, ...), and what stands beside or below it."""

    text: str
    style: str = "row"
    beside: str = ""


class PanelRemark(Widget):
    """A strength or a concern: its sign and heading, and the words that go with it, beside it where there is room."""

    DEFAULT_CSS = "PanelRemark { width: 100%; height: auto; max-width: 120; }"

    def __init__(self, sign: str, heading: str, words: str, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._sign, self._heading, self._words = sign, heading, words

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        left = int(width * TITLE_SHARE) if width >= BESIDE_FROM else width
        heading = wrap(self._heading, max(NARROWEST, left - INDENT - GAP if left < width else left - INDENT))
        signs = [self._sign, *[""] * (len(heading) - 1)]
        titles = [f"{sign:<{INDENT}}{line}" for sign, line in zip(signs, heading, strict=True)]
        if left == width:
            below = wrap(self._words, max(NARROWEST, width - 2 * INDENT)) if self._words else []
            return [*(Content(line) for line in titles), *(_quiet(" " * 2 * INDENT + line) for line in below)]
        beside = wrap(self._words, width - left) if self._words else []
        return [
            Content.assemble(title.ljust(left), (words, "$muted"))
            for title, words in zip_longest(titles, beside, fillvalue="")
        ]


def _quiet(text: str) -> Content:
    return Content.assemble((text, "$muted"))


def report_first_page(assessment: rec.Assessment) -> Iterator[ReportLine]:
    """The debrief; the advice for tonight stands below it."""
    labelled = False
    for entry in first_page_entries(assessment):
        match entry.kind:
            case "label":
                yield ReportLine(f"{entry.text}: {entry.detail}", "said" if labelled else "said first")
                labelled = True
            case "tonight":
                continue
            case "head" if entry.text == TONIGHT:
                continue
            case kind:
                yield ReportLine(entry.text, kind, entry.detail)


SECTIONS: Mapping[View, Callable[[rec.Assessment, int], Iterator[str]]] = {
    "walk": report.walk,
    "answers": report.answers,
    "figures": report.figures,
}


def details(assessment: rec.Assessment, width: int, view: View | None = None) -> Iterator[ReportLine]:
    """Everything that the first page rests on, or one view of it, in lines of at most `width` columns."""
    begins = True
    lines = SECTIONS[view](assessment, width) if view else report.details(assessment, width)
    for text in lines:
        heads = begins and bool(text) and not text.startswith((" ", "-"))
        if text:
            yield ReportLine(text, "head" if heads else "row")
        begins = not text


FIRST = "report.begin"
SHORT = 30  # lines; a lower window has no blank lines, so that the advice for tonight is in view


class Report(SharesScreen, Page):
    """The assessment of the transcript at `path`, at the level that was chosen or at another."""

    BINDINGS = bindings("report")
    CSS_PATH = "../styles/report.tcss"
    contexts = ("report",)
    shows_help = True
    heading = "Report"
    look = "report"
    shares = "Report"

    def __init__(self, path: Path, graph: Graph | None = None) -> None:
        super().__init__()
        self._path, self._graph = path, graph
        self._assessment: Assessment | None = None
        self._view: View = "debrief"
        self._level = ""

    def body(self) -> ComposeResult:
        yield from super().body()
        yield Static("", id="tonight", markup=False)

    def on_mount(self) -> None:
        self.show_keys("report")
        self.run_worker(self._load(), exit_on_error=False)

    async def _load(self) -> None:
        self.quiet("Scoring the interview.")
        try:
            graph = self._graph or await self.host.graph()
            workspace, graphs = self.host.workspace, graphs_of(self.host.workspace, graph)
            assessment = await asyncio.to_thread(assess_file, self._path, workspace, graphs, self._level)
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self._assessment = assessment
        self._level = assessment.recommendation.level
        right = words.captions(assessment.session, assessment.session.role_title, self.host.today)
        self.query_one("#title", Title).show(right=right)
        at = f"Judged at {self._level} level." if self._level != assessment.session.seniority else ""
        self.quiet(at)
        self.show_keys("report", without=frozenset() if assessment.tonight else frozenset({FIRST}))
        await self._show()

    def on_resize(self, event: events.Resize) -> None:  # the frame's own handler runs too
        self.set_class(event.size.height < SHORT, "-short")
        if self._view != "debrief":  # its lines were laid out for another width
            self.run_worker(self._show, exclusive=True, group="show")  # type: ignore[arg-type]

    async def _show(self) -> None:
        if self._assessment is None:
            return
        first, advised = self._view == "debrief", self._assessment.tonight
        lines = report_first_page(self._assessment) if first else details(self._assessment, self.text_width, self._view)
        strip = self.query_one("#tonight", Static)
        strip.display = first and bool(advised)
        strip.update(f"{TONIGHT}  {tonight_line(advised)}" if advised else "")
        await self.fill([_widget(line) for line in lines])

    async def _turn_to(self, view: View) -> None:
        self._view = "debrief" if self._view == view else view
        await self._show()

    async def action_details(self) -> None:
        await self._turn_to(VIEWS[(VIEWS.index(self._view) + 1) % len(VIEWS)])

    async def action_walk(self) -> None:
        await self._turn_to("walk")

    async def action_answers(self) -> None:
        await self._turn_to("answers")

    async def action_figures(self) -> None:
        await self._turn_to("figures")

    def action_level(self) -> None:
        """Judge the same answers at the next level; after the highest comes the lowest."""
        if self._assessment is not None:
            levels = list(TARGET_TIERS)
            self._level = levels[(levels.index(self._level) + 1) % len(levels)] if self._level in levels else levels[0]
            self.run_worker(self._load(), exclusive=True, group="load", exit_on_error=False)

    async def action_missed(self) -> None:
        """Ask before sitting what was missed again."""
        try:
            state = await asyncio.to_thread(state_of, self._path)
        except SimulatorError as error:
            self.quiet(str(error))
            return
        confirm_missed(self, state)

    async def action_begin(self) -> None:
        """Start what is first for tonight; where there is nothing, leave."""
        if self._assessment is not None and self._assessment.tonight:
            self.action_tonight(1)
        else:
            await self.action_back()

    def action_tonight(self, number: int) -> None:
        """Ask before starting the item of that number, as its clock runs at once."""
        advised = self._assessment.tonight if self._assessment else ()
        if number > len(advised):
            self.quiet(f"Tonight has no number {number}." if self._assessment else "")
            return
        item = advised[number - 1]
        row = Row(
            "start", "Start", f"{format_minutes(item.minutes)} and about {scoring_minutes(item.minutes)} to score"
        )
        enter, none = self.host.keyed("{line.done}"), self.host.keyed("; {line.cancel} starts nothing.")

        def start(picked: str | None) -> None:
            if picked is not None:
                chosen = self.host.preferences.settings(self.host.workspace.candidate)
                self.host.start(tonight_settings(chosen, item, self._path.stem))

        self.app.push_screen(Pick(f"{enter} {tonight_words(item)}{none}", [row]), start)

    async def share(self) -> None:
        """Ask whether the screen, a page or a card is to be written."""
        if self._assessment is not None:
            await self.share_report(self._assessment)

    def action_read(self) -> None:
        self.host.open_screen("reader", self._path)


def _widget(line: ReportLine) -> Widget:
    if sign := SIGNS.get(line.style):
        return PanelRemark(sign, line.text, line.beside, f"remark {line.style}")
    return plain_text(line.text, line.style)
