"""The areas of the map as lines: how many concepts bear each mark, and the marks themselves in layers."""

from collections.abc import Collection

from simulator.graph.dag import layers_of
from simulator.graph.drawing.markup import by_area
from simulator.graph.records import Graph
from simulator.report.concept_records import ConceptMap
from simulator.report.concepts import counts
from simulator.ui.tui import words
from simulator.ui.tui.widgets.marks import SIGNS, counted
from simulator.ui.tui.widgets.rows import Row

LABEL = 34
TALLY = 24  # columns of the four counts and of what separates them
EVERYTHING = ""


def area_lines(graph: Graph, known: ConceptMap | None, width: int) -> list[Row]:
    """All areas together, then one by one: how many concepts bear each mark and, where it fits, the marks in layers."""
    rows = [Row(EVERYTHING, "All areas", _tally(known, graph.concepts))]
    strips = {area: _strip(graph, known, names) for area, names in by_area(graph, graph.concepts).items()}
    fits = LABEL + TALLY + max(map(len, strips.values()), default=0) <= width
    for area, names in by_area(graph, graph.concepts).items():
        rows.append(Row(area, graph.areas[area].title, _tally(known, names), strips[area] if fits else ""))
    return rows


def _strip(graph: Graph, known: ConceptMap | None, names: Collection[str]) -> str:
    order = (name for layer in layers_of(graph, names) for name in layer)
    return "".join(SIGNS[known.standings[name].mark] for name in order) if known else ""


def _tally(known: ConceptMap | None, names: Collection[str]) -> str:
    if known is None:
        return words.plural(len(names), "concept")
    return counted(counts(known.standings[name] for name in names))
