"""The report of one session: first am I ready and what tonight, then every area and question."""

import asyncio
from dataclasses import replace as replace_key
from functools import partial
from pathlib import Path

from textual import events, work
from textual.widget import Widget

from simulator.errors import SimulatorError
from simulator.graph.records import Graph
from simulator.report.records import Assessment, StudyItem
from simulator.ui.tui import words
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.assessing import assess_file
from simulator.ui.tui.panes.line import Pick
from simulator.ui.tui.screens.page import Page
from simulator.ui.tui.tonight import tonight_settings, tonight_words
from simulator.ui.tui.widgets.hanging import Hanging
from simulator.ui.tui.widgets.keys import Keys
from simulator.ui.tui.widgets.prose import plain
from simulator.ui.tui.widgets.report_text import LABEL, Line, details, first_page
from simulator.ui.tui.widgets.rows import Row
from simulator.ui.tui.widgets.title import Title

FIRST = "report.tonight_1"
ALWAYS = 2  # the way back and help stay in the footer
SHORT = 30  # a window of fewer lines has no blank lines: what is advised for tonight is to be seen in it


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
        right = words.captions(header, assessment.session.role_title, self.program.today)
        self.query_one("#title", Title).show(right=right)
        self.quiet("")
        self._show_footer(len(assessment.tonight))
        await self._show()

    def _show_footer(self, advised: int) -> None:
        """The keys, with as many numbers as there are things to practise."""
        self.show_keys("report", without=frozenset() if advised else frozenset({FIRST}))
        keys = self.query_one(Keys)
        numbers = f"1-{advised}" if advised > 1 else "1"
        keys.show([replace_key(a, key=numbers) if a.id == FIRST else a for a in keys.actions], kept=ALWAYS)

    def on_resize(self, event: events.Resize) -> None:  # the frame's own handler runs too
        self.set_class(event.size.height < SHORT, "-short")
        if self._details:  # its lines were laid out for another width
            self._show_again()

    @work(exclusive=True, group="show")
    async def _show_again(self) -> None:
        await self._show()

    async def _show(self) -> None:
        if self._assessment is None:
            return
        lines = details(self._assessment, self.text_width) if self._details else first_page(self._assessment)
        await self.fill([_widget(line) for line in lines])

    async def action_details(self) -> None:
        self._details = not self._details
        await self._show()

    def action_tonight(self, number: int) -> None:
        """Ask whether to start what the first page advises for tonight under this number: its clock runs at once."""
        advised = self._assessment.tonight if self._assessment else ()
        if number > len(advised):
            self.quiet(f"There is no number {number} for tonight." if self._assessment else "")
            return
        item = advised[number - 1]
        row = Row(
            "start", "Start", f"{words.minutes(item.minutes)} and about {words.scoring_minutes(item.minutes)} to score"
        )
        enter, none = self.program.keyed("{line.done}"), self.program.keyed("; {line.cancel} starts nothing.")
        self.app.push_screen(Pick(f"{enter} {tonight_words(item)}{none}", [row]), partial(self._start, item))

    def _start(self, item: StudyItem, picked: str | None) -> None:
        if picked is not None:
            chosen = self.program.preferences.settings(self.program.workspace.candidate)
            self.program.start(tonight_settings(chosen, item, self._path.stem))

    def action_read(self) -> None:
        from simulator.ui.tui.screens.reader import Reader  # only when asked for

        self.app.push_screen(Reader(self._path))


def _widget(line: Line) -> Widget:
    return Hanging(line.label, line.text, LABEL, line.style) if line.label else plain(line.text, line.style)
