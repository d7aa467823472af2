"""Setup: every choice of the next interview on one screen; left and right change, enter starts."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on
from textual.content import Content
from textual.widgets import Static

from simulator.engine.plan import FORMATS
from simulator.errors import SimulatorError
from simulator.ui.advert_text import in_sentence
from simulator.ui.settings import LEVELS, Preferences
from simulator.ui.tui import words
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.screens.choosing import Choice, ChoiceList
from simulator.ui.tui.widgets.rows import Rows
from simulator.ui.tui.widgets.title import Title

if TYPE_CHECKING:
    from simulator.graph.records import Graph

MINUTES: tuple[float | None, ...] = (None, 10.0, 20.0, 30.0, 45.0, 60.0, 90.0)
DEEP_DIVE = "deep-dive"


class Setup(ChoiceList):
    """Format, role, level, minutes, when to score, how to answer, the clock, a job advert."""

    BINDINGS = bindings("setup")
    CSS_PATH = "../styles/choosing.tcss"
    contexts = ("setup", "lists")
    heading = "Set up"

    def __init__(self) -> None:
        super().__init__()
        self._graph: Graph | None = None
        self._met: frozenset[str] | None = None

    async def loaded(self, graph: "Graph") -> None:
        self._graph = graph
        self.chosen = fitting(self.chosen, graph)
        self.show()
        try:
            self._met = await asyncio.to_thread(self._questions_met)
        except (SimulatorError, OSError):
            return  # how many are fresh cannot be said; the interview itself will say why
        self.show_about()

    def _questions_met(self) -> frozenset[str]:
        from simulator.session import archive  # the archive is read after the screen is painted

        assert self._graph is not None
        place = self.program.workspace
        facts = archive.facts(place, place.candidate, self._graph.id, patience=1.0)
        return frozenset(item.item for session in facts for item in session.items if not item.check)

    def on_screen_resume(self) -> None:
        """An advert may have been read, a setting changed elsewhere."""
        if self._graph is not None:
            kept = self.program.preferences
            self.chosen = replace(self.chosen, advert=kept.advert, advert_areas=kept.advert_areas)
            self.show()

    def show(self) -> None:
        if self._graph is not None:
            self.choices = choices(self._graph, self.chosen, self.program.graph_names())
        super().show()

    @on(Rows.Moved, "#choices")
    def show_about(self) -> None:
        super().show_about()
        shape = FORMATS.get(self.chosen.format) or next(iter(FORMATS.values()))
        length = self.chosen.minutes or shape.minutes
        right = f"{words.minutes(length)}, and about {words.scoring_minutes(length)} to score"
        self.query_one("#title", Title).show(right=right)
        self.query_one("#facts", Static).update(Content(self._fresh()))

    def _fresh(self) -> str:
        """How many questions are left that were never asked; empty until the history was read."""
        role = self._graph.roles.get(self.chosen.role) if self._graph is not None else None
        if self._graph is None or self._met is None or role is None:
            return ""
        from simulator.report.fresh import fresh  # the report is loaded after the screen is painted

        area = self.chosen.area if self.chosen.format == DEEP_DIVE else ""
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
        self.program.use_graph(self.chosen.graph)
        self.chosen = replace(self.chosen, advert="", advert_areas={})
        self._met = None
        await self._load()

    def open(self, field: str) -> None:  # noqa: ARG002 - the advert is the only part
        if self.chosen.advert:
            self.chosen = replace(self.chosen, advert="", advert_areas={})
            self.quiet("The advert counts no more; a reads another.")
            self._keep()
            self.show()
        else:
            self.action_advert()

    def action_advert(self) -> None:
        from simulator.ui.tui.screens.advert import AdvertEntry  # only where there is one

        if self._graph is not None:
            self._keep()
            self.app.push_screen(AdvertEntry())

    @on(Rows.Chosen)
    def action_start(self) -> None:
        if self._graph is not None:
            self._keep()
            self.dismiss()
            self.program.start(self.chosen.settings(self.program.workspace.candidate))

    def action_back(self) -> None:
        self._keep()
        self.dismiss()

    def _keep(self) -> None:
        if self._graph is not None:
            self.program.remember(self.chosen)


def fitting(chosen: Preferences, graph: "Graph") -> Preferences:
    """The choices, with a role and for a deep dive an area that the graph has."""
    if chosen.role not in graph.roles:
        chosen = replace(chosen, role=next(iter(graph.roles), ""))
    if chosen.format == DEEP_DIVE and chosen.area not in graph.areas:
        weights = graph.roles[chosen.role].areas if chosen.role in graph.roles else {}
        chosen = replace(chosen, area=max(graph.areas, key=lambda a: weights.get(a, 0.0), default=""))
    return chosen


def choices(graph: "Graph", chosen: Preferences, graphs: Sequence[str] = ()) -> tuple[Choice, ...]:
    """The lines of the setup for a graph; other graphs can be chosen where there are several."""
    return tuple(_choices(graph, chosen, graphs))


def _choices(graph: "Graph", chosen: Preferences, graphs: Sequence[str]) -> Iterator[Choice]:
    formats, roles, areas = list(FORMATS.values()), list(graph.roles.values()), list(graph.areas.values())
    yield Choice("format", "Format", [f.id for f in formats], [f.title for f in formats], [f.about for f in formats])
    if chosen.format == DEEP_DIVE:
        about = "The only area that is asked."
        yield Choice("area", "Area", [a.id for a in areas], [a.title for a in areas], [about] * len(areas))
    yield Choice("role", "Role", [r.id for r in roles], [r.title for r in roles], [r.about for r in roles])
    yield LEVEL
    lengths = ["as the format has it", *(words.minutes(m) for m in MINUTES if m is not None)]
    about = "Thinking and answering; the scoring comes beside it and is not on the clock."
    yield Choice("minutes", "Minutes", MINUTES, lengths, [about] * len(MINUTES))
    yield from (SCORE, INPUT, CLOCK)
    if len(graphs) > 1:
        about = graph.about or f"{len(graph.questions)} questions on {len(graph.concepts)} concepts."
        yield Choice(
            "graph", "Graph", graphs, [g if g != graph.id else graph.title for g in graphs], [about] * len(graphs)
        )
    yield _advert(graph, chosen)


def _advert(graph: "Graph", chosen: Preferences) -> Choice:
    """The line of the job advert, with what it weighs."""
    if not chosen.advert:
        about = "Paste a job advert, or name its file: its words weigh the areas beside your role."
        return Choice("advert", "Job advert", ("",), ("none",), (about,), opens=True)
    parts = sorted(chosen.advert_areas.items(), key=lambda part: -part[1])
    said = [f"{in_sentence(graph.areas[a].title)} {round(100 * p)} %" for a, p in parts if a in graph.areas]
    rest = round(100 * (1 - sum(chosen.advert_areas.values())))
    about = f"It weighs {', '.join(said)}; your role weighs the other {rest} %. Right takes it away, a reads another."
    return Choice("advert", "Job advert", (chosen.advert,), (chosen.advert,), (about,), opens=True)


LEVEL = Choice("seniority", "Level", LEVELS, LEVELS, ["Where the questions start; they adapt soon."] * len(LEVELS))
SCORE = Choice(
    "score",
    "Score",
    ("each", "end"),
    ("after each answer", "at the end"),
    (
        "You see the reference after each answer, and the next question follows from your score.",
        "As in a real interview: nothing is shown until the last answer, then all are scored.",
    ),
)
INPUT = Choice(
    "input",
    "Answers",
    ("typed", "spoken"),
    ("typed", "spoken aloud"),
    (
        "You write your answer.",
        "You speak while space takes the time, then write three bullets of what you said.",
    ),
)
CLOCK = Choice("clock", "Clock", (True, False), ("shown", "hidden"), ["You can change it with t at any moment."] * 2)
