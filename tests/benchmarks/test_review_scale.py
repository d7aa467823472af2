"""The review list over ten thousand interviews: it answers while they are read, and finds words as they are typed.

INTERVIEW_BENCH_SESSIONS sets how many, INTERVIEW_BENCH_FOLDER keeps the archive between runs.
"""

import asyncio
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from simulator.session.archive.index import Index
from simulator.session.workspace import APP, Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.review.rows import HitLine, Sessions
from simulator.ui.tui.review.screen import ReviewScreen
from tests.benchmarks.archives import ROOT
from tests.benchmarks.conftest import COUNT
from tests.settings import write_preferences
from tests.system.terminal import Terminal
from tests.tui.driving import screen_text, type_text, until

pytestmark = pytest.mark.slow

FIRST_ROWS = 0.15  # seconds after the first paint
ROW = re.compile(r"(Full interview|Screening call) +(junior|mid|senior|staff|tier \d|missed \d)")
LONGEST_STILL = 0.35  # seconds that the screen may not answer, on a machine that is busy with other things


def workspace_in(folder: Path, sessions: Path) -> Workspace:
    place = Workspace(ROOT / "graphs", sessions, "demo", folder / "cache", folder / "config.toml")
    write_preferences(place.config, Preferences(role="applied-engineer"))
    return place


def _seen_at(terminal: Terminal, seen: Callable[[list[str]], bool]) -> float:
    """When the terminal showed it, by a clock in seconds."""
    end = time.perf_counter() + 30
    while not seen(terminal.text.splitlines() + [""] * 24):
        assert time.perf_counter() < end, terminal.text
        terminal.pump(0.002)
    return time.perf_counter()


async def heartbeat(gaps: list[float]) -> None:
    """Notes how long the event loop did not come round."""
    last = time.perf_counter()
    while True:
        await asyncio.sleep(0.01)
        now = time.perf_counter()
        gaps.append(now - last)
        last = now


async def test_first_rows_come_at_once_while_indexing(sessions: Path, tmp_path: Path) -> None:
    app = InterviewApp(workspace_in(tmp_path, sessions), opening=Opening(review=True))
    gaps: list[float] = []
    async with app.run_test(size=(140, 40), notifications=True, tooltips=True) as pilot:
        beat = asyncio.create_task(heartbeat(gaps))
        began = time.perf_counter()
        await until(
            pilot, lambda: isinstance(app.screen, ReviewScreen) and bool(app.screen.query_one(Sessions).rows), 3000
        )
        first = time.perf_counter() - began
        await until(pilot, lambda: "Reading" in screen_text(app), 3000)
        for _ in range(20):
            await pilot.press("down")
        await until(pilot, lambda: "Question 1" in screen_text(app), 3000)
        beat.cancel()
    longest = max(gaps[5:])
    sys.stdout.write(f"\nfirst rows of {COUNT} unindexed after {first:.2f} s; the loop stood {longest:.2f} s at most\n")
    assert longest < LONGEST_STILL


@pytest.fixture(scope="module")
def indexed(sessions: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The archive with its index, laid out as the command finds it under the home directory that holds both."""
    home = tmp_path_factory.mktemp("home")
    place = Workspace(ROOT / "graphs", sessions, "demo", home / APP, home / APP / "config.toml")
    write_preferences(place.config, Preferences(role="applied-engineer"))
    with Index(place.sessions, place.cache) as index:
        index.refresh()
    return place


def test_first_rows_follow_first_paint_on_terminal(indexed: Workspace, tmp_path: Path) -> None:
    waits = []
    for _ in range(5):
        terminal = Terminal(
            tmp_path,
            *("--sessions", str(indexed.sessions), "--candidate", "demo"),
            XDG_CACHE_HOME=str(indexed.cache.parent),
            XDG_CONFIG_HOME=str(indexed.cache.parent),
        )
        terminal.wait_for(f"{COUNT:,} interviews")
        terminal.child.send("r")
        painted = _seen_at(terminal, lambda lines: "Review" in lines[1])
        waits.append(_seen_at(terminal, lambda lines: any(ROW.search(line) for line in lines[2:])) - painted)
        terminal.close()
    sys.stdout.write(f"\nfirst rows {', '.join(f'{1000 * wait:.0f}' for wait in waits)} ms after the first paint\n")
    assert statistics.median(waits) < FIRST_ROWS


async def test_words_are_found_while_one_types_them(indexed: Workspace) -> None:
    app = InterviewApp(indexed, opening=Opening(review=True))
    gaps: list[float] = []
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        began = time.perf_counter()
        await until(pilot, lambda: f"{COUNT:,} interviews" in screen_text(app), 3000)
        listed = time.perf_counter() - began
        beat = asyncio.create_task(heartbeat(gaps))
        await pilot.press("slash")
        found = []
        for text in ("cache", "attention format:full", "zygote", "tokens verdict:weak after:2024-02-01"):
            app.screen.query_one("#search", Input).value = ""
            await type_text(pilot, text)
            began = time.perf_counter()
            screen = app.screen
            assert isinstance(screen, ReviewScreen)
            await until(pilot, lambda s=screen, t=text: s.result is not None and s.result.typed == t, 3000)  # type: ignore[misc]
            found.append(time.perf_counter() - began)
            rows = screen.query_one(Sessions).rows
            assert isinstance(rows[1], HitLine) if text != "zygote" else not rows
        await pilot.press("escape", "end")
        await until(pilot, lambda: f"{COUNT:,} interviews" in screen_text(app), 3000)
        beat.cancel()
    worst = max(gaps[5:])
    times = ", ".join(f"{1000 * t:.0f}" for t in found)
    sys.stdout.write(
        f"\n{COUNT} listed after {listed:.2f} s; searches {times} ms; the loop stood {worst:.2f} s at most\n"
    )
    assert worst < LONGEST_STILL
