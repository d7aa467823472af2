"""The texts of the report's screen, without a screen; and of all that a report is written to."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec
from textual.widget import Widget
from textual.widgets import Static

from simulator.report.export.exporters import export_text
from simulator.report.figures.assessment import as_json
from simulator.report.progress_records import Progress
from simulator.report.records import Assessment
from simulator.report.text.debrief import first_page_entries
from simulator.report.text.report import page, section_lines
from simulator.report.text.sections import PageName, sections_on
from simulator.session.archive.as_text import retold_lines, turns_as_data
from simulator.session.transcript.read import Reading
from simulator.ui.tui.home.card_facts import fitting_facts, standing_facts
from simulator.ui.tui.review.report_pages import (
    ReportItem,
    answer_items,
    debrief_widgets,
    figure_widgets,
    general_lines,
    tonight_rows,
    walk_items,
)
from simulator.ui.tui.widgets.text import Flow, Hanging

PAGES: tuple[PageName, ...] = ("walk", "answers")  # with rows that open


def screen_texts(found: Assessment, width: int) -> list[str]:
    """Everything on all pages of the report, each paragraph on one line."""
    return [
        *(text for widget in debrief_widgets(found) for text in texts_in(widget)),
        *(f"{row.label} {row.text} {row.note}" for row in tonight_rows(found.tonight, date.today())),
        *texts_of(answer_items(found)),
        *texts_of(walk_items(found)),
        *(f"{line.word} {line.text}".strip() for page in PAGES for line in general_lines(found, page)),
        *(text for widget in figure_widgets(found, width) for text in texts_in(widget)),
    ]


def retold_everywhere(reading: Reading, found: Assessment) -> dict[str, str]:
    """What a transcript and its report say, by what says it."""
    return {
        **{to: "".join(export_text([found], to, many=False)) for to in ("md", "html", "csv", "card")},
        "json": as_json(found).decode(),
        "text": "\n".join(page(found)),
        "screen": "\n".join(screen_texts(found, 80)),
        "review": "\n".join(retold_lines(reading)),
        "review --json": msgspec.json.encode(turns_as_data(reading)).decode(),
    }


def texts_of(items: Sequence[ReportItem]) -> Iterator[str]:
    """Everything that rows say, and what is said about each."""
    for item in items:
        yield " ".join(filter(None, (item.row.label, item.row.text, item.row.note)))
        yield from (f"{line.word} {line.text}".strip() for line in item.about)


def figure_lines(found: Assessment, width: int) -> list[str]:
    """The statistics of a report as lines of text."""
    sections = sections_on("figures", found)
    return [line for section in sections for line in (section.head, *section_lines(section, width))]


def headline(found: Assessment) -> str:
    """The first line of the first page."""
    return next(first_page_entries(found)).text


def texts_in(widget: Widget) -> Iterator[str]:
    """What a widget that is not mounted yet says."""
    if isinstance(widget, Static):
        yield str(widget.content)
    elif isinstance(widget, Hanging):
        yield widget.said
    elif isinstance(widget, Flow):
        yield " ".join(piece.plain for piece in widget.pieces)
    if widget.border_title:
        yield widget.border_title
    for child in widget._pending_children:
        yield from texts_in(child)


def standing_lines(progress: Progress, width: int, most: int = 99) -> list[str]:
    """Where one stands, as home says it in lines of `width` columns."""
    return [line for _, lines in fitting_facts(standing_facts(progress), width, most) for line in lines]
