"""The page of a concept: what it is, where you stand, and a list of what is around it."""

import asyncio
from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.graph.concept_map import opens
from simulator.graph.drawing import tier_span
from simulator.graph.records import Concept, Graph
from simulator.graph.text import one_line, percent, plural, short
from simulator.report.concept_records import (
    MARK_WORDS,
    STANDING_MARKS,
    STANDING_SIGNS,
    Chance,
    ConceptMap,
    ConceptStanding,
    Encounter,
)
from simulator.report.text.words import belief_sentence
from simulator.report.tones import STANDING_BADGES, outcome_badge
from simulator.session.archive.as_text import plain_prose
from simulator.session.interview.outcome_words import NOT_SCORED, OUTCOMES, RIGHT, SKIPPED, WRONG
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.map.layers import LEGEND, UNKNOWN, MarkedRows, coloured, notes_elsewhere
from simulator.ui.tui.starting import NO_CONCEPT, confirm_deep_dive
from simulator.ui.tui.widgets.chrome import Card, Keys, Rule, Title
from simulator.ui.tui.widgets.frame import Frame, refill
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.widgets.text import SignedLine, SignedLines, badge, interval_bar, plain_text, prose, toned

PROMPT = 80  # characters of a question in a list
# before the key of a line: a concept, a session and its item, or the address of a source
CONCEPT, ASKED, SOURCE = "concept:", "asked:", "source:"
BETWEEN = " · "  # an area and its tiers
COPIED = " is copied, where the terminal allows that."
NO_LABEL = " "
BESIDE = "Touched"  # a question or check that was about another concept
TO_SAY = "What to say where you fell short"


