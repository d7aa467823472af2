"""Home: what to do next, and where you stand."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from simulator.errors import SimulatorError
from simulator.graph.text import plural
from simulator.session.presets import practice
from simulator.ui.tui import words
from simulator.ui.tui.home.rows import LABEL, SIDES, home_rows, offers_brief, standing_lines, start_words
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.session_list_loader import load_incrementally
from simulator.ui.tui.starting import tonight_settings, tonight_words
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from simulator.report.figures.progress import Progress
    from simulator.report.load import Advice
    from simulator.session.archive.summary import SessionRow

NAME = "Interview simulator"
SHORT = 24  # lines; a lower window has smaller gaps
TOP, FOOT = 2, 2  # lines of the title and its margin; of the keys and the quiet line


class Home(Frame):
    """The first screen: go on, start, practise, review, the map; below them, where you stand."""

    BINDINGS = bindings("home")
    contexts = ("home", "lists")

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self._progress_of: object = None
        self._advice: Advice | None = None
        self._brief_minutes = 0
        self._sessions: list[SessionRow] | None = None
        self._said_reading = False
        self._hint = ""

    def body(self) -> ComposeResult:
        yield Title(NAME, id="title")
        yield Rows(self._rows(), label_width=LABEL, id="doors")
        yield Static(id="facts", markup=False)

    def on_mount(self) -> None:
        self.show_keys("home")
        self.query_one(Rows).focus()

    def on_screen_resume(self) -> None:  # also when it is first shown
        self.call_after_refresh(self.refresh_facts)  # the first paint waits for no archive

    def refresh_facts(self) -> None:
        """Show what is known, then read the archive and show the rest."""
        self._show_all()
        self._read_archive()

    @work(exclusive=True, group="archive")
    async def _read_archive(self) -> None:
        try:
            async for part in load_incrementally(self.host.workspace):
                if part.words or self._said_reading:
                    self.quiet(part.words)
                self._sessions, self._said_reading = part.rows, bool(part.words)
                self.host.latest_sessions = part.rows
                self._show_all()
                if not self.is_current:
                    return  # an interview needs the machine more; home reads the rest when it is shown again
        except (SimulatorError, OSError) as error:
            self.host.say(f"Your interviews cannot be listed: {error}")
        # again only when the interviews, the role or the level have changed
        rows, chosen = tuple(self._sessions or ()), self.host.preferences
        judged = (rows, chosen.role, chosen.seniority)
        if self.host.graph_title and judged != self._progress_of:
            self._progress = await self.host.progress() if rows else None
            self._progress_of = judged
            await self._read_advice(rows)  # shown with the progress, so that no line comes in between later

    async def _read_advice(self, rows: "Sequence[SessionRow]") -> None:
        """What the last report puts first, and how long the brief is."""
        from simulator.report.load import advice_of, brief_on  # the engine is loaded after home is painted

        graph, workspace, days = await self.host.graph(), self.host.workspace, self._days_left()
        try:
            self._advice = await asyncio.to_thread(advice_of, rows, graph, workspace)
            if self._progress is not None and offers_brief(days):
                self._brief_minutes = (await asyncio.to_thread(brief_on, graph, self._progress, workspace)).minutes
        except (SimulatorError, OSError):
            self._advice = None  # the screens themselves say what is wrong with a transcript
        self._show_all()

    def _days_left(self) -> int | None:
        return self.host.preferences.days_left(self.host.today)

    def on_resize(self, event: events.Resize) -> None:  # the frame's own handler runs too
        self.set_class(event.size.height < SHORT, "-short")
        self._show_all()

    def _show_all(self) -> None:
        if not self.query("#doors"):
            return  # the program is closing while the archive is still being read
        doors = self.query_one("#doors", Rows)
        doors.fill(self._rows(), keep=doors.cursor != 0)
        days = self._days_left()
        parts = list(filter(None, [words.days_until(days) if days is not None else "", self.host.graph_title]))
        room = self.size.width - SIDES - cell_len(NAME) - 2
        whole = " · ".join(parts)
        self.query_one("#title", Title).show(right=whole if cell_len(whole) <= room or not parts else parts[0])
        self.query_one("#facts", Static).update(Content(self._facts()))
        self.show_hint()

    @on(Rows.Moved, "#doors")
    def show_hint(self) -> None:
        """Say what enter starts on the marked line, and how long it lasts, unless another message is shown."""
        row = self.query_one("#doors", Rows).row
        if self.quiet_words in ("", self._hint):
            self._hint = start_words(row.key, self.host.preferences) if row is not None else ""
            if row is not None and row.key == "tonight" and self._advice is not None:
                self._hint = f"{self.host.keyed('{home.choose}')} {tonight_words(self._advice.item)}."
            self.quiet(self._hint)

    def _facts(self) -> str:
        """Where you stand, in as many lines as there is room for; before that is known, how the last interview went."""
        if self._progress is not None and self._progress.gaps:
            gap = 1 if self.has_class("-short") else 2
            room = self.size.height - TOP - len(self.query_one("#doors", Rows).rows) - 2 * gap - FOOT
            return "\n".join(standing_lines(self._progress, self.size.width - 2 * SIDES, room))
        last = next((r for r in self._sessions or () if r.state == "ended" and r.verdict), None)
        if last is None:
            return ""
        when = words.moment(last.started, self.host.today)
        return f"Last interview, {when}: {plural(last.questions, 'question')}, mostly {last.verdict}."

    def _rows(self) -> Sequence[Row]:
        host = self.host
        return home_rows(
            self._sessions,
            host.preferences,
            host.today,
            self._progress,
            host.concept_count,
            self.size.width,
            graph=host.present_graph,
            whole=not self._said_reading,
            tonight=self._advice.item if self._advice else None,
            brief_minutes=self._brief_minutes,
            tried=host.tried,
        )

    @on(Rows.Chosen, "#doors")
    def _open(self, event: Rows.Chosen) -> None:
        self.workers.cancel_group(self, "archive")  # home reads the rest when it is shown again
        host, key = self.host, event.row.key
        if key in {"start", "repeat"}:
            host.confirm(host.tried if key == "repeat" and host.tried is not None else host.preferences)
        chosen = host.preferences.settings(host.workspace.candidate)
        if key in {"start", "repeat"}:
            host.start(chosen)
        elif key == "practise":
            host.start(practice(chosen))
        elif key == "tonight" and self._advice is not None:
            host.start(tonight_settings(chosen, self._advice.item, self._advice.session))
        elif key.startswith("go-on:"):
            host.go_on(host.workspace.sessions / f"{key.removeprefix('go-on:')}.toml")
        elif key in {"brief", "review", "map"}:
            self.action_open(key)

    def action_choose(self) -> None:
        self.query_one("#doors", Rows).action_choose()

    def action_keys(self) -> None:
        self.host.action_help()

    async def action_quit(self) -> None:
        self.app.exit()
