"""Where nothing was written, what is said names the keys that do something else: the usual ones, or a person's own."""

import pytest
from textual.pilot import Pilot

from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.help import Help
from tests.settings import write_preferences
from tests.tui.conftest import room
from tests.tui.driving import idle, in_room, phase, quiet, screen_text, sure, to_judging, until
from tests.tui.room_states import asks, checking, probed, stage_two


async def refused(pilot: Pilot[None], key: str = "ctrl+s") -> str:
    """Commit nothing; what is said to it, which stands on the screen in full."""
    await pilot.press(key)
    assert isinstance(pilot.app, InterviewApp)
    app = pilot.app
    await until(pilot, lambda: bool(quiet(app)))
    assert quiet(app) in " ".join(screen_text(app).split())
    return quiet(app)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_empty_answer_names_key_for_not_knowing(settled: Workspace, size: tuple[int, int]) -> None:
    app = room(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert await refused(pilot) == "You haven't written an answer; f4 says \"I don't know\"."
        await pilot.press("escape")
        assert await refused(pilot) == "You haven't written an answer; d says \"I don't know\"."
        await sure(pilot, "d")
        await until(pilot, lambda: interview.state.turns[0].dont_know)
        await idle(pilot)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_an_empty_reply_names_both_keys(settled: Workspace, size: tuple[int, int]) -> None:
    app = room(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await probed(pilot)
        both = 'f6 says "I said that", f4 says "I don\'t know".'
        assert await refused(pilot) == f"You haven't written a reply; {both}"
        await sure(pilot, "escape", "d")
        await phase(pilot, interview, Phase.PREDICTING)


async def test_empty_line_of_check_names_both_keys(settled: Workspace) -> None:
    app = asks("c1")(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await checking(pilot)
        both = 'f4 says "I don\'t know", f5 skips it.'
        assert await refused(pilot, "enter") == f"Choose an option; {both}"


async def test_part_of_an_answer_survives_the_undo_key(furnished: Workspace) -> None:
    app = asks("design")(furnished)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await stage_two(pilot)
        assert "finish it, however briefly" in await refused(pilot)


async def test_own_keys_are_named_and_work_everywhere(settled: Workspace) -> None:
    keys = {"answer.unknown": "f7", "answer.hint": "f6,ctrl+t"}
    write_preferences(settled.config, Preferences(role="tester", graph="small", keys=keys))
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert await refused(pilot) == "You haven't written an answer; f7 says \"I don't know\"."
        footer = screen_text(app).splitlines()[-1]
        assert "f6 hint" in footer
        assert "f7 don't know" in footer
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, Help) and "f6, ctrl+t" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Help))
        await sure(pilot, "f6")
        await until(pilot, lambda: bool(interview.state.turns[0].hints))
        await sure(pilot, "f7")
        await until(pilot, lambda: interview.state.turns[0].dont_know)


async def test_a_skip_names_the_keys_that_come_next(settled: Workspace) -> None:
    keys = {"answer.commands": "f9,escape", "answer.undo": "z", "app.quit": "f10"}
    write_preferences(settled.config, Preferences(role="tester", graph="small", keys=keys))
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await sure(pilot, "f5")
        await until(pilot, lambda: len(interview.state.turns) == 2 and "f9, then z takes that back" in quiet(app))
        await pilot.press("f9", "z")
        await until(pilot, lambda: interview.state.current == interview.state.turns[0])
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "f10 leaves the program" in quiet(app))


async def test_texts_beside_an_answer_show_own_keys(settled: Workspace) -> None:
    keys = {"judge.switch": "f6", "judge.gist": "z", "verdict.retell": "f7", "verdict.undo": "f9"}
    write_preferences(settled.config, Preferences(role="tester", graph="small", keys=keys))
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await to_judging(pilot, interview)
        await until(pilot, lambda: "f6 good answer   z gist   m mistakes" in screen_text(app))
        await pilot.press("z")
        await until(pilot, lambda: "to say aloud" in screen_text(app) and "z gist" not in screen_text(app))
