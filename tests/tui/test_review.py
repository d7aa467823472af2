"""The review list: words, filters, and what it says, by keys."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.events import Key
from textual.widgets import Input

from simulator.engine.scoring import STRONG
from simulator.session.archive import archive
from simulator.session.archive.search import Hit
from simulator.session.archive.summary import row_of
from simulator.session.rescoring import reopened
from simulator.session.transcript.disk import release
from simulator.session.transcript.read import read
from simulator.session.transcript.write import locked
from simulator.session.workspace import Workspace
from simulator.ui.tui.home.help import Help
from simulator.ui.tui.key_buffer import TOO_SOON
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.rows import HitLine, SessionLine, in_sight, legend, lines, short_title, went, when_of
from simulator.ui.tui.review.screen import ReviewScreen
from simulator.ui.tui.review.transcript import Preview
from simulator.ui.tui.widgets.chrome import Keys, Title
from tests.tui.conftest import sit
from tests.tui.driving import quiet, screen_text, type_text, underlined, until
from tests.tui.reviewing import listed, reviewing, search, shows, state_of


def test_a_narrow_list_calls_the_call_screening(settled: Workspace) -> None:
    """It said "screen", the name that only the command line has for it."""
    sat = row_of(read(sit(settled)))
    assert [short_title(replace(sat, format=name)) for name in ("screen", "deep-dive")] == ["screening", "deep dive"]


async def test_found_words_stand_in_brackets_while_typing(settled: Workspace, paths: list[Path]) -> None:
    with reopened(paths[1]) as session:
        session.note("A zygote [/b] was mentioned here.", 2).result(5)
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


def test_more_hits_than_shown_are_counted(settled: Workspace) -> None:
    """A word in five questions of an interview had three lines, and nothing said that there were others."""
    session = row_of(read(sit(settled)))
    found = [Hit(session.id, n, f"Question {n}", "answer", (("goodput", True),)) for n in range(1, 6)]
    for some, last in ((found, "Question 3 (and 2 more)"), (found[:3], "Question 3"), (found[:1], "Question 1")):
        _, *shown = lines([session], {session.id: some}, "", 3)
        assert (len(shown), shown[-1].label) == (min(3, len(some)), last)
        assert not any("more" in row.label for row in shown[:-1])


@pytest.mark.parametrize("size", [(80, 24), (120, 34)])
async def test_a_hit_opens_where_its_words_are(settled: Workspace, paths: list[Path], size: tuple[int, int]) -> None:
    with reopened(paths[1]) as session:
        session.note(f"{'On and on it goes. ' * 120}A zygote was mentioned here.", 2).result(5)
    app = reviewing(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await search(pilot, "zygote")
        await until(pilot, shows(app, "1 of 3 interviews", "[zygote]"))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and underlined(app) == "zygote")
        assert "item 2 of" in screen_text(app)


async def test_a_concept_finds_no_open_question(settled: Workspace) -> None:
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


async def test_typing_after_the_slash_lands_in_the_line(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        for key, character in (("slash", "/"), ("t", "t"), ("d", "d"), ("slash", "/"), ("d", "d")):
            app.post_message(Key(key, character))  # all at once, as a fast hand or a slow line sends them
        await until(pilot, lambda: app.screen.query_one("#search", Input).value == "td/d")
        assert isinstance(app.screen, ReviewScreen)


async def test_filters_narrow_the_list_and_say_mistakes(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        rows = await listed(pilot)
        await search(pilot, "verdict:weak")
        await until(pilot, shows(app, "of 3 interviews"))
        weak = {r.id for r in archive.rows(settled) if any(t.verdict == "weak" for t in state_of(r.path).turns)}
        await until(pilot, lambda: {row.key for row in rows.rows} == weak)
        await search(pilot, "fromat:full")
        await until(pilot, lambda: '"fromat:" isn\'t a filter' in quiet(app))
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


async def test_sixty_columns_keep_the_way_back_and_help(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        foot = screen_text(app).splitlines()[-1]
        assert foot.split("  ")[-2:] == ["esc back", "? help"], foot
        assert "enter read" in foot
        assert "go on" not in foot
        await pilot.press("slash", "a")
        await until(pilot, lambda: screen_text(app).splitlines()[-1].split() == "esc back f1 help".split())
        await pilot.press("escape")
        await until(pilot, lambda: screen_text(app).splitlines()[-1].endswith("? help"))
        await pilot.click(Keys, offset=(len(foot) - 4, 0))
        await until(pilot, lambda: isinstance(app.screen, Help))


async def test_sixty_columns_cut_no_date_and_first_word(settled: Workspace, paths: list[Path]) -> None:
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
        await until(pilot, shows(app, "bookmarked · item 1 of", "4 Nov"))
        assert "…" not in screen_text(app).splitlines()[1]


async def test_search_without_hit_and_empty_list_say_so(settled: Workspace) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "No interviews yet" in screen_text(app) and not quiet(app))
        assert [a.id for a in app.screen.query_one(Keys).actions] == ["review.back", "app.help"]
        sit(settled, 6.0)
        app.screen.reload()  # type: ignore[attr-defined]
        await listed(pilot, 1)
        await until(pilot, lambda: "enter read" in screen_text(app) and not quiet(app))
        await search(pilot, "nobodysaidthis")
        await until(pilot, lambda: quiet(app).startswith("No match"))
        await search(pilot, "format:drill ")
        await until(pilot, lambda: quiet(app).startswith("No interview matches"))
        await pilot.press("escape")
        await until(pilot, lambda: not quiet(app) and "1 interview" in screen_text(app))


async def test_session_that_is_open_elsewhere_is_one_sentence(settled: Workspace, paths: list[Path]) -> None:
    lock = locked(paths[0])
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("b")
        await until(pilot, lambda: "is open in another window" in quiet(app))
        await pilot.press("delete")
        await until(pilot, lambda: "again" in quiet(app))
        await pilot.pause(TOO_SOON)
        await pilot.press("delete")
        await until(pilot, lambda: "is open in another window" in quiet(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
        await pilot.press("e")
        await type_text(pilot, "never kept")
        await pilot.press("enter")
        await until(pilot, lambda: "is open in another window" in quiet(app))
    release(lock)
    assert state_of(paths[0]).turns[0].notes == ()


def test_the_word_that_was_found_is_in_sight() -> None:
    parts = (("a long beginning that leaves no room ", False), ("word", True), (" and more", False))
    assert in_sight(parts, 80) == [("a long beginning that leaves no room ", False), *parts[1:]]
    assert in_sight(parts, 9) == [("…no room ", False), *parts[1:]]
    assert in_sight((), 10) == [("", False)]


@pytest.mark.parametrize("gone", [False, True])
async def test_roles_and_concepts_stand_by_their_titles(settled: Workspace, paths: list[Path], gone: bool) -> None:
    """Those of a graph that is gone by their ids, for want of anything better."""
    for path in paths if gone else ():
        text = path.read_text("utf-8").replace('graph = "small"', 'graph = "gone"')
        path.write_text(text, "utf-8")
    app = reviewing(settled)
    async with app.run_test(size=(99, 30), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await until(pilot, shows(app, " tester " if gone else " Tester "))
        await pilot.resize_terminal(85, 30)
        await until(pilot, shows(app, "missed 2: first, second" if gone else "missed 2: The secret first"))


def test_rows_of_one_day_are_told_apart(paths: list[Path]) -> None:
    two = [row_of(read(path)) for path in paths[:2]]
    two = [
        replace(row, started=datetime(2026, 11, 2, hour, 5).astimezone())
        for row, hour in zip(two, (9, 14), strict=True)
    ]
    found = [line for line in lines(two, {}, "", 3) if isinstance(line, SessionLine)]
    assert [when_of(line, date(2026, 12, 1)) for line in found] == ["2 Nov 9:05", "2 Nov 14:05"]
    (alone,) = lines(two[:1], {}, "", 3)
    assert isinstance(alone, SessionLine)
    assert when_of(alone, date(2026, 12, 1)) == "2 Nov"


def test_a_line_counts_what_was_solid(paths: list[Path]) -> None:
    """A verdict there spoke for the whole interview, and said other things than its report."""
    for path in paths:
        verdicts = [turn.verdict for turn in state_of(path).turns if turn.check is None and turn.verdict]
        solid = sum(verdict in STRONG for verdict in verdicts)
        assert went(row_of(read(path))) == f"{solid} of {len(verdicts)} solid"
    assert went(replace(row_of(read(paths[0])), answers=0)) == "not scored"


def test_the_legend_says_what_the_list_has(paths: list[Path]) -> None:
    """Nothing said what `*` is, and that beside "2 of 5 solid" four concepts were missed because of checks."""
    plain = replace(row_of(read(paths[0])), bookmarks=())
    marked = replace(plain, bookmarks=(1,))
    assert legend([plain], 55) == "sign: how it went, ✕ weak to ★ outstanding"
    assert legend([plain, marked], 55) == "how it went: ✕ weak to ★ outstanding; * bookmarked"
    for room in (75, 115):
        assert legend([plain, marked], room).endswith("; * bookmarked; missed counts checks")
        assert len(legend([plain, marked], room)) <= room


async def test_the_longest_format_ends_before_the_next_column(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        rows = await listed(pilot)
        session = replace(row_of(read(paths[0])), format="full", missed=("first", "second"))
        assert "Full interview  missed 2" in rows._line(SessionLine("s", session=session), 76, marked=False).plain


async def test_two_figures_keep_the_columns_apart(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        rows = await listed(pilot)
        first = rows.rows[0]
        assert isinstance(first, SessionLine)
        assert first.session is not None
        counts = [replace(first.session, answers=count, strong=count - 3) for count in (14, 6)]
        shown = [rows._line(SessionLine("s", session=each), 76, marked=False).plain for each in counts]
        assert "11 of 14 solid " in shown[0]
        assert shown[0].index("Screening") == shown[1].index("Screening")


async def test_preview_of_a_closed_list_fills_nothing(settled: Workspace, paths: list[Path]) -> None:
    """Whoever left the list while an item was being read for it broke the program."""
    app = reviewing(settled)
    async with app.run_test(size=(140, 40), notifications=True, tooltips=True) as pilot:
        await listed(pilot, len(paths))
        preview = app.screen.query_one(Preview)
        await pilot.press("escape")
        await until(pilot, lambda: not preview.is_attached)
        await preview._fill()
        assert not preview.query(Title)
