"""A damaged index on the screens: they show what a sound one would give."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.session.archive import archive
from simulator.session.archive.index import index_path
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.screen import Home
from tests.isolation import ROOT
from tests.settings import write_preferences
from tests.transcripts import put, whole
from tests.tui.conftest import StandingClock
from tests.tui.driving import screen_text, until
from tests.tui.reviewing import listed
from tests.warm import warmed


def changed(sql: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with sqlite3.connect(path) as database:
            database.execute(sql)
        database.close()

    return damage


def zeroed(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(8192) + data[12288:])


@pytest.mark.parametrize(
    "damage",
    [
        changed("UPDATE sessions SET started = 'never'"),
        changed("UPDATE pasts SET past = X'FF', facts = X'FF'"),
        changed("DROP TABLE pasts"),
        zeroed,
        lambda path: path.write_bytes(b"no database" * 500),
    ],
    ids=["column", "blobs", "table", "pages", "foreign"],
)
async def test_home_review_and_progress_open_over_damaged_index(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    cache = warmed(tmp_path / "cache")
    found = Workspace(ROOT / "graphs", tmp_path / "sessions", "demo", cache, tmp_path / "config.toml")
    for number in (3, 15):
        put(found.sessions, *whole(number))
    write_preferences(found.config, Preferences(role="applied-engineer"))
    archive.rows(found)
    damage(index_path(found.sessions, found.cache))
    app = InterviewApp(found, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Start" in screen_text(app))
        await pilot.press("r")
        await listed(pilot, 2)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Home))
        damage(index_path(found.sessions, found.cache))
        await pilot.press("o")
        await until(pilot, lambda: "2 interviews" in screen_text(app), 2000)
