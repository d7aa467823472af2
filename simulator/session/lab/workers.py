"""Who computes blocks of people: this process, processes on this machine, or a Dask cluster.

All three give the same results in the same order. A job carries all that it needs, so that any free worker takes the
next one, and a job whose worker was lost is given to another.
"""

import ctypes
import gc
import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

from simulator import __version__
from simulator.engine.model.parameters import ENGINE_VERSION
from simulator.errors import UsageError

Task = Callable[[Any, Any], Any]  # of what all jobs of a round share, and of one job
Say = Callable[[str], None]
AHEAD = 3  # jobs taken up for each worker, at most: the memory for them is bounded
TRIES = 3  # workers that one block may cost before it is taken to be the block's fault
PATIENCE = 20.0  # seconds for a scheduler to answer, and for the first worker to be there
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of malloc.h
LARGEST_ON_HEAP, KEPT = 32 << 20, 1 << 30  # bytes; glibc takes no more than 32 MB for the first
COLLECT = 200  # results after which what Dask leaves in circles is collected: each holds a block of people
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Workers(Protocol):
    """What computes jobs."""

    def results(self, task: Task, shared: Any, jobs: Iterable[Any]) -> Iterator[Any]:
        """`task(shared, job)` of every job, in their order."""


def one_thread() -> None:
    """Let numpy use one thread in this process and its children. To be called before numpy is imported.

    Blocks are what runs side by side; threads within a block only get in each other's way, and sum in another order.
    """
    for name in THREADS:
        os.environ.setdefault(name, "1")


@contextmanager
def open_workers(count: int, scheduler: str | None, say: Say) -> Iterator[Workers]:
    """The workers of a command, let go at its end. Raises UsageError if the cluster cannot be used."""
    if scheduler is not None:
        with _cluster(scheduler) as cluster:
            yield cluster
    elif count > 1:
        pool = ProcessPool(count, say)
        try:
            yield pool
        finally:
            pool.close()
    else:
        yield InProcess()


class InProcess:
    """This process alone."""

    def results(self, task: Task, shared: Any, jobs: Iterable[Any]) -> Iterator[Any]:
        """`task(shared, job)` of every job, one after the other."""
        return (task(shared, job) for job in jobs)


def packed(task: Task, shared: Any) -> bytes:
    """What all jobs of a round share, to be sent with each of them."""
    return pickle.dumps(((__version__, ENGINE_VERSION), task, shared), pickle.HIGHEST_PROTOCOL)


@cache
def keep_memory() -> None:
    """Let this process keep the memory of its arrays between two steps, where the C library is glibc.

    In a worker they lie at the end of the heap: it would give them back after every step, and be given them again, at
    the price of a page fault for each 4 kB. Dask tells its workers to give back all but 64 kB.
    """
    with suppress(OSError, AttributeError):  # another C library
        library = ctypes.CDLL(None)
        library.mallopt(M_MMAP_THRESHOLD, LARGEST_ON_HEAP)
        library.mallopt(M_TRIM_THRESHOLD, KEPT)


@lru_cache(maxsize=2)
def _unpacked(order: bytes) -> tuple[Task, Any]:
    version, task, shared = pickle.loads(order)
    if version != (__version__, ENGINE_VERSION):
        raise UsageError(
            f"A worker runs interview {__version__} with engine {ENGINE_VERSION}, this machine {version[0]} with "
            f"engine {version[1]}; install the same version everywhere."
        )
    return task, shared


def carried_out(order: bytes, job: Any) -> Any:
    """The result of a job, in the process of a worker."""
    keep_memory()
    task, shared = _unpacked(order)
    return task(shared, job)


class WorkerProcess:
    """A process of this machine, started when it is first needed; `at` is the number and job that it is at work on."""

    process: Any = None
    at: tuple[int, Any] | None = None

    def give(self, order: bytes, job: tuple[int, Any]) -> None:
        """Let it do a job. Raises OSError if it is dead."""
        self.at = job
        if self.process is None:
            spawning = multiprocessing.get_context("spawn")
            self.line, theirs = spawning.Pipe()
            process = spawning.Process(target=_serve, args=(theirs,), daemon=True, name="interview-worker")
            process.start()
            self.process = process  # there is one only now
            theirs.close()
        self.line.send((order, job[1]))

    def kill(self) -> None:
        """End the process, whatever it's doing, and wait until it's gone."""
        if self.process is None:
            return
        self.process.kill()
        self.process.join()
        self.line.close()


