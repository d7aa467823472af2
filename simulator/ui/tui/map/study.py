"""Search the question bank: your gaps before anything is typed, then the passages on the words as they come."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Input, Static

from simulator.graph.text import plural, short
from simulator.report.concept_records import ConceptMap, ConceptStanding
from simulator.report.search import MOST, Passage, named_by, prompt_of, sources_of
from simulator.report.search import StudyIndex as Index
from simulator.report.text.words import belief_sentence
from simulator.report.tones import STANDING_BADGES
from simulator.session.archive.search import SEARCH_LETTERS, TOO_LONG
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.widgets.chrome import SIDE_BY_SIDE, Keys, Rule, Title
from simulator.ui.tui.widgets.frame import Frame, Page
from simulator.ui.tui.widgets.line import OrderedInput
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.widgets.text import linked, plain_text, prose, toned
from simulator.ui.tui.words import short_title

if TYPE_CHECKING:
    from simulator.graph.records import Graph

PAUSE = 0.05  # the search starts after so many seconds without a key
WITH_PASSAGES = frozenset({"study.read", "study.next", "study.previous"})
CONCEPT = 28  # characters of a concept beside its question, which needs the room more
NO_GAPS = "No gaps. Type a term, or a question in your own words."
NOT_SAT = "Nothing was answered yet: your gaps will show up here. Type a term, or a question in your own words."
TO_WORK_ON = "what to work on, most urgent first"
COVERED_REST = "You've seen a part of the answer. Try the rest first, aloud or on paper, then press {passage.uncover}."
COVERED = "The answer is hidden. Try it first, aloud or on paper, then press {passage.uncover}."
EXAMPLE = "a term, or a question in your own words"


class StudyScreen(Frame):
    """A search line, the passages, and the marked one. With `bank_only` nothing leads to other screens."""

    BINDINGS = bindings("study")
    CSS_PATH = "../styles/study.tcss"
    contexts = ("study",)

    def __init__(self, first: str = "", *, bank_only: bool = False) -> None:
        super().__init__()
        self._first = first
        self._bank_only = bank_only
        self._index: Index | None = None
        self._passages: tuple[Passage, ...] = ()
        self._passages_for = ""
        self._known: ConceptMap | None = None
        self._gaps: tuple[ConceptStanding, ...] = ()

    def body(self) -> ComposeResult:
        yield Title("Search", id="title")
        yield Rule()
        yield OrderedInput(self._first, placeholder=EXAMPLE, id="words", compact=True)
        with Container(id="both"):
            yield Rows(id="passages", label_width=12)
            with VerticalScroll(id="best", can_focus=False):
                yield Static(id="passage", markup=False)

    def on_mount(self) -> None:
        self.query_one("#passages", Rows).can_focus = False
        self.query_one("#words").focus()
        self._show()
        self.run_worker(self.load(), group="index", exit_on_error=False)
        if not self._bank_only:  # in an interview nothing leads to the page of a concept
            self.run_worker(self._load_gaps(), group="gaps", exit_on_error=False)

    def on_resize(self, event: Resize) -> None:  # the frame's own handler runs too
        self.set_class(event.size.width >= SIDE_BY_SIDE, "-wide")

    async def _load_gaps(self) -> None:
        """Find what to work on, and show it while nothing is typed."""
        self._known = await self.host.concepts()
        if self._known is not None and self.query("#words"):
            self._gaps = weak_concepts(self._known)[:MOST]
            self._show()

    async def load(self) -> None:
        """Build the index, then search for what has been typed meanwhile."""
        graph = await self.read_graph()
        if graph is None:
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
        asked, graph = self._asked, self._index.graph if self._index else None
        rows = []
        if graph is not None:
            rows = passage_rows(graph, self._passages) if asked else gap_rows(graph, self._gaps)
        self.query_one("#passages", Rows).fill(rows, keep=False)
        best = "the best " if len(rows) == MOST else ""
        count = [f"{best}{plural(len(rows), 'passage')}"] if asked else [f"until you type: {TO_WORK_ON}", TO_WORK_ON]
        self.query_one("#title", Title).show(right=count if rows else "")
        nothing = bool(asked) and not rows and self._index is not None
        cut = TOO_LONG if len(asked) > SEARCH_LETTERS else ""
        self.quiet(f"There's nothing on {short(asked, 30)!r}. Try other words." if nothing else cut)
        self.show_passage()
        self.show_keys(without=frozenset() if rows else WITH_PASSAGES)
        self.query_one(Keys).relabel({} if asked else {"study.read": "open"})

    @property
    def _asked(self) -> str:
        return self.query_one("#words", Input).value.strip()

    @on(Rows.Moved, "#passages")
    def show_passage(self) -> None:
        """Show the marked passage beside or below the list, its hits underlined; or what is known of a weak concept."""
        marked, graph = self.query_one("#passages", Rows), self._index.graph if self._index else None
        text = Content("")
        if graph is not None and marked.row is not None:
            if self._asked and self._passages:
                text = passage_text(graph, self._passages[marked.cursor])
            elif not self._asked and self._known is not None:
                text = gap_text(graph, self._gaps[marked.cursor], self._known.target)
        elif graph is not None and not self._asked and self._known is not None:
            text = toned(NO_GAPS if self._known.sessions else NOT_SAT, "muted")
        self.query_one("#best").set_class(bool(text.plain) and marked.row is not None, "-shown")
        self.query_one("#passage", Static).update(text)
        self.query_one("#best", VerticalScroll).scroll_home(animate=False)

    @on(Rows.Chosen, "#passages")
    @on(Input.Submitted, "#words")
    async def action_read(self) -> None:
        asked = self.query_one("#words", Input).value
        if not asked.strip():
            if self._gaps:
                self.host.open_screen("concept", self._gaps[self.query_one("#passages", Rows).cursor].concept)
            return
        if asked != self._passages_for:  # Enter was pressed before the pause was over
            await self._look_for(asked)
        if self._passages and self._index is not None:
            index = self.query_one("#passages", Rows).cursor
            self.app.push_screen(PassagePage(self._index.graph, self._passages, index, bank_only=self._bank_only))

    def action_move(self, by: int) -> None:
        self.query_one("#passages", Rows).cursor += by


def weak_concepts(known: ConceptMap) -> tuple[ConceptStanding, ...]:
    """What fell short and isn't known since, most urgent first; then what is unsure, the weakest first."""
    standings = known.standings.values()
    unsure = sorted((s for s in standings if s.mark == "unsure"), key=lambda s: (s.mastery, s.title))
    return tuple({s.concept: s for s in (*(known.standings[c] for c in known.to_study), *unsure)}.values())


