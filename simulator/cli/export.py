"""`interview export`: sessions as files for other programs and for paper."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import count, force_option, narrate, spare, workspace, workspace_options
from simulator.errors import SimulatorError, UsageError
from simulator.graph.sanitise import short
from simulator.session import archive
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
    paths = [archive.find(place, name) for name in names] or _all(place)
    many = len(names) != 1
    for path in _targets(paths, to, output, many=many):
        spare(path, force=force)
    try:
        written = _write(_assessed(paths, place, strict=bool(names)), to, output, many=many)
    except OSError as error:
        raise UsageError(f"{short(output, 200)} cannot be written ({error.strerror or error}).") from error
    narrate(f"Wrote {output}: {written}.")


def _write(assessments: "Iterable[Assessment]", to: str, output: Path, *, many: bool) -> str:
    from simulator.report.export.anki import write_package  # exporters are loaded to export, not for --help
    from simulator.report.export.archive import one_file, one_file_each

    if to == "anki":
        return count(write_package(assessments, output, time.time()), "missed question")
    if _is_folder(to, output, many=many):
        return count(one_file_each(assessments, to, output), "session")
    counted = _Counted(assessments)
    with output.open("w", encoding="utf-8", newline="") as target:
        for piece in one_file(counted, to, many=many):
            target.write(piece)
    return count(counted.number, "session")


def _needed(to: str | None, output: Path | None) -> str:
    """What is missing, with an example that works."""
    missing = [f"--to ({', '.join(FORMATS[:-1])} or {FORMATS[-1]})"] * (to is None)
    missing += ["-o with the file to write"] * (output is None)
    form = to or "html"
    file = output or f"interviews.{'apkg' if form == 'anki' else form}"
    return f"An export needs {' and '.join(missing)}, such as `interview export --to {form} -o {file}`."


def _is_folder(to: str, output: Path, *, many: bool) -> bool:
    """Whether a folder is meant that gets a file for each session."""
    return to in {"md", "html"} and (output.is_dir() or (many and not output.suffix))


def _targets(paths: list[Path], to: str, output: Path, *, many: bool) -> list[Path]:
    """The files that will be written."""
    if not _is_folder(to, output, many=many):
        return [output]
    return [output / f"{name}.{to}" for name in ("index", *(path.stem for path in paths))]


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


def _assessed(paths: list[Path], place: Workspace, *, strict: bool) -> "Iterator[Assessment]":
    """The assessments, oldest first; of a whole archive those that cannot be read are named and left out."""
    from simulator.report.opening import assess_file, graphs_of  # the engine is loaded to assess, not for --help

    graphs = graphs_of(place)
    for path in paths:
        try:
            yield assess_file(path, place, graphs)
        except SimulatorError as error:
            if strict:
                raise
            narrate(f"{path.stem} is left out: {error}")
