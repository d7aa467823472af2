"""`interview graph new` and `schema`: what an author begins with."""

import json
import shlex
from pathlib import Path

import click

from simulator.cli.common import narrate, say, workspace, workspace_options
from simulator.session.workspace import Workspace, bundled_graphs


@click.command()
@click.argument("name")
@workspace_options
@click.pass_context
def new(ctx: click.Context, name: str) -> None:
    """Make a small valid graph to begin with.

    It goes into the workspace's folder of graphs, or into the current folder where there is no workspace; a NAME with a
    slash is a path.
    """
    from simulator.graph.template import write_template  # deferred: --help writes nothing

    folder = Path(name).expanduser() if "/" in name else _home(workspace(ctx)) / name
    for path in write_template(folder):
        say(str(path))
    words = shlex.quote(str(folder))
    narrate(f"Edit these, then `interview graph lint {words}` and `interview start {words}`.")


def _home(place: Workspace) -> Path:
    here = Path.cwd()
    foreign = place.graphs == bundled_graphs() and place.graphs.parent not in (here, *here.parents)
    return here if foreign else place.graphs


@click.command(short_help="Print the JSON Schema of a graph's files.")
@click.argument("file", required=False, type=click.Choice(["graph", "concepts", "questions", "checks"]))
def schema(file: str | None) -> None:
    """Print the JSON Schema of a graph's files, or of one kind of them, for editors."""
    from simulator.graph.schema import schema as described  # deferred: --help describes nothing

    say(json.dumps(described(file), indent=2))
