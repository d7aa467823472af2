"""Runs a candidate's code against cases, in a child process with limits, and watches each case from outside.

Nothing here knows what a case expects. A case goes in when its turn comes, and its reply is looked at as a stranger's.
Watched are its pipes, its time and its output, and why it was ended if it was.
"""

import json
import os
import select
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Self

from simulator.session.code.process import LEVELS, PACE, ChildDied, ChildProcess, SandboxLevel, can_fork, held, survey
from simulator.session.code.reply import CaseReply, Malformed, read_reply

GRACE = 0.4  # seconds that the child has to end a case before it is ended itself
FLOOD = 1 << 20  # bytes printed that end a case; what is kept of them is less
PART = 1 << 16
CUT = "\n… the rest of the output is left out.\n"


@dataclass
class Watch:
    """One case that runs in the child, until it has ended with all that it started.

    `deadline` is a time of `time.monotonic`. `printed` is what is kept of the `printed_bytes`. `status` is the exit
    status of the case, negative for a signal, and `cpu` the seconds of processor time it used. `begun` says that the
    child took the case, `died` that the child itself is lost.
    """

    child: ChildProcess
    limits: Mapping[str, Any]
    deadline: float
    stop: threading.Event | None = None
    reply: bytearray = field(default_factory=bytearray)
    printed: bytearray = field(default_factory=bytearray)
    printed_bytes: int = 0
    ended: str = ""
    status: int | None = None
    cpu: float = 0.0
    begun: bool = False
    died: bool = False

    def run(self, request: bytes) -> None:
        """Hand in the case and wait for its end, however it comes."""
        case_out, case_in = os.pipe()
        reply_out, reply_in = os.pipe()
        output_out, output_in = os.pipe()
        theirs, ours = [case_out, reply_in, output_in], [case_in, reply_out, output_out]
        for end in ours:
            os.set_blocking(end, False)
        try:
            try:
                self.child.begin(self.limits, theirs)
            finally:
                for end in theirs:
                    os.close(end)
            self._wait(ours, request)
        except (ChildDied, OSError, ValueError):  # the last ones if the runner was closed meanwhile
            self.died = True
        finally:
            for end in ours:
                os.close(end)

    def reply_for(self, case: str) -> CaseReply:
        """What came of the case with this id: its reply, or how it ended without one that can be read."""
        stdout = self.printed.decode("utf-8", "replace") + (CUT if self.printed_bytes > len(self.printed) else "")
        if self.ended:
            return CaseReply(case, stdout=stdout, ended=self.ended)
        if not self.reply:
            used_up = self.status == -signal.SIGKILL and self.cpu >= self.limits["cpu_seconds"] - 0.1
            ended = "time" if used_up or self.status == -signal.SIGXCPU else "killed"
            return CaseReply(case, stdout=stdout, ended=ended)
        try:
            return CaseReply(case, stdout=stdout, **read_reply(bytes(self.reply)))
        except Malformed:
            return CaseReply(case, stdout=stdout, ended="reply")

    def _wait(self, ours: list[int], request: bytes) -> None:
        give, reply, output = ours
        control = self.child.control.fileno()
        left, patience = memoryview(request), float("inf")
        reading = {reply, output}
        writing = {give}
        while self.status is None:
            readable, writable, _ = select.select([*reading, control], [*writing], [], PACE)
            if writable:
                left = left[_written(give, left) :]
                if not left:
                    writing = set()
                    ours.remove(give)
                    os.close(give)  # so that the child reads to its end
            for pipe in reading & {*readable}:
                if not self._read(pipe, pipe == reply):
                    reading = reading - {pipe}
            if control in readable:
                self._take_messages()
            now = time.monotonic()
            if not self.ended and (reason := self._reason(now)):
                self.ended, patience = reason, now + GRACE
                self.child.kill_case()
            elif now > patience:
                raise ChildDied("it doesn't end a case")
        for pipe in reading:
            while self._read(pipe, pipe == reply):
                pass

    def _take_messages(self) -> None:
        """Take what the keeper says: that the case has begun, or that it is done."""
        while True:
            message = self.child.message(GRACE) or {}
            self.begun = self.begun or "pid" in message
            if "done" in message:
                self.status, self.cpu = int(message["done"]), float(message["cpu"])
                self.ended = self.ended or ("output" if message.get("full") else "")
            if not self.child.has_message:  # two may come in one read, and `select` sees only what is not read
                return

    def _read(self, pipe: int, is_reply: bool) -> bool:
        """Take what a pipe holds; False once there is no more."""
        try:
            data = os.read(pipe, PART)
        except BlockingIOError:
            return False
        if is_reply:
            self.reply += data[: self.limits["reply_bytes"] + 1 - len(self.reply)]
        else:
            self.printed_bytes += len(data)
            self.printed += data[: max(0, self.limits["output_bytes"] - len(self.printed))]
        return bool(data)

    def _reason(self, now: float) -> str:
        """Why the case has to end now; empty if it need not."""
        if self.stop is not None and self.stop.is_set():
            return "interrupted"
        if now >= self.deadline:
            return "time"
        if len(self.reply) > self.limits["reply_bytes"]:
            return "reply"
        if self.printed_bytes > max(FLOOD, self.limits["output_bytes"]):
            return "output"
        return ""


def _written(pipe: int, data: memoryview) -> int:
    try:
        return os.write(pipe, data[:PART])
    except BlockingIOError:
        return 0
    except BrokenPipeError:
        return len(data)  # nobody reads it any more


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

    One run at a time. `sandbox` asks for a certain one; by default it is the strongest that holds.
    """

    def __init__(self, limits: Limits | None = None, sandbox: SandboxLevel | None = None) -> None:
        self.limits = limits or Limits()
        self._asked = sandbox
        self._child: ChildProcess | None = None
        self._starting = threading.Lock()  # a screen warms in one thread, runs in another, and closes in a third
        self._running = self._closed = False
        self._deadline = float("inf")

    @property
    def sandbox(self) -> SandboxLevel:
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
                watch.run(json.dumps({"code": code, "steps": case.steps}).encode("utf-8", "surrogatepass"))
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
