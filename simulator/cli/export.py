"""`interview export`: sessions as files for other programs and for paper."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import (
    force_option,
    is_stream,
    not_written,
    print_status,
    refuse_overwrite,
    workspace,
    workspace_options,
    written,
)
from simulator.errors import SimulatorError, UsageError
from simulator.graph.text import plural
from simulator.report.export.archive import EXPORTERS, INDEX, export_file, export_folder, file_names
from simulator.session.archive import archive
from simulator.session.workspace import Workspace

if TYPE_CHECKING:
    from simulator.report.records import Assessment

WITH_FOLDER = " or ".join(name for name, exporter in EXPORTERS.items() if exporter.has_folder)
HELP = f"""Write sessions to a file; without SESSION, all of the candidate.

A format is one of these:

\b
{chr(10).join(f"  {name:6}{exporter.about}" for name, exporter in EXPORTERS.items())}

With {WITH_FOLDER}, a PATH without a suffix is a folder that gets a file for each session. A file that exists is kept
unless you add --force.
"""


@click.command(help=HELP)
@click.argument("names", nargs=-1, metavar="[SESSION]...")
@click.option("--to", type=click.Choice(list(EXPORTERS)), help="The format.  [required]")
@click.option("-o", "--output", metavar="PATH", type=click.Path(path_type=Path), help="Where to write it.  [required]")
@force_option
@workspace_options
@click.pass_context
def export(ctx: click.Context, /, names: tuple[str, ...], to: str | None, output: Path | None, force: bool) -> None:
    """Write sessions to a file or a folder."""
    if to is None or output is None:
        raise UsageError(_missing(to, output))
    place = workspace(ctx)
    paths = list(dict.fromkeys(archive.find(place, name) for name in names)) or _all_sessions(place)
    many = len(names) != 1
    exporter = EXPORTERS[to]
    assessed = _assessed(paths, place, strict=bool(names))
    if exporter.has_folder and (output.is_dir() or (many and not output.suffix and not is_stream(output))):
        number = _export_folder(paths, assessed, to, output, force=force)
    else:
        with written(output, force=force) as file:
            number = export_file((found for _, found in assessed), to, file, time.time(), many=many)
    print_status(f"Wrote {output}: {plural(number, exporter.counts)}.")


def _export_folder(
    paths: list[Path], assessed: "Iterable[tuple[Path, Assessment]]", to: str, output: Path, *, force: bool
) -> int:
    """A file for each session, named as its transcript is, and an index; the folder appears when it is whole."""
    from simulator.session.transcript.disk import filling  # deferred: --help writes nothing

    names = dict(zip(paths, file_names(paths, to), strict=True))
    for name in (f"{INDEX}{EXPORTERS[to].suffix}", *names.values()):
        refuse_overwrite(output / name, force=force)
    try:
        with filling(output, over=force) as folder:
            return export_folder(((names[path], found) for path, found in assessed), to, folder)
    except OSError as error:
        raise not_written(output, error) from error


def _missing(to: str | None, output: Path | None) -> str:
    """What is missing, with an example that works."""
    *others, last = EXPORTERS
    missing = [f"--to ({', '.join(others)} or {last})"] * (to is None)
    missing += ["-o with the file to write"] * (output is None)
    form = to or "html"
    file = output or f"interviews{EXPORTERS[form].suffix}"
    return f"An export needs {' and '.join(missing)}, such as `interview export --to {form} -o {file}`."


def _all_sessions(place: Workspace) -> list[Path]:
    rows = archive.rows(place, candidate=place.candidate)
    if not rows:
        where = f"{place.sessions}; `interview review` lists all."
        raise UsageError(f'There is no session of the candidate "{place.candidate}" in {where}')
    return [row.path for row in reversed(rows)]


def _assessed(paths: list[Path], place: Workspace, *, strict: bool) -> "Iterator[tuple[Path, Assessment]]":
    """Each transcript with its assessment, oldest first; of an archive those that cannot be read are named, no more."""
    from simulator.report.load import assess_file, graphs_of  # the engine is loaded to assess, not for --help

    graphs = graphs_of(place)
    for path in paths:
        try:
            yield path, assess_file(path, place, graphs)
        except SimulatorError as error:
            if strict:
                raise
            print_status(f"{path.stem} is left out: {error}")
