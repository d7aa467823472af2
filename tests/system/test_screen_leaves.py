"""The screen told to go, by SIGTERM or by a terminal that is closed: the interview is kept and paused."""

import asyncio
import os
import signal
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.session.archive.archive import paths
from simulator.session.interview.state import fold
from simulator.session.transcript.read import read
from simulator.session.transcript.sidecars import DraftFile
from simulator.ui.system import SIGNALS, ScreenSignals
from tests.isolation import ROOT
from tests.locks import is_locked
from tests.some import some
from tests.system.terminal import Terminal


@pytest.mark.parametrize("name", some(["SIGTERM", "SIGHUP"], "SIGTERM"))
def test_told_to_go_the_screen_keeps_the_interview(tmp_path: Path, name: str) -> None:
    sessions = tmp_path / "sessions"
    where = ["--graphs", str(ROOT / "graphs"), "--sessions", str(sessions)]
    terminal = Terminal(tmp_path, "start", "llm", "--seed", "3", *where)
    try:
        terminal.wait_for("your answer")
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
        again.wait_for("where you stopped")
        again.press("enter")
        again.wait_for("It grows with every token.")
    finally:
        again.close()


@pytest.mark.parametrize("keys", ["", "It grows with every token."])
def test_closing_the_terminal_keeps_the_interview(tmp_path: Path, keys: str) -> None:
    """Painting into a terminal that is gone must not keep a process behind that nobody sees, nor hold a session."""
    sessions = tmp_path / "sessions"
    terminal = Terminal(tmp_path, "start", "llm", "--seed", "3", "--sessions", str(sessions))
    terminal.wait_for("your answer")
    terminal.press(keys)
    terminal.wait_for(keys)
    child = terminal.child
    os.close(child.child_fd)  # as the window that holds it does
    for _ in range(150):
        if os.waitpid(child.pid, os.WNOHANG) != (0, 0):
            break
        time.sleep(0.1)
    else:
        os.kill(child.pid, signal.SIGKILL)
        raise AssertionError("15 seconds later it is still there")
    (path,) = paths(sessions)
    found = read(path)
    assert found.findings == ()
    assert fold(found.header, found.events).paused
    assert not is_locked(path)
    draft = DraftFile(path).load()
    assert (draft.text if draft else "") == keys


@pytest.fixture
def _handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_handlers")
async def test_after_screen_signal_means_what_it_meant_before() -> None:
    heard: list[str] = []
    signal.signal(signal.SIGTERM, lambda *_: heard.append("before"))
    signals = ScreenSignals()
    with signals.watched():
        signals.on_terminate(lambda: heard.append("screen"))
    signal.raise_signal(signal.SIGTERM)
    assert heard == ["before"]


@pytest.mark.usefixtures("_handlers")
async def test_signal_before_screen_is_there_is_heard() -> None:
    heard: list[str] = []
    signals = ScreenSignals()
    with signals.watched():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        signals.on_terminate(lambda: heard.append("left"))
        await asyncio.sleep(0.01)
    assert (heard, signals.heard) == (["left"], signal.SIGINT)


def is_sane(terminal: Terminal) -> bool:
    """Whether the shell gets its terminal as it gave it: lines, echo, signals, and no second screen."""
    modes = termios.tcgetattr(terminal.child.child_fd)[3]
    wanted = termios.ICANON | termios.ECHO | termios.ISIG
    return modes & wanted == wanted and terminal.raw.rfind(b"\x1b[?1049l") > terminal.raw.rfind(b"\x1b[?1049h")


@pytest.mark.parametrize("gap", some([0.0, 0.002, 0.01, 0.03, 0.08, 0.2], 0.01))
@pytest.mark.parametrize("name", some(["SIGINT", "SIGTERM", "SIGHUP"], "SIGHUP"))
def test_two_signals_leave_sane_terminal_and_paused_interview(tmp_path: Path, name: str, gap: float) -> None:
    sessions, number = tmp_path / "sessions", getattr(signal, name)
    where = ["--graphs", str(ROOT / "graphs"), "--sessions", str(sessions)]
    terminal = Terminal(tmp_path, "start", "llm", "--seed", "3", *where)
    try:
        terminal.wait_for("your answer")
        terminal.press("It grows with every token.")
        terminal.wait_for("every token.")
        terminal.child.kill(number)
        time.sleep(gap)
        terminal.child.kill(number)
        terminal.wait(lambda: not terminal.child.isalive(), 15)
        terminal.pump(0.2)
        assert is_sane(terminal)
        terminal.child.close()
        assert terminal.child.exitstatus == 128 + number
    finally:
        terminal.close()
    (path,) = paths(sessions)
    found = read(path)
    assert found.findings == ()
    assert fold(found.header, found.events).paused
    draft = DraftFile(path).load()
    assert draft is not None
    assert draft.text == "It grows with every token."


@pytest.mark.parametrize("way", some(["ctrl+q", "SIGTERM"], "ctrl+q"))
def test_what_is_written_before_leaving_is_kept(tmp_path: Path, way: str) -> None:
    """All in one write, as a paste that a terminal types out, or a hand that is faster than the machine."""
    sessions = tmp_path / "sessions"
    terminal = Terminal(tmp_path, "start", "llm", "--seed", "3", "--sessions", str(sessions))
    terminal.wait_for("your answer")
    written = "mix general data into the tuning set and hold some of it back"
    terminal.child.send(f"an\x15{written}" + ("\x11" if way == "ctrl+q" else ""))
    if way == "SIGTERM":
        terminal.child.kill(signal.SIGTERM)
    terminal.wait_end()
    draft = DraftFile(paths(sessions)[0]).load()
    assert draft is not None
    assert draft.text == written
