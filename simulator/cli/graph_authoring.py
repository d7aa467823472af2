"""`interview graph lint`, `edit`, `import`, `new` and `schema`: graphs checked, changed and made."""

import json
import shlex
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import (
    json_option,
    print_data,
    print_json,
    print_status,
    print_text,
    progress_line,
    workspace_of,
    workspace_options,
)
from simulator.errors import GraphError, SimulatorError, UsageError
from simulator.graph.files import typed_path
from simulator.graph.importers.readers import READERS, WITH_COLUMN_NAMES, key_called, read, refuse_absent
from simulator.graph.text import plural, short
from simulator.session.workspace import Workspace, bundled_graphs, find_graph, graph_folders, open_graph
from simulator.ui.system import edited, temporary_file

if TYPE_CHECKING:
    from simulator.graph.authoring import RecordText
    from simulator.graph.importers.entry import ImportedQuestion, LeftOut
    from simulator.graph.importers.new_graph import Alike

MOST_SHOWN = 20
MOST_RULES = 8
MOST_WORDS = 4
KEYS = ("rule", "severity", "file", "line", "record", "key", "message")


@click.command()
@click.argument("graph", required=False)
@json_option
@click.option("--area", metavar="AREA", help="Only questions and concepts of this area.")
@click.option("--errors", is_flag=True, help="Only errors, no warnings.")
@click.option("--today", metavar="DATE", help="Also list whatever has a date over twelve months before this day.")
@workspace_options
@click.pass_context
def lint(
    ctx: click.Context, graph: str | None, as_json: bool, area: str | None, errors: bool, today: str | None
) -> None:
    """Check a graph against the standard for question banks.

    An error makes the graph wrong or unusable; a warning says where it falls short of a good bank. The exit status is 1
    if there are errors.
    """
    from simulator.graph.lint.structure import lint as find_faults  # deferred: --help does not need the rules

    path = find_graph(workspace_of(ctx), graph)
    name = path.resolve().name
    try:
        day = date.fromisoformat(today) if today is not None else None
    except ValueError as error:
        raise UsageError(f'--today is a day such as 2026-12-31, not "{short(today or "")}".') from error
    found = find_faults(path, area, day, progress_line("Checking question"))
    findings = [f for f in found if f.severity == "error" or not errors]
    counts = Counter(finding.severity for finding in findings)
    if as_json:
        print_json({"graph": name, "findings": [{key: getattr(f, key) for key in KEYS} for f in findings]})
    else:
        for finding in findings:
            print_text(f"{finding.severity}: {finding} [{finding.rule}]")
        by_rule = Counter(finding.rule for finding in findings).most_common()
        rules = [f"{number} {rule}" for rule, number in by_rule[:MOST_RULES]]
        if others := sum(number for _, number in by_rule[MOST_RULES:]):
            rules.append(f"{others} of other rules")
        left = len(found) - len(findings)
        warnings = f"{plural(left, 'warning')} left out" if left else plural(counts["warning"], "warning")
        totals = f"{plural(counts['error'], 'error')}, {warnings}"
        in_brackets = f" ({', '.join(rules)})" if rules else ""
        print_status(f"{name}: {totals}{in_brackets}.")
    ctx.exit(1 if counts["error"] else 0)


@click.command()
@click.argument("graph", required=False)
@click.argument("record", metavar="ID")
@workspace_options
@click.pass_context
def edit(ctx: click.Context, graph: str | None, record: str) -> None:
    """Edit the question, check or concept with this ID in $VISUAL or $EDITOR.

    Your text is checked before it replaces the record; the rest of the file doesn't change. GRAPH is the name of a
    graph or the path of its folder. The default is llm.
    """
    from simulator.graph.authoring import find_record, findings_after  # deferred: --help does not need the rules

    workspace = workspace_of(ctx)
    path = find_graph(workspace, graph)
    own_copy = path.parent == workspace.graphs and workspace.sessions.parent == workspace.graphs.parent
    if path.parent == bundled_graphs() and not own_copy:
        raise UsageError(
            f"{path.name} comes with the program and can't be edited there; "
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
        if not _wants_to_edit_again():
            raise GraphError(
                f"{record_text.file} was left as it was; your text is in {temporary_file(text.encode(), '.toml')}."
            )
        text = _edited(record_text, text)
    print_status("Nothing was changed.")


def _edited(record_text: "RecordText", text: str) -> str:
    data = edited(text, f"{record_text.record}.toml")
    try:
        return data.decode("utf-8-sig")  # some editors begin every file with a byte order mark
    except UnicodeDecodeError as error:
        raise UsageError(
            f"The text from your editor isn't UTF-8; it's saved in {temporary_file(data, '.toml')}."
        ) from error


def _wants_to_edit_again() -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    try:
        return click.confirm("There are errors. Edit again?", default=True, err=True)
    except click.Abort:  # Ctrl+C or Ctrl+D means no; the text must still be kept
        print_status("")
        return False


def _save(record_text: "RecordText", text: str) -> None:
    """Replace the record. Raises GraphError, naming the file that keeps the text, if that is not possible."""
    from simulator.session.transcript.disk import replace  # deferred: only to save

    if record_text.unchanged():
        try:
            replace(record_text.path, record_text.file_with(text))
        except OSError as error:
            problem = f"{record_text.path} can't be written ({error.strerror})"
        else:
            print_status(f"Saved in {record_text.path}.")
            return
    else:
        problem = f"{record_text.file} has changed in the meantime and was left as it is"
    raise GraphError(f"{problem}; your text is in {temporary_file(text.encode(), '.toml')}.")


IMPORT_HELP = f"""Make a graph from other tools' question lists.

A FILE ends in {", ".join(READERS)}. Each topic becomes an area with one concept, and a difficulty, in words or numbers,
becomes a tier (2 if there is none). You add the rubrics, hints and sources yourself; `interview graph lint DIR` lists
what's missing.
"""


@click.command("import", help=IMPORT_HELP)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder of the new graph."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="WHAT=NAME",
    help="What a column or key is called, such as question=Frage; also answer, topic, difficulty, tags and hint.",
)
@click.option("--known", metavar="GRAPH", help="Point out questions that this graph already asks.  [default: llm]")
@workspace_options
@click.pass_context
def import_questions(
    ctx: click.Context, files: tuple[Path, ...], output: Path, columns: tuple[str, ...], known: str | None
) -> None:
    """Make a graph from question lists."""
    from simulator.graph.importers.new_graph import alike_ones, without_doubles, write_graph

    called = dict(_column(words) for words in columns)
    if called and not any(path.suffix.lower() in WITH_COLUMN_NAMES for path in files):
        raise UsageError(f"--column is for files whose columns or keys have names: {', '.join(WITH_COLUMN_NAMES)}.")
    imported = [read(path, called) for path in files]
    refuse_absent(imported, called)
    entries, doubles = without_doubles([entry for part in imported for entry in part.entries])
    left_out = [each for part in imported for each in part.left_out] + doubles
    if not entries:
        why = f"{left_out[0].where}: {left_out[0].why}" if left_out else ", ".join(short(f.name) for f in files[:3])
        raise UsageError(f"There are no questions to import ({why}).")
    alike: list[Alike] = []
    workspace = workspace_of(ctx)
    try:  # before anything is written, since there may be no such graph
        graph = open_graph(workspace, known)
        alike = alike_ones(entries, {question.id: question.prompt for question in graph.questions.values()})
    except SimulatorError:
        if known is not None:
            raise
    for path in write_graph(output, entries):
        print_data(str(path))
    _print_imported(entries, left_out, alike)
    name = shlex.quote(str(output))
    print_status(f"Next: `interview graph lint {name}`, `interview graph edit {name} ID`, `interview start {name}`.")


