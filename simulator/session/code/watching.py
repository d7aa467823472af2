"""Watching one case from outside: its pipes, its time, its output, and why it was ended if it was."""

import json
import os
import select
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from simulator.session.code.process import PACE, ChildDied, ChildProcess
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
    stop: Event | None = None
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
                raise ChildDied("it does not end a case")
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


def request_of(code: str, steps: Sequence[Mapping[str, Any]]) -> bytes:
    """What a case hands in: the code, and the steps that its fork makes."""
    return json.dumps({"code": code, "steps": list(steps)}).encode("utf-8", "surrogatepass")
