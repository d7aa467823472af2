"""The outcome of a simulation as a table and a plot for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SHOWN_AFTER = (0, 6, 12, 20)
PLOT_HEIGHT, PLOT_COLUMNS = 10, 60
MARKS = "*ox+#@%&="


def simulation_lines(result: Mapping[str, Any]) -> Iterator[str]:
    """Every population: a row a policy, the error after some questions, and how the errors fall.

    A column that no policy has, and a policy without an error, are left out.
    """
    for population, found in result["populations"].items():
        policies = found["policies"]
        measure = "rmse" if any("rmse" in table for table in policies.values()) else "log_loss"
        told = {name: table for name, table in policies.items() if measure in table}
        yield ""
        yield f"{population}: {'RMSE of mastery (logits)' if measure == 'rmse' else 'log loss on held-out answers'}"
        if told:
            yield from _table(told, found, measure, result["questions"])
            yield ""
            yield from _plot({name: table[measure] for name, table in told.items()})
        if silent := [name for name in policies if name not in told]:
            yield f"  {', '.join(silent)}: no estimate to judge by this; --json has what there is"


def _table(told: Mapping[str, Any], found: Mapping[str, Any], measure: str, questions: int) -> Iterator[str]:
    columns = _columns(told, found, measure, questions)
    kept = {head: cells for head, cells in columns.items() if any(cells.values())}
    widths = {head: max(len(head), *map(len, cells.values())) + 2 for head, cells in kept.items()}
    heads = "".join(f"{head:>{widths[head]}}" for head in kept)
    paired = _intervals(found, questions)
    yield f"  {'policy':14}{heads}{'   paired at the end (95 %)' if paired else ''}"
    for name in told:
        cells = "".join(f"{kept[head].get(name) or '-':>{widths[head]}}" for head in kept)
        yield f"  {name:14}{cells}   {paired.get(name, '')}".rstrip()


def _columns(
    told: Mapping[str, Any], found: Mapping[str, Any], measure: str, questions: int
) -> dict[str, dict[str, str]]:
    """The columns by their heads: by policy the figure, empty where there is none."""
    steps = [s for s in SHOWN_AFTER if s <= questions]
    steps += [questions] if questions not in steps else []
    columns = {f"after {s}": {name: _figure(table[measure][s]) for name, table in told.items()} for s in steps}
    columns["hops"] = {name: _figure(table.get("mean_hops"), 2) for name, table in told.items()}
    reached = found["questions_to_match_cat_1d_20"]
    columns["cat-1d 20"] = {name: str(reached[name]) if reached.get(name) is not None else "" for name in told}
    columns["ms a step"] = {name: _figure(table.get("step_ms"), 2) for name, table in told.items()}
    return columns


def _intervals(found: Mapping[str, Any], questions: int) -> dict[str, str]:
    ends = {name: paired.get(f"after_{questions}") for name, paired in found["paired"].items()}
    return {name: f"{end[0]:+.4f} to {end[1]:+.4f}" for name, end in ends.items() if end}


def _figure(value: float | None, digits: int = 4) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _plot(series: Mapping[str, Sequence[float | None]]) -> Iterator[str]:
    """Errors over questions as marks on a grid; the legend names each mark."""
    values = [v for line in series.values() for v in line if v is not None]
    if not values:
        return
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    grid = [[" "] * (PLOT_COLUMNS + 1) for _ in range(PLOT_HEIGHT)]
    for mark, line in zip(MARKS, series.values(), strict=False):
        for step, value in enumerate(line):
            if value is not None:
                column = round(step / max(1, len(line) - 1) * PLOT_COLUMNS)
                grid[round((high - value) / span * (PLOT_HEIGHT - 1))][column] = mark
    for number, row in enumerate(grid):
        label = {0: f"{high:.3f}", PLOT_HEIGHT - 1: f"{low:.3f}"}.get(number, "")
        yield f"  {label:>7} |{''.join(row)}".rstrip()
    yield f"          +{'-' * PLOT_COLUMNS} questions"
    yield "  " + "  ".join(f"{mark} {name}" for mark, name in zip(MARKS, series, strict=False))
