"""The review list over ten thousand interviews: it answers while they are read, and finds words as they are typed.

INTERVIEW_BENCH_SESSIONS sets how many, INTERVIEW_BENCH_FOLDER keeps the archive between runs.
"""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

import pytest
from textual.widgets import Input

from simulator.session.index import Index
from simulator.session.workspace import Workspace
from simulator.ui.settings import Preferences, write_preferences
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.screens.review import Review
from simulator.ui.tui.widgets.sessions import HitLine, Sessions
from tests.benchmarks.archives import ROOT, make
from tests.transcripts import graph
from tests.tui.driving import screen_text, type_text, until

pytestmark = pytest.mark.slow

COUNT = int(os.environ.get("INTERVIEW_BENCH_SESSIONS", "10000"))
LONGEST_STILL = 0.35  # seconds that the screen may not answer, on a machine that is busy with other things


@pytest.fixture(scope="module")
def sessions() -> Path:
    kept = os.environ.get("INTERVIEW_BENCH_FOLDER")
    folder = Path(kept) if kept else Path(tempfile.gettempdir()) / f"interview-bench-{COUNT}"
    return make(folder, COUNT, graph())


def workspace_in(folder: Path, sessions: Path) -> Workspace:
    place = Workspace(ROOT / "graphs", sessions, "demo", folder / "cache", folder / "config.toml")
    write_preferences(place.config, Preferences(role="applied-engineer"))
    return place


async def heartbeat(gaps: list[float]) -> None:
    """Notes how long the event loop did not come round."""
    last = time.perf_counter()
    while True:
        await asyncio.sleep(0.01)
        now = time.perf_counter()
        gaps.append(now - last)
        last = now


async def test_the_first_rows_come_at_once_and_nothing_blocks_while_the_rest_is_indexed(
    sessions: Path, tmp_path: Path
) -> None:
    app = InterviewApp(workspace_in(tmp_path, sessions), opening=Opening(review=True))
    gaps: list[float] = []
    async with app.run_test(size=(140, 40), notifications=True, tooltips=True) as pilot:
        beat = asyncio.create_task(heartbeat(gaps))
        began = time.perf_counter()
        await until(pilot, lambda: isinstance(app.screen, Review) and bool(app.screen.query_one(Sessions).rows), 3000)
        first = time.perf_counter() - began
        await until(pilot, lambda: "Reading" in screen_text(app), 3000)
        for _ in range(20):
            await pilot.press("down")
        await until(pilot, lambda: "Question 1" in screen_text(app), 3000)
        beat.cancel()
    longest = max(gaps[5:])
    sys.stdout.write(f"\nfirst rows of {COUNT} unindexed after {first:.2f} s; the loop stood {longest:.2f} s at most\n")
    assert longest < LONGEST_STILL


async def test_words_are_found_while_one_types_in_all_of_them(sessions: Path, tmp_path: Path) -> None:
    place = workspace_in(tmp_path, sessions)
    with Index(place.sessions, place.cache) as index:
        index.refresh()
    app = InterviewApp(place, opening=Opening(review=True))
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
            assert isinstance(screen, Review)
            await until(pilot, lambda s=screen, t=text: s.found is not None and s.found.typed == t, 3000)  # type: ignore[misc]
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
