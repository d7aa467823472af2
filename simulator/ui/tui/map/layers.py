"""Concepts in layers, foundations first; a rail on the left joins the chain of the marked one.

What a concept rests on is always above it, and what it opens below, so one rail is enough for its whole chain.
"""

from collections.abc import Collection, Mapping, Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.content import Content

from simulator.graph.concept_map import Chain, chain, layers_of
from simulator.graph.drawing import within
from simulator.graph.records import Graph
from simulator.graph.text import percent, shorten_name
from simulator.report.concept_records import MARK_WORDS, STANDING_SIGNS, ConceptStanding, Mark
from simulator.report.tones import STANDING_TONES
from simulator.ui.tui.widgets.rows import MARK, NOTE_GAP, Row, Rows
from simulator.ui.tui.widgets.text import interval_bar
from simulator.ui.tui.words import short_title

LEGEND = "  ".join(f"{sign} {MARK_WORDS[mark]}" for mark, sign in STANDING_SIGNS.items())
UNKNOWN = "·"
PARTS = "  "  # between the parts of the line at the foot
COLUMN = 5  # of a sign, its count and the gap behind
NONE = f"{'-':>2}"  # the count of a mark that no concept has


def counted(counts: Mapping[Mark, int]) -> str:
    """How many concepts have each mark, in columns of equal width."""
    # a count of three digits takes a blank of the gap
    return "".join(
        f"{STANDING_SIGNS[mark]}{f'{count:>2}' if count else NONE}".ljust(COLUMN) for mark, count in counts.items()
    ).rstrip()


def _digits(text: str) -> int:
    """How many letters a count takes at the start of a text, with the blank before it."""
    return len(text) - len(text.lstrip(" ").lstrip("0123456789")) if text[:2].strip().isdigit() else 0


class MarkedRows(Rows):
    """Lines whose marks are coloured."""

    def _line(self, row: Row, width: int, *, marked: bool) -> Text:
        """The line with its marks coloured, but not one that counts nothing: a red cross would alarm."""
        line, quiet = super()._line(row, width, marked=marked), self.get_component_rich_style("rows--quiet")
        for mark, sign in STANDING_SIGNS.items():
            for at, letter in enumerate(line.plain):
                if letter == sign:
                    nothing = line.plain.startswith(NONE, at + 1)
                    line.stylize(
                        quiet if nothing else self.mark_style(mark), at, at + 1 + _digits(line.plain[at + 1 :])
                    )
        return line

    def mark_style(self, mark: Mark) -> Style:
        """The colour of a mark."""
        style = self.get_component_rich_style(f"rows--{STANDING_TONES[mark]}")
        return style + Style(bold=True) if mark == "gap" else style


COLOURS: Mapping[Mark, str] = {"known": "$good", "unsure": "$fair", "not met": "$unknown", "gap": "bold $poor"}


def coloured(text: str) -> Content:
    """A text with its marks coloured."""
    content = Content(text)
    for mark, sign in STANDING_SIGNS.items():
        for at, letter in enumerate(text):
            if letter == sign:
                content = content.stylize(COLOURS[mark], at, at + 1)
    return content


RESTS_ON, BELOW, OPENS, ABOVE = "▲", "△", "▼", "▽"
BAR, WITH_BAR = 16, 78  # columns of a chance as a bar, and of a row that has room for it
LEAST = 10  # in fewer columns the start of an area's title says nothing


