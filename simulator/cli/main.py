"""The command `interview`: parses, calls, prints.

Nothing heavy is imported here: each family of commands lives in a module of its own that is loaded when one of them is
run, so that `interview --help` costs little more than starting Python.
"""

import contextlib
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TextIO

import click

from simulator import __version__
from simulator.errors import SimulatorError
from simulator.graph.text import clean, short

COMMANDS: dict[str, tuple[str, str]] = {
    "start": ("simulator.cli.interview:start", "Sit an interview."),
    "demo": ("simulator.cli.interview:demo", "Watch a simulated candidate sit one, for real."),
    "resume": ("simulator.cli.interview:resume", "Go on with an interview that was left."),
    "review": ("simulator.cli.review:review", "List sessions, search in them, read one."),
    "report": ("simulator.cli.report:report", "Say what a session means, on the screen or in a file."),
    "compare": ("simulator.cli.report:compare", "Compare two sessions."),
    "progress": ("simulator.cli.report:progress", "Show where you stand over all sessions."),
    "brief": ("simulator.cli.report:brief", "Go over gaps and best answers on the day before."),
    "export": ("simulator.cli.export:export", "Write sessions as Markdown, HTML, JSON, CSV or Anki cards."),
    "ask": ("simulator.cli.report:ask", "Search definitions, answers, mistakes and sources."),
    "doctor": ("simulator.cli.machine:doctor", "Check every transcript; --rebuild makes the index anew."),
    "simulate": (
        "simulator.cli.lab:simulate",
        "Measure the engine against its baselines on simulated or recorded people.",
    ),
    "calibrate": ("simulator.cli.lab:calibrate", "Fit difficulties and the prior to the answers of many people."),
    "serve": ("simulator.cli.machine:serve", "Open the program in a web browser on this machine."),
    "graph": ("simulator.cli.graph.lint:graph", "Look at, check and make the graphs of what can be asked."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and one line each, and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All names, in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Writes the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, help_) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="The options can also stand behind a command, or be set by INTERVIEW_GRAPHS, INTERVIEW_SESSIONS and "
    "INTERVIEW_CANDIDATE.",
)
@click.option("--graphs", metavar="DIR", help="Folder that holds the graphs.")
@click.option("--sessions", metavar="DIR", help="Folder that holds the transcripts.")
@click.option("--candidate", metavar="NAME", help="Whose history counts.  [default: me]")
@click.version_option(__version__, prog_name="interview")
@click.pass_context
def interview(ctx: click.Context, graphs: str | None, sessions: str | None, candidate: str | None) -> None:
    """Sit a whole technical interview in the terminal."""
    ctx.obj = {"graphs": graphs, "sessions": sessions, "candidate": candidate}
    if ctx.invoked_subcommand is None:
        from simulator.cli.common import workspace  # the home screen alone pays for what it needs
        from simulator.cli.home import home

        ctx.exit(home(workspace(ctx)))


def main() -> None:
    """The entry point of the command: runs it and leaves with its status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs the command with these arguments and returns its exit status; what went wrong is said on stderr."""
    if not _has_streams():
        return _fail("Standard output is closed, so there is nowhere to print to.", 2)
    try:
        status = interview.main(list(arguments), prog_name="interview", standalone_mode=False)
        sys.stdout.flush()
    except SimulatorError as error:
        return _fail(str(error), 2)
    except click.ClickException as error:
        return _fail(usage_words(error), 2)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        return _reader_left()
    except OSError as error:
        if error.filename is None:  # files are named, so it was what we print to
            _to_nowhere(sys.stdout)
            return _fail(f"The output cannot be written ({error.strerror or error}).", 2)
        return _fail(f"{short(error.filename, 200)} cannot be used ({error.strerror}).", 2)
    except Exception as error:  # the last resort: a sentence and a report, never a traceback
        return _fail(sentence_for(error), 2)
    return status if isinstance(status, int) else 0


