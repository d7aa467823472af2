"""`interview graph edit`, `import`, `new` and `schema`: graphs that are changed and made."""

import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import print_data, print_status, workspace, workspace_options
from simulator.errors import GraphError, SimulatorError, UsageError
from simulator.graph.importers.run import READERS
from simulator.graph.text import plural, short
from simulator.session.workspace import Workspace, bundled_graphs, find_graph, open_graph
from simulator.ui.system import aside, edited

MOST_SHOWN = 20

if TYPE_CHECKING:
    from simulator.graph.authoring.edit import RecordText
    from simulator.graph.importers.entry import ImportedQuestion, LeftOut
    from simulator.graph.importers.run import Alike


@click.command()
@click.argument("graph", required=False)
@click.argument("record")
@workspace_options
@click.pass_context
def edit(ctx: click.Context, graph: str | None, record: str) -> None:
    """Edit a question, check or concept in $VISUAL or $EDITOR.

    What you write is checked against the standard before it takes the record's place; the rest of the file stays as it
    is.
    """
    from simulator.graph.authoring.edit import find_record, findings_after  # deferred: --help needs no rules

    place = workspace(ctx)
    path = find_graph(place, graph)
    own_copy = path.parent == place.graphs and place.sessions.parent == place.graphs.parent
    if path.parent == bundled_graphs() and not own_copy:
        raise UsageError(
            f"{path.name} comes with the program and is not edited in its place; "
            f"copy {path} to a folder of your own and give its path."
        )
    record_text = find_record(path, record)
    text = _edited(record_text, record_text.own)
    while text.strip() and text.rstrip() != record_text.own.rstrip():
        findings = findings_after(record_text, text)
        for finding in findings:
            print_data(f"{finding.severity}: {finding} [{finding.rule}]")
        if not any(finding.severity == "error" for finding in findings):
            _save(record_text, text)
            return
        if not _edit_again():
            raise GraphError(f"{record_text.file} was left as it was; your text is in {aside(text.encode(), '.toml')}.")
        text = _edited(record_text, text)
    print_status("Nothing was changed.")


def _edited(record_text: "RecordText", text: str) -> str:
    fresh = edited(text, f"{record_text.record}.toml")
    try:
        return fresh.decode("utf-8-sig")  # some editors begin every file with a mark
    except UnicodeDecodeError as error:
        raise UsageError(f"What the editor left is not UTF-8; it is kept in {aside(fresh, '.toml')}.") from error


def _edit_again() -> bool:
    """Whether the person wants to edit again; nobody is asked where nobody can answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    try:
        return click.confirm("There are errors. Edit again?", default=True, err=True)
    except click.Abort:  # Ctrl+C or Ctrl+D is a no: the text is still to be kept
        print_status("")
        return False


def _save(record_text: "RecordText", text: str) -> None:
    """Put the text in the place of the record, or keep it elsewhere and say where."""
    from simulator.session.transcript.disk import replace  # deferred: only when something is saved

    if record_text.unchanged():
        try:
            replace(record_text.path, record_text.file_with(text))
        except OSError as error:
            problem = f"{record_text.path} cannot be written ({error.strerror})"
        else:
            print_status(f"Saved in {record_text.path}.")
            return
    else:
        problem = f"{record_text.file} was changed meanwhile and was left as it is"
    raise GraphError(f"{problem}; your text is in {aside(text.encode(), '.toml')}.")


IMPORT_HELP = f"""Make a graph of question lists that other tools keep.

A FILE ends in {", ".join(READERS)}. Each topic becomes an area with one concept.
Words and numbers for difficulty become tiers, 2 where nothing is said. Rubrics, hints and sources are yours to add:
`interview graph lint DIR` says what is missing.
"""


@click.command("import", help=IMPORT_HELP)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The new graph.")
@click.option("--known", metavar="GRAPH", help="The graph whose questions yours are compared with; llm otherwise.")
@workspace_options
@click.pass_context
def import_questions(ctx: click.Context, files: tuple[Path, ...], output: Path, known: str | None) -> None:
    """Make a graph of question lists."""
    from simulator.graph.importers.run import read, without_doubles, write_graph

    imported = [read(path) for path in files]
    entries, doubles = without_doubles([entry for part in imported for entry in part.entries])
    left = [each for part in imported for each in part.left] + doubles
    if not entries:
        where = f"{left[0].where}: {left[0].why}" if left else ", ".join(short(path.name) for path in files[:3])
        raise UsageError(f"There is no question to take ({where}).")
    alike = _compared(entries, workspace(ctx), known)  # before anything is written: it may find no such graph
    for path in write_graph(output, entries):
        print_data(str(path))
    _say_imported(entries, left, alike)
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


def _say_imported(entries: Sequence["ImportedQuestion"], left: Sequence["LeftOut"], alike: Sequence["Alike"]) -> None:
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

    if "/" in name:
        folder = Path(name).expanduser()
    else:
        place, here = workspace(ctx), Path.cwd()
        # the graphs that come with the program take no new ones, unless this is the folder that holds them
        is_foreign = place.graphs == bundled_graphs() and place.graphs.parent not in (here, *here.parents)
        folder = (here if is_foreign else place.graphs) / name
    for path in write_template(folder):
        print_data(str(path))
    words = shlex.quote(str(folder))
    print_status(f"Edit these, then `interview graph lint {words}` and `interview start {words}`.")


@click.command()
@click.argument("file", required=False, type=click.Choice(["graph", "concepts", "questions", "checks"]))
def schema(file: str | None) -> None:
    """Print the JSON Schema of a graph's files, or of one kind of them, for editors."""
    from simulator.graph.authoring.new_graph import schema as described  # deferred: --help describes nothing

    print_data(json.dumps(described(file), indent=2))
