"""Concepts in layers, foundations first; a rail at the left joins the chain of the marked one.

Whatever a concept rests on stands above it and whatever it opens below, so that one rail holds its whole chain.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.content import Content

from simulator.graph.concept_map import Chain, chain, layers_of
from simulator.graph.drawing.pages import within
from simulator.graph.records import Graph
from simulator.report.concept_records import SIGNS as SIGNS
from simulator.report.concept_records import ConceptStanding, Mark
from simulator.ui.tui.widgets.rows import MARK, Row, Rows

LEGEND = "  ".join(f"{sign} {mark}" for mark, sign in SIGNS.items())
UNKNOWN = "·"
NONE = f"{'-':>2}"  # where no concept bears a mark


def counted(counts: Mapping[Mark, int]) -> str:
    """How many concepts bear each mark, in columns that stay in line."""
    return "  ".join(f"{SIGNS[mark]}{f'{count:>2}' if count else NONE}" for mark, count in counts.items())


class MarkedRows(Rows):
    """Lines with marks in them, which take their colours."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"marks--known", "marks--unsure", "marks--not-met", "marks--gap"}
    DEFAULT_CSS = """
    MarkedRows > .marks--known { color: $success; }
    MarkedRows > .marks--unsure { color: $secondary; }
    MarkedRows > .marks--not-met { color: $quiet; }
    MarkedRows > .marks--gap { color: $error; text-style: bold; }
    """

    def _line(self, row: Row, width: int, *, marked: bool) -> Text:
        """The line, with the marks that something bears in their colours: a red cross before no gap would alarm."""
        line, quiet = super()._line(row, width, marked=marked), self.get_component_rich_style("rows--quiet")
        for mark, sign in SIGNS.items():
            for at, letter in enumerate(line.plain):
                if letter == sign:
                    nothing = line.plain.startswith(NONE, at + 1)
                    line.stylize(quiet if nothing else self.mark_style(mark), at, at + 1)
        return line

    def mark_style(self, mark: Mark) -> Style:
        """The colour of a mark."""
        return self.get_component_rich_style(f"marks--{mark.replace(' ', '-')}")


COLOURS: Mapping[Mark, str] = {"known": "$success", "unsure": "$secondary", "not met": "$quiet", "gap": "bold $error"}


def coloured(text: str) -> Content:
    """A text whose marks take their colours."""
    found = Content(text)
    for mark, sign in SIGNS.items():
        for at, letter in enumerate(text):
            if letter == sign:
                found = found.stylize(COLOURS[mark], at, at + 1)
    return found


RESTS_ON, BELOW, OPENS, ABOVE = "▲", "△", "▼", "▽"
NUMBER = 3  # columns of a layer's number
LEAST = 10  # columns below which the beginning of an area says nothing


