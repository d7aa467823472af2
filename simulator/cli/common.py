"""What every command needs: the workspace it works in, and words on stdout that no terminal can obey."""

import contextlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.errors import UsageError
from simulator.graph.text import cells, clean, fit, plural, short, shorten, wrap, wrap_message
from simulator.session.workspace import Workspace, find

if TYPE_CHECKING:
    from simulator.session.transcript.read import TranscriptFinding

NARROWEST, WIDEST = 60, 100
PIPED = 80  # columns of what is laid out and not shown in a terminal, whatever the terminal is
GAP = 2
MARGIN = "    "
MANY = 200  # files to read before it is worth saying how far it is

_DESCRIPTOR = re.compile(r"(?:/dev|/dev/fd|/proc/self/fd)/(stdout|stderr|(?<=fd/)\d+)")
_STANDARD = {"stdout": 1, "stderr": 2}

F = TypeVar("F", bound=Callable[..., Any])


def workspace_options(command: F) -> F:
    """Lets a command take --graphs, --sessions and --candidate behind its name too; they win over those before it."""
    for name, metavar in (("candidate", "NAME"), ("sessions", "DIR"), ("graphs", "DIR")):
        command = click.option(
            f"--{name}", metavar=metavar, expose_value=False, hidden=True, callback=_remember, is_eager=True
        )(command)
    return command


