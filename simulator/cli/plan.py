"""`interview plan`: what to do on which day until the interview."""

import sys
from pathlib import Path

import click

from simulator.cli.common import (
    force_option,
    now_and_zone,
    output_file,
    print_data,
    print_status,
    text_width,
    workspace_of,
    workspace_options,
)
from simulator.cli.report import history_options
from simulator.errors import UsageError
from simulator.ui.preferences import LEAST_A_DAY, MOST_A_DAY, read_preferences

STDOUT = Path("-")
SETS = "`interview plan --date Friday` plans up to that day; to keep a date, use the settings (`s` on home)."


@click.command()
@click.option("--date", "given", metavar="D", help="The day of the interview.  [default: the one in your settings]")
@click.option(
    "--minutes",
    type=click.IntRange(LEAST_A_DAY, MOST_A_DAY),
    metavar="N",
    help="How many minutes a day, scoring included.  [default: as in your settings]",
)
@click.option(
    "--ics",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Write the plan to a calendar file; - is stdout.",
)
@force_option
@history_options
@workspace_options
@click.pass_context
def plan(
    ctx: click.Context,
    given: str | None,
    minutes: int | None,
    ics: Path | None,
    force: bool,
    graph: str | None,
    role: str | None,
    seniority: str | None,
    as_json: bool,
) -> None:
    """Show what to do each day until your interview.

    Each day is for one thing: a full interview, the gaps of an area, what's due, a day off, or the brief on the last
    two days; what's left of your minutes goes to other gaps and areas. D is a day such as Friday, 31 Dec or 2026-12-31.
    --date and --minutes are for this plan only; your settings stay as they are.
    """
    from simulator.report.export.calendar_file import calendar_file  # deferred: the engine
    from simulator.report.figures.calendar import as_json as to_json
    from simulator.report.load import planned_in
    from simulator.report.text.days import day_of
    from simulator.report.text.plan import plan_lines

    if ics is not None and as_json:
        raise UsageError("Choose either --ics or --json.")
    workspace, (now, zone) = workspace_of(ctx), now_and_zone()
    kept = read_preferences(workspace.config)
    today = now.astimezone(zone).date()
    try:
        until = kept.interview_on if given is None else day_of(given, today)
    except ValueError as error:
        raise UsageError(str(error)) from error
    minutes = minutes or kept.minutes_a_day
    named = {"graph": graph, "role": role, "seniority": seniority}
    countdown, of_graph = planned_in(
        workspace, now, until, minutes, default_role=kept.role, zone=zone, advert=kept.advert_weighs, **named
    )
    if as_json:
        print_data(to_json(countdown).decode())
    elif ics is None:
        for line in plan_lines(countdown, of_graph, text_width(), SETS):
            print_data(line)
    else:
        _write(calendar_file(countdown, of_graph, now), ics, force=force)


def _write(data: bytes, path: Path, *, force: bool) -> None:
    if path == STDOUT:
        sys.stdout.buffer.write(data)  # the lines of a calendar end in CRLF, which print cleans away
        return
    with output_file(path, force=force) as file:
        file.write_bytes(data)
    print_status(f"Wrote {path}.")
