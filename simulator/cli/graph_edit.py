"""`interview graph edit`: one question, check or concept in one's own editor, checked before it is kept."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import narrate, say, workspace, workspace_options
from simulator.errors import GraphError, UsageError
from simulator.session.workspace import Workspace, bundled_graphs, find_graph
from simulator.ui.own_editor import aside, edited

if TYPE_CHECKING:
    from simulator.graph.editing import Passage
    from simulator.graph.findings import Finding


@click.command()
@click.argument("graph", required=False)
@click.argument("record")
@workspace_options
@click.pass_context
def edit(ctx: click.Context, graph: str | None, record: str) -> None:
    """Edit a question, check or concept in $VISUAL or $EDITOR.

    What comes back is held to the standard before it takes the record's place; the rest of the file stays as it is.
    """
    from simulator.graph.editing import passage  # deferred: --help needs no rules

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
    narrate("Nothing was changed.")


def _refuse_bundled(path: Path, place: Workspace) -> None:
    own = path.parent == place.graphs and place.sessions.parent == place.graphs.parent
    if path.parent == bundled_graphs() and not own:
        raise UsageError(
            f"{path.name} comes with the program and is not edited in its place; "
            f"copy {path} to a folder of your own and give its path."
        )


def _edited(found: "Passage", text: str) -> str:
    fresh = edited(text, f"{found.record}.toml")
    try:
        return fresh.decode("utf-8-sig")  # some editors begin every file with a mark
    except UnicodeDecodeError as error:
        raise UsageError(f"What the editor left is not UTF-8; it is kept in {aside(fresh, '.toml')}.") from error


def _told(found: "Passage", own: str) -> list["Finding"]:
    from simulator.graph.editing import findings_after  # deferred, as above

    findings = findings_after(found, own)
    for finding in findings:
        say(f"{finding.severity}: {finding} [{finding.rule}]")
    return findings


def _again() -> bool:
    """Whether the person wants to edit again; nobody is asked where nobody can answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return click.confirm("There are errors. Edit again?", default=True, err=True)


def _aside(own: str) -> Path:
    return aside(own.encode(), ".toml")


def _keep(found: "Passage", own: str) -> None:
    from simulator.session.durable import replace  # deferred: only when something is kept

    if not found.unchanged():
        raise GraphError(f"{found.file} was changed meanwhile and was left as it is; your text is in {_aside(own)}.")
    try:
        replace(found.path, found.file_with(own))
    except OSError as error:
        raise GraphError(
            f"{found.path} cannot be written ({error.strerror}); your text is in {_aside(own)}."
        ) from error
    narrate(f"Kept in {found.path}.")
