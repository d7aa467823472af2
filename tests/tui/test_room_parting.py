"""The opening, the parting questions and the two minutes' warning in the room."""

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import GOOD_TITLE, TITLES
from simulator.session.interview.parting_questions import OWN
from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.time_remarks import TWO_MINUTES
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.room.panes.answer import PartingPane
from simulator.ui.tui.room.screen import Room
from tests.tui.conftest import StandingClock, room, transcript
from tests.tui.driving import answer, in_room, phase, quiet, screen_text, sure, type_text, until

SIZES = [(60, 20), (80, 24), (120, 34)]


def words_on(app: InterviewApp) -> str:
    """All words on the screen, column by column."""
    lines = [line.split("│") for line in screen_text(app).splitlines()]
    columns = (" ".join(line[n] for line in lines if n < len(line)) for n in range(max(map(len, lines))))
    return " ".join(" ".join(columns).split())


async def parted(pilot: Pilot[None], interview: Interview) -> None:
    """Answer the only question and score it, up to the first parting question."""
    await answer(pilot, interview)
    await pilot.press("3")
    await phase(pilot, interview, Phase.JUDGING)
    await pilot.press("y", "y", "y", "y")
    await until(pilot, lambda: not interview.state.turns[0].unjudged)
    await pilot.press("enter")
    await phase(pilot, interview, Phase.PARTING)
    await until(pilot, lambda: "This isn't scored" in screen_text(pilot.app))
    aloud = "Say it aloud" in screen_text(pilot.app)
    assert aloud == (interview.header.input == "spoken")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_opening_stands_before_the_first_question(settled: Workspace, size: tuple[int, int]) -> None:
    app = room(settled, format="full")
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        if size == min(SIZES):  # in a small window the greeting comes first, and the question after a page
            prompt = " ".join(interview.state.turns[0].question.prompt.split()[:3])
            await until(pilot, lambda: "Hello" in words_on(app) and prompt not in words_on(app))
            await pilot.press("pagedown")
            await until(pilot, lambda: prompt in words_on(app))
            await pilot.press("pageup")
        await until(pilot, lambda: "Interrupt me if anything's unclear." in words_on(app))
        await pilot.press("pageup", "pageup", "pageup", "pageup")
        await until(pilot, lambda: "Hello" in words_on(app))
        seen = words_on(app)
        assert seen[seen.index("Hello") :].startswith(interview.header.opening[:60])
        await pilot.press("escape", "q")
        await until(pilot, lambda: not isinstance(app.screen, Room))
    again = InterviewApp(settled, "small", opening=Opening(go_on=transcript(settled)), clock=StandingClock())
    async with again.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await until(pilot, lambda: "Interrupt me if anything's unclear." in words_on(again))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_parting_questions_end_in_good_ones(settled: Workspace, size: tuple[int, int]) -> None:
    app = room(settled, format="full", max_questions=1)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await parted(pilot, interview)
        assert interview.state.parting.open is not None
        assert interview.state.parting.open.asks in words_on(app)
        assert "Before we finish" in screen_text(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "f5 skips it" in quiet(app))
        await type_text(pilot, "because")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: OWN in words_on(app))
        await pilot.press("escape", "u")
        await until(pilot, lambda: interview.state.draft == "because")
        await until(pilot, lambda: isinstance(app.screen, Room) and app.screen.pane.text == "because")  # type: ignore[union-attr]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: OWN in words_on(app))
        await type_text(pilot, "who")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.ENDED)
        own = interview.state.parting.exchanges[-1][0]
        await until(pilot, lambda: all(asks in words_on(app) for asks in own.good))
        assert f"{TITLES['you']}: who {GOOD_TITLE}" in words_on(app)  # to compare with what one asked
        path = transcript(settled)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Report))
        await app.push_screen(Reader(path, position=len(interview.state.turns) + 1))
        await until(pilot, lambda: isinstance(app.screen, Reader) and "because" in screen_text(app))
        assert "2 of 2" in screen_text(app)
        assert GOOD_TITLE in screen_text(app)
        assert "✕" not in screen_text(app)  # the sign of what is wrong stood before each good question
        await pilot.press("left")
        await until(pilot, lambda: "1 of 2" in screen_text(app))


async def test_a_parting_question_is_skipped_and_left(settled: Workspace) -> None:
    app = room(settled, format="full", max_questions=1, input="spoken")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await parted(pilot, interview)
        await sure(pilot, "escape", "n")
        await until(pilot, lambda: OWN in words_on(app))
        assert quiet(app) == "Skipped."
        await type_text(pilot, "half a thou")
        await pilot.press("escape", "q")
        await until(pilot, lambda: not isinstance(app.screen, Room))
    again = InterviewApp(settled, "small", opening=Opening(go_on=transcript(settled)), clock=StandingClock())
    async with again.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await until(pilot, lambda: "half a thou" in screen_text(again))
        assert isinstance(again.screen, Room)
        assert isinstance(again.screen.pane, PartingPane)
        await type_text(pilot, "ght")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.ENDED)
        reply = interview.state.parting.exchanges[-1][1]
        assert reply is not None
        assert reply.text.startswith("half a thou")


async def test_two_minutes_are_said_and_typing_goes_on(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert isinstance(app.clock, StandingClock)
        app.clock.seconds = 9 * 60
        await type_text(pilot, "half")
        before = interview.events
        app.clock.seconds = 18 * 60 + 1
        await until(pilot, lambda: quiet(app) in TWO_MINUTES)
        said = quiet(app)
        assert words_on(app).count(said) == 1  # above the text it would move the frame
        await type_text(pilot, "way")
        editor = app.screen.query_one(TextArea)
        assert (editor.text, editor.has_focus) == ("halfway", True)
        app.clock.seconds += 30
        await pilot.pause(1.1)
        assert words_on(app).count(said) == 1
        await pilot.resize_terminal(120, 34)
        await until(pilot, lambda: words_on(app).count(said) == 2)  # beside it there is room
        assert interview.events == before