class ProcessPool:
    """Processes on this machine."""

    def __init__(self, count: int, say: Say) -> None:
        self._say = say
        self._processes = [WorkerProcess() for _ in range(count)]

    def close(self) -> None:
        """End all processes."""
        for worker in self._processes:
            worker.kill()
        self._processes = []

    def results(self, task: Task, shared: Any, jobs: Iterable[Any]) -> Iterator[Any]:
        """`task(shared, job)` of every job, in their order, whoever computed it."""
        try:
            yield from self._results(task, shared, jobs)
        finally:  # what nobody waits for any more must not be taken for the result of a later job
            for number, worker in enumerate(self._processes):
                if worker.at is not None:
                    worker.kill()
                    self._processes[number] = WorkerProcess()

    def _results(self, task: Task, shared: Any, jobs: Iterable[Any]) -> Iterator[Any]:
        order, coming = packed(task, shared), enumerate(jobs)
        again: deque[tuple[int, Any]] = deque()
        ready: dict[int, Any] = {}
        lost: dict[int, int] = {}
        following, taken = 0, 0
        while True:
            for number, worker in enumerate(self._processes):
                if worker.at is None and (again or taken - following < AHEAD * len(self._processes)):
                    job = again.popleft() if again else next(coming, None)
                    if job is None:
                        break
                    taken = max(taken, job[0] + 1)
                    try:
                        worker.give(order, job)
                    except OSError:
                        again.append(self._replaced(number, lost))
            busy = {worker.line: number for number, worker in enumerate(self._processes) if worker.at is not None}
            if not busy and not again:
                break
            for line in wait(list(busy)) if busy else ():  # of none it would wait for ever
                assert isinstance(line, Connection)
                number = busy[line]
                try:
                    succeeded, value = line.recv()
                except (EOFError, OSError):
                    again.append(self._replaced(number, lost))
                    continue
                if not succeeded:
                    raise value
                at = self._processes[number].at
                assert at is not None
                ready[at[0]], self._processes[number].at = value, None
            while following in ready:
                yield ready.pop(following)
                following += 1

    def _replaced(self, number: int, lost: dict[int, int]) -> tuple[int, Any]:
        """The job of a lost worker, who has been replaced. Raises UsageError for a job that costs too many."""
        worker = self._processes[number]
        job = worker.at
        assert job is not None
        worker.kill()
        self._processes[number] = WorkerProcess()
        lost[job[0]] = lost.get(job[0], 0) + 1
        if lost[job[0]] >= TRIES:
            raise UsageError(f"{TRIES} workers were lost on the same block of people; is there enough memory?")
        self._say("A worker was lost; its block of people is computed again.")
        return job


def _serve(line: Connection) -> None:
    """A worker process: carry out jobs until the other end of the line is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c goes to all; the process that is asked decides
    with suppress(EOFError, OSError):
        while True:
            order, job = line.recv()
            try:
                reply = True, carried_out(order, job)
            except Exception as error:
                reply = False, error
            line.send(reply)


@contextmanager
def _cluster(address: str) -> Iterator[Workers]:
    try:
        import distributed
    except ImportError as error:
        raise UsageError("A cluster needs Dask: pip install 'interview-simulator[cluster]'.") from error
    try:
        client: Any = distributed.Client(
            address,  # type: ignore[no-untyped-call]
            timeout=PATIENCE,
            set_as_default=False,
        )
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(
            f"No Dask scheduler answers at {address}; start one with `dask scheduler`, or look at the address."
        ) from error
    try:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise UsageError(f"The scheduler has no worker; start one: dask worker {address}") from error
        yield Cluster(client)
    finally:
        with suppress(Exception):  # a scheduler that is gone can't be told goodbye
            client.close(timeout=2)


class Cluster:
    """The workers of a Dask scheduler."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def results(self, task: Task, shared: Any, jobs: Iterable[Any]) -> Iterator[Any]:
        """`task(shared, job)` of every job, in their order; Dask gives the jobs of a lost worker to others.

        Raises UsageError where the scheduler is lost, a worker lacks a package, or one job has cost several workers.
        """
        from distributed import CancelledError, KilledWorker

        order, coming = packed(task, shared), iter(jobs)
        waiting: deque[Any] = deque()
        done = 0
        try:
            while True:
                while len(waiting) < AHEAD * self._threads():
                    job = next(coming, None)
                    if job is None:
                        break
                    waiting.append(self._client.submit(carried_out, order, job, pure=False))
                if not waiting:
                    return
                yield waiting.popleft().result()
                done += 1
                if done % COLLECT == 0:
                    gc.collect()
        except KilledWorker as error:
            raise UsageError("Workers were lost on the same block of people; have they enough memory?") from error
        except CancelledError as error:
            raise UsageError("The connection to the scheduler was lost.") from error
        except ModuleNotFoundError as error:
            raise UsageError(f"A worker lacks {error.name}; install interview-simulator there too.") from error
        finally:
            with suppress(Exception):
                self._client.cancel(list(waiting))

    def _threads(self) -> int:
        """How many jobs the cluster computes at once, as far as is known now."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        return max(1, sum(int(each["nthreads"]) for each in workers.values()))
