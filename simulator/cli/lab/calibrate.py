"""`interview calibrate` and `pool`: fit the engine to the answers of many people, and pool those of transcripts."""

import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import (
    force_option,
    output_file,
    path_option,
    print_data,
    print_status,
    refuse_overwrite,
    workspace_of,
    workspace_options,
    write_text,
)
from simulator.cli.lab.common import print_left_out, progress_bar, workers_for, workers_options
from simulator.errors import UsageError
from simulator.session.workspace import open_graph

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank
    from simulator.graph.records import Graph
    from simulator.session.lab.recorded import Calibrated
    from simulator.session.lab.workers import Workers

MOST_CHANGED = 10


@click.command()
@click.argument("graph", required=False)
@path_option("--responses", help="Recorded answers (CSV or Parquet).")
@path_option("--transcripts", "folder", folder=True, help="A folder of transcripts.")
@path_option("-o", "--output", folder=True, required=True, help="The folder to write calibration.toml to.")
@workers_options
@force_option
@workspace_options
@click.pass_context
def calibrate(
    ctx: click.Context,
    /,
    graph: str | None,
    responses: Path | None,
    folder: Path | None,
    output: Path,
    workers: int,
    scheduler: str | None,
    force: bool,
) -> None:
    """Fit difficulties and the prior to the answers of at least 50 people.

    Give their answers as --responses or as --transcripts. The result is a calibration.toml; put it in the folder of
    GRAPH to use it.
    """
    from simulator.graph.calibration_file import FILE  # deferred: --help does without

    workspace = workspace_of(ctx)
    given = ctx.ensure_object(dict).get("sessions")
    folder = folder or (Path(given) if given and responses is None else None)
    if (responses is None) == (folder is None):
        raise UsageError("Name one source: --responses FILE, or --transcripts DIR with transcripts of many people.")
    refuse_overwrite(output / FILE, force=force)  # before minutes of work
    with workers_for(workers, scheduler) as pool:
        bank, outcome = _fitted(open_graph(workspace, graph), responses, folder or workspace.sessions, pool)
    _write(bank, outcome, output, force)
    for change in sorted(outcome.changes, key=lambda c: -abs(c.difficulty[1] - c.difficulty[0]))[:MOST_CHANGED]:
        before, after = change.difficulty
        print_data(f"{change.item}: difficulty {before:+.2f} to {after:+.2f}, {change.people} people")
    pooled = outcome.pooled
    share = f"the structural prior weighs {pooled.structural_share:.0%}"
    print_data(f"{len(outcome.changes)} questions fitted on {pooled.people} people; {share}.")
    if outcome.partial:
        print_status(f"Interrupted {outcome.partial}. This is a partial result, and no graph reads it.")
        ctx.exit(130)


def _fitted(graph: "Graph", responses: Path | None, folder: Path, pool: "Workers") -> "tuple[Bank, Calibrated]":
    """The bank of a graph, and what was fitted to a table of responses or else to a folder of transcripts."""
    from simulator.engine.model.bank import Bank  # deferred: numpy
    from simulator.session.lab.recorded import (
        AnswerStore,
        categories,
        fitted,
        looked_over,
        read_into,
        regraded,
        store_for,
        transcript_responses,
    )
    from simulator.session.lab.table import open_table, read_twice

    bank = Bank.compile(graph)
    if responses is not None:
        with read_twice(responses) as twice:
            table = open_table(twice)
            self_scored = table.self_scored
            bank = bank if self_scored else regraded(bank, looked_over(table))  # our own grades stay as they are
            store = store_for(bank, table.ids)
            print_left_out(responses, read_into(bank, open_table(twice), store), bank)
    else:
        recorded = transcript_responses(folder, graph.id)
        store = AnswerStore(range(len(bank.items)))
        store.add(categories(bank, recorded))
        self_scored = recorded.self_scored
    return bank, fitted(bank, store, pool, self_scored, progress_bar("calibrating"))


def _write(bank: "Bank", outcome: "Calibrated", output: Path, force: bool) -> None:
    """Write the calibration, or what there is of an interrupted one, which replaces an earlier such file."""
    from simulator.graph.calibration_file import FILE
    from simulator.session.calibrated_prior import PARTIAL, to_toml

    output.mkdir(parents=True, exist_ok=True)
    text = to_toml(bank, outcome.pooled, outcome.partial)
    write_text(text, output / (PARTIAL if outcome.partial else FILE), force=force or bool(outcome.partial))


ID_BYTES = 6


@click.command()
@click.argument("sources", metavar="DIR...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@path_option("-o", "--output", required=True, help="The table to write: CSV, or Parquet if it ends in .parquet.")
@click.option("--graph", metavar="NAME", help="Only interviews on this graph.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@force_option
@workspace_options
def pool(sources: tuple[Path, ...], output: Path, graph: str | None, yes: bool, force: bool) -> None:
    """Pool the scores of many people into one table, for `calibrate --responses`.

    DIR is a folder of transcripts, or a table that was pooled before. Names become random ids, and nothing that was
    said is kept. What is in the table is shown before it is written.
    """
    from simulator.session.lab.pool import people_in, pooled  # deferred: numpy

    refuse_overwrite(output, force=force)
    people = [person for source in sources for person in people_in(source)]
    table = pooled(people, lambda: secrets.token_hex(ID_BYTES), graph)
    for line in table.described():
        print_status(line)
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("Nothing is written without your consent: read what's above, then add --yes.")
        if not click.confirm(f"Write it to {output}?", err=True):
            print_status("Nothing was written.")
            return
    with output_file(output, force=force) as fresh:
        table.write(fresh, output.suffix)
    print_status(f"Wrote {output}.")
