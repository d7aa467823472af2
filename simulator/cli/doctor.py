"""`interview doctor`: the health of the transcripts, and the index made anew."""

from typing import TYPE_CHECKING

import click

from simulator.cli.common import count, how_far, narrate, say, say_json, workspace, workspace_options
from simulator.graph.sanitise import line
from simulator.session import archive

if TYPE_CHECKING:
    from simulator.session.index import Index


@click.command()
@click.option("--rebuild", is_flag=True, help="Make the index anew.")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
@workspace_options
@click.pass_context
def doctor(ctx: click.Context, rebuild: bool, as_json: bool) -> int:
    """Check every transcript and say what is wrong; nothing is changed."""
    from simulator.session.doctor import examine  # reads graphs' names; lists do without
    from simulator.session.index import Index

    place = workspace(ctx)
    if rebuild:
        with Index(place.sessions, place.cache) as index:
            _make_anew(index)
    complaints = list(examine(place, how_far("Reading")))
    total = len(archive.paths(place.sessions))
    if as_json:
        found = [
            {"session": c.session, "problem": c.problem, "event": c.n, "message": c.message, "harmless": c.harmless}
            for c in complaints
        ]
        say_json({"checked": total, "findings": found})
    else:
        for complaint in complaints:
            say(line(f"{complaint.session}: {complaint.message}"))
        wrong = sum(not c.harmless for c in complaints)
        narrate(f"{count(total, 'transcript')} checked; {_wrong(wrong, len(complaints) - wrong)}.")
    return 1 if complaints else 0


def _make_anew(index: "Index") -> None:
    if index.half_made:
        narrate("The index is half made; this goes on with it.")
    try:
        done = index.make_anew(how_far("Indexing"))
    except KeyboardInterrupt:
        narrate("\nInterrupted. What is read stays read: `interview doctor --rebuild` goes on from here.")
        raise
    narrate(f"The index is made anew from {count(done, 'file')}.")


def _wrong(wrong: int, harmless: int) -> str:
    if not wrong and not harmless:
        return "nothing is wrong"
    return f"{count(wrong, 'problem')} and {count(harmless, 'harmless remark')}"
