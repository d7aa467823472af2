"""Stopped and gone on with by a shell, or told to go on where nothing was stopped: the terminal is as before."""

import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from simulator.session.archive.archive import paths
from simulator.session.transcript.sidecars import DraftFile
from tests.isolation import ROOT
from tests.some import some
from tests.system.terminal import Job, modes_left

TEXT = "It grows with every token."


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    where = ["--graphs", str(ROOT / "graphs"), "--sessions", str(tmp_path / "sessions")]
    job = Job(tmp_path, "start", "llm", "--seed", "3", *where)
    try:
        job.wait_for("your answer")
        job.press(TEXT)
        job.wait_for(TEXT)
        yield job
    finally:
        job.close()


def told_to_go(job: Job, home: Path) -> str:
    """End it, look at the terminal that it leaves behind, and give the draft."""
    job.signal(signal.SIGTERM)
    job.wait(lambda: job.status is not None, 15)
    job.pump(0.2)
    assert job.status == 128 + signal.SIGTERM
    assert job.said("terminal ")[-1] == "as before"
    assert job.said("left ") == ["b''"]
    assert modes_left(job.raw) == {}
    (path,) = paths(home / "sessions")
    draft = DraftFile(path).load()
    assert draft is not None
    return draft.text


@pytest.mark.parametrize("times", some([1, 5], 5))
def test_going_on_unstopped_changes_nothing(job: Job, tmp_path: Path, times: int) -> None:
    """Textual would begin anew: a second reader kept the program at its end, and the terminal stayed raw."""
    job.signal(*[signal.SIGCONT] * times)
    job.pump(0.5)
    job.press(" And more.")
    job.wait_for("And more.")
    assert told_to_go(job, tmp_path) == f"{TEXT} And more."


@pytest.mark.parametrize("stop", some([signal.SIGTSTP, signal.SIGSTOP], signal.SIGTSTP))
def test_a_stopped_screen_comes_back(job: Job, tmp_path: Path, stop: signal.Signals) -> None:
    for times in (1, 2):
        job.signal(stop)
        job.wait(partial(stopped, job, times))
        job.pump(0.2)
        if stop == signal.SIGTSTP:  # the other is heard by nobody
            assert job.spoilt == []
        job.go_on()
        job.pump(0.5)
        job.press(f" {times}.")
        job.wait_for(f" {times}.")
    assert TEXT in job.text
    assert told_to_go(job, tmp_path) == f"{TEXT} 1. 2."


def stopped(job: Job, times: int) -> bool:
    return len(job.said("stopped")) == times
