"""`interview report`, `compare`, `ask` and `export`: figures and texts about sessions."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from simulator.cli.common import (
    STDOUT,
    TEXT_ENDINGS,
    F,
    answers_option,
    bracketed,
    force_option,
    holds_text,
    is_stream,
    is_terminal,
    json_option,
    local_today,
    output_file,
    path_option,
    plain_already,
    print_data,
    print_json,
    print_lines,
    print_status,
    print_text,
    print_written,
    refuse_overwrite,
    text_width,
    workspace_of,
    workspace_options,
    write_error,
    write_text,
)
from simulator.engine.model.parameters import SENIORITIES
from simulator.errors import SimulatorError, UsageError
from simulator.graph.text import names as names_of
from simulator.graph.text import plural, short, wrap
from simulator.report.export.exporters import (
    EXPORTERS,
    INDEX,
    as_chosen,
    export_file,
    export_folder,
    export_text,
    file_names,
)
from simulator.session.archive import archive
from simulator.session.archive.search import SEARCH_LETTERS, TOO_LONG
from simulator.session.archive.summary import SessionRow
from simulator.session.transcript.disk import filling
from simulator.session.workspace import Workspace, open_graph
from simulator.ui.preferences import read_preferences

if TYPE_CHECKING:
    from simulator.report.records import Assessment

PAIR = 2
PEEKED_AT = 10  # interviews, of which all may have been left without an answer
TEXT = "text"  # as the terminal shows it; the other formats are those of exports
FORMATS = [TEXT, *(name for name, exporter in EXPORTERS.items() if exporter.is_text)]
ENDINGS = [TEXT_ENDINGS[0], *(EXPORTERS[name].suffix for name in FORMATS if name in EXPORTERS)]


def own_sessions(workspace: Workspace, limit: int | None = None) -> list[SessionRow]:
    """The candidate's interviews, newest first. Raises UsageError if there are none."""
    rows = archive.rows(workspace, candidate=workspace.candidate, limit=limit)
    if not rows:
        where = f"{workspace.sessions}; `interview review` lists everyone's."
        raise UsageError(f'The candidate "{workspace.candidate}" has no interviews in {where}')
    return rows


def latest_session(workspace: Workspace) -> tuple[Path, str]:
    """The candidate's newest interview with an answer that's over, and what's to be said about a newer one, if any.

    Without one that's over it's the newest with an answer, else the newest. Raises UsageError if there is none.
    """
    rows = own_sessions(workspace, limit=PEEKED_AT)
    begun = [row for row in rows if row.answers or row.waiting]
    chosen = next((row for row in begun if row.state != "asking"), begun[0] if begun else rows[0])
    newer = begun[0] if begun and begun[0] is not chosen else None
    return chosen.path, f"You've begun another since: `interview report {newer.id}` has it so far." if newer else ""


def is_the_day(workspace: Workspace) -> bool:
    """Whether the interview they're preparing for is today."""
    with suppress(UsageError):  # a report does without settings that can't be read
        return read_preferences(workspace.config).days_left(local_today()) == 0
    return False


def seniority_option(default: str) -> Callable[[F], F]:
    """Let a command take the level that is judged."""
    return click.option(
        "--seniority", type=click.Choice(SENIORITIES), help=f"Judge you at this level.  [default: {default}]"
    )


def ending_of(output: Path | None) -> str:
    """The format whose ending a file has; empty for any other ending, and for a stream."""
    if output is None or is_stream(output):
        return ""
    ending = output.suffix.lower()
    ending = {".htm": ".html", ".markdown": ".md"}.get(ending, ending)
    return next((name for name, exporter in EXPORTERS.items() if exporter.suffix == ending), "")


def format_of(output: Path | None, to: str | None, *, as_json: bool) -> str:
    """The format of a report: the one asked for, else that of the file's ending, else text.

    Raises UsageError if both are named and differ: another program would take the file for what it isn't.
    """
    if as_json and to not in (None, "json"):
        raise UsageError(f"--json and --to {to} ask for two formats; leave one out.")
    asked, ending = "json" if as_json else to, ending_of(output)
    if output is not None and asked is None and not ending and not holds_text(output):
        raise UsageError(
            f"A report can't be written as {output.suffix}: end the file in {names_of(ENDINGS, 'or')}, "
            f"or name its format with --to ({names_of(FORMATS, 'or')})."
        )
    if output is not None and ending and asked not in (None, ending):
        right = EXPORTERS[asked].suffix if asked in EXPORTERS else TEXT_ENDINGS[0]
        raise UsageError(
            f"{short(output, 200)} would be {ending}, but you asked for {asked}: "
            f"write -o {short(output.with_suffix(right), 200)}, or leave out {'--json' if as_json else '--to'}."
        )
    if asked is None and ending and not EXPORTERS[ending].is_text:
        raise UsageError(f"`interview report` can't write {ending}; `interview export --to {ending} -o {output}` can.")
    return asked or ending or TEXT


