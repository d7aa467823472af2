"""Setup: every choice of the next interview on one screen; left and right change, enter starts."""

import asyncio
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on
from textual.content import Content
from textual.widgets import Static

from simulator.engine.plan import FORMATS
from simulator.errors import SimulatorError
from simulator.ui.tui import words
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.screens.choosing import ChoiceList
from simulator.ui.tui.setup_choices import DEEP_DIVE, choices, fitting
from simulator.ui.tui.widgets.rows import Rows
from simulator.ui.tui.widgets.title import Title

if TYPE_CHECKING:
    from simulator.graph.records import Graph


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
        present = self.program.graph_names()[0] if self.chosen.graph else ""
        self.chosen = fitting(replace(self.chosen, graph=present), graph)
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
            self.quiet(self.program.keyed("The advert counts no more; {setup.advert} reads another."))
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
            self._keep(started=True)
            self.dismiss()
            self.program.start(self.chosen.settings(self.program.workspace.candidate))

    def action_back(self) -> None:
        self._keep()
        self.dismiss()

    def _keep(self, *, started: bool = False) -> None:
        if self._graph is not None:
            self.program.remember_choices(self.chosen, started=started)
