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
from simulator.session.archive import archive
from simulator.session.workspace import Workspace

if TYPE_CHECKING:
    from simulator.report.records import Assessment

FORMATS = ("md", "html", "json", "csv", "anki")


@click.command()
@click.argument("names", nargs=-1, metavar="[SESSION]...")
@click.option("--to", type=click.Choice(FORMATS), help="The format.  [required]")
@click.option("-o", "--output", metavar="PATH", type=click.Path(path_type=Path), help="Where to write it.  [required]")
@force_option
@workspace_options
@click.pass_context
def export(ctx: click.Context, /, names: tuple[str, ...], to: str | None, output: Path | None, force: bool) -> None:
    """Write sessions to a file; without SESSION, all of the candidate.

    For md and html a PATH without a suffix is a folder that gets a file for each session. csv has one row a question;
    anki holds the questions whose latest answer was below solid. A file that is there already is not written over.
    """
    if to is None or output is None:
        raise UsageError(_needed(to, output))
    place = workspace(ctx)
    paths = list(dict.fromkeys(archive.find(place, name) for name in names)) or _all(place)
    many = len(names) != 1
    assessed = _assessed(paths, place, strict=bool(names))
    if to in {"md", "html"} and (output.is_dir() or (many and not output.suffix and not is_stream(output))):
        done = _write_folder(paths, assessed, to, output, force=force)
    else:
        with written(output, force=force) as file:
            done = _write_file((found for _, found in assessed), to, file, many=many)
    print_status(f"Wrote {output}: {done}.")


def _write_folder(
    paths: list[Path], assessed: "Iterable[tuple[Path, Assessment]]", to: str, output: Path, *, force: bool
) -> str:
    """A file for each session, named as its transcript is, and an index."""
    from simulator.report.export.archive import INDEX, file_names, one_file_each  # loaded to export, not for --help
    from simulator.session.transcript.disk import filling

    names = dict(zip(paths, file_names(paths, to), strict=True))
    for name in (f"{INDEX}.{to}", *names.values()):
        refuse_overwrite(output / name, force=force)
    try:
        with filling(output, over=force) as folder:
            return plural(one_file_each(((names[path], found) for path, found in assessed), to, folder), "session")
    except OSError as error:
        raise not_written(output, error) from error


def _write_file(assessments: "Iterable[Assessment]", to: str, file: Path, *, many: bool) -> str:
    from simulator.report.export.archive import one_file
    from simulator.report.export.cards import write_package  # exporters are loaded to export, not for --help

    if to == "anki":
        return plural(write_package(assessments, file, time.time()), "missed question")
    counted = _Counted(assessments)
    with file.open("w", encoding="utf-8", newline="") as target:
        for piece in one_file(counted, to, many=many):
            target.write(piece)
    return plural(counted.number, "session")


def _needed(to: str | None, output: Path | None) -> str:
    """What is missing, with an example that works."""
    missing = [f"--to ({', '.join(FORMATS[:-1])} or {FORMATS[-1]})"] * (to is None)
    missing += ["-o with the file to write"] * (output is None)
    form = to or "html"
    file = output or f"interviews.{'apkg' if form == 'anki' else form}"
    return f"An export needs {' and '.join(missing)}, such as `interview export --to {form} -o {file}`."


class _Counted:
    """Assessments on their way, and how many went by."""

    def __init__(self, assessments: "Iterable[Assessment]") -> None:
        self._assessments = assessments
        self.number = 0

    def __iter__(self) -> "Iterator[Assessment]":
        for found in self._assessments:
            self.number += 1
            yield found


def _all(place: Workspace) -> list[Path]:
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
