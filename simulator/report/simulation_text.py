"""The outcome of a simulation as a table and a plot for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SHOWN_AFTER = (0, 6, 12, 20)
PLOT_HEIGHT, PLOT_COLUMNS = 10, 60
MARKS = "*ox+#@%&="


def simulation_lines(result: Mapping[str, Any]) -> Iterator[str]:
    """Every population: a row a policy, the error after some questions, and how the errors fall."""
    for population, found in result["populations"].items():
        recorded = found["policies"] and _first(found)["rmse"][0] is None
        measure = "log_loss" if recorded else "rmse"
        yield ""
        yield f"{population}: {'log loss on held-out answers' if recorded else 'RMSE of mastery (logits)'}"
        yield from _table(found, measure, result["questions"])
        yield ""
        yield from _plot({name: table[measure] for name, table in found["policies"].items()})


def _first(found: Mapping[str, Any]) -> Mapping[str, Any]:
    table: Mapping[str, Any] = next(iter(found["policies"].values()))
    return table


def _table(found: Mapping[str, Any], measure: str, questions: int) -> Iterator[str]:
    steps = [s for s in SHOWN_AFTER if s <= questions]
    steps += [questions] if questions not in steps else []
    head = "".join(f"{f'after {s}':>11}" for s in steps)
    yield f"  {'policy':14}{head}{'hops':>7}{'cat-1d 20':>11}   paired at the end (95 %)"
    for name, table in found["policies"].items():
        figures = "".join(f"{_figure(table[measure][s]):>11}" for s in steps)
        match = found["questions_to_match_cat_1d_20"].get(name)
        paired = found["paired"].get(name, {}).get(f"after_{questions}")
        interval = f"{paired[0]:+.4f} to {paired[1]:+.4f}" if paired else ""
        reached = "-" if match is None else str(match)
        yield f"  {name:14}{figures}{_figure(table['mean_hops'], 2):>7}{reached:>11}   {interval}".rstrip()


def _figure(value: float | None, digits: int = 4) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


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
