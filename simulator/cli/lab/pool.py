"""`interview pool`: transcripts of many people to one table of responses, without their names."""

import secrets
import sys
from pathlib import Path

import click

from simulator.cli.common import force_option, output_file, print_status, refuse_overwrite, workspace_options
from simulator.errors import UsageError

ID_BYTES = 6


@click.command()
@click.argument("sources", metavar="DIR...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The table to write: CSV, or Parquet if it ends in .parquet.",
)
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
            raise UsageError("Nothing is written without your consent: look at the above, then add --yes.")
        if not click.confirm(f"Write it to {output}?", err=True):
            print_status("Nothing was written.")
            return
    with output_file(output, force=force) as fresh:
        table.write(fresh, output.suffix)
    print_status(f"Wrote {output}.")