def _remember(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is not None and param.name is not None:
        ctx.ensure_object(dict)[param.name] = value


def workspace(ctx: click.Context) -> Workspace:
    """The workspace that the options, the environment and the current folder name."""
    _narrate_warnings()
    return find(Path.cwd(), os.environ, ctx.ensure_object(dict))


def _narrate_warnings() -> None:
    """Have what the layers below warn of, such as a damaged cache that was mended, said on stderr."""
    import logging  # deferred: --help warns of nothing

    class Narrator(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            print_status(record.getMessage())

    log = logging.getLogger("simulator")
    if all(handler.name != "narrator" for handler in log.handlers):
        handler = Narrator()
        handler.name = "narrator"
        log.addHandler(handler)


def print_data(text: str = "") -> None:
    """Prints data: to stdout, without control characters."""
    sys.stdout.write(f"{clean(text)}\n")


def print_status(text: str) -> None:
    """Prints talk: to stderr, without control characters, in a terminal wrapped."""
    shown = clean(text)
    with contextlib.suppress(OSError):  # talk that nobody can hear is no reason to stop
        if sys.stderr.isatty():
            shown = wrap_message(shown, text_width())
        sys.stderr.write(f"{shown}\n")


def print_text(text: str) -> None:
    """Prints sentences that people read, in a terminal wrapped; piped, each stays on its line for the next program."""
    width = terminal_width()
    for line in clean(text).split("\n"):
        margin = line[: len(line) - len(line.lstrip(" "))]
        print_data("\n".join(wrap(line, width, later=margin + MARGIN)) if width else line)


def print_findings(findings: "Sequence[TranscriptFinding]") -> None:
    """What is wrong with a transcript, in one line: the first finding, and where the others are listed."""
    if findings:
        others = f" {plural(len(findings) - 1, 'more finding')}: `interview doctor` lists all." * (len(findings) > 1)
        print_status(f"{findings[0].message}{others}")


def say_json(value: dict[str, Any]) -> None:
    """Prints a JSON document that carries its version."""
    print_data(json.dumps({"version": 1, **value}, ensure_ascii=False, indent=2))


def how_far(what: str) -> Callable[[int, int], None]:
    """Says on stderr how far something is, where a person sees it and where there is much to do."""

    def show(done: int, total: int) -> None:
        """One line that is written over as `done` of `total` grows; silent below MANY."""
        if total >= MANY and sys.stderr.isatty():
            sys.stderr.write(f"\r{what} {done:,} of {total:,}" + ("\n" if done == total else ""))
            sys.stderr.flush()

    return show


def here_and_now() -> tuple[datetime, tzinfo]:
    """The moment, and the zone that says which day it is for the candidate."""
    now = datetime.now(UTC)
    return now, now.astimezone().tzinfo or UTC


def text_width() -> int:
    """Columns for text that is laid out: the terminal's, within what such text can be read in."""
    return min(max(terminal_width() or PIPED, NARROWEST), WIDEST)


def terminal_width() -> int | None:
    """Columns of the terminal that stdout is, or None where it is a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def table(rows: Sequence[Sequence[str]], width: int | None) -> list[str] | None:
    """The rows in columns, each as wide as its widest cell; None where `width` does not hold them.

    The first row is the head. Piped, where there is no width, a row always stays one line.
    """
    plain = [[clean(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*plain, strict=True)]
    if width is not None and sum(widths) + GAP * (len(widths) - 1) > width:
        return None
    gap = " " * GAP
    return [gap.join(fit(cell, room) for cell, room in zip(row, widths, strict=True)).rstrip() for row in plain]


def stacked_table(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The rows in columns; those that `width` does not hold follow below, each part with the first column again."""
    start, count = 1, len(rows[0])
    while start < count:
        ends = range(count, start, -1)
        parts = ([[row[0], *row[start:end]] for row in rows] for end in ends)
        for end, part in zip(ends, parts, strict=True):
            lines = table(part, width)
            if lines is not None or end == start + 1:
                yield from [""] if start > 1 else []
                yield from lines or (shorten(" ".join(row), width) for row in part)
                start = end
                break


def paragraph(name: str, words: Iterable[str], width: int) -> str:
    """One row of a table that does not fit: its name whole, for it is to be copied, and what is said of it below."""
    said = ", ".join(clean(word) for word in words if word)
    return "\n".join([clean(name), *wrap(said, width, MARGIN, MARGIN, cut=False)])


def force_option(command: F) -> F:
    """Lets a command that writes files take --force; without it no file that is there is written over."""
    return click.option("--force", is_flag=True, help="Write over a file that is there already.")(command)


def refuse_overwrite(path: Path, *, force: bool) -> None:
    """Raises UsageError where a file that is there would be written over, and nobody has said that it may be."""
    if path.is_dir():
        raise UsageError(f"{short(path, 200)} is a folder; give the name of a file.")
    if os.path.lexists(path) and not is_stream(path) and not force:
        raise UsageError(f"{short(path, 200)} is there already; give another name, or --force to write over it.")


def is_stream(path: Path) -> bool:
    """Whether what is written to `path` goes on to somebody, and replaces nothing: a pipe, a terminal, /dev/stdout."""
    return _DESCRIPTOR.fullmatch(str(path)) is not None or (path.exists() and not path.is_file() and not path.is_dir())


@contextlib.contextmanager
def written(path: Path, *, force: bool) -> Iterator[Path]:
    """A file to be written, which becomes the one at `path` when it is whole; until then the old one stays.

    Raises UsageError, with the reason, where that is not possible.
    """
    from tempfile import TemporaryDirectory  # deferred: most commands write nothing

    from simulator.session.transcript.disk import renewing

    refuse_overwrite(path, force=force)
    try:
        if is_stream(path):
            with TemporaryDirectory() as folder:
                yield Path(folder, path.name)
                _pour(Path(folder, path.name), path)
        else:
            with renewing(Path(os.path.realpath(path)), over=force) as fresh:
                yield fresh
    except BrokenPipeError:
        raise  # whoever reads it has seen enough
    except OSError as error:
        raise not_written(path, error) from error


def not_written(path: Path, error: OSError) -> UsageError:
    """What is said where a file or folder cannot be written."""
    return UsageError(f"{short(path, 200)} cannot be written ({error.strerror or error}).")


def _pour(file: Path, stream: Path) -> None:
    """Write what a file holds to a stream."""
    sys.stdout.flush()
    named = _DESCRIPTOR.fullmatch(str(stream))
    # a descriptor is used as it is: opened by its path, a file behind `>>` would be cut
    target = os.dup(_STANDARD.get(named[1]) or int(named[1])) if named else os.open(stream, os.O_WRONLY)
    with file.open("rb") as source, os.fdopen(target, "wb") as sink:
        shutil.copyfileobj(source, sink)


def write(text: str, path: Path, *, force: bool) -> None:
    """Writes a file that a person asked for. Raises UsageError, with the reason, where that is not possible."""
    with written(path, force=force) as file:
        file.write_text(text, "utf-8")
    print_status(f"Wrote {path}.")
