"""Code whose keys come in one burst: over a slow line, or typed out by a terminal that pastes."""

import pytest
from textual.events import Key

from simulator.session.workspace import Workspace
from simulator.ui.tui.widgets import code_editor
from simulator.ui.tui.widgets.code_editor import CodeEditor
from tests.tui.driving import in_coding, until
from tests.tui.test_room_coding import coding_room
from tests.tui.test_room_coding import workshop as workshop

NAMES = {"\n": "enter", " ": "space"}
BURSTS = {  # keys, and what they make
    "over a slow line": ("for a in b:\nif a:\npass", "for a in b:\n    if a:\n        pass"),
    "a paste with its own spaces": ("def f():\n    return 1\nx = f()", "def f():\n    return 1\nx = f()"),
    "a paste that goes back": ("if a:\n  b\nelse:\n  c", "if a:\n  b\nelse:\n  c"),
}


@pytest.mark.parametrize("name", BURSTS)
async def test_a_burst_of_code_is_indented_once(
    workshop: Workspace, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_editor, "AT_ONCE", 5.0)
    keys, code = BURSTS[name]
    app = coding_room(workshop)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        editor = app.screen.query_one(CodeEditor)
        editor.replace_all("")
        editor._last_key_at = Key("a", "a").time
        for letter in keys:
            app.post_message(Key(NAMES.get(letter, letter), None if letter == "\n" else letter))
        await until(pilot, lambda: editor.text.endswith(code[-4:]))
        assert editor.text == code
