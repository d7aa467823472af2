"""`interview graph list`, `stats` and `show`: what there is to be asked."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import (
    force_option,
    here_and_now,
    print_data,
    print_status,
    print_text,
    say_json,
    text_width,
    workspace,
    workspace_options,
    write,
)
from simulator.engine.lab.supply import MOST
from simulator.errors import GraphError, UsageError
from simulator.graph.authoring.new_graph import TIERS, Stats
from simulator.graph.findings import nearest
from simulator.graph.records import Concept, Graph
from simulator.graph.text import fit, plural, short, wrap
from simulator.session.workspace import Workspace, find_graph, graph_folders, open_graph

if TYPE_CHECKING:
    from simulator.graph.drawing.markup import Signs
    from simulator.report.figures.progress import Progress

# how the map can be drawn: the function (graph, concepts, signs), and the endings of files that ask for it
DRAWINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "mermaid": ("simulator.graph.drawing.markup:as_mermaid", (".mmd", ".mermaid")),
    "dot": ("simulator.graph.drawing.markup:as_dot", (".dot", ".gv")),
    "svg": ("simulator.graph.drawing.svg:as_svg", (".svg",)),
}


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@workspace_options
@click.pass_context
def list_graphs(ctx: click.Context, as_json: bool) -> None:
    """List the graphs that can be named, with what each holds."""
    place = workspace(ctx)
    rows = [_row(place, name, path) for name, path in graph_folders(place).items()]
    if as_json:
        say_json({"graphs": rows})
        return
    for row in rows:
        print_text(f"{row['graph']}  {row['error']}" if "error" in row else _line(row))
    if not rows:
        print_status(f"There is no graph in {place.graphs}; `interview graph new NAME` makes one.")


def _row(place: Workspace, name: str, path: Path) -> dict[str, Any]:
    try:
        graph = open_graph(place, str(path))
    except GraphError as error:
        return {"graph": name, "path": str(path), "error": str(error)}
    return {
        "graph": name,
        "path": str(path),
        "title": graph.title,
        "concepts": len(graph.concepts),
        "questions": len(graph.questions),
        "checks": len(graph.checks),
        "roles": list(graph.roles),
    }


def _line(row: dict[str, Any]) -> str:
    counts = ", ".join(plural(row[key], key[:-1]) for key in ("concepts", "questions", "checks"))
    roles = f"\n    roles: {', '.join(row['roles'])}" if row["roles"] else ""
    return f"{row['graph']}  {row['title']}\n    {counts}{roles}"


@click.command()
@click.argument("graph", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@workspace_options
@click.pass_context
def stats(ctx: click.Context, graph: str | None, as_json: bool) -> None:
    """Count what a graph holds: questions by concept and tier, thin spots, minutes of material."""
    import msgspec  # deferred: --help counts nothing

    from simulator.graph.authoring.new_graph import stats as counted  # deferred: as above

    found = open_graph(workspace(ctx), graph)
    numbers = counted(found)
    lasting = _lasting(found)
    if as_json:
        say_json({**msgspec.to_builtins(numbers), "full_interviews": lasting})
    else:
        print_data(stats_table(found, numbers, lasting, text_width()))


def _lasting(graph: Graph) -> dict[str, dict[str, int]]:
    """How many full interviews the graph lasts for each role, for a simulated candidate at the role's tier."""
    if not graph.questions:
        return {}
    from simulator.engine.lab.supply import supply  # deferred: numpy
    from simulator.session.interview.selection import compiled  # deferred, as above

    bank = compiled(graph)
    found = {role.id: supply(graph, bank, role, role.target_tier) for role in graph.roles.values()}
    return {role: {"whole": lasts.whole, "fresh": lasts.fresh} for role, lasts in found.items()}


@click.command()
@click.argument("graph", required=False)
@click.argument("name", required=False)
@click.option("--to", type=click.Choice(["text", *DRAWINGS]), help="How; else by the ending of FILE, or as text.")
@click.option("--area", metavar="AREA", help="Only the concepts of this area and what they rest on.")
@click.option("--mine", is_flag=True, help="Mark every concept by what you know of it.")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file."
)
@force_option
@workspace_options
@click.pass_context
def show(
    ctx: click.Context,
    graph: str | None,
    name: str | None,
    to: str | None,
    area: str | None,
    mine: bool,
    output: Path | None,
    force: bool,
) -> None:
    """Draw the concept map, or show one page.

    With NAME, the page of that concept, question or check (a question's page holds its answer). A single argument that
    names no graph is looked for in llm.
    """
    place = workspace(ctx)
    if graph is not None and name is None and not _is_graph(place, graph):
        graph, name = None, graph
    by_ending = {ending: drawing for drawing, (_, endings) in DRAWINGS.items() for ending in endings}
    to = to or (by_ending.get(output.suffix.lower()) if output else None) or "text"
    if name and to != "text":
        raise UsageError(f"The page of {short(name)} is text; only the whole map can be drawn as {to}.")
    found = open_graph(place, graph)
    known = _standing(found, place) if mine else None
    text = _page(found, name, known) if name else _map(found, to, area, known)
    if output is not None:
        write(f"{text}\n", output, force=force)
    else:
        print_data(text)


def _is_graph(place: Workspace, name: str) -> bool:
    try:
        find_graph(place, name)
    except UsageError:
        return False
    return True


def _standing(graph: Graph, place: Workspace) -> "Progress":
    from simulator.report.load import progress_on  # deferred: the engine

    now, zone = here_and_now()
    return progress_on(graph, place, now, zone=zone)


