"""`interview progress`, `brief` and `plan`: all interviews together, and what to do until the next one."""

from pathlib import Path

import click

from simulator.cli.common import (
    DRAWN,
    F,
    FileOrFolder,
    force_option,
    json_option,
    local_now,
    output_file,
    plain_already,
    print_data,
    print_lines,
    print_unknown_settings,
    print_written,
    terminal_width,
    text_width,
    workspace_of,
    workspace_options,
)
from simulator.cli.report import seniority_option
from simulator.errors import UsageError
from simulator.session.days import day_of
from simulator.ui.preferences import LEAST_A_DAY, MOST_A_DAY, Preferences, read_preferences


def history_options(command: F) -> F:
    """Let a command about all sessions take --graph, --role, --seniority and --json."""
    latest = "that of your latest interview"
    yours = "that of your settings, or else of your latest interview"  # as home goes by
    command = seniority_option(yours)(json_option(command))
    for name, metavar, text, default in (
        ("role", "R", "Weight the areas for this role.", yours),
        ("graph", "GRAPH", "Look at your interviews on this graph.", latest),
    ):
        option = click.option(f"--{name}", metavar=metavar, help=f"{text}  [default: {default}]")
        command = option(command)
    return command


def level_of(kept: Preferences) -> str:
    """The level that home judges by; empty where nobody has chosen one."""
    return "" if kept.is_new else kept.seniority


@click.command()
@click.option(
    "--plain",
    is_flag=True,
    help="Give the figures in words, without drawings and tables, as in a terminal under 60 columns.",
)
@history_options
@workspace_options
@click.pass_context
def progress(
    ctx: click.Context, graph: str | None, role: str | None, seniority: str | None, as_json: bool, plain: bool
) -> None:
    """Show your progress over all interviews.

    You see your level over time, your gaps, how you rate yourself, what was asked so far, what's due again, and
    when you practised.
    """
    from simulator.report.concept_records import as_json as to_json  # deferred: the engine
    from simulator.report.load import progress_of
    from simulator.report.text.progress import progress_lines

    workspace, now = workspace_of(ctx), local_now()
    kept = read_preferences(workspace.config)
    level = seniority or level_of(kept)
    figures = progress_of(workspace, now, graph, role, level, kept.advert_areas, kept.role)
    if as_json:
        print_data(to_json(figures).decode())
        return
    today = now.date()
    if plain or text_width() < DRAWN:
        print_lines(progress_lines(figures, today, terminal_width() or text_width(), is_drawn=False))
    else:
        print_lines(progress_lines(figures, today, text_width()))


@click.command()
@plain_already
@history_options
@workspace_options
@click.pass_context
def brief(ctx: click.Context, graph: str | None, role: str | None, seniority: str | None, as_json: bool) -> None:
    """Go over gaps, likely questions and best answers before an interview.

    It ends with two questions you've answered well.
    """
    from simulator.report.concept_records import as_json as to_json  # deferred: --help does without
    from simulator.report.load import brief_on, graphs_of, progress_of
    from simulator.report.text.brief import brief_lines

    workspace, now = workspace_of(ctx), local_now()
    kept = read_preferences(workspace.config)
    level = seniority or level_of(kept)
    figures = progress_of(workspace, now, graph, role, level, kept.advert_areas, kept.role)
    loaded = graphs_of(workspace)(graph or figures.graph)
    summary = brief_on(loaded, figures, workspace, kept.advert_terms)
    if as_json:
        print_data(to_json(summary).decode())
    else:
        left = kept.days_left(now.date())
        print_lines(brief_lines(summary, text_width(), now.tzinfo, now.date(), left))


SETS = "`interview plan --date Friday` plans up to that day; to save a date, use the settings (`s` on home)."


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
    type=FileOrFolder(),
    metavar="FILE",
    help="Write the plan to a calendar file; - is stdout.",
)
@force_option
@plain_already
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
    two days; what's left of your minutes goes to other gaps and areas, but not on the last evening or the day itself.
    D is a day such as Friday, 31 Dec or 2026-12-31. --date and --minutes are for this plan only; your settings stay as
    they are.
    """
    from simulator.report.export.calendar_file import calendar_file  # deferred: the engine
    from simulator.report.figures.day_plan import as_json as to_json
    from simulator.report.load import planned_in
    from simulator.report.text.plan import plan_lines

    if ics is not None and as_json:
        raise UsageError("Choose either --ics or --json.")
    workspace, now = workspace_of(ctx), local_now()
    kept = read_preferences(workspace.config)
    try:
        until = kept.interview_on if given is None else day_of(given, now.date())
    except ValueError as error:
        raise UsageError(str(error)) from error
    minutes = minutes or kept.minutes_a_day
    named = {"graph": graph, "role": role, "seniority": seniority or level_of(kept)}
    countdown, of_graph = planned_in(
        workspace,
        now,
        until,
        minutes,
        default_role=kept.role,
        advert=kept.advert_weighs,
        brief_read=kept.brief_read,
        **named,
    )
    print_unknown_settings(workspace, of_graph)
    if as_json:
        print_data(to_json(countdown).decode())
    elif ics is None:
        print_lines(plan_lines(countdown, of_graph, text_width(), SETS))
    else:
        with output_file(ics, force=force) as file:
            file.write_bytes(calendar_file(countdown, of_graph, now))  # its lines end in CRLF, which print cleans away
        print_written(ics)
