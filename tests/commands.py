"""The command, as a person types it: in this process, which has loaded all that it needs, or as it is installed.

Starting Python and loading the program takes longer than most commands. What is about the start itself, its streams
or its end is tried with the installed command; the rest is called.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

import pytest

from simulator.cli.main import run
from tests.isolation import ROOT
from tests.warm import warmed_home

COMMAND = str(Path(sys.executable).with_name("interview"))
Done = subprocess.CompletedProcess[str]


def installed(folder: Path, *arguments: str, lines: str = "", **more: str) -> Done:
    """What the installed command does for somebody whose home is the folder, and who works there."""
    env = {**os.environ, **environment(folder, more)}
    command = [COMMAND, *in_folders(folder, arguments)]
    return subprocess.run(command, input=lines, capture_output=True, text=True, timeout=60, env=env, cwd=folder)


def called(folder: Path, *arguments: str, lines: str = "", **more: str) -> Done:
    """The same without a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(folder, more).items():
            patch.setenv(name, value)
        patch.chdir(folder)
        return streamed(*in_folders(folder, arguments), lines=lines)


def streamed(*arguments: str, lines: str = "") -> Done:
    """Call the command with files as its streams."""
    with files(3) as (given, out, err), pytest.MonkeyPatch.context() as patch:
        os.write(given.fileno(), lines.encode())
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            stream.seek(0)
            patch.setattr(sys, name, stream)
        status = run(arguments)
        for stream in (out, err):
            stream.seek(0)
        return subprocess.CompletedProcess(arguments, status, out.read(), err.read())


@contextlib.contextmanager
def files(count: int) -> Iterator[list[TextIO]]:
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(TemporaryFile("w+", encoding="utf-8")) for _ in range(count)]


def environment(folder: Path, more: dict[str, str]) -> dict[str, str]:
    cache = warmed_home(folder / "cache")
    return {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(cache), **more}


def in_folders(folder: Path, arguments: tuple[str, ...]) -> list[str]:
    graphs = [] if "--graphs" in arguments else ["--graphs", str(ROOT / "graphs")]
    return [*arguments, *graphs, "--sessions", str(folder / "sessions")]