@click.command()
@click.argument("session", required=False)
@click.option(
    "--to", type=click.Choice(FORMATS), help=f"The format.  [default: by the ending of the file, else {TEXT}]"
)
@click.option("--json", "as_json", is_flag=True, help="The same as --to json.")
@seniority_option("that of the interview")
@plain_already
@path_option("-o", "--output", help="Write to this file; - is stdout.")
@answers_option
@force_option
@workspace_options
@click.pass_context
def report(
    ctx: click.Context,
    session: str | None,
    to: str | None,
    as_json: bool,
    seniority: str | None,
    output: Path | None,
    answers: bool | None,
    force: bool,
) -> None:
    """Show the report of an interview, or write it to a file.

    The report says how ready you are for your level, where your gaps are, how you rate yourself, how you use your
    time, why each question was asked, and what to study. The default SESSION is your latest interview that's over.
    """
    from simulator.report.load import report_of  # deferred: the engine
    from simulator.report.text.report import UNANSWERED, WIDTH, is_unanswered, page
    from simulator.report.text.words import headline

    workspace = workspace_of(ctx)
    path, newer = (archive.find(workspace, session), "") if session is not None else latest_session(workspace)
    width = WIDTH if output else text_width()
    to = format_of(output, to, as_json=as_json)
    found = report_of(path, workspace, level=seniority or "", on_the_day=is_the_day(workspace))
    assessment = next(as_chosen([found], to, answers=answers))
    if to == TEXT:
        lines = wrap(UNANSWERED, width) if is_unanswered(found) else page(assessment, width)
        text = "".join(f"{line}\n" for line in lines)
    else:
        text = "".join(export_text([assessment], to, many=False))
    if newer:
        print_status(newer)
    if output is not None:
        own_words = to == TEXT or EXPORTERS[to].own_words
        unasked = answers is None and own_words and not is_unanswered(found)
        write_text(text, output, force=force, holds=WITH_OWN_WORDS * unasked)
        return
    print_data(text.removesuffix("\n"))
    scrolls = is_terminal(STDOUT) and text.count("\n") >= get_terminal_size().lines
    if to == TEXT and scrolls and not is_unanswered(found):
        about = "What that rests on" if found.recommendation.word else "Why"
        print_status(f"\n{headline(found.recommendation)}. {about} is at the top of the page.")


@click.command()
@click.argument("first", required=False)
@click.argument("second", required=False)
@json_option
@workspace_options
@click.pass_context
def compare(ctx: click.Context, first: str | None, second: str | None, as_json: bool) -> None:
    """Compare two interviews: what changed, and whether it's more than chance.

    FIRST and SECOND are names of interviews, or the start or end of one. `interview review` lists them. The default
    is your last two that are over and have a score; a single name is compared with your latest.
    """
    from simulator.report.concept_records import as_json as to_json  # deferred: --help does without
    from simulator.report.load import comparison_of
    from simulator.report.text.compare import comparison_lines

    workspace = workspace_of(ctx)
    earlier, later = _two(workspace, [name for name in (first, second) if name is not None])
    comparison = comparison_of(earlier, later, workspace)
    if as_json:
        print_data(to_json(comparison).decode())
    else:
        print_lines(comparison_lines(comparison, text_width()))


def _two(workspace: Workspace, given: Sequence[str]) -> list[Path]:
    """The two interviews to compare: those that were named, then the candidate's last ones with an answer.

    What's only begun comes after all that are over.
    """
    chosen = [archive.find(workspace, name) for name in given]
    if len(chosen) < PAIR:
        rows = own_sessions(workspace)
        scored = sorted((row for row in rows if row.answers), key=lambda row: row.state == "asking")
        first = [row for row in rows if row.path in chosen] or scored  # two graphs can't be compared
        chosen += [row.path for row in scored if row.path not in chosen and row.graph == first[0].graph]
    if len(chosen) < PAIR:
        raise UsageError("There's no second interview with a score to compare with; `interview review` lists yours.")
    return chosen[:PAIR]


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--graph", metavar="GRAPH", help="The graph to search.  [default: llm]")
@click.option(
    "--limit", metavar="N", type=click.IntRange(1, 100), default=5, show_default=True, help="Show at most N passages."
)
@json_option
@workspace_options
@click.pass_context
def ask(ctx: click.Context, words: tuple[str, ...], graph: str | None, limit: int, as_json: bool) -> None:
    """Search definitions, answers, mistakes and sources, and show the best passages."""
    import msgspec  # deferred: --help does without

    from simulator.report.search import ask as best_passages

    query = " ".join(words)
    if len(query) > SEARCH_LETTERS:
        print_status(TOO_LONG)
    searched = open_graph(workspace_of(ctx), graph)
    passages = best_passages(searched, query, limit)
    if as_json:
        print_json({"query": query, "passages": msgspec.to_builtins(passages)})
        return
    for number, passage in enumerate(passages):
        if number:
            print_data()
        print_text(f"{passage.title} · {passage.kind} · {passage.id}")
        text = f"{bracketed(passage.parts)} {passage.url}".rstrip()
        print_lines(wrap(text, text_width(), "    ", "    "))
    if not passages:
        print_status(f"There's nothing on that in the graph {searched.id}; try other words, or name another graph.")


