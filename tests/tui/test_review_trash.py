"""Deleting sessions from review and bringing them back, by keys."""

import re
from dataclasses import replace
from pathlib import Path

from textual.events import Key

from simulator.session.archive import archive, trash
from simulator.session.workspace import Workspace
from simulator.ui.tui.key_buffer import TOO_QUICK, TOO_SOON
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.rows import trash_rows
from simulator.ui.tui.review.screen import ReviewScreen
from simulator.ui.tui.widgets.chrome import Keys
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Rows
from tests.tui.conftest import NOW
from tests.tui.driving import quiet, screen_text, until
from tests.tui.reviewing import listed, reviewing


async def test_a_session_is_deleted_after_asking_and_returns(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("d")
        await until(pilot, lambda: "again" in quiet(app))
        await pilot.press("down", "delete")
        await until(pilot, lambda: "again" in quiet(app))
        app.post_message(Key("delete", None))  # held down: it has to be asked first
        await pilot.press("enter")
        await until(pilot, lambda: quiet(app).startswith(TOO_QUICK))
        await pilot.press("escape", "enter")
        await until(pilot, lambda: isinstance(app.screen, Reader))
        assert len(archive.paths(settled.sessions)) == 3
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and quiet(app) == "")
        await pilot.press("delete")  # by now it is asked anew
        await until(pilot, lambda: "again" in quiet(app))
        await pilot.pause(TOO_SOON)
        await pilot.press("delete")
        await listed(pilot, 2)
        assert [p.stem for p in trash.discarded(settled.sessions)] == [paths[1].stem]
        await pilot.press("u")
        await listed(pilot, 3)
        await pilot.press("u")
        await until(pilot, lambda: "The trash is empty" in quiet(app))
        assert archive.paths(settled.sessions) == paths


async def test_enter_confirms_and_other_keys_withdraw(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("delete")
        await until(pilot, lambda: "enter move to the trash" in screen_text(app))
        assert re.search(r"to move the (full interview|screening call)[^()]* \([^()]+\) to the trash;", quiet(app))
        await pilot.press("b")  # which is done all the same
        await until(pilot, lambda: quiet(app).startswith("Bookmarked."))
        assert "move to the trash" not in screen_text(app)
        await pilot.press("backspace")
        await until(pilot, lambda: quiet(app).endswith("esc cancels."))
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await listed(pilot, 2)
        assert len(trash.discarded(settled.sessions)) == 1
        await pilot.press("delete")
        await until(pilot, lambda: quiet(app).endswith("esc cancels."))
        await pilot.pause(TOO_SOON)
        await pilot.press("Y")
        await listed(pilot, 1)


async def test_the_mark_stays_near_what_was_deleted(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        rows = await listed(pilot)
        await pilot.press("down", "delete")
        await until(pilot, lambda: "Press y, enter or delete again" in quiet(app))
        await pilot.press("down")
        await until(pilot, lambda: quiet(app) == "")
        await pilot.press("up", "delete")  # it was left in between: asked about anew
        await until(pilot, lambda: "Press y, enter or delete again" in quiet(app))
        assert paths[1].exists()
        await pilot.pause(TOO_SOON)
        await pilot.press("delete")
        await until(pilot, lambda: [row.key for row in rows.rows] == [paths[0].stem, paths[2].stem])
        await until(pilot, lambda: rows.row == rows.rows[1])
        await pilot.press("up", "u")
        await until(pilot, lambda: len(rows.rows) == 3 and rows.row is not None and rows.row.key == paths[1].stem)
        assert quiet(app) == "Restored."


async def test_earlier_deletions_are_seen_and_come_back(settled: Workspace, paths: list[Path]) -> None:
    for path in paths:
        trash.discard(path)
    app = reviewing(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await until(
            pilot,
            lambda: (
                "3 in the trash: u" in screen_text(app) and "u brings one back" in " ".join(screen_text(app).split())
            ),
        )
        assert [a.id for a in app.screen.query_one(Keys).actions] == ["review.restore", "review.back", "app.help"]
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Pick) and "Which one do you want back" in screen_text(app))
        assert [row.key for row in app.screen.query_one(Rows).rows] == [p.stem for p in reversed(paths)]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("down", "enter")
        await listed(pilot, 1)
        assert archive.paths(settled.sessions) == [paths[1]]
        await until(pilot, lambda: "2 in the trash: u" in screen_text(app) and "enter read" in screen_text(app))


async def test_what_another_candidate_deleted_is_named_as_theirs(settled: Workspace, paths: list[Path]) -> None:
    trash.discard(paths[0])
    mine = trash_rows(settled, NOW.date())[0].text
    theirs = trash_rows(replace(settled, candidate="you"), NOW.date())[0].text
    assert theirs == f"{mine}, of me"


async def test_unreadable_file_in_trash_is_named_too(settled: Workspace, paths: list[Path]) -> None:
    place = trash.discard(paths[0])
    (place / paths[0].name).write_bytes(b"not = [toml")
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot, 2)
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Pick) and f"{paths[0].stem}, can't" in screen_text(app))
