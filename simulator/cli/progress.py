"""`interview progress`: where a candidate stands over all sessions."""

import shutil
from datetime import UTC, datetime

import click

from simulator.cli.common import say, workspace, workspace_options

NARROWEST, WIDEST = 60, 100


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

    now = datetime.now(UTC)
    zone = now.astimezone().tzinfo or UTC
    found = progress_of(workspace(ctx), now, graph, role, zone)
    if as_json:
        say(report.as_json(found).decode())
        return
    width = min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)
    for line in progress_lines(found, now.astimezone(zone).date(), width):
        say(line)
