"""`interview brief`: a few minutes for the day before an interview."""

import click

from simulator.cli.common import here_and_now, say, text_width, workspace, workspace_options


@click.command()
@click.option("--graph", metavar="GRAPH", help="The graph; without it that of the latest session.")
@click.option("--role", metavar="R", help="Weigh the areas for this role; without it that of the latest session.")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
@workspace_options
@click.pass_context
def brief(ctx: click.Context, graph: str | None, role: str | None, as_json: bool) -> None:
    """Go over past gaps, your best answers and two questions that you know: nothing new."""
    from simulator.report import brief as report  # the engine is loaded to look back, not for --help
    from simulator.report.brief_text import brief_lines
    from simulator.report.opening import brief_of

    now, zone = here_and_now()
    found = brief_of(workspace(ctx), now, graph, role, zone)
    if as_json:
        say(report.as_json(found).decode())
        return
    for line in brief_lines(found, text_width(), zone):
        say(line)
