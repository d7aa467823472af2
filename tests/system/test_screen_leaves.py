"""The screen told to go, by SIGTERM or by a terminal that is closed: the interview is kept and paused."""

import signal
from pathlib import Path

import pytest

from simulator.session.archive import paths
from simulator.session.reading import read
from simulator.session.state import fold
from tests.conftest import ROOT
from tests.system.terminal import Terminal


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_told_to_go_the_screen_keeps_the_interview(tmp_path: Path, name: str) -> None:
    sessions = tmp_path / "sessions"
    where = ["--graphs", str(ROOT / "graphs"), "--sessions", str(sessions)]
    terminal = Terminal(tmp_path, "start", "llm", "--seed", "3", *where)
    try:
        terminal.wait_for("Your answer")
        terminal.press("It grows with every token.")
        terminal.wait_for("every token.")
        terminal.child.kill(getattr(signal, name))
        terminal.wait(lambda: not terminal.child.isalive(), 15)
    finally:
        terminal.close()
    found = read(paths(sessions)[0])
    assert found.findings == ()
    assert fold(found.header, found.events).paused
    again = Terminal(tmp_path, "resume", *where)
    try:
        again.wait_for("The clock stands")
        again.press("enter")
        again.wait_for("It grows with every token.")
    finally:
        again.close()
