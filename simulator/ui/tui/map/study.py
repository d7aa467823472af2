"""Search the question bank: results come as you type, with the best passage below."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from simulator.errors import SimulatorError
from simulator.graph.text import plural, short
from simulator.report.search import MOST, Passage, named_by, prompt_of, sources_of
from simulator.report.search import StudyIndex as Index
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.frame import Frame, Page
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.widgets.text import plain_text, prose

if TYPE_CHECKING:
    from simulator.graph.records import Graph

PAUSE = 0.05  # the search starts after so many seconds without a key
WITH_PASSAGES = frozenset({"study.read", "study.next", "study.previous"})
CONCEPT = 28  # characters of a concept beside its question, which needs the room more
EXAMPLE = "a term, or a question in your own words"


class StudyScreen(Frame):
    """A search line, the passages, and the marked one. With `bank_only` nothing leads to other screens."""

    BINDINGS = bindings("study")
    CSS_PATH = "../styles/study.tcss"
    contexts = ("study",)
    shows_help = True

    def __init__(self, first: str = "", *, bank_only: bool = False) -> None:
        super().__init__()
        self._first = first
        self._bank_only = bank_only
        self._index: Index | None = None
        self._passages: tuple[Passage, ...] = ()
        self._passages_for = ""

    def body(self) -> ComposeResult:
        yield Title("Study", id="title")
        yield Rule()
        yield Input(self._first, placeholder=EXAMPLE, id="words", compact=True)
        yield Rows(id="passages", label_width=12)
        yield Rule(id="between")
        with VerticalScroll(id="best", can_focus=False):
            yield Static(id="passage", markup=False)

    def on_mount(self) -> None:
        self.query_one("#passages", Rows).can_focus = False
        self.query_one("#words").focus()
        self._show()
        self.run_worker(self.load(), group="index", exit_on_error=False)

    async def load(self) -> None:
        """Build the index, then search for what has been typed meanwhile."""
        try:
            graph = await self.host.graph()
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self._index = await asyncio.to_thread(Index, graph)
        if self.query("#words"):
            self.search()

    @on(Input.Changed, "#words")
    @work(exclusive=True, group="ask")
    async def search(self) -> None:
        """Search for the line after a short pause, unless more is typed."""
        asked = self.query_one("#words", Input).value
        await asyncio.sleep(PAUSE)
        await self._look_for(asked)

    async def _look_for(self, asked: str) -> None:
        if self._index is not None:
            self._passages = await asyncio.to_thread(self._index.ask, asked)
            self._passages_for = asked
            self._show()

    def _show(self) -> None:
        if not self.query("#passages"):
            return  # a search may end after its screen has gone
        asked = self.query_one("#words", Input).value.strip()
        rows, graph = [], self._index.graph if self._index else None
        for number, passage in enumerate(self._passages if graph else ()):
            assert graph is not None
            # beside it the concept; a definition names that already, so there the area
            of_area = passage.kind == "definition"
            beside = graph.areas[passage.area].title if of_area else short(passage.title, CONCEPT)
            rows.append(Row(str(number), passage.kind, named_by(graph, passage), beside))
        self.query_one("#passages", Rows).fill(rows, keep=False)
        best = "the best " if len(rows) == MOST else ""
        self.query_one("#title", Title).show(right=f"{best}{plural(len(rows), 'passage')}" if rows else "")
        nothing = bool(asked) and not rows and self._index is not None
        self.quiet(f"The bank has nothing on {short(asked, 30)!r}. Try other words." if nothing else "")
        self.show_passage()
        self.show_keys(without=frozenset() if rows else WITH_PASSAGES)

    @on(Rows.Moved, "#passages")
    def show_passage(self) -> None:
        """Show the marked passage below the list, its hits underlined."""
        marked = self.query_one("#passages", Rows)
        parts = self._passages[marked.cursor].parts if self._passages else ()
        self.query_one("#between").display = bool(parts)
        text = Content.assemble(*((part, "bold underline" if hit else "") for part, hit in parts))
        self.query_one("#passage", Static).update(text)
        self.query_one("#best", VerticalScroll).scroll_home(animate=False)

    @on(Rows.Chosen, "#passages")
    @on(Input.Submitted, "#words")
    async def action_read(self) -> None:
        asked = self.query_one("#words", Input).value
        if asked != self._passages_for:  # Enter was pressed before the pause was over
            await self._look_for(asked)
        if self._passages and self._index is not None:
            index = self.query_one("#passages", Rows).cursor
            self.app.push_screen(PassagePage(self._index.graph, self._passages, index, bank_only=self._bank_only))

    def action_next(self) -> None:
        self.query_one("#passages", Rows).action_cursor_down()

    def action_previous(self) -> None:
        self.query_one("#passages", Rows).action_cursor_up()


HEADS = {
    "definition": "What it is",
    "answer": "From a good answer",
    "mistake": "What people often get wrong",
    "source": "A source",
    "check": "Why it is so",
}


class PassagePage(Page):
    """The passages one at a time, from `index` on. `bank_only` leaves out the key to the concept's page."""

    BINDINGS = bindings("passage")
    CSS_PATH = "../styles/study.tcss"
    contexts = ("passage",)
    shows_help = True

    def __init__(self, graph: "Graph", passages: "tuple[Passage, ...]", index: int, *, bank_only: bool) -> None:
        super().__init__()
        self._graph, self._passages, self._index, self._bank_only = graph, passages, index, bank_only

    def on_mount(self) -> None:
        self.show_keys(without=frozenset({"passage.concept"} if self._bank_only else ()))
        self.run_worker(self._show())

    async def _show(self) -> None:
        passage = self._passages[self._index]
        area = self._graph.areas[passage.area].title
        number = f"{self._index + 1} of {len(self._passages)}"
        self.query_one("#title", Title).show(passage.title, f"{area} · {number}")
        await self.fill(list(passage_widgets(self._graph, passage)))

    async def _move(self, by: int) -> None:
        self._index = max(0, min(self._index + by, len(self._passages) - 1))
        await self._show()

    async def action_next(self) -> None:
        await self._move(1)

    async def action_previous(self) -> None:
        await self._move(-1)

    def action_concept(self) -> None:
        if self._bank_only:
            self.quiet("The map is closed until the interview is over.")
            return
        self.host.open_screen("concept", self._passages[self._index].concept)


def passage_widgets(graph: "Graph", passage: "Passage") -> Iterator[Widget]:
    """The passage, its question, the whole answer, and the sources."""
    yield plain_text(HEADS[passage.kind], "head")
    yield plain_text(passage.text) if passage.kind == "source" else prose(passage.text)
    prompt = prompt_of(graph, passage)
    if prompt:
        yield plain_text("Asked as", "head")
        yield prose(prompt, "aside")
    question = graph.questions.get(passage.id)
    if question and passage.kind == "answer" and question.answer.strip() != passage.text:
        yield plain_text("The whole answer", "head")
        yield prose(question.answer)
    sources = sources_of(graph, passage)
    if sources:
        yield plain_text("Sources", "head")
    for source in sources:
        yield plain_text(f"{source.text} {source.url}".strip(), "aside")
