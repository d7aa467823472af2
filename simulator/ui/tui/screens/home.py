"""Home: what do I do now?"""

from collections.abc import Sequence
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from simulator.engine.plan import FORMATS
from simulator.ui.tui import words
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.screens.frame import Frame
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.widgets.title import Title

if TYPE_CHECKING:
    from simulator.report.progress_records import Progress
    from simulator.session.archive import SessionRow
    from simulator.ui.settings import Preferences

LABEL = 10
SIDES = 8  # the margins beside the lines below the doors


class Home(Frame):
    """The first screen: go on, start, practise, review, the map; below it, where you stand."""

    BINDINGS = bindings("home")
    contexts = ("home", "lists")

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self._progress_of: tuple[SessionRow, ...] = ()

    def body(self) -> ComposeResult:
        yield Title("Interview simulator", id="title")
        yield Rows(self._rows(()), label_width=LABEL, id="doors")
        yield Static(id="facts", markup=False)

    def on_mount(self) -> None:
        self.show_keys("home")
        self.query_one(Rows).focus()
        self.refresh_facts()

    def on_screen_resume(self) -> None:
        self.refresh_facts()

    def refresh_facts(self) -> None:
        """Show what is known already, then read the archive in a thread and show the rest."""
        self._show_title()
        self.run_worker(self._read_archive(), exclusive=True, group="archive")

    async def _read_archive(self) -> None:
        rows = await self.program.sessions()
        self._show_doors(rows)
        self._show_title()
        self._show_facts(rows)
        if self.program.graph_title and tuple(rows) != self._progress_of:
            self._progress, self._progress_of = await self.program.progress() if rows else None, tuple(rows)
            self._show_doors(rows)
            self._show_facts(rows)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the frame's own handler runs too
        self._show_facts(self._progress_of)

    def _show_doors(self, rows: Sequence["SessionRow"]) -> None:
        doors = self.query_one("#doors", Rows)
        doors.fill(self._rows(rows), keep=doors.cursor != 0)

    def _show_title(self) -> None:
        days = self.program.preferences.days_left(self.program.today)
        parts = [words.days_until(days) if days is not None else "", self.program.graph_title]
        self.query_one("#title", Title).show(right=" · ".join(filter(None, parts)))

    def _show_facts(self, rows: Sequence["SessionRow"]) -> None:
        if self._progress is not None and self._progress.gaps:
            width = self.size.width - SIDES
            self.query_one("#facts", Static).update(Content("\n".join(standing_lines(self._progress, width))))
            return
        last = next((r for r in rows if r.state == "ended" and r.verdict), None)
        if last is None:
            return
        when = words.moment(last.started, self.program.today)
        facts = f"Last time, {when}: {words.plural(last.questions, 'question')}, mostly {last.verdict}."
        self.query_one("#facts", Static).update(Content(facts))

    def _rows(self, sessions: Sequence["SessionRow"]) -> tuple[Row, ...]:
        return tuple(
            home_rows(
                sessions, self.program.preferences, self.program.today, self._progress, self.program.concept_count
            )
        )

    @on(Rows.Chosen, "#doors")
    def _open(self, event: Rows.Chosen) -> None:
        self.program.open_door(event.row.key)

    def action_choose(self) -> None:
        self.query_one("#doors", Rows).action_choose()

    def action_setup(self) -> None:
        self.program.open_door("setup")

    def action_review(self) -> None:
        self.program.open_door("review")

    def action_progress(self) -> None:
        self.program.open_door("progress")

    def action_map(self) -> None:
        self.program.open_door("map")

    def action_keys(self) -> None:
        self.program.action_help()

    async def action_quit(self) -> None:
        self.app.exit()


def home_rows(
    sessions: Sequence["SessionRow"],
    preferences: "Preferences",
    today: date,
    progress: "Progress | None" = None,
    concepts: int = 0,
) -> list[Row]:
    """The doors of home. Going on comes first where something was interrupted; `concepts` are those of the graph."""
    doors = []
    stopped = next((s for s in sessions if s.state == "asking"), None)
    waiting = next((s for s in sessions if s.state == "debriefing"), None)
    if stopped is not None:
        text = f"{_title(stopped.format)}, {words.minutes(stopped.minutes_left)} left"
        doors.append(Row(f"go-on:{stopped.id}", "Go on", text, f"stopped {words.moment(stopped.started, today)}"))
    doors.append(Row("start", "Start", _start_text(preferences)))
    if waiting is not None:
        text = f"{words.plural(waiting.waiting, 'answer')} of {words.moment(waiting.started, today)} to score"
        doors.append(Row(f"go-on:{waiting.id}", "Debrief", text))
    if progress is not None and progress.gaps:
        doors.append(Row("practise", "Practise", _practise_text(progress)))
    count = words.plural(len(sessions), "interview") if sessions else "no interview yet"
    doors.append(Row("review", "Review", count))
    doors.append(Row("map", "Map", _map_text(progress, concepts if not sessions else 0)))
    return doors


def _map_text(progress: "Progress | None", concepts: int) -> str:
    """How much of the map was met; before that is known, what it shows."""
    if progress is not None:
        met = sum(standing.mark != "not met" for standing in progress.concepts)
        return f"{words.plural(len(progress.concepts), 'concept')}, {met} met"
    return f"{words.plural(concepts, 'concept')}, none met yet" if concepts else "all concepts, and where you stand"


def _practise_text(progress: "Progress") -> str:
    due = f"{words.plural(progress.forecast.now, 'question')} due again" if progress.forecast.now else ""
    firm = sum(gap.word == "gap" for gap in progress.gaps)
    gaps = words.plural(firm, "gap") if firm else ""
    return " · ".join(filter(None, (due, gaps))) or "nothing is due; what you are weakest at"


def standing_lines(progress: "Progress", width: int) -> list[str]:
    """Am I ready, what are the gaps, what holds, in `width` columns; firm words only where the interval allows them."""
    firm = [gap.title for gap in progress.gaps if gap.word == "gap"]
    open_ = [gap.title for gap in progress.gaps if gap.word == "not enough yet"]
    gaps = ", ".join(firm) or (f"none certain yet; lowest so far {open_[0]}" if open_ else "none found so far")
    lines = [
        ("Ready?", f"phone screen: {progress.screen}"),
        ("", f"onsite: {progress.onsite}"),
        ("Gaps", gaps),
        ("Held", ", ".join(progress.held) or "nothing certain yet"),
    ]
    indent = " " * LABEL
    return [part for label, text in lines for part in wrap(f"{label:<{LABEL}}{text}", width, subsequent_indent=indent)]


def _start_text(preferences: "Preferences") -> str:
    shape = FORMATS.get(preferences.format) or next(iter(FORMATS.values()))
    length = preferences.minutes or shape.minutes
    scoring = words.scoring_minutes(length)
    return f"{shape.title} · {words.spoken(preferences.role)} · {words.minutes(length)} and about {scoring} to score"


def _title(format_id: str) -> str:
    shape = FORMATS.get(format_id)
    return shape.title if shape else words.spoken(format_id)
