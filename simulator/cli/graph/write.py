"""`interview graph edit`: one question, check or concept in one's own editor, checked before it is kept."""

import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import print_data, print_status, workspace, workspace_options
from simulator.errors import GraphError, SimulatorError, UsageError
from simulator.graph.text import plural, short
from simulator.session.workspace import Workspace, bundled_graphs, find_graph, open_graph
from simulator.ui.system import aside, edited

if TYPE_CHECKING:
    from simulator.graph.authoring.edit import RecordText
    from simulator.graph.findings import Finding
    from simulator.graph.importers.entry import ImportedQuestion, LeftOut
    from simulator.graph.importers.run import Alike


@click.command()
@click.argument("graph", required=False)
@click.argument("record")
@workspace_options
@click.pass_context
def edit(ctx: click.Context, graph: str | None, record: str) -> None:
    """Edit a question, check or concept in $VISUAL or $EDITOR.

    What comes back is held to the standard before it takes the record's place; the rest of the file stays as it is.
    """
    from simulator.graph.authoring.edit import passage  # deferred: --help needs no rules

    place = workspace(ctx)
    path = find_graph(place, graph)
    _refuse_bundled(path, place)
    found = passage(path, record)
    own = _edited(found, found.own)
    while own.strip() and own.rstrip() != found.own.rstrip():
        findings = _told(found, own)
        if not any(f.severity == "error" for f in findings):
            _keep(found, own)
            return
        if not _again():
            kept = _aside(own)
            raise GraphError(f"{found.file} was left as it was; your text is in {kept}.")
        own = _edited(found, own)
    print_status("Nothing was changed.")


def _refuse_bundled(path: Path, place: Workspace) -> None:
    own = path.parent == place.graphs and place.sessions.parent == place.graphs.parent
    if path.parent == bundled_graphs() and not own:
        raise UsageError(
            f"{path.name} comes with the program and is not edited in its place; "
            f"copy {path} to a folder of your own and give its path."
        )


def _edited(found: "RecordText", text: str) -> str:
    fresh = edited(text, f"{found.record}.toml")
    try:
        return fresh.decode("utf-8-sig")  # some editors begin every file with a mark
    except UnicodeDecodeError as error:
        raise UsageError(f"What the editor left is not UTF-8; it is kept in {aside(fresh, '.toml')}.") from error


def _told(found: "RecordText", own: str) -> list["Finding"]:
    from simulator.graph.authoring.edit import findings_after  # deferred, as above

    findings = findings_after(found, own)
    for finding in findings:
        print_data(f"{finding.severity}: {finding} [{finding.rule}]")
    return findings


def _again() -> bool:
    """Whether the person wants to edit again; nobody is asked where nobody can answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return click.confirm("There are errors. Edit again?", default=True, err=True)


def _aside(own: str) -> Path:
    return aside(own.encode(), ".toml")


def _keep(found: "RecordText", own: str) -> None:
    from simulator.session.transcript.disk import replace  # deferred: only when something is kept

    if not found.unchanged():
        raise GraphError(f"{found.file} was changed meanwhile and was left as it is; your text is in {_aside(own)}.")
    try:
        replace(found.path, found.file_with(own))
    except OSError as error:
        raise GraphError(
            f"{found.path} cannot be written ({error.strerror}); your text is in {_aside(own)}."
        ) from error
    print_status(f"Kept in {found.path}.")


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
    from simulator.graph.importers.run import (
        read,  # deferred: --help reads nothing
        without_doubles,
        write_graph,
    )

    found = [read(path) for path in files]
    entries, doubles = without_doubles([entry for part in found for entry in part.entries])
    left = [each for part in found for each in part.left] + doubles
    if not entries:
        where = f"{left[0].where}: {left[0].why}" if left else ", ".join(short(path.name) for path in files[:3])
        raise UsageError(f"There is no question to take ({where}).")
    alike = _compared(entries, workspace(ctx), known)  # before anything is written: it may find no such graph
    for path in write_graph(output, entries):
        print_data(str(path))
    _tell(entries, left, alike)
    name = shlex.quote(str(output))
    print_status(f"Next: `interview graph lint {name}`, `interview graph edit {name} ID`, `interview start {name}`.")


def _compared(entries: Sequence["ImportedQuestion"], place: Workspace, known: str | None) -> "list[Alike]":
    from simulator.graph.importers.run import alike_ones

    try:
        graph = open_graph(place, known)
    except SimulatorError:
        if known is not None:
            raise
        return []
    return alike_ones(entries, {question.id: question.prompt for question in graph.questions.values()})


def _tell(entries: Sequence["ImportedQuestion"], left: Sequence["LeftOut"], alike: Sequence["Alike"]) -> None:
    answered = sum(bool(entry.answer) for entry in entries)
    topics = len({entry.topic for entry in entries})
    print_status(
        f"Taken: {plural(len(entries), 'question')} on {plural(topics, 'topic')}, {answered:,} with an answer."
    )
    for each in left[:MOST_SHOWN]:
        print_status(f"Left out: {each.where}: {each.why}.")
    if len(left) > MOST_SHOWN:
        print_status(f"Left out: {len(left) - MOST_SHOWN:,} more.")
    for pair in alike[:MOST_SHOWN]:
        print_status(
            f"Known already: {short(pair.entry.prompt)} ({pair.entry.where}) asks nearly what {pair.known} asks."
        )


@click.command()
@click.argument("name")
@workspace_options
@click.pass_context
def new(ctx: click.Context, name: str) -> None:
    """Make a small valid graph to begin with.

    It goes into the workspace's folder of graphs, or into the current folder where there is no workspace; a NAME with a
    slash is a path.
    """
    from simulator.graph.authoring.new_graph import write_template  # deferred: --help writes nothing

    folder = Path(name).expanduser() if "/" in name else _home(workspace(ctx)) / name
    for path in write_template(folder):
        print_data(str(path))
    words = shlex.quote(str(folder))
    print_status(f"Edit these, then `interview graph lint {words}` and `interview start {words}`.")


def _home(place: Workspace) -> Path:
    here = Path.cwd()
    foreign = place.graphs == bundled_graphs() and place.graphs.parent not in (here, *here.parents)
    return here if foreign else place.graphs


@click.command(short_help="Print the JSON Schema of a graph's files.")
@click.argument("file", required=False, type=click.Choice(["graph", "concepts", "questions", "checks"]))
def schema(file: str | None) -> None:
    """Print the JSON Schema of a graph's files, or of one kind of them, for editors."""
    from simulator.graph.authoring.new_graph import schema as described  # deferred: --help describes nothing

    print_data(json.dumps(described(file), indent=2))
