"""The first start: role, level, own project, job advert and date; then a taste, or home."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from simulator.engine.model.parameters import SENIORITIES
from simulator.graph.speech import title_within
from simulator.graph.text import whole_number
from simulator.session.days import NO_DAY, OR_ANOTHER
from simulator.session.presets import story_areas, taste
from simulator.ui.preferences import Preferences
from simulator.ui.tui.home import welcome_pages as pages
from simulator.ui.tui.home.choosing import Choosing
from simulator.ui.tui.home.home_card import IDEA, LIKE, STEPS, HomeCard, example, numbered
from simulator.ui.tui.home.setup import LEVEL_ABOUT, PROJECT_KINDS
from simulator.ui.tui.keys.registry import action_of, bindings, footer
from simulator.ui.tui.starting import planned_now
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.line import OrderedInput
from simulator.ui.tui.widgets.prompt import A_DAY_ASKED, minutes_prompt
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.words import DAY_EXAMPLES, day_of, day_words, minutes_of, other_reading

if TYPE_CHECKING:
    from datetime import date

    from simulator.graph.records import Graph, Role
    from simulator.session.header import Settings


class Welcome(Choosing):
    """Asks for role, level, own project, a job advert and the date, one after the other."""

    BINDINGS = bindings("welcome")
    CSS_PATH = "../styles/welcome.tcss"
    contexts = ("welcome", "lists")

    def __init__(self) -> None:
        super().__init__()
        self._step = pages.ROLE
        self._known: frozenset[int] = frozenset()  # the pages whose answer was there before
        self._planned: Settings | None = None  # what the plan has for today, once all is asked
        self._about = ""  # what is said of the present question
        self._answers: dict[str, Any] = {}  # kept once all are there: anyone who leaves before is asked again
        self._roles: tuple[Row, ...] = ()
        self._abouts: dict[str, str] = {}
        self._graph: Graph | None = None  # until it is read
        self._before: Preferences | None = None  # an advert was asked for, if it's asked for now
        self._day: date | None = None
        self._shown_at = 0.0
        self._typed = ""  # minutes, where they are asked for

    def body(self) -> ComposeResult:
        yield Title("Welcome", id="title")
        with Container(id="both"):
            with Vertical(id="question"):
                yield Static(id="asks", markup=False)
                yield Static(id="about", markup=False)
                yield Rows(id="choices", label_width=16)
                yield Static(id="detail", markup=False)
                yield OrderedInput(placeholder="e.g. Friday, or leave empty", id="date", select_on_focus=False)
            with Vertical(id="beside"):
                yield HomeCard(LIKE, pages.WATCH, id="like")
                yield HomeCard("For example", pages.WATCH, id="sample")

    def on_mount(self) -> None:  # Textual runs those of the bases too
        self._known = pages.known_pages(self.host.preferences, self.host.today)
        self.query_one("#like", HomeCard).tell(
            numbered([(self.host.keyed(step), self.host.keyed(more)) for step, more in STEPS])
        )
        self.query_one("#sample", HomeCard).tell(example)

    def on_resize(self, event: events.Resize) -> None:  # the frame's own handler runs too
        self.set_class(event.size.height >= pages.ROOMY_LINES, "-roomy")
        self.set_class(event.size.width >= pages.BESIDE_FROM, "-wide")
        self._show_about()

    @on(HomeCard.Opened)
    def _clicked(self) -> None:
        self.host.watch_demo()

    def show_keys(self, *, without: frozenset[str] = frozenset()) -> None:  # noqa: ARG002 - as the frame
        """The first question has no way back, only out."""
        first = frozenset({"welcome.back"} if self._before_this is None else ())
        self.show_actions([*footer("welcome", without=first), action_of("app.quit")])

    async def load(self) -> None:
        """Ask the first question at once: to read the whole graph for the first time takes some seconds."""
        self._offer(await self.host.roles())
        await super().load()

    async def loaded(self, graph: "Graph") -> None:
        self._graph = graph
        self._offer(tuple(graph.roles.values()))
        self.host.preload()

    def _offer(self, roles: "Sequence[Role]") -> None:
        """Show the roles to choose from, if they aren't shown already."""
        rows = tuple(Row(role.id, role.title) for role in roles)
        if rows and rows != self._roles:
            told = self.host.preferences.first_command.get("role", "")
            passes = self._step == pages.ROLE and any(role.id == told for role in roles)
            if passes and self._graph is None and self._page_after == pages.READY:
                return  # that page shows today's plan, which needs the graph
            self._roles, self._abouts = rows, {role.id: role.about for role in roles}
            if passes:
                self._pass_role(told)
            else:
                self._show()

    def _pass_role(self, role: str) -> None:
        """Go by the role that a first command named, and say so."""
        self._answers["role"], self._known = role, self._known | {pages.ROLE}
        title = next(row.label for row in self._roles if row.key == role)
        self._next(f"Your role: {title}, as in your command. You can change it later.")

    def takes_key(self, event: events.Key | events.Paste) -> bool:
        """Drop what was typed before this question was shown: it belongs to none."""
        return event.time < self._shown_at

    def _go_on(self, step: int) -> None:
        """Show a question that has to be read; enter that is held down or doubled answers none."""
        self._step = step
        self.host.key_buffer.drop_repeat()
        self._show()

    def _show(self) -> None:
        self._typed = ""
        asks, about, rows = self.step_page()
        asked = [page for page in pages.ASKED if page not in self._known]
        number = sum(page <= self._step for page in asked)
        goes_on = ", continued" * (self._step not in pages.ASKED)  # else the count seems to have stood still
        progress = (
            f"{number} of {len(asked)}{goes_on}" if self._step < pages.READY else ""
        )  # the last page asks nothing
        self.query_one("#title", Title).show(self._chosen_so_far, progress)
        self.query_one("#asks", Static).update(Content(asks))
        self._about = about
        self._show_about()
        choices, line = self.query_one("#choices", Rows), self.query_one("#date", Input)
        choices.display, line.display = self._step != pages.DATE, self._step == pages.DATE
        choices.fill(rows, keep=False)
        choices.styles.max_height = max(1, len(rows))  # what is marked may lie below the window: then the list scrolls
        kept = replace(self.host.preferences, **self._answers)
        project, advert = "yes" if kept.project else "no", pages.KEPT if kept.advert else "no"
        marked = (kept.role, kept.seniority, project, kept.project_area, advert, "", str(kept.minutes_a_day))
        choices.mark(marked[self._step] if self._step < len(marked) else "")
        (line if self._step == pages.DATE else choices).focus()
        self.show_keys()
        self.show_detail()
        self.quiet("")
        self._shown_at = events.Event().time  # by the clock of the keys

    @property
    def _chosen_so_far(self) -> tuple[str, ...]:
        """The role and the level on the pages after theirs: either was preselected, and may have been passed by."""
        role = next((row.label for row in self._roles if row.key == self._answers.get("role")), "")
        level = self._answers.get("seniority", "")
        given = [role] * (self._step > pages.ROLE) + [level] * (self._step > pages.LEVEL)
        return (" · ".join(filter(None, ("Welcome", *given))), "Welcome")

    def _show_about(self) -> None:
        """Say what there is to say of this question; what an interview is like is said once."""
        said_beside = self._about == self.host.keyed(IDEA) and self.has_class("-wide")
        self.query_one("#about", Static).update(Content(pages.WHERE_TO if said_beside else self._about))

    @property
    def help_contexts(self) -> tuple[str, ...]:
        """Where the day is typed there is no list."""
        return ("welcome",) if self._step == pages.DATE else self.contexts

    def step_page(self) -> tuple[str, str, tuple[Row, ...]]:
        """What this step asks, a sentence about it, and the choices."""
        if self._step == pages.ROLE:
            rows = (*self._roles, pages.WATCH_FIRST) if self._roles else ()
            return "Which role are you preparing for?", pages.NEAREST, rows
        if self._step == pages.LEVEL:
            levels = tuple(Row(level, level, pages.LEVEL_WORDS[level]) for level in SENIORITIES)
            return "At what level?", LEVEL_ABOUT, levels
        if self._step == pages.PROJECT:
            return "Do you have a project to talk about?", pages.PROJECT_ABOUT, pages.OWN_PROJECT
        if self._step == pages.PROJECT_AREA:
            return "What's it about?", PROJECT_KINDS, self._projects()
        if self._step == pages.ADVERT:
            label = self.host.preferences.advert
            about = pages.KEPT_ABOUT.format(label) if label else self.host.keyed(pages.ADVERT_ABOUT)
            return "Do you have the job advert?", about, pages.KEPT_ADVERT if label else pages.HAS_ADVERT
        if self._step == pages.DATE:
            return "When is the interview?", f"For example {DAY_EXAMPLES}. Leave it empty if there's no date.", ()
        if self._step == pages.MINUTES:
            times = [Row(str(minutes), f"{minutes} min", told) for minutes, told in pages.A_DAY.items()]
            when, about = ("today", pages.TODAY_ABOUT) if self._is_last_day else ("each day", pages.A_DAY_ABOUT)
            return f"How much time do you have {when}?", about, (*times, pages.OTHER_MINUTES)
        kept = self.host.preferences
        a_day = None if kept.days_left(self.host.today) is None else kept.minutes_a_day
        return "Ready", self.host.keyed(IDEA), pages.ready_rows(kept.settings(""), self._planned, a_day)

    @property
    def _is_last_day(self) -> bool:
        """Whether the interview is today or tomorrow."""
        return self._day is not None and (self._day - self.host.today).days <= 1

    def _projects(self) -> tuple[Row, ...]:
        """What a project may be about; empty where the graph isn't read yet, or asks for no story."""
        if (graph := self._graph) is None:
            return ()
        areas = story_areas(graph, self._answers["role"])
        rows = [Row(area, title_within(graph, graph.areas[area].title)) for area in areas]
        return (pages.OTHER_PROJECT, *rows) if rows else ()

    @on(Rows.Moved)
    def show_detail(self) -> None:
        """Say what the marked role is about; moving away from typed minutes drops them."""
        row = self.query_one("#choices", Rows).row
        if self._typed and row is not None and row.key != self._matched:
            self._typed = ""
            self.quiet("")
        about = self._abouts.get(row.key, "") if row is not None and self._step == pages.ROLE else ""
        if row is not None and row.key == "planned" and self._step == pages.READY:
            kept = self.host.preferences
            about = pages.why_short(kept.settings(""), self._planned, kept.minutes_a_day)
        detail = self.query_one("#detail", Static)
        detail.display = bool(about)
        detail.update(Content(about))

    def on_key(self, event: events.Key) -> None:
        """Where minutes are asked for, they may be typed: the line that they match is marked, else the one for any."""
        if self._step != pages.MINUTES:
            if self._step != pages.DATE and event.is_printable and event.key not in self.active_bindings:
                self.quiet(self.host.keyed(pages.NOT_TYPED))
            return
        if event.character is not None and event.character.isdecimal():
            self._typed = f"{self._typed}{event.character}"[: pages.MOST_DIGITS]
        elif event.key == "backspace" and self._typed:
            self._typed = self._typed[:-1]
        else:
            return
        event.stop()
        self.query_one("#choices", Rows).mark(self._matched)
        try:
            self.quiet(self.host.keyed(pages.TYPED.format(minutes_of(self._typed))))
        except ValueError as error:
            self.quiet(str(error))

    @property
    def _matched(self) -> str:
        """The line that goes with the minutes that were typed."""
        return self._typed if whole_number(self._typed) in pages.A_DAY else pages.OTHER_MINUTES.key

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        key = event.row.key
        if not self.is_current or event.row not in self.query_one("#choices", Rows).rows:
            return  # chosen a second time before the next question was shown
        if key == pages.WATCH:
            self.host.watch_demo()  # and back here
        elif self._step == pages.MINUTES:
            if event.row == pages.OTHER_MINUTES and self._typed:
                self._take_typed()
            elif event.row == pages.OTHER_MINUTES:
                asks = "How many minutes today?" if self._is_last_day else A_DAY_ASKED
                self.app.push_screen(minutes_prompt(asks=asks), self._set_minutes)
            else:
                self._set_minutes(key)
        elif self._step == pages.READY:
            self._leave(key)
        elif self._step == pages.ADVERT:
            self._take_advert(key)
        else:
            name = ("role", "seniority", "project", "project_area")[self._step]
            self._answers[name] = key == "yes" if self._step == pages.PROJECT else key
            self._next()

    def _next(self, said: str = "") -> None:
        """Ask what comes next, with a sentence on it; once there's nothing left to ask, keep the answers."""
        if (step := self._page_after) == pages.READY:
            self._keep(said)
        else:
            self._go_on(step)
            self.quiet(said)

    @property
    def _page_after(self) -> int:
        """The next page that asks something, or the last one."""
        return next(page for page in range(self._step + 1, pages.READY + 1) if not self._is_skipped(page))

    @property
    def _before_this(self) -> int | None:
        """The page before this one, of those that ask something; None for the first."""
        return next((page for page in reversed(range(self._step)) if not self._is_skipped(page)), None)

    def _is_skipped(self, page: int) -> bool:
        """Whether a page has nothing to ask: its answer is known, or another makes it no question."""
        if page == pages.PROJECT_AREA and page not in self._known:
            return not (self._answers.get("project") and self._projects())
        return page in self._known or (page == pages.MINUTES and self._day is None)

    def _take_advert(self, key: str) -> None:
        """Go on without an advert or with the one that is kept, or take one, and come back here."""
        kept = self.host.preferences
        if key == "yes":
            self._before = kept
            self.host.open_screen("advert")
            return
        if key == "no" and kept.advert:
            self.host.remember_choices(kept.with_advert_of(Preferences()))
        self._next()

    def on_screen_resume(self) -> None:  # Textual runs that of the frame too
        """Go on once there's an advert; without one, it's still asked for."""
        before, self._before = self._before, None
        if before is not None and before != before.with_advert_of(self.host.preferences):
            self._next()

    def _take_typed(self) -> None:
        """Take the minutes that were typed here, or say why they can't be."""
        try:
            self._set_minutes(self._typed)
        except ValueError as error:
            self._typed = ""
            self.quiet(str(error))

    def _set_minutes(self, given: str | None) -> None:
        """Take the minutes a day; None where none were typed."""
        if given is not None:
            self._answers["minutes_a_day"] = minutes_of(given)
            self._keep()

    def _leave(self, key: str) -> None:
        """Go home, or straight into an interview."""
        host = self.host
        chosen = host.preferences.settings(host.workspace.candidate)
        host.key_buffer.drop_repeat()  # it would start what home has marked
        self.dismiss()
        if key == "taste":
            host.start(taste(chosen))
        elif key == "full":
            host.start(chosen)
        elif key == "planned" and self._planned is not None:
            host.start(self._planned)

    @on(Input.Changed, "#date")
    def _changed(self) -> None:
        """What was wrong with one day isn't said of the next."""
        if self._step == pages.DATE:
            self.query_one("#detail", Static).display = False

    @on(Input.Submitted, "#date")
    def _dated(self, event: Input.Submitted) -> None:
        if self._step != pages.DATE:
            return  # given a second time before the next question was shown
        try:
            self._day = day_of(event.value, self.host.today)
        except ValueError as error:
            detail = self.query_one("#detail", Static)  # just above what was typed
            detail.display = True
            said = pages.NOT_A_DAY if str(error) == NO_DAY else str(error)  # the examples stand above
            detail.update(Content.styled(said, "$foreground"))
            return
        self._answers["interview_on"] = self._day
        self._next()
        if self._day is None:
            return
        doubt = other_reading(event.value, self.host.today)
        asked, or_another, _ = doubt.partition(OR_ANOTHER)
        doubt = f" {asked}{or_another}" if or_another else f" {doubt} If so,"
        back = self.host.keyed(f"{doubt} {{welcome.back}} goes back.") if asked else ""
        self.quiet(f"Interview: {day_words(self._day, self.host.today)}.{back}")

    @work(exclusive=True, group="keep")
    async def _keep(self, said: str = "") -> None:
        """Remember all answers, and show what to do with them, by the plan where there's a date."""
        host = self.host
        host.remember(replace(host.preferences, **self._answers, first_command={}))
        has_day = host.preferences.days_left(host.today) is not None
        self._planned = await planned_now(host, self._graph) if has_day and self._graph is not None else None
        self._go_on(pages.READY)
        self.quiet(said if has_day else host.keyed("No date yet. On home, {home.settings} adds one."))

    def action_choose(self) -> None:
        if self._step != pages.DATE and self._roles:
            self.query_one("#choices", Rows).action_choose()

    async def action_back(self) -> None:
        if (before := self._before_this) is None:
            self.quiet(self.host.keyed(pages.FIRST))
        else:
            self.workers.cancel_group(self, "keep")  # or the last page would come once the plan is there
            self._step = before
            self._show()
