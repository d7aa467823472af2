"""A person's own editor in the middle of an interview: whatever it does, the interview goes on with the text."""

from pathlib import Path

import pytest

from tests.isolation import ROOT
from tests.some import some
from tests.system.terminal import Terminal

CASES = {
    "it works": ("echo 'So it grows.' >> \"$1\"", "", "So it grows."),
    "it fails": ("exit 3", "", "ended with status 3; nothing was changed"),
    "it fails with a text": ("echo 'So it grows.' >> \"$1\"; exit 3", "", "what it left is in"),
    "it cannot be read": ("", " 'open", "cannot be read"),
}


@pytest.mark.parametrize("case", some(CASES, "it works", "it fails with a text"))
def test_an_answer_outlives_the_own_editor(tmp_path: Path, case: str) -> None:
    script, more, words = CASES[case]
    editor = tmp_path / "ed"
    editor.write_text(f"#!/bin/sh\n{script}\n")
    editor.chmod(0o755)
    where = ["--graphs", str(ROOT / "graphs"), "--sessions", str(tmp_path / "sessions")]
    terminal = Terminal(
        tmp_path, "start", "llm", "--seed", "3", *where, EDITOR=f"{editor}{more}", VISUAL="", TMPDIR=str(tmp_path)
    )
    try:
        terminal.wait_for("Your answer")
        terminal.press("Every token adds to it.")
        terminal.wait_for("adds to it.")
        terminal.press("\x0f")  # ctrl+o
        terminal.wait_for(words)
        terminal.press(" And more.")
        terminal.wait(lambda: "Every token adds to it." in terminal.text and "And more." in terminal.text)
    finally:
        terminal.close()
