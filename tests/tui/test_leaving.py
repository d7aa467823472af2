"""Being told to go at an odd moment."""

import asyncio
import signal
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.worker import WorkerFailed

from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.screen import Home
from tests.tui.driving import until


async def test_a_signal_behind_the_last_screen_does_nothing(settled: Workspace) -> None:
    """The loop still runs then, and asking an app that has ended for anything printed a traceback."""
    wrong: list[dict[str, Any]] = []

    def note(_: object, about: dict[str, Any]) -> None:
        wrong.append(about)

    asyncio.get_running_loop().set_exception_handler(note)
    app = InterviewApp(settled, "small")

    async def leave(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: isinstance(app.screen, Home))
        app.exit()

    await app.run_async(headless=True, auto_pilot=leave)
    signal.raise_signal(signal.SIGTERM)
    await asyncio.sleep(0.05)
    assert wrong == []


@pytest.mark.parametrize("while_closing", [True, False])
async def test_a_worker_may_miss_widgets_only_while_closing(settled: Workspace, while_closing: bool) -> None:
    """A search that ended while the program closed was told as a fault of the program."""
    app = InterviewApp(settled, "small")
    found: list[bool] = []

    async def fill() -> None:
        while app._running and while_closing:
            await asyncio.sleep(0)
        found.append(app._running)
        app.query_one("#gone")

    missing: AbstractContextManager[object] = nullcontext() if while_closing else pytest.raises(WorkerFailed)
    with missing:
        async with app.run_test(notifications=True, tooltips=True) as pilot:
            await until(pilot, lambda: isinstance(app.screen, Home))
            app.run_worker(fill())
            await pilot.pause()
    assert found == [not while_closing]


IMPORTING = """
import asyncio, os, signal, sys, threading, time
from simulator.ui.system import ScreenSignals
sys.path.insert(0, sys.argv[1])

async def main():
    signals = ScreenSignals()
    signals.watch()
    signals.on_terminate(lambda: print("told"))
    threading.Thread(target=__import__, args=["slow"]).start()
    time.sleep(0.2)
    threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGTERM]).start()
    import slow
    print("imported")
    await asyncio.sleep(0.1)

asyncio.run(main())
"""


def test_a_signal_spoils_no_import_that_it_interrupts(tmp_path: Path) -> None:
    """The handler once imported a module while its thread waited for another thread's import: a KeyError."""
    (tmp_path / "slow.py").write_text("import time\ntime.sleep(0.8)\n")
    command = [sys.executable, "-c", IMPORTING, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout.split() == ["imported", "told"], done.stderr
