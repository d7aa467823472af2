"""`interview serve`: the full-screen program in a web browser of this machine."""

import shlex
import sys

import click

from simulator.cli.common import narrate, workspace, workspace_options
from simulator.errors import UsageError

LOCAL = "127.0.0.1"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this machine.")
@workspace_options
@click.pass_context
def serve(ctx: click.Context, /, port: int) -> None:
    """Open the program in a web browser; only this machine can reach it."""
    try:
        from textual_serve.server import Server  # an extra, and heavy: only for this command
    except ImportError as error:
        raise UsageError("The web mode needs an extra: install interview-simulator[web].") from error
    place = workspace(ctx)
    command = [sys.executable, "-m", "simulator", "--graphs", str(place.graphs), "--sessions", str(place.sessions)]
    narrate(f"http://{LOCAL}:{port}")
    Server(
        shlex.join([*command, "--candidate", place.candidate]), host=LOCAL, port=port, title="Interview simulator"
    ).serve()