def area_names(graph: "Graph") -> dict[str, str]:
    """The areas in few words, since beside them the titles of concepts need the room."""
    titles = [area.title for area in graph.areas.values()]
    return {name: short_title(area.title, titles) for name, area in graph.areas.items()}


def gap_rows(graph: "Graph", gaps: Sequence[ConceptStanding]) -> list[Row]:
    """A row for each weak concept, with its mark and its area."""
    areas = area_names(graph)
    return [
        Row(s.concept, s.mark, s.title, areas[s.area], STANDING_BADGES[s.mark])
        for s in gaps
        if s.concept in graph.concepts
    ]


def gap_text(graph: "Graph", standing: ConceptStanding, target: int) -> Content:
    """What a concept is, and where the candidate stands on it."""
    look, concept = STANDING_BADGES[standing.mark], graph.concepts[standing.concept]
    belief = toned(f"{look.sign} {belief_sentence(standing, target)}", look.tone)
    definition = " ".join(concept.definition.replace("**", "").split())
    return Content("\n\n").join(part for part in (toned(HEADS["definition"], "accent", bold=True), definition, belief))


def passage_rows(graph: "Graph", passages: "Sequence[Passage]") -> list[Row]:
    """A row for each passage, beside it the concept; a definition names that already, so there the area."""
    areas = area_names(graph)
    beside = [areas[p.area] if p.kind == "definition" else short(p.title, CONCEPT) for p in passages]
    return [
        Row(str(number), p.kind, named_by(graph, p), note)
        for number, (p, note) in enumerate(zip(passages, beside, strict=True))
    ]


