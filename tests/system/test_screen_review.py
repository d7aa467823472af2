"""In a real terminal, by keys: find, read, note, step through, score again, sit again, all of it on disk afterwards."""

from pathlib import Path

import pytest

from simulator.session.archive.archive import paths
from simulator.session.interview import events as ev
from simulator.session.interview.state import fold
from simulator.session.transcript.read import read
from tests.isolation import ROOT
from tests.system.terminal import Terminal
from tests.transcripts import put, whole


@pytest.fixture
def sessions(tmp_path: Path) -> Path:
    folder = tmp_path / "sessions"
    for number in (1, 2):
        name, data = whole(number)
        put(folder, name, data.replace(b'candidate = "demo"', b'candidate = "me"', 1))
    config = tmp_path / "config" / "interview-simulator" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('role = "applied-engineer"\n')
    return folder


def test_an_interview_is_found_read_and_sat_again(tmp_path: Path, sessions: Path) -> None:
    newest = paths(sessions)[0]
    before = fold(read(newest).header, read(newest).events)
    first = before.turn(1)
    assert first.check is None
    terminal = Terminal(tmp_path, "--graphs", str(ROOT / "graphs"), "--sessions", str(sessions))
    terminal.wait_for("2 interviews")
    terminal.press("r")
    terminal.wait_for("esc back")
    terminal.press("/", "token", "\r")
    terminal.wait_for("[token")
    terminal.pump(0.3)
    terminal.press("escape")
    terminal.wait(lambda: "[token" not in terminal.text)
    terminal.press("enter")
    terminal.wait_for("1 of ")
    terminal.settle()
    terminal.press("e", "read x[/ again", "enter")
    terminal.wait_for("Note saved.")
    terminal.press("v")
    terminal.wait_for("scored again")
    terminal.wait_for("y yes")
    for count, _ in enumerate(first.question.rubric, 1):
        terminal.press("n")
        if count < len(first.question.rubric):
            terminal.wait_for(f"{count + 1} of {len(first.question.rubric)}")
    terminal.wait_for("v another verdict")
    terminal.press("enter")
    terminal.wait_for("Weak now")
    terminal.press("s")
    terminal.wait_for("Nothing has changed it yet")
    terminal.press("\x1b[F")  # end
    terminal.wait_for("Changed by")
    terminal.press("q", "r")
    terminal.wait_for("other questions")
    terminal.press("enter")
    terminal.wait_for("your answer")
    terminal.press("\x11")  # ctrl+q
    assert terminal.wait_end() == 0
    found = read(newest)
    after = fold(found.header, found.events)
    assert found.findings == ()
    assert [n.text for n in after.turn(1).notes] == ["read x[/ again"]
    assert after.turn(1).verdict == "weak"
    assert after.turn(1).answer_text == first.answer_text
    assert isinstance(found.events[-1], ev.Scored)
    again = read(paths(sessions)[0])
    assert again.header.again is not None
    assert again.header.again.session == newest.stem
    asked = fold(again.header, again.events).turns
    assert [t.asked.id for t in asked] == [first.asked.id]


def test_a_demo_is_left_for_ones_own_home(tmp_path: Path, sessions: Path) -> None:
    terminal = Terminal(tmp_path, "--graphs", str(ROOT / "graphs"), "--sessions", str(sessions), "demo")
    terminal.wait_for("q leave")
    terminal.press("q")
    terminal.wait_for("2 interviews")
    assert "Go on" not in terminal.text
    terminal.press("\x11")  # ctrl+q
    assert terminal.wait_end() == 0
    assert sum(read(path).header.is_demo for path in paths(sessions)) == 1
