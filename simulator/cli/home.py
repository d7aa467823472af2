"""`interview` without a command: the home screen. Nothing is imported here that its first paint does not need."""

import os
import sys

from simulator.errors import UsageError
from simulator.session.workspace import Workspace


def has_screen() -> bool:
    """Whether the full-screen program can be shown: in a terminal, or in the browser that `serve` sends it to."""
    return "TEXTUAL_DRIVER" in os.environ or (sys.stdin.isatty() and sys.stdout.isatty())


def home(place: Workspace) -> int:
    """The home screen; without a terminal there is none, and the usage is not guessed."""
    if not has_screen():
        raise UsageError("The home screen needs a terminal; `interview start --plain` sits an interview in lines.")
    from simulator.ui.tui.app import run_app  # Textual is loaded for the screen only

    return run_app(place)
