"""Asking the bank: what is typed is looked for at once, the best passage stands below."""

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from simulator.errors import SimulatorError
from simulator.graph.sanitise import short
from simulator.report.study import MOST, Passage, named_by
from simulator.report.study import Study as Index
from simulator.ui.tui import words
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.screens.frame import Frame
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.title import Title

PAUSE = 0.05  # seconds without a key before the bank is asked
WITH_PASSAGES = frozenset({"study.read", "study.next", "study.previous"})
CONCEPT = 28  # letters of a concept beside its question, which needs the room more
EXAMPLE = "a term, or a question in your own words"


class Study(Frame):
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
        self._found: tuple[Passage, ...] = ()
        self._found_for = ""

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
            graph = await self.program.graph()
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self._index = await asyncio.to_thread(Index, graph)
        self._ask()

    @on(Input.Changed, "#words")
    def _ask(self) -> None:
        self._find(self.query_one("#words", Input).value)

    @work(exclusive=True, group="ask")
    async def _find(self, asked: str) -> None:
        await asyncio.sleep(PAUSE)
        await self._look_for(asked)

    async def _look_for(self, asked: str) -> None:
        if self._index is not None:
            self._found = await asyncio.to_thread(self._index.ask, asked)
            self._found_for = asked
            self._show()

    def _show(self) -> None:
        asked = self.query_one("#words", Input).value.strip()
        rows = [self._row(n, passage) for n, passage in enumerate(self._found)]
        self.query_one("#passages", Rows).fill(rows, keep=False)
        best = "the best " if len(rows) == MOST else ""
        self.query_one("#title", Title).show(right=f"{best}{words.plural(len(rows), 'passage')}" if rows else "")
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
        parts = self._found[marked.cursor].parts if self._found else ()
        self.query_one("#between").display = bool(parts)
        text = Content.assemble(*((part, "bold underline" if hit else "") for part, hit in parts))
        self.query_one("#passage", Static).update(text)
        self.query_one("#best", VerticalScroll).scroll_home(animate=False)

    @on(Rows.Chosen, "#passages")
    @on(Input.Submitted, "#words")
    async def action_read(self) -> None:
        from simulator.ui.tui.screens.passage import PassagePage  # only when one is read

        asked = self.query_one("#words", Input).value
        if asked != self._found_for:  # enter came before the pause was over
            await self._look_for(asked)
        if self._found and self._index is not None:
            place = self.query_one("#passages", Rows).cursor
            self.app.push_screen(PassagePage(self._index.graph, self._found, place, bank_only=self._bank_only))

    def action_next(self) -> None:
        self.query_one("#passages", Rows).action_cursor_down()

    def action_previous(self) -> None:
        self.query_one("#passages", Rows).action_cursor_up()

    def action_back(self) -> None:
        self.dismiss()
