"""Keys that come in one read, as over a slow line: each does its work before the next, be it a letter or not."""

import pytest
from textual.events import Key

from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.asked_first import ENDS, SAYS_UNKNOWN
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.editor import Editor, LineInput
from simulator.ui.tui.widgets.prompt import LinePrompt
from tests.some import some
from tests.tui.conftest import asking, room
from tests.tui.driving import in_room, phase, quiet, until

BURSTS = {
    "a letter put right": ("thra", ["backspace", "e"], "thre"),
    "a word taken back": ("one two", ["ctrl+w", "s", "i", "x"], "one six"),
    "a letter before": ("ct", ["left", "a", "right", "s"], "cats"),
    "the line's beginning": ("orld", ["home", "w", "end", "s"], "worlds"),
    "three taken back": ("every6 ", ["backspace", "backspace", "backspace", "e", "v"], "everev"),
    "taken back at once": ("so", ["m", "backspace", "backspace", "x"], "sx"),
    "a line joined": ("a", ["enter", "backspace", "b"], "ab"),
}


@pytest.mark.parametrize("name", some(BURSTS, "a letter put right", "a word taken back", "taken back at once"))
async def test_keys_of_one_read_keep_their_order(settled: Workspace, name: str) -> None:
    before, keys, after = BURSTS[name]
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        editor = app.screen.query_one(Editor)
        editor.replace_all(before)
        await until(pilot, lambda: editor.has_focus and editor.text == before)
        press_at_once(app, keys)
        await pilot.pause(0.2)
        assert editor.text == after


@pytest.mark.parametrize("name", some([name for name in BURSTS if name != "a line joined"], "three taken back"))
async def test_one_reads_keys_keep_order_in_lines(settled: Workspace, name: str) -> None:
    before, keys, after = BURSTS[name]
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await app.push_screen(LinePrompt("A line", value=before))
        line = app.screen.query_one(LineInput)
        await until(pilot, lambda: line.has_focus)
        line.action_end()  # it is selected, to be typed over
        press_at_once(app, keys)
        await pilot.pause(0.2)
        assert line.value == after


@pytest.mark.parametrize(("key", "asked"), [(Key("alt+shift+e", "E"), ENDS), (Key("alt+d", "d"), SAYS_UNKNOWN)])
async def test_escape_and_letter_command_in_checks(settled: Workspace, key: Key, asked: str) -> None:
    """The letter was typed into the answer: a terminal calls the two alt and the letter."""
    app = asking(settled, "first-token-under-top-p")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await phase(pilot, interview, Phase.CHECKING)
        await pilot.press("0", ".", "5")
        app.post_message(key)
        await until(pilot, lambda: asked in quiet(app))
        assert app.screen.query_one(LineInput).value == "0.5"


async def test_escape_and_letter_cancel_a_prompt(settled: Workspace) -> None:
    """The letter is the screen's behind, and not the line's."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        editor = app.screen.query_one(Editor)
        await app.push_screen(LinePrompt("A line"))
        line = app.screen.query_one(LineInput)
        await until(pilot, lambda: line.has_focus)
        await pilot.press("a")
        app.post_message(Key("alt+b", "b"))
        await until(pilot, lambda: isinstance(app.screen, Room) and editor.text == "b")
        assert line.value == "a"


def press_at_once(app: InterviewApp, keys: list[str]) -> None:
    for key in keys:
        app.post_message(Key(key, key if len(key) == 1 else None))
