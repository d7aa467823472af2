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
    "a body that goes on": ("for a in b:\nx = a\nf(x)", "for a in b:\n    x = a\n    f(x)"),
    "a paste that goes back": ("if a:\n  b\nelse:\n  c", "if a:\n  b\nelse:\n  c"),
    "a paste that begins indented": ("    a\nb = 1\nc = 2", "    a\nb = 1\nc = 2"),
    "a paste with a blank line": ("    return a\n\ndef g():\n    pass", "    return a\n\ndef g():\n    pass"),
    "a blank line after a colon": ("def f():\n\n    a\nb = 1", "def f():\n\n    a\nb = 1"),
    "a blank line first": ("\n\n  a\nb = 1", "\n\n  a\nb = 1"),
}
BEHIND = {  # the same behind a line that is indented already
    "over a slow line": ("\nif a:\npass", "    a\n    if a:\n        pass"),
    "a paste with a blank line": ("\n\ndef g():\n  pass\nx = 1", "    a\n\ndef g():\n  pass\nx = 1"),
    "a paste that goes on": ("b\n\nc = 2", "    ab\n\nc = 2"),
}


@pytest.mark.parametrize("name", BURSTS)
async def test_a_burst_of_code_is_indented_once(
    workshop: Workspace, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await burst(workshop, "", *BURSTS[name], monkeypatch)


@pytest.mark.parametrize("name", BEHIND)
async def test_a_burst_goes_on_behind_what_was_typed(
    workshop: Workspace, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await burst(workshop, "    a", *BEHIND[name], monkeypatch)


async def burst(workshop: Workspace, before: str, keys: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_editor, "AT_ONCE", 5.0)
    app = coding_room(workshop)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        editor = app.screen.query_one(CodeEditor)
        editor.replace_all(before)
        editor.move_cursor(editor.document.end)
        editor._last_key_at = float("-inf")  # a while before the first of them
        for letter in keys:
            app.post_message(Key(NAMES.get(letter, letter), None if letter == "\n" else letter))
        await until(pilot, lambda: editor.text.endswith(code[-4:]))
        assert editor.text == code