def passage_text(graph: "Graph", passage: "Passage") -> Content:
    """The part of a passage that was found, its hits underlined, and the question that it answers."""
    excerpt = Content.assemble(*((part, "bold underline $accent" if hit else "") for part, hit in passage.parts))
    head = toned(HEADS[passage.kind], "accent", bold=True)
    asked = prompt_of(graph, passage)
    parts = [head + "\n" + excerpt]
    return Content("\n\n").join(
        [*parts, toned(f"The question: {' '.join(asked.split())}", "muted")] if asked else parts
    )


HEADS = {
    "definition": "What it is",
    "answer": "From a good answer",
    "mistake": "What people often get wrong",
    "source": "A source",
    "check": "Why",
}


class PassagePage(Page):
    """The passages one at a time, from `index` on. `bank_only` leaves out the key to the concept's page.

    An answer is covered at first, so that you can try its question.
    """

    BINDINGS = bindings("passage")
    CSS_PATH = "../styles/study.tcss"
    contexts = ("passage",)

    def __init__(self, graph: "Graph", passages: "tuple[Passage, ...]", index: int, *, bank_only: bool) -> None:
        super().__init__()
        self._graph, self._passages, self._index, self._bank_only = graph, passages, index, bank_only
        self._covered, self._first = True, index  # of the first one a part was shown beside the list

    def on_mount(self) -> None:
        self.run_worker(self._show())

    @property
    def _may_cover(self) -> bool:
        """Whether there is a question to try."""
        passage = self._passages[self._index]
        return passage.kind == "answer" and bool(prompt_of(self._graph, passage))

    @property
    def labels(self) -> dict[str, str]:
        return {} if self._covered else {"passage.uncover": "hide answer"}

    async def _show(self) -> None:
        passage = self._passages[self._index]
        area = self._graph.areas[passage.area].title
        number = f"{self._index + 1} of {len(self._passages)}"
        self.query_one("#title", Title).show(passage.title, f"{area} · {number}")
        kept = {"passage.concept": self._bank_only, "passage.uncover": not self._may_cover}
        self.show_keys(without=frozenset(key for key, is_out in kept.items() if is_out))
        if self._may_cover and self._covered:
            how = self.host.keyed(COVERED_REST if self._index == self._first else COVERED)
            asked = prose(prompt_of(self._graph, passage))
            await self.fill([plain_text("The question", "head"), asked, plain_text(how, "aside")])
        else:
            await self.fill(passage_widgets(self._graph, passage))

    async def action_move(self, by: int) -> None:
        index = max(0, min(self._index + by, len(self._passages) - 1))
        self._covered = self._covered or index != self._index
        self._index = index
        await self._show()

    async def action_uncover(self) -> None:
        if self._may_cover:
            self._covered = not self._covered
            await self._show()

    def action_concept(self) -> None:
        if self._bank_only:
            self.quiet("You can't open the map until the interview is over.")
            return
        self.host.open_screen("concept", self._passages[self._index].concept)


def passage_widgets(graph: "Graph", passage: "Passage") -> Iterator[Widget]:
    """The passage, its question, the whole answer, and the sources."""
    yield plain_text(HEADS[passage.kind], "head")
    yield plain_text(passage.text) if passage.kind == "source" else prose(passage.text)
    prompt = prompt_of(graph, passage)
    if prompt:
        yield plain_text("The question", "head")
        yield prose(prompt, "aside")
    question = graph.questions.get(passage.id)
    if question and passage.kind == "answer" and question.answer.strip() != passage.text:
        yield plain_text("The whole answer", "head")
        yield prose(question.answer)
    sources = sources_of(graph, passage)
    if sources:
        yield plain_text("Sources", "head")
    for source in sources:
        yield plain_text(linked(f"{source.text} {source.url}".strip()), "aside")
