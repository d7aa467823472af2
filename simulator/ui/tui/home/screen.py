"""Home: what to do next, and where you stand."""

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static
from textual.worker import get_current_worker

from simulator.errors import SimulatorError
from simulator.session.presets import one_task, practice
from simulator.session.workspace import missing_graphs
from simulator.ui.tui.home.home_card import HomeCard, empty_cards, plan_height, put_up_cards, width_beside_cards
from simulator.ui.tui.home.rows import GO_ON, LABEL, SIDES, HomeLines, at_hand, planned_today
from simulator.ui.tui.home_words import advice_words, last_words, start_words, title_words
from simulator.ui.tui.keys.registry import bindings, footer
from simulator.ui.tui.session_list_loader import load_incrementally
from simulator.ui.tui.starting import confirm_deep_dive, confirm_practice, confirm_tonight, start_planned
from simulator.ui.tui.widgets.chrome import SIDE_BY_SIDE, Keys, Title
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from simulator.report.load import LastReport
    from simulator.report.progress_records import Countdown, Progress
    from simulator.session.archive.summary import SessionRow
    from simulator.session.header import Settings
    from simulator.ui.tui.home.card_facts import HomeFacts
    from simulator.ui.tui.widgets.plots import LevelPlot

NAME = "Interview simulator"
SHORT = 26  # lines; a lower window has smaller gaps
TOP, FOOT = 2, 2  # lines of the title and its margin; of the keys and the quiet line
TALL = 24  # lines from which there are cards
LOW = 36  # lines; a lower window has lower cards
SEEN = 0.6  # seconds; a line that is marked for less was not read
JUST_SHOWN = "This line has only just come up; press {home.choose} again."
LOOKS_FIRST = "Looking at today's plan first."