WITH_OWN_WORDS = ", with your name and what you said; --no-answers leaves them out"
WITH_FOLDER = names_of([name for name, exporter in EXPORTERS.items() if exporter.has_folder], "or")
EXPORT_HELP = f"""Write interviews to a file, or to a folder with a file for each.

Without SESSION, all your interviews are written. The formats are:

\b
{chr(10).join(f"  {name:6}{exporter.about}" for name, exporter in EXPORTERS.items())}

With {WITH_FOLDER}, a PATH without a suffix is a folder. An existing file is kept unless you add --force.
"""


@click.command(help=EXPORT_HELP)
@click.argument("names", nargs=-1, metavar="[SESSION]...")
@click.option("--to", type=click.Choice(list(EXPORTERS)), help="The format.  [required]")
@click.option(
    "-o", "--output", metavar="PATH", type=click.Path(path_type=Path), help="Where to write; - is stdout.  [required]"
)
@answers_option
@force_option
@workspace_options
@click.pass_context
def export(
    ctx: click.Context,
    /,
    names: tuple[str, ...],
    to: str | None,
    output: Path | None,
    answers: bool | None,
    force: bool,
) -> None:
    """Write interviews to a file or a folder."""
    if to is None or output is None:
        missing = [f"--to ({names_of([*EXPORTERS], 'or')})"] * (to is None)
        missing += ["-o with the file to write"] * (output is None)
        to = to or "html"
        example = f"interview export --to {to} -o {output or f'interviews{EXPORTERS[to].suffix}'}"
        raise UsageError(f"An export needs {' and '.join(missing)}, such as `{example}`.")
    workspace = workspace_of(ctx)
    named = list(dict.fromkeys(archive.find(workspace, name) for name in names))
    paths = named or [row.path for row in reversed(own_sessions(workspace))]
    many = len(names) != 1
    exporter = EXPORTERS[to]
    assessed = _assessed(paths, workspace, strict=bool(names))
    if exporter.has_folder and (output.is_dir() or (many and not output.suffix and not is_stream(output))):
        chosen = ((path, next(as_chosen([assessment], to, answers=answers))) for path, assessment in assessed)
        number = _export_folder(paths, chosen, to, output, force=force)
    elif exporter.alone and len(paths) > 1:
        raise UsageError(f"A {to} holds one interview: name one, or give a folder with -o for {len(paths)} of them.")
    elif not exporter.is_text and is_terminal(output):
        raise UsageError(f"A terminal can't show {to}: give a file that ends in {exporter.suffix} with -o.")
    elif not exporter.is_text and output.suffix.lower() != exporter.suffix and not is_stream(output):
        folder = output.is_dir() or not output.name  # "." has no ending to change
        meant = (output / "interviews" if folder else output).with_suffix(exporter.suffix)
        raise UsageError(f"For {to} the file has to end in {exporter.suffix}: -o {meant}")
    else:
        with output_file(output, force=force) as file:
            chosen_assessments = as_chosen((assessment for _, assessment in assessed), to, answers=answers)
            number = export_file(chosen_assessments, to, file, time.time(), many=many)
    unasked = answers is None and exporter.own_words
    print_written(output, f": {plural(number, exporter.counts)}{WITH_OWN_WORDS * unasked}")


def _assessed(paths: list[Path], workspace: Workspace, *, strict: bool) -> "Iterator[tuple[Path, Assessment]]":
    """Each transcript with its assessment; unless `strict`, one that cannot be read is named on stderr and left out."""
    from simulator.report.load import assess_file, graphs_of, report_of  # deferred: the engine

    graphs = graphs_of(workspace)
    alone = partial(report_of, on_the_day=is_the_day(workspace))
    assess = alone if len(paths) == 1 else assess_file  # what was done since is no part of an archive
    for path in paths:
        try:
            yield path, assess(path, workspace, graphs)
        except SimulatorError as error:
            if strict:
                raise
            print_status(f"{path.stem} was left out: {error}")


def _export_folder(
    paths: list[Path], assessed: "Iterable[tuple[Path, Assessment]]", to: str, output: Path, *, force: bool
) -> int:
    """Write a file for each session and an index; the folder appears once all are written. Returns their number."""
    names = dict(zip(paths, file_names(paths, to), strict=True))
    index = [] if EXPORTERS[to].alone else [f"{INDEX}{EXPORTERS[to].suffix}"]
    for name in (*index, *names.values()):
        refuse_overwrite(output / name, force=force)
    try:
        with filling(output, over=force) as folder:
            return export_folder(((names[path], assessment) for path, assessment in assessed), to, folder)
    except OSError as error:
        raise write_error(output, error) from error