def _has_streams() -> bool:
    """Give the program the streams that its caller has closed, all but the one that it prints to."""
    closed = [name for name in ("stdin", "stdout", "stderr") if getattr(sys, name) is None]
    for name in closed:  # a file that is opened later would take the free number, and be printed into
        nowhere = os.open(os.devnull, os.O_RDONLY if name == "stdin" else os.O_WRONLY)
        setattr(sys, name, os.fdopen(nowhere, "r" if name == "stdin" else "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    return "stdout" not in closed


def _fail(message: str, status: int) -> int:
    try:
        print(clean(message), file=sys.stderr, flush=True)  # noqa: T201 - narration goes to stderr
    except OSError:
        _to_nowhere(sys.stderr)
    return status


def _reader_left() -> int:
    """Whoever read our output has seen enough: nothing is left to say, not even by the interpreter on its way out."""
    _to_nowhere(sys.stdout)
    return 0


def _to_nowhere(stream: TextIO) -> None:
    """What is still buffered goes to nowhere: the interpreter would try it again on its way out, and complain."""
    with contextlib.suppress(OSError, ValueError):  # a stream of a test has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def usage_words(error: click.ClickException) -> str:
    """A mistake in a command in words; click's own, on one line, where there is nothing better to say."""
    context: click.Context | None = getattr(error, "ctx", None)
    if context is None or isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    return f"{_said(error, context)} Try `{context.command_path} --help`."


def _said(error: click.ClickException, context: click.Context) -> str:
    command = getattr(error, "command_name", None)  # of click 8.4 and later
    if isinstance(command, str) and isinstance(context.command, click.Group):
        names = context.command.list_commands(context)
        return f'There is no command "{short(command)}"{_nearest(command, names)}.'
    if isinstance(error, click.NoSuchOption):
        names = [name for parameter in context.command.get_params(context) for name in _shown(parameter)]
        name = error.option_name
        return f'`{context.command_path}` has no option "{short(name)}"{_nearest(name, names)}.'
    if isinstance(error, click.BadParameter) and (wanted := _wanted(error.param)):
        return wanted
    said = " ".join(error.format_message().split())
    return said if said.endswith((".", "?", ")")) else f"{said}."


def _wanted(parameter: click.Parameter | None) -> str:
    """What an option with a range takes, in words; empty for others."""
    kind = parameter.type if parameter else None
    if parameter is None or not isinstance(kind, click.IntRange | click.FloatRange):
        return ""
    number = "a whole number" if isinstance(kind, click.IntRange) else "a number"
    most = f"from {kind.min:,} to {kind.max:,}" if kind.max is not None else f"of {kind.min:,} or more"
    return f"{parameter.opts[0]} takes {number} {most}."


def _shown(parameter: click.Parameter) -> list[str]:
    return [name for name in parameter.opts if name.startswith("-")] if isinstance(parameter, click.Option) else []


def _nearest(name: str, names: Iterable[str]) -> str:
    """The name that looks most like what was typed; of two alike the one with its letters, for fingers swap them.

    The dashes of an option are no likeness.
    """
    bare = {other.lstrip("-"): other for other in names}
    close = [bare[one] for one in get_close_matches(name.lstrip("-")[:120], list(bare), n=3, cutoff=0.65)]
    close.sort(key=lambda other: sorted(other) != sorted(name))
    return f' (did you mean "{close[0]}"?)' if close else ""


MOST_FRAMES = 60
APP = "interview-simulator"


def sentence_for(error: BaseException) -> str:
    """Keep a report of the error, and say in one sentence what happened and where the report lies."""
    kept = _keep(_report(error))
    where = f"A report is in {kept}" if kept else "No report of it could be kept"
    what = f"{type(error).__name__} ({short(error, 120)})" if str(error) else type(error).__name__
    return f"The program broke: {what}. What you wrote is kept; `interview resume` goes on with it. {where}."


def _report(error: BaseException) -> str:
    """Where it broke, without the values of anything: they may be somebody's words."""
    frames = traceback.TracebackException.from_exception(error, limit=-MOST_FRAMES, capture_locals=False)
    about = f"interview {__version__}, Python {platform.python_version()}, {platform.platform(terse=True)}"
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    return f"{about}\n{moment}\n\n{clean(''.join(frames.format()))}"


def _keep(text: str) -> Path | None:
    """Writes the report where logs belong, else where temporary files do; readable by its owner alone."""
    for folder in (_log_folder, lambda: Path(tempfile.gettempdir())):
        try:
            place = folder()
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(prefix="broken-", suffix=".txt", dir=place)
            with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
                file.write(text)
            return Path(name)
        except (OSError, RuntimeError):
            continue
    return None


def _log_folder() -> Path:
    import platformdirs  # only when something broke

    return Path(platformdirs.user_log_dir(APP, appauthor=False))
