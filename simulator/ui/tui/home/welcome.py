"""The first start: role, level, own project and date; then a taste, or home."""

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from simulator.engine.model.parameters import SENIORITIES
from simulator.session.presets import taste
from simulator.ui.tui.home.choosing import Choosing
from simulator.ui.tui.keys.registry import bindings, footer
from simulator.ui.tui.keys.table import ACTIONS
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.words import DAY_EXAMPLES, day_of, day_words

if TYPE_CHECKING:
    from simulator.graph.records import Graph

LEVEL_WORDS = {
    "junior": "up to two years with this work",
    "mid": "you work on your own",
    "senior": "you lead parts of the work",
    "staff": "you set the direction for others",
}
IDEA = """\
You get one question at a time, as in the real thing.
You answer, and guess how a panel would rate it.
Then you judge its points; {judge.switch} shows a good answer.
How you did decides the next question.
It all stays on this machine; nothing you type is lost."""
PROJECT, DATE = 2, 3  # steps
OWN_PROJECT = (
    Row("no", "no", "it opens with a fundamental"),
    Row("yes", "yes", "something you built or worked on"),
)
READY = (
    Row("taste", "Taste", "ten minutes, two or three questions"),
    Row("home", "Home", "look around first"),
)


class Welcome(Choosing):
    """Asks for role, level, own project and date, one after the other."""

    BINDINGS = bindings("welcome")
    CSS_PATH = "../styles/welcome.tcss"
    contexts = ("welcome", "lists")
    shows_help = True

    def __init__(self) -> None:
        super().__init__()
        self._step = 0
        self._answers: dict[str, Any] = {}  # kept once there are all four: anyone who leaves before is asked again
        self._roles: tuple[Row, ...] = ()
        self._abouts: dict[str, str] = {}

    def body(self) -> ComposeResult:
        yield Title("Welcome", id="title")
        yield Static(id="asks", markup=False)
        yield Static(id="about", markup=False)
        yield Rows(id="choices", label_width=12)
        yield Static(id="detail", markup=False)
        yield Input(placeholder="a date, or nothing", id="date", select_on_focus=False)

    def show_keys(self, *contexts: str, without: frozenset[str] = frozenset()) -> None:  # noqa: ARG002 - as the frame
        """The first question has no way back, only out."""
        first = frozenset() if self._step else frozenset({"welcome.back"})
        self.show_actions([*footer("welcome", without=first), *(a for a in ACTIONS if a.id == "app.quit")])

    async def loaded(self, graph: "Graph") -> None:
        self._roles = tuple(Row(role.id, role.title) for role in graph.roles.values())
        self._abouts = {role.id: role.about for role in graph.roles.values()}
        self._show()
        self.host.preload()

    def _show(self) -> None:
        asks, about, rows = self.step_page()
        self.query_one("#title", Title).show(right=f"{self._step + 1} of 5")
        self.query_one("#asks", Static).update(Content(asks))
        self.query_one("#about", Static).update(Content(about))
        choices, line = self.query_one("#choices", Rows), self.query_one("#date", Input)
        choices.display, line.display = self._step != DATE, self._step == DATE
        choices.fill(rows, keep=False)
        kept = replace(self.host.preferences, **self._answers)
        choices.mark((kept.role, kept.seniority, "yes" if kept.project else "no")[min(self._step, PROJECT)])
        (line if self._step == DATE else choices).focus()
        self.show_keys()
        self.show_detail()
        self.quiet("")

    def step_page(self) -> tuple[str, str, tuple[Row, ...]]:
        """What this step asks, a sentence about it, and the choices."""
        if self._step == 0:
            return "Which role are you preparing for?", "It decides which areas are asked most.", self._roles
        if self._step == 1:
            levels = tuple(Row(level, level, LEVEL_WORDS[level]) for level in SENIORITIES)
            return "At which level?", "Questions start here and adapt quickly.", levels
        if self._step == PROJECT:
            return "A project of your own to talk about?", "Then a full interview opens with it.", OWN_PROJECT
        if self._step == DATE:
            return "When is the interview?", f"{DAY_EXAMPLES}. Leave it empty for no date.", ()
        return "Ready", self.host.keyed(IDEA), READY

    @on(Rows.Moved)
    def show_detail(self) -> None:
        """Say what the marked role is about."""
        row = self.query_one("#choices", Rows).row
        about = self._abouts.get(row.key, "") if row is not None and self._step == 0 else ""
        detail = self.query_one("#detail", Static)
        detail.display = bool(about)
        detail.update(Content(about))

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        key = event.row.key
        if self._step > DATE:
            host = self.host
            self.dismiss()
            if key == "taste":
                host.start(taste(host.preferences.settings(host.workspace.candidate)))
            return
        name = ("role", "seniority", "project")[self._step]
        self._answers[name] = key == "yes" if self._step == PROJECT else key
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

    def action_choose(self) -> None:
        if self._step != DATE and self._roles:
            self.query_one("#choices", Rows).action_choose()

    async def action_back(self) -> None:
        if self._step > 0:
            self._step -= 1
            self._show()
