"""What commands share: the workspace, printing, tables, writing files and the way to the screen."""

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.cli.streams import discard
from simulator.errors import UsageError
from simulator.graph.files import passing_folder
from simulator.graph.text import cells, clean, fit, plural, short, shorten, wrap, wrap_message
from simulator.session.workspace import Workspace, find, working_folder

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.session.transcript.read import TranscriptFinding

NARROWEST, WIDEST = 40, 100
DRAWN = 60  # columns from which drawings and tables fit
PIPED = 80  # columns of laid-out text outside a terminal, so that the output does not depend on one
GAP = 2
MARGIN = "    "
MANY = 200  # files to read before progress is shown

_DESCRIPTOR = re.compile(r"(?:/dev|/dev/fd|/proc/self/fd)/(stdout|stderr|(?<=fd/)\d+)")
_STANDARD = {"stdout": 1, "stderr": 2}
STDOUT = Path("-")
READING = "Reading the questions. It's quicker next time."
IS_FOLDER = "is a folder; give the name of a file."
TEXT_ENDINGS = (".txt", ".text")

F = TypeVar("F", bound=Callable[..., Any])


def workspace_options(command: F) -> F:
    """Let a command take --graphs, --sessions and --candidate after its name too; these override those before it."""

    def remember(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
        """Keep the value for `workspace_of`: no command is given it."""
        if value is not None and param.name is not None:
            ctx.ensure_object(dict)[param.name] = value

    for name, metavar in (("candidate", "NAME"), ("sessions", "DIR"), ("graphs", "DIR")):
        command = click.option(
            f"--{name}", metavar=metavar, expose_value=False, hidden=True, callback=remember, is_eager=True
        )(command)
    return command


def workspace_of(ctx: click.Context) -> Workspace:
    """The workspace of the options, the environment and the current folder; its warnings go to stderr from now on."""
    _print_warnings()
    found = find(working_folder(), os.environ, ctx.ensure_object(dict))
    watched = sys.stderr.isatty() and sys.stdout.isatty() and not ctx.params.get("as_json")
    return replace(found, says_reading=cache(partial(print_status, READING))) if watched else found


def _print_warnings() -> None:
    """Print what the layers below log, such as the repair of a damaged cache, to stderr."""
    import logging  # deferred: --help does without

    class StatusHandler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            """Print the message alone: its level and logger tell a person nothing."""
            print_status(record.getMessage())

    log = logging.getLogger("simulator")
    if all(handler.name != "status" for handler in log.handlers):
        handler = StatusHandler()
        handler.name = "status"
        log.addHandler(handler)


def default_workspace() -> Workspace | None:
    """The workspace of a command that is run in this folder without options; None if there is none."""
    try:
        return find(working_folder(), os.environ, {})
    except UsageError:
        return None


def has_screen() -> bool:
    """Whether the full-screen program can be shown: in a terminal that can move its cursor, or in `serve`'s browser."""
    from simulator.ui.lines.source import SIMPLE  # deferred: few commands open a screen

    if "TEXTUAL_DRIVER" in os.environ:
        return True
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") not in SIMPLE


def home(workspace: Workspace) -> int:
    """Show the home screen and return the exit status. Raises UsageError without a terminal."""
    if not has_screen():
        raise UsageError(
            "The home screen needs a terminal, one that can move its cursor; "
            "`interview start --plain` runs an interview in plain lines."
        )
    from simulator.ui.tui.app import run_app  # Textual is loaded for the screen only

    return run_app(workspace, usual=default_workspace())


def print_data(text: str = "") -> None:
    """Print data to stdout, without control characters."""
    sys.stdout.write(f"{clean(text)}\n")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines that are already laid out; a terminal too narrow for them gets them broken between words."""
    width = terminal_width() or WIDEST
    for line in lines:
        print_data(line if width >= DRAWN else _folded(line, width))


def _folded(line: str, width: int) -> str:
    """A line that's too wide for the terminal, broken between words; the terminal would break it within one."""
    margin = line[: len(line) - len(line.lstrip(" "))]
    return "\n".join(wrap(line, width, later=margin)) if cells(line) > width else line


def bracketed(parts: Iterable[tuple[str, bool]]) -> str:
    """A passage with what matched in brackets, since colour alone must not carry it."""
    return "".join(f"[{part}]" if matched else part for part, matched in parts)


def print_status(text: str) -> None:
    """Print a message to stderr, without control characters; in a terminal it is wrapped."""
    shown = clean(text)
    try:
        if sys.stderr.isatty():
            shown = wrap_message(shown, text_width())
        sys.stderr.write(f"{shown}\n")
        sys.stderr.flush()
    except OSError:  # a closed or full stderr is no reason to stop
        discard(sys.stderr)


def print_text(text: str) -> None:
    """Print prose to stdout: wrapped in a terminal; piped, each line stays whole for the next program."""
    width = terminal_width()
    for line in clean(text).split("\n"):
        margin = line[: len(line) - len(line.lstrip(" "))]
        print_data("\n".join(wrap(line, width, later=margin + MARGIN)) if width else line)


def print_findings(findings: "Sequence[TranscriptFinding]") -> None:
    """Print what is wrong with a transcript in one line: the first finding, and the command that lists the others."""
    if findings:
        others = f" {plural(len(findings) - 1, 'more finding')}: `interview doctor` lists all." * (len(findings) > 1)
        print_status(f"{findings[0].message}{others}")


def print_unknown_settings(workspace: Workspace, graph: "Graph") -> None:
    """Print a sentence for each name in the settings file that doesn't exist."""
    from simulator.ui.settings_names import unknown_in_graph, unknown_settings  # deferred: --help reads no settings

    for remark in (*unknown_settings(workspace), *unknown_in_graph(workspace, graph)):
        print_status(remark)


def print_json(value: dict[str, Any]) -> None:
    """Print a JSON document with the version of its format."""
    import json  # home needs none

    print_data(json.dumps({"version": 1, **value}, ensure_ascii=False, indent=2))


def progress_line(what: str) -> Callable[[int, int], None]:
    """A callback (done, total) that shows progress on stderr if that is a terminal and there is much to do."""

    def show(done: int, total: int) -> None:
        """Write over the line before; only the last one ends it."""
        if total >= MANY and sys.stderr.isatty():
            sys.stderr.write(f"\r{what} {done:,} of {total:,}" + ("\n" if done == total else ""))
            sys.stderr.flush()

    return show


def local_now() -> datetime:
    """The current time, in the local zone."""
    from simulator.session.clock import LOCAL  # deferred: few commands tell the time

    return datetime.now(LOCAL)


def local_today() -> date:
    """Today's date, in the local zone."""
    return local_now().date()


def text_width() -> int:
    """Columns for laid-out text: the terminal's, or as many as COLUMNS says, but never too few or too many to read."""
    return min(max(terminal_width() or PIPED, NARROWEST), WIDEST)


def terminal_width() -> int | None:
    """Columns of the terminal, or as many as COLUMNS says; None if stdout is a file or a pipe and it says nothing."""
    if sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    asked = os.environ.get("COLUMNS", "")
    return int(asked) if re.fullmatch("[1-9][0-9]{0,3}", asked) else None


def table(rows: Sequence[Sequence[str]], width: int | None) -> list[str] | None:
    """The rows, the first of which is the head, in columns as wide as their widest cells; None if wider than `width`.

    Piped, there is no width unless COLUMNS says one, and each row is one line.
    """
    plain = [[clean(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*plain, strict=True)]
    if width is not None and sum(widths) + GAP * (len(widths) - 1) > width:
        return None
    gap = " " * GAP
    return [gap.join(fit(cell, columns) for cell, columns in zip(row, widths, strict=True)).rstrip() for row in plain]


def stacked_table(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """A table cut at `width`: the columns that do not fit follow below, after the first column again."""
    start, count = 1, len(rows[0])
    while start < count:
        for end in range(count, start, -1):
            part = [[row[0], *row[start:end]] for row in rows]
            lines = table(part, width)
            if lines is not None or end == start + 1:
                yield from [""] if start > 1 else []
                yield from lines or (shorten(" ".join(row), width) for row in part)
                start = end
                break


def stacked_row(name: str, words: Iterable[str], width: int) -> str:
    """A row of a table that does not fit: the name on a line of its own, never cut, and the other cells below."""
    others = ", ".join(clean(word) for word in words if word)
    return "\n".join([clean(name), *wrap(others, width, MARGIN, MARGIN, cut=False)])


class NumberRange(click.FloatRange):
    """A number within a range: click's own lets NaN pass, which is neither below it nor above."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number. Fails for NaN as it does for a number out of range."""
        number = super().convert(value, param, ctx)
        if number != number:
            self.fail(f"{value} isn't a number.", param, ctx)
        return number


class FileOrFolder(click.Path):
    """The path of a file, or of a folder: given the other, it says which it wants."""

    def __init__(self, *, folder: bool = False) -> None:
        super().__init__(path_type=Path)
        self._folder = folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Raises UsageError for a folder where a file is wanted, and the other way round."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if self._folder and path.is_file():
            raise UsageError(f"{short(path, 200)} is a file; give the name of a folder.")
        if not self._folder and path != STDOUT and path.is_dir():
            raise UsageError(f"{short(path, 200)} {IS_FOLDER}")
        return path


def path_option(*names: str, help: str, folder: bool = False, required: bool = False) -> Callable[[F], F]:
    """An option whose value is the path of a file, or of a folder."""
    kind = FileOrFolder(folder=folder)
    return click.option(*names, metavar="DIR" if folder else "FILE", type=kind, required=required, help=help)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
# of a command that prints lines of text anyway: who starts interviews with it need not leave it out
plain_already = click.option("--plain", is_flag=True, expose_value=False, hidden=True)
# without it no command overwrites a file
force_option = click.option("--force", is_flag=True, help="Overwrite a file that exists.")
answers_option = click.option(
    "--answers/--no-answers",
    default=None,
    help="Include your name and what you said, or leave them out.  [default: included, except in a card]",
)


def refuse_overwrite(path: Path, *, force: bool) -> None:
    """Raise UsageError if a file exists at `path` and may not be overwritten."""
    if path != STDOUT and path.is_dir():
        raise UsageError(f"{short(path, 200)} {IS_FOLDER}")
    if os.path.lexists(path) and not is_stream(path) and not force:
        raise UsageError(f"{short(path, 200)} already exists; give another name, or add --force to overwrite it.")


def holds_text(path: Path) -> bool:
    """Whether text is expected there: a stream, or a file whose ending is that of text, or that has none."""
    return is_stream(path) or path.suffix.lower() in ("", *TEXT_ENDINGS)


def is_stream(path: Path) -> bool:
    """Whether writing to `path` replaces nothing: `-`, a pipe, a terminal, /dev/stdout."""
    return (
        path == STDOUT
        or _DESCRIPTOR.fullmatch(str(path)) is not None
        or (path.exists() and not path.is_file() and not path.is_dir())
    )


def is_terminal(path: Path) -> bool:
    """Whether what is written to `path` appears in a terminal."""
    if path == STDOUT:
        return sys.stdout.isatty()
    return path.is_char_device() and os.path.realpath(path).startswith(("/dev/pts/", "/dev/tty"))


@contextlib.contextmanager
def output_file(path: Path, *, force: bool) -> Iterator[Path]:
    """A temporary file to write to, which replaces the one at `path` once it is complete; a stream gets its contents.

    `-` is stdout. Raises UsageError, with the reason, if that is not possible.
    """
    from simulator.session.transcript.disk import renewing

    refuse_overwrite(path, force=force)
    try:
        if is_stream(path):
            with passing_folder() as folder:
                yield folder / path.name
                sys.stdout.flush()
                if path == STDOUT:
                    sys.stdout.buffer.write((folder / path.name).read_bytes())
                    return
                named = _DESCRIPTOR.fullmatch(str(path))
                # a descriptor is used directly: opening its path would truncate a file that `>>` appends to
                target = os.dup(_STANDARD.get(named[1]) or int(named[1])) if named else os.open(path, os.O_WRONLY)
                with (folder / path.name).open("rb") as source, os.fdopen(target, "wb") as sink:
                    shutil.copyfileobj(source, sink)
        else:
            with renewing(Path(os.path.realpath(path)), over=force) as fresh:
                yield fresh
    except BrokenPipeError:
        raise  # the reader has seen enough, which is no error
    except OSError as error:
        raise write_error(path, error) from error


def write_error(path: Path, error: OSError) -> UsageError:
    """The error for a file or folder that cannot be written."""
    if isinstance(error, FileNotFoundError) and not path.parent.exists():
        return UsageError(
            f"{short(path, 200)} can't be written: there is no folder {short(path.parent, 200)}; make it."
        )
    return UsageError(f"{short(path, 200)} can't be written ({error.strerror or error}).")


def write_text(text: str, path: Path, *, force: bool, holds: str = "") -> None:
    """Write a text file and say so, and what it holds. Raises UsageError, with the reason, if that is not possible."""
    with output_file(path, force=force) as file:
        file.write_text(text, "utf-8")
    print_written(path, holds)


def print_written(path: Path, counted: str = "") -> None:
    """Say that a file was written, and how much is in it (`counted`); say nothing of stdout, which shows it."""
    if path != STDOUT:
        print_status(f"Wrote {path}{counted}.")
