"""Runs a candidate's code against cases, in a child process with limits.

Nothing here knows what a case expects. A case goes in when its turn comes, and its reply is looked at as a stranger's.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self

from simulator.session.code.confinement import LEVELS, Confinement, can_fork, held, survey
from simulator.session.code.process import ChildDied, ChildProcess
from simulator.session.code.reply import CaseReply as CaseReply
from simulator.session.code.reply import Raised as Raised
from simulator.session.code.watching import Watch, request_of

TRIES = 2  # a child that has died since the last case is replaced


@dataclass(frozen=True)
class Limits:
    """What a run may use: wall clock for all cases and for each, and what one case may take of the machine.

    Memory is counted on top of what Python and NumPy take. Of the output `output_bytes` are kept.
    """

    seconds: float = 10.0
    case_seconds: float = 4.0
    cpu_seconds: int = 8
    memory_mb: int = 1024
    output_bytes: int = 64_000
    reply_bytes: int = 16 << 20
    file_bytes: int = 16 << 20
    open_files: int = 64

    def of_case(self, case: "CaseRequest") -> dict[str, Any]:
        """The limits of one case, which may narrow them."""
        narrowed = self.memory_mb if case.memory_mb is None else min(case.memory_mb, self.memory_mb)
        names = ("cpu_seconds", "output_bytes", "reply_bytes", "file_bytes", "open_files")
        return {"memory_mb": narrowed, **{name: getattr(self, name) for name in names}}


@dataclass(frozen=True)
class CaseRequest:
    """One case: steps as plain JSON, made in order in one process. Its own limits may only narrow those of the run."""

    id: str
    steps: list[dict[str, Any]]
    memory_mb: int | None = None
    seconds: float | None = None


class CodeRunner:
    """Runs code in a child that is started once and kept; a case that is ended costs only itself.

    One run at a time. `confinement` asks for a certain room; by default it is the strongest that holds.
    """

    def __init__(self, limits: Limits | None = None, confinement: Confinement | None = None) -> None:
        self.limits = limits or Limits()
        self._asked = confinement
        self._child: ChildProcess | None = None
        self._starting = threading.Lock()  # a screen warms in one thread, runs in another, and closes in a third
        self._running = self._closed = False
        self._deadline = float("inf")

    @property
    def confinement(self) -> Confinement:
        """What holds on this machine."""
        if self._child is not None and self._child.ready is not None:
            return held(self._child.ready)
        return self._asked or survey()

    def warm(self) -> None:
        """Start the child, so that NumPy is there when the first run comes. Does not wait for it."""
        if not can_fork() or (self._asked is not None and not self._asked.supported):
            return
        if self._child is not None and not self._child.alive:
            self._end_child()
        with self._starting:
            if self._child is None:
                self._child = ChildProcess([self._asked.level] if self._asked else LEVELS)

    def run(self, code: str, cases: Iterable[CaseRequest], stop: threading.Event | None = None) -> Iterator[CaseReply]:
        """A reply for each case, in order; the next case is asked for when the last has its reply.

        `stop`, once set, ends the case that runs and leaves out the others. Raises RuntimeError during another run.
        """
        if self._running:
            raise RuntimeError("this runner runs something else")
        self._running, self._closed, self._deadline = True, False, float("inf")
        over = False
        try:
            for case in cases:
                if over or time.monotonic() >= self._deadline:
                    yield CaseReply(case.id, ended="not-run")
                    continue
                yield (reply := self._run_case(code, case, stop))
                over = reply.ended == "interrupted"
        finally:
            self._running = False

    def _run_case(self, code: str, case: CaseRequest, stop: threading.Event | None) -> CaseReply:
        """Run one case, again if its child died before it began."""
        for _ in range(TRIES):
            try:
                child = self._ready(stop)
            except ChildDied:
                self._end_child()
                stopped = stop is not None and stop.is_set()
                return CaseReply(case.id, ended="interrupted" if stopped else "refused")
            started = time.monotonic()
            self._deadline = min(self._deadline, started + self.limits.seconds)  # from when there is a child
            seconds = min(case.seconds or self.limits.case_seconds, self.limits.case_seconds)
            watch = Watch(child, self.limits.of_case(case), min(self._deadline, started + seconds), stop)
            try:
                watch.run(request_of(code, case.steps))
            except BaseException:
                watch.died = True  # whatever it was, the case must not live on
                raise
            finally:
                if watch.died:
                    self._end_child(0.0)
            if watch.begun:
                break
        return replace(watch.reply_for(case.id), seconds=time.monotonic() - started)

    def _ready(self, stop: threading.Event | None) -> ChildProcess:
        """The child, once it is ready. Raises ChildDied if there is none to be had."""
        if not self._closed:
            self.warm()
        if self._child is None or not self._child.hello(stop=stop)["level"]:
            raise ChildDied("nothing holds here")
        return self._child

    def close(self) -> None:
        """End the child with all that it started, also in the middle of a case; a later run starts another."""
        self._closed = True
        self._end_child()

    def _end_child(self, seconds: float = 1.0) -> None:
        with self._starting:
            child, self._child = self._child, None
        if child is not None:
            child.close(seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
