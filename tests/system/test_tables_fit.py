"""What the commands print in a real terminal: no line is wider than it, from 60 columns on."""

import os
import pty
import re
import shutil
import subprocess
import termios
from pathlib import Path

import pytest

from simulator.graph.text import cells
from tests.before_house import HOME
from tests.isolation import ROOT
from tests.some import some
from tests.system.terminal import COMMAND, Terminal

FIRST, SECOND = "2026-11-02T090000-garden-full-hrso", "2026-11-03T090000-garden-full-rxgj"
GARDEN = ("--graphs", str(HOME / "graphs"))
COMMANDS = (
    ("review", *GARDEN),
    ("review", "--search", "water", *GARDEN),
    ("review", FIRST, *GARDEN),
    ("report", FIRST, *GARDEN),
    ("compare", FIRST, SECOND, *GARDEN),
    ("progress", "--candidate", "ada", *GARDEN),
    ("doctor", *GARDEN),
    ("graph", "list", *GARDEN),
    ("graph", "lint", "garden", *GARDEN),
    ("graph", "stats", "garden", *GARDEN),
    ("graph", "show", "llm"),
    ("graph", "show", "design-a-scaling-study"),
    ("ask", "how", "is", "attention", "computed"),
    ("simulate", "garden", "--candidates", "20", "--questions", "6", *GARDEN),
)
USUAL = COMMANDS[2], COMMANDS[3], COMMANDS[7]  # a transcript, a report and a table; the others are made as these are
WIDTHS = ((45, 120), (60, 120), (70, 80, 100))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copytree(HOME / "sessions", tmp_path / "sessions")
    return tmp_path


def options(command: tuple[str, ...], home: Path) -> tuple[str, ...]:
    graphs = () if "--graphs" in command else ("--graphs", str(ROOT / "graphs"))
    return (*command, *graphs, "--sessions", str(home / "sessions"))


def printed(terminal: Terminal) -> list[str]:
    """The lines as they were sent; of a bar that is written over only the last state."""
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", terminal.raw.decode("utf-8"))
    return [line.rpartition("\r")[2] for line in text.replace("\r\n", "\n").split("\n")]


def typed(command: tuple[str, ...]) -> str:
    """A command without the folder of this checkout: a test is called the same in all of them."""
    return " ".join(command).replace(f"{ROOT}/", "")


@pytest.mark.parametrize("command", some(COMMANDS, *USUAL), ids=typed)
@pytest.mark.parametrize("widths", some(WIDTHS, (60, 120)), ids=str)
def test_no_line_is_wider_than_the_terminal(home: Path, command: tuple[str, ...], widths: tuple[int, ...]) -> None:
    lengths = {}
    for columns in widths:
        terminal = Terminal(home, *options(command, home), columns=columns, rows=50)
        assert terminal.wait_end(60) in (0, 1), terminal.text
        lines = printed(terminal)
        assert [line for line in lines if cells(line) > columns] == []
        lengths[columns] = len(lines)
    assert lengths[widths[0]] >= lengths[widths[-1]] > 1


@pytest.mark.parametrize("command", some((COMMANDS[0], COMMANDS[9]), COMMANDS[0]), ids=typed)
def test_a_pipe_is_the_same_from_any_terminal(home: Path, command: tuple[str, ...]) -> None:
    assert len({piped(home, command, columns) for columns in (60, 120)}) == 1


def piped(home: Path, command: tuple[str, ...], columns: int) -> bytes:
    """What a command in a terminal so wide writes into a pipe; nobody has asked for a width by COLUMNS."""
    env = env_of(home, columns)
    del env["COLUMNS"]
    ours, theirs = pty.openpty()
    try:
        termios.tcsetwinsize(theirs, (24, columns))
        words = [COMMAND, *options(command, home)]
        return subprocess.run(words, env=env, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs).stdout
    finally:
        os.close(ours)
        os.close(theirs)


def env_of(home: Path, columns: int) -> dict[str, str]:
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "COLUMNS": str(columns)}
