"""A person's own editor in the middle of an interview: whatever it does, the interview goes on with the text."""

from pathlib import Path

import pytest

from simulator.session.archive.archive import paths
from simulator.session.interview.state import State, fold
from simulator.session.transcript.read import read
from tests.isolation import ROOT
from tests.some import some
from tests.system.terminal import Terminal

CASES = {
    # it deletes the first line of the question, writes into the second, and below the text
    "it works": ('cp "$1" seen; sed -i \'1d; 2s/^/First: /\' "$1"; echo \' So it grows.\' >> "$1"', "", "So it grows."),
    "it fails": ("exit 3", "", "ended with status 3; nothing was changed"),
    "it fails with a text": ("echo 'So it grows.' >> \"$1\"; exit 3", "", "what it left is in"),
    "it cannot be read": ("", " 'open", "can't be read"),
}


def fold_of(sessions: Path) -> State:
    reading = read(paths(sessions)[0])
    return fold(reading.header, reading.events)


@pytest.mark.parametrize("case", some(CASES, "it works", "it fails with a text"))
def test_an_answer_outlives_the_own_editor(tmp_path: Path, case: str) -> None:
    script, more, words = CASES[case]
    editor = tmp_path / "ed"
    editor.write_text(f"#!/bin/sh\ncd {tmp_path}\n{script}\n")
    editor.chmod(0o755)
    where = ["--graphs", str(ROOT / "graphs"), "--sessions", str(tmp_path / "sessions")]
    terminal = Terminal(
        tmp_path, "start", "llm", "--seed", "3", *where, EDITOR=f"{editor}{more}", VISUAL="", TMPDIR=str(tmp_path)
    )
    try:
        terminal.wait_for("your answer")
        terminal.press("Every token adds to it.")
        terminal.wait_for("adds to it.")
        terminal.press("\x0f")  # ctrl+o
        terminal.wait_for(words)
        terminal.press(" And more.")
        terminal.wait(lambda: "Every token adds to it." in terminal.text and "And more." in terminal.text)
        if case == "it works":
            assert "First:" in terminal.text
            assert "<!--" not in terminal.text
            state = fold_of(tmp_path / "sessions")
            *comment, empty, text = (tmp_path / "seen").read_text().split("\n")
            assert all(line.startswith("<!-- >") and line.endswith("-->") for line in comment)
            asked = " ".join(line.removeprefix("<!-- >").removesuffix("-->").strip() for line in comment)
            assert " ".join(state.turn(1).question.prompt.split()) in " ".join(asked.split())
            assert (empty, text) == ("", "Every token adds to it.")
    finally:
        terminal.close()
