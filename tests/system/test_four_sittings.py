"""Four sittings by keys in a real terminal: spoken, scored at the end, left in a pause, and not known and back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.session.archive.archive import paths
from simulator.session.interview import events as ev
from simulator.session.interview.state import State, fold
from simulator.session.transcript.read import read
from tests.isolation import ROOT
from tests.system.terminal import Terminal

Open = Callable[..., Terminal]
SHORT = ("--format", "screen", "--minutes", "10", "--questions", "2", "--seed", "3")


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Open]:
    opened: list[Terminal] = []

    def start(*arguments: str, settings: str = "") -> Terminal:
        config = tmp_path / "config" / "interview-simulator" / "config.toml"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(f'role = "applied-engineer"\n{settings}')
        where = ("--graphs", str(ROOT / "graphs"), "--sessions", str(tmp_path / "sessions"))
        opened.append(Terminal(tmp_path, *arguments, *where))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


def state_of(home: Path) -> State:
    """What the one transcript tells, which is sound."""
    (path,) = paths(home / "sessions")
    found = read(path)
    assert found.findings == ()
    return fold(found.header, found.events)


def kinds(home: Path) -> list[type[ev.Event]]:
    (path,) = paths(home / "sessions")
    return [type(event) for event in read(path).events]


def test_a_spoken_interview_takes_words_for_words(screen: Open, tmp_path: Path) -> None:
    terminal = screen("start", "llm", *SHORT, settings='input = "spoken"\n')
    terminal.wait(lambda: bool(paths(tmp_path / "sessions")) and ev.Asked in kinds(tmp_path))
    terminal.pump(1.0)
    terminal.press("an answer that I dictated, not a command")
    terminal.wait_for("not a command")
    assert kinds(tmp_path) == [ev.Asked]
    terminal.press("ctrl+s")
    terminal.wait(lambda: ev.Answered in kinds(tmp_path))
    answer = state_of(tmp_path).turns[0]
    assert not answer.skipped
    assert not answer.dont_know
    assert "an answer that I dictated" in answer.answer_text


def test_scores_at_the_end_show_what_is_scored(screen: Open, tmp_path: Path) -> None:
    terminal = screen("start", "llm", *SHORT, "--score", "end")
    terminal.wait_for("your answer")
    terminal.press("because the words around it say what it means")
    terminal.wait_for("what it means")
    terminal.press("ctrl+s")
    terminal.wait(lambda: ev.Answered in kinds(tmp_path))
    while ev.Predicted not in kinds(tmp_path):
        terminal.pump(0.5)
        waits = kinds(tmp_path).count(ev.Probed) > kinds(tmp_path).count(ev.ProbeAnswered)
        terminal.press(*(("as I said", "ctrl+s") if waits else ("3",)))
    terminal.pump(1.0)
    terminal.press("escape", "E")
    terminal.wait_for("again to end the interview")
    terminal.pump(0.6)
    terminal.press("enter")
    terminal.wait(lambda: ev.Closed in kinds(tmp_path) or ev.Ended in kinds(tmp_path))
    terminal.wait_for("1 answer to score")
    terminal.pump(0.6)
    terminal.press("enter")
    terminal.wait(lambda: ev.Revealed in kinds(tmp_path))
    terminal.wait_for("what it means")  # the answer stands there, under its question
    question = state_of(tmp_path).turns[0].question
    terminal.press(*["\x1b[5~"] * 3)  # page up: a long question lies above the answer
    terminal.wait_for(question.prompt.split()[0])


def test_pause_that_is_left_keeps_what_was_written(screen: Open, tmp_path: Path) -> None:
    terminal = screen("start", "llm", *SHORT)
    terminal.wait_for("your answer")
    terminal.press("half of a thought")
    terminal.wait_for("half of a thought")
    terminal.press("f8")
    terminal.wait(lambda: ev.Paused in kinds(tmp_path))
    terminal.wait_for("The clock is stopped")
    terminal.pump(0.6)  # keys pressed before a pause could be read belong to the answer
    terminal.press("q")
    terminal.wait(lambda: not terminal.child.isalive() or "Go on" in terminal.text)
    terminal.close()
    again = screen("resume")
    again.wait_for("half of a thought")
    again.press(" and its end")
    again.wait_for("and its end")
    again.press("ctrl+s")
    again.wait(lambda: ev.Answered in kinds(tmp_path))
    assert state_of(tmp_path).turns[0].answer_text == "half of a thought and its end"


def test_dont_know_is_taken_back_to_the_question(screen: Open, tmp_path: Path) -> None:
    terminal = screen("start", "llm", *SHORT)
    terminal.wait_for("your answer")
    terminal.child.send("\x1bOS")  # F4
    terminal.wait_for('again to say "I don\'t know"')
    terminal.pump(0.6)
    terminal.press("enter")
    terminal.wait(lambda: ev.Revealed in kinds(tmp_path))
    terminal.pump(1.0)
    terminal.press("u")
    terminal.wait_for("You've seen the reference")
    terminal.press("now I remember the words")
    terminal.wait_for("now I remember")
    terminal.press("ctrl+s")
    terminal.wait(lambda: kinds(tmp_path).count(ev.Answered) == 2)
    turn = state_of(tmp_path).turns[0]
    assert not turn.dont_know
    assert turn.shown_before
    assert turn.answer_text == "now I remember the words"
