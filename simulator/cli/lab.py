"""`interview simulate` and `interview calibrate`: measure the engine, and fit it to the answers of many people."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from simulator.cli.common import (
    force_option,
    json_option,
    print_data,
    print_json,
    print_status,
    refuse_overwrite,
    stacked_table,
    text_width,
    workspace,
    workspace_options,
    write_text,
)
from simulator.errors import UsageError
from simulator.graph.text import percent, wrap
from simulator.session.workspace import Workspace, open_graph

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank
    from simulator.session.lab.recorded import Responses

BAR = 40
MOST_CHANGED = 10
SIMULATED_ONLY = {  # options about simulated people, which make no sense for recorded ones
    "candidates": ("--candidates", "the people are those in the file"),
    "leniency": ("--leniency", "nobody in the file is taken to have scored themselves"),
    "kinds": ("--population", "the people are those in the file"),
}


@click.command()
@click.argument("graph", required=False)
@click.option(
    "--candidates",
    metavar="N",
    type=click.IntRange(1, 100_000),
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
@click.option("--leniency", metavar="X", type=float, help="How leniently people score themselves: the mean, in logits.")
@click.option(
    "--responses",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Replay recorded answers (CSV) on GRAPH; without GRAPH, on a bank fitted to half of the people.",
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
@json_option
@workspace_options
@click.pass_context
def simulate(ctx: click.Context, /, graph: str | None, responses: Path | None, as_json: bool, **chosen: Any) -> None:
    """Measure how well the engine judges simulated or recorded people.

    Every policy for choosing questions, the engine's own and the baselines, examines the same people. The tables show
    how far its estimates are from the truth.
    """
    place = workspace(ctx)
    chosen = {name: value for name, value in chosen.items() if value not in (None, ())}
    if responses is None:
        from simulator.session.interview.selection import compiled  # deferred: numpy
        from simulator.session.lab import simulation

        loaded = open_graph(place, graph)
        bank = compiled(loaded)
        result: Any = simulation.simulate(bank, loaded.id, progress=_progress_bar("simulating"), **chosen)
    else:
        for name, (option, why) in SIMULATED_ONLY.items():
            if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                raise UsageError(f"{option} makes no sense with --responses: {why}.")
        result = _replayed(place, graph, responses, chosen)
    if as_json:
        print_json(result)
        return
    for line in simulation_lines(result, text_width()):
        print_data(line)


@click.command()
@click.argument("graph", required=False)
@click.option(
    "--responses", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Recorded answers (CSV)."
)
@click.option(
    "--transcripts",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder of transcripts.",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write calibration.toml to.",
)
@force_option
@workspace_options
@click.pass_context
def calibrate(
    ctx: click.Context, /, graph: str | None, responses: Path | None, folder: Path | None, output: Path, force: bool
) -> None:
    """Fit difficulties and the prior to the answers of at least 50 people.

    Give their answers as --responses or as --transcripts. The result is a calibration.toml; put it into the folder of
    GRAPH to use it.
    """
    from simulator.engine.model.bank import Bank  # deferred: numpy
    from simulator.graph.calibration_file import FILE
    from simulator.session.calibration import to_toml
    from simulator.session.lab.recorded import calibrated, read_responses, transcript_responses

    place = workspace(ctx)
    given = ctx.ensure_object(dict).get("sessions")
    folder = folder or (Path(given) if given and responses is None else None)
    if (responses is None) == (folder is None):
        raise UsageError("Name one source: --responses FILE, or --sessions DIR with transcripts of many people.")
    refuse_overwrite(output / FILE, force=force)  # before minutes of work
    bank = Bank.compile(open_graph(place, graph))
    recorded = read_responses(responses) if responses else transcript_responses(folder or place.sessions)
    pooled, changes = calibrated(bank, recorded, _progress_bar("calibrating"))
    if responses:
        _print_left_out(responses, recorded, bank)
    output.mkdir(parents=True, exist_ok=True)
    write_text(to_toml(bank, pooled), output / FILE, force=force)
    for change in sorted(changes, key=lambda c: -abs(c.difficulty[1] - c.difficulty[0]))[:MOST_CHANGED]:
        before, after = change.difficulty
        print_data(f"{change.item}: difficulty {before:+.2f} to {after:+.2f}, {change.people} people")
    share = f"the structural prior weighs {pooled.structural_share:.0%}"
    print_data(f"{len(changes)} questions fitted on {pooled.people} people; {share}.")


@click.command()
@click.argument("graph", required=False)
@click.option(
    "--answers",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Answers that were marked point by point (JSON, one a line).",
)
@click.option(
    "--asked",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What candidates asked back (JSON, one a line).",
)
@click.option(
    "--rows",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what is heard of each point to a CSV file.",
)
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

    The interviewer listens to answers that people marked point by point, and what it hears is compared with the marks.
    Exits with 1 if more than a tenth of the marks are for questions or points that GRAPH doesn't have.
    """
    from simulator.session.lab import marked  # deferred: numpy

    if rows is not None:
        refuse_overwrite(rows, force=force)
    loaded = open_graph(workspace(ctx), graph)
    points = marked.read_answers(answers, loaded)
    questions = marked.read_asked(asked, loaded) if asked is not None else None
    for path, read in ((answers, points), (asked, questions)):
        if read is not None and read.left_out:
            print_status(f"{path}: {read.left_out} of {read.total} left out, as {loaded.id} doesn't have them.")
        if read is not None and not read.total:
            print_status(f"There's nothing to compare in {path}.")
    if rows is not None:
        write_text(marked.as_csv(points.rows), rows, force=force)
    if as_json:
        print_json(marked.as_json(points, questions))
    else:
        for line in listening_lines(marked.as_json(points, questions), text_width()):
            print_data(line)
    if points.foreign or (questions is not None and questions.foreign):
        ctx.exit(1)


