"""`interview doctor` and `interview serve`: the health of the transcripts, and the program in a browser."""

import asyncio
import sys
from typing import TYPE_CHECKING

import click

from simulator.cli.common import how_far, print_status, print_text, say_json, workspace, workspace_options
from simulator.errors import UsageError
from simulator.graph.text import one_line, plural
from simulator.session.archive import archive
from simulator.ui.web.access import LOCAL, Access, is_local

if TYPE_CHECKING:
    from simulator.session.archive.index import Index


@click.command()
@click.option("--rebuild", is_flag=True, help="Make the index anew.")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
@workspace_options
@click.pass_context
def doctor(ctx: click.Context, rebuild: bool, as_json: bool) -> int:
    """Check every transcript and say what is wrong; nothing is changed."""
    from simulator.session.archive.index import Index
    from simulator.session.archive.trash import examine  # reads graphs' names; lists do without

    place = workspace(ctx)
    if rebuild:
        with Index(place.sessions, place.cache) as index:
            _rebuild(index)
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
            print_text(one_line(f"{complaint.session}: {complaint.message}"))
        wrong = sum(not c.harmless for c in complaints)
        verdict = f"{plural(wrong, 'problem')} and {plural(len(complaints) - wrong, 'harmless remark')}"
        verdict = verdict if complaints else "nothing is wrong"
        print_status(f"{plural(total, 'transcript')} checked; {verdict}.")
    return 1 if complaints else 0


def _rebuild(index: "Index") -> None:
    if index.half_made:
        print_status("The index is half made; this goes on with it.")
    try:
        done = index.make_anew(how_far("Indexing"))
    except KeyboardInterrupt:
        print_status("\nInterrupted. What is read stays read: `interview doctor --rebuild` goes on from here.")
        raise
    print_status(f"The index is made anew from {plural(done, 'file')}.")


TABS = 4
KEEP_IT = "Whoever has this address can read and answer as you: give it to nobody. Ctrl+C ends it."
FROM_ELSEWHERE = "On another machine, put the address of this one in place of 127.0.0.1."
OPEN_TO_OTHERS = (
    "Other machines can reach this. Nothing is encrypted: whoever can listen on the network reads the address and "
    "every word, and can then read, answer and delete as you."
)


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 takes any that is free."
)
@click.option("--tabs", type=click.IntRange(1, 100), default=TABS, show_default=True, help="Tabs open at once.")
@click.option(
    "--host", metavar="ADDRESS", default=LOCAL, show_default=True, help="Address of this machine to listen on."
)
@click.option("--i-know", is_flag=True, help="Let other machines in, where --host does; nothing is encrypted.")
@workspace_options
@click.pass_context
def serve(ctx: click.Context, /, port: int, tabs: int, host: str, i_know: bool) -> None:
    """Open the program in a web browser; only this machine can reach it, and only with the address that is printed."""
    try:
        from simulator.ui.web.server import WebServer, listen  # an extra, and heavy: only for this command
    except ImportError as error:
        raise UsageError("The web mode needs an extra: install interview-simulator[web].") from error
    if not is_local(host):
        if not i_know:
            raise UsageError(f"{OPEN_TO_OTHERS} If you want that, add --i-know; without --host only this machine can.")
        print_status(OPEN_TO_OTHERS)
    place = workspace(ctx)
    # -P: nothing is imported from the folder that this happens to run in
    command = [
        sys.executable,
        "-P",
        "-m",
        "simulator",
        "--graphs",
        str(place.graphs),
        "--sessions",
        str(place.sessions),
    ]
    host = LOCAL if host.lower() == "localhost" else host  # which can mean another address than the one printed
    with listen(host, port) as listener:
        access = Access(host, listener.getsockname()[1])
        words = [access.address, FROM_ELSEWHERE, KEEP_IT] if access.is_wide else [access.address, KEEP_IT]
        server = WebServer([*command, "--candidate", place.candidate], tabs, print_status)
        asyncio.run(server.run(access, listener, lambda: print_status("\n".join(words))))
    print_status("Ended. Everything is kept; an open interview is paused.")
