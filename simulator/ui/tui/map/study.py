"""Asking the bank: what is typed is looked for at once, the best passage stands below."""

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

PAUSE = 0.05  # seconds without a key before the bank is asked
WITH_PASSAGES = frozenset({"study.read", "study.next", "study.previous"})
CONCEPT = 28  # letters of a concept beside its question, which needs the room more
EXAMPLE = "a term, or a question in your own words"


class StudyScreen(Frame):
    """A line to type, the passages found, and the marked one. With `bank_only` no page leads elsewhere."""

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
        self.run_worker(self._load(), group="index", exit_on_error=False)

    async def _load(self) -> None:
        try:
            graph = await self.host.graph()
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self._index = await asyncio.to_thread(Index, graph)
        self._ask()

    @on(Input.Changed, "#words")
    @work(exclusive=True, group="ask")
    async def _ask(self) -> None:
        asked = self.query_one("#words", Input).value
        await asyncio.sleep(PAUSE)
        await self._look_for(asked)

    async def _look_for(self, asked: str) -> None:
        if self._index is not None:
            self._passages = await asyncio.to_thread(self._index.ask, asked)
            self._passages_for = asked
            self._show()

    def _show(self) -> None:
        asked = self.query_one("#words", Input).value.strip()
        rows = [self._row(n, passage) for n, passage in enumerate(self._passages)]
        self.query_one("#passages", Rows).fill(rows, keep=False)
        best = "the best " if len(rows) == MOST else ""
        self.query_one("#title", Title).show(right=f"{best}{plural(len(rows), 'passage')}" if rows else "")
        nothing = bool(asked) and not rows and self._index is not None
        self.quiet(f"The bank says nothing on {short(asked, 30)!r}; try other words." if nothing else "")
        self._show_passage()
        self.show_keys(without=frozenset() if rows else WITH_PASSAGES)

    def _row(self, number: int, passage: Passage) -> Row:
        """Which passage it is; beside it the concept, or of a definition, which names that, the area."""
        assert self._index is not None
        graph = self._index.graph
        belongs = graph.areas[passage.area].title if passage.kind == "definition" else short(passage.title, CONCEPT)
        return Row(str(number), passage.kind, named_by(graph, passage), belongs)

    @on(Rows.Moved, "#passages")
    def _show_passage(self) -> None:
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
        if asked != self._passages_for:  # enter came before the pause was over
            await self._look_for(asked)
        if self._passages and self._index is not None:
            place = self.query_one("#passages", Rows).cursor
            self.app.push_screen(PassagePage(self._index.graph, self._passages, place, bank_only=self._bank_only))

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
    """The passages that were found, one at a time. `bank_only` leaves out the way to the concept's page."""

    BINDINGS = bindings("passage")
    CSS_PATH = "../styles/study.tcss"
    contexts = ("passage",)
    shows_help = True

    def __init__(self, graph: "Graph", passages: "tuple[Passage, ...]", place: int, *, bank_only: bool) -> None:
        super().__init__()
        self._graph, self._passages, self._place, self._bank_only = graph, passages, place, bank_only

    def on_mount(self) -> None:
        self.show_keys(without=frozenset({"passage.concept"} if self._bank_only else ()))
        self.run_worker(self._show())

    async def _show(self) -> None:
        passage = self._passages[self._place]
        area = self._graph.areas[passage.area].title
        place = f"{self._place + 1} of {len(self._passages)}"
        self.query_one("#title", Title).show(passage.title, f"{area} · {place}")
        await self.fill(list(passage_widgets(self._graph, passage)))

    async def _move(self, by: int) -> None:
        self._place = max(0, min(self._place + by, len(self._passages) - 1))
        await self._show()

    async def action_next(self) -> None:
        await self._move(1)

    async def action_previous(self) -> None:
        await self._move(-1)

    def action_concept(self) -> None:
        if self._bank_only:
            self.quiet("The map waits until the interview is over.")
            return
        self.host.open_screen("concept", self._passages[self._place].concept)


def passage_widgets(graph: "Graph", passage: "Passage") -> Iterator[Widget]:
    """The passage, the question it belongs to, the whole answer around it, and where it comes from."""
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
