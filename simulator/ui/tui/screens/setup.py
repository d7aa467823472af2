"""Setup: every choice of the next interview on one screen; left and right change, enter starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from simulator.engine.plan import FORMATS
from simulator.errors import SimulatorError
from simulator.ui.settings import LEVELS, Preferences
from simulator.ui.tui import words
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.screens.frame import Frame
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.title import Title

if TYPE_CHECKING:
    from simulator.graph.records import Graph

MINUTES: tuple[float | None, ...] = (None, 10.0, 20.0, 30.0, 45.0, 60.0, 90.0)


@dataclass(frozen=True)
class Choice:
    """One line of the setup: the field of the preferences, its values, and what each is called and means."""

    field: str
    label: str
    values: Sequence[Any]
    names: Sequence[str]
    about: Sequence[str]

    def index(self, preferences: Preferences) -> int:
        """Which value is chosen."""
        chosen = getattr(preferences, self.field)
        return self.values.index(chosen) if chosen in self.values else 0


class Setup(Frame):
    """Format, role, level, minutes, when to score, how to answer, the clock."""

    BINDINGS = bindings("setup")
    CSS_PATH = "../styles/setup.tcss"
    contexts = ("setup", "lists")

    def __init__(self) -> None:
        super().__init__()
        self._choices: tuple[Choice, ...] = ()
        self._chosen = Preferences()

    def body(self) -> ComposeResult:
        yield Title("Set up", id="title")
        yield Rule()
        yield Rows(id="choices", label_width=12)
        yield Static(id="about", markup=False)

    def on_mount(self) -> None:
        self.show_keys("setup")
        self._chosen = self.program.preferences
        self.query_one("#choices", Rows).focus()
        self.run_worker(self._load(), exit_on_error=False)

    async def _load(self) -> None:
        try:
            graph = await self.program.graph()
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self._choices = choices(graph)
        self._show()

    def _show(self) -> None:
        rows = [Row(c.field, c.label, c.names[c.index(self._chosen)]) for c in self._choices]
        self.query_one("#choices", Rows).fill(rows)
        self._show_about()

    @on(Rows.Moved, "#choices")
    def _show_about(self) -> None:
        choice = self._marked
        about = choice.about[choice.index(self._chosen)] if choice else ""
        self.query_one("#about", Static).update(Content(about))
        shape = FORMATS.get(self._chosen.format) or next(iter(FORMATS.values()))
        length = self._chosen.minutes or shape.minutes
        right = f"{words.minutes(length)}, and about {words.scoring_minutes(length)} to score"
        self.query_one("#title", Title).show(right=right)

    @property
    def _marked(self) -> Choice | None:
        row = self.query_one("#choices", Rows).row
        return next((c for c in self._choices if row is not None and c.field == row.key), None)

    def action_next_value(self) -> None:
        self._turn(1)

    def action_previous_value(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        choice = self._marked
        if choice is None:
            return
        value = choice.values[(choice.index(self._chosen) + by) % len(choice.values)]
        self._chosen = replace(self._chosen, **{choice.field: value})
        self._show()

    @on(Rows.Chosen)
    def action_start(self) -> None:
        if self._choices:
            self.program.remember(self._chosen)
            self.dismiss()
            self.program.start(self._chosen.settings(self.program.workspace.candidate))

    def action_back(self) -> None:
        if self._choices:
            self.program.remember(self._chosen)
        self.dismiss()


def choices(graph: "Graph") -> tuple[Choice, ...]:
    """The lines of the setup for a graph."""
    formats, roles = list(FORMATS.values()), list(graph.roles.values())
    lengths = ["as the format has it", *(words.minutes(m) for m in MINUTES if m is not None)]
    return (
        Choice("format", "Format", [f.id for f in formats], [f.title for f in formats], [f.about for f in formats]),
        Choice("role", "Role", [r.id for r in roles], [r.title for r in roles], [r.about for r in roles]),
        Choice("seniority", "Level", LEVELS, LEVELS, ["Where the questions start; they adapt soon."] * len(LEVELS)),
        Choice("minutes", "Minutes", MINUTES, lengths, ["Thinking and answering; not the scoring."] * len(MINUTES)),
        Choice("score", "Score", ("each", "end"), ("after each answer", "at the end"), _SCORE),
        Choice("input", "Answers", ("typed", "spoken"), ("typed", "spoken aloud"), _INPUT),
        Choice("clock", "Clock", (True, False), ("shown", "hidden"), ["You can change it with t at any moment."] * 2),
    )


_INPUT = (
    "You write your answer.",
    "You speak while space takes the time, then write three bullets of what you said.",
)
_SCORE = (
    "You see the reference after each answer, and the next question follows from your score.",
    "As in a real interview: nothing is shown until the last answer, then all are scored.",
)
