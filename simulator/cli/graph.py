"""`interview graph`: look at, check and make the graphs of what can be asked."""

import click

from simulator.cli.graph_edit import edit
from simulator.cli.graph_import import import_questions
from simulator.cli.graph_lint import lint
from simulator.cli.graph_look import list_graphs, show, stats
from simulator.cli.graph_make import new, schema


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def graph() -> None:
    """Look at, check and make the graphs of what can be asked.

    GRAPH is the name of a graph or the path of its folder; without it, llm.
    """


for command in (list_graphs, show, lint, stats, new, import_questions, edit, schema):
    graph.add_command(command)
