"""Screens of choices: what the first start, the setup and the settings have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from simulator.engine.model.parameters import SENIORITIES
from simulator.errors import SimulatorError
from simulator.ui.preferences import TASTE_MINUTES, Preferences
from simulator.ui.tui.keys.registry import bindings, footer
from simulator.ui.tui.keys.table import ACTIONS
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.words import WAYS, day_of, day_words

if TYPE_CHECKING:
    from simulator.graph.records import Graph


@dataclass(frozen=True)
class ChoiceRow:
    """One line: the field of the preferences, its values, and what each is called and means.

    With `opens` the line has no values to turn: a part of its own asks for it.
    """

    field: str
    label: str
    values: Sequence[Any]
    names: Sequence[str]
    about: Sequence[str]
    opens: bool = False

    def index(self, preferences: Preferences) -> int:
        """Which value is chosen."""
        chosen = getattr(preferences, self.field, None)
        return self.values.index(chosen) if not self.opens and chosen in self.values else 0


class ChoiceRows(Rows):
    """The lines of a list of choices: a click turns the value of a line, as right does."""

    @dataclass
    class Clicked(Message):
        """A line was clicked; it is the marked one now."""

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()  # which is to choose the line: it starts the interview in the setup
        index = int(self.scroll_offset.y) + event.y
        if 0 <= index < len(self.rows):
            self.cursor = index
            self.post_message(self.Clicked())


class Choosing(Frame):
    """A screen that shows its choices as soon as the graph is there."""

    def on_mount(self) -> None:
        self.run_worker(self._load(), exit_on_error=False)

    async def _load(self) -> None:
        try:
            graph = await self.host.graph()
        except SimulatorError as error:
            self.quiet(str(error))
            return
        await self.loaded(graph)

    async def loaded(self, graph: "Graph") -> None:
        """The graph is there: show what can be chosen."""


class ChoiceList(Choosing):
    """One line a choice; left and right turn through its values, and below the list stands what the value means."""

    heading = ""

    def __init__(self) -> None:
        super().__init__()
        self.choices: tuple[ChoiceRow, ...] = ()
        self.chosen = Preferences()

    def body(self) -> ComposeResult:
        yield Title(self.heading, id="title")
        yield ChoiceRows(id="choices", label_width=12)
        with VerticalScroll(id="below", can_focus=False):
            yield Static(id="about", markup=False)
            yield Static(id="facts", markup=False)

    def on_mount(self) -> None:  # those of the bases run too
        self.chosen = self.begin_with(self.host.preferences)
        self.query_one("#choices", Rows).focus()

    def begin_with(self, kept: Preferences) -> Preferences:
        """The choices that are shown first."""
        return kept

    def show(self) -> None:
        """Show the lines with the values that are chosen now."""
        rows = [Row(c.field, c.label, c.names[c.index(self.chosen)]) for c in self.choices]
        self.query_one("#choices", Rows).fill(rows)
        self.show_about()

    @on(Rows.Moved, "#choices")
    def moved(self) -> None:
        """Another line is marked: what was said of the one before is over."""
        self.quiet("")
        self.show_about()

    def show_about(self) -> None:
        """Say what the chosen value of the marked line means."""
        choice = self.marked
        about = choice.about[choice.index(self.chosen)] if choice else ""
        self.query_one("#about", Static).update(about)

    @property
    def marked(self) -> ChoiceRow | None:
        """The marked line."""
        row = self.query_one("#choices", Rows).row
        return next((c for c in self.choices if row is not None and c.field == row.key), None)

    @on(ChoiceRows.Clicked)
    def action_next_value(self) -> None:
        self._turn(1)

    def action_previous_value(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        choice = self.marked
        if choice is None:
            return
        if choice.opens:
            self.open(choice.field)
            return
        value = choice.values[(choice.index(self.chosen) + by) % len(choice.values)]
        self.chosen = replace(self.chosen, **{choice.field: value})
        self.turned(choice.field)
        self.show()

    def turned(self, field: str) -> None:
        """Another value of a line was chosen."""

    def open(self, field: str) -> None:
        """A line that has a part of its own was chosen."""


LEVEL_WORDS = {
    "junior": "up to two years with this work",
    "mid": "you do it without being led",
    "senior": "you lead parts of it",
    "staff": "you set the direction for others",
}
IDEA = """\
You are asked one thing at a time, as on the day.
You answer, and say how a panel would rate it.
Then you judge its points; {judge.switch} shows a good answer.
What you knew decides what is asked next.
All of it stays here, and nothing typed is lost."""
READY = (
    Row("taste", "Taste", "ten minutes, two or three questions"),
    Row("home", "Home", "look around first"),
)


class Welcome(Choosing):
    """Asks for role, level and date, one after the other."""

    BINDINGS = bindings("welcome")
    CSS_PATH = "../styles/welcome.tcss"
    contexts = ("welcome", "lists")
    shows_help = True

    def __init__(self) -> None:
        super().__init__()
        self._step = 0
        self._answers: dict[str, Any] = {}  # kept once all three are given: who leaves before is asked again
        self._roles: tuple[Row, ...] = ()
        self._abouts: dict[str, str] = {}

    def body(self) -> ComposeResult:
        yield Title("Welcome", id="title")
        yield Static(id="asks", markup=False)
        yield Static(id="about", markup=False)
        yield Rows(id="choices", label_width=12)
        yield Static(id="detail", markup=False)
        yield Input(placeholder="a day, or nothing", id="date", select_on_focus=False)

    def show_keys(self, *contexts: str, without: frozenset[str] = frozenset()) -> None:  # noqa: ARG002 - as the frame
        """Nothing lies before the first question: there is no way back from it, only out."""
        first = frozenset() if self._step else frozenset({"welcome.back"})
        self.show_actions([*footer("welcome", without=first), *(a for a in ACTIONS if a.id == "app.quit")])

    async def loaded(self, graph: "Graph") -> None:
        self._roles = tuple(Row(role.id, role.title) for role in graph.roles.values())
        self._abouts = {role.id: role.about for role in graph.roles.values()}
        self._show()
        self.host.preload()

    def _show(self) -> None:
        asks, about, rows = self._page()
        self.query_one("#title", Title).show(right=f"{self._step + 1} of 4")
        self.query_one("#asks", Static).update(Content(asks))
        self.query_one("#about", Static).update(Content(about))
        choices, line = self.query_one("#choices", Rows), self.query_one("#date", Input)
        choices.display, line.display = self._step != 2, self._step == 2
        choices.fill(rows, keep=False)
        kept = replace(self.host.preferences, **self._answers)
        choices.mark(kept.role if self._step == 0 else kept.seniority)
        (line if self._step == 2 else choices).focus()
        self.show_keys()
        self._show_detail()
        self.quiet("")

    def _page(self) -> tuple[str, str, tuple[Row, ...]]:
        if self._step == 0:
            return "Which role do you prepare for?", "It decides which areas are asked most.", self._roles
        if self._step == 1:
            levels = tuple(Row(level, level, LEVEL_WORDS[level]) for level in SENIORITIES)
            return "At which level?", "It is where the questions start; they adapt soon.", levels
        if self._step == 2:
            return "When is the interview?", f"{WAYS}; enter alone if there is none.", ()
        return "Ready", self.host.keyed(IDEA), READY

    @on(Rows.Moved)
    def _show_detail(self) -> None:
        row = self.query_one("#choices", Rows).row
        about = self._abouts.get(row.key, "") if row is not None and self._step == 0 else ""
        detail = self.query_one("#detail", Static)
        detail.display = bool(about)
        detail.update(Content(about))

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        key = event.row.key
        if self._step == 3:
            self._leave(taste=key == "taste")
            return
        self._answers["seniority" if self._step else "role"] = key
        self._step += 1
        self._show()

    @on(Input.Submitted, "#date")
    def _dated(self, event: Input.Submitted) -> None:
        try:
            day = day_of(event.value, self.host.today)
        except ValueError as error:
            self.quiet(str(error))
            return
        self.host.remember(replace(self.host.preferences, **self._answers, interview_on=day))
        self._step += 1
        self._show()
        self.quiet(f"Interview: {day_words(day, self.host.today)}.")

    def _leave(self, *, taste: bool) -> None:
        host = self.host
        self.dismiss()
        if taste:
            chosen = replace(host.preferences, format="screen", minutes=TASTE_MINUTES)
            host.start(chosen.settings(host.workspace.candidate))

    def action_choose(self) -> None:
        if self._step != 2 and self._roles:
            self.query_one("#choices", Rows).action_choose()

    def action_back(self) -> None:
        if self._step > 0:
            self._step -= 1
            self._show()
