"""Code in a person's own editor: what it saves is followed, whether it waits or returns at once."""

import re
from pathlib import Path

from simulator.session.transcript.sidecars import left_behind
from tests.system.coding_round import Round, workshop_home

CTRL_O = "\x0f"
SCREEN_ON = b"\x1b[?1049h"


def script(home: Path, lines: str) -> str:
    editor = home / "ed"
    editor.write_text(f"#!/bin/sh\n{lines}\n")
    editor.chmod(0o755)
    return str(editor)


def test_an_editor_that_waits_is_followed(tmp_path: Path) -> None:
    home = workshop_home(tmp_path)
    editor = script(home, f'cp "$1" {home}/seen.py; echo "$1" > {home}/name; echo "def mine(): pass" > "$1"')
    with Round(home, EDITOR=editor, VISUAL="") as room:
        room.begin()
        room.press(CTRL_O)
        room.terminal.wait_for("def mine")
        given = (home / "seen.py").read_text()
        assert given.startswith("def ")  # nothing stands above the code, so lines are those of a traceback
        assert re.search(r"\n\n\n# > The task, for you to read\..*\n# > \w", given)
        assert (home / "name").read_text().strip().endswith(".py")
        assert room.draft().startswith("def mine(): pass")


def test_an_editor_that_returns_at_once_is_followed(tmp_path: Path) -> None:
    home = workshop_home(tmp_path)
    editor = script(home, f'echo "$1" > {home}/name')
    with Round(home, EDITOR=editor, VISUAL="") as room:
        room.begin()
        room.press(CTRL_O)
        room.terminal.wait(lambda: (home / "name").exists())
        room.terminal.wait_for("your code")
        file = Path((home / "name").read_text().strip())
        assert file.exists()
        file.write_text("def first(): pass\n")
        room.terminal.wait_for("def first")
        room.press(" ")  # typed here meanwhile
        file.write_text("def second(): pass\n")
        room.terminal.wait_for("def second")
        room.press("\x1a")  # ctrl+z
        room.terminal.wait_for("def  first")
        room.press(CTRL_O)  # the same file gets what stands on the screen
        room.terminal.wait(lambda: "def  first" in file.read_text())
        room.terminal.wait(lambda: room.terminal.raw.count(SCREEN_ON) == 3)  # back again
        room.leave()
        assert not left_behind(room.transcript)


def test_code_that_editor_left_replaces_the_draft(tmp_path: Path) -> None:
    home = workshop_home(tmp_path)
    with Round(home, EDITOR=script(home, f'echo "$1" > {home}/name'), VISUAL="") as room:
        room.begin()
        room.press(CTRL_O)
        room.terminal.wait(lambda: (home / "name").exists())
        room.terminal.wait_for("your code")
        file = Path((home / "name").read_text().strip())
        room.terminal.kill()
        file.write_text("def left():\n    return 1\n")
        room.back()
        room.terminal.wait_for("2 lines of code, different from yours here")
        room.press("enter")
        room.terminal.wait_for("def left")
        assert "def mean" not in room.terminal.text
        room.terminal.wait(lambda: room.draft().startswith("def left") and not file.exists())
