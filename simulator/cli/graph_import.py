"""`interview graph import`: question collections of other tools as a graph of one's own."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import count, narrate, say, workspace, workspace_options
from simulator.errors import SimulatorError, UsageError
from simulator.graph.sanitise import short
from simulator.session.workspace import Workspace, find_graph

if TYPE_CHECKING:
    from simulator.graph.importers.build import Alike
    from simulator.graph.importers.entry import Entry, Left

MOST_SHOWN = 20


@click.command("import", short_help="Make a graph of question lists: CSV, JSON, Markdown, Anki.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The new graph.")
@click.option("--known", metavar="GRAPH", help="The graph whose questions yours are compared with; llm otherwise.")
@workspace_options
@click.pass_context
def import_questions(ctx: click.Context, files: tuple[Path, ...], output: Path, known: str | None) -> None:
    """Make a graph of question lists: CSV, TSV, JSON, JSON lines, Markdown, Anki's text export and packages.

    Each topic becomes an area with one concept. Difficulty words and numbers become tiers, 2 where nothing is said.
    Rubrics, hints and sources are yours to add: `interview graph lint DIR` says what is missing.
    """
    from simulator.graph.importers import read  # deferred: --help reads nothing
    from simulator.graph.importers.build import without_doubles, write_graph

    found = [read(path) for path in files]
    entries, doubles = without_doubles([entry for part in found for entry in part.entries])
    left = [each for part in found for each in part.left] + doubles
    if not entries:
        where = f"{left[0].where}: {left[0].why}" if left else ", ".join(short(path.name) for path in files[:3])
        raise UsageError(f"There is no question to take ({where}).")
    alike = _compared(entries, workspace(ctx), known)  # before anything is written: it may find no such graph
    for path in write_graph(output, entries):
        say(str(path))
    _tell(entries, left, alike)
    name = shlex.quote(str(output))
    narrate(f"Next: `interview graph lint {name}`, `interview graph edit {name} ID`, `interview start {name}`.")


def _compared(entries: Sequence["Entry"], place: Workspace, known: str | None) -> "list[Alike]":
    from simulator.graph.files import load
    from simulator.graph.importers.build import alike_ones

    try:
        graph = load(find_graph(place, known), place.cache)
    except SimulatorError:
        if known is not None:
            raise
        return []
    return alike_ones(entries, {question.id: question.prompt for question in graph.questions.values()})


def _tell(entries: Sequence["Entry"], left: Sequence["Left"], alike: Sequence["Alike"]) -> None:
    answered = sum(bool(entry.answer) for entry in entries)
    topics = len({entry.topic for entry in entries})
    narrate(f"Taken: {count(len(entries), 'question')} on {count(topics, 'topic')}, {answered:,} with an answer.")
    for each in left[:MOST_SHOWN]:
        narrate(f"Left out: {each.where}: {each.why}.")
    if len(left) > MOST_SHOWN:
        narrate(f"Left out: {len(left) - MOST_SHOWN:,} more.")
    for pair in alike[:MOST_SHOWN]:
        narrate(f"Known already: {short(pair.entry.prompt)} ({pair.entry.where}) asks nearly what {pair.known} asks.")
