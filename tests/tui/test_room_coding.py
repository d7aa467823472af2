"""A task on the screen: written, run, handed in, its twist, the talk, and the verdict by its cases."""

import shutil

import pytest
from textual.pilot import Pilot

from simulator.session.header import Settings
from simulator.session.interview.interview import Interview
from simulator.session.interview.state import Awaits, Phase
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.room.panes.coding import Cases, CodingPane
from simulator.ui.tui.room.panes.writing import AnswerPane
from simulator.ui.tui.widgets.code_editor import CodeEditor, coloured
from tests.coding import WORKSHOP, solved, turn_of
from tests.tui.conftest import StandingClock, transcript
from tests.tui.driving import in_room, phase, quiet, screen_text, sure, type_text, until

SIZES = [(60, 20), (80, 24), (120, 34)]


@pytest.fixture
def workshop(settled: Workspace) -> Workspace:
    shutil.copytree(WORKSHOP, settled.graphs / "workshop")
    return settled


def coding_room(place: Workspace) -> InterviewApp:
    start = Settings(format="code", role="talker", seed=1)
    return InterviewApp(place, "workshop", opening=Opening(start=start), clock=StandingClock())


def editor(pilot: Pilot[None]) -> CodeEditor:
    return pilot.app.screen.query_one(CodeEditor)


async def in_coding(pilot: Pilot[None]) -> Interview:
    interview = await in_room(pilot)
    await until(pilot, lambda: bool(pilot.app.screen.query(CodingPane)))
    return interview


def stage_of(interview: Interview) -> str:
    stage = turn_of(interview).stage
    return stage.id if stage else ""


def said_of_cases(pilot: Pilot[None]) -> str:
    return " ".join(str(line.render()) for line in pilot.app.screen.query_one(Cases).children)


async def ran(pilot: Pilot[None], interview: Interview, count: int) -> None:
    await until(pilot, lambda: len(turn_of(interview).runs) == count, 1500)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_task_from_first_run_to_verdict(workshop: Workspace, size: tuple[int, int]) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        turn = turn_of(interview)
        assert editor(pilot).text.strip() == turn.question.starter.strip()
        await pilot.press("ctrl+r")
        await ran(pilot, interview, 1)
        await until(pilot, lambda: "0 of 1 shown case passed" in said_of_cases(pilot))
        assert "three" in said_of_cases(pilot)
        editor(pilot).replace_all(solved(turn))
        await pilot.press("ctrl+r")
        await ran(pilot, interview, 2)
        await until(pilot, lambda: "1 of 1 shown case passed" in said_of_cases(pilot))
        await sure(pilot, "ctrl+s")
        await ran(pilot, interview, 3)
        await until(pilot, lambda: stage_of(interview) == "twist")
        await until(pilot, lambda: "the twist" in screen_text(app))
        assert editor(pilot).text.strip() == solved(turn).strip()
        await sure(pilot, "ctrl+s")
        await ran(pilot, interview, 4)
        for _ in range(2):
            await until(pilot, lambda: type(app.screen.query(AnswerPane).first()) is AnswerPane)
            await type_text(pilot, "one pass")
            before = len(turn_of(interview).answers)
            await pilot.press("ctrl+s")
            await until(pilot, lambda before=before: len(turn_of(interview).answers) > before)  # type: ignore[misc]
        await phase(pilot, interview, Phase.PREDICTING)
        await pilot.press("3")
        await phase(pilot, interview, Phase.JUDGING)
        await pilot.press("y", "y", "y", "n")
        await until(pilot, lambda: interview.state.awaits is Awaits.VERDICT)
        await until(pilot, lambda: "all cases" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: interview.state.turns[0].scored is not None)
        assert interview.state.turns[0].verdict == "outstanding"


async def test_a_draft_of_code_survives_leaving(workshop: Workspace) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        editor(pilot).replace_all("def mine():\n    return 41\n")
        await pilot.press("escape", "q")
        await until(pilot, lambda: not app.screen.query(CodingPane))
    again = InterviewApp(workshop, "workshop", opening=Opening(go_on=transcript(workshop)), clock=StandingClock())
    async with again.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        assert editor(pilot).text.startswith("def mine():\n    return 41")


async def test_ctrl_c_stops_only_the_run(workshop: Workspace) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        editor(pilot).replace_all("while True:\n    pass\n")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "Running" in said_of_cases(pilot))
        await pilot.pause(0.3)
        await pilot.press("ctrl+c")
        await ran(pilot, interview, 1)
        assert turn_of(interview).runs[0].ended == "interrupted"
        await until(pilot, lambda: "You stopped it" in said_of_cases(pilot))
        assert interview.state.phase is Phase.ANSWERING
        assert editor(pilot).text.startswith("while True")


async def test_without_code_nothing_runs(workshop: Workspace) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        editor(pilot).replace_all("  \n")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "no code yet" in quiet(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "no code yet" in quiet(app))
        assert turn_of(interview).runs == ()


async def test_keys_of_the_editor_indent_and_pair(workshop: Workspace) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        editor(pilot).replace_all("")

        async def press(*keys: str) -> str:
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.02)
            return editor(pilot).text

        assert await press("d", "e", "f", "space", "f", "(") == "def f()"
        assert await press("x", ")", ":", "enter") == "def f(x):\n    "
        assert await press("r", "enter", "shift+tab", "y") == "def f(x):\n    r\ny"
        assert await press("tab") == "def f(x):\n    r\ny   "
        editor(pilot).replace_all("    ")
        assert await press("backspace") == ""
        assert await press("[", "backspace") == ""


def test_colours_lie_on_the_words_they_are_for() -> None:
    code = 'def f(x):  # so\n    return "é" + x\n'
    spans = {(line, code.split("\n")[line][a:b]): look for line, all_ in coloured(code).items() for a, b, look in all_}
    assert spans[0, "def"] == spans[1, "return"] == "editor--keyword"
    assert spans[0, "f"] == "editor--defined"
    assert spans[0, "# so"] == "editor--comment"
    assert spans[1, "é"] == "editor--string"


def test_a_graph_without_tasks_has_no_code_round(settled: Workspace) -> None:
    from tests.commands import called

    done = called(
        settled.graphs.parent, "start", "small", "--format", "code", "--plain", "--graphs", str(settled.graphs)
    )
    assert done.returncode == 2
    assert "no question for a code round" in done.stderr
