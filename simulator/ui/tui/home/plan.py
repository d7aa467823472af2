"""The plan until the interview: the days, why each is for what it is for, and a file for your calendar."""

import asyncio
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from simulator.errors import SimulatorError
from simulator.graph.files import typed_path
from simulator.graph.text import format_minutes
from simulator.report.text.plan import a_day_words, date_sentence, tomorrow_words, until_words
from simulator.session.archive import archive
from simulator.session.opening import WITH_SCORING
from simulator.session.presets import sitting_title
from simulator.ui.tui import words
from simulator.ui.tui.home.plan_texts import (
    LABEL,
    day_content,
    day_rows,
    full_name,
    gap_lines,
    held_content,
    held_lines,
    month_content,
)
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.starting import planned_settings, start_planned
from simulator.ui.tui.widgets.chrome import SIDE_BY_SIDE, Card, Keys, Rule, Title
from simulator.ui.tui.widgets.frame import ReadsOn
from simulator.ui.tui.widgets.prompt import LinePrompt, Pick, day_prompt, minutes_prompt
from simulator.ui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.report.progress_records import Countdown, PlannedDay, Progress
    from simulator.session.archive.summary import SessionRow

LOW, SHORT = 26, 24  # lines; a lower window has fewer blank ones
CARD_ROOM = 23  # lines that all but the weeks of the calendar may need
LEAST_WEEKS = 3
FRAME_LINES, FRAME_COLUMNS = 2, 5  # of a card, and of the bar beside it
FILE = "interview-plan.ics"
WORKING = "Working out your plan."
SETS = "{plan.change} sets a date."
STOPPED = "You've begun {begun}: {plan.choose} picks up where you stopped."
STOPPED_NEXT = "You've begun what comes next: {plan.choose} picks up where you stopped."  # once the first part is done
NEEDS_DAYS = frozenset({"plan.choose", "plan.file"})


def begun_words(day: "PlannedDay", stopped: "SessionRow") -> str:
    """What was begun for a day: where that is another interview than planned, its name, as home has it."""
    return "it" if stopped.format == day.format else f"“{sitting_title(stopped)}”"


class Beside(VerticalScroll, can_focus=False):
    """The part with the marked day; it says when its size changes, as that decides what it holds."""

    class Resized(Message):
        """It has another size."""

    def on_resize(self) -> None:
        self.post_message(self.Resized())


