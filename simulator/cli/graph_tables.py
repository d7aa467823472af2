"""The table of `interview graph stats`: areas and concepts by tiers, thin spots, material."""

import textwrap
from collections.abc import Mapping

from simulator.engine.supply import MOST
from simulator.graph.records import Concept, Graph
from simulator.graph.stats import TIERS, Stats

NAME = 40
CELL = 5
WIDTH = 80


def stats_table(graph: Graph, numbers: Stats, lasting: Mapping[str, Mapping[str, int]]) -> str:
    """The counts as lines of at most 80 columns; `lasting` says by role how many full interviews the graph lasts.

    A dot stands for a tier at which a concept can be asked but has no question; a blank for one outside its tiers.
    """
    lines = [f"{graph.id}  {graph.title}", *_summary(numbers), "", _row("questions by tier", [*map(str, TIERS), "all"])]
    lines.append(_row("all", [*(str(numbers.by_tier[str(tier)]) for tier in TIERS), str(numbers.questions)]))
    for area in graph.areas:
        lines += ["", *_area(graph, numbers, area)]
    return "\n".join([*lines, *_thin(numbers), *_lasting(graph, lasting)])


def _summary(numbers: Stats) -> list[str]:
    material = f"{numbers.minutes:,.0f} minutes of material ({numbers.minutes / 60:.1f} hours)"
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(numbers.by_kind.items(), key=lambda kv: -kv[1]))
    text = (
        f"{numbers.concepts} concepts with {numbers.edges} edges; {numbers.questions} questions ({kinds or 'none'}) "
        f"with {numbers.rubric_points:,} rubric points; {numbers.checks} checks; {material}."
    )
    return textwrap.wrap(text, WIDTH)


def _row(name: str, cells: list[str]) -> str:
    short = name if len(name) <= NAME else f"{name[: NAME - 1]}…"
    return f"{short:<{NAME}}{''.join(f'{cell:>{CELL}}' for cell in cells)}".rstrip()


def _area(graph: Graph, numbers: Stats, area: str) -> list[str]:
    members = [concept for concept in graph.concepts.values() if concept.area == area]
    totals = [sum(numbers.tiers_of[concept.id][str(tier)] for concept in members) for tier in TIERS]
    lines = [_row(graph.areas[area].title, [*(str(total or "") for total in totals), str(numbers.by_area[area])])]
    for concept in members:
        cells = [_cell(concept, tier, numbers.tiers_of[concept.id][str(tier)]) for tier in TIERS]
        mark = " <" if concept.id in numbers.thin else ""
        lines.append(_row(f"  {concept.id}", [*cells, str(numbers.per_concept[concept.id])]) + mark)
    return lines


def _cell(concept: Concept, tier: int, count: int) -> str:
    if count:
        return str(count)
    return "." if concept.min_tier <= tier <= concept.max_tier else ""


def _thin(numbers: Stats) -> list[str]:
    if not numbers.thin or not numbers.questions:
        return []
    head = f"Thin spots (<; fewer than three questions, or none at an end of the tiers), {len(numbers.thin)}:"
    return ["", head, *textwrap.wrap(", ".join(numbers.thin), WIDTH, break_on_hyphens=False)]


def _lasting(graph: Graph, lasting: Mapping[str, Mapping[str, int]]) -> list[str]:
    if not lasting:
        return []
    lines = [
        "",
        "Full interviews in a row (simulated, at the role's tier)",
        f"{'':<{NAME}}{'new opening':>14}{'all new':>12}",
    ]
    for role, lasts in lasting.items():
        counts = [f"{lasts[key]}{'+' if lasts[key] >= MOST else ''}" for key in ("whole", "fresh")]
        lines.append(f"{graph.roles[role].title[: NAME - 1]:<{NAME}}{counts[0]:>14}{counts[1]:>12}")
    return lines