LISTENED = {
    "within said": "within an answer: said against not said (AUC)",
    "within yes": "within an answer: yes against the rest (AUC)",
    "overall said": "over all answers: said against not said (AUC)",
    "overall yes": "over all answers: yes against the rest (AUC)",
    "quotes": "quotes like a marker's",
    "rho": "coverage by answer, rank correlation",
}


def listening_lines(result: Mapping[str, Any], width: int) -> Iterator[str]:
    """The agreement table: each figure with its interval over questions, beside it how well two markers agree."""
    points = result["points"]
    values = {
        **{
            f"{place} {contrast}": points[place][contrast]
            for place in ("within", "overall")
            for contrast in ("said", "yes")
        },
        "quotes": points["quotes"],
        "rho": result["answers"]["rho"],
    }
    rows = [["", "heard", "95% over questions", "of", "two markers"]]
    for name, title in LISTENED.items():
        ends = result["intervals"].get(name)
        interval = f"{ends[0]:.2f} to {ends[1]:.2f}" if ends else ""
        count = f"{result['counts'][name]:,}"
        rows.append([title, _figure(values[name], 3), interval, count, _figure(result["markers"].get(name), 3)])
    yield from stacked_table(rows, width)
    if "asked" in result:
        shares = result["asked"]
        parts = [f"{percent(shares[name])} {words}" for name, words in ASKED.items() if shares[name] is not None]
        yield ""
        yield from wrap(f"Asked back: {'; '.join(parts) or 'nothing'}.", width)


ASKED = {
    "right": "of those with a prepared fact got it",
    "none": "of them got none",
    "wrong": "of all got another one instead, or one where there is none",
}


