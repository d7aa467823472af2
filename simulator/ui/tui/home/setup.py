"""Setup: every choice of the next interview on one screen; left and right change, enter starts."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from simulator.engine.choice.formats import FORMATS, Format, has_area
from simulator.engine.model.parameters import SENIORITIES
from simulator.errors import SimulatorError
from simulator.graph.text import format_minutes, lower_first, percent
from simulator.session.presets import fitting_area, fitting_role
from simulator.ui.preferences import Preferences
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import bindings, key_for, with_keys
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from simulator.graph.records import Graph


@dataclass(frozen=True)
class ChoiceRow:
    """One line: the field of the preferences, its values, and what each is called and means.

    With `opens` the line has no values to turn: a prompt or a screen of its own asks for it.
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
        # the default is to choose the line, which starts the interview in the setup
        event.prevent_default()
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
        """Open what asks for the value of a line that cannot be turned."""


MINUTES = (10.0, 20.0, 30.0, 45.0, 60.0, 90.0)


def fitting(chosen: Preferences, graph: "Graph") -> Preferences:
    """The choices, with a role and for a deep dive an area that the graph has."""
    chosen = replace(chosen, role=fitting_role(graph, chosen.role))
    dive = has_area(chosen.format)
    return replace(chosen, area=fitting_area(graph, chosen.role, chosen.area)) if dive else chosen


def choices(graph: "Graph", chosen: Preferences, graphs: Sequence[str] = ()) -> Iterator[ChoiceRow]:
    """The lines of the setup for a graph; other graphs can be chosen where there are several."""
    formats, areas = list(FORMATS.values()), [graph.areas[a] for a in graph.areas_asked or graph.areas]
    yield ChoiceRow("format", "Format", [f.id for f in formats], [f.title for f in formats], [f.about for f in formats])
    if has_area(chosen.format):
        about = "The only area that is asked."
        yield ChoiceRow("area", "Area", [a.id for a in areas], [a.title for a in areas], [about] * len(areas))
    yield role_choice(graph)
    yield LEVEL
    shape = FORMATS.get(chosen.format) or formats[0]
    own = lengths_of(shape, chosen.minutes)
    lengths = [format_minutes(m) if m else f"{format_minutes(shape.minutes)}, as the format has it" for m in own]
    about = "Thinking and answering; the scoring comes beside it and is not on the clock."
    yield ChoiceRow("minutes", "Minutes", own, lengths, [about] * len(own))
    yield from (SCORE, input_choice(chosen.keys), clock_choice(chosen.keys))
    if len(graphs) > 1:
        about = graph.about or f"{len(graph.questions)} questions on {len(graph.concepts)} concepts."
        yield ChoiceRow(
            "graph", "Graph", graphs, [g if g != graph.id else graph.title for g in graphs], [about] * len(graphs)
        )
    yield _advert(graph, chosen)


def lengths_of(shape: Format, chosen: float | None) -> tuple[float | None, ...]:
    """The lengths in a circle: the format's own as None, the usual ones, and the one that was written by hand."""
    usual = {m for m in (*MINUTES, chosen) if m is not None and m != shape.minutes}
    return (None, *sorted(usual))


def role_choice(graph: "Graph") -> ChoiceRow:
    """The line of the role."""
    roles = list(graph.roles.values())
    return ChoiceRow("role", "Role", [r.id for r in roles], [r.title for r in roles], [r.about for r in roles])


def _advert(graph: "Graph", chosen: Preferences) -> ChoiceRow:
    """The line of the job advert, with what it weighs."""
    if not chosen.advert:
        about = "Paste a job advert, or name its file: its words weigh the areas beside your role."
        return ChoiceRow("advert", "Job advert", ("",), ("none",), (about,), opens=True)
    parts = sorted(chosen.advert_areas.items(), key=lambda part: -part[1])
    said = [f"{lower_first(graph.areas[a].title)} {percent(p)}" for a, p in parts if a in graph.areas]
    rest = percent(1 - sum(chosen.advert_areas.values()))
    ways = with_keys("{setup.next} takes it away, {setup.advert} reads another.", chosen.keys)
    about = f"It weighs {', '.join(said)}; your role weighs the other {rest}. {ways}"
    return ChoiceRow("advert", "Job advert", (chosen.advert,), (chosen.advert,), (about,), opens=True)


LEVEL = ChoiceRow(
    "seniority", "Level", SENIORITIES, SENIORITIES, ["Where the questions start; they adapt soon."] * len(SENIORITIES)
)
SCORE = ChoiceRow(
    "score",
    "Score",
    ("each", "end"),
    ("after each answer", "at the end"),
    (
        "You see the reference after each answer, and the next question follows from your score.",
        "As in a real interview: nothing is shown until the last answer, then all are scored.",
    ),
)


