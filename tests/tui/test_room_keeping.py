"""What is typed in the interview room outlives leaving it."""

import pytest
from textual.events import Paste

from simulator.session.interview.state import Phase
from simulator.session.transcript.sidecars import DraftFile
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.key_buffer import TOO_SOON
from simulator.ui.tui.room.panes.answer import AnswerPane
from simulator.ui.tui.room.panes.verdict import Retell
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.editor import Editor
from tests.tui.conftest import StandingClock, room, transcript
from tests.tui.driving import idle, in_room, phase, quiet, screen_text, sure, type_text, until


async def test_dont_know_asks_before_it_drops_text(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "well")
        await pilot.press("escape", "d")
        await until(pilot, lambda: "1 word" in quiet(app))
        await pilot.press("escape")
        await until(pilot, lambda: quiet(app) == "")
        await pilot.press("d")  # esc led back to the letters
        asks = 'Press y, enter or d again to say "I don\'t know" (1 word will be saved as a note); n or esc cancels.'
        await until(pilot, lambda: quiet(app) == asks)
        assert interview.state.phase is Phase.ANSWERING
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await phase(pilot, interview, Phase.SETTLED)
        assert 'you said "I don\'t know"' in screen_text(app)


async def test_a_skip_is_taken_back_with_its_text(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half a thought")
        await pilot.press("escape", "n")
        await until(pilot, lambda: "3 words will be saved as a note" in quiet(app))
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await until(pilot, lambda: len(interview.state.turns) == 2 and "Esc, then u takes that back" in quiet(app))
        assert [n.text for n in interview.state.turns[0].notes] == ["half a thought"]
        await type_text(pilot, "other")
        await pilot.press("escape", "u")
        await until(pilot, lambda: "half a thought" in screen_text(app))
        assert interview.state.current == interview.state.turns[0]
        await pilot.press("f5")
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await until(pilot, lambda: interview.state.current == interview.state.turns[1])
        await until(pilot, lambda: "other" in screen_text(app))


async def test_leaving_keeps_the_text_for_the_return(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await type_text(pilot, "an unfinished answer")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.return_code is not None)
    path = transcript(settled)
    assert app._exit_lines == ["Paused. Nothing is lost. To resume:", f"    interview resume {path.stem}"]
    again = InterviewApp(settled, "small", opening=Opening(go_on=path), clock=StandingClock())
    async with again.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert isinstance(again.screen, Room)
        assert isinstance(again.screen.pane, AnswerPane)
        assert again.screen.pane.text == "an unfinished answer"
        await until(pilot, lambda: "The clock starts as you type." in quiet(again))
        assert isinstance(again.clock, StandingClock)
        again.clock.seconds = 60
        again.screen.tick()
        assert "20 min left" in screen_text(again)
        await type_text(pilot, ", dde nn")  # all of it is text, nothing is a command
        await until(pilot, lambda: not interview.clock_is_stopped)
        assert again.screen.pane.text == "an unfinished answer, dde nn"
        assert quiet(again) == ""
        again.clock.seconds = 120
        again.screen.tick()
        await until(pilot, lambda: "1:00 of about 3 min" in screen_text(again))


async def test_the_draft_is_on_disk_within_a_second(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await type_text(pilot, "draft")
        await until(pilot, lambda: any(b"draft" in p.read_bytes() for p in settled.sessions.glob(".*.draft")), 150)


@pytest.mark.parametrize("begun", ["", "Begun. "])
async def test_a_long_paste_is_undone_and_redone(settled: Workspace, begun: str) -> None:
    """The text shrinks, and its scrollbar goes, before the cursor moves: Textual looked for it below the text."""
    app = room(settled)
    long = "\n".join(f"line {n} of a long answer" for n in range(60))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        editor = app.screen.query_one(Editor)
        await type_text(pilot, begun)
        for _ in range(2):
            editor.post_message(Paste(long))
            await until(pilot, lambda: editor.text == begun + long and editor.show_vertical_scrollbar)
            for key, text in (("ctrl+z", begun), ("ctrl+y", begun + long), ("ctrl+z", begun)):
                await pilot.press(key)
                await until(pilot, lambda text=text: editor.text == text)  # type: ignore[misc]
            assert editor.cursor_location == (0, len(begun))
        editor.post_message(Paste(long))
        await until(pilot, lambda: editor.text == begun + long)
        editor.select_all()
        await pilot.press("delete")
        await until(pilot, lambda: not editor.text)


async def test_control_characters_of_paste_never_reach_text(settled: Workspace) -> None:
    from textual.events import Paste

    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        assert app.focused is not None
        app.focused.post_message(Paste("red \x1b[31mtext\x00 \u202eback"))
        await pilot.pause()
        assert isinstance(app.screen, Room)
        assert app.screen.pane is not None
        assert app.screen.pane.text == "red [31mtext back"


async def test_text_typed_just_before_pause_outlives_leaving(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press(*"abc", "f8")
        await until(pilot, lambda: interview.state.paused)
        await idle(pilot)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, Home))
    draft = DraftFile(transcript(settled)).load()
    assert draft is not None
    assert draft.text == "abc"


async def test_a_second_telling_that_was_begun_survives_leaving(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await sure(pilot, "escape", "d")
        await phase(pilot, interview, Phase.SETTLED)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Retell))
        await type_text(pilot, "half of it")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.return_code is not None)
    again = InterviewApp(settled, "small", opening=Opening(go_on=transcript(settled)), clock=StandingClock())
    async with again.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await until(pilot, lambda: "r goes back to it" in quiet(again))
        await pilot.press("r")
        await until(pilot, lambda: isinstance(again.screen, Retell) and "half of it" in screen_text(again))


async def test_ctrl_c_explains_leaving_and_keeps_text(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await type_text(pilot, "words")
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "ctrl+q leaves" in quiet(app))
        assert "words" in screen_text(app)
