"""Keys that come in one burst: none ends the program, and none answers a question that was not shown when it came."""

from itertools import pairwise

from textual.events import Key
from textual.widgets import Input

from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.interviewer import HINT_COUNTS
from simulator.ui.preferences import read_preferences
from simulator.ui.tui import key_buffer
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.home.setup import Setup
from simulator.ui.tui.home.welcome import Welcome
from simulator.ui.tui.key_buffer import TOO_SOON
from simulator.ui.tui.widgets.frame import NOTHING_HERE
from tests.tui.conftest import home, room
from tests.tui.driving import answer, idle, in_room, phase, quiet, screen_text, type_text, until
from tests.tui.test_key_order import press_at_once


async def test_enter_held_down_answers_one_question(workspace: Workspace) -> None:
    app = home(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        asked = ("Which role", "At what level", "have a project", "have the job advert", "When is", "Look around")
        for now, then in pairwise(asked):
            await until(pilot, lambda now=now: now in screen_text(app))  # type: ignore[misc]
            press_at_once(app, ["enter"] * 6)

            def shown_while_held(then: str = then) -> bool:
                press_at_once(app, ["enter"])  # as a key does that is held down, however slow the machine is
                return then in screen_text(app)

            await until(pilot, shown_while_held)
            await pilot.pause(0.1)
            assert then in screen_text(app)
            await pilot.pause(key_buffer.AT_ONCE)
        press_at_once(app, ["down"] * 2)
        await until(pilot, lambda: "> Look around" in screen_text(app))
        press_at_once(app, ["enter"] * 6)
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.pause(0.2)
        assert isinstance(app.screen, Home)
        assert not app.key_buffer.holding
    assert read_preferences(workspace.config).seniority == "mid"


async def test_a_key_struck_twice_takes_one_hint(settled: Workspace) -> None:
    path = settled.graphs / "small" / "questions" / "basics.toml"
    path.write_text(path.read_text().replace('["Think of lists."]', '["Think of lists.", "And of numbers."]'))
    app = room(settled)
    async with app.run_test(size=(80, 24)) as pilot:
        interview = await in_room(pilot)
        warned = "With a hint (f2) the question counts as easier."
        await until(pilot, lambda: warned in " ".join(screen_text(app).replace("│", " ").split()))
        press_at_once(app, ["f2", "f2"])
        await until(pilot, lambda: "to take a hint, with which the question counts as easier" in quiet(app))
        assert not interview.state.turns[0].hints
        await pilot.pause(TOO_SOON)
        press_at_once(app, ["f2", "f2"])
        await until(pilot, lambda: len(interview.state.turns[0].hints) == 1)
        await idle(pilot)
        assert quiet(app) == HINT_COUNTS
        await pilot.pause(key_buffer.AT_ONCE)
        await pilot.press("f2")
        await until(pilot, lambda: len(interview.state.turns[0].hints) == 2)


async def test_what_was_typed_before_a_question_is_dropped(workspace: Workspace) -> None:
    app = home(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Which role" in screen_text(app))
        early = Key("down", None)
        await pilot.press("enter")
        await until(pilot, lambda: "At what level" in screen_text(app))
        app.post_message(early)
        await pilot.pause(0.1)
        assert "> mid" in screen_text(app)
        assert isinstance(app.screen, Welcome)


async def test_a_line_of_the_palette_keeps_its_order(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("ctrl+p", *"map")
        press_at_once(app, ["ctrl+u", *"plan"])
        await until(pilot, lambda: app.screen.query_one(Input).value == "plan")


async def test_a_word_typed_to_choices_takes_nothing_back(settled: Workspace) -> None:
    """`u` goes back to the answer: in "I would say" it did, and the rest of the sentence was added to the answer."""
    app = room(settled)
    async with app.run_test(size=(80, 24)) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        given = interview.state.turns[0].said_text
        await pilot.press("x")  # alone it was silent
        await until(pilot, lambda: quiet(app) == NOTHING_HERE)
        await pilot.pause(TOO_SOON)
        await type_text(pilot, "I would say that the user must undo it")
        await pilot.press("enter")
        await idle(pilot)
        assert interview.state.phase is Phase.PREDICTING
        assert quiet(app) == NOTHING_HERE
        await pilot.pause(TOO_SOON)
        await pilot.press("u")
        await phase(pilot, interview, Phase.PROBING, Phase.ANSWERING)
        assert interview.state.turns[0].said_text in given


async def test_a_command_typed_on_home_starts_nothing(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Setup) and "> Start" in screen_text(app))
        await pilot.press(*"nterview", "enter")
        await until(pilot, lambda: "nothing was started" in quiet(app))
        assert isinstance(app.screen, Setup)
        await pilot.press("enter")
        await in_room(pilot)
