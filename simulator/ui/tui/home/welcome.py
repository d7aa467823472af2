"""The first start: role, level, own project, job advert and date; then a taste, or home."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from simulator.engine.choice.formats import FORMATS
from simulator.engine.model.parameters import SENIORITIES
from simulator.graph.speech import title_within
from simulator.graph.text import whole_number
from simulator.session.days import NO_DAY, OR_ANOTHER
from simulator.session.opening import lasting_words
from simulator.session.presets import story_areas, taste
from simulator.ui.preferences import Preferences
from simulator.ui.tui.home.choosing import Choosing
from simulator.ui.tui.home.home_card import IDEA, LIKE, STEPS, HomeCard, example, numbered
from simulator.ui.tui.home.setup import ANY_PROJECT, PROJECT_KINDS, level_about, usual_level
from simulator.ui.tui.keys.registry import action_of, bindings, footer
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.line import OrderedInput
from simulator.ui.tui.widgets.prompt import A_DAY_ASKED, minutes_prompt
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.words import DAY_EXAMPLES, day_of, day_words, minutes_of, other_reading

if TYPE_CHECKING:
    from datetime import date

    from simulator.graph.records import Graph, Role
    from simulator.session.header import Settings

LEVEL_WORDS = {
    "junior": "up to two years of this work",
    "mid": "you work on your own",
    "senior": "you lead parts of the work",
    "staff": "you set the direction for others",
}
NEAREST = "It decides what you're asked about most. Take the nearest: you can change all of this later."
WATCH = "watch:demo"  # no id of a role
WATCH_FIRST = Row(WATCH, "Watch a demo", "three minutes, then back here")
# steps; what the project is about only where there is one, and minutes a day only where there is a date
PROJECT, PROJECT_AREA, ADVERT, DATE, MINUTES = 2, 3, 4, 5, 6
ROOMY_LINES = 36  # lines from which there is an example below the question, or beside it
BESIDE_FROM = 132  # columns from which what an interview is like stands beside the question
WHERE_TO = "Where do you want to begin?"  # in place of what an interview is like, where that stands beside it
OWN_PROJECT = (
    Row("no", "no", "interviews open with the basics"),
    Row("yes", "yes", "something you built or worked on"),
)
OTHER_PROJECT = Row("", ANY_PROJECT, "your role decides")
PROJECT_ABOUT = "If so, full interviews open with it; shorter ones leave it out."
HAS_ADVERT = (
    Row("no", "no", "your role decides what's asked"),
    Row("yes", "yes", "paste it to steer what you're asked"),
)
KEPT, KEPT_ABOUT = "kept", "You've already given one: {}."
NOT_A_DAY = "I can't read that as a day. Write it as above, or leave it empty."
KEPT_ADVERT = (
    Row(KEPT, "keep it", "it steers what you're asked"),
    Row("yes", "another", "paste it instead of this one"),
    Row("no", "none", "your role alone decides what's asked"),
)
ADVERT_ABOUT = "If you don't have it yet, add it later with {home.advert} on the home screen."
OTHER_MINUTES = Row("other", "other", "type any number of minutes")
TYPED = "{} min: {{welcome.choose}} takes it."
MOST_DIGITS = 4
A_DAY = {  # what fits in, with its scoring
    30: "a screening call",
    60: "a full interview",
    90: "a full interview and a drill",
    120: "a full interview and two areas",
}


def ready_rows(full: "Settings") -> tuple[Row, ...]:
    """What to do at the end of the first start."""
    shape = FORMATS[full.format]
    return (
        Row("taste", "Taste", "ten minutes, two or three questions"),
        Row(WATCH, "Watch a demo", "a simulated candidate, three minutes"),
        Row("home", "Look around", "go to the home screen"),
        Row("full", shape.title, lasting_words(full.minutes or shape.minutes)),
    )


class Welcome(Choosing):
    """Asks for role, level, own project, a job advert and the date, one after the other."""

    BINDINGS = bindings("welcome")
    CSS_PATH = "../styles/welcome.tcss"
    contexts = ("welcome", "lists")

    def __init__(self) -> None:
        super().__init__()
        self._step = 0
        self._about = ""  # what is said of the present question
        self._answers: dict[str, Any] = {}  # kept once all are there: anyone who leaves before is asked again
        self._roles: tuple[Row, ...] = ()
        self._abouts: dict[str, str] = {}
        self._tiers: dict[str, int] = {}  # what each role usually asks for, known before the graph is
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
                yield HomeCard(LIKE, WATCH, id="like")
                yield HomeCard("For example", WATCH, id="sample")

    def on_mount(self) -> None:  # Textual runs those of the bases too
        self.query_one("#like", HomeCard).tell(
            numbered([(self.host.keyed(step), self.host.keyed(more)) for step, more in STEPS])
        )
        self.query_one("#sample", HomeCard).tell(example)

    def on_resize(self, event: events.Resize) -> None:  # the frame's own handler runs too
        self.set_class(event.size.height >= ROOMY_LINES, "-roomy")
        self.set_class(event.size.width >= BESIDE_FROM, "-wide")
        self._show_about()

    @on(HomeCard.Opened)
    def _clicked(self) -> None:
        self.host.watch_demo()

    def show_keys(self, *, without: frozenset[str] = frozenset()) -> None:  # noqa: ARG002 - as the frame
        """The first question has no way back, only out."""
        first = frozenset() if self._step else frozenset({"welcome.back"})
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
            self._roles, self._abouts = rows, {role.id: role.about for role in roles}
            self._tiers = {role.id: role.target_tier for role in roles}
            self._show()

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
        number = self._step + (self._step < PROJECT_AREA)  # the two about the project count as one
        number = min(number, DATE)  # and so do the day and the minutes, which only a day makes a question
        progress = f"{number} of {DATE}" if self._asks else ""  # the last page asks nothing
        self.query_one("#title", Title).show(right=progress)
        self.query_one("#asks", Static).update(Content(asks))
        self._about = about
        self._show_about()
        choices, line = self.query_one("#choices", Rows), self.query_one("#date", Input)
        choices.display, line.display = self._step != DATE, self._step == DATE
        choices.fill(rows, keep=False)
        choices.styles.max_height = max(1, len(rows))  # what is marked may lie below the window: then the list scrolls
        kept = replace(self.host.preferences, **self._answers)
        project, advert = "yes" if kept.project else "no", KEPT if kept.advert else "no"
        chosen = "seniority" in self._answers or kept.seniority != Preferences().seniority
        level = kept.seniority if chosen else self._usual_level or kept.seniority
        marked = (kept.role, level, project, kept.project_area, advert, "", str(kept.minutes_a_day))
        choices.mark(marked[self._step] if self._step < len(marked) else "")
        (line if self._step == DATE else choices).focus()
        self.show_keys()
        self.show_detail()
        self.quiet("")
        self._shown_at = events.Event().time  # by the clock of the keys

    def _show_about(self) -> None:
        """Say what there is to say of this question; what an interview is like is said once."""
        said_beside = self._about == self.host.keyed(IDEA) and self.has_class("-wide")
        self.query_one("#about", Static).update(Content(WHERE_TO if said_beside else self._about))

    @property
    def _asks(self) -> bool:
        """Whether this page asks something, and isn't the one that says what to do now."""
        return self._step < MINUTES or (self._step == MINUTES and self._day is not None)

    @property
    def _usual_level(self) -> str:
        """The level that the chosen role usually asks for, where that is known."""
        return usual_level(self._tiers.get(self._answers.get("role", ""), 0))

    @property
    def help_contexts(self) -> tuple[str, ...]:
        """Where the day is typed there is no list."""
        return ("welcome",) if self._step == DATE else self.contexts

    def step_page(self) -> tuple[str, str, tuple[Row, ...]]:
        """What this step asks, a sentence about it, and the choices."""
        if self._step == 0:
            rows = (*self._roles, WATCH_FIRST) if self._roles else ()
            return "Which role are you preparing for?", NEAREST, rows
        if self._step == 1:
            levels = tuple(Row(level, level, LEVEL_WORDS[level]) for level in SENIORITIES)
            return "At what level?", level_about(self._usual_level), levels
        if self._step == PROJECT:
            return "Do you have a project to talk about?", PROJECT_ABOUT, OWN_PROJECT
        if self._step == PROJECT_AREA:
            return "What's it about?", PROJECT_KINDS, self._projects()
        if self._step == ADVERT:
            label = self.host.preferences.advert
            about = KEPT_ABOUT.format(label) if label else self.host.keyed(ADVERT_ABOUT)
            return "Do you have the job advert?", about, KEPT_ADVERT if label else HAS_ADVERT
        if self._step == DATE:
            return "When is the interview?", f"For example {DAY_EXAMPLES}. Leave it empty if there's no date.", ()
        if self._asks:
            times = [Row(str(minutes), f"{minutes} min", told) for minutes, told in A_DAY.items()]
            when = "today" if self._day == self.host.today else "each day"
            return f"How much time do you have {when}?", "Your plan keeps to this.", (*times, OTHER_MINUTES)
        return "Ready", self.host.keyed(IDEA), ready_rows(self.host.preferences.settings(""))

    def _projects(self) -> tuple[Row, ...]:
        """What a project may be about; empty where the graph isn't read yet, or asks for no story."""
        if (graph := self._graph) is None:
            return ()
        areas = story_areas(graph, self._answers["role"])
        rows = [Row(area, title_within(graph, graph.areas[area].title)) for area in areas]
        return (OTHER_PROJECT, *rows) if rows else ()

    @on(Rows.Moved)
    def show_detail(self) -> None:
        """Say what the marked role is about; moving away from typed minutes drops them."""
        row = self.query_one("#choices", Rows).row
        if self._typed and row is not None and row.key != self._matched:
            self._typed = ""
            self.quiet("")
        about = self._abouts.get(row.key, "") if row is not None and self._step == 0 else ""
        detail = self.query_one("#detail", Static)
        detail.display = bool(about)
        detail.update(Content(about))

    def on_key(self, event: events.Key) -> None:
        """Where minutes are asked for, they may be typed: the line that they match is marked, else the one for any."""
        if self._step != MINUTES or not self._asks:
            return
        if event.character is not None and event.character.isdecimal():
            self._typed = f"{self._typed}{event.character}"[:MOST_DIGITS]
        elif event.key == "backspace" and self._typed:
            self._typed = self._typed[:-1]
        else:
            return
        event.stop()
        self.query_one("#choices", Rows).mark(self._matched)
        try:
            self.quiet(self.host.keyed(TYPED.format(minutes_of(self._typed))))
        except ValueError as error:
            self.quiet(str(error))

    @property
    def _matched(self) -> str:
        """The line that goes with the minutes that were typed."""
        return self._typed if whole_number(self._typed) in A_DAY else OTHER_MINUTES.key

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        key = event.row.key
        if not self.is_current or event.row not in self.query_one("#choices", Rows).rows:
            return  # chosen a second time before the next question was shown
        if key == WATCH:
            self.host.watch_demo()  # and back here
        elif self._step == MINUTES and self._asks:
            if event.row == OTHER_MINUTES and self._typed:
                self._take_typed()
            elif event.row == OTHER_MINUTES:
                asks = "How many minutes today?" if self._day == self.host.today else A_DAY_ASKED
                self.app.push_screen(minutes_prompt(asks=asks), self._set_minutes)
            else:
                self._set_minutes(key)
        elif self._step > DATE:
            self._leave(key)
        elif self._step == ADVERT:
            self._take_advert(key)
        else:
            name = ("role", "seniority", "project", "project_area")[self._step]
            self._answers[name] = key == "yes" if self._step == PROJECT else key
            skips = self._step == PROJECT and not (self._answers["project"] and self._projects())
            self._go_on(self._step + 1 + skips)

    def _take_advert(self, key: str) -> None:
        """Go on without an advert or with the one that is kept, or take one, and come back here."""
        kept = self.host.preferences
        if key == "yes":
            self._before = kept
            self.host.open_screen("advert")
            return
        if key == "no" and kept.advert:
            self.host.remember_choices(kept.with_advert_of(Preferences()))
        self._go_on(DATE)

    def on_screen_resume(self) -> None:  # Textual runs that of the frame too
        """Go on once there's an advert; without one, it's still asked for."""
        before, self._before = self._before, None
        if before is not None and before != before.with_advert_of(self.host.preferences):
            self._go_on(DATE)

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

    @on(Input.Changed, "#date")
    def _changed(self) -> None:
        """What was wrong with one day isn't said of the next."""
        if self._step == DATE:
            self.query_one("#detail", Static).display = False

    @on(Input.Submitted, "#date")
    def _dated(self, event: Input.Submitted) -> None:
        if self._step != DATE:
            return  # given a second time before the next question was shown
        try:
            self._day = day_of(event.value, self.host.today)
        except ValueError as error:
            detail = self.query_one("#detail", Static)  # just above what was typed
            detail.display = True
            said = NOT_A_DAY if str(error) == NO_DAY else str(error)  # the examples stand above
            detail.update(Content.styled(said, "$foreground"))
            return
        self._answers["interview_on"] = self._day
        if self._day is None:
            self._keep()
            return
        self._go_on(self._step + 1)
        doubt = other_reading(event.value, self.host.today)
        asked, or_another, _ = doubt.partition(OR_ANOTHER)
        doubt = f" {asked}{or_another}" if or_another else f" {doubt} If so,"
        back = self.host.keyed(f"{doubt} {{welcome.back}} goes back.") if asked else ""
        self.quiet(f"Interview: {day_words(self._day, self.host.today)}.{back}")

    def _keep(self) -> None:
        """Remember all answers, and show what to do with them."""
        self.host.remember(replace(self.host.preferences, **self._answers))
        self._go_on(MINUTES + (self._day is not None))
        self.quiet("" if self._day else self.host.keyed("No date yet. On home, {home.settings} adds one."))

    def action_choose(self) -> None:
        if self._step != DATE and self._roles:
            self.query_one("#choices", Rows).action_choose()

    async def action_back(self) -> None:
        if self._step > 0:
            skips = self._step == ADVERT and not (self._answers["project"] and self._projects())
            self._step -= 1 + skips
            self._show()
