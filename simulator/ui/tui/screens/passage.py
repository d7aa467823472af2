"""One passage of the bank in full: the text, what it belongs to, and its sources."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.widget import Widget

from simulator.report.study import prompt_of, sources_of
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.screens.page import Page
from simulator.ui.tui.widgets.prose import plain, prose
from simulator.ui.tui.widgets.title import Title

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.report.study import Passage

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

    def __init__(self, graph: "Graph", found: "tuple[Passage, ...]", place: int, *, bank_only: bool) -> None:
        super().__init__()
        self._graph, self._found, self._place, self._bank_only = graph, found, place, bank_only

    def on_mount(self) -> None:
        self.show_keys(without=frozenset({"passage.concept"} if self._bank_only else ()))
        self.run_worker(self._show())

    async def _show(self) -> None:
        passage = self._found[self._place]
        area = self._graph.areas[passage.area].title
        place = f"{self._place + 1} of {len(self._found)}"
        self.query_one("#title", Title).show(passage.title, f"{area} · {place}")
        await self.fill(list(passage_widgets(self._graph, passage)))

    async def _move(self, by: int) -> None:
        self._place = max(0, min(self._place + by, len(self._found) - 1))
        await self._show()

    async def action_next(self) -> None:
        await self._move(1)

    async def action_previous(self) -> None:
        await self._move(-1)

    def action_concept(self) -> None:
        from simulator.ui.tui.screens.concept import ConceptPage  # only when asked for

        if self._bank_only:
            self.quiet("The map waits until the interview is over.")
            return
        self.app.push_screen(ConceptPage(self._found[self._place].concept))


def passage_widgets(graph: "Graph", passage: "Passage") -> Iterator[Widget]:
    """The passage, the question it belongs to, the whole answer around it, and where it comes from."""
    yield plain(HEADS[passage.kind], "head")
    yield plain(passage.text) if passage.kind == "source" else prose(passage.text)
    prompt = prompt_of(graph, passage)
    if prompt:
        yield plain("Asked as", "head")
        yield prose(prompt, "aside")
    question = graph.questions.get(passage.id)
    if question and passage.kind == "answer" and question.answer.strip() != passage.text:
        yield plain("The whole answer", "head")
        yield prose(question.answer)
    sources = sources_of(graph, passage)
    if sources:
        yield plain("Sources", "head")
    for source in sources:
        yield plain(f"{source.text} {source.url}".strip(), "aside")
