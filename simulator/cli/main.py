"""The command `interview`: parses, calls, prints.

Nothing heavy is imported here: each family of commands lives in a module of its own that is loaded when one of them is
run, so that `interview --help` costs little more than starting Python.
"""

import contextlib
import os
import sys
from collections.abc import Mapping, Sequence
from pkgutil import resolve_name
from typing import Any, TextIO

import click

from simulator import __version__
from simulator.cli.failures import crash_sentence, usage_words
from simulator.errors import SimulatorError
from simulator.graph.text import clean, short

# to add a command, write its function and name it here, with one line of help
COMMANDS: dict[str, tuple[str, str]] = {
    "start": ("simulator.cli.interview:start", "Sit an interview."),
    "demo": ("simulator.cli.interview:demo", "Watch a simulated candidate sit one, for real."),
    "resume": ("simulator.cli.interview:resume", "Go on with an interview that was left."),
    "review": ("simulator.cli.review:review", "List sessions, search in them, read one."),
    "report": ("simulator.cli.report:report", "Say what a session means, on the screen or in a file."),
    "compare": ("simulator.cli.report:compare", "Compare two sessions."),
    "progress": ("simulator.cli.report:progress", "Show where you stand over all sessions."),
    "brief": ("simulator.cli.report:brief", "Go over gaps and best answers on the day before."),
    "export": ("simulator.cli.export:export", "Write sessions to files: to read, to print, for other programs."),
    "ask": ("simulator.cli.report:ask", "Search definitions, answers, mistakes and sources."),
    "doctor": ("simulator.cli.machine:doctor", "Check every transcript; --rebuild makes the index anew."),
    "simulate": (
        "simulator.cli.lab:simulate",
        "Measure the engine against its baselines on simulated or recorded people.",
    ),
    "calibrate": ("simulator.cli.lab:calibrate", "Fit difficulties and the prior to the answers of many people."),
    "serve": ("simulator.cli.machine:serve", "Open the program in a web browser on this machine."),
    "graph": ("simulator.cli.main:graph", "Look at, check and make the graphs of what can be asked."),
}
GRAPH_COMMANDS: dict[str, tuple[str, str]] = {
    "list": ("simulator.cli.graph.show:list_graphs", "List the graphs that can be named."),
    "show": ("simulator.cli.graph.show:show", "Draw the concept map, or show one page."),
    "lint": ("simulator.cli.graph.lint:lint", "Check a graph against the standard."),
    "stats": ("simulator.cli.graph.show:stats", "Count questions by concept and tier."),
    "new": ("simulator.cli.graph.write:new", "Make a small valid graph to begin with."),
    "import": ("simulator.cli.graph.write:import_questions", "Make a graph of question lists of other tools."),
    "edit": ("simulator.cli.graph.write:edit", "Edit a question, check or concept in your editor."),
    "schema": ("simulator.cli.graph.write:schema", "Print the JSON Schema of a graph's files."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and one line each, and imports one only to run it."""

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All names, in the order in which a newcomer meets them."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, imported now."""
        if cmd_name not in self._table:
            return None
        command = resolve_name(self._table[cmd_name][0])
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Writes the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, help_) in self._table.items()])


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
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


@click.group(cls=LazyGroup, table=GRAPH_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
def graph() -> None:
    """Look at, check and make the graphs of what can be asked.

    GRAPH is the name of a graph or the path of its folder; without it, llm.
    """


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
    except click.Abort as abort:
        return _aborted(abort)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return _reader_left()
    except OSError as error:
        if error.filename is None:  # files are named, so it was what we print to
            _to_nowhere(sys.stdout)
            return _fail(f"The output cannot be written ({error.strerror or error}).", 2)
        return _fail(f"{short(error.filename, 200)} cannot be used ({error.strerror}).", 2)
    except Exception as error:  # the last resort: a sentence and a report, never a traceback
        return _fail(crash_sentence(error), 2)
    return status if isinstance(status, int) else 0


def _aborted(abort: click.Abort) -> int:
    """What click has made of an interrupt, and of an EOFError, which is none."""
    if isinstance(abort.__cause__, EOFError):  # nothing here reads standard input like that, so a file was cut off
        return _fail(crash_sentence(abort.__cause__), 2)
    if isinstance(abort.__context__, EOFError):  # click's own prompts
        return _fail("The input ended before the question was answered.", 2)
    return 130


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
