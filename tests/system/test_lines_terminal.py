"""The line mode and the lists in a real terminal of 80 columns: what is to be copied can be copied."""

import os
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Sit
from tests.isolation import ROOT
from tests.some import some
from tests.system.terminal import COMMAND, Installed, Terminal

START = ("start", "llm", "--plain", "--seed", "3", "--graphs", str(ROOT / "graphs"))


def printed(terminal: Terminal) -> list[str]:
    """What the command has written, line by line, as it was sent to the terminal."""
    return terminal.raw.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")


def resume_command(terminal: Terminal) -> str:
    (line,) = [line for line in printed(terminal) if line.lstrip().startswith("interview resume")]
    return line.strip()


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Terminal]:
    """Starts the command in a terminal with a home of its own."""

    def start(*arguments: str, columns: int = 80) -> Terminal:
        return Installed(tmp_path, *arguments, columns=columns, rows=60)

    return start


@pytest.mark.parametrize("columns", some([80, 40], 40))
def test_command_that_goes_on_stands_on_one_line(command: Callable[..., Terminal], columns: int) -> None:
    terminal = command(*START, columns=columns)
    terminal.wait_for("A line with")
    terminal.press("/pause\n")
    assert terminal.wait_end() == 0
    assert re.fullmatch(r"interview resume \d{4}-\d\d-\d\dT\d{6}-llm-full-[a-z]{4} --plain", resume_command(terminal))


@pytest.mark.parametrize("folder", ["my sessions", "it's here", "plain"])
def test_the_printed_resume_command_works(command: Callable[..., Terminal], tmp_path: Path, folder: str) -> None:
    terminal = command(*START, "--sessions", folder)
    terminal.wait_for("A line with")
    terminal.press("half of it\n", "/pause\n")
    assert terminal.wait_end() == 0
    words = shlex.split(resume_command(terminal))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    terminal.child.env["TERM"] = "dumb"
    done = subprocess.run(
        [COMMAND, *words[1:], "--plain"],
        input="",
        capture_output=True,
        text=True,
        cwd=elsewhere,
        env=terminal.child.env,
    )
    assert done.returncode == 0, done.stderr
    assert "half of it" in done.stdout


@pytest.mark.parametrize("columns", some([80, 60, 200], 60))
def test_the_list_of_sessions_fits_with_whole_ids(
    command: Callable[..., Terminal], sit: Sit, tmp_path: Path, columns: int
) -> None:
    sittings = [sit(seed=seed, format="deep-dive", area="inference") for seed in (1, 2)]
    for sitting in sittings:
        sitting.close()
    terminal = command("review", "--sessions", str(sittings[0].path.parent), columns=columns)
    assert terminal.wait_end() == 0
    lines = printed(terminal)
    assert max(map(len, lines)) <= columns
    assert [sum(s.path.stem in line for line in lines) for s in sittings] == [1, 1]


def test_list_that_is_piped_has_one_line_session(sit: Sit) -> None:
    sitting = sit(seed=1, format="deep-dive", area="inference")
    sitting.close()
    done = subprocess.run(
        [COMMAND, "review", "--sessions", str(sitting.path.parent)],
        capture_output=True, text=True, check=True,
        env=dict(os.environ),  # else with COLUMNS, which readline sets behind Python's back
    )  # fmt: skip
    head, row = done.stdout.splitlines()
    assert head.split() == ["session", "candidate", "format", "state", "asked", "score", "solid"]
    assert row.split()[:4] == [sitting.path.stem, "tester", "deep-dive", "ended"]
