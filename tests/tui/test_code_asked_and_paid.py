"""What is asked of the interviewer or paid for while code is written, and after: it stands on the screen."""

import re

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from simulator.engine.choice.asked_back.sayings import OF_A_TASK
from simulator.session.interview.interview import Interview
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.room.panes.answer import AnswerPane
from simulator.ui.tui.room.panes.cases import Cases
from simulator.ui.tui.widgets.code_editor import CodeEditor
from simulator.ui.tui.widgets.prompt import LinePrompt
from tests.reporting import turn_of
from tests.tui.conftest import asking
from tests.tui.driving import idle, in_coding, quiet, screen_text, sure, type_text, until

TASK = "mend-judge-agreement"
SIZES = [(60, 20), (80, 24), (120, 34)]


def words_on(app: InterviewApp) -> str:
    return " ".join(screen_text(app).replace("│", " ").split())


async def in_talk(pilot: Pilot[None], interview: Interview) -> None:
    """Hand in as it is, twice, up to the first question about the code."""
    for part in (1, 2):
        await sure(pilot, "ctrl+s")
        await until(pilot, lambda part=part: len(turn_of(interview).answers) == part, 1500)  # type: ignore[misc]
        await idle(pilot)
    await until(pilot, lambda: type(pilot.app.screen.query(AnswerPane).first()) is AnswerPane)


async def has_run(pilot: Pilot[None], interview: Interview) -> None:
    await pilot.press("ctrl+r")
    await until(pilot, lambda: len(turn_of(interview).runs) == 1, 1500)
    await idle(pilot)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_reply_about_code_is_seen(settled: Workspace, size: tuple[int, int]) -> None:
    app = asking(settled, TASK)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        await in_talk(pilot, interview)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await type_text(pilot, "is it about memory?")
        await pilot.press("enter")
        await until(pilot, lambda: bool(turn_of(interview).clarifications))
        await until(pilot, lambda: "is it about memory?" in words_on(app))
        assert turn_of(interview).clarifications[0].reply in words_on(app)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_is_asked_stays_out_of_code(settled: Workspace, size: tuple[int, int]) -> None:
    """Who pressed f3 and asked had the question in line 9 of the code."""
    app = asking(settled, TASK)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        code = app.screen.query_one(CodeEditor).text
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await type_text(pilot, "is input always a list?")
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, LinePrompt))
        await until(pilot, lambda: quiet(app) == OF_A_TASK)
        assert app.screen.query_one(CodeEditor).text == code


async def test_the_twist_says_how_many_cases_passed(settled: Workspace) -> None:
    app = asking(settled, TASK)
    async with app.run_test(size=(120, 34), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        assert "hidden ones included" not in words_on(app)
        await sure(pilot, "ctrl+s")
        await until(pilot, lambda: len(turn_of(interview).answers) == 1, 1500)
        await until(pilot, lambda: "hidden ones included" in words_on(app))


async def test_no_hint_once_code_is_in(settled: Workspace) -> None:
    app = asking(settled, TASK)
    async with app.run_test(size=(120, 34), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        assert "hint" in screen_text(app).splitlines()[-1]
        await in_talk(pilot, interview)
        assert "hint" not in screen_text(app).splitlines()[-1]
        await pilot.press("f2")
        await until(pilot, lambda: quiet(app) == "The hints are about the code, which you've handed in.")
        assert turn_of(interview).hints == ()


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("looks", [0, 1, 2], ids=["both", "next", "after"])
async def test_a_hint_after_a_run_is_seen(settled: Workspace, size: tuple[int, int], looks: int) -> None:
    app = asking(settled, TASK)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        await has_run(pilot, interview)
        await pilot.press(*["f9"] * looks)
        await sure(pilot, "f2")  # what it costs is said before
        await until(pilot, lambda: bool(turn_of(interview).hints))
        await until(pilot, lambda: turn_of(interview).hints[0].text[:20] in words_on(app))
        assert "With a hint the question counts as easier." in quiet(app)


async def test_hint_is_seen_while_code_fills_the_screen(settled: Workspace) -> None:
    app = asking(settled, TASK)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        await sure(pilot, "f9", "f9", "f2")
        await until(pilot, lambda: bool(turn_of(interview).hints))
        await until(pilot, lambda: turn_of(interview).hints[0].text[:20] in words_on(app))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_cases_can_be_read_to_the_end(settled: Workspace, size: tuple[int, int]) -> None:
    app = asking(settled, TASK)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        await pilot.press(*["f9"] * (size[0] < 100))
        last = turn_of(interview).question.cases_in("code")
        name = [case.id for case in last if case.shown][-1]
        await until(
            pilot, lambda: re.search("(page down|pgdn) (read|on)", screen_text(app).splitlines()[-1]) is not None
        )
        seen = words_on(app)
        for _ in range(12):
            await pilot.press("pagedown")
            await pilot.pause()
            seen += words_on(app)
        assert name in seen
        cases = app.screen.query_one(Cases)
        end = cases.children[-1].region
        assert end.bottom <= app.screen.query_one(".task", VerticalScroll).region.bottom


async def test_a_case_that_passes_keeps_its_calls(settled: Workspace) -> None:
    app = asking(settled, TASK)
    async with app.run_test(size=(80, 50), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        await has_run(pilot, interview)
        passed = turn_of(interview).runs[0].passed
        assert passed
        await pilot.press("f9")
        await until(pilot, lambda: screen_text(app).count("→") >= 2)


@pytest.mark.parametrize("by", ["f4", "f5"])
async def test_what_is_refused_is_not_asked(settled: Workspace, by: str) -> None:
    app = asking(settled, TASK)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        await sure(pilot, "ctrl+s")
        await until(pilot, lambda: len(turn_of(interview).answers) == 1, 1500)
        await idle(pilot)
        await until(pilot, lambda: bool(app.screen.query(CodeEditor)))
        await pilot.press(by)
        await until(pilot, lambda: "finish it, however briefly" in quiet(app))
        assert f"{by} " not in screen_text(app).splitlines()[-1]


async def test_dont_know_about_ones_code_is_a_reply(settled: Workspace) -> None:
    app = asking(settled, TASK)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        await in_talk(pilot, interview)
        by_cases = turn_of(interview).verdict
        await sure(pilot, "f4")
        await until(pilot, lambda: len(turn_of(interview).answers) == 3)
        turn = turn_of(interview)
        assert (turn.answers[-1].text, turn.dont_know, turn.verdict) == ("I don't know.", False, by_cases)


@pytest.mark.parametrize(("key", "doubted"), [("y", True), ("n", False)])
async def test_marks_without_words_about_code_are_doubted(settled: Workspace, key: str, doubted: bool) -> None:
    app = asking(settled, TASK)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        await in_talk(pilot, interview)
        for number in range(len(turn_of(interview).question.talk)):
            await type_text(pilot, "I've done this for years.")
            await pilot.press("ctrl+s")
            await until(pilot, lambda n=number: len(turn_of(interview).answers) == 3 + n)  # type: ignore[misc]
        await until(pilot, lambda: "How would a panel rate" in screen_text(app))
        await pilot.press("2")
        await until(pilot, lambda: " of 6" in screen_text(app))
        for point in turn_of(interview).question.rubric:
            await idle(pilot)
            await pilot.press(key)
            await until(pilot, lambda p=point: p.id in turn_of(interview).marks)  # type: ignore[misc]
        await until(pilot, lambda: "the talk: you predicted" in screen_text(app))
        assert ("I couldn't find" in words_on(app)) is doubted