def input_choice(keys: Mapping[str, str]) -> ChoiceRow:
    """The line of typing or speaking; `keys` are a person's own, by action."""
    speaks = (
        f"You speak while {key_for('answer.speak', keys)} takes the time, then write three bullets of what you said."
    )
    names = ("typed", "spoken aloud")
    return ChoiceRow("input", "Answers", ("typed", "spoken"), names, ("You write your answer.", speaks))


def clock_choice(keys: Mapping[str, str]) -> ChoiceRow:
    """The line of the clock."""
    about = f"You can change it with {key_for('answer.clock', keys)} at any moment."
    return ChoiceRow("clock", "Clock", (True, False), ("shown", "hidden"), [about] * 2)


class Setup(ChoiceList):
    """Format, role, level, minutes, when to score, how to answer, the clock, a job advert."""

    BINDINGS = bindings("setup")
    CSS_PATH = "../styles/choosing.tcss"
    contexts = ("setup", "lists")
    shows_help = True
    heading = "Set up"

    def __init__(self) -> None:
        super().__init__()
        self._graph: Graph | None = None
        self._met: frozenset[str] | None = None

    async def loaded(self, graph: "Graph") -> None:
        self._graph = graph
        present = self.host.graph_names()[0] if self.chosen.graph else ""
        self.chosen = fitting(replace(self.chosen, graph=present), graph)
        self.show()
        try:
            self._met = await asyncio.to_thread(self._questions_met)
        except (SimulatorError, OSError):
            return  # how many are fresh cannot be said; the interview itself will say why
        self.show_about()

    def _questions_met(self) -> frozenset[str]:
        # the archive is read after the screen is painted
        from simulator.session.archive import archive

        assert self._graph is not None
        workspace = self.host.workspace
        facts = archive.facts(workspace, workspace.candidate, self._graph.id, patience=1.0)
        return frozenset(item.item for session in facts for item in session.items if not item.check)

    def on_screen_resume(self) -> None:
        """An advert may have been read, a setting changed elsewhere."""
        if self._graph is not None:
            kept = self.host.preferences
            self.chosen = replace(self.chosen, advert=kept.advert, advert_areas=kept.advert_areas)
            self.show()

    def show(self) -> None:
        if self._graph is not None:
            self.choices = tuple(choices(self._graph, self.chosen, self.host.graph_names()))
        super().show()

    def show_about(self) -> None:
        super().show_about()
        shape = FORMATS.get(self.chosen.format) or next(iter(FORMATS.values()))
        length = self.chosen.minutes or shape.minutes
        right = f"{format_minutes(length)}, and about {words.scoring_minutes(length)} to score"
        self.query_one("#title", Title).show(right=right)
        self.query_one("#facts", Static).update(Content(self._fresh()))

    def _fresh(self) -> str:
        """How many questions are left that were never asked; empty until the history was read."""
        role = self._graph.roles.get(self.chosen.role) if self._graph is not None else None
        if self._graph is None or self._met is None or role is None:
            return ""
        # the report is loaded after the screen is painted
        from simulator.report.figures.questions import fresh

        area = self.chosen.area if has_area(self.chosen.format) else ""
        left = fresh(self._graph, role, self.chosen.format, area, self._met)
        said = f"Fresh: {left.questions} of {left.of} questions"
        most = f", {left.core} of {left.of_core} in the areas that this role asks most" if left.of_core else ""
        return f"{said}{'' if area else most}."

    def turned(self, field: str) -> None:
        if field == "graph":
            self.run_worker(self._change_graph(), exit_on_error=False)
        elif self._graph is not None:
            self.chosen = fitting(self.chosen, self._graph)

    async def _change_graph(self) -> None:
        self.host.use_graph(self.chosen.graph)
        self.chosen = replace(self.chosen, advert="", advert_areas={})
        self._met = None
        await self._load()

    def open(self, field: str) -> None:  # noqa: ARG002 - only the advert opens
        if self.chosen.advert:
            self.chosen = replace(self.chosen, advert="", advert_areas={})
            self.quiet(self.host.keyed("The advert counts no more; {setup.advert} reads another."))
            self._keep()
            self.show()
        else:
            self.action_advert()

    def action_advert(self) -> None:
        if self._graph is not None:
            self._keep()
            self.host.open_screen("advert")

    @on(Rows.Chosen)
    def action_start(self) -> None:
        if self._graph is not None:
            self._keep(started=True)
            self.dismiss()
            self.host.start(self.chosen.settings(self.host.workspace.candidate))

    async def action_back(self) -> None:
        self._keep()
        self.dismiss()

    def _keep(self, *, started: bool = False) -> None:
        if self._graph is not None:
            self.host.remember_choices(self.chosen, started=started)
