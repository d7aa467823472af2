"""Runs a candidate's code against cases, in a child process with limits.

Nothing here knows what a case expects. A case goes in when its turn comes, and its reply is looked at as a stranger's.
"""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self

from simulator.session.code.confinement import LEVELS, Confinement, can_fork, held, survey
from simulator.session.code.process import ChildDied, ChildProcess
from simulator.session.code.reply import CaseReply as CaseReply
from simulator.session.code.reply import Malformed, read_reply
from simulator.session.code.reply import Raised as Raised
from simulator.session.code.watching import Watch, request_of

CUT = "\n… the rest of the output is left out.\n"


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
    """One case: steps as plain JSON, made in order in one process."""

    id: str
    steps: list[dict[str, Any]]
    memory_mb: int | None = None
    seconds: float | None = None


class CodeRunner:
    """Runs code in a child that is started once and kept; a case that is ended costs only itself.

    For one thread at a time. `confinement` asks for a certain room; by default it is the strongest that holds.
    """

    def __init__(self, limits: Limits | None = None, confinement: Confinement | None = None, python: str = "") -> None:
        self.limits = limits or Limits()
        self._asked, self._python = confinement, python
        self._child: ChildProcess | None = None
        self._running = False

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
            self.close()
        if self._child is None:
            self._child = ChildProcess([self._asked.level] if self._asked else LEVELS, self._python)

    def run(self, code: str, cases: Iterable[CaseRequest], stop: threading.Event | None = None) -> Iterator[CaseReply]:
        """A reply for each case, in order; the next case is asked for when the last has its reply."""
        if self._running:
            raise RuntimeError("this runner runs something else")
        self._running = True
        deadline, over = float("inf"), False
        try:
            for case in cases:
                if over or time.monotonic() >= deadline:
                    yield CaseReply(case.id, ended="not-run")
                    continue
                try:
                    child = self._ready(stop)
                except ChildDied:
                    self.close()
                    over = stop is not None and stop.is_set()
                    yield CaseReply(case.id, ended="interrupted" if over else "refused")
                    continue
                deadline = min(deadline, time.monotonic() + self.limits.seconds)  # from when there is a child
                yield (reply := self._one(child, code, case, deadline, stop))
                over = reply.ended == "interrupted"
        finally:
            self._running = False

    def _one(
        self, child: ChildProcess, code: str, case: CaseRequest, deadline: float, stop: threading.Event | None
    ) -> CaseReply:
        started = time.monotonic()
        seconds = min(case.seconds or self.limits.case_seconds, self.limits.case_seconds)
        watch = Watch(child, self.limits.of_case(case), min(deadline, started + seconds), stop)
        try:
            watch.run(request_of(code, case.steps))
        except BaseException:
            watch.died = True  # whatever it was, the case must not live on
            raise
        finally:
            if watch.died:
                self.close(0.0)
        return replace(_reply_of(case.id, watch), seconds=time.monotonic() - started)

    def _ready(self, stop: threading.Event | None) -> ChildProcess:
        """The child, once it is ready. Raises ChildDied if there is none to be had."""
        self.warm()
        if self._child is None or not self._child.hello(stop=stop)["level"]:
            raise ChildDied("nothing holds here")
        return self._child

    def close(self, seconds: float = 1.0) -> None:
        """End the child with all that it started."""
        child, self._child = self._child, None
        if child is not None:
            child.close(seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _reply_of(name: str, watch: Watch) -> CaseReply:
    stdout = watch.printed.decode("utf-8", "replace") + (CUT if watch.printed_bytes > len(watch.printed) else "")
    parts: Mapping[str, Any] = {"ended": watch.why()}
    if not watch.ended and watch.reply:
        try:
            parts = read_reply(bytes(watch.reply))
        except Malformed:
            parts = {"ended": "reply"}
    return CaseReply(name, stdout=stdout, **parts)
