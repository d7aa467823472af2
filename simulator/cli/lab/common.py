"""What the commands of the laboratory share: who computes, how far it has come, and what of a file is left out."""

import shutil
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import F, print_status
from simulator.errors import UsageError

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank
    from simulator.session.lab.recorded import Contents
    from simulator.session.lab.workers import Workers

BAR = 30
LEFT = 20  # characters for the time that is left
EVERY = 60.0  # seconds between lines about progress, where there is no terminal
SOON = 2.0  # seconds after which the time left can be estimated
MOST_WORKERS = 256
MOST_LINES = 10


def workers_options(command: F) -> F:
    """Let a command take --workers and --scheduler."""
    command = click.option(
        "--scheduler", metavar="ADDRESS", help="Compute on the Dask cluster of this scheduler (tcp://...)."
    )(command)
    return click.option(
        "--workers",
        metavar="N",
        type=click.IntRange(1, MOST_WORKERS),
        default=1,
        show_default=True,
        help="Compute in N processes on this machine.",
    )(command)


def workers_for(workers: int, scheduler: str | None) -> "AbstractContextManager[Workers]":
    """The workers that the options name. Raises UsageError if they name two kinds."""
    from simulator.session.lab.workers import one_thread, open_workers  # deferred: --help does without

    if scheduler is not None and workers > 1:
        raise UsageError("Name one: --workers for processes on this machine, or --scheduler for a cluster.")
    one_thread()  # before numpy is loaded
    return open_workers(workers, scheduler, print_status)


def progress_bar(what: str, clock: Callable[[], float] = time.monotonic) -> Callable[[float, float], None]:
    """A callback (done, total) that shows on stderr how far it is and how long it will take.

    A terminal gets a bar; a file gets a line a minute, so that the log of a long run says where it is.
    """
    began = reported = clock()

    def show(done: float, total: float) -> None:
        """Overwrite the bar; the last one ends its line."""
        nonlocal reported
        now = clock()
        left = remaining(now - began, done, total)
        if sys.stderr.isatty():
            room = shutil.get_terminal_size().columns - len(f"{what} [] 100% ") - LEFT - 1
            wide = max(1, min(BAR, room))
            filled = int(wide * done / max(1, total))
            bar = f"{what} [{'#' * filled}{'.' * (wide - filled)}] {done / max(1, total):.0%}"
            sys.stderr.write(f"\r{bar} {left:<{LEFT}}" + ("\n" if done >= total else ""))
            sys.stderr.flush()
        elif now - reported >= EVERY:
            reported = now
            print_status(f"{what}: {done / max(1, total):.0%} done{', ' * bool(left)}{left}")

    return show


def remaining(seconds: float, done: float, total: float) -> str:
    """An estimate of the time left, in words; empty where it is too early to say, or at the end."""
    if seconds < SOON or not 0 < done < total:
        return ""
    left = seconds * (total - done) / done
    if left < 90:
        return f"about {max(1, round(left))} s left"
    return f"about {round(left / 60)} min left" if left < 5400 else f"about {left / 3600:.1f} h left"


def print_left_out(path: Path, contents: "Contents", bank: "Bank") -> None:
    """Print which answers of a file are merged or left out."""
    from simulator.session.lab.recorded import merged  # deferred: numpy

    if alike := merged(bank, contents):
        print_status(f"{path}: {alike}")
    if contents.without:
        lines = ", ".join(map(str, contents.without[:MOST_LINES]))
        more = " and more" if len(contents.without) > MOST_LINES else ""
        print_status(f"{path}: {contents.row_name}s without an answer are left out: {lines}{more}.")
