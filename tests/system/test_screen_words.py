"""Words that are typed on the screen of a real terminal stay words and stay kept: mouse, one read, kill, signals."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.session.archive.archive import paths
from simulator.session.interview import events as ev
from simulator.session.transcript.read import read
from simulator.session.transcript.sidecars import DraftFile, KeptLine
from tests.isolation import ROOT
from tests.some import some
from tests.system.terminal import Terminal

PLACES = {"question": (8, 6), "rule": (30, 10), "footer": (79, 24)}  # column and line, from 1, on 80x24


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    where = ["--graphs", str(ROOT / "graphs"), "--sessions", str(tmp_path / "sessions")]
    found = Terminal(tmp_path, "start", "llm", "--seed", "3", *where)
    found.wait_for("your answer")
    yield found
    found.close()


def the_events(home: Path) -> list[ev.Event]:
    return list(read(paths(home / "sessions")[0]).events)


@pytest.mark.parametrize("protocol", ["new", "old"])
@pytest.mark.parametrize("place", some(PLACES, "rule"))
def test_a_click_leaves_the_letters_to_the_text(terminal: Terminal, tmp_path: Path, place: str, protocol: str) -> None:
    column, line = PLACES[place]
    if protocol == "new":
        report = f"\x1b[<0;{column};{line}M\x1b[<0;{column + 3};{line}m".encode()
    else:
        report = b"\x1b[M " + bytes((32 + column, 32 + line)) + b"\x1b[M#" + bytes((35 + column, 32 + line))
    terminal.child.send(report)
    terminal.pump(0.3)
    terminal.press("depends on the case")
    terminal.wait_for("depends on the case")
    assert [type(event) for event in the_events(tmp_path)] == [ev.Asked]


def test_keys_with_ctrl_s_are_no_answer(terminal: Terminal, tmp_path: Path) -> None:
    terminal.press("end of answer")
    terminal.wait_for("end of answer")
    terminal.child.send("\x13kzq")
    terminal.wait(lambda: any(isinstance(event, ev.Answered) for event in the_events(tmp_path)))
    (answer,) = (event for event in the_events(tmp_path) if isinstance(event, ev.Answered))
    assert answer.text == "end of answer"


@pytest.mark.parametrize("end", some(["SIGKILL", "SIGTERM", "SIGHUP", "ctrl+q"], "SIGKILL", "SIGTERM"))
def test_a_question_back_outlives_the_program(terminal: Terminal, tmp_path: Path, end: str) -> None:
    asked = "which model do you mean, and how long are the prompts that it is given"
    terminal.press("\x1bOR")  # f3
    terminal.wait_for("Ask the interviewer")
    terminal.press(asked)
    terminal.pump(1 if end == "SIGKILL" else 0)
    if end == "ctrl+q":
        terminal.press("\x11")
    else:
        terminal.child.kill(getattr(signal, end))
    terminal.wait(lambda: not terminal.child.isalive(), 15)
    assert KeptLine(paths(tmp_path / "sessions")[0], "ask:1").text == asked


def test_words_after_click_are_on_disk_second_later(terminal: Terminal, tmp_path: Path) -> None:
    terminal.child.send("\x1b[<0;8;6M\x1b[<0;8;6m")
    terminal.press("no, it never runs")
    terminal.wait_for("never runs")
    terminal.pump(1.2)
    terminal.kill()
    draft = DraftFile(paths(tmp_path / "sessions")[0]).load()
    assert draft is not None
    assert draft.text == "no, it never runs"
