"""What is typed in the room stays text and stays kept: after a click, behind the key that gives it, in one line."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import AppBlur, Key, MouseDown, MouseUp, Paste
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from simulator.session.interview.state import Phase
from simulator.session.transcript.sidecars import KeptLine
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.key_buffer import AT_ONCE, TOO_SOON
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.room.blocks import ConversationView
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.chrome import Keys, Rule
from simulator.ui.tui.widgets.prompt import LinePrompt, Pick
from simulator.ui.tui.widgets.rows import Rows
from tests.some import some
from tests.tui.conftest import StandingClock, room, transcript
from tests.tui.driving import answer, idle, in_room, judged, phase, quiet, screen_text, sure, type_text, until
from tests.tui.room_states import asks

SIZES = [(60, 20), *(pytest.param(size, marks=pytest.mark.slow) for size in ((80, 24), (120, 34)))]


def text(app: InterviewApp) -> str:
    assert isinstance(app.screen, Room)
    assert app.screen.pane is not None
    return app.screen.pane.text


def at_once(app: InterviewApp, *keys: str) -> None:
    """Keys that arrive in one read, as over a slow line: none has been dealt with when the next one comes."""
    for key in keys:
        app.post_message(Key(key, key if len(key) == 1 else "\r" if key == "enter" else None))


async def drag(pilot: Pilot[None], widget: Widget) -> None:
    """Mark some words of a widget with the mouse."""
    await pilot.mouse_down(widget, offset=(4, 0))
    await pilot.hover(widget, offset=(9, 0))
    await pilot.mouse_up(widget, offset=(9, 0))


PLACES: dict[str, Callable[[InterviewApp], Widget]] = {
    "question": lambda app: app.screen.query(".question").first(),
    "conversation": lambda app: app.screen.query_one(ConversationView),
    "rule": lambda app: app.screen.query(Rule).last(),
    "title": lambda app: app.screen.query_one("#top"),
    "quiet line": lambda app: app.screen.query_one("#quiet-line"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dragged", [False, True], ids=["click", "drag"])
@pytest.mark.parametrize("place", some(PLACES, "question", "rule", "quiet line"))
async def test_letters_after_the_mouse_go_into_the_text(
    settled: Workspace, place: str, dragged: bool, size: tuple[int, int]
) -> None:
    app = room(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await idle(pilot)
        before = interview.state.last_n
        await (drag(pilot, PLACES[place](app)) if dragged else pilot.click(PLACES[place](app)))
        await pilot.pause()
        await type_text(pilot, "depends on the case, no quantisation then")
        await until(pilot, lambda: text(app) == "depends on the case, no quantisation then")
        assert interview.state.last_n == before


async def test_a_click_beside_the_window_takes_no_focus(settled: Workspace) -> None:
    """Terminals with an old mouse protocol tell places beyond their last column."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        for kind in (MouseDown, MouseUp):
            app.post_message(kind(None, 200, 90, 0, 0, 1, False, False, False))
        await pilot.pause()
        await type_text(pilot, "still here")
        await until(pilot, lambda: text(app) == "still here")


