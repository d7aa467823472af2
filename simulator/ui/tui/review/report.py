"""The report of one interview: am I ready, and what tonight; then every area and question."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace as replace_key
from functools import partial
from pathlib import Path
from typing import NamedTuple

from textual import events

from simulator.errors import SimulatorError
from simulator.graph.records import Graph
from simulator.graph.text import format_minutes
from simulator.report import records as rec
from simulator.report.load import assess_file, graphs_of
from simulator.report.records import Assessment
from simulator.report.text import report
from simulator.report.text.self_rating import calibration_sentence
from simulator.report.text.words import (
    asked_for_words,
    checks_words,
    covered_words,
    level_words,
    ready_for,
    subject,
    verdict_words,
)
from simulator.session.clock import clock
from simulator.session.opening import scoring_minutes
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.starting import tonight_settings, tonight_words
from simulator.ui.tui.widgets.chrome import Keys, Title
from simulator.ui.tui.widgets.frame import Page
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Row
from simulator.ui.tui.widgets.text import Hanging, plain_text

LABEL = 16


class ReportLine(NamedTuple):
    """A paragraph, its style (lead, caution, head, row, quiet, deep, ...), and a label to the left of it."""

    text: str
    style: str = "row"
    label: str = ""


def report_first_page(assessment: rec.Assessment) -> Iterator[ReportLine]:
    """Am I ready, what held me back, what tonight."""
    (sat, ready), (other, otherwise) = ready_for(assessment)
    yield ReportLine(f"{assessment.session.role_title}, {sat}: {ready}", "lead")
    if assessment.first_impression:
        yield ReportLine(assessment.first_impression, "caution")
    if assessment.heard and assessment.heard.sentence:
        yield ReportLine(assessment.heard.sentence, "caution")
    yield ReportLine(otherwise, label=other)
    yield ReportLine(level_words(assessment.level.tier, assessment.level.low, assessment.level.high), label="level")
    yield ReportLine(asked_for_words(assessment.level), label="role asks")
    if assessment.held_back:
        yield ReportLine(f"Held you back: {' · '.join(assessment.held_back)}")
    if assessment.tonight:
        yield ReportLine("Tonight", "head")
    for number, item in enumerate(assessment.tonight, 1):
        yield ReportLine(f"{number}   {item.title}, {format_minutes(item.minutes)}")
        yield ReportLine(item.why, "deep first")
    yield ReportLine(" · ".join(f"{kind} {word}" for kind, word in assessment.kinds.items()), "gap")
    yield ReportLine(calibration_sentence(assessment.calibration))
    yield from (ReportLine(f"Transcript: {sentence}", "quiet") for sentence in assessment.findings)
    yield ReportLine("Asked", "head")
    for question in assessment.questions:
        verdict, covered, took = verdict_words(question), covered_words(question), clock(question.seconds)
        yield ReportLine(f"{question.number:<4}{verdict:<13}{covered:>5}{took:>8}   {subject(question)}", "fact")
        if question.doubt:
            yield ReportLine(question.doubt, "deep first")
    if assessment.checks:
        yield ReportLine(f"    {checks_words(assessment.checks, 'check')}, {clock(assessment.time.checks)}", "quiet")


def details(assessment: rec.Assessment, width: int) -> Iterator[ReportLine]:
    """Everything that the first page rests on, in lines of at most `width` columns."""
    begins = True
    for text in report.details(assessment, width):
        heads = begins and bool(text) and not text.startswith((" ", "-"))
        if text:
            yield ReportLine(text, "head" if heads else "row")
        begins = not text


FIRST = "report.tonight_1"
ALWAYS = 2  # back and help stay in the footer
SHORT = 30  # lines; a lower window has no blank lines, so that the advice for tonight is in view


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
        self.quiet("Scoring the interview.")
        try:
            graph = self._graph or await self.host.graph()
            workspace = self.host.workspace
            assessment = await asyncio.to_thread(assess_file, self._path, workspace, graphs_of(workspace, graph))
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self._assessment = assessment
        right = words.captions(assessment.session, assessment.session.role_title, self.host.today)
        self.query_one("#title", Title).show(right=right)
        self.quiet("")
        # as many numbers among the keys as there are things to practise
        advised = len(assessment.tonight)
        self.show_keys("report", without=frozenset() if advised else frozenset({FIRST}))
        keys = self.query_one(Keys)
        numbers = f"1-{advised}" if advised > 1 else "1"
        keys.show([replace_key(a, key=numbers) if a.id == FIRST else a for a in keys.actions], kept=ALWAYS)
        await self._show()

    def on_resize(self, event: events.Resize) -> None:  # the frame's own handler runs too
        self.set_class(event.size.height < SHORT, "-short")
        if self._details:  # its lines were laid out for another width
            self.run_worker(self._show, exclusive=True, group="show")  # type: ignore[arg-type]

    async def _show(self) -> None:
        if self._assessment is None:
            return
        lines = details(self._assessment, self.text_width) if self._details else report_first_page(self._assessment)
        beside, plain = partial(Hanging, column=LABEL), plain_text
        await self.fill(
            [beside(x.label, x.text, classes=x.style) if x.label else plain(x.text, x.style) for x in lines]
        )

    async def action_details(self) -> None:
        self._details = not self._details
        await self._show()

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

    def action_read(self) -> None:
        self.host.open_screen("reader", self._path)
