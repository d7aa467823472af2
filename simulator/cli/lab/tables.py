"""The tables and plots of simulations, in text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simulator.cli.common import stacked_table
from simulator.graph.text import wrap

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
