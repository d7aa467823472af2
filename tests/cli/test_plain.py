"""The line mode and the demo, as the installed command."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from simulator.session.archive import paths
from simulator.session.reading import Reading, read
from simulator.session.state import Phase, State, fold
from tests.conftest import ROOT

COMMAND = str(Path(sys.executable).with_name("interview"))


def run(folder: Path, *arguments: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    command = [COMMAND, *arguments, "--graphs", str(ROOT / "graphs"), "--sessions", str(folder / "sessions")]
    return subprocess.run(command, input=lines, capture_output=True, text=True, timeout=60, env=env, cwd=folder)


def transcript(folder: Path) -> Reading:
    return read(paths(folder / "sessions")[0])


def state_of(found: Reading) -> State:
    return fold(found.header, found.events)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Reading]:
    folder = tmp_path_factory.mktemp("demo")
    return run(folder, "demo", "--plain", "--seed", "1", "--speed", "1000"), transcript(folder)


def test_the_demo_sits_a_full_interview_to_its_end(demo: tuple[Any, Reading]) -> None:
    done, found = demo
    assert done.returncode == 0, done.stderr
    assert found.findings == ()
    assert found.header.format == "full"
    assert found.events[-1].__struct_config__.tag == "ended"
    assert tomllib.loads(found.path.read_text())["event"][-1]["kind"] == "ended"


def test_the_demo_climbs_from_tier_1_to_tier_4_or_more(demo: tuple[Any, Reading]) -> None:
    tiers = [t.asked.tier for t in state_of(demo[1]).turns if t.check is None]
    assert tiers[0] == 1
    assert max(tiers) >= 4


def test_every_question_of_the_demo_is_scored_or_passed_and_has_its_reason(demo: tuple[Any, Reading]) -> None:
    turns = state_of(demo[1]).turns
    assert all(t.settled for t in turns)
    assert all(t.asked.reason["move"] for t in turns)


def test_the_demo_prints_each_question_under_its_number(demo: tuple[Any, Reading]) -> None:
    done, found = demo
    asked = [t for t in state_of(found).turns if t.check is None]
    numbers = [line for line in done.stdout.splitlines() if line.startswith("Question ")]
    assert numbers == [f"Question {n}" for n in range(1, len(asked) + 1)]
    assert "Report" in done.stdout


def test_the_end_of_the_input_pauses_and_loses_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "start", "llm", "--seed", "3", lines="It grows with every token.\nand with every user")
    assert done.returncode == 0, done.stderr
    assert "interview resume" in done.stdout
    found = transcript(tmp_path)
    assert state_of(found).paused
    again = run(tmp_path, "resume", lines="")
    assert "It grows with every token." in again.stdout
    assert "and with every user" in again.stdout


def test_an_interview_left_in_lines_goes_on_at_the_same_question(tmp_path: Path) -> None:
    run(tmp_path, "start", "llm", "--seed", "3", lines="half of it\n")
    first = state_of(transcript(tmp_path)).turns[0].asked.id
    done = run(tmp_path, "resume", lines="and the rest\n.\n")
    assert done.returncode == 0, done.stderr
    turn = state_of(transcript(tmp_path)).turns[0]
    assert turn.asked.id == first
    assert turn.answer_text == "half of it\nand the rest"


def test_a_whole_answer_in_lines(tmp_path: Path) -> None:
    lines = "/hint\n/ask what do you mean\nAn answer.\n.\n" + "/probe-said\n" * 2 + "3\n" + "y\n" * 9 + "\n"
    done = run(tmp_path, "start", "llm", "--seed", "3", lines=lines)
    assert done.returncode == 0, done.stderr
    turn = state_of(transcript(tmp_path)).turns[0]
    assert turn.prediction == "solid"
    assert turn.scored is not None
    assert turn.hints
    assert turn.clarifications


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("start", "nowhere"), "nowhere"),
        (("start", "llm", "--format", "quiz"), "quiz"),
        (("start", "llm", "--role", "king"), "king"),
        (("start", "llm", "--area", "[@click=app.quit]", "--format", "screen"), "[@click=app.quit]"),
        (("resume", "gone"), "gone"),
        (("demo", "llm", "--weak", "x[/"), "x[/"),
        (("start", "llm", "--minutes", "-3"), "-3"),
    ],
)
def test_a_mistake_gives_one_sentence_and_status_2(tmp_path: Path, arguments: tuple[str, ...], named: str) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_end_of_the_interview_asks_for_the_score_that_waits(tmp_path: Path) -> None:
    lines = "An answer.\n.\n" + "/probe-said\n" * 2 + "2\n/end\n\n" + "n\n" * 9
    done = run(tmp_path, "start", "llm", "--seed", "3", "--score", "end", lines=lines)
    assert done.returncode == 0, done.stderr
    state = state_of(transcript(tmp_path))
    assert state.phase is Phase.ENDED or state.paused
    assert state.turns[0].scored is not None
    assert state.turns[0].scored.verdict == "weak"
