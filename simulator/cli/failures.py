"""What is said when a command fails: a mistake in how it was called, or a fault of the program."""

import os
import platform
import tempfile
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

import click

from simulator import __version__
from simulator.graph.text import clean, short

MOST_FRAMES = 60
APP = "interview-simulator"


def usage_words(error: click.ClickException) -> str:
    """What is wrong with a command, in one line; click's own words where there are none better."""
    context: click.Context | None = getattr(error, "ctx", None)
    if context is None or isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    return f"{_usage_sentence(error, context)} Try `{context.command_path} --help`."


def _usage_sentence(error: click.ClickException, context: click.Context) -> str:
    command = getattr(error, "command_name", None)  # of click 8.4 and later
    if isinstance(command, str) and isinstance(context.command, click.Group):
        names = context.command.list_commands(context)
        return f'There is no command "{short(command)}"{_nearest(command, names)}.'
    if isinstance(error, click.NoSuchOption):
        options = (each for each in context.command.get_params(context) if isinstance(each, click.Option))
        names = [name for option in options for name in option.opts if name.startswith("-")]
        name = error.option_name
        return f'`{context.command_path}` has no option "{short(name)}"{_nearest(name, names)}.'
    if isinstance(error, click.BadParameter) and (wanted := _range_sentence(error.param)):
        return wanted
    said = " ".join(error.format_message().split())
    return said if said.endswith((".", "?", ")")) else f"{said}."


def _range_sentence(parameter: click.Parameter | None) -> str:
    """What an option with a range takes, in words; empty for others."""
    kind = parameter.type if parameter else None
    if parameter is None or not isinstance(kind, click.IntRange | click.FloatRange):
        return ""
    number = "a whole number" if isinstance(kind, click.IntRange) else "a number"
    most = f"from {kind.min:,} to {kind.max:,}" if kind.max is not None else f"of {kind.min:,} or more"
    return f"{parameter.opts[0]} takes {number} {most}."


def _nearest(name: str, names: Iterable[str]) -> str:
    """The name most like what was typed, as a question; empty where none is like it."""
    bare = {other.lstrip("-"): other for other in names}  # that both have dashes makes two options no more alike
    close = [bare[match] for match in get_close_matches(name.lstrip("-")[:120], list(bare), n=3, cutoff=0.65)]
    # of two alike the one that has the same letters, for fingers swap them
    close.sort(key=lambda other: sorted(other) != sorted(name))
    return f' (did you mean "{close[0]}"?)' if close else ""


def crash_sentence(error: BaseException) -> str:
    """Keep a report of the error, and say in one sentence what happened and where the report lies."""
    kept = _keep(_crash_report(error))
    where = f"A report is in {kept}" if kept else "No report of it could be kept"
    what = f"{type(error).__name__} ({short(error, 120)})" if str(error) else type(error).__name__
    return f"The program broke: {what}. What you wrote is kept; `interview resume` goes on with it. {where}."


def _crash_report(error: BaseException) -> str:
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