def _page(graph: Graph, name: str, known: "Progress | None") -> str:
    from simulator.graph.drawing import pages  # deferred: --help draws nothing

    for records, page in (
        (graph.concepts, pages.concept_page),
        (graph.questions, pages.question_page),
        (graph.checks, pages.check_page),
    ):
        if name in records:
            return page(graph, name, text_width()) + _belief(name, known)
    hint = nearest(name, [*graph.concepts, *graph.questions, *graph.checks])
    raise UsageError(f'There is no graph "{short(name)}", nor a concept, question or check of {graph.id}{hint}.')


def _belief(name: str, known: "Progress | None") -> str:
    """Where the candidate stands on a concept, as a last paragraph."""
    standing = next((s for s in known.concepts if s.concept == name), None) if known else None
    if known is None or standing is None:
        return ""
    from simulator.report.text.words import belief_sentence  # deferred: as above

    lines = wrap(belief_sentence(standing, known.target), text_width(), "  ", "  ")
    return "\n".join(["", "", "Where you stand", *lines])


def _map(graph: Graph, to: str, area: str | None, known: "Progress | None") -> str:
    from simulator.graph.drawing import pages  # deferred: --help draws nothing

    if area is not None and area not in graph.areas:
        hint = nearest(area, graph.areas) or f"; its areas are {', '.join(graph.areas)}"
        raise UsageError(f'There is no area "{short(area)}" in {graph.id}{hint}.')
    concepts = pages.within(graph, area)
    marks = _signs(known, concepts)
    if to == "text":
        return pages.as_text(graph, concepts, text_width(), marks)
    drawn: str = resolve_name(DRAWINGS[to][0])(graph, concepts, marks)
    return drawn


def _signs(known: "Progress | None", concepts: Mapping[str, Concept]) -> "Signs":
    if known is None:
        return {}
    from simulator.report.figures.standing import signs  # deferred: the engine

    return signs(s for s in known.concepts if s.concept in concepts)


WIDEST_NAME = 40
CELL = 5
COUNTS = CELL * (len(TIERS) + 1) + 2  # columns of the counts of a row, and of the mark of a thin spot


def stats_table(graph: Graph, numbers: Stats, lasting: Mapping[str, Mapping[str, int]], width: int) -> str:
    """The counts as lines of at most `width` columns; `lasting` says by role how many full interviews the graph lasts.

    A dot stands for a tier at which a concept can be asked but has no question; a blank for one outside its tiers.
    """
    name = min(WIDEST_NAME, width - COUNTS)
    rows: list[tuple[str, list[str]]] = [
        ("questions by tier", [*map(str, TIERS), "all"]),
        ("all", [*(str(numbers.by_tier[str(tier)]) for tier in TIERS), str(numbers.questions)]),
    ]
    for area in graph.areas:
        rows += [("", []), *_area(graph, numbers, area)]
    lines = [*wrap(f"{graph.id}  {graph.title}", width), *wrap(_summary(numbers), width), ""]
    lines += [f"{fit(title, name)}{''.join(f'{cell:>{CELL}}' for cell in counts)}".rstrip() for title, counts in rows]
    return "\n".join([*lines, *_thin(numbers, width), *_lasting_words(graph, lasting, name)])


def _summary(numbers: Stats) -> str:
    material = f"{numbers.minutes:,.0f} minutes of material ({numbers.minutes / 60:.1f} hours)"
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(numbers.by_kind.items(), key=lambda kv: -kv[1]))
    return (
        f"{numbers.concepts} concepts with {numbers.edges} edges; {numbers.questions} questions ({kinds or 'none'}) "
        f"with {numbers.rubric_points:,} rubric points; {numbers.checks} checks; {material}."
    )


def _area(graph: Graph, numbers: Stats, area: str) -> Iterator[tuple[str, list[str]]]:
    """A row for the area with its totals, and one for each concept; a thin one has a mark behind its counts."""
    members = [concept for concept in graph.concepts.values() if concept.area == area]
    totals = [sum(numbers.tiers_of[concept.id][str(tier)] for concept in members) for tier in TIERS]
    yield graph.areas[area].title, [*(str(total or "") for total in totals), str(numbers.by_area[area])]
    for concept in members:
        counts = [_cell(concept, tier, numbers.tiers_of[concept.id][str(tier)]) for tier in TIERS]
        mark = " <" if concept.id in numbers.thin else ""
        yield f"  {concept.id}", [*counts, f"{numbers.per_concept[concept.id]:>{CELL}}{mark}"]


def _cell(concept: Concept, tier: int, count: int) -> str:
    if count:
        return str(count)
    return "." if concept.min_tier <= tier <= concept.max_tier else ""


def _thin(numbers: Stats, width: int) -> list[str]:
    if not numbers.thin or not numbers.questions:
        return []
    head = f"Thin spots (<; fewer than three questions, or none at an end of the tiers), {len(numbers.thin)}:"
    return ["", *wrap(head, width), *wrap(", ".join(numbers.thin), width)]


def _lasting_words(graph: Graph, lasting: Mapping[str, Mapping[str, int]], name: int) -> list[str]:
    if not lasting:
        return []
    lines = [
        "",
        "Full interviews in a row (simulated, at the role's tier)",
        f"{'':<{name}}{'new opening':>14}{'all new':>12}",
    ]
    for role, lasts in lasting.items():
        counts = [f"{lasts[key]}{'+' if lasts[key] >= MOST else ''}" for key in ("whole", "fresh")]
        lines.append(f"{fit(graph.roles[role].title, name)}{counts[0]:>14}{counts[1]:>12}")
    return lines
