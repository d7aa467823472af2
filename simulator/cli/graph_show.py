"""`interview graph list`, `stats` and `show`: which graphs there are, and what is in one."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import (
    TEXT_ENDINGS,
    force_option,
    holds_text,
    json_option,
    local_now,
    path_option,
    print_data,
    print_json,
    print_status,
    print_text,
    text_width,
    workspace_of,
    workspace_options,
    write_text,
)
from simulator.errors import GraphError, UsageError
from simulator.graph.authoring import TIERS, Stats
from simulator.graph.authoring import stats as count
from simulator.graph.findings import nearest
from simulator.graph.records import CODING, Graph
from simulator.graph.text import fit, names, plural, short, wrap
from simulator.session.workspace import Workspace, find_graph, graph_folders, open_graph

if TYPE_CHECKING:
    from simulator.graph.drawing import Signs
    from simulator.report.progress_records import Progress

# formats of the concept map: the function (graph, concepts, signs), and the suffixes of files that ask for it
DRAWINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "mermaid": ("simulator.graph.drawing:as_mermaid", (".mmd", ".mermaid")),
    "dot": ("simulator.graph.drawing:as_dot", (".dot", ".gv")),
    "svg": ("simulator.graph.drawing:as_svg", (".svg",)),
}


@click.command("list")
@json_option
@workspace_options
@click.pass_context
def list_graphs(ctx: click.Context, as_json: bool) -> None:
    """List the graphs you can use, and what's in each."""
    workspace = workspace_of(ctx)
    rows = [graph_data(workspace, name, path) for name, path in graph_folders(workspace).items()]
    if as_json:
        print_json({"graphs": rows})
        return
    for row in rows:
        if "error" in row:
            print_text(f"{row['graph']}  {row['error']}")
            continue
        counts = ", ".join(plural(row[key], key[:-1]) for key in ("concepts", "questions", "checks"))
        roles = f"\n    roles: {', '.join(row['roles'])}" if row["roles"] else ""
        print_text(f"{row['graph']}  {row['title']}\n    {counts}{roles}")
    if not rows:
        print_status(f"There is no graph in {workspace.graphs}; `interview graph new NAME` makes one.")


def graph_data(workspace: Workspace, name: str, path: Path) -> dict[str, Any]:
    """A graph of the list as JSON has it; one that can't be read has an `error` in place of its contents."""
    try:
        graph = open_graph(workspace, str(path))
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


@click.command()
@click.argument("graph", required=False)
@json_option
@workspace_options
@click.pass_context
def stats(ctx: click.Context, graph: str | None, as_json: bool) -> None:
    """Count the questions of a graph by concept and tier.

    It also names thin spots, and says how many interviews the questions last for.
    """
    import msgspec  # deferred: --help does without

    loaded = open_graph(workspace_of(ctx), graph)
    numbers = count(loaded)
    supplies = {}
    if loaded.questions:
        from simulator.engine.lab.people import supply  # deferred: numpy
        from simulator.session.interview.selection import compiled

        bank = compiled(loaded)
        for role in loaded.roles.values():
            lasts = supply(loaded, bank, role, role.target_tier)
            supplies[role.id] = {"whole": lasts.whole, "fresh": lasts.fresh}
    if as_json:
        print_json({**msgspec.to_builtins(numbers), "full_interviews": supplies})
    else:
        print_data(stats_table(loaded, numbers, supplies, text_width()))


@click.command()
@click.argument("graph", required=False)
@click.argument("name", required=False)
@click.option(
    "--to", type=click.Choice(["text", *DRAWINGS]), help="The format.  [default: that of the suffix of FILE, or text]"
)
@click.option("--area", metavar="AREA", help="Only the concepts of this area and their prerequisites.")
@click.option("--mine", is_flag=True, help="Mark each concept with how well you know it.")
@path_option("-o", "--output", help="Write to this file; - is stdout.")
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
    """Draw the concept map, or show one concept, question or check.

    NAME is the id of a concept, question or check; its page includes the answer. A single argument that names no
    graph is taken as the NAME, in the default graph.
    """
    workspace = workspace_of(ctx)
    if graph is not None and name is None:
        try:
            find_graph(workspace, graph)
        except UsageError:
            graph, name = None, graph
    to = to or _drawing_for(output, name or "")
    if name and to != "text":
        raise UsageError(f"The page of {short(name)} is text; only the whole map can be drawn as {to}.")
    loaded = open_graph(workspace, graph)
    progress = None
    if mine:
        from simulator.report.load import progress_on  # deferred: the engine

        progress = progress_on(loaded, workspace, local_now())
    text = _page(loaded, name, progress) if name else _map(loaded, to, area, progress)
    if output is not None:
        write_text(f"{text}\n", output, force=force)
    else:
        print_data(text)


def _drawing_for(output: Path | None, page: str) -> str:
    """The format that the ending of a file asks for, for the map or a `page`.

    Raises UsageError for an ending that another program would open and find text in.
    """
    if output is None or holds_text(output):
        return "text"
    for drawing, (_, suffixes) in DRAWINGS.items():
        if output.suffix.lower() in suffixes:
            return drawing
    if page:
        refused = f"The page of {short(page)} can't be written as {output.suffix}"
        raise UsageError(f"{refused}: it's text, so end the file in {TEXT_ENDINGS[0]}, or add --to text.")
    endings = [TEXT_ENDINGS[0], *(suffix for _, suffixes in DRAWINGS.values() for suffix in suffixes)]
    raise UsageError(
        f"The map can't be written as {output.suffix}: end the file in {names(endings, 'or')}, "
        f"or name its format with --to ({names(['text', *DRAWINGS], 'or')})."
    )


