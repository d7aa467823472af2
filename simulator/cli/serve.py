"""`interview serve`: the full-screen program in a web browser of this machine."""

import asyncio
import sys

import click

from simulator.cli.common import narrate, workspace, workspace_options
from simulator.errors import UsageError
from simulator.ui.web.access import LOCAL, Access, is_local

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
        narrate(OPEN_TO_OTHERS)
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
        server = WebServer([*command, "--candidate", place.candidate], tabs, narrate)
        asyncio.run(server.run(access, listener, lambda: narrate("\n".join(words))))
    narrate("Ended. Everything is kept; an open interview is paused.")
