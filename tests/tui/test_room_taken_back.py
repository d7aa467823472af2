"""What can be taken back in the room, and what is set aside instead."""

from pathlib import Path

from textual.pilot import Pilot

from simulator.session.interview import Interview
from simulator.session.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.panes.answer import AnswerPane
from simulator.ui.tui.panes.between import BetweenPane
from simulator.ui.tui.panes.verdict import VerdictPane
from simulator.ui.tui.screens.room import Room
from tests.tui.conftest import room
from tests.tui.driving import idle, in_room, phase, quiet, screen_text, type_text, until

BACK = "You have seen the reference"


def shows(app: InterviewApp, kind: type) -> bool:
    return isinstance(app.screen, Room) and isinstance(app.screen.pane, kind)


async def unknown(pilot: Pilot[None], app: InterviewApp) -> Interview:
    """Nothing is known of the first question, of which some words are written."""
    interview = await in_room(pilot)
    await type_text(pilot, "half of it")
    await pilot.press("f4")
    await until(pilot, lambda: "Enter says that you do not know" in quiet(app))
    await pilot.pause(0.5)
    await pilot.press("enter")
    await until(pilot, lambda: interview.state.turns[0].dont_know)
    await idle(pilot)
    return interview


async def test_undo_after_dont_know_returns_to_the_question_on_the_screen(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await unknown(pilot, app)
        await until(pilot, lambda: shows(app, VerdictPane))
        assert "u back to the question" in screen_text(app)
        await pilot.press("u")
        await until(pilot, lambda: shows(app, AnswerPane))
        assert BACK in quiet(app)
        assert "reference seen" in screen_text(app)
        assert "half of it" in screen_text(app)
        await type_text(pilot, " and the rest")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        await pilot.press("escape", "y")
        await phase(pilot, interview, Phase.PREDICTING)
        await pilot.press("3")
        await phase(pilot, interview, Phase.JUDGING)
        assert interview.state.turns[0].answer_text == "half of it and the rest"
        await pilot.press("y", "y", "y")
        await until(pilot, lambda: not interview.state.turns[0].unjudged)
        await idle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: len(interview.state.turns) == 2)
        assert interview.state.turns[0].seen


async def test_undo_after_dont_know_returns_where_scores_wait(settled: Workspace) -> None:
    app = room(settled, score="end")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await unknown(pilot, app)
        await until(pilot, lambda: len(interview.state.turns) == 2)
        await idle(pilot)
        await pilot.press("escape", "u")
        await until(pilot, lambda: interview.state.current is interview.state.turns[0])
        await until(pilot, lambda: "half of it" in screen_text(app))
        assert BACK not in quiet(app)
        assert not interview.state.turns[0].seen


async def test_undo_after_dont_know_returns_in_the_debriefing(settled: Workspace) -> None:
    app = room(settled, score="end")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await unknown(pilot, app)
        await until(pilot, lambda: len(interview.state.turns) == 2)
        await idle(pilot)
        await pilot.press("escape", "e")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await until(pilot, lambda: shows(app, BetweenPane))
        await pilot.press("enter")
        await until(pilot, lambda: shows(app, VerdictPane))
        await pilot.press("u")
        await until(pilot, lambda: shows(app, AnswerPane))
        assert BACK in quiet(app)
        assert "the clock stands" in screen_text(app)
        await type_text(pilot, " more")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING, Phase.PREDICTING)
        if interview.state.phase is Phase.PROBING:
            await pilot.press("escape", "y")
            await phase(pilot, interview, Phase.PREDICTING)
        await pilot.press("3")
        await phase(pilot, interview, Phase.DEBRIEFING)
        await pilot.press("y", "y", "y")
        await until(pilot, lambda: not interview.state.turns[0].unjudged)
        await idle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: interview.state.ended is not None)


def transcript_of(app: InterviewApp) -> Path:
    assert isinstance(app.screen, Room)
    return app.screen.sitting.path
