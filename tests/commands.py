"""The command, as a person types it: in this process, which has loaded all that it needs, or as it is installed.

Starting Python and loading the program takes longer than most commands. What is about the start itself, its streams
or its end is tried with the installed command; the rest is called.
"""

import os
import subprocess
from pathlib import Path

import pytest

from tests.isolation import ROOT
from tests.system.terminal import COMMAND
from tests.trials.commands import call
from tests.warm import warmed_home

Done = subprocess.CompletedProcess[str]


def installed(folder: Path, *arguments: str, lines: str = "", **more: str) -> Done:
    """What the installed command does for somebody whose home is the folder, and who works there."""
    env = {**os.environ, **environment(folder, more)}
    command = [COMMAND, *in_folders(folder, arguments)]
    return subprocess.run(command, input=lines, capture_output=True, text=True, timeout=60, env=env, cwd=folder)


def called(folder: Path, *arguments: str, lines: str = "", sessions: str = "", **more: str) -> Done:
    """The same without a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(folder, more).items():
            patch.setenv(name, value)
        patch.chdir(folder)
        done = call(in_folders(folder, arguments, sessions), lines)
    return subprocess.CompletedProcess(arguments, done.status, done.out, done.err)


def environment(folder: Path, more: dict[str, str]) -> dict[str, str]:
    cache = warmed_home(folder / "cache")
    return {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(cache), **more}


def in_folders(folder: Path, arguments: tuple[str, ...], sessions: str = "") -> list[str]:
    graphs = [] if "--graphs" in arguments else ["--graphs", str(ROOT / "graphs")]
    return [*arguments, *graphs, "--sessions", sessions or str(folder / "sessions")]
