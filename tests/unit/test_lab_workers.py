"""Blocks of people computed here, in processes or on a cluster: the same digits, and no worker is missed for long."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.cli.lab.common import remaining
from simulator.engine.lab import crowd
from simulator.errors import UsageError
from simulator.session.calibrated_prior import to_toml
from simulator.session.lab import recorded
from simulator.session.lab.recorded import AnswerStore, fitted
from simulator.session.lab.simulation import simulate
from simulator.session.lab.table import open_table
from simulator.session.lab.workers import InProcess, ProcessPool, Workers, carried_out, open_workers, packed
from tests.graphs import map_bank
from tests.item_fitting import InMemory, fit_items
from tests.unit.test_item_fits import answered, bank_of

ITEMS = 6
PEOPLE, BLOCK = 50, 20  # of a simulation, and at once


def quiet(text: str) -> None:
    """Nobody to tell."""


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPool]:
    said: list[str] = []
    with open_workers(2, None, said.append) as workers:
        assert isinstance(workers, ProcessPool)
        yield workers


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster of two processes on this machine."""
    import distributed  # half a second, which only the worker that comes to this test needs to take

    cluster = distributed.LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    )
    yield cluster.scheduler_address
    cluster.close(timeout=5)


@pytest.fixture(scope="module")
def near() -> Iterator[str]:
    """A cluster of one thread in this process, which answers as the other does."""
    import distributed  # as above

    cluster = distributed.LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None, host="127.0.0.1"
    )
    yield cluster.scheduler_address
    cluster.close(timeout=5)


def noted(folder: str, job: int) -> int:
    """The square of a number; that it was begun is noted in a file."""
    with (Path(folder) / "begun").open("a") as file:
        file.write(f"{job}\n")
    time.sleep(0.05 if job % 3 else 0.15)
    return job**2


def deadly(_: None, job: int) -> int:
    """One job kills whoever takes it."""
    if job == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return job


def broken(_: None, job: int) -> int:
    raise UsageError(f"job {job} can't be done.")


def test_results_come_in_the_order_of_jobs(pool: ProcessPool, tmp_path: Path) -> None:
    assert list(pool.results(noted, str(tmp_path), range(8))) == [job**2 for job in range(8)]


def pids(pool: ProcessPool) -> list[int]:
    return [worker.process.pid for worker in pool._processes if worker.process is not None]


def test_killed_worker_costs_only_its_block(pool: ProcessPool, tmp_path: Path) -> None:
    results = pool.results(noted, str(tmp_path), range(10))
    first = next(results)
    killed = pids(pool)[1]
    os.kill(killed, signal.SIGKILL)
    assert [first, *results] == [job**2 for job in range(10)]
    begun = (tmp_path / "begun").read_text().split()
    assert len(begun) <= 11  # one job twice
    assert killed not in pids(pool)


def test_block_that_kills_its_workers_ends_the_run(pool: ProcessPool) -> None:
    with pytest.raises(UsageError, match="3 workers were lost on the same block"):
        list(pool.results(deadly, None, range(3)))


def test_an_error_in_a_worker_is_raised_here(pool: ProcessPool) -> None:
    with pytest.raises(UsageError, match="can't be done"):
        list(pool.results(broken, None, range(2)))


def calibration_by(workers: Workers) -> str:
    """The calibration of 60 people in blocks of 20, as a file."""
    bank = bank_of()
    store = AnswerStore(range(ITEMS))  # of the others nothing is known
    answers = answered(4, 0.0)[1][:60, :ITEMS]
    answers[::3, 0] = -1
    store.add(answers)
    done = fitted(bank, store, workers)
    assert done.partial == ""
    return to_toml(bank, done.pooled)


def simulation_by(workers: Workers, **more: Any) -> dict[str, Any]:
    return simulate(
        map_bank(),
        "map",
        candidates=PEOPLE,
        questions=2,
        policies=("adaptive", "cat-1d"),
        kinds=("areas",),
        workers=workers,
        **more,
    )


def pids_of_workers(scheduler: str) -> list[int]:
    """The processes of the cluster; asked again where two first messages come as one, which the library takes ill."""
    import distributed  # as above

    for _ in range(5):
        with (
            contextlib.suppress(AssertionError),
            distributed.Client(scheduler, set_as_default=False) as client,  # type: ignore[no-untyped-call]
        ):
            return [*client.run(os.getpid).values()]
    raise AssertionError("The scheduler was asked five times.")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded, "PEOPLE_IN_BLOCK", 20)
    monkeypatch.setattr("simulator.session.lab.simulation.BLOCK", BLOCK)


@pytest.mark.usefixtures("small_blocks")
def test_digits_are_same_here_and_elsewhere(pool: ProcessPool, near: str) -> None:
    alone = InProcess()
    calibration, simulation = calibration_by(alone), simulation_by(alone)
    assert calibration_by(pool) == calibration
    assert simulation_by(pool) == simulation
    with open_workers(1, near, quiet) as cluster:
        assert calibration_by(cluster) == calibration
        assert simulation_by(cluster) == simulation