class Home(Frame):
    """The first screen: what to do now; beside it or below, the plan, the level, the areas, the last interview."""

    BINDINGS = bindings("home")
    contexts = ("home", "lists")

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self._judged: object = None
        self._last: LastReport | None = None
        self._countdown: Countdown | None = None
        self._stopped: SessionRow | None = None  # what the plan has for today, begun and stopped
        self._known: HomeFacts | None = None
        self._known_of: tuple[SessionRow, ...] = ()  # the sessions that it was found out from
        self._plot: type[LevelPlot] | None = None
        self._sessions: list[SessionRow] | None = None
        self._said_reading = False
        self._is_settled = False  # whether nothing to do first can come in above Start any more, as far as one waits
        self._wanted, self._lines_then = "", frozenset[str]()  # what was chosen, and the lines that there were
        self._missing: frozenset[str] = frozenset()  # graphs that interviews were begun on and that aren't here
        self._hint = ""
        self._shown_at: float | None = None  # when the marked line came up, or another came to be marked by itself
        # the keys of the lines, and how many sessions there were, as another screen was opened; None before
        self._left: tuple[set[str], int] | None = None

    def body(self) -> ComposeResult:
        yield Title(NAME, id="title")
        with Horizontal(id="desk"), Vertical(id="now"):
            yield Rows(self._lines.rows(), label_width=LABEL, id="menu")
            yield Static(id="facts", markup=False)

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    def show_keys(self, *, without: frozenset[str] = frozenset()) -> None:
        """Show the keys of home; help and quit, the last two, however narrow the window."""
        self.query_one(Keys).show(footer("home", without=without, most=9), kept=2)

    def on_screen_resume(self) -> None:  # also when it is first shown
        if self._shown_at is None:
            self._shown_at = events.Event().time
        if self._sessions is not None:
            self.host.reread_choices()
        self.call_after_refresh(self.refresh_facts)  # the first paint waits for no archive

    def on_screen_suspend(self) -> None:
        """Remember the lines: what's new on coming back was begun meanwhile."""
        self._wanted = ""
        if self._sessions is not None:
            self._left = at_hand(self.query_one("#menu", Rows).rows, self._sessions)

    def _mark_what_came(self, menu: Rows) -> None:
        """After an interview, mark how to go on with it, or once it is over what is next in the plan.

        Otherwise the mark keeps to the line that one used, whatever comes above it.
        """
        if self._left is None or (now := at_hand(menu.rows, self._sessions or ()))[1] == self._left[1]:
            return
        new = now[0] - (known := self._left[0])
        came = [row.key for row in menu.rows if row.key in new and row.key.startswith((GO_ON, "today"))]
        menu.mark(came[0] if came else "")
        known.update(came)

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
                unplanned = self.host.preferences.days_left(self.host.today) is None  # nor is a long archive waited for
                self._is_settled = unplanned or not part.whole or (self._is_settled and not self._is_outdated)
                self.host.latest_sessions = part.rows
                self._missing = missing_graphs(self.host.workspace, {r.graph for r in part.rows if r.state != "ended"})
                self._show_all()
                self.call_later(self._take_wanted)
                if not self.is_current:
                    return  # an interview needs the machine more; home reads the rest when it is shown again
        except (SimulatorError, OSError) as error:
            self.host.say(f"Your interviews can't be listed: {error}")
            self._is_settled = True
            self.call_later(self._take_wanted)
        # again only when the interviews, the day, or what the candidate chose have changed
        rows, chosen = tuple(self._sessions or ()), self.host.preferences
        plan_of = (chosen.interview_on, chosen.minutes_a_day, self.host.today, chosen.brief_read)
        judged = (rows, chosen.role, chosen.seniority, chosen.advert_areas, *plan_of)
        if self.host.graph_title and judged != self._judged:
            try:
                await self._read_standing(rows)
                self._judged = judged
            finally:  # it may also fail
                self._is_settled |= not get_current_worker().is_cancelled
                self.call_later(self._take_wanted)

    async def _read_standing(self, rows: "Sequence[SessionRow]") -> None:
        """The progress, the last report, and the plan with how long the brief is."""
        # the report and all that it loads come after home is painted, in a thread
        card_facts = await asyncio.to_thread(import_module, "simulator.ui.tui.home.card_facts")
        from simulator.report.load import countdown_of, last_report, stopped_on
        from simulator.report.text.words import TOO_EARLY, moved_words, own_level

        graph, workspace, chosen = await self.host.graph(), self.host.workspace, self.host.preferences
        progress = await self.host.progress() if rows else None
        plan_for = (self.host.today, chosen.interview_on, chosen.minutes_a_day, chosen.role)
        self._countdown = await asyncio.to_thread(
            countdown_of, progress, graph, rows, *plan_for, None, workspace, chosen.advert_weighs, chosen.brief_read
        )
        now = self._countdown.now
        self._stopped = await asyncio.to_thread(stopped_on, now.to_do, rows, graph) if now is not None else None
        try:
            self._last = await asyncio.to_thread(last_report, rows, graph, workspace)
        except (SimulatorError, OSError):
            self._last = None  # the screens themselves say what is wrong with a transcript
        self._progress = progress
        moved = ""  # a chance beside "too early to say" would say something after all
        if progress is not None and own_level(progress) != TOO_EARLY:
            moved = moved_words(progress.path, rows, self.host.today)
        self._known_of = tuple(rows)
        self._known = card_facts.HomeFacts(
            today=self.host.today,
            graph=graph,
            role=chosen.role,
            advert=chosen.advert_areas,
            keyed=self.host.keyed,
            progress=progress,
            moved=moved,
            last=self._last,
            countdown=self._countdown,
        )
        self._show_all()  # all at once, so that no line comes in between later

    @property
    def _is_outdated(self) -> bool:
        """Whether what was found out is of other interviews than there are now: shown, it would be wrong."""
        return self._known is not None and self._sessions is not None and tuple(self._sessions) != self._known_of

    @property
    def _is_wide(self) -> bool:
        """Whether there is room for cards."""
        return self.size.width >= SIDE_BY_SIDE and self.size.height >= TALL

    @property
    def _left_width(self) -> int:
        """The columns of what to do now."""
        return width_beside_cards(self.size.width) if self._is_wide else self.size.width

    def on_resize(self, event: events.Resize) -> None:  # the frame's own handler runs too
        self.set_class(event.size.height < SHORT, "-short")
        self.set_class(self._is_wide, "-wide")
        self.set_class(event.size.height < LOW, "-low")
        self.query_one("#now").styles.width = self._left_width if self._is_wide else "100%"
        self._show_all()

    def _show_all(self) -> None:
        if len(self.query("#menu, #title, #facts")) < 3:
            return  # the program is closing while the archive is still being read
        menu = self.query_one("#menu", Rows)
        before = menu.row
        menu.fill(self._lines.rows(), keep=menu.cursor != 0 or self._left is not None)
        self._mark_what_came(menu)
        if before is not None and menu.row is not None and menu.row.key != before.key:
            self._shown_at = events.Event().time
        host = self.host
        self.query_one("#title", Title).show(right=title_words(host.present_graph, host.preferences, host.today))
        self.query_one("#facts", Static).update(self._facts())
        if self._is_wide and (self._sessions is not None or self._known is not None):
            self.call_after_refresh(self._show_cards)  # the first paint is of what to do now
        self.show_hint()

    async def _show_cards(self) -> None:
        """Put up the cards, and fill in what is known. Before the first interview is over there are others."""
        first_over = any(s.score is not None for s in self._sessions or ())
        self.set_class(self._known.is_new if self._known and not self._is_outdated else not first_over, "-new")
        if not self.query("#board"):
            await put_up_cards(self.query_one("#desk"), self.query_one("#now"))
        chosen, left = self.host.preferences, self.host.preferences.days_left(self.host.today)
        for plan in self.query("#plan"):  # none while another call is putting the cards up
            passed = left is None and chosen.interview_on is not None
            plan.styles.height = plan_height(left, passed=passed, low=self.has_class("-low"))
        if self._known is None or not self.query("#last"):
            return  # nothing is known yet, or they are still being put up
        if self._is_outdated and (first_over or not self._known.is_new):  # else the cards for newcomers still hold
            empty_cards(self)
            return
        from simulator.ui.tui.home.card_facts import fill  # loaded by now

        fill(self, self._known, self._plot)
        if self._plot is None and self._progress is not None and self._progress.path:
            self._load_plot()

    @work(exclusive=True, group="plot")
    async def _load_plot(self) -> None:
        """Load what draws, which takes long, in a thread."""
        self._plot = (await asyncio.to_thread(import_module, "simulator.ui.tui.widgets.plots")).LevelPlot
        self._show_all()

    @on(Rows.Moved, "#menu")
    def _moved(self) -> None:
        self._wanted = ""
        self.unsay(self.host.keyed(JUST_SHOWN))
        self.show_hint()

    def show_hint(self) -> None:
        """Say what enter starts on the marked line, and how long it lasts, unless another message is shown."""
        row = self.query_one("#menu", Rows).row
        if self.quiet_words in ("", self._hint):
            chosen, plan = self.host.preferences, None if self._is_outdated else self._countdown
            now = plan.now if plan is not None else None
            done = now is not None and now.to_do.done and now.to_do.kind != "brief"
            self._hint = start_words(row.key, chosen, today_done=done) if row is not None else ""
            if row is not None and row.key == "tonight" and self._last is not None and self._last.advice is not None:
                self._hint = advice_words(self._last.advice, chosen, reads=self._lines.advice_is_beside_plan)
            self.quiet(self._hint)

    def _facts(self) -> Content:
        """Where you stand, in as many lines as there is room for; before that is known, how the last interview went."""
        if self._known is not None and not self._is_outdated:
            from simulator.ui.tui.home.card_facts import in_one_column  # loaded by now

            gap = 1 if self.has_class("-short") else 2
            room = self.size.height - TOP - len(self.query_one("#menu", Rows).rows) - 2 * gap - FOOT
            return Content("\n").join(in_one_column(self._known)(self.size.width - 2 * SIDES, room))
        return Content(last_words(self._sessions or (), self.host.today))

    @property
    def _lines(self) -> HomeLines:
        host, now = self.host, self._countdown.now if self._countdown is not None else None
        lines = HomeLines(
            self._sessions,
            host.preferences,
            host.today,
            self._progress,
            host.concept_count,
            self._left_width,
            graph=host.present_graph,
            whole=not self._said_reading,
            tonight=self._last.advice if self._last else None,
            listed=self._last.advising.session.started.astimezone().date() if self._last else None,
            brief_minutes=now.minutes if now is not None and now.kind == "brief" else 0,
            tried=host.tried,
            planned=planned_today(self._countdown, host.preferences, host.today, self._stopped),
            missing=self._missing,
        )
        return lines.without_outdated() if self._is_outdated else lines

    @on(Rows.Chosen, "#menu")
    def _chosen(self, event: Rows.Chosen) -> None:
        if self._shown_at is not None and event.time - self._shown_at < SEEN:
            self.mention(self.host.keyed(JUST_SHOWN))
            return
        self.unsay(self.host.keyed(JUST_SHOWN))
        self.open_row(event.row.key)

    def say_usual(self) -> None:
        """Say again what enter starts."""
        if self.query("#menu"):
            self.show_hint()

    def _take_wanted(self) -> None:
        """Start what was chosen before all lines were known; where something to do first came in above, mark that."""
        if not self._wanted or not self._is_settled:
            return
        wanted, self._wanted = self._wanted, ""
        menu = self.query_one("#menu", Rows)
        keys = [row.key for row in menu.rows] if self.is_current else []
        to = keys[: keys.index(wanted) + 1] if wanted in keys else keys[:1]
        came = [key for key in to if key not in self._lines_then or wanted not in keys]
        if came:
            with menu.prevent(Rows.Moved):  # whose words would take the place of these
                menu.mark(came[0])
            self._shown_at = events.Event().time
            self.mention(self.host.keyed(JUST_SHOWN))
        elif wanted in keys:
            self._do(wanted)

    @on(HomeCard.Opened)
    def _clicked(self, event: HomeCard.Opened) -> None:
        self.open_row(event.key)

    def open_row(self, key: str) -> None:
        """Do what a line offers, once it's known whether an interview waits to be gone on with."""
        if key not in {"start", "repeat", "today"} or self._is_settled or not self.is_current:
            self._do(key)
            return
        lines = (row.key for row in self.query_one("#menu", Rows).rows)
        self._wanted, self._lines_then = key, frozenset(lines) - {"today"}  # of which it wasn't said what it is
        if self._sessions is not None:
            self.mention(LOOKS_FIRST)
            self.run_worker(self._plan_by_graph(), exit_on_error=False)

    async def _plan_by_graph(self) -> None:
        """Have the plan read where the graph wasn't, or say why that can't be."""
        if self.host.present_graph is None and await self.read_graph() is not None:
            self._read_archive()

    def _do(self, key: str) -> None:
        self.workers.cancel_group(self, "archive")  # home reads the rest when it is shown again
        host = self.host
        chosen = host.preferences.settings(host.workspace.candidate)
        if key == "start":
            host.confirm(host.preferences)
            host.start(chosen)
        elif key == "repeat" and host.tried is not None:  # Start stays what it is
            host.start(host.preferences.shaped_as(host.tried).settings(host.workspace.candidate))
        elif key == "today":
            self._start_today(chosen)
        elif key == "practise":
            confirm_practice(self, "Start a drill?", practice(chosen))
        elif key == "weakest" and self._progress is not None:
            confirm_deep_dive(self, self._progress.gaps[0].area, self._progress.gaps[0].title)
        elif key == "code":
            confirm_practice(self, "Start a task?", one_task(chosen))
        elif key == "tonight" and self._last is not None and self._last.advice is not None:
            reads = self._lines.advice_is_beside_plan
            confirm_tonight(self, self._last.advice, self._last.advising, reads=reads)
        elif key == "demo":
            host.watch_demo()
        elif key == "last" and self._last is not None:
            host.open_screen("report", self._last.row.path)
        elif key.startswith(GO_ON):
            host.go_on(host.workspace.sessions / f"{key.removeprefix(GO_ON)}.toml")
        elif key in {"brief", "review", "map", "progress", "plan"}:
            self.action_open(key)

    def _start_today(self, chosen: "Settings") -> None:
        """Start what the plan has for today, or go on with it where it was begun and stopped.

        Where that is no interview, or it is done, show the brief or the plan.
        """
        if self._stopped is not None:
            self.host.go_on(self._stopped.path)
            return
        today = self._countdown.now.to_do if self._countdown is not None and self._countdown.now is not None else None
        if today is None or today.done or not start_planned(self, chosen, today):
            self.action_open("brief" if today is not None and today.kind == "brief" else "plan")

    def action_choose(self) -> None:
        self.query_one("#menu", Rows).action_choose()

    def action_advert(self) -> None:
        from simulator.ui.tui.home.advert import open_advert  # loaded where it is shown

        open_advert(self)

    def action_keys(self) -> None:
        self.host.action_help()

    async def action_quit(self) -> None:
        self.app.exit()