def _column(words: str) -> tuple[str, str]:
    """The key of an imported question and the name of its column. Raises UsageError for other words."""
    what, _, name = words.partition("=")
    if not (key := key_called(what)) or not name.strip():
        raise UsageError(f'--column takes pairs such as question=Frage or answer=Antwort, not "{short(words)}".')
    return key, name.strip()


def _print_imported(
    entries: Sequence["ImportedQuestion"], left_out: Sequence["LeftOut"], alike: Sequence["Alike"]
) -> None:
    answered = sum(bool(entry.answer) for entry in entries)
    topics = len({entry.topic for entry in entries})
    print_status(
        f"Taken: {plural(len(entries), 'question')} on {plural(topics, 'topic')}, {answered:,} with an answer."
    )
    for refused in left_out[:MOST_SHOWN]:
        print_status(f"Left out: {refused.where}: {refused.why}.")
    if len(left_out) > MOST_SHOWN:
        print_status(f"Left out: {len(left_out) - MOST_SHOWN:,} more.")
    for pair in alike[:MOST_SHOWN]:
        print_status(
            f"Already known: {short(pair.entry.prompt)} ({pair.entry.where}) asks nearly the same as {pair.known}."
        )
    if unknown := Counter(entry.unknown_tier for entry in entries if entry.unknown_tier):
        words = ", ".join(f'"{short(word, 20)}"' for word, _ in unknown.most_common(MOST_WORDS))
        known = "a difficulty is easy, medium or hard, or a tier from 1 to 6"
        print_status(f"At tier 2 for now: {plural(unknown.total(), 'question')} with {words}; {known}.")


@click.command()
@click.argument("name")
@workspace_options
@click.pass_context
def new(ctx: click.Context, name: str) -> None:
    """Make a small valid graph to start from.

    It's made in the workspace's folder of graphs, or in the current folder if there's no workspace. A NAME with
    a slash is a path.
    """
    from simulator.graph.authoring import write_template  # deferred: --help writes nothing

    if "/" in name or not name:
        folder = typed_path(name)
    else:
        workspace, current = workspace_of(ctx), Path.cwd()
        # no new graphs among those that come with the program, unless we are in a checkout of it
        is_foreign = workspace.graphs == bundled_graphs() and workspace.graphs.parent not in (current, *current.parents)
        folder = (current if is_foreign else workspace.graphs) / name
    for path in write_template(folder):
        print_data(str(path))
    words = shlex.quote(str(folder))
    if other := _other_of_this_name(workspace_of(ctx), folder):
        print_status(
            f"{folder.name} still names the graph in {other}, and interviews meant for yours would use that one: "
            f"choose another name, or give the path, {words}."
        )
    print_status(f"Edit these, then run `interview graph lint {words}` and `interview start {words}`.")


def _other_of_this_name(workspace: Workspace, folder: Path) -> Path | None:
    """Another graph that a command would use instead of the one in this folder, given only the name; None if none."""
    named = graph_folders(workspace).get(folder.name)
    return named if named is not None and named.resolve() != folder.resolve() else None


@click.command()
@click.argument(
    "file", required=False, type=click.Choice(["graph", "concepts", "questions", "checks", "misconceptions"])
)
def schema(file: str | None) -> None:
    """Print the JSON Schema of a graph's files, which editors can use.

    The schema is for one kind of file, or without an argument for all of them.
    """
    from simulator.graph.authoring import schema as json_schema  # deferred: --help does without

    print_data(json.dumps(json_schema(file), indent=2))
