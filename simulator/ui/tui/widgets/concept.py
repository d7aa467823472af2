"""One concept as text: what it is, where you stand on it, what it rests on and opens, what was asked about it."""

import asyncio
from collections.abc import Iterator
from datetime import date

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.graph.dag import opens
from simulator.graph.drawing.text import tier_span
from simulator.graph.records import Concept, Graph
from simulator.graph.sanitise import short
from simulator.report.concept_records import ConceptMap, Encounter
from simulator.report.concepts import belief_sentence
from simulator.ui.tui import words
from simulator.ui.tui.widgets.figures import figures
from simulator.ui.tui.widgets.marks import SIGNS, UNKNOWN, coloured
from simulator.ui.tui.widgets.prose import plain, prose
from simulator.ui.tui.widgets.rows import Row

PROMPT = 80  # letters of a question in a list
CONCEPT, ASKED = "concept:", "asked:"  # before what a line leads to: a concept, or a session and the item in it
NO_LABEL = " "


class ConceptText(VerticalScroll, can_focus=False):
    """Definition and belief of a concept; with `lists` also what stands around it."""

    def __init__(self, *, lists: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lists = lists
        self._busy = asyncio.Lock()  # the cursor may move while a page is being put together

    async def show(self, graph: Graph, name: str, known: ConceptMap | None, today: date) -> None:
        """Show a concept from its beginning; without `known` nothing is said of the candidate."""
        widgets = list(concept_widgets(graph.concepts[name], known))
        if self._lists:
            around = _list_widgets(concept_rows(graph, name, known, today))
            widgets = [plain(place(graph, graph.concepts[name]), "aside"), *widgets, *around]
        async with self._busy, self.batch():
            await self.remove_children()
            await self.mount_all(widgets)
        self.scroll_home(animate=False)


def place(graph: Graph, concept: Concept) -> str:
    """The area of a concept, and the tiers that it is asked at."""
    return f"{graph.areas[concept.area].title} · {tier_span(concept)}"


def concept_widgets(concept: Concept, known: ConceptMap | None) -> Iterator[Widget]:
    """What it is, and where you stand."""
    yield prose(concept.definition) if concept.definition.strip() else plain("It has no definition.", "aside")
    if known is not None and concept.id in known.standings:
        standing = known.standings[concept.id]
        said = f"{SIGNS[standing.mark]} {belief_sentence(standing, known.target)}"
        yield Static(figures(coloured(said)), classes="prose")


def concept_rows(graph: Graph, name: str, known: ConceptMap | None, today: date) -> list[Row]:
    """What a concept rests on, what it opens and what was asked about it, as lines that lead there."""
    concept = graph.concepts[name]
    below = [_concept_row(graph, other, concept.area, known) for other in concept.prerequisites]
    above = [_concept_row(graph, other, concept.area, known) for other in opens(graph, name)]
    met = known.encounters.get(name, ()) if known else ()
    asked = [_asked_row(graph, encounter, today) for encounter in met]
    return [*_group("Rests on", below), *_group("Opens", above), *_group("Asked", asked)]


def _group(label: str, rows: list[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        yield Row(row.key, NO_LABEL if number else label, row.text, row.note)


def _concept_row(graph: Graph, name: str, area: str, known: ConceptMap | None) -> Row:
    concept = graph.concepts[name]
    sign = SIGNS[known.standings[name].mark] if known and name in known.standings else UNKNOWN
    elsewhere = "" if concept.area == area else graph.areas[concept.area].title
    return Row(f"{CONCEPT}{name}", text=f"{sign} {concept.title}", note=elsewhere)


def _asked_row(graph: Graph, met: Encounter, today: date) -> Row:
    record = graph.checks.get(met.item) if met.check else graph.questions.get(met.item)
    prompt = short(record.prompt, PROMPT) if record else met.item
    when = words.moment(met.at, today)
    note = f"also {when}" if met.beside else when
    return Row(f"{ASKED}{met.session}:{met.item}", text=f"{outcome(met):<12} {prompt}", note=note)


def outcome(met: Encounter) -> str:
    """What came of a question or a check, in a word or two."""
    if met.correct is not None:
        return "check right" if met.correct else "check wrong"
    return met.verdict or "not scored"


def _list_widgets(rows: list[Row]) -> Iterator[Widget]:
    lines: list[Content] = []
    for row in rows:
        if row.label != NO_LABEL:
            yield from _block(lines)
            yield plain(row.label, "head")
            lines = []
        parts = (row.note, row.text) if row.key.startswith(ASKED) else (row.text, row.note)
        lines.append(coloured("  ".join(filter(None, parts))))
    yield from _block(lines)


def _block(lines: list[Content]) -> Iterator[Widget]:
    if lines:
        yield Static(Content("\n").join(lines), classes="prose lines")
