"""`interview simulate` and `listen`: measure how the engine judges people, and how the interviewer hears them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from simulator.cli.common import (
    NumberRange,
    force_option,
    json_option,
    path_option,
    print_json,
    print_lines,
    print_status,
    refuse_overwrite,
    stacked_table,
    text_width,
    workspace_of,
    workspace_options,
    write_text,
)
from simulator.cli.lab.common import print_left_out, progress_bar, workers_for, workers_options
from simulator.errors import UsageError
from simulator.graph.text import percent, short, wrap
from simulator.session.workspace import Workspace, open_graph

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank
    from simulator.session.lab.recorded import AnswerStore, Contents
    from simulator.session.lab.workers import Workers

SIMULATED_ONLY = {  # options about simulated people, which make no sense for recorded ones
    "candidates": ("--candidates", "the people are those in the file"),
    "leniency": ("--leniency", "the people in the file aren't taken to have scored themselves"),
    "kinds": ("--population", "the people are those in the file"),
}


@click.command()
@click.argument("graph", required=False)
@click.option(
    "--candidates",
    metavar="N",
    type=click.IntRange(1, 10_000_000),
    default=200,
    show_default=True,
    help="Simulate N people of each population.",
)
@click.option(
    "--questions", metavar="N", type=click.IntRange(1, 200), default=20, show_default=True, help="Ask each N questions."
)
@click.option(
    "--policy", "policies", multiple=True, metavar="NAME", help="Only this policy; can be given more than once."
)
@click.option(
    "--population", "kinds", multiple=True, metavar="NAME", help="Only this population; can be given more than once."
)
@click.option(
    "--leniency",
    metavar="X",
    type=NumberRange(-10, 10),
    help="How leniently people score themselves: the mean, in logits.",
)
@path_option(
    "--responses",
    help="Replay recorded answers (CSV or Parquet) on GRAPH; without GRAPH, on a bank fitted to half of the people.",
)
@click.option("--times", is_flag=True, help="Time each step too, which varies from run to run.")
@click.option(
    "--seed",
    metavar="N",
    type=click.IntRange(0, 2**31),
    default=0,
    show_default=True,
    help="The seed; the same seed gives the same figures.",
)
@workers_options
@json_option
@workspace_options
@click.pass_context
def simulate(
    ctx: click.Context,
    /,
    graph: str | None,
    responses: Path | None,
    workers: int,
    scheduler: str | None,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Measure how well the engine judges simulated or recorded people.

    Every policy for choosing questions, the engine's own and the baselines, examines the same people. The tables show
    how far its estimates are from the truth.
    """
    workspace = workspace_of(ctx)
    chosen = {name: value for name, value in chosen.items() if value not in (None, ())}
    if responses is not None:
        for name, (option, why) in SIMULATED_ONLY.items():
            if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                raise UsageError(f"{option} makes no sense with --responses: {why}.")
    with workers_for(workers, scheduler) as pool:
        if responses is None:
            from simulator.session.interview.selection import compiled  # deferred: numpy
            from simulator.session.lab.simulation import simulate as examine

            loaded, progress = open_graph(workspace, graph), progress_bar("simulating")
            result: Any = examine(compiled(loaded), loaded.id, workers=pool, progress=progress, **chosen)
        else:
            result = _replayed(workspace, graph, responses, pool, chosen)
    if as_json:
        print_json(result)
    else:
        print_lines(simulation_lines(result, text_width()))
    if "partial" in result:
        done = ", ".join(f"{people:,} of {result['candidates']:,} {kind}" for kind, people in result["partial"].items())
        print_status(f"Interrupted, so these are partial results: {done}.")
        ctx.exit(130)


def _replayed(workspace: Workspace, graph: str | None, path: Path, pool: "Workers", chosen: dict[str, Any]) -> Any:
    """The figures for recorded people on a graph as it is; without one, on a plain bank fitted to half of them."""
    from simulator.session.interview.selection import compiled  # deferred: numpy
    from simulator.session.lab.recorded import looked_over, read_into, regraded, store_for
    from simulator.session.lab.simulation import enough, replay
    from simulator.session.lab.table import open_table, read_twice

    if graph is None:
        name = path.stem
        bank, judged, contents = _fitted(path, pool)
    else:
        loaded = open_graph(workspace, graph)
        name, bank = loaded.id, compiled(loaded)
        with read_twice(path) as twice:
            bank = regraded(bank, looked_over(open_table(twice)))
            table = open_table(twice)
            judged = store_for(bank, table.ids, enough)
            contents = read_into(bank, table, judged)
        fitted = f"with its calibration on {bank.pooled.people} people" if bank.pooled else "which is not calibrated"
        print_status(f"Replayed on the graph {name} as it stands, {fitted}.")
    print_left_out(path, contents, bank)
    if judged.left_out:
        everybody = judged.people + judged.left_out
        print_status(f"{path}: {judged.left_out} of {everybody} people left out: too few answers to hold one back.")
    kept = {key: value for key, value in chosen.items() if key in {"questions", "policies", "seed", "times"}}
    return replay(bank, name, judged, workers=pool, progress=progress_bar("replaying"), **kept)


