"""The brief on the screen: one thing a page, the reference covered until space."""

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from simulator.graph.load import load
from simulator.report.concept_records import as_json
from simulator.report.figures.brief import Brief as Made
from simulator.report.figures.day_plan import BRIEF_MINUTES
from simulator.report.load import brief_on, planned_in, progress_on
from simulator.report.text.brief import ONLY_LIKELY
from simulator.session.workspace import Workspace
from simulator.ui.preferences import read_preferences
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.brief import SAY_IT, BriefContents, BriefPage, BriefScreen, pages_of
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.keys.registry import with_keys
from simulator.ui.tui.widgets.frame import NOTHING_HERE
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.text import plain_text, prose
from tests.settings import write_preferences
from tests.tui.conftest import NOW, home, sit
from tests.tui.driving import quiet, screen_text, until


def made(workspace: Workspace) -> Made:
    graph = load(workspace.graphs / "small")
    return brief_on(graph, progress_on(graph, workspace, NOW, "tester"), workspace)


def page_words(app: InterviewApp) -> str:
    """What stands on the page alone: in a wide window there is more beside it."""
    end = app.screen.query_one("#page").region.right
    return " ".join(" ".join(line[:end] for line in screen_text(app).splitlines()[2:]).split())


def on_page(app: object, number: int, pages: Sequence[BriefPage]) -> bool:
    """The last word is no page, and is not counted."""
    of = len(pages) - 1
    said = f"page {number} of {of} " in screen_text(app)
    return (
        said if number <= of else "That's all" in screen_text(app) and not re.search(r"page \d+ of", screen_text(app))
    )


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (140, 40)])
async def test_every_page_shows_its_item_until_the_last(settled: Workspace, size: tuple[int, int]) -> None:
    for level, days in ((1.0, 3), (5.0, 2)):
        sit(settled, level=level, days_ago=days)
    found = made(settled)
    pages = list(pages_of(found))
    assert {page.part for page in pages} >= {"answer", "question", "end"}
    app = home(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.press("b")
        for number, page in enumerate(pages, 1):
            await until(pilot, lambda number=number: on_page(app, number, pages))  # type: ignore[misc]
            shown = page_words(app)
            if page.item is not None:
                assert page.item.concept_title in shown
                assert "arr[i] and x[/ and [@click=app.quit]" in shown
            if page.part == "question":
                assert with_keys(SAY_IT) in shown
                assert "Markup such as [b] stays" not in shown
                assert "space reference" in screen_text(app).splitlines()[-1]
                await pilot.press("space")
                await until(pilot, lambda: "Markup such as [b] stays" in page_words(app))
            await pilot.press("right" if page.part != "end" else "space")
        await until(pilot, lambda: isinstance(app.screen, Home))


async def to_page(pilot: Pilot[None], number: int, pages: Sequence[BriefPage]) -> None:
    """Open the brief from home and turn to a page of it."""
    for at in range(1, number + 1):
        await pilot.press("n" if at > 1 else "b")
        await until(pilot, lambda at=at: on_page(pilot.app, at, pages))  # type: ignore[misc]


async def test_a_page_back_covers_the_reference_again(settled: Workspace) -> None:
    sit(settled, level=5.0, days_ago=2)
    pages = list(pages_of(made(settled)))
    first = next(number for number, page in enumerate(pages, 1) if page.part == "question")
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await to_page(pilot, first, pages)
        await pilot.press("space", "right")
        await until(pilot, lambda: on_page(app, first + 1, pages))
        await pilot.press("pageup")
        await until(pilot, lambda: on_page(app, first, pages))
        await pilot.press("pagedown")
        await until(pilot, lambda: on_page(app, first + 1, pages))
        await pilot.press("left")
        await until(pilot, lambda: on_page(app, first, pages) and with_keys(SAY_IT) in screen_text(app))


async def test_without_an_interview_it_has_likely_questions(settled: Workspace) -> None:
    pages = list(pages_of(made(settled)))
    assert [page.part for page in pages] == ["likely", "likely", "end"]  # its one area has two concepts
    app = home(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await to_page(pilot, 2, pages)
        assert "A likely question" in screen_text(app)
        await pilot.press("n")
        await until(pilot, lambda: ONLY_LIKELY in " ".join(screen_text(app).split()))


async def test_without_anything_to_go_over_it_says_so(settled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = replace(made(settled), likely=())
    monkeypatch.setattr("simulator.report.load.brief_on", lambda *_: empty)
    app = home(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: "nothing to go over yet" in screen_text(app))
        await until(pilot, lambda: "".join(screen_text(app).splitlines()[-1:]).split() == "esc back ? help".split())
        assert "questions you know, to say aloud" in " ".join(screen_text(app).split())  # one sentence stood there
        await pilot.press("space", "left", "right")
        await pilot.pause()
        assert isinstance(app.screen, BriefScreen)


def test_pages_are_parts_that_command_prints(settled: Workspace) -> None:
    sit(settled, level=5.0, days_ago=2)
    found = made(settled)
    data = json.loads(as_json(found))
    shown = [page.item.question for page in pages_of(found) if page.item]
    parts = ("gists", "likely", "answers", "questions")
    assert shown == [item["question"] for part in parts for item in data[part]]
    empty = replace(found, gists=(), likely=(), answers=(), questions=())
    assert list(pages_of(empty)) == []


@pytest.mark.parametrize("days", [0, 1])
async def test_home_gives_brief_minutes_that_it_says_itself(settled: Workspace, days: int) -> None:
    sit(settled, level=1.0, days_ago=3)
    sit(settled, level=5.0, days_ago=2)
    kept = read_preferences(settled.config)
    write_preferences(settled.config, replace(kept, interview_on=NOW.date() + timedelta(days=days)))
    minutes = made(settled).minutes
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: f"{minutes} min: what you missed" in " ".join(screen_text(app).split()))
        await pilot.press("c")
        await until(pilot, lambda: f"about {minutes} min" in screen_text(app))
        await pilot.press("escape")
        await pilot.press("b")
        await until(pilot, lambda: f"about {minutes} min in all" in screen_text(app))


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
async def test_a_brief_read_to_its_end_is_done(settled: Workspace, size: tuple[int, int]) -> None:
    """Home and plan proposed it again, as if nobody had looked at it."""
    sit(settled, level=5.0, days_ago=2)
    write_preferences(
        settled.config, replace(read_preferences(settled.config), interview_on=NOW.date() + timedelta(days=1))
    )
    app = home(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "min: what you missed" in screen_text(app))
        await pilot.press("b")
        await until(pilot, lambda: "page 1 of " in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.pause()
        assert "read today" not in screen_text(app), "only its first page was seen"
        await pilot.press("b")
        await until(pilot, lambda: "page 1 of " in screen_text(app))
        for _ in range(60):
            if "That's all" in screen_text(app):
                break
            await pilot.press("space")
            await pilot.pause()
        await pilot.press("right")
        await until(pilot, lambda: quiet(app) == "That was the last page; esc goes back.")
        await pilot.press("escape")
        await until(pilot, lambda: "> Brief     read today; nothing else is planned" in screen_text(app))
        assert "today's plan" not in screen_text(app)
        await pilot.press("c")
        await until(pilot, lambda: "Brief, early night" in screen_text(app) and "Done." in screen_text(app))
    plan, _ = planned_in(settled, NOW, NOW.date() + timedelta(days=1), 60, brief_read=NOW.date())
    assert [day.done for day in plan.days] == [True]


def test_days_ahead_have_the_minutes_of_the_brief(settled: Workspace) -> None:
    sit(settled, level=1.0, days_ago=3)
    sit(settled, level=5.0, days_ago=2)
    plan, _ = planned_in(settled, NOW, NOW.date() + timedelta(days=5), 60)
    minutes = made(settled).minutes
    assert minutes < BRIEF_MINUTES
    assert [day.minutes for day in plan.days if day.kind == "brief"] == [minutes, minutes]


@pytest.mark.parametrize("size", [(80, 24), (132, 24), (160, 45)])
async def test_the_widest_code_of_the_bank_fits(settled: Workspace, size: tuple[int, int]) -> None:
    """At 80x24 the end of a comment went on below, where it read as a statement."""
    sit(settled, level=1.0, days_ago=3)
    app = home(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: "page 1 of " in screen_text(app))
        widest = f"x = 1  # {'because ' * 8}it".ljust(76, "s")
        assert isinstance(app.screen, BriefScreen)
        code = prose(f"Why?\n\n```python\n{widest}\ny = 2\n```")
        await app.screen.fill([code, *map(plain_text, "abcdefghijklmnopqrst" * 3)])
        await until(pilot, lambda: widest in screen_text(app))
        assert app.screen.page.show_vertical_scrollbar


async def test_a_wide_window_lists_the_whole_brief(settled: Workspace) -> None:
    """Half of the window was empty; a click on a line turns to its page."""
    for level, days in ((1.0, 3), (5.0, 2)):
        sit(settled, level=level, days_ago=days)
    pages = [page for page in pages_of(made(settled)) if page.item]
    app = home(settled)
    async with app.run_test(size=(160, 45), notifications=True, tooltips=True) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: "In this brief" in screen_text(app))
        listed = app.screen.query_one(BriefContents)
        lines = [line.plain.strip() for line in listed.lines_in(listed.size.width)]
        for number, page in enumerate(pages, 1):
            (line,) = (line for line in lines if line.lstrip("> ").split()[:1] == [f"{number}"])
            assert line.startswith(">") is (number == 1)
            assert page.item is not None
            assert line.endswith(page.item.concept_title)
        assert "Markup such as [b] stays" not in "\n".join(lines), "a reference stays covered"
        last = next(at for at, line in enumerate(lines) if line.startswith(f"{len(pages)} "))
        await pilot.click(BriefContents, offset=(8, last))
        await until(pilot, lambda: on_page(app, len(pages), pages_of(made(settled))))
        await pilot.resize_terminal(100, 30)
        await until(pilot, lambda: "In this brief" not in screen_text(app))


async def test_x_writes_the_whole_brief(settled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It couldn't be had as a file to take along."""
    monkeypatch.chdir(tmp_path)
    sit(settled, level=5.0, days_ago=2)
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: "page 1 of" in screen_text(app))
        await pilot.press("z")
        await until(pilot, lambda: NOTHING_HERE in " ".join(screen_text(app).split()))
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        assert NOTHING_HERE not in " ".join(screen_text(app).split())
        await pilot.press("enter")
        await until(pilot, lambda: "Wrote interview-brief-" in screen_text(app))
    (written,) = tmp_path.glob("interview-brief-*.txt")
    assert "Say these aloud, then compare" in written.read_text(encoding="utf-8")


async def test_space_reads_on_before_it_turns(settled: Workspace) -> None:
    """A reference ran off the bottom, and the next space left it."""
    for file in (settled.graphs / "small").rglob("*.toml"):
        if "Markup such as [b] stays." in (text := file.read_text()):
            file.write_text(
                text.replace("Markup such as [b] stays.", "Markup such as [b] stays." + " It goes on." * 80)
            )
    sit(settled, level=5.0, days_ago=2)
    pages = list(pages_of(made(settled)))
    first = next(number for number, page in enumerate(pages, 1) if page.part == "question")
    app = home(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await to_page(pilot, first, pages)
        await pilot.press("space")
        await until(pilot, lambda: "space read on" in screen_text(app).splitlines()[-1])
        seen = page_words(app)
        await pilot.press("space")
        await until(pilot, lambda: page_words(app) != seen)
        assert on_page(app, first, pages)
        while "space read on" in screen_text(app).splitlines()[-1]:
            await pilot.press("space")
        await pilot.press("space")
        await until(pilot, lambda: on_page(app, first + 1, pages))