@pytest.mark.slow  # seven seconds for the processes alone
@pytest.mark.usefixtures("small_blocks")
def test_worker_killed_on_a_cluster_changes_nothing(scheduler: str) -> None:
    simulation = simulation_by(InProcess())
    with open_workers(1, scheduler, quiet) as cluster:
        victim = next(iter(pids_of_workers(scheduler)))
        killed: list[int] = []

        def kill_one(done: int, total: int) -> None:
            """After the first block one of the two is gone."""
            if not killed:
                killed.append(victim)
                os.kill(victim, signal.SIGKILL)

        assert simulation_by(cluster, progress=kill_one) == simulation
        assert killed == [victim]


def test_no_scheduler_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.session.lab.workers.PATIENCE", 0.3)
    with (
        pytest.raises(UsageError, match="No Dask scheduler answers at tcp:"),
        open_workers(1, "tcp://127.0.0.1:9", quiet),
    ):
        raise AssertionError("there is none")


def test_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, need in (
        ("distributed", lambda: open_workers(1, "tcp://127.0.0.1:9", quiet).__enter__()),
        ("pyarrow", lambda: open_table(tmp_path / "t.parquet")),
    ):
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(UsageError, match=r"pip install 'interview-simulator\[cluster\]'\.$"):
            need()


def test_worker_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.session.lab.workers.__version__", "0.0.1")
    order = packed(broken, None)
    monkeypatch.undo()
    with pytest.raises(UsageError, match="install the same version everywhere"):
        carried_out(order, 1)


@pytest.mark.parametrize(
    ("seconds", "done", "said"),
    [
        (1, 1, ""),
        (10, 0, ""),
        (10, 4, ""),
        (10, 1, "about 30 s left"),
        (60, 1, "about 3 min left"),
        (7200, 2, "about 2.0 h left"),
    ],
)
def test_time_left_is_said_when_it_can_be(seconds: float, done: float, said: str) -> None:
    assert remaining(seconds, done, 4) == said


def test_late_rounds_take_everybody_early_ones_part() -> None:
    people = 200 * crowd.PEOPLE_IN_BLOCK
    assert list(crowd.strides(people, 6, 2)) == [12, 12, 12, 4, 1, 1]
    assert list(crowd.strides(20 * crowd.PEOPLE_IN_BLOCK, 3, 1)) == [1, 1, 1]
    assert list(crowd.strides(60, 3, 1)) == [1, 1, 1]


def test_fit_begun_on_part_ends_right(monkeypatch: pytest.MonkeyPatch) -> None:
    bank, people = bank_of(), InMemory(answered(5, 0.0)[1])
    whole = fit_items(bank, people)
    monkeypatch.setattr(crowd, "PEOPLE_IN_BLOCK", 10)
    monkeypatch.setattr(crowd, "ENOUGH", 4)
    assert list(crowd.strides(people.people, 20, 4))[14:] == [15, 4, 1, 1, 1, 1]
    begun = fit_items(bank, people)
    errors = [begun[name].difficulty - fit.difficulty for name, fit in whole.items()]
    assert 0 < np.abs(errors).max() < 0.1  # logits, most of it a shift that all items share


def test_interrupted_fit_gives_what_it_has() -> None:
    bank, (_, answers) = bank_of(), answered(6, 0.0)
    store = AnswerStore(range(ITEMS))
    store.add(answers[:, :ITEMS])
    whole = fitted(bank, store, InProcess()).pooled

    def interrupt(after: float, done: float, total: float) -> None:
        """What ctrl+c raises, once that much is done."""
        if done >= after:
            raise KeyboardInterrupt

    early = fitted(bank, store, InProcess(), progress=partial(interrupt, 12.0))
    assert early.partial.startswith("after 10 of 20 rounds for the items")
    for name, fit in whole.fits.items():
        assert early.pooled.fits[name].difficulty == pytest.approx(fit.difficulty, abs=0.1)
        assert early.pooled.fits[name].difficulty_sd == pytest.approx(fit.difficulty_sd, rel=0.1)
    late = fitted(bank, store, InProcess(), progress=partial(interrupt, 100.0))
    assert late.partial.endswith("the items are done")
    assert late.pooled.fits == whole.fits
    with pytest.raises(KeyboardInterrupt):  # there is nothing yet
        fitted(bank, store, InProcess(), progress=partial(interrupt, 1.0))


def test_interrupted_simulation_gives_people_that_were_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.session.lab.simulation.BLOCK", BLOCK // 2)

    def interrupt(done: int, total: int) -> None:
        """What ctrl+c raises, after two blocks of ten people."""
        if done >= 4:
            raise KeyboardInterrupt

    found = simulation_by(InProcess(), progress=interrupt)
    assert found["partial"] == {"areas": BLOCK}
    assert (found["candidates"], set(found["populations"])) == (PEOPLE, {"areas"})
    less = simulate(map_bank(), "map", candidates=BLOCK, questions=2, policies=("adaptive", "cat-1d"), kinds=("areas",))
    assert found["populations"] == less["populations"]
