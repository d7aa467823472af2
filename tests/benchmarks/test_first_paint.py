"""Home on the terminal with ten thousand sessions archived, against a Textual app that shows one label.

Each run of the one stands beside a run of the other, and the middle of their ratios counts: the machine is noisy.
"""

import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pexpect
import pytest

from simulator.session.archive import archive
from simulator.session.workspace import APP, Workspace
from simulator.ui.preferences import Preferences
from tests.benchmarks.archives import ROOT
from tests.benchmarks.conftest import COUNT, show
from tests.settings import write_preferences
from tests.system.terminal import COMMAND

pytestmark = pytest.mark.slow

BUDGET = 1.4
RUNS = 9
BARE = """
from textual.app import App
from textual.widgets import Label

class Bare(App):
    def compose(self):
        yield Label("Hello")

Bare().run()
"""


def paint(command: Sequence[str], marker: str, home: Path) -> float:
    """Seconds from starting a command to the marker on its terminal."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("INTERVIEW_")}
    env |= {
        "XDG_CONFIG_HOME": str(home),
        "XDG_CACHE_HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "TERM": "xterm-256color",
    }
    began = time.perf_counter()
    child = pexpect.spawn(command[0], list(command[1:]), env=env, cwd=str(home), dimensions=(24, 80), timeout=60)
    child.expect_exact(marker)
    taken = time.perf_counter() - began
    child.close(force=True)
    return taken


def test_home_is_painted_as_soon_as_bare_app(sessions: Path, tmp_path: Path) -> None:
    place = Workspace(ROOT / "graphs", sessions, "demo", tmp_path / APP, tmp_path / APP / "config.toml")
    write_preferences(place.config, Preferences(role="applied-engineer"))
    archive.rows(place)  # the index, built once
    bare, home = [sys.executable, "-c", BARE], [COMMAND, "--sessions", str(sessions), "--candidate", "demo"]
    pairs = [(paint(bare, "Hello", tmp_path), paint(home, "Start", tmp_path)) for _ in range(RUNS + 1)][1:]
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    listed = statistics.median(paint(home, f"{COUNT:,} interviews", tmp_path) for _ in range(3))
    middle = statistics.median(ours for _, ours in pairs)
    show(f"home {middle * 1000:.0f} ms, {ratio:.2f} times a bare app; all sessions listed after {listed * 1000:.0f} ms")
    assert ratio <= BUDGET
