"""`interview listen`: measure how well the interviewer hears what was said."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from simulator.cli.common import (
    force_option,
    json_option,
    print_data,
    print_json,
    print_status,
    refuse_overwrite,
    stacked_table,
    text_width,
    workspace_of,
    workspace_options,
    write_text,
)
from simulator.cli.lab.common import figure
from simulator.graph.text import percent, wrap
from simulator.session.workspace import open_graph


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
    loaded = open_graph(workspace_of(ctx), graph)
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
