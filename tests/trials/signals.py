"""Signals to a job of a shell, in lines and on the screen: what is left in the terminal, and what is kept."""

import contextlib
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from simulator.session.archive.archive import paths
from simulator.session.interview.state import fold
from simulator.session.transcript.read import read
from simulator.session.transcript.sidecars import DraftFile
from tests.isolation import ROOT
from tests.system.terminal import Job
from tests.transcripts import graph
from tests.trials.running import Outcome, Trial
from tests.trials.typist import Typist, squeezed

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
HARMLESS = (signal.SIGWINCH, signal.SIGCONT)
END_WITHIN = 5.0
WAIT = 40.0
BROKEN = (b"Traceback", b"Exception ignored", b"Fatal Python error", b"The program broke")
READY = {"lines": "A line with just a dot ends it", "screen": "your answer"}

Plan = list[tuple[float, int]]  # seconds to wait, and then a signal


def plan_of(luck: random.Random) -> tuple[str, Plan]:
    """One signal, two in a row, or a burst; how it is called, and the plan."""
    kind = luck.choice(["one", "two", "two", "burst"])
    first = luck.choice(ENDING)
    if kind == "one":
        plan = [(0.0, int(first))]
    elif kind == "two":
        second = first if luck.random() < 0.6 else luck.choice((*ENDING, *HARMLESS))
        plan = [(0.0, int(first)), (luck.uniform(0.005, 0.08), int(second))]
    else:
        plan = [(0.0, int(luck.choice((*ENDING, *HARMLESS)))) for _ in range(luck.randint(1, 39))]
        plan.insert(luck.randrange(len(plan) + 1), (0.0, int(first)))
    names = "+".join(signal.Signals(number).name for _, number in plan[:6])
    return f"{names}{'...' * (len(plan) > 6)}", plan


@contextlib.contextmanager
def signals_in_lines(home: Path) -> Iterator[Trial]:
    """The line mode."""
    with _trials("lines") as trial:
        yield trial


@contextlib.contextmanager
def signals_on_the_screen(home: Path) -> Iterator[Trial]:
    """The screen."""
    with _trials("screen") as trial:
        yield trial


@contextlib.contextmanager
def _trials(mode: str) -> Iterator[Trial]:
    graph()

    def trial(luck: random.Random, folder: Path) -> Outcome:
        (folder / "sessions").mkdir()
        where = ["--graphs", str(ROOT / "graphs"), "--sessions", str(folder / "sessions"), "--candidate", "tester"]
        plain = ["--plain"] if mode == "lines" else []
        job = Job(folder, "start", "llm", *plain, "--seed", str(luck.randrange(2**31)), *where, TMPDIR=str(folder))
        try:
            job.wait_for(READY[mode], WAIT)
            job.pump(0.3)
            return _signalled(job, luck, folder, mode)
        finally:
            job.close()
            with contextlib.suppress(OSError):
                os.kill(job.child.pid, signal.SIGKILL)

    yield trial


def _signalled(job: Job, luck: random.Random, folder: Path, mode: str) -> Outcome:
    typist = Typist(job.child.child_fd, job.pump, luck)
    typist.type_for(luck.uniform(0.2, 1.5), enter="\r")
    faults = _stopped_and_gone_on(job, typist, luck) if luck.random() < 0.3 else []
    typist.wait(luck.choice([0.05, luck.uniform(0.05, 1.2)]))
    name, plan = plan_of(luck)
    began = time.monotonic()
    for seconds, number in plan:
        typist.wait(seconds)
        job.signal(number)
    faults += _ended(job, typist)
    faults += _statuses(job, plan)
    faults += job.spoilt
    faults += [word.decode() for word in BROKEN if word in job.raw]
    wrong, behind = _kept(job, typist, began, folder)
    return Outcome([f"{mode}, {name}: {fault}" for fault in faults + wrong], 1, behind)


def _stopped_and_gone_on(job: Job, typist: Typist, luck: random.Random) -> list[str]:
    """As by ctrl+z and fg: stopped, the terminal is the shell's; gone on with, what was typed stands there still."""
    typist.wait(0.3)
    job.signal(signal.SIGTSTP)
    try:
        job.wait(lambda: bool(job.said("stopped")), END_WITHIN)
    except AssertionError:
        return ["it did not stop"]
    job.pump(0.2)
    faults = [f"stopped: {fault}" for fault in job.spoilt]
    job.pump(luck.uniform(0, 0.5))
    job.go_on()
    typist.wait(0.5)
    typist.type_for(luck.uniform(0.2, 1))
    return faults


def _ended(job: Job, typist: Typist) -> list[str]:
    began = time.monotonic()
    limit = END_WITHIN + 4 * typist.late
    while job.status is None:
        if time.monotonic() - began > limit:
            state = Path(f"/proc/{job.pid}/wchan")
            where = state.read_text() if state.exists() else ""
            return [f"it was alive {limit:.1f} s later {where}: {job.text.strip()[-200:]!r}"]
        job.pump(0.05)
    job.pump(0.1)
    return []


def _statuses(job: Job, plan: Plan) -> list[str]:
    """130 as after ctrl+c, or what a shell says of a process that a signal ended."""
    allowed = {130, *(128 + number for _, number in plan)}
    return [f"exit status {job.status}"] if job.status is not None and job.status not in allowed else []


def _kept(job: Job, typist: Typist, death: float, folder: Path) -> tuple[list[str], float]:
    """An orderly pause keeps everything; without one the draft is at most a second behind."""
    (path,) = paths(folder / "sessions")
    found = read(path)
    faults = [finding.message for finding in found.findings if finding.problem != "torn"]
    numbers = [event.n for event in found.events]
    if numbers != list(range(1, len(numbers) + 1)):
        faults.append(f"numbers {numbers}")
    draft = DraftFile(path).load()
    kept = draft.text if draft else ""
    promised = b"Nothing is lost" in job.raw
    if (promised or fold(found.header, found.events).paused) and squeezed(kept) != squeezed(typist.text):
        said = "it said that nothing is lost" if promised else "it paused"
        return [*faults, f"{said}, kept {kept[-40:]!r}, typed {typist.text[-40:]!r}"], 0.0
    wrong, behind = typist.faults(kept, death, folder)
    return faults + wrong, behind