def _replayed(place: Workspace, graph: str | None, path: Path, chosen: dict[str, Any]) -> Any:
    """The figures for recorded people on a graph as it is; without one, on a plain bank fitted to half of them."""
    from simulator.session.interview.selection import compiled  # deferred: numpy
    from simulator.session.lab.recorded import categories, read_responses
    from simulator.session.lab.simulation import enough, replay

    if graph is None:
        recorded = read_responses(path)
        name, (bank, judged) = path.stem, _fitted(path, recorded)
    else:
        loaded = open_graph(place, graph)
        recorded = judged = read_responses(path)
        name, bank = loaded.id, compiled(loaded)
    answers = categories(bank, judged)
    if graph is not None:
        fitted = f"with its calibration on {bank.pooled.people} people" if bank.pooled else "which is not calibrated"
        print_status(f"Replayed on the graph {name} as it stands, {fitted}.")
    _print_left_out(path, recorded, bank)
    if few := int((~enough(answers)).sum()):
        print_status(f"{path}: {few} of {len(answers)} people left out: too few answers to hold one back.")
    kept = {key: value for key, value in chosen.items() if key in {"questions", "policies", "seed", "times"}}
    return replay(bank, name, answers, progress=_progress_bar("simulating"), **kept)


def _fitted(path: Path, recorded: "Responses") -> "tuple[Bank, Responses]":
    """A plain bank calibrated on the odd rows, and the even rows. Raises UsageError for too few people."""
    from dataclasses import replace

    from simulator.engine.lab.calibration import LEAST_PEOPLE  # deferred: numpy
    from simulator.session.lab.recorded import calibrated, plain_bank

    odd, even = recorded.rows(0, 2), recorded.rows(1, 2)
    if len(odd.values) < LEAST_PEOPLE:
        raise UsageError(
            f"Without a graph the odd rows are calibrated on, which takes {2 * LEAST_PEOPLE - 1} people; "
            f"{path} has {len(recorded.values)}. Name a graph to replay them on it."
        )
    bank = plain_bank(recorded)
    pooled, _ = calibrated(bank, odd)
    print_status(f"Calibrated on {len(odd.values)} odd rows, judged on {len(even.values)} even rows.")
    return replace(bank.with_fits(pooled.fits), pooled=pooled), even


def _print_left_out(path: Path, recorded: "Responses", bank: "Bank") -> None:
    """Print which answers of a file are merged or left out."""
    from simulator.session.lab.recorded import merged  # deferred: numpy

    if alike := merged(bank, recorded):
        print_status(f"{path}: {alike}")
    if recorded.without:
        lines = ", ".join(map(str, recorded.without[:MOST_CHANGED]))
        more = " and more" if len(recorded.without) > MOST_CHANGED else ""
        print_status(f"{path}: lines without an answer are left out: {lines}{more}.")


def _progress_bar(what: str) -> Callable[[int, int], None]:
    """A callback (done, total) that draws a bar on stderr if that is a terminal."""

    def show(done: int, total: int) -> None:
        """Overwrite the bar; the last one ends its line."""
        if sys.stderr.isatty():
            filled = BAR * done // max(1, total)
            end = "\n" if done >= total else ""
            sys.stderr.write(f"\r{what} [{'#' * filled}{'.' * (BAR - filled)}] {done}/{total}{end}")
            sys.stderr.flush()

    return show


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
    columns = {f"after {s}": {name: _figure(table[measure][s]) for name, table in judged.items()} for s in steps}
    columns["hops"] = {name: _figure(table.get("mean_hops"), 2) for name, table in judged.items()}
    reached = results["questions_to_match_cat_1d_20"]
    columns["cat-1d 20"] = {name: str(reached[name]) if reached.get(name) is not None else "" for name in judged}
    columns["ms a step"] = {name: _figure(table.get("step_ms"), 2) for name, table in judged.items()}
    intervals = {name: paired.get(f"after_{questions}") for name, paired in results["paired"].items()}
    columns["paired at the end (95%)"] = {
        name: f"{ends[0]:+.4f} to {ends[1]:+.4f}" for name, ends in intervals.items() if ends
    }
    return {head: cells for head, cells in columns.items() if any(cells.values())}


def _figure(value: float | None, digits: int = 4) -> str:
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