class ConceptText(VerticalScroll, can_focus=False):
    """A concept's definition and where you stand; with `lists` also what is around it."""

    def __init__(self, *, lists: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lists = lists
        self._busy = asyncio.Lock()  # the cursor may move while a page is still being mounted

    async def show(self, graph: Graph, name: str, known: ConceptMap | None, today: date) -> None:
        """Show a concept from the top; without `known`, nothing about the candidate."""
        widgets = list(concept_widgets(graph.concepts[name], known))
        if self._lists:
            around = list_widgets(concept_rows(graph, name, known, today))
            widgets = [plain_text(area_and_tiers(graph, graph.concepts[name]), "aside"), *widgets, *around]
        else:
            gists = list(gist_widgets(graph, name, known))
            widgets = [*widgets[1:], *gists, widgets[0]] if gists else widgets  # who was asked knows the definition
        async with self._busy:
            await refill(self, widgets)

    async def show_area(self, graph: Graph, area: str, known: ConceptMap | None) -> None:
        """Show an area: how many of its concepts have each mark, and which."""
        async with self._busy:
            await refill(self, area_widgets(graph, area, known))


def area_widgets(graph: Graph, area: str, known: ConceptMap | None) -> Iterator[Widget]:
    """The concepts of an area, those with the same mark together."""
    names = [name for name, concept in graph.concepts.items() if concept.area == area]
    yield plain_text(f"{graph.areas[area].title} · {plural(len(names), 'concept')}", "aside")
    if known is None:
        yield from _block([_signed(f"{UNKNOWN} {graph.concepts[name].title}") for name in names])
        return
    for mark in reversed(STANDING_MARKS):
        same = [name for name in names if known.standings[name].mark == mark]
        if same:
            yield plain_text(MARK_WORDS[mark].capitalize(), "head")
            yield from _block([_signed(f"{STANDING_SIGNS[mark]} {graph.concepts[name].title}") for name in same])


def area_and_tiers(graph: Graph, concept: Concept) -> str:
    """The area of a concept, and the tiers of its questions."""
    return f"{graph.areas[concept.area].title}{BETWEEN}{tier_span(concept)}"


def gist_widgets(graph: Graph, name: str, known: ConceptMap | None) -> Iterator[Widget]:
    """What was missed on a concept, as you'd say it: that's what its page is opened for."""
    missed = known.missed.get(name, ()) if known is not None else ()
    if missed:
        yield plain_text(TO_SAY, "head")
    for question in (graph.questions[item] for item in missed if item in graph.questions):
        yield plain_text(one_line(plain_prose(question.prompt)), "asked")
        yield prose(question.gist)


def concept_widgets(concept: Concept, known: ConceptMap | None) -> Iterator[Widget]:
    """What it is, and where you stand."""
    yield prose(concept.definition) if concept.definition.strip() else plain_text("No definition yet.", "aside")
    if known is not None and concept.id in known.standings:
        yield standing_card(known.standings[concept.id], known.target)


def reading_rows(graph: Graph, name: str) -> list[Row]:
    """What to read on it: sources give no answer away that an interview would ask for."""
    from simulator.report.search import sources_on  # not before a page is opened

    sources = sources_on(graph, name)
    return [*_group("To read", [Row(f"{SOURCE}{source.url or source.text}", text=source.text) for source in sources])]


def standing_card(standing: ConceptStanding, target: int) -> Card:
    """Where you stand on a concept: the mark, the chance as a bar where it's no guess, and both in words."""
    look = STANDING_BADGES[standing.mark]
    words = Static(Content(belief_sentence(standing, target)), classes="figures")
    if not standing.asked or standing.is_guess:
        return Card("Where you stand", Static(badge(look, standing.mark), classes="mark"), words)
    mark = Content.assemble(badge(look, standing.mark), f"  {percent(standing.mastery)}")
    return Card("Where you stand", Static(mark, classes="mark"), ChanceBar(standing, look.tone), words)


class ChanceBar(Widget):
    """A chance with its interval, as wide as there is room."""

    def __init__(self, chance: Chance, tone: str) -> None:
        super().__init__()
        self._chance, self._tone = chance, tone

    def render(self) -> Content:
        chance = self._chance
        return interval_bar(chance.mastery, chance.low, chance.high, max(1, self.size.width), self._tone)


def concept_rows(graph: Graph, name: str, known: ConceptMap | None, today: date) -> list[Row]:
    """What a concept rests on, what it opens, and what was asked about it: lines that lead there."""
    concept = graph.concepts[name]
    below = [_concept_row(graph, other, concept.area, known) for other in concept.prerequisites]
    above = [_concept_row(graph, other, concept.area, known) for other in opens(graph, name)]
    asked: list[Row] = []
    touched: list[Row] = []
    for met in known.encounters.get(name, ()) if known else ():
        record = graph.checks.get(met.item) if met.check else graph.questions.get(met.item)
        prompt = short(plain_prose(record.prompt), PROMPT) if record else met.item
        text, key = f"{outcome(met):<12} {prompt}", f"{ASKED}{met.session}:{met.item}"
        look = outcome_badge(_outcome_of(met))
        row = Row(key, text=text, note=words.moment(met.at, today), badge=look)
        (touched if met.beside else asked).append(row)
    groups = (("Rests on", below), ("Opens", above), ("Asked", asked), (BESIDE, touched))
    return [row for label, rows in groups for row in _group(label, rows)]


def _group(label: str, rows: list[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        yield replace(row, label=NO_LABEL if number else label)


def _concept_row(graph: Graph, name: str, area: str, known: ConceptMap | None) -> Row:
    concept = graph.concepts[name]
    sign = STANDING_SIGNS[known.standings[name].mark] if known and name in known.standings else UNKNOWN
    note, brief = notes_elsewhere(graph, concept.area, area)
    return Row(f"{CONCEPT}{name}", text=f"{sign} {concept.title}", note=note, brief_note=brief, is_name=True)


def outcome(met: Encounter) -> str:
    """How a question or check went, in a word or two."""
    if met.skipped:
        return OUTCOMES[SKIPPED]
    if met.check:
        return {True: "check right", False: "check wrong", None: "not counted"}[met.correct]
    return met.verdict or NOT_SCORED


def _outcome_of(met: Encounter) -> str | None:
    """The outcome that has its badge: a check that was set aside looks like a skipped item."""
    if met.skipped:
        return SKIPPED
    if met.check:
        return {True: RIGHT, False: WRONG, None: SKIPPED}[met.correct]
    return met.verdict


def list_widgets(rows: list[Row]) -> Iterator[Widget]:
    """The rows as text below their headings."""
    lines: list[SignedLine] = []
    for row in rows:
        if row.label != NO_LABEL:
            yield from _block(lines)
            yield plain_text(row.label, "head")
            lines = []
        if row.badge is not None:
            text = "  ".join(part.strip() for part in row.text.split("  ") if part.strip())  # not in columns here
            sign = Content.assemble(f"{row.note}  ", toned(row.badge.sign, row.badge.tone))
            lines.append(SignedLine(sign, text, most=1))
        else:
            lines.append(_signed(row.text, row.note))
    yield from _block(lines)


def _signed(text: str, aside: str = "") -> SignedLine:
    """A title behind its sign, in three lines at most."""
    sign, _, title = text.partition(" ")
    return SignedLine(coloured(sign), title, aside)


def _block(lines: list[SignedLine]) -> Iterator[Widget]:
    if lines:
        yield SignedLines(lines, classes="prose")


class ConceptPage(Frame):
    """Starts at `concept`; enter follows a line, or says the address of a source, and escape goes back.

    With `known` the marks are shown at once.
    """

    BINDINGS = bindings("concept")
    CSS_PATH = "../styles/concept.tcss"
    contexts = ("concept", "lists")
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
        yield MarkedRows(id="around", label_width=10)

    def on_mount(self) -> None:
        self._show_keys()
        self.query_one("#around").focus()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the frame's own handler runs too
        self.call_after_refresh(self._show_keys)

    def _show_keys(self) -> None:
        """The key that scrolls the text is shown where there is more of it."""
        whole = self.query_one(ConceptText).max_scroll_y == 0
        self.show_keys(without=frozenset({"concept.more"} if whole else ()))
        self._say_what_enter_does()

    def on_screen_resume(self) -> None:
        self.run_worker(self._load(), exclusive=True, group="concept", exit_on_error=False)

    async def _load(self) -> None:
        graph = await self.read_graph()
        if graph is None:
            return
        self._graph = graph
        await self._show(keep=True)
        if not self._fresh:  # there may have been an interview since
            self._known = await self.host.concepts() or self._known
            await self._show(keep=True)
        self._fresh = False

    async def _show(self, *, keep: bool = False) -> None:
        assert self._graph is not None
        if self.concept not in self._graph.concepts:
            self.mention(NO_CONCEPT)
            return
        today = self.host.today
        concept = self._graph.concepts[self.concept]
        about = area_and_tiers(self._graph, concept)
        self.query_one("#title", Title).show(concept.title, (about, about.partition(BETWEEN)[0], ""))
        await self.query_one(ConceptText).show(self._graph, self.concept, self._known, today)
        rows = [
            *concept_rows(self._graph, self.concept, self._known, today),
            *reading_rows(self._graph, self.concept),
        ]
        self.query_one("#around", Rows).fill(rows, keep=keep)
        self.call_after_refresh(self._show_keys)

    @on(Rows.Moved, "#around")
    def _say_what_enter_does(self) -> None:
        around = self.query_one("#around", Rows)
        row = around.row
        if row is not None and around.is_cut:
            self.mention(row.text)
        copies = row is not None and row.key.startswith(f"{SOURCE}http")
        self.query_one(Keys).relabel({"concept.choose": "copy address" if copies else "open"})

    @on(Rows.Chosen, "#around")
    async def _walk(self, event: Rows.Chosen) -> None:
        if event.row.key.startswith(CONCEPT):
            self._trail.append(event.row.key.removeprefix(CONCEPT))
            await self._show()
        elif event.row.key.startswith(SOURCE):
            address = event.row.key.removeprefix(SOURCE)
            if address.startswith("http"):
                self.app.copy_to_clipboard(address)
            self.mention(f"{address}{COPIED * address.startswith('http')}")
        else:
            session, item = event.row.key.removeprefix(ASKED).split(":", 1)
            self._fresh = True
            self.host.open_screen("reader", self.host.workspace.sessions / f"{session}.toml", item)

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
            confirm_deep_dive(self, area, self._graph.areas[area].title, self.concept)

    def action_draw(self) -> None:
        self.host.replace_screen("map", self.concept)

    async def action_back(self) -> None:
        if len(self._trail) > 1:
            self._trail.pop()
            await self._show()
        else:
            self.dismiss()

    def action_leave(self) -> None:
        self.dismiss()
