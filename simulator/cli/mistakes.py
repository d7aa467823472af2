"""What is said of a command that was typed wrongly: one or two sentences, with the nearest name and where help is."""

from collections.abc import Iterable
from difflib import get_close_matches

import click

from simulator.graph.sanitise import short


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
