"""`interview progress`: where a candidate stands over all sessions."""

import click

from simulator.cli.common import here_and_now, say, text_width, workspace, workspace_options


@click.command()
@click.option("--graph", metavar="GRAPH", help="The graph; without it that of the latest session.")
@click.option("--role", metavar="R", help="Weigh the areas for this role; without it that of the latest session.")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
@workspace_options
@click.pass_context
def progress(ctx: click.Context, graph: str | None, role: str | None, as_json: bool) -> None:
    """Show mastery over time, gaps, calibration, coverage, what is due and when you sat."""
    from simulator.report import progress as report  # the engine is loaded to assess, not for --help
    from simulator.report.opening import progress_of
    from simulator.report.progress_text import progress_lines

    now, zone = here_and_now()
    found = progress_of(workspace(ctx), now, graph, role, zone)
    if as_json:
        say(report.as_json(found).decode())
        return
    for line in progress_lines(found, now.astimezone(zone).date(), text_width()):
        say(line)
