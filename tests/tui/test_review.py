"""The review list and the reader: searching, reading, keeping, scoring again, deleting, sitting again."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from simulator.session import archive, trash
from simulator.session.amend import Amending
from simulator.session.lock import locked, release
from simulator.session.reading import read
from simulator.session.state import State, fold
from simulator.session.workspace import Workspace
from simulator.ui.settings import Preferences, write_preferences
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.panes.line import Pick
from simulator.ui.tui.screens.compare import Compare
from simulator.ui.tui.screens.help import Help
from simulator.ui.tui.screens.home import Home
from simulator.ui.tui.screens.reader import Reader
from simulator.ui.tui.screens.replay import Replay
from simulator.ui.tui.screens.report import Report
from simulator.ui.tui.screens.rescore import Rescore
from simulator.ui.tui.screens.review import Review, trash_rows
from simulator.ui.tui.screens.room import Room
from simulator.ui.tui.widgets.keys import Keys
from simulator.ui.tui.widgets.rows import Rows
from simulator.ui.tui.widgets.sessions import HitLine, Sessions, in_sight
from simulator.ui.tui.widgets.transcript import RESULT_NOT_YET
from tests.tui.conftest import NOW, StandingClock, sit
from tests.tui.driving import in_room, quiet, screen_text, type_text, until

Shown = Callable[[], bool]


def reviewing(workspace: Workspace) -> InterviewApp:
    return InterviewApp(workspace, "small", opening=Opening(review=True), clock=StandingClock())


def shows(app: InterviewApp, *texts: str) -> Shown:
    return lambda: all(text in screen_text(app) for text in texts)


def state_of(path: Path) -> State:
    found = read(path)
    assert found.findings == ()
    return fold(found.header, found.events)


@pytest.fixture
def paths(settled: Workspace) -> list[Path]:
    """Three interviews, newest first: a strong one, one with misses, and a middling one."""
    sat = [sit(settled, 4.0, days_ago=60), sit(settled, -4.0, days_ago=40), sit(settled, 6.0, days_ago=20)]
    return sat[::-1]


async def listed(pilot: Pilot[None], count: int = 3) -> Sessions:
    app = pilot.app
    assert isinstance(app, InterviewApp)
    await until(pilot, lambda: isinstance(app.screen, Review) and len(app.screen.query_one(Sessions).rows) == count)
    return app.screen.query_one(Sessions)


async def search(pilot: Pilot[None], text: str) -> None:
    await pilot.press("slash")
    pilot.app.screen.query_one("#search", Input).value = ""
    await type_text(pilot, text)


async def test_words_are_found_while_one_types_and_stand_in_brackets_below_their_session(
    settled: Workspace, paths: list[Path]
) -> None:
    with Amending(paths[1]) as session:
        session.note(2, "A zygote [/b] was mentioned here.").result(5)
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        rows = await listed(pilot)
        await search(pilot, "zygo")
        await until(pilot, shows(app, "1 of 3 interviews", "A [zygote] [/b] was mentioned"))
        assert isinstance(rows.rows[1], HitLine)
        await type_text(pilot, "xx")
        await until(pilot, shows(app, "0 of 3 interviews"))
        await pilot.press("escape")
        await until(pilot, shows(app, "3 interviews"))
        assert len(rows.rows) == 3
        await search(pilot, "zygote")
        await until(pilot, shows(app, "[zygote]"))
        await pilot.press("enter", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "2 of")())


async def test_a_concept_finds_what_was_asked_about_it_and_not_what_is_still_asked(settled: Workspace) -> None:
    path = sit(settled, until=lambda state: len(state.turns) == 3)
    turns = state_of(path).turns
    told, open_ = turns[0].asked.concepts[0], turns[2].asked.concepts[0]
    assert [turn.revealed for turn in turns] == [True, True, False]
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        rows = await listed(pilot, 1)
        await search(pilot, told)
        await until(pilot, shows(app, f"Question 1, about: [{told}], basics"))
        await search(pilot, "basics")
        await until(pilot, shows(app, "about: first, [basics]", "about: second, [basics]"))
        assert [row.position for row in rows.rows if isinstance(row, HitLine)] == [3, 2, 1]
        assert f"Question 3, about: {open_}" not in screen_text(app)


async def test_a_report_beside_an_interview_that_goes_on_shows_the_area_of_what_is_asked(settled: Workspace) -> None:
    path = sit(settled, until=lambda state: bool(state.turns))
    app = reviewing(settled)
    async with app.run_test(size=(100, 70), notifications=True, tooltips=True) as pilot:
        await listed(pilot, 1)
        await app.push_screen(Report(path))
        await until(pilot, shows(app, "screening call", "Basics [b]", "not scored"))
        assert "The secret" not in screen_text(app)
        await pilot.press("d")
        await until(pilot, shows(app, "Concept and tier of 1 item are told after the reveal."))
        assert "The secret" not in screen_text(app)


async def test_a_check_that_is_told_at_the_end_is_not_told_by_its_transcript(settled: Workspace) -> None:
    path = sit(settled, score="end", until=lambda state: any(turn.checked for turn in state.turns))
    check = next(turn for turn in state_of(path).turns if turn.check)
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot, 1)
        await app.push_screen(Reader(path, position=check.position))
        await until(pilot, shows(app, RESULT_NOT_YET))
        assert "One index, one element." not in screen_text(app)
        await app.push_screen(Replay(path))
        await until(pilot, lambda: isinstance(app.screen, Replay) and app.screen.place == 1)
        await pilot.press("end")
        await until(pilot, shows(app, "The check is answered", RESULT_NOT_YET))
        assert "The secret" not in screen_text(app)
        assert "One index, one element." not in screen_text(app)
    whole = sit(settled, score="end", days_ago=2)
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot, 2)
        await app.push_screen(Reader(whole, position=check.position))
        await until(pilot, shows(app, "One index, one element."))


async def test_what_is_typed_right_after_the_slash_lands_in_the_line(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        for key, character in (("slash", "/"), ("t", "t"), ("d", "d"), ("slash", "/"), ("d", "d")):
            app.post_message(Key(key, character))  # all at once, as a fast hand or a slow line sends them
        await until(pilot, lambda: app.screen.query_one("#search", Input).value == "td/d")
        assert isinstance(app.screen, Review)


async def test_filters_narrow_the_list_and_what_is_not_understood_is_said(
    settled: Workspace, paths: list[Path]
) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        rows = await listed(pilot)
        await search(pilot, "verdict:weak")
        await until(pilot, shows(app, "of 3 interviews"))
        weak = {r.id for r in archive.rows(settled) if any(t.verdict == "weak" for t in state_of(r.path).turns)}
        await until(pilot, lambda: {row.key for row in rows.rows} == weak)
        await search(pilot, "fromat:full")
        await until(pilot, lambda: '"fromat:" is no filter' in quiet(app))
        await search(pilot, "after:2026-10-20 before:2026-11-30")
        await until(pilot, lambda: [row.key for row in rows.rows] == [paths[0].stem])
        assert quiet(app) == ""


async def test_f_shows_only_those_with_misses(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    missed = [row.id for row in archive.rows(settled) if row.missed]
    assert 0 < len(missed) < 3
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        rows = await listed(pilot)
        await pilot.press("f")
        await until(pilot, lambda: [row.key for row in rows.rows] == missed)
        await until(pilot, shows(app, "only missed"))
        await pilot.press("f")
        await until(pilot, lambda: len(rows.rows) == 3)


async def test_the_transcript_stands_beside_the_list_where_there_is_room(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(140, 40), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        prompts = [(t.check or t.question).prompt for t in state_of(paths[0]).turns]
        await until(pilot, shows(app, "Question 1", "The reference is covered"))
        assert "Says that it reads one element" not in screen_text(app)
        await pilot.press("space")
        await until(pilot, shows(app, "Says that it reads one element"))
        await pilot.press("right")
        await until(pilot, shows(app, f"2 of {len(prompts)}"))
        await pilot.press("down")
        await until(pilot, shows(app, f"1 of {len(state_of(paths[1]).turns)}"))
        await pilot.resize_terminal(99, 30)
        await until(pilot, lambda: "1 of" not in screen_text(app))


async def test_a_session_goes_to_the_trash_after_asking_twice_and_comes_back(
    settled: Workspace, paths: list[Path]
) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("d")
        await until(pilot, lambda: "once more" in quiet(app))
        await pilot.press("down", "d")
        await until(pilot, lambda: "once more" in quiet(app))
        assert len(archive.paths(settled.sessions)) == 3
        await pilot.press("d")
        await listed(pilot, 2)
        assert [p.stem for p in trash.discarded(settled.sessions)] == [paths[1].stem]
        await pilot.press("u")
        await listed(pilot, 3)
        await pilot.press("u")
        await until(pilot, lambda: "The trash is empty" in quiet(app))
        assert archive.paths(settled.sessions) == paths


async def test_the_mark_stays_near_what_was_deleted_and_goes_to_what_comes_back(
    settled: Workspace, paths: list[Path]
) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        rows = await listed(pilot)
        await pilot.press("down", "d")
        await until(pilot, lambda: "d once more" in quiet(app))
        await pilot.press("down")
        await until(pilot, lambda: quiet(app) == "")
        await pilot.press("up", "d")  # it was left in between: asked about anew
        await until(pilot, lambda: "d once more" in quiet(app))
        assert paths[1].exists()
        await pilot.press("d")
        await until(pilot, lambda: [row.key for row in rows.rows] == [paths[0].stem, paths[2].stem])
        await until(pilot, lambda: rows.row == rows.rows[1])
        await pilot.press("up", "u")
        await until(pilot, lambda: len(rows.rows) == 3 and rows.row is not None and rows.row.key == paths[1].stem)
        assert quiet(app) == "It is back."


async def test_what_was_deleted_another_day_is_seen_and_comes_back(settled: Workspace, paths: list[Path]) -> None:
    for path in paths:
        trash.discard(path)
    app = reviewing(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "3 in the trash: u" in screen_text(app) and "u brings one back" in quiet(app))
        assert [a.id for a in app.screen.query_one(Keys).actions] == ["review.restore", "review.back", "app.help"]
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Pick) and "Bring back which" in screen_text(app))
        assert [row.key for row in app.screen.query_one(Rows).rows] == [p.stem for p in reversed(paths)]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Review))
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


async def test_an_unreadable_file_in_the_trash_is_named_too(settled: Workspace, paths: list[Path]) -> None:
    place = trash.discard(paths[0])
    (place / paths[0].name).write_bytes(b"not = [toml")
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot, 2)
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Pick) and f"{paths[0].stem}, not" in screen_text(app))


async def test_the_way_back_and_help_stay_where_sixty_columns_hold_no_more(
    settled: Workspace, paths: list[Path]
) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        foot = screen_text(app).splitlines()[-1]
        assert foot.split("  ")[-2:] == ["esc back", "? help"], foot
        assert "enter read" in foot
        assert "go on" not in foot
        await pilot.press("slash", "a")
        await until(pilot, lambda: screen_text(app).splitlines()[-1].strip() == "esc back  f1 help")
        await pilot.press("escape")
        await until(pilot, lambda: screen_text(app).splitlines()[-1].endswith("? help"))
        await pilot.click(Keys, offset=(len(foot) - 4, 0))
        await until(pilot, lambda: isinstance(app.screen, Help))


async def test_sixty_columns_cut_no_date_and_no_name_in_its_first_word(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        lines = [line.strip() for line in screen_text(app).splitlines()]
        assert any(re.search(r"missed \d$", line) for line in lines)
        assert "…" not in screen_text(app)
        await pilot.press("b")
        await until(pilot, lambda: "Bookmarked" in quiet(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
        await pilot.press("b")
        await until(pilot, shows(app, "bookmarked · 1 of", "4 Nov"))
        assert "…" not in screen_text(app).splitlines()[1]


async def test_a_search_without_a_hit_and_an_empty_list_say_so(settled: Workspace) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "No interview yet" in quiet(app))
        assert [a.id for a in app.screen.query_one(Keys).actions] == ["review.back", "app.help"]
        sit(settled, 6.0)
        app.screen.reload()  # type: ignore[attr-defined]
        await listed(pilot, 1)
        await until(pilot, lambda: "enter read" in screen_text(app) and not quiet(app))
        await search(pilot, "nobodysaidthis")
        await until(pilot, lambda: quiet(app).startswith("Nothing found"))
        await search(pilot, "format:drill ")
        await until(pilot, lambda: quiet(app).startswith("No interview fits"))
        await pilot.press("escape")
        await until(pilot, lambda: not quiet(app) and "1 interview" in screen_text(app))


async def test_a_session_that_is_open_elsewhere_is_one_sentence(settled: Workspace, paths: list[Path]) -> None:
    lock = locked(paths[0])
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        for keys in (["b"], ["d", "d"]):
            await pilot.press(*keys)
            await until(pilot, lambda: "is open in another window" in quiet(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
        await pilot.press("m")
        await type_text(pilot, "never kept")
        await pilot.press("enter")
        await until(pilot, lambda: "is open in another window" in quiet(app))
    release(lock)
    assert state_of(paths[0]).turns[0].notes == ()


async def test_bookmarks_of_sessions_and_items_show_and_are_found(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        rows = await listed(pilot)
        await pilot.press("b")
        await until(pilot, shows(app, "> * "))
        assert state_of(paths[0]).bookmarked
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
        await pilot.press("n", "b")
        await until(pilot, shows(app, "bookmarked · 2 of"))
        assert state_of(paths[1]).turns[1].bookmarked
        await pilot.press("escape")
        await listed(pilot)
        await search(pilot, "is:bookmarked")
        await until(pilot, lambda: [row.key for row in rows.rows] == [p.stem for p in paths[:2]])
        await pilot.press("escape", "home", "b")
        await until(pilot, lambda: "off" in quiet(app))
        assert not state_of(paths[0]).bookmarked


async def test_a_note_is_kept_as_an_event_and_shown_as_it_stands(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
        await pilot.press("m")
        await type_text(pilot, "see x[/ and [@click=app.quit] again")
        await pilot.press("enter")
        await until(pilot, shows(app, "Note: see x[/ and [@click=app.quit] again"))
    assert [n.text for n in state_of(paths[0]).turns[0].notes] == ["see x[/ and [@click=app.quit] again"]


async def test_there_is_a_blank_line_between_what_was_said(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("p")  # the report's styles are loaded too
        await until(pilot, lambda: isinstance(app.screen, Report) and shows(app, "screening call")())
        await pilot.press("escape", "enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
        lines = [line.strip() for line in screen_text(app).splitlines()]
        answer = next(n for n, line in enumerate(lines) if line.startswith("│"))
        assert lines[answer - 1] == ""
        assert lines[answer - 2] != ""


async def rescoring(pilot: Pilot[None], app: InterviewApp) -> None:
    await listed(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
    await pilot.press("s")
    await until(pilot, lambda: isinstance(app.screen, Rescore) and app.screen.pane is not None)


async def test_an_answer_is_scored_again_point_by_point(settled: Workspace, paths: list[Path]) -> None:
    before = state_of(paths[0]).turns[0]
    assert before.scored is not None
    assert before.scored.verdict != "weak"
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await rescoring(pilot, app)
        await until(pilot, shows(app, "0 of 3 points judged"))
        await pilot.press("n", "y", "u", "n", "n")
        await until(pilot, shows(app, "weak", "enter keep it"))
        await pilot.press("r")
        await until(pilot, lambda: "Only the score" in quiet(app))
        assert state_of(paths[0]).turns[0] == before
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and "Weak now" in quiet(app))
        await pilot.press("space")
        await until(pilot, shows(app, "weak   0 % of the points"))
    after = state_of(paths[0]).turns[0]
    assert after.scored is not None
    assert (after.verdict, set(after.marks.values())) == ("weak", {"no"})
    assert after.answer_text == before.answer_text
    assert before.scored in read(paths[0]).events
    assert archive.rows(settled)[0].level == after.scored.level["tier"]


async def test_the_same_score_again_is_said_to_be_as_before(settled: Workspace, paths: list[Path]) -> None:
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
        await until(pilot, lambda: "No clock" in quiet(app))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, Reader) and "Nothing was changed" in quiet(app))
    assert paths[0].read_bytes() == bytes_before


async def test_a_verdict_is_overruled_with_a_reason_afterwards_too(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await rescoring(pilot, app)
        await pilot.press("n", "n", "n")
        await until(pilot, shows(app, "v overrule"))
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
        await pilot.press(*["right"] * (check - 1), "s")
        await until(pilot, lambda: "Only an answer" in quiet(app))


@pytest.mark.parametrize("where", ["review", "reader"])
async def test_a_session_is_sat_again_with_the_same_questions(
    settled: Workspace, paths: list[Path], where: str
) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        if where == "reader":
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, Pick) and shows(app, "other questions")())
        assert "in their order" in (same := next(li for li in screen_text(app).splitlines() if "> Same" in li))
        assert same.endswith("20 min")
        await pilot.press("enter")
        interview = await in_room(pilot)
        again = interview.header.again
        assert again is not None
        assert again.items == tuple(t.asked.id for t in state_of(paths[0]).turns)
        await until(pilot, lambda: bool(interview.state.turns))
        assert interview.state.turns[0].asked.id == again.items[0]


async def test_what_cannot_be_sat_again_here_is_one_sentence(settled: Workspace, paths: list[Path]) -> None:
    text = paths[0].read_text()
    paths[0].write_text(text.replace('graph = "small"', 'graph = "other"', 1))
    paths[1].write_text(re.sub(r'^id = "[qc]\d+"', 'id = "gone"', paths[1].read_text(), flags=re.MULTILINE))
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("t")
        await until(pilot, lambda: "on the graph other" in quiet(app))
        await pilot.press("down", "t")
        await until(pilot, lambda: "holds none of its questions" in quiet(app))


async def test_two_are_marked_and_compared(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("c")
        await until(pilot, shows(app, "> c "))
        await pilot.press("c")
        await until(pilot, lambda: "> c " not in screen_text(app))
        await pilot.press("c", "down", "c")
        await until(pilot, lambda: isinstance(app.screen, Compare))
        await pilot.press("escape")
        await listed(pilot)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, Replay))
        await pilot.press("q", "g")
        await until(pilot, lambda: "has ended" in quiet(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Home))


async def test_the_reference_of_a_question_that_waits_stays_hidden(settled: Workspace) -> None:
    app = InterviewApp(settled, "small", clock=StandingClock())
    async with app.run_test(size=(140, 40), notifications=True, tooltips=True) as pilot:
        await pilot.press("enter")
        await in_room(pilot)
        await pilot.press("escape", "q")
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("r")
        await listed(pilot, 1)
        await until(pilot, shows(app, "The reference comes after"))
        for _ in range(2):
            await pilot.press("space")
            await pilot.pause(0.1)
            assert not any(text in screen_text(app) for text in ("reads one element", "secret", "A paper"))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "The reference comes after")())
        assert isinstance(app.screen, Reader)
        assert app.screen.study_words() == ""


async def test_g_goes_on_with_one_that_was_stopped(settled: Workspace) -> None:
    app = InterviewApp(settled, "small", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("enter")
        await in_room(pilot)
        await pilot.press("escape", "q")
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("r")
        await listed(pilot, 1)
        await until(pilot, shows(app, "stopped"))
        await until(pilot, lambda: "g go on" in screen_text(app).splitlines()[-1])
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, Room))


def footer(app: InterviewApp) -> str:
    return screen_text(app).splitlines()[-1]


async def test_the_reader_of_an_unfinished_interview_shows_only_keys_that_do_something(settled: Workspace) -> None:
    path = sit(settled, until=lambda state: bool(state.turns))
    keys = {"reader.go_on": "f6"}
    write_preferences(settled.config, Preferences(role="tester", graph="small", format="screen", keys=keys))
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot, 1)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "f6 goes on with the interview")())
        await until(pilot, lambda: "f6 go on" in footer(app))
        assert all(key not in footer(app) for key in ("space", "n next", "s score"))
        for key, why in (
            ("space", "f6 goes on with the interview"),
            ("n", "This is the last item."),
            ("p", "This is the first item."),
            ("s", "has not ended; f6 goes on with it"),
        ):
            await pilot.press(key)
            await until(pilot, lambda why=why: why in quiet(app))  # type: ignore[misc]
        await pilot.press("f6")
        interview = await in_room(pilot)
        await type_text(pilot, "index")
        await pilot.press("ctrl+s", "escape", "q")
        await until(pilot, lambda: isinstance(app.screen, Reader))
        await until(pilot, shows(app, "index"))
        assert interview.header.id == path.stem


async def test_the_reader_of_an_ended_interview_hides_what_a_check_and_the_last_item_have_not(
    settled: Workspace, paths: list[Path]
) -> None:
    turns = state_of(paths[0]).turns
    check = next(t.position for t in turns if t.check)
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await app.push_screen(Reader(paths[0]))
        await until(pilot, lambda: all(key in footer(app) for key in ("space reference", "n next", "s score again")))
        await pilot.press("g")
        await until(pilot, lambda: "This interview has ended; t sits it again." in quiet(app))
        await pilot.press(*["n"] * (check - 1))
        await until(pilot, lambda: "space" not in footer(app) and "s score" not in footer(app))
        await pilot.press("space")
        await until(pilot, lambda: "A check has no reference." in quiet(app))
        await pilot.press(*["n"] * (len(turns) - check))
        await until(pilot, lambda: f"{len(turns)} of {len(turns)}" in screen_text(app) and "n next" not in footer(app))


def test_the_word_that_was_found_is_in_sight() -> None:
    parts = (("a long beginning that leaves no room ", False), ("word", True), (" and more", False))
    assert in_sight(parts, 80) == [("a long beginning that leaves no room ", False), *parts[1:]]
    assert in_sight(parts, 9) == [("…no room ", False), *parts[1:]]
    assert in_sight((), 10) == [("", False)]
