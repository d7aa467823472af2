"""`interview doctor` and `interview serve`: check the transcripts, and open the program in a browser."""

import asyncio
import sys

import click

from simulator.cli.common import (
    json_option,
    print_json,
    print_status,
    print_text,
    progress_line,
    workspace_of,
    workspace_options,
)
from simulator.errors import UsageError
from simulator.graph.text import one_line, plural
from simulator.session.archive import archive
from simulator.session.archive.index import Index
from simulator.session.transcript.folder import shown_name
from simulator.session.workspace import Workspace
from simulator.ui.web.access import LOCAL, Access, is_local


@click.command()
@click.option("--rebuild", is_flag=True, help="Rebuild the index of the archive first.")
@json_option
@workspace_options
@click.pass_context
def doctor(ctx: click.Context, rebuild: bool, as_json: bool) -> int:
    """Check every transcript and say what's wrong with it.

    No transcript is changed. The exit status is 1 if anything is wrong; harmless findings don't count.
    """
    from simulator.session.archive.trash import examine  # deferred: reads graphs

    workspace = workspace_of(ctx)
    if rebuild:
        rebuild_index(workspace)
    complaints = list(examine(workspace, progress_line("Reading")))
    total, wrong = len(archive.paths(workspace.sessions)), sum(not c.harmless for c in complaints)
    if as_json:
        findings = [
            {
                "session": shown_name(c.session),
                "problem": c.problem,
                "event": c.n,
                "message": c.message,
                "harmless": c.harmless,
            }
            for c in complaints
        ]
        print_json({"checked": total, "findings": findings})
        return 1 if wrong else 0
    for complaint in complaints:
        print_text(one_line(f"{shown_name(complaint.session)}: {complaint.message}"))
    counts = f"{plural(wrong, 'problem')} and {plural(len(complaints) - wrong, 'harmless remark')}"
    print_status(f"{plural(total, 'transcript')} checked; {counts if complaints else 'nothing is wrong'}.")
    return 1 if wrong else 0


def rebuild_index(workspace: Workspace) -> None:
    """Rebuild the index of the archive; if interrupted, the next call goes on from there."""
    with Index(workspace.sessions, workspace.cache) as index:
        if index.half_made:
            print_status("An earlier rebuild was interrupted; this one carries on from there.")
        try:
            done = index.rebuild(progress_line("Indexing"))
        except KeyboardInterrupt:
            print_status("\nInterrupted. `interview doctor --rebuild` carries on from here.")
            raise
    print_status(f"Rebuilt the index from {plural(done, 'file')}.")


TABS = 4
KEEP_IT = "Anyone with this address can read everything and answer as you: keep it to yourself. Ctrl+C ends the server."
FROM_ELSEWHERE = "From another machine, use this machine's address instead of 127.0.0.1."
OPEN_TO_OTHERS = (
    "Other machines can reach this. Nothing is encrypted: anyone who listens on the network can read the address and "
    "every word, and can then read, answer and delete as you."
)


@click.command()
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 takes any free one.",
)
@click.option(
    "--tabs",
    metavar="N",
    type=click.IntRange(1, 100),
    default=TABS,
    show_default=True,
    help="Allow at most N open tabs.",
)
@click.option("--host", metavar="ADDRESS", default=LOCAL, show_default=True, help="The address to listen on.")
@click.option("--i-know", is_flag=True, help="Needed for a --host that lets other machines in: nothing is encrypted.")
@workspace_options
@click.pass_context
def serve(ctx: click.Context, /, port: int, tabs: int, host: str, i_know: bool) -> None:
    """Open the program in a web browser.

    Only this machine can reach it, and only with the whole address that is printed.
    """
    try:
        from simulator.ui.web.server import WebServer, listen  # deferred: an extra
    except ImportError as error:
        raise UsageError("The web mode needs an extra: install interview-simulator[web].") from error
    if not is_local(host):
        if not i_know:
            raise UsageError(f"{OPEN_TO_OTHERS} If you want that, add --i-know; without --host only this machine can.")
        print_status(OPEN_TO_OTHERS)
    workspace = workspace_of(ctx)
    options = ["--graphs", str(workspace.graphs), "--sessions", str(workspace.sessions)]
    options += ["--candidate", workspace.candidate]
    host = LOCAL if host.lower() == "localhost" else host  # the name can mean another address than the one printed
    with listen(host, port) as listener:
        access = Access(host, listener.getsockname()[1])
        words = [access.address, FROM_ELSEWHERE, KEEP_IT] if access.is_wide else [access.address, KEEP_IT]
        # -P: nothing is imported from the current folder
        server = WebServer([sys.executable, "-P", "-m", "simulator", *options], tabs, print_status)
        asyncio.run(server.run(access, listener, lambda: print_status("\n".join(words))))
    print_status("Stopped. Everything is saved; an open interview is paused.")
