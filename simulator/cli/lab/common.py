"""What the commands of the laboratory share: who computes, how far it has come, and the tables of what came out."""

import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.cli.common import print_status, stacked_table
from simulator.errors import UsageError
from simulator.graph.text import wrap

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

F = TypeVar("F", bound=Callable[..., Any])


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


def hire(workers: int, scheduler: str | None) -> "AbstractContextManager[Workers]":
    """The workers that the options name. Raises UsageError if they name two kinds."""
    from simulator.session.lab.workers import hired, one_thread  # deferred: --help does without

    if scheduler is not None and workers > 1:
        raise UsageError("Name one: --workers for processes on this machine, or --scheduler for a cluster.")
    one_thread()  # before numpy is loaded
    return hired(workers, scheduler, print_status)


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
        print_status(f"{path}: {contents.place}s without an answer are left out: {lines}{more}.")


SHOWN_AFTER = (0, 6, 12, 20)  # questions
PLOT_HEIGHT, PLOT_WIDEST, PLOT_BESIDE = 10, 60, 21  # BESIDE: columns of the axis and of its name
MARKS = "*ox+#@%&="


def simulation_lines(result: Mapping[str, Any], width: int) -> Iterator[str]:
    """For each population a table with a row for each policy, and a plot of the errors over the questions.

    A policy without an estimate is only named below.
    """
    for population, results in result["populations"].items():
        policies = results["policies"]
        measure = "rmse" if any("rmse" in table for table in policies.values()) else "log_loss"
        judged = {name: table for name, table in policies.items() if measure in table}
        yield ""
        yield f"{population}: {'RMSE of mastery (logits)' if measure == 'rmse' else 'log loss on held-out answers'}"
        if judged:
            columns = _columns(judged, results, measure, result["questions"])
            rows = [["policy", *columns]]
            for name in judged:
                rows.append([name, *((cells.get(name) or "-").rjust(len(head)) for head, cells in columns.items())])
            yield from stacked_table(rows, width)
            yield ""
            yield from _plot({name: table[measure] for name, table in judged.items()}, width)
        if silent := [name for name in policies if name not in judged]:
            yield from wrap(f"{', '.join(silent)}: no estimates to judge this by; --json has what there is", width)


def _columns(
    judged: Mapping[str, Any], results: Mapping[str, Any], measure: str, questions: int
) -> dict[str, dict[str, str]]:
    """The cells by column head and policy, empty where there is no figure; columns without any figure are left out."""
    steps = [s for s in SHOWN_AFTER if s <= questions]
    steps += [questions] if questions not in steps else []
    columns = {f"after {s}": {name: figure(table[measure][s]) for name, table in judged.items()} for s in steps}
    columns["hops"] = {name: figure(table.get("mean_hops"), 2) for name, table in judged.items()}
    reached = results["questions_to_match_cat_1d_20"]
    columns["cat-1d 20"] = {name: str(reached[name]) if reached.get(name) is not None else "" for name in judged}
    columns["ms a step"] = {name: figure(table.get("step_ms"), 2) for name, table in judged.items()}
    intervals = {name: paired.get(f"after_{questions}") for name, paired in results["paired"].items()}
    columns["paired at the end (95%)"] = {
        name: f"{ends[0]:+.4f} to {ends[1]:+.4f}" for name, ends in intervals.items() if ends
    }
    return {head: cells for head, cells in columns.items() if any(cells.values())}


def figure(value: float | None, digits: int = 4) -> str:
    """A figure with so many digits; empty if there is none."""
    return "" if value is None else f"{value:.{digits}f}"


def _plot(series: Mapping[str, Sequence[float | None]], width: int) -> Iterator[str]:
    """The errors of each policy over the questions, drawn with a character for each policy; a legend follows."""
    values = [v for line in series.values() for v in line if v is not None]
    if not values:
        return
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    columns = min(PLOT_WIDEST, width - PLOT_BESIDE)
    grid = [[" "] * (columns + 1) for _ in range(PLOT_HEIGHT)]
    for mark, line in zip(MARKS, series.values(), strict=False):
        for step, value in enumerate(line):
            if value is not None:
                column = round(step / max(1, len(line) - 1) * columns)
                grid[round((high - value) / span * (PLOT_HEIGHT - 1))][column] = mark
    for number, row in enumerate(grid):
        label = {0: f"{high:.3f}", PLOT_HEIGHT - 1: f"{low:.3f}"}.get(number, "")
        yield f"  {label:>7} |{''.join(row)}".rstrip()
    yield f"          +{'-' * columns} questions"
    yield from wrap("  ".join(f"{mark} {name}" for mark, name in zip(MARKS, series, strict=False)), width, "  ", "  ")
