"""The command `interview`: its subcommands, how one is run, and what is printed when it fails.

Nothing heavy is imported here. Each family of commands is a module that is imported when one of them runs, so that
`interview --help` costs little more than starting Python.
"""

import gc
import os
import platform
import re
import stat
import sys
import tempfile
import traceback
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from pathlib import Path
from shutil import get_terminal_size
from time import time
from typing import Any

import click

from simulator import __version__
from simulator.cli.streams import discard, open_closed_streams
from simulator.errors import SimulatorError, UsageError
from simulator.graph.text import clean, names, short, wrap_message

# to add a command, write its function and add it here with one line of help
COMMANDS: dict[str, tuple[str, str]] = {
    "start": ("simulator.cli.interview:start", "Start an interview."),
    "demo": ("simulator.cli.interview:demo", "Watch a simulated candidate sit an interview."),
    "resume": ("simulator.cli.interview:resume", "Resume an interview that you left."),
    "review": ("simulator.cli.review:review", "List, search, read and edit your interviews."),
    "report": ("simulator.cli.report:report", "Show the report of an interview, or write it to a file."),
    "compare": ("simulator.cli.report:compare", "Compare two interviews."),
    "progress": ("simulator.cli.progress:progress", "Show your progress over all interviews."),
    "plan": ("simulator.cli.progress:plan", "Show what to do each day until your interview."),
    "brief": ("simulator.cli.progress:brief", "Go over gaps, likely questions and best answers before an interview."),
    "export": ("simulator.cli.report:export", "Write interviews to files: to read, to print, or for other programs."),
    "ask": ("simulator.cli.report:ask", "Search definitions, answers, mistakes and sources."),
    "doctor": ("simulator.cli.machine:doctor", "Check every transcript; with --rebuild, rebuild the index."),
    "simulate": (
        "simulator.cli.lab.measure:simulate",
        "Measure how well the engine judges simulated or recorded people.",
    ),
    "calibrate": ("simulator.cli.lab.calibrate:calibrate", "Fit difficulties and the prior to many people's answers."),
    "pool": ("simulator.cli.lab.calibrate:pool", "Pool many people's scores into one table, without their names."),
    "listen": ("simulator.cli.lab.measure:listen", "Measure how well the interviewer hears what was said."),
    "serve": ("simulator.cli.machine:serve", "Open the program in a web browser on this machine."),
    "graph": ("simulator.cli.main:graph", "Look at, check and write the graphs that questions come from."),
}
GRAPH_COMMANDS: dict[str, tuple[str, str]] = {
    "list": ("simulator.cli.graph_show:list_graphs", "List the graphs you can use."),
    "show": ("simulator.cli.graph_show:show", "Draw the concept map, or show one concept, question or check."),
    "lint": ("simulator.cli.graph_authoring:lint", "Check a graph against the standard for question banks."),
    "stats": ("simulator.cli.graph_show:stats", "Count questions by concept and tier."),
    "new": ("simulator.cli.graph_authoring:new", "Make a small valid graph to start from."),
    "import": ("simulator.cli.graph_authoring:import_questions", "Make a graph from other tools' question lists."),
    "edit": ("simulator.cli.graph_authoring:edit", "Edit a question, check or concept in your editor."),
    "schema": ("simulator.cli.graph_authoring:schema", "Print the JSON Schema of a graph's files."),
}
# new objects before Python looks for cycles among them: at its own 700 a start spends a tenth of its time on that
COLLECT_AFTER = 100_000
MOST_FRAMES = 60  # of a traceback, in the report of a crash
APP = "interview-simulator"


class LazyGroup(click.Group):
    """A group that knows its commands by name and one line of help, and imports a command only to run it."""

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All names, in the order of the table."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command with that name, imported now."""
        if cmd_name not in self._table:
            return None
        module, name = self._table[cmd_name][0].split(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, help_) in self._table.items()])


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="You can also give these options after a command, or set INTERVIEW_GRAPHS, INTERVIEW_SESSIONS and "
    "INTERVIEW_CANDIDATE in the environment. `interview COMMAND --help` explains a command.",
)
@click.option("--graphs", metavar="DIR", help="The folder of graphs.")
@click.option("--sessions", metavar="DIR", help="The folder of transcripts.")
@click.option(
    "--candidate", metavar="NAME", help="Who sits the interview; each candidate has their own history.  [default: me]"
)
@click.version_option(__version__, prog_name="interview")
@click.pass_context
def interview(ctx: click.Context, graphs: str | None, sessions: str | None, candidate: str | None) -> None:
    """Sit a full mock technical interview in the terminal.

    Without a command, the home screen opens.
    """
    ctx.obj = {"graphs": graphs, "sessions": sessions, "candidate": candidate}
    if ctx.invoked_subcommand is None:
        from simulator.cli.common import home, workspace_of  # --help does without

        ctx.exit(home(workspace_of(ctx)))


