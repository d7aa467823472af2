"""The page of a concept: what it is, where you stand, and what lies around it as a list to walk."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from simulator.errors import SimulatorError
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.diving import offer_dive
from simulator.ui.tui.screens.frame import Frame
from simulator.ui.tui.widgets.concept import ASKED, CONCEPT, ConceptText, concept_rows, place
from simulator.ui.tui.widgets.marks import LEGEND, Marked
from simulator.ui.tui.widgets.rows import Rows
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.title import Title

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.report.concept_records import ConceptMap


class ConceptPage(Frame):
    """Begins at `concept`; enter walks on from there, escape back. With `known` the marks stand at once."""

    BINDINGS = bindings("concept")
    CSS_PATH = "../styles/concept.tcss"
    contexts = ("concept", "lists")
    shows_help = True
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-usual")]  # noqa: RUF012 - Textual reads it from the class

    def __init__(self, concept: str, known: "ConceptMap | None" = None) -> None:
        super().__init__()
        self._trail = [concept]
        self._known = known
        self._fresh = known is not None
        self._graph: Graph | None = None

    @property
    def concept(self) -> str:
        """The concept that is shown."""
        return self._trail[-1]

    def body(self) -> ComposeResult:
        yield Title("Concept", id="title")
        yield Rule(LEGEND)
        yield ConceptText(lists=False)
        yield Marked(id="around", label_width=10)

    def on_mount(self) -> None:
        self.show_keys("concept")
        self.query_one("#around").focus()

    def on_screen_resume(self) -> None:
        self.run_worker(self._load(), exclusive=True, group="concept", exit_on_error=False)

    async def _load(self) -> None:
        try:
            self._graph = await self.program.graph()
        except SimulatorError as error:
            self.quiet(str(error))
            return
        await self._show(keep=True)
        if not self._fresh:  # an interview may have been sat since
            self._known = await self.program.concepts() or self._known
            await self._show(keep=True)
        self._fresh = False

    async def _show(self, *, keep: bool = False) -> None:
        assert self._graph is not None
        if self.concept not in self._graph.concepts:
            self.quiet("The graph no longer holds this concept.")
            return
        today = self.program.today
        concept = self._graph.concepts[self.concept]
        self.query_one("#title", Title).show(concept.title, place(self._graph, concept))
        await self.query_one(ConceptText).show(self._graph, self.concept, self._known, today)
        self.query_one("#around", Rows).fill(concept_rows(self._graph, self.concept, self._known, today), keep=keep)

    @on(Rows.Chosen, "#around")
    async def _walk(self, event: Rows.Chosen) -> None:
        if event.row.key.startswith(CONCEPT):
            self._trail.append(event.row.key.removeprefix(CONCEPT))
            await self._show()
        else:
            self._read(*event.row.key.removeprefix(ASKED).split(":", 1))

    def _read(self, session: str, item: str) -> None:
        from simulator.ui.tui.screens.reader import Reader  # only when one is read

        self._fresh = True
        self.app.push_screen(Reader(self.program.workspace.sessions / f"{session}.toml", item))

    def study_words(self) -> str:
        return self._graph.concepts[self.concept].title if self._graph else ""

    def action_choose(self) -> None:
        self.query_one("#around", Rows).action_choose()

    def action_more(self) -> None:
        text = self.query_one(ConceptText)
        if text.scroll_y >= text.max_scroll_y:
            text.scroll_home(animate=False)
        else:
            text.scroll_page_down(animate=False)

    def action_dive(self) -> None:
        if self._graph is not None:
            area = self._graph.area_of(self.concept)
            offer_dive(self, area, self._graph.areas[area].title)

    async def action_back(self) -> None:
        if len(self._trail) > 1:
            self._trail.pop()
            await self._show()
        else:
            self.dismiss()

    def action_leave(self) -> None:
        self.dismiss()