class Layers(MarkedRows):
    """The concepts of an area with the direct prerequisites that lie elsewhere, or all concepts."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"layers--chain"}
    DEFAULT_CSS = """
    Layers > .layers--chain { color: $accent; text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._graph: Graph | None = None
        self._area: str | None = None
        self._standings: Mapping[str, ConceptStanding] = {}
        self._places: dict[str, int] = {}
        self._chain: Chain | None = None
        self._span = (0, 0)
        self._preview = False

    def show(self, graph: Graph, area: str | None, standings: Mapping[str, ConceptStanding] | None) -> None:
        """Show an area, or with None all concepts; without standings the marks are left open."""
        self._graph, self._area, self._standings = graph, area, standings or {}
        rows = area_rows(graph, area)
        other = {row.key for row in self.rows} != {row.key for row in rows}
        self.fill(rows, keep=not other)
        self._places = {row.key: place for place, row in enumerate(self.rows)}
        if other:
            self.cursor = next((place for place, row in enumerate(self.rows) if not row.note), 0)
        self._follow()

    @property
    def preview(self) -> bool:
        """Whether the layers are only looked at from outside: then nothing is marked in them."""
        return self._preview

    @preview.setter
    def preview(self, preview: bool) -> None:
        self._preview = preview
        self._follow()

    def watch_cursor(self, new: int) -> None:
        self._follow()
        super().watch_cursor(new)

    def _follow(self) -> None:
        """Find the chain of the marked concept, and where its rail begins and ends."""
        if self.row is None or self._graph is None or self.preview:
            self._chain = None
            self.refresh()
            return
        self._chain = chain(self._graph, self.row.key)
        whole = self._chain.below | self._chain.above | {self.row.key}
        places = [place for name, place in self._places.items() if name in whole]
        self._span = (min(places), max(places))
        self.refresh()

    def _line(self, row: Row, width: int, *, marked: bool) -> Text:
        marked = marked and not self.preview
        name = "rows--cursor" if marked else "rows--label"
        style, quiet = self.get_component_rich_style(name), self.get_component_rich_style("rows--quiet")
        accent = self.get_component_rich_style("layers--chain")
        sign = self.sign(row.key)
        line = Text(no_wrap=True, end="")
        line.append(MARK if marked else " " * len(MARK), self.get_component_rich_style("rows--mark"))
        line.append(f"{row.label:<{NUMBER}}", quiet)
        line.append(f"{self._rail(row, sign, marked=marked)} ", accent)
        line.append_text(self._mark(row.key))
        elsewhere = self._area is not None and row.note and not marked
        room = width - line.cell_len
        title = Text(row.text, accent if sign else quiet if elsewhere else style, no_wrap=True)
        title.truncate(max(1, room), overflow="ellipsis")
        line.append_text(title)
        note = Text(f"  {row.note}" if row.note else "", quiet, no_wrap=True)
        if (left := width - line.cell_len) < min(note.cell_len, LEAST):
            return line
        note.truncate(left, overflow="ellipsis")
        return line.append_text(note)

    def _mark(self, name: str) -> Text:
        standing = self._standings.get(name)
        if standing is None:
            return Text(f"{UNKNOWN} ")
        return Text(f"{SIGNS[standing.mark]} ", self.mark_style(standing.mark))

    def sign(self, name: str) -> str:
        """How a concept stands to the marked one: a sign, or nothing."""
        if self._chain is None:
            return ""
        near = {RESTS_ON: self._chain.rests_on, OPENS: self._chain.opens}
        far = {BELOW: self._chain.below, ABOVE: self._chain.above}
        return next((sign for sign, names in (near | far).items() if name in names), "")

    def _rail(self, row: Row, sign: str, *, marked: bool) -> str:
        """Two columns: the rail, and the sign that it leads to."""
        first, last = self._span
        place = self._places[row.key]
        if self._chain is None or first == last or not first <= place <= last:
            return "  "
        if not marked and not sign:
            return "│ "
        corner = "┌" if place == first else "└" if place == last else "├"
        return corner + (sign or "─")


def area_rows(graph: Graph, area: str | None) -> list[Row]:
    """A line a concept, layer by layer; the number stands at the first of a layer, and the area where it is another."""
    rows = []
    for number, layer in enumerate(layers_of(graph, within(graph, area)), 1):
        for place, name in enumerate(layer):
            concept = graph.concepts[name]
            elsewhere = "" if concept.area == area else graph.areas[concept.area].title
            rows.append(Row(name, "" if place else str(number), concept.title, elsewhere))
    return rows


def chain_line(graph: Graph, concept: str, shown: Sequence[str]) -> str:
    """How long the chain of a concept is, with the signs that it has on the map."""
    found = chain(graph, concept)
    farther, later = len(found.below - found.rests_on), len(found.above - found.opens)
    elsewhere = len((found.below | found.above) - set(shown))
    parts = [
        f"{RESTS_ON} rests on {len(found.rests_on)}" + (f" {BELOW} {farther} more" if farther else ""),
        f"{OPENS} opens {len(found.opens)}" + (f" {ABOVE} {later} more" if later else ""),
        f"{elsewhere} outside" if elsewhere else "",
    ]
    return "  ".join(filter(None, parts))