class Layers(MarkedRows):
    """The concepts of an area with their direct prerequisites in other areas, or all concepts.

    As a `preview` beside the areas, whose counts are of their own concepts, it has these alone.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._graph: Graph | None = None
        self._area: str | None = None
        self._standings: Mapping[str, ConceptStanding] = {}
        self._row_numbers: dict[str, int] = {}
        self._chain: Chain | None = None
        self._span = (0, 0)

    def show(
        self, graph: Graph, area: str | None, standings: Mapping[str, ConceptStanding] | None, *, preview: bool
    ) -> None:
        """Show an area, or all concepts for None; without standings no marks are shown.

        With `preview` they only stand beside the areas, and nothing is marked.
        """
        same = area == self._area
        self._graph, self._area, self._standings = graph, area, standings or {}
        self.shows_cursor = not preview
        rows = [row for row in area_rows(graph, area) if not (preview and area and row.note)]
        other = not same and {row.key for row in self.rows} != {row.key for row in rows}
        self.fill(rows, keep=not other)
        self._row_numbers = {row.key: number for number, row in enumerate(self.rows)}
        if other:
            self.cursor = next((number for number, row in enumerate(self.rows) if not row.note), 0)
        self._follow()

    def watch_cursor(self) -> None:
        self._follow()
        super().watch_cursor()

    def _follow(self) -> None:
        """Find the chain of the marked concept, and the rows where its rail starts and ends."""
        if self.row is None or self._graph is None or not self.shows_cursor:
            self._chain = None
            self.refresh()
            return
        self._chain = chain(self._graph, self.row.key)
        whole = self._chain.below | self._chain.above | {self.row.key}
        numbers = [number for name, number in self._row_numbers.items() if name in whole]
        self._span = (min(numbers), max(numbers))
        self.refresh()

    def _line(self, row: Row, width: int, *, marked: bool) -> Text:
        name = "rows--cursor" if marked else "rows--label"
        style, quiet = self.get_component_rich_style(name), self.get_component_rich_style("rows--quiet")
        accent = self.get_component_rich_style("rows--mark")
        sign = self.sign(row.key)
        line = Text(no_wrap=True, end="")
        line.append(MARK if marked else " " * len(MARK), accent)
        if self.shows_cursor:  # a preview has no chain, and less room
            line.append(f"{self._rail(row, sign, marked=marked)} ", accent)
        standing = self._standings.get(row.key)
        if standing is None:
            line.append(f"{UNKNOWN} ")
        else:
            line.append(f"{STANDING_SIGNS[standing.mark]} ", self.mark_style(standing.mark))
        elsewhere = self._area is not None and row.note and not marked
        figured = standing is not None and standing.asked and not standing.is_guess
        barred = figured and width >= WITH_BAR and self.shows_cursor
        bar = self._bar(standing) if standing is not None and barred else Text()
        room = width - line.cell_len - bar.cell_len
        noted = row.note_beside(room) or row.brief_note
        if noted and not marked:  # that it's of another area matters more than the end of its title
            room -= min(cell_len(noted) + NOTE_GAP, LEAST)
        title = shorten_name(row.text, max(1, room))
        line.append(title, accent if sign else quiet if elsewhere else style)
        left = width - line.cell_len - bar.cell_len
        noted = shorten_name(noted, max(1, left - NOTE_GAP))
        note = Text(f"{'':{NOTE_GAP}}{noted}" if noted else "", quiet, no_wrap=True)
        if left >= min(note.cell_len, LEAST):
            note.truncate(left, overflow="ellipsis")
            line.append_text(note)
        return line.append_text(Text(" " * (width - bar.cell_len - line.cell_len))).append_text(bar)

    def _bar(self, standing: ConceptStanding) -> Text:
        """The chance with its interval, and in numbers."""
        drawn = interval_bar(standing.mastery, standing.low, standing.high, BAR, STANDING_TONES[standing.mark]).plain
        bar = Text(f"  {drawn} {percent(standing.mastery):>4}", self.get_component_rich_style("rows--quiet"))
        inside = [at for at, letter in enumerate(bar.plain) if letter in "━●┿"]
        bar.stylize(self.mark_style(standing.mark), inside[0], inside[-1] + 1)
        return bar

    def sign(self, name: str) -> str:
        """The sign for how a concept relates to the marked one, or nothing."""
        if self._chain is None:
            return ""
        near = {RESTS_ON: self._chain.rests_on, OPENS: self._chain.opens}
        far = {BELOW: self._chain.below, ABOVE: self._chain.above}
        return next((sign for sign, names in (near | far).items() if name in names), "")

    def _rail(self, row: Row, sign: str, *, marked: bool) -> str:
        """Two columns: the rail, and the sign it leads to."""
        first, last = self._span
        number = self._row_numbers[row.key]
        if self._chain is None or first == last or not first <= number <= last:
            return "  "
        if not marked and not sign:
            return "│ "
        corner = "┌" if number == first else "└" if number == last else "├"
        return corner + (sign or "─")


def area_rows(graph: Graph, area: str | None) -> list[Row]:
    """A line per concept, layer by layer, with the area where it is another."""
    rows = []
    for name in (name for layer in layers_of(graph, within(graph, area)) for name in layer):
        concept = graph.concepts[name]
        note, brief = notes_elsewhere(graph, concept.area, area)
        rows.append(Row(name, text=concept.title, note=note, brief_note=brief))
    return rows


def notes_elsewhere(graph: Graph, of: str, area: str | None) -> tuple[str, str]:
    """The title of a concept's area, and the same in short; both empty if it's this area."""
    title = graph.areas[of].title
    return ("", "") if of == area else (title, short_title(title, [known.title for known in graph.areas.values()]))


def chain_line(graph: Graph, concept: str, shown: Sequence[str]) -> str:
    """How long the chain of a concept is, with the signs used on the map."""
    whole = chain(graph, concept)
    farther, later = len(whole.below - whole.rests_on), len(whole.above - whole.opens)
    elsewhere = len((whole.below | whole.above) - set(shown))

    def near(names: Collection[str]) -> str:
        """How many there are, and if the map shows none of them, where they are."""
        return f"{len(names)} elsewhere" if names and not {*names} & {*shown} else str(len(names))

    parts = [
        f"{RESTS_ON} rests on {near(whole.rests_on)}",
        f"{BELOW} those on {farther}" if farther else "",
        f"{OPENS} opens {near(whole.opens)}",
        f"{ABOVE} {later} rest on those" if later else "",
        f"{elsewhere} of them in other areas" if elsewhere else "",
    ]
    return PARTS.join(filter(None, parts))


def whole_parts(line: str, width: int) -> str:
    """As many of the parts of a line as fit; a part is never cut, except the first."""
    first, *others = line.split(PARTS)
    kept, room = [first], width - Content(first).cell_length
    for part in others:
        room -= Content(f"{PARTS}{part}").cell_length
        if room < 0:
            break
        kept.append(part)
    return PARTS.join(kept)