def _fitted(path: Path, pool: "Workers") -> "tuple[Bank, AnswerStore, Contents]":
    """A plain bank calibrated on the odd rows, and the even rows. Raises UsageError for too few people."""
    from simulator.engine.lab.calibration import LEAST_PEOPLE  # deferred: numpy
    from simulator.session.lab.recorded import fitted, looked_over, plain_bank, read_into, store_for
    from simulator.session.lab.simulation import enough
    from simulator.session.lab.table import open_table, read_twice

    with read_twice(path) as twice:  # what the answers can be must be known before they are graded
        bank = plain_bank(looked_over(open_table(twice)))
        table = open_table(twice)
        odd, even = store_for(bank, table.ids), store_for(bank, table.ids, enough)
        contents = read_into(bank, table, odd, even)
    if odd.people < LEAST_PEOPLE:
        raise UsageError(
            f"Without a graph, it's calibrated on the odd rows, which takes {2 * LEAST_PEOPLE - 1} people; "
            f"{path} has {contents.people}. Name a graph to replay them on it."
        )
    outcome = fitted(bank, odd, pool, progress=progress_bar("calibrating"))
    if outcome.partial:
        raise KeyboardInterrupt  # nobody has been replayed yet
    judged = even.people + even.left_out
    print_status(f"Calibrated on {odd.people} odd rows, judged on {judged} even rows.")
    return outcome.bank(bank), even, contents


SHOWN_AFTER = (0, 6, 12, 20)  # questions
PLOT_HEIGHT, PLOT_WIDEST, PLOT_BESIDE = 10, 60, 21  # BESIDE: columns of the axis and of its name
MARKS = "*ox+#@%&="
MOST_NAMED = 5  # questions and points that a graph doesn't have


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


@click.command()
@click.argument("graph", required=False)
@path_option("--answers", required=True, help="Answers that were marked point by point (JSON, one to a line).")
@path_option("--asked", help="What candidates asked back (JSON, one to a line).")
@path_option("--rows", help="Write what was heard of each point to a CSV file.")
@json_option
@force_option
@workspace_options
@click.pass_context
def listen(
    ctx: click.Context,
    /,
    graph: str | None,
    answers: Path,
    asked: Path | None,
    rows: Path | None,
    as_json: bool,
    force: bool,
) -> None:
    """Measure how well the interviewer hears what was said.

    This is for whoever writes questions, or changes how it listens. What it heard of your own answers stands in each
    report: how many of the points that you marked as met were found in what you wrote.

    The interviewer listens to answers that people marked point by point, and what it hears is compared with the marks.
    Exits with 1 if more than a tenth of the marks are for questions or points that GRAPH doesn't have.
    """
    from simulator.session.lab import marked  # deferred: numpy

    if rows is not None:
        refuse_overwrite(rows, force=force)
    loaded = open_graph(workspace_of(ctx), graph)
    points = marked.read_answers(answers, loaded)
    questions = marked.read_asked(asked, loaded) if asked is not None else None
    for path, read in ((answers, points), (asked, questions)):
        if read is not None and read.left_out:
            shown = ", ".join(read.absent[:MOST_NAMED]) + (" and more" if len(read.absent) > MOST_NAMED else "")
            left_out = f"{read.left_out} of {read.total} left out, as {loaded.id} has no such questions or points"
            print_status(f"{path}: {left_out}: {short(shown, 300)}.")
        if read is not None and not read.total:
            print_status(f"There's nothing to compare in {path}.")
    if rows is not None:
        write_text(marked.as_csv(points.rows), rows, force=force)
    result = marked.as_json(points, questions)
    if as_json:
        print_json(result)
    else:
        print_lines(listening_lines(result, text_width()))
    if points.foreign or (questions is not None and questions.foreign):
        ctx.exit(1)


LISTENED = {
    "within said": "within an answer: said against not said (AUC)",
    "within yes": "within an answer: yes against the rest (AUC)",
    "overall said": "over all answers: said against not said (AUC)",
    "overall yes": "over all answers: yes against the rest (AUC)",
    "quotes": "quotes like a marker's",
    "shown said": "words shown beside points that were said",
    "shown unsaid": "words shown beside points that were not",
    "rho": "coverage by answer, rank correlation",
}


def listening_lines(result: Mapping[str, Any], width: int) -> Iterator[str]:
    """The agreement table: each figure with its interval over questions, beside it how well two markers agree."""
    points = result["points"]
    values = {
        **{
            f"{where} {contrast}": points[where][contrast]
            for where in ("within", "overall")
            for contrast in ("said", "yes")
        },
        "quotes": points["quotes"],
        **{f"shown {side}": value for side, value in points["shown"].items()},
        "rho": result["answers"]["rho"],
    }
    rows = [["", "heard", "95% over questions", "of", "two markers"]]
    for name, title in LISTENED.items():
        ends = result["intervals"].get(name)
        interval = f"{ends[0]:.2f} to {ends[1]:.2f}" if ends else ""
        count = f"{result['counts'][name]:,}"
        rows.append([title, figure(values[name], 3), interval, count, figure(result["markers"].get(name), 3)])
    if any(result["counts"].values()):  # a table of blanks says nothing
        yield from stacked_table(rows, width)
        yield from [""] if "asked" in result else []
    if "asked" in result:
        shares = result["asked"]
        parts = [f"{percent(shares[name])} {words}" for name, words in ASKED.items() if shares[name] is not None]
        yield from wrap(f"Asked back: {'; '.join(parts) or 'nothing'}.", width)


ASKED = {
    "right": "of those with a prepared fact got it",
    "none": "of them got none",
    "wrong": "of all got another one instead, or one where there is none",
}