class PlanScreen(ReadsOn):
    """The days on the left; beside them, or below, the marked one."""

    BINDINGS = bindings("plan")
    CSS_PATH = "../styles/plan.tcss"
    contexts = ("plan", "lists")
    long_text = "#beside"

    def __init__(self) -> None:
        super().__init__()
        self._graph: Graph | None = None
        self._progress: Progress | None = None
        self._sessions: list[SessionRow] = []
        self._plan: Countdown | None = None
        self._brief_read: date | None = None  # as the plan was made
        self._stopped: SessionRow | None = None  # what today is for, begun and stopped

    def body(self) -> ComposeResult:
        yield Title("Plan", id="title")
        yield Rule()
        yield Static(id="about", markup=False)
        with Container(id="both"):
            with Vertical(id="list"):
                yield Rows(label_width=LABEL, id="days")
                yield Card("To go over", Static(id="gaps", markup=False), id="open")
            with Beside(id="beside"):
                yield Card("", Static(id="day", markup=False), Static(id="held", markup=False), id="card")
                yield Card("Calendar", Static(id="calendar", markup=False), id="month")

    def on_mount(self) -> None:
        self.add_class("-waiting")  # frames without a word say nothing
        days = self.query_one("#days", Rows)
        days.about = self.query_one("#beside")
        days.focus()

    def on_screen_resume(self) -> None:  # also after an interview that was started here
        self.run_worker(self._load(), exclusive=True, group="plan", exit_on_error=False)

    async def _load(self) -> None:
        workspace = self.host.workspace
        if self._plan is None:
            self.quiet(WORKING)
        try:
            sessions = await asyncio.to_thread(archive.rows, workspace, candidate=workspace.candidate)
            read = self.host.preferences.brief_read
            if self._plan is not None and (sessions, read) == (self._sessions, self._brief_read):
                return  # back from a prompt: nothing was sat
            self._brief_read = read
            self._sessions, self._graph = sessions, await self.host.graph()
            self._progress = await self.host.progress()
        except (SimulatorError, OSError) as error:
            self.quiet(str(error))
            return
        await self._make()
        self.unsay(WORKING)

    async def _make(self) -> None:
        """Make the plan from what was read, and show it."""
        from simulator.report.load import countdown_of, stopped_on

        if self._graph is None:
            return
        chosen = self.host.preferences
        plan = await asyncio.to_thread(
            countdown_of,
            self._progress,
            self._graph,
            self._sessions,
            self.host.today,
            chosen.interview_on,
            chosen.minutes_a_day,
            chosen.role,
            workspace=self.host.workspace,
            advert=chosen.advert_weighs,
            brief_read=chosen.brief_read,
        )
        if self.query("#days"):  # the screen may have gone meanwhile
            self._plan = plan
            self._stopped = stopped_on(plan.now.to_do, self._sessions, self._graph) if plan.now is not None else None
            self._show(plan)

    def _show(self, plan: "Countdown") -> None:
        whole = until_words(plan)
        on_day = whole.removeprefix("Interview on ").partition(" ")[2]  # a year may stand there, so it goes last
        self.query_one("#title", Title).show(right=(whole, on_day, whole.rpartition(", ")[2]))
        self.query_one(Rule).note = a_day_words(plan)
        sentence = self.host.keyed(date_sentence(plan, SETS))
        about = self.query_one("#about", Static)
        about.display = bool(sentence)
        about.update(Content(sentence))
        self.remove_class("-waiting")
        self.set_class(not plan.days, "-nothing")
        self.show_keys(without=frozenset() if plan.days else NEEDS_DAYS)
        self.show_days()
        self.call_after_refresh(self.show_days)  # a bar may have come beside them
        self.show_day()

    def on_resize(self, event: events.Resize) -> None:  # the frame's own handler runs too
        self.set_class(event.size.width >= SIDE_BY_SIDE, "-wide")
        self.set_class(event.size.height < LOW, "-low")
        self.set_class(event.size.height < SHORT, "-short")

    @property
    def _marked(self) -> "PlannedDay | None":
        """The marked day; None for that of the interview."""
        row = self.query_one("#days", Rows).row
        days = self._plan.days if self._plan else ()
        return next((day for day in days if row is not None and day.day.isoformat() == row.key), None)

    @on(Beside.Resized)
    def show_days(self) -> None:
        """Show a line for each day, in words that fit."""
        if self._plan is not None:
            days = self.query_one("#days", Rows)
            days.fill(day_rows(self._plan, days.scrollable_content_region.width))

    @on(Rows.Moved, "#days")
    @on(Beside.Resized)
    def show_day(self) -> None:
        """Show the card of the marked day, and below the days the gaps."""
        plan, graph, day = self._plan, self._graph, self._marked
        if plan is None or graph is None or not plan.days:
            return
        card, at = self.query_one("#card", Card), day.day if day is not None else plan.until or plan.today
        card.border_title = Content(full_name(at, plan.today))
        wide, low = self.has_class("-wide"), self.has_class("-low")
        sat = [each.day for each in self._progress.calendar] if self._progress is not None else []
        month = month_content(plan, at, max(LEAST_WEEKS, self.size.height - CARD_ROOM), sat)
        self.query_one("#calendar", Static).update(month)
        begun = ""
        if self._stopped is not None and day is not None and day is plan.now:
            sentence = STOPPED_NEXT if day.done else STOPPED.replace("{begun}", begun_words(day.to_do, self._stopped))
            begun = self.host.keyed(sentence)
        starts = day is not None and day.to_do.kind != "rest" and (bool(begun) or not day.to_do.done)
        self.show_keys(without=frozenset() if starts else frozenset({"plan.choose"}))
        self.query_one(Keys).relabel({"plan.choose": "go on" if begun else "start"})
        reads = tomorrow_words(plan, graph) if day is not None and day is plan.now else ""
        about = day_content(day, plan, begun, reads, close=low)
        self.query_one("#day", Static).update(about)
        beside = self.query_one("#beside")
        width = max(1, beside.size.width - FRAME_COLUMNS)
        taken = len(about.wrap(width)) + FRAME_LINES + 1
        room = beside.size.height - taken - (len(month.split()) + FRAME_LINES + 1 if wide else 0)
        held = held_content(list(held_lines(day, plan, graph, self._progress, width)), room)
        self.query_one("#held", Static).display = bool(held.plain)
        self.query_one("#held", Static).update(held)
        # where there is room for it below the days: when which area is gone over
        room = self.query_one("#list").size.height - len(plan.days) - FRAME_LINES - 2
        for named, waiting_too in ((True, True), (True, False), (False, False)):
            gaps = gap_lines(plan, graph, self._progress, named=named, waiting_too=waiting_too)
            if len(gaps) <= room:
                break
        self.query_one("#open").display = wide and bool(gaps) and room > 2
        self.query_one("#gaps", Static).update(held_content(gaps, room))

    @on(Rows.Chosen, "#days")
    def action_choose(self) -> None:
        day = self._marked
        if day is None:
            self.mention("That's the interview itself. Good luck." if self._plan and self._plan.days else "")
            return
        if self._stopped is not None and self._plan is not None and day is self._plan.now:
            self.host.go_on(self._stopped.path)
            return
        now = day.to_do
        chosen = self.host.preferences.settings(self.host.workspace.candidate)
        settings = planned_settings(chosen, now)
        if now.done:
            self.mention("That's done. You can start on a later day early if you like.")
        elif settings is not None and now.day > self.host.today:
            rows = [
                Row("start", "Start", f"today, {format_minutes(now.minutes)} {WITH_SCORING}"),
                Row("leave", "Leave it", "it stays in the plan"),
            ]
            ask = Pick(
                f"{full_name(now.day, self.host.today)}: {now.title}. Start it today?",
                rows,
                marked="leave",
                yes="start",
            )
            self.app.push_screen(ask, lambda picked: self.host.start(settings) if picked == "start" else None)
        elif start_planned(self, chosen, now):
            return
        elif day.kind == "brief":
            self.action_open("brief")
        else:
            self.mention(f"{day.title}: there's nothing to start.")

    def action_change(self) -> None:
        """Ask what to change, the date or the minutes, and then for the new one."""
        chosen = self.host.preferences
        if chosen.interview_on is None:  # what the key is said to set
            self.app.push_screen(day_prompt(self.host.today), self._set_date)
            return
        rows = [
            Row("date", "Date", words.day_words(chosen.interview_on, self.host.today)),
            Row("minutes", "Minutes", f"{chosen.minutes_a_day} a day, scoring included"),
        ]

        def ask(picked: str | None) -> None:
            if picked == "date":
                self.app.push_screen(day_prompt(self.host.today), self._set_date)
            elif picked is not None:
                self.app.push_screen(minutes_prompt(chosen.minutes_a_day), self._set_minutes)

        self.app.push_screen(Pick("What do you want to change?", rows), ask)

    async def _set_date(self, given: str | None) -> None:
        if given is not None:
            day = words.day_of(given, self.host.today)
            self.host.remember(replace(self.host.preferences, interview_on=day))
            self.mention(words.reading_in_doubt(given, self.host.today))
            await self._make()

    async def _set_minutes(self, given: str | None) -> None:
        if given is not None:
            self.host.remember(replace(self.host.preferences, minutes_a_day=words.minutes_of(given)))
            await self._make()

    def action_file(self) -> None:
        if self._plan is not None and self._plan.days:
            self.app.push_screen(LinePrompt("Save the plan to which file?", FILE, FILE), self._write)

    async def _write(self, given: str | None) -> None:
        if given is None or self._plan is None or self._graph is None:
            return
        from simulator.report.export.calendar_file import calendar_file, write_calendar  # only needed here

        path = typed_path(given).absolute()
        try:
            await asyncio.to_thread(write_calendar, calendar_file(self._plan, self._graph, self.host.clock.now()), path)
        except SimulatorError as error:
            self.quiet(str(error))
        except OSError as error:
            self.mention(f"{path} can't be written ({error.strerror or error}).")
        else:
            self.mention(f"Wrote {path}. If the plan changes, save and import it again: it replaces the old days.")