@click.group(cls=LazyGroup, table=GRAPH_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
def graph() -> None:
    """Look at, check and write the graphs that questions come from.

    GRAPH is the name of a graph or the path of its folder. The default is llm,
    or the first of your own if you have a workspace.
    """


def main() -> None:
    """The entry point: run the command and exit with its status.

    As it ends Python looks for cycles among all that was loaded, three times: 0.17 of the 1.5 seconds of a screen.
    """
    gc.set_threshold(COLLECT_AFTER)
    status = run(sys.argv[1:])
    gc.freeze()
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run the command with these arguments and return its exit status; errors are one sentence on stderr."""
    if not open_closed_streams():
        return _fail("Standard output is closed, so there's nowhere to print to.")
    os.umask(os.umask(0o077) & ~stat.S_IRWXU)  # one that keeps out ourselves makes folders that nobody can enter
    out = sys.stdout
    asked = [*arguments[1:], "--help"] if arguments[:1] == ["help"] else list(arguments)  # as of other programs
    try:
        _check_time()
        status = interview.main(asked, prog_name="interview", standalone_mode=False)
        sys.stdout.flush()
    except SimulatorError as error:
        return _fail(str(error))
    except click.ClickException as error:
        return _fail(usage_message(error))
    except click.Abort as abort:  # click raises it for an interrupt and for any EOFError
        if isinstance(abort.__cause__, EOFError):  # nothing here reads stdin like that, so a file was cut off
            return _fail(crash_sentence(abort.__cause__))
        if isinstance(abort.__context__, EOFError):  # click's own prompts
            return _fail("The input ended before the question was answered.")
        return 130
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # such as `| head`: the reader has seen enough
        discard(out)
        return 0
    except SystemExit:
        if sys.stdout is out:
            raise
        sys.stdout = out  # click met the same in the middle of a command, and wraps what it prints to
        discard(out)
        return 0
    except OSError as error:
        if error.filename is None:  # errors about files have a name, so this is about the output
            discard(sys.stdout)
            return _fail(f"The output can't be written ({error.strerror or error}).")
        return _fail(f"{short(error.filename, 200)} can't be used ({error.strerror}).")
    except Exception as error:  # the last resort: a sentence and a report, never a traceback
        return _fail(crash_sentence(error))
    return status if isinstance(status, int) else 0


def _check_time() -> None:
    """Raise UsageError where the time can't be told: half of the commands need the day.

    Python counts in nanoseconds, up to the year 2262, and `TZ=XYZ+99` isn't a zone.
    """
    try:
        time()
    except OverflowError as error:
        raise UsageError("This machine's clock is centuries off; set its date, then try again.") from error
    try:
        datetime.now().astimezone()
    except ValueError as error:
        zone = short(os.environ.get("TZ", ""))
        raise UsageError(f'TZ is "{zone}", not a time zone; set one such as Europe/Berlin, or none.') from error


def _fail(message: str) -> int:
    """Print what went wrong to stderr, in lines as wide as the terminal; returns the exit status."""
    try:
        shown = clean(message)
        if sys.stderr.isatty():
            shown = wrap_message(shown, get_terminal_size().columns)
        print(shown, file=sys.stderr, flush=True)  # noqa: T201 - the one place below the commands that prints
    except OSError:
        discard(sys.stderr)
    return 2


def usage_message(error: click.ClickException) -> str:
    """One line on how a command was misused; click's own message where there is nothing better."""
    context: click.Context | None = getattr(error, "ctx", None)
    if isinstance(error, click.BadOptionUsage) and error.message.endswith("requires an argument."):
        return f"{error.option_name} needs a value after it; --help says which."  # click has forgotten the command
    if context is None or isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    command = getattr(error, "command_name", None)  # click 8.4 and later
    parameter = error.param if isinstance(error, click.BadParameter) else None
    if isinstance(command, str) and isinstance(context.command, click.Group):
        close = _did_you_mean(command, context.command.list_commands(context), MEANT.get(command))
        sentence = f'There is no command "{short(command)}"{close}.'
    elif isinstance(error, click.NoSuchOption):
        options = (each for each in context.command.get_params(context) if isinstance(each, click.Option))
        known = [opt for each in options for opt in each.opts if opt.startswith("-")]
        close = _did_you_mean(error.option_name, known, MEANT_OPTION.get(error.option_name))
        sentence = f'`{context.command_path}` has no option "{short(error.option_name)}"{close}.'
    elif parameter and isinstance(kind := parameter.type, click.IntRange | click.FloatRange):
        number = "a whole number" if isinstance(kind, click.IntRange) else "a number"
        least, most = (f"{limit or 0:,}".removesuffix(".0") for limit in (kind.min, kind.max))
        limits = f"from {least} to {most}" if kind.max is not None else f"of {least} or more"
        sentence = f"{parameter.opts[0]} takes {number} {limits}."
    elif parameter and isinstance(kind := parameter.type, click.Choice) and (typed := _NO_CHOICE.match(error.message)):
        choices = [str(each) for each in kind.choices]
        sentence = f"{parameter.opts[0]} takes {names(choices, 'or')}{_did_you_mean(typed[1], choices)}."
    elif parameter and (typed := _NO_PATH.fullmatch(error.message)):
        sentence = f"There is no file or folder {short(typed[1], 200)}; check its path."
    elif extra := _EXTRA.fullmatch(error.message):
        sentence = f'`{context.command_path}` doesn\'t take "{short(extra[1])}".'
    elif isinstance(error, click.MissingParameter) and isinstance(error.param, click.Argument):
        sentence = f"`{context.command_path}` needs {error.param.make_metavar(context)}."
    elif isinstance(error, click.MissingParameter) and error.param is not None:
        sentence = f"`{context.command_path}` needs {error.param.opts[0]} {error.param.make_metavar(context)}."
    else:
        sentence = " ".join(error.format_message().split())
        sentence += "" if sentence.endswith((".", "?")) else "."
    return f"{sentence} Try `{context.command_path} --help`."


_NO_CHOICE = re.compile(r"'(.*)' is not one of", re.DOTALL)  # of a message by click, which keeps the value nowhere else
_NO_PATH = re.compile(r"\w+ '(.*)' does not exist\.", re.DOTALL)
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
# other words for what a command does, which nothing in its name is like
MEANT = {
    **dict.fromkeys(("search", "find", "lookup", "define"), "ask"),
    **dict.fromkeys(("web", "browser", "open"), "serve"),
    **dict.fromkeys(("history", "list", "log", "replay", "transcripts"), "review"),
    **dict.fromkeys(("new", "begin", "practise", "practice"), "start"),
    **dict.fromkeys(("continue", "go"), "resume"),
    **dict.fromkeys(("map", "questions", "bank"), "graph"),
    **dict.fromkeys(("stats", "level", "gaps"), "progress"),
    **dict.fromkeys(("debrief", "result", "share"), "report"),
}
MEANT_OPTION = {"--level": "--seniority", "--length": "--minutes", "--time": "--minutes", "--out": "--output"}


def _did_you_mean(name: str, others: Iterable[str], meant: str | None = None) -> str:
    """A hint ` (did you mean "x"?)` with what is `meant`, else with the name most like what was typed; or empty."""
    bare = {other.lstrip("-"): other for other in others}  # or two options would be alike for their dashes
    close = [bare[match] for match in get_close_matches(name.lstrip("-")[:120], list(bare), n=3, cutoff=0.65)]
    close.sort(key=lambda other: sorted(other) != sorted(name))  # swapped letters are the commonest slip
    close = [*(other for other in bare.values() if other == meant), *close]
    return f' (did you mean "{close[0]}"?)' if close else ""


def crash_sentence(error: BaseException) -> str:
    """Save a report of an unexpected error, and say in one sentence what happened and where the report is.

    The report holds the stack but no values of variables: they may be what somebody wrote.
    """
    frames = traceback.TracebackException.from_exception(error, limit=-MOST_FRAMES, capture_locals=False)
    about = f"interview {__version__}, Python {platform.python_version()}, {platform.platform(terse=True)}"
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    path = _save_report(f"{about}\n{moment}\n\n{clean(''.join(frames.format()))}")
    where = f"A report is in {path}" if path else "No report of it could be saved"
    what = f"{type(error).__name__} ({short(error, 120)})" if str(error) else type(error).__name__
    return f"The program broke: {what}. What you wrote is saved; `interview resume` carries on from there. {where}."


def _save_report(text: str) -> Path | None:
    """Save the report in the folder for logs, or else in the one for temporary files; only its owner can read it."""
    import platformdirs  # deferred: only a crash needs it

    for find_folder in (partial(platformdirs.user_log_dir, APP, appauthor=False), tempfile.gettempdir):
        try:
            folder = Path(find_folder())
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor, name = tempfile.mkstemp(prefix="broken-", suffix=".txt", dir=folder)
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
                file.write(text)
            return Path(name)
        except (OSError, RuntimeError):
            continue
    return None
