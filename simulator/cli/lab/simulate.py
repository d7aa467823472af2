"""`interview simulate`: measure the engine on simulated or recorded people."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from simulator.cli.common import (
    json_option,
    print_data,
    print_json,
    print_status,
    text_width,
    workspace_of,
    workspace_options,
)
from simulator.cli.lab.common import hire, print_left_out, progress_bar, simulation_lines, workers_options
from simulator.errors import UsageError
from simulator.session.workspace import Workspace, open_graph

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank
    from simulator.session.lab.recorded import Contents
    from simulator.session.lab.spool import Spool
    from simulator.session.lab.workers import Workers

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
@click.option("--leniency", metavar="X", type=float, help="How leniently people score themselves: the mean, in logits.")
@click.option(
    "--responses",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
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
    with hire(workers, scheduler) as crew:
        if responses is None:
            from simulator.session.interview.selection import compiled  # deferred: numpy
            from simulator.session.lab.simulation import simulate as examine

            loaded, progress = open_graph(workspace, graph), progress_bar("simulating")
            result: Any = examine(compiled(loaded), loaded.id, workers=crew, progress=progress, **chosen)
        else:
            result = _replayed(workspace, graph, responses, crew, chosen)
    if as_json:
        print_json(result)
    else:
        for line in simulation_lines(result, text_width()):
            print_data(line)
    if "partial" in result:
        done = ", ".join(f"{people:,} of {result['candidates']:,} {kind}" for kind, people in result["partial"].items())
        print_status(f"Interrupted, so these are partial results: {done}.")
        ctx.exit(130)


def _replayed(workspace: Workspace, graph: str | None, path: Path, crew: "Workers", chosen: dict[str, Any]) -> Any:
    """The figures for recorded people on a graph as it is; without one, on a plain bank fitted to half of them."""
    from simulator.session.interview.selection import compiled  # deferred: numpy
    from simulator.session.lab.recorded import looked_over, regraded, spool_for, spooled
    from simulator.session.lab.simulation import enough, replay
    from simulator.session.lab.table import open_table, read_twice

    if graph is None:
        name = path.stem
        bank, judged, contents = _fitted(path, crew)
    else:
        loaded = open_graph(workspace, graph)
        name, bank = loaded.id, compiled(loaded)
        with read_twice(path) as twice:
            bank = regraded(bank, looked_over(open_table(twice)))
            table = open_table(twice)
            judged = spool_for(bank, table.ids, enough)
            contents = spooled(bank, table, judged)
        fitted = f"with its calibration on {bank.pooled.people} people" if bank.pooled else "which is not calibrated"
        print_status(f"Replayed on the graph {name} as it stands, {fitted}.")
    print_left_out(path, contents, bank)
    if judged.left_out:
        everybody = judged.people + judged.left_out
        print_status(f"{path}: {judged.left_out} of {everybody} people left out: too few answers to hold one back.")
    kept = {key: value for key, value in chosen.items() if key in {"questions", "policies", "seed", "times"}}
    return replay(bank, name, judged, workers=crew, progress=progress_bar("replaying"), **kept)


def _fitted(path: Path, crew: "Workers") -> "tuple[Bank, Spool, Contents]":
    """A plain bank calibrated on the odd rows, and the even rows. Raises UsageError for too few people."""
    from simulator.engine.lab.calibration import LEAST_PEOPLE  # deferred: numpy
    from simulator.session.lab.recorded import fitted, looked_over, plain_bank, spool_for, spooled
    from simulator.session.lab.simulation import enough
    from simulator.session.lab.table import open_table, read_twice

    with read_twice(path) as twice:  # what the answers can be must be known before they are graded
        bank = plain_bank(looked_over(open_table(twice)))
        table = open_table(twice)
        odd, even = spool_for(bank, table.ids), spool_for(bank, table.ids, enough)
        contents = spooled(bank, table, odd, even)
    if odd.people < LEAST_PEOPLE:
        raise UsageError(
            f"Without a graph the odd rows are calibrated on, which takes {2 * LEAST_PEOPLE - 1} people; "
            f"{path} has {contents.people}. Name a graph to replay them on it."
        )
    outcome = fitted(bank, odd, crew, progress=progress_bar("calibrating"))
    if outcome.partial:
        raise KeyboardInterrupt  # nobody has been replayed yet
    judged = even.people + even.left_out
    print_status(f"Calibrated on {odd.people} odd rows, judged on {judged} even rows.")
    return outcome.bank(bank), even, contents