def _page(graph: Graph, name: str, progress: "Progress | None") -> str:
    from simulator.graph import drawing  # deferred: --help draws nothing

    width = text_width()
    if name in graph.concepts:
        text = drawing.concept_page(graph, name, width)
    elif name in graph.questions:
        text = drawing.question_page(graph, name, width)
    elif name in graph.checks:
        text = drawing.check_page(graph, name, width)
    else:
        hint = nearest(name, [*graph.concepts, *graph.questions, *graph.checks])
        raise UsageError(f'There is no graph "{short(name)}", nor a concept, question or check of {graph.id}{hint}.')
    standing = next((s for s in progress.concepts if s.concept == name), None) if progress else None
    if progress is None or standing is None:
        return text
    from simulator.report.text.words import belief_sentence  # deferred: as above

    lines = wrap(belief_sentence(standing, progress.target), width, "  ", "  ")
    return "\n".join([text, "", "Where you stand", *lines])


def _map(graph: Graph, to: str, area: str | None, progress: "Progress | None") -> str:
    from simulator.graph import drawing  # deferred: --help draws nothing

    if area is not None and area not in graph.areas:
        hint = nearest(area, graph.areas) or f"; its areas are {', '.join(graph.areas)}"
        raise UsageError(f'There is no area "{short(area)}" in {graph.id}{hint}.')
    concepts = drawing.within(graph, area)
    signs: Signs = {}
    if progress is not None:
        from simulator.report.tones import signs as signs_of  # deferred: --help draws nothing

        signs = signs_of(s for s in progress.concepts if s.concept in concepts)
    if to == "text":
        return drawing.as_text(graph, concepts, text_width(), signs)
    drawn: str = resolve_name(DRAWINGS[to][0])(graph, concepts, signs)
    return drawn


WIDEST_NAME = 40
CELL = 5
COUNTS = CELL * (len(TIERS) + 1) + 2  # columns of the counts of a row and the mark of a thin spot


def stats_table(graph: Graph, numbers: Stats, supplies: Mapping[str, Mapping[str, int]], width: int) -> str:
    """The counts as lines of at most `width` columns; `supplies` says by role how many full interviews the graph lasts.

    A dot is a tier of the concept without a question; a blank is outside the concept's tiers.
    """
    name = min(WIDEST_NAME, width - COUNTS)
    material = f"{numbers.minutes:,.0f} minutes of material ({numbers.minutes / 60:.1f} hours)"
    spoken, written = _kinds(numbers, coding=False), _kinds(numbers, coding=True)
    tasks = f"{numbers.tasks:,} of them tasks: {written}" if written else ""
    kinds = "; ".join(filter(None, (spoken, tasks))) or "none"
    concepts, questions = plural(numbers.concepts, "concept"), plural(numbers.questions, "question")
    summary = (
        f"{concepts} with {plural(numbers.edges, 'edge')}; {questions} ({kinds}); "
        f"{plural(numbers.rubric_points, 'rubric point')}; {plural(numbers.checks, 'check')}; {material}."
    )
    rows: list[tuple[str, list[str]]] = [
        ("questions by tier", [*map(str, TIERS), "all"]),
        ("all", [*(str(numbers.by_tier[str(tier)]) for tier in TIERS), str(numbers.questions)]),
    ]
    for area in graph.areas:
        rows += [("", []), *_area_rows(graph, numbers, area)]
    lines = [*wrap(f"{graph.id}  {graph.title}", width), *wrap(summary, width), ""]
    lines += [f"{fit(title, name)}{''.join(f'{cell:>{CELL}}' for cell in counts)}".rstrip() for title, counts in rows]
    if numbers.thin and numbers.questions:
        head = f"Thin spots (<; fewer than three questions, or none at an end of the tiers), {len(numbers.thin)}:"
        lines += ["", *wrap(head, width), *wrap(", ".join(numbers.thin), width)]
    if supplies:
        from simulator.engine.lab.people import MOST_IN_A_ROW  # numpy is loaded by now

        head = "Full interviews before the bank runs out (simulated, at the role's tier):"
        lines += ["", *wrap(head, width), f"{'':<{name}}{'of openings':>14}{'of questions':>14}"]
    for role, supply in supplies.items():
        whole, fresh = (f"{supply[key]}{'+' if supply[key] >= MOST_IN_A_ROW else ''}" for key in ("whole", "fresh"))
        lines.append(f"{fit(graph.roles[role].title, name)}{whole:>14}{fresh:>14}")
    return "\n".join(lines)


def _kinds(numbers: Stats, *, coding: bool) -> str:
    """The kinds of question with their counts, the commonest first: those of tasks, or the others."""
    kinds = sorted(numbers.by_kind.items(), key=lambda kv: -kv[1])
    return ", ".join(f"{count:,} {kind}" for kind, count in kinds if (kind in CODING) == coding)


def _area_rows(graph: Graph, numbers: Stats, area: str) -> Iterator[tuple[str, list[str]]]:
    """A row with the totals of the area, and one for each concept; a thin one has a mark after its counts."""
    members = [concept for concept in graph.concepts.values() if concept.area == area]
    totals = [sum(numbers.tiers_of[concept.id][str(tier)] for concept in members) for tier in TIERS]
    yield graph.areas[area].title, [*(str(total or "") for total in totals), str(numbers.by_area[area])]
    for concept in members:
        counts = numbers.tiers_of[concept.id]
        empty = {t: "." if concept.min_tier <= t <= concept.max_tier else "" for t in TIERS}
        row = [str(counts[str(t)] or empty[t]) for t in TIERS]
        mark = " <" if concept.id in numbers.thin else ""
        yield f"  {concept.id}", [*row, f"{numbers.per_concept[concept.id]:>{CELL}}{mark}"]