async def test_letters_in_terminal_without_focus_go_into_text(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        app.post_message(AppBlur())
        await pilot.pause()
        await type_text(pilot, "dictated")
        await until(pilot, lambda: text(app) == "dictated")


@pytest.mark.parametrize("key", ["tab", "shift+tab"])
async def test_tab_leaves_no_text_for_its_commands(furnished: Workspace, key: str) -> None:
    app = asks("c1", "q0")(furnished)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press(key, "n")
        await until(pilot, lambda: text(app) == "n")
        await sure(pilot, "f5")
        await phase(pilot, interview, Phase.ANSWERING)
        await idle(pilot)
        await pilot.press(key, "n")
        await until(pilot, lambda: text(app).strip() == "n")
        assert [turn.skipped for turn in interview.state.turns] == [True, False]


# What is asked before it is done


@pytest.mark.parametrize(("key", "done"), [("d", "dont_know"), ("f4", "dont_know"), ("n", "skipped")])
@pytest.mark.parametrize("sure_key", some(["enter", "y", "the same"], "y"))
async def test_what_letter_would_undo_for_good_is_asked(settled: Workspace, key: str, done: str, sure_key: str) -> None:
    app = room(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        before = interview.state.last_n
        await pilot.press("escape", key)
        await until(
            pilot,
            lambda: quiet(app).startswith("Press y or enter " if key == "n" else f"Press y, enter or {key} again "),
        )
        await pilot.press("escape")
        await until(pilot, lambda: quiet(app) == "")
        assert interview.state.last_n == before
        await pilot.press("escape", "escape", key)  # into the text, and back to the letters
        await until(pilot, lambda: quiet(app).endswith("; n or esc cancels."))
        await pilot.pause(TOO_SOON)
        await pilot.press("n")  # a no, though it's the key that skips
        await until(pilot, lambda: quiet(app) == "")
        assert interview.state.last_n == before
        await pilot.press(key)
        await until(pilot, lambda: quiet(app).endswith("; n or esc cancels."))
        await pilot.pause(TOO_SOON)
        await pilot.press(("y" if key == "n" else key) if sure_key == "the same" else sure_key)
        await until(pilot, lambda: bool(getattr(interview.state.turns[0], done)))


async def test_a_key_that_is_held_down_confirms_nothing(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press("escape")
        for _ in range(12):
            await pilot.press("d")
            await pilot.pause(TOO_SOON / 5)
        assert not interview.state.turns[0].answered
        assert "Press y, enter or d again" in quiet(app)


async def test_click_on_key_is_confirmed_by_click(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(120, 34), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        foot = str(app.screen.query_one(Keys).render())
        at = foot.index("don't know") + 2
        await pilot.click(Keys, offset=(at, 0))
        await until(pilot, lambda: quiet(app) == 'Press y or enter to say "I don\'t know"; n or esc cancels.')
        await pilot.pause(0.1)
        at = str(app.screen.query_one(Keys).render()).index("enter") + 2
        await pilot.click(Keys, offset=(at, 0))
        await until(pilot, lambda: interview.state.turns[0].dont_know)


async def test_a_hint_by_letter_is_asked(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press("escape", "h", "e")
        await idle(pilot)
        assert not interview.state.turns[0].hints
        await pilot.press("escape")
        await sure(pilot, "f2")
        await until(pilot, lambda: len(interview.state.turns[0].hints) == 1)


async def test_a_pass_that_ends_the_interview_is_asked(settled: Workspace) -> None:
    app = room(settled, max_questions=1, format="full")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert not interview.last_skip  # others may be asked in its place
        await sure(pilot, "f5")
        await until(pilot, lambda: len(interview.state.turns) == 2)
        while not interview.last_skip:
            count = len(interview.state.turns)
            await pilot.pause(AT_ONCE)
            await sure(pilot, "f5")
            await until(pilot, lambda n=count: len(interview.state.turns) > n)  # type: ignore[misc]
        await pilot.pause(AT_ONCE)
        await pilot.press("f5")
        await until(pilot, lambda: "f5 again to skip this question, the last one, for good" in quiet(app))
        assert not interview.state.turns[-1].skipped
        await pilot.pause(TOO_SOON)
        await pilot.press("f5")
        await phase(pilot, interview, Phase.PARTING)
        await until(pilot, lambda: "won't count" in quiet(app))
        assert "takes that back" not in quiet(app)


# Spoken answers


async def test_words_typed_in_a_spoken_interview_are_text(settled: Workspace) -> None:
    app = room(settled, input="spoken")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        before = interview.state.last_n
        await type_text(pilot, "an answer now")
        await until(pilot, lambda: text(app) == "an answer now")
        assert interview.state.last_n == before
        assert "speaking" not in screen_text(app)


# A text that is left at the end


@pytest.mark.parametrize("way", ["pause", "text", "check"])
async def test_ending_keeps_the_words_as_a_note(furnished: Workspace, way: str) -> None:
    app = asks("c1")(furnished) if way == "check" else room(furnished)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half a thought")
        await pilot.press("escape", *(["f8"] if way == "pause" else []))
        await until(pilot, lambda: interview.state.paused == (way == "pause"))
        await idle(pilot)
        await pilot.press("E")
        await until(pilot, lambda: "to end the interview (3 words will be saved as a note)" in quiet(app))
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Report))
        assert [note.text for note in interview.state.turns[0].notes] == ["half a thought"]


async def test_keys_typed_behind_pause_are_in_note(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half")
        await pilot.press("escape", "f8")
        await until(pilot, lambda: interview.state.paused)
        await idle(pilot)
        app.key_buffer.hold()
        await type_text(pilot, " a thought")
        app.release_keys()
        await until(pilot, lambda: "added to your text" in quiet(app))
        await sure(pilot, "E")
        await phase(pilot, interview, Phase.ENDED)
        assert [note.text for note in interview.state.turns[0].notes] == ["half a thought"]


# Behind the key that gives a text


async def test_keys_behind_an_answer_are_no_part(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "end of answer")
        at_once(app, "ctrl+s", "k", "z", "q")
        await phase(pilot, interview, Phase.PROBING, Phase.PREDICTING)
        assert interview.state.turns[0].answers[0].text == "end of answer"
        if interview.state.phase is Phase.PROBING:  # where one writes on, they are the beginning
            await until(pilot, lambda: text(app) == "kzq")


async def test_keys_behind_refused_answer_go_on_with_text(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        at_once(app, "ctrl+s", "k", "z")
        await until(pilot, lambda: text(app) == "kz" and not app.key_buffer.holding)


async def test_keys_behind_a_check_are_no_part(furnished: Workspace) -> None:
    app = asks("c1", "q0")(furnished)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "one")
        await pilot.press("enter")  # reads it back
        await until(pilot, lambda: "Read as" in screen_text(app))
        at_once(app, "enter", "3", "3")
        await phase(pilot, interview, Phase.SETTLED)
        checked = interview.state.turns[0].checked
        assert checked is not None
        assert checked.text == "one"


async def test_keys_behind_a_question_back_begin_the_answer(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await type_text(pilot, "which language")
        at_once(app, "enter", "i", "t")
        await until(pilot, lambda: bool(interview.state.turns[0].clarifications))
        assert interview.state.turns[0].clarifications[0].asks == "which language"
        await until(pilot, lambda: isinstance(app.screen, Room) and text(app) == "it")
        assert not app.key_buffer.holding


async def test_keys_behind_a_retelling_are_no_part(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await sure(pilot, "escape", "d")
        await phase(pilot, interview, Phase.SETTLED)
        await pilot.press("r")
        await until(pilot, lambda: app.screen.query("Editor") and not isinstance(app.screen, Room))  # type: ignore[arg-type, return-value]
        await type_text(pilot, "once more")
        at_once(app, "ctrl+s", "k", "z")
        await until(pilot, lambda: interview.state.turns[0].retold is not None)
        assert interview.state.turns[0].retold is not None
        assert interview.state.turns[0].retold.text == "once more"
        await until(pilot, lambda: not app.key_buffer.holding)


async def test_paste_of_lines_is_whole_in_one_line(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        app.post_message(Paste("which language\nand which version"))
        await until(pilot, lambda: app.screen.query_one(Input).value == "which language and which version")


# One line is kept as a draft is


def again(place: Workspace) -> InterviewApp:
    return InterviewApp(place, "small", opening=Opening(go_on=transcript(place)), clock=StandingClock())


@pytest.mark.parametrize("end", ["a second later", "ctrl+q", "escape"])
async def test_a_question_back_that_was_begun_comes_back(settled: Workspace, end: str, tmp_path: Path) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await type_text(pilot, "which language do you")
        if end == "a second later":  # as kill -9 would find it
            await until(pilot, lambda: KeptLine(transcript(settled), "ask:1").text == "which language do you")
            settled = replace(settled, sessions=shutil.copytree(settled.sessions, tmp_path / "left"))
        else:
            await pilot.press(end)
            await pilot.press("ctrl+q")
            await until(pilot, lambda: app.return_code is not None)
    place = transcript(settled).with_name(f".{transcript(settled).stem}.lines")
    assert place.stat().st_mode & 0o777 == 0o600
    app = again(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await until(pilot, lambda: "Your unfinished question is saved: f3 goes back to it." in quiet(app))
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        assert app.screen.query_one(Input).value == "which language do you"
        await type_text(pilot, " mean")
        await pilot.press("enter")
        await until(pilot, lambda: bool(interview.state.turns[0].clarifications))
        assert interview.state.turns[0].clarifications[0].asks == "which language do you mean"
        await until(pilot, lambda: not place.exists())


async def test_the_reason_of_an_overrule_comes_back(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        await judged(pilot, interview, "y", "y", "n")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await type_text(pilot, "too vague by far")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.return_code is not None)
    app = again(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await until(pilot, lambda: "Your unfinished reason is saved: v goes back to it." in quiet(app))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        assert app.screen.query_one(Input).value == "too vague by far"
        await pilot.press("enter")
        await until(pilot, lambda: interview.state.turns[0].scored is not None)
        scored = interview.state.turns[0].scored
        assert scored is not None
        assert scored.why == "too vague by far"


async def test_a_note_in_the_reader_comes_back(settled: Workspace, paths: list[object]) -> None:
    app = InterviewApp(settled, "small", clock=StandingClock())
    async with app.run_test(size=(80, 40), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        for keys in ("begun and", " ended"):
            await app.push_screen(Reader(paths[0]))  # type: ignore[arg-type]
            await until(pilot, lambda: "Question" in screen_text(app))
            await pilot.press("m")
            await until(pilot, lambda: isinstance(app.screen, LinePrompt))
            await type_text(pilot, keys)
            await pilot.press("escape" if keys == "begun and" else "enter")
            await until(pilot, lambda: isinstance(app.screen, Reader))
        await until(pilot, lambda: "begun and ended" in screen_text(app))


async def test_overrule_begins_with_verdict_of_points(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        await judged(pilot, interview, "y", "y", "n")
        made = interview.state.turns[0].score
        assert made is not None
        assert made.verdict != "weak"
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        row = app.screen.query_one(Rows).row
        assert row is not None
        assert row.key == made.verdict
        await pilot.press("enter")
        await until(pilot, lambda: quiet(app) == f"The points already make it {made.verdict}.")
        assert interview.state.turns[0].scored is None
