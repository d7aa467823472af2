"""The report of one session: first am I ready and what tonight, then every area and question."""

import asyncio
from pathlib import Path

from msgspec.structs import replace
from textual.widget import Widget

from simulator.errors import SimulatorError
from simulator.graph.records import Graph
from simulator.report.records import Assessment, StudyItem
from simulator.session.header import Again, Settings
from simulator.ui.tui import words
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.assessing import assess_file
from simulator.ui.tui.screens.page import Page
from simulator.ui.tui.widgets.hanging import Hanging
from simulator.ui.tui.widgets.prose import plain
from simulator.ui.tui.widgets.report_text import LABEL, Line, details, first_page
from simulator.ui.tui.widgets.title import Title


class Report(Page):
    """The assessment of the transcript at `path`."""

    BINDINGS = bindings("report")
    CSS_PATH = "../styles/report.tcss"
    contexts = ("report",)
    shows_help = True
    heading = "Report"
    look = "report"

    def __init__(self, path: Path, graph: Graph | None = None) -> None:
        super().__init__()
        self._path, self._graph = path, graph
        self._assessment: Assessment | None = None
        self._details = False

    def on_mount(self) -> None:
        self.show_keys("report")
        self.run_worker(self._load(), exit_on_error=False)

    async def _load(self) -> None:
        self.quiet("Working it out.")
        try:
            graph = self._graph or await self.program.graph()
            header, _, assessment = await asyncio.to_thread(assess_file, self._path, graph, self.program.workspace)
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self._assessment = assessment
        self.query_one("#title", Title).show(right=words.captions(header, self.program.today))
        self.quiet("")
        self.show_keys("report", without=frozenset() if assessment.tonight else frozenset({"report.tonight_1"}))
        await self._show()

    async def _show(self) -> None:
        if self._assessment is None:
            return
        lines = details(self._assessment, self.page_width) if self._details else first_page(self._assessment)
        await self.fill([_widget(line) for line in lines])

    async def action_details(self) -> None:
        self._details = not self._details
        await self._show()

    def action_tonight(self, number: int) -> None:
        """Start what the first page advises for tonight under this number."""
        advised = self._assessment.tonight if self._assessment else ()
        if number > len(advised):
            self.quiet(f"There is no number {number} for tonight." if self._assessment else "")
            return
        chosen = self.program.preferences.settings(self.program.workspace.candidate)
        self.program.start(tonight_settings(chosen, advised[number - 1], self._path.stem))

    def action_read(self) -> None:
        from simulator.ui.tui.screens.reader import Reader  # only when asked for

        self.app.push_screen(Reader(self._path))


def _widget(line: Line) -> Widget:
    return Hanging(line.label, line.text, LABEL, line.style) if line.label else plain(line.text, line.style)


def tonight_settings(chosen: Settings, item: StudyItem, session: str) -> Settings:
    """A short interview on a thing to study: questions on it that are new, then those that were missed."""
    items = (*item.others, *item.questions)
    again = Again(session, items=items) if items else None
    return replace(chosen, format="deep-dive", area=item.area, minutes=float(item.minutes), again=again)
