"""Runs trials of one kind, in a process of its own that is watched: a trial that hangs is a failure like any other."""

import contextlib
import json
import os
import random
import select
import signal
import subprocess
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from tests.system.forking import Helper
from tests.warm import warmed_home

STALL = 120.0  # seconds without a finished trial after which the process is taken to hang


class Outcome(NamedTuple):
    """What came of one trial: what went wrong, how many runs it made, and the age of the oldest lost letter."""

    faults: list[str]
    runs: int = 1
    behind: float = 0.0


Trial = Callable[[random.Random, Path], Outcome]
Kind = Callable[[Path], AbstractContextManager[Trial]]


@dataclass
class Row:
    """All trials of one kind. `failures` are the numbers of those that failed, and what was wrong."""

    kind: str
    seed: int
    trials: int = 0
    runs: int = 0
    behind: float = 0.0
    failures: list[tuple[int, str]] = field(default_factory=list)

    def add(self, number: int, outcome: Outcome) -> None:
        """One more."""
        self.trials += 1
        self.runs += outcome.runs
        self.behind = max(self.behind, outcome.behind)
        if outcome.faults:
            self.failures.append((number, "; ".join(outcome.faults)[:2000]))

    def __str__(self) -> str:
        late = f" (at most {self.behind:.2f} s behind)" if self.behind else ""
        runs = f"{self.trials}, {self.runs} runs" if self.runs > self.trials else f"{self.trials}"
        return f"| {self.kind} | {runs} | {len(self.failures)}{late} |"


def play(name: str, kind: Kind, seed: int, numbers: Iterator[int], until: float) -> Iterator[tuple[int, Outcome]]:
    """Make trials of a kind, each in an empty folder, until the time is up."""
    with tempfile.TemporaryDirectory(prefix="trials-") as home:
        place_of_its_own(Path(home))
        with kind(Path(home)) as trial:
            for number in numbers:
                if time.monotonic() > until:
                    return
                luck = random.Random(f"{name}/{seed}/{number}")
                with tempfile.TemporaryDirectory(prefix="trial-", dir=home, ignore_cleanup_errors=True) as folder:
                    try:
                        outcome = trial(luck, Path(folder))
                    except Exception as error:
                        traceback.print_exc(limit=-6)
                        outcome = Outcome([f"{type(error).__name__}: {error}"])
                    yield number, outcome


def place_of_its_own(home: Path) -> None:
    """Whatever the program looks for in the user's home is looked for there."""
    for name in [name for name in os.environ if name.startswith(("INTERVIEW_", "XDG_"))]:
        del os.environ[name]
    for name in ("VISUAL", "EDITOR", "COLUMNS", "LINES"):
        os.environ.pop(name, None)
    warmed_home(home / "cache")
    os.environ.update(HOME=str(home), TMPDIR=str(home), TZ="UTC", XDG_CACHE_HOME=str(home / "cache"))
    tempfile.tempdir = str(home)
    time.tzset()
    os.chdir(home)


def watched(name: str, seed: int, *, count: int = 10**9, seconds: float = 10**6, first: int = 0) -> Row:
    """The same in a process of its own."""
    row = Row(name, seed)
    numbers = map(str, (seed, first, count, seconds))
    ours, theirs = os.pipe()
    with tempfile.TemporaryFile() as talk, os.fdopen(ours, "rb") as told:
        process = Helper("tests.trials.worker", name, *numbers, out=theirs, errors=talk.fileno())
        os.close(theirs)
        try:
            _listen(process, told, row)
        finally:
            _end(process)
        talk.seek(0)
        said = talk.read().decode("utf-8", "replace").strip()
        if process.returncode not in (0, -signal.SIGTERM):
            row.add(first + row.trials, Outcome([f"the trials ended with status {process.returncode}: {said[-1500:]}"]))
    return row


def _listen(process: Helper, told: IO[bytes], row: Row) -> None:
    while select.select([told], [], [], STALL)[0]:
        line = told.readline()
        if not line:
            process.wait(STALL)
            return
        number, outcome = json.loads(line)
        row.add(number, Outcome(*outcome))
    row.add(row.failures[-1][0] + 1 if row.failures else row.trials, Outcome([f"nothing came for {STALL:g} s"]))


def _end(process: Helper) -> None:
    """First with a word, so that it can end what it has started itself."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)


def assert_sound(row: Row) -> None:
    """Fails where a trial of the row did, and says how it is made again."""
    again = f'python -m tests.trials --kind "{row.kind}" --seed {row.seed} --number'
    assert not row.failures, "\n".join(f"{again} {number}: {said}" for number, said in row.failures)
    assert row.trials, f"no trial of {row.kind} was made"
