"""The areas of the map as lines: how many concepts bear each mark, and the marks themselves in layers."""

from collections.abc import Collection

from simulator.graph.dag import layers
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
    in_order = {name: graph.concepts[name] for layer in layers(graph.concepts) for name in layer}
    areas = by_area(graph, in_order)
    fits = known is not None and LABEL + TALLY + max(map(len, areas.values()), default=0) <= width
    rows = [Row(EVERYTHING, "All areas", _tally(known, graph.concepts))]
    for area, names in areas.items():
        strip = "".join(SIGNS[known.standings[name].mark] for name in names) if known and fits else ""
        rows.append(Row(area, graph.areas[area].title, _tally(known, names), strip))
    return rows


def _tally(known: ConceptMap | None, names: Collection[str]) -> str:
    if known is None:
        return words.plural(len(names), "concept")
    return counted(counts(known.standings[name] for name in names))
