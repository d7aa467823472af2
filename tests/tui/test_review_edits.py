"""What review adds to a session: bookmarks, notes, new scores; and sitting it again."""

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from simulator.session.archive import archive
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.rescore import Rescore
from simulator.ui.tui.room.screen import SAVED
from simulator.ui.tui.widgets.prompt import Pick
from tests.tui.driving import idle, in_room, quiet, screen_text, type_text, until
from tests.tui.reviewing import listed, reviewing, search, shows, state_of


async def test_bookmarks_of_sessions_and_items_are_found(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        rows = await listed(pilot)
        await pilot.press("b")
        await until(pilot, shows(app, "> * "))
        assert state_of(paths[0]).bookmarked
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
        await pilot.press("n", "b")
        await until(pilot, shows(app, "bookmarked · item 2 of"))
        assert state_of(paths[1]).turns[1].bookmarked
        await pilot.press("escape")
        await listed(pilot)
        await search(pilot, "is:bookmarked")
        await until(pilot, lambda: [row.key for row in rows.rows] == [p.stem for p in paths[:2]])
        await pilot.press("escape")
        await until(pilot, lambda: len(rows.rows) == len(paths))
        await pilot.press("home")
        await until(pilot, lambda: rows.row is not None and rows.row.key == paths[0].stem)
        await pilot.press("b")
        await until(pilot, lambda: "removed" in quiet(app))
        assert not state_of(paths[0]).bookmarked


async def test_a_note_is_kept_and_shown_unchanged(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 40), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
        await pilot.press("e")
        await type_text(pilot, "see x[/ and [@click=app.quit] again")
        await pilot.press("enter")
        await until(pilot, shows(app, "Note: see x[/ and [@click=app.quit] again"))
    assert [n.text for n in state_of(paths[0]).turns[0].notes] == ["see x[/ and [@click=app.quit] again"]


async def rescoring(pilot: Pilot[None], app: InterviewApp) -> None:
    await listed(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
    await pilot.press("v")
    await until(pilot, lambda: isinstance(app.screen, Rescore) and app.screen.pane is not None)


async def test_an_answer_is_scored_again_point_by_point(settled: Workspace, paths: list[Path]) -> None:
    before = state_of(paths[0]).turns[0]
    assert before.scored is not None
    assert before.scored.verdict != "weak"
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await rescoring(pilot, app)
        await until(pilot, shows(app, "1 of 3"))
        await pilot.press("n", "y", "u", "n", "n")
        await until(pilot, shows(app, "weak", "enter keep it"))
        await pilot.press("r")
        await until(pilot, lambda: "You can only change the score" in quiet(app))
        assert state_of(paths[0]).turns[0] == before
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and "Weak now" in quiet(app))
        await pilot.press("space")
        await until(pilot, shows(app, "weak   0% covered"))
    after = state_of(paths[0]).turns[0]
    assert after.scored is not None
    assert (after.verdict, set(after.marks.values())) == ("weak", {"no"})
    assert after.answer_text == before.answer_text
    assert before.scored in read(paths[0]).events
    assert archive.rows(settled)[0].level == after.scored.level["tier"]


async def test_the_same_score_again_is_said_so(settled: Workspace, paths: list[Path]) -> None:
    before = state_of(paths[0]).turns[0]
    keys = {"yes": "y", "partly": "p", "no": "n"}
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await rescoring(pilot, app)
        await pilot.press(*(keys[before.marks[point.id]] for point in before.question.rubric))
        await until(pilot, shows(app, "enter keep it"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and "now, as before; the old score" in quiet(app))


async def test_a_new_score_that_is_left_changes_nothing(settled: Workspace, paths: list[Path]) -> None:
    bytes_before = paths[0].read_bytes()
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await rescoring(pilot, app)
        await pilot.press("n", "f8")
        await until(pilot, lambda: "There's no clock" in quiet(app))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, Reader) and "Nothing has changed" in quiet(app))
    assert paths[0].read_bytes() == bytes_before


async def test_verdict_is_overruled_with_reason_afterwards_too(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await rescoring(pilot, app)
        await pilot.press("n", "n", "n")
        await until(pilot, shows(app, "v another verdict"))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("down", "down", "enter")
        await until(pilot, shows(app, "Why solid"))
        await type_text(pilot, "said aloud")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and "Solid now" in quiet(app))
    scored = state_of(paths[0]).turns[0].scored
    assert scored is not None
    assert (scored.verdict, scored.overruled, scored.why) == ("solid", True, "said aloud")


async def test_a_check_cannot_be_scored_again(settled: Workspace, paths: list[Path]) -> None:
    check = next(t.position for t in state_of(paths[0]).turns if t.check)
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
        await pilot.press(*["right"] * (check - 1), "v")
        await until(pilot, lambda: "M sets it aside" in quiet(app))


@pytest.mark.parametrize("where", ["review", "reader"])
async def test_session_is_sat_again_with_same_questions(settled: Workspace, paths: list[Path], where: str) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        if where == "reader":
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Pick) and shows(app, "other questions")())
        assert "in order" in (same := next(li for li in screen_text(app).splitlines() if "> Same" in li))
        assert same.endswith("20 min")
        await pilot.press("enter")
        interview = await in_room(pilot)
        again = interview.header.again
        assert again is not None
        assert again.items == tuple(t.asked.id for t in state_of(paths[0]).turns)
        await until(pilot, lambda: bool(interview.state.turns))
        assert interview.state.turns[0].asked.id == again.items[0]
        await idle(pilot)
        await pilot.press("escape", "q")
        await until(pilot, lambda: quiet(app) == SAVED)  # nothing told whether one could go on with it, and where


async def test_what_cannot_be_repeated_here_is_one_sentence(settled: Workspace, paths: list[Path]) -> None:
    text = paths[0].read_text()
    paths[0].write_text(text.replace('graph = "small"', 'graph = "other"', 1))
    paths[1].write_text(re.sub(r'^id = "[qc]\d+"', 'id = "gone"', paths[1].read_text(), flags=re.MULTILINE))
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("r")
        await until(pilot, lambda: "on the graph other" in quiet(app))
        await pilot.press("down", "r")
        await until(pilot, lambda: "no longer has any of its questions" in quiet(app))
