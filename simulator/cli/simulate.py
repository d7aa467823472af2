"""`interview simulate` and `interview calibrate`: the engine measured, and fitted to many people's answers."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from simulator.cli.common import force_option, narrate, say, say_json, spare, workspace, workspace_options, write
from simulator.errors import UsageError
from simulator.graph.files import load
from simulator.session.workspace import Workspace, find_graph

if TYPE_CHECKING:  # numpy
    from simulator.engine.bank import Bank
    from simulator.session.responses import Responses

BAR = 40
MOST_CHANGED = 10
OF_SIMULATED = {  # options that say something of people who are drawn, and of recorded ones nothing
    "candidates": ("--candidates", "the people are those in the file"),
    "leniency": ("--leniency", "nobody in the file is taken to have scored themselves"),
    "kinds": ("--population", "the people are those in the file"),
}


@click.command()
@click.argument("graph", required=False)
@click.option(
    "--candidates", type=click.IntRange(1, 100_000), default=200, show_default=True, help="People to simulate."
)
@click.option("--questions", type=click.IntRange(1, 200), default=20, show_default=True, help="Questions each.")
@click.option("--policy", "policies", multiple=True, metavar="NAME", help="A policy; may be given several times.")
@click.option("--population", "kinds", multiple=True, metavar="NAME", help="A population; may be given several times.")
@click.option("--leniency", type=float, help="Mean leniency of the people, logits.")
@click.option(
    "--responses",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Replay recorded answers (CSV): on GRAPH as it stands, or without one on a bank that is fitted to them.",
)
@click.option("--times", is_flag=True, help="Say how long a step takes; the digits then differ from run to run.")
@click.option(
    "--seed", type=click.IntRange(0, 2**31), default=0, show_default=True, help="The same seed, the same digits."
)
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
@workspace_options
@click.pass_context
def simulate(ctx: click.Context, /, graph: str | None, responses: Path | None, as_json: bool, **chosen: Any) -> None:
    """Let every policy examine the same simulated people, or replay recorded ones, and compare the errors."""
    from simulator.report.simulation_text import simulation_lines  # numpy and all of the engine: only for this command

    place = workspace(ctx)
    if responses is not None:
        _refuse_of_simulated(ctx)
    chosen = {name: value for name, value in chosen.items() if value not in (None, ())}
    with_bar = _progress("simulating")
    if responses is None:
        result = _simulated(place, graph, chosen, with_bar)
    else:
        result = _replayed(place, graph, responses, chosen, with_bar)
    if as_json:
        say_json(result)
        return
    for line in simulation_lines(result):
        say(line)


@click.command()
@click.argument("graph", required=False)
@click.option("--responses", type=click.Path(dir_okay=False, path_type=Path), help="Recorded answers (CSV).")
@click.option(
    "--transcripts", "folder", type=click.Path(file_okay=False, path_type=Path), help="A folder of transcripts."
)
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where to write.")
@force_option
@workspace_options
@click.pass_context
def calibrate(
    ctx: click.Context, /, graph: str | None, responses: Path | None, folder: Path | None, output: Path, force: bool
) -> None:
    """Estimate difficulties, slopes and the prior covariance from at least 50 people; writes calibration.toml."""
    from simulator.engine.bank import Bank  # numpy
    from simulator.graph.calibration import FILE
    from simulator.session.calibration import calibrated, to_toml
    from simulator.session.responses import read_responses, transcript_responses

    place = workspace(ctx)
    given = ctx.ensure_object(dict).get("sessions")
    folder = folder or (Path(given) if given and responses is None else None)
    if (responses is None) == (folder is None):
        raise UsageError("Name one source: --responses FILE, or --sessions DIR with transcripts of many people.")
    spare(output / FILE, force=force)  # before minutes of work
    bank = Bank.compile(load(find_graph(place, graph), place.cache))
    found = read_responses(responses) if responses else transcript_responses(folder or place.sessions)
    pooled, changes = calibrated(bank, found, _progress("calibrating"))
    if responses:
        _tell(responses, found, bank)
    output.mkdir(parents=True, exist_ok=True)
    write(to_toml(bank, pooled), output / FILE, force=force)
    for change in sorted(changes, key=lambda c: -abs(c.difficulty[1] - c.difficulty[0]))[:MOST_CHANGED]:
        before, after = change.difficulty
        say(f"{change.item}: difficulty {before:+.2f} to {after:+.2f}, {change.people} people")
    share = f"the structural prior weighs {pooled.structural_share:.0%}"
    say(f"{len(changes)} questions fitted on {pooled.people} people; {share}.")


def _simulated(
    place: Workspace, graph: str | None, chosen: dict[str, Any], progress: Callable[[int, int], None]
) -> Any:
    from simulator.session.selection import compiled  # numpy
    from simulator.session.simulation import simulate as run

    loaded = load(find_graph(place, graph), place.cache)
    return run(compiled(loaded), loaded.id, progress=progress, **chosen)


def _refuse_of_simulated(ctx: click.Context) -> None:
    """Raises UsageError for an option that was given and has no meaning for recorded people."""
    for name, (option, why) in OF_SIMULATED.items():
        if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise UsageError(f"{option} has no meaning with --responses: {why}.")


def _replayed(
    place: Workspace, graph: str | None, path: Path, chosen: dict[str, Any], progress: Callable[[int, int], None]
) -> Any:
    """Recorded people on a graph as it stands; without one on a plain bank, fitted on half of them."""
    from simulator.session.responses import categories, read_responses
    from simulator.session.selection import compiled
    from simulator.session.simulation import enough, replay

    if graph is None:
        found = read_responses(path)
        name, (bank, judged) = path.stem, _fitted(path, found)
    else:
        loaded = load(find_graph(place, graph), place.cache)
        found = judged = read_responses(path)
        name, bank = loaded.id, compiled(loaded)
    answers = categories(bank, judged)
    if graph is not None:
        fitted = f"with its calibration on {bank.pooled.people} people" if bank.pooled else "which is not calibrated"
        narrate(f"Replayed on the graph {name} as it stands, {fitted}.")
    _tell(path, found, bank)
    if few := int((~enough(answers)).sum()):
        narrate(f"{path}: left out of {len(answers)} people: {few}, who answered too little to hold an answer out.")
    kept = {key: value for key, value in chosen.items() if key in {"questions", "policies", "seed", "times"}}
    return replay(bank, name, answers, progress=progress, **kept)


def _fitted(path: Path, found: "Responses") -> "tuple[Bank, Responses]":
    """A plain bank that is calibrated on the odd rows, and the even ones. Raises UsageError where they are too few."""
    from dataclasses import replace

    from simulator.engine.calibration import LEAST_PEOPLE
    from simulator.session.calibration import calibrated
    from simulator.session.responses import plain_bank

    odd, even = found.rows(0, 2), found.rows(1, 2)
    if len(odd.values) < LEAST_PEOPLE:
        raise UsageError(
            f"Without a graph the odd rows are calibrated on, which takes {2 * LEAST_PEOPLE - 1} people; "
            f"{path} has {len(found.values)}. Name a graph to replay them on it."
        )
    bank = plain_bank(found)
    pooled, _ = calibrated(bank, odd)
    narrate(f"Calibrated on {len(odd.values)} odd rows, judged on {len(even.values)} even rows.")
    return replace(bank.with_fits(pooled.fits), pooled=pooled), even


def _tell(path: Path, found: "Responses", bank: "Bank") -> None:
    """Say what of a file is not taken as it stands."""
    from simulator.session.responses import merged

    if alike := merged(bank, found):
        narrate(f"{path}: {alike}")
    if found.without:
        lines = ", ".join(map(str, found.without[:MOST_CHANGED]))
        more = " and more" if len(found.without) > MOST_CHANGED else ""
        narrate(f"{path}: left out as nothing is answered there: line {lines}{more}.")


def _progress(what: str) -> Callable[[int, int], None]:
    """A bar on stderr where that is a terminal, nothing elsewhere."""

    def show(done: int, total: int) -> None:
        """The bar at `done` of `total` runs, written over the one before; the last one ends its line."""
        if sys.stderr.isatty():
            filled = BAR * done // max(1, total)
            end = "\n" if done >= total else ""
            sys.stderr.write(f"\r{what} [{'#' * filled}{'.' * (BAR - filled)}] {done}/{total}{end}")
            sys.stderr.flush()

    return show
