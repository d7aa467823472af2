"""`interview report`, `compare`, `progress`, `brief` and `ask`: what sessions mean, and what the bank says."""

from pathlib import Path

import click

from simulator.cli.common import (
    force_option,
    here_and_now,
    print_data,
    print_status,
    print_text,
    say_json,
    text_width,
    workspace,
    workspace_options,
    write,
)
from simulator.errors import UsageError
from simulator.graph.text import wrap
from simulator.report.export.archive import EXPORTERS, export_text
from simulator.session.archive import archive
from simulator.session.workspace import Workspace, open_graph

WIDTH = 79  # columns of a report in a file

TEXT = "text"  # as the terminal shows it; the other formats are those of exports
FORMATS = [TEXT, *(name for name, exporter in EXPORTERS.items() if exporter.is_text)]


@click.command()
@click.argument("session", required=False)
@click.option("--to", type=click.Choice(FORMATS), default=TEXT, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --to json.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write a file.")
@force_option
@workspace_options
@click.pass_context
def report(ctx: click.Context, session: str | None, to: str, as_json: bool, output: Path | None, force: bool) -> None:
    """Say what a session means: readiness, level, gaps, calibration, time, path, and what to study.

    Without SESSION, the latest one of the candidate.
    """
    from simulator.report.load import assess_file  # the engine is loaded to assess, not for --help
    from simulator.report.text.report import page

    place = workspace(ctx)
    found = assess_file(session_path(place, session), place)
    width = WIDTH if output else text_width()
    to = "json" if as_json else to
    text = "\n".join([*page(found, width), ""]) if to == TEXT else "".join(export_text([found], to, many=False))
    if output is None:
        print_data(text.removesuffix("\n"))
    else:
        write(text, output, force=force)


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
    from simulator.report.figures import compare as comparing  # the engine is loaded to assess, not for --help
    from simulator.report.load import comparison_of
    from simulator.report.text.compare import comparison_lines

    place = workspace(ctx)
    found = comparison_of(archive.find(place, first), archive.find(place, second), place)
    if as_json:
        print_data(comparing.as_json(found).decode())
        return
    for line in comparison_lines(found, text_width()):
        print_data(line)


@click.command()
@click.option("--graph", metavar="GRAPH", help="The graph; without it that of the latest session.")
@click.option("--role", metavar="R", help="Weigh the areas for this role; without it that of the latest session.")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
@workspace_options
@click.pass_context
def progress(ctx: click.Context, graph: str | None, role: str | None, as_json: bool) -> None:
    """Show mastery over time, gaps, calibration, coverage, what is due and when you sat."""
    from simulator.report.figures import progress as report  # the engine is loaded to assess, not for --help
    from simulator.report.load import progress_of
    from simulator.report.text.progress import progress_lines

    now, zone = here_and_now()
    found = progress_of(workspace(ctx), now, graph, role, zone)
    if as_json:
        print_data(report.as_json(found).decode())
        return
    for line in progress_lines(found, now.astimezone(zone).date(), text_width()):
        print_data(line)


@click.command()
@click.option("--graph", metavar="GRAPH", help="The graph; without it that of the latest session.")
@click.option("--role", metavar="R", help="Weigh the areas for this role; without it that of the latest session.")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
@workspace_options
@click.pass_context
def brief(ctx: click.Context, graph: str | None, role: str | None, as_json: bool) -> None:
    """Go over past gaps, your best answers and two questions that you know: nothing new."""
    from simulator.report.figures import brief as report  # the engine is loaded to look back, not for --help
    from simulator.report.load import brief_of
    from simulator.report.text.progress import brief_lines

    now, zone = here_and_now()
    found = brief_of(workspace(ctx), now, graph, role, zone)
    if as_json:
        print_data(report.as_json(found).decode())
        return
    for line in brief_lines(found, text_width(), zone):
        print_data(line)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--graph", metavar="GRAPH", help="The graph to ask; without it, llm.")
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="At most so many passages.")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
@workspace_options
@click.pass_context
def ask(ctx: click.Context, words: tuple[str, ...], graph: str | None, limit: int, as_json: bool) -> None:
    """Search definitions, answers, mistakes and sources, and show the best passages."""
    import msgspec  # deferred with what follows: --help asks nothing

    from simulator.report.search import ask as asked

    query = " ".join(words)
    found = asked(open_graph(workspace(ctx), graph), query, limit)
    if as_json:
        say_json({"query": query, "passages": msgspec.to_builtins(found)})
        return
    for number, passage in enumerate(found):
        if number:
            print_data()
        print_text(f"{passage.title} · {passage.kind} · {passage.id}")
        # what was found stands between brackets, for colour alone would not carry it
        text = "".join(f"[{part}]" if hit else part for part, hit in passage.parts)
        for line in wrap(f"{text} {passage.url}".rstrip(), text_width(), "    ", "    "):
            print_data(line)
    if not found:
        print_status("The bank says nothing on that; try other words.")
