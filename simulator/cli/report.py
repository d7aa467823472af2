"""`interview report` and `interview compare`: what a session means, and what changed between two."""

from collections.abc import Iterator
from pathlib import Path

import click

from simulator.cli.common import force_option, say, workspace, workspace_options, write
from simulator.errors import UsageError
from simulator.session import archive
from simulator.session.workspace import Workspace


@click.command()
@click.argument("session", required=False)
@click.option("--to", type=click.Choice(["text", "md", "html", "json", "csv"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --to json.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write a file.")
@force_option
@workspace_options
@click.pass_context
def report(ctx: click.Context, session: str | None, to: str, as_json: bool, output: Path | None, force: bool) -> None:
    """Say what a session means: readiness, level, gaps, calibration, time, path, and what to study.

    Without SESSION, the latest one of the candidate.
    """
    from simulator.report.opening import assess_file  # the engine is loaded to assess, not for --help

    place = workspace(ctx)
    found = assess_file(session_path(place, session), place)
    text = "".join(rendered(found, "json" if as_json else to))
    if output is None:
        say(text.removesuffix("\n"))
    else:
        write(text, output, force=force)


def rendered(found: "object", to: str) -> Iterator[str]:
    """An assessment in one of the formats, in pieces."""
    from simulator.report.assessment import as_json  # deferred with the report
    from simulator.report.export.html import as_html
    from simulator.report.export.markdown import as_markdown
    from simulator.report.export.table import as_csv
    from simulator.report.plain import page
    from simulator.report.records import Assessment

    assert isinstance(found, Assessment)
    match to:
        case "md":
            yield as_markdown(found)
        case "html":
            yield as_html(found)
        case "json":
            yield as_json(found).decode() + "\n"
        case "csv":
            yield from as_csv([found])
        case _:
            yield "\n".join(page(found)) + "\n"


def session_path(place: Workspace, name: str | None) -> Path:
    """The transcript with this name, or the candidate's latest. Raises TranscriptError or UsageError."""
    if name is not None:
        return archive.find(place, name)
    latest = archive.rows(place, candidate=place.candidate, limit=1)
    if not latest:
        where = f"{place.sessions}; `interview review` lists all."
        raise UsageError(f'There is no session of the candidate "{place.candidate}" in {where}')
    return latest[0].path


@click.command()
@click.argument("first")
@click.argument("second")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
@workspace_options
@click.pass_context
def compare(ctx: click.Context, first: str, second: str, as_json: bool) -> None:
    """Compare two sessions: what changed, and whether it is more than noise."""
    from simulator.report import compare as comparing  # the engine is loaded to assess, not for --help
    from simulator.report.compare_text import comparison_lines
    from simulator.report.opening import comparison_of

    place = workspace(ctx)
    found = comparison_of(archive.find(place, first), archive.find(place, second), place)
    if as_json:
        say(comparing.as_json(found).decode())
        return
    for line in comparison_lines(found):
        say(line)
