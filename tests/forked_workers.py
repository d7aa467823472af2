"""The workers of a parallel run, forked from the process that starts them, which has loaded the tests by then.

Loading the program, its libraries and all tests takes some seconds of the processor: done here it is done once, and
what is loaded is in memory once. xdist does not know of it: it talks to each worker as it would to a Python that it
has started itself.
"""

import atexit
import contextlib
import gc
import os
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn

FORKED = "PYTEST_FORKED_WORKER"


class ForkedWorker(NamedTuple):
    """A worker by its process, and the handles by which it's told something and tells something."""

    pid: int
    told: int
    tells: int

    def wait(self) -> int | None:
        """Its status once it has ended."""
        try:
            return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        except ChildProcessError:
            return None

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


def fork_workers(many: int) -> None:
    """Fork so many, and give them to xdist as it asks for workers; one that takes the place of another is started.

    So are all where execnet, by which xdist starts them, has other names by now, and those that can't be forked.
    """
    try:
        from execnet import gateway_io
        from execnet.gateway_base import Popen2IO

        start = gateway_io.create_io
    except (ImportError, AttributeError):
        return
    gc.collect()
    gc.freeze()
    waiting: list[ForkedWorker] = []
    with contextlib.suppress(OSError):  # no more processes, or no more handles
        for _ in range(many):
            waiting.append(_forked(waiting))

    def create_io(spec: Any, execmodel: Any) -> Any:
        if not (waiting and spec.popen):
            return start(spec, execmodel)
        worker = waiting.pop(0)
        talk: Any = Popen2IO(os.fdopen(worker.told, "wb"), os.fdopen(worker.tells, "rb"), execmodel)
        talk.wait, talk.kill = worker.wait, worker.kill
        return talk

    gateway_io.create_io = create_io


def _forked(others: Sequence[ForkedWorker]) -> ForkedWorker:
    stdin, told = os.pipe()
    tells, stdout = os.pipe()
    if not (pid := os.fork()):
        for handle in (told, tells, *(handle for other in others for handle in (other.told, other.tells))):
            os.close(handle)  # or nobody would hear that the other has come to its end
        _work(stdin, stdout)
    os.close(stdin)
    os.close(stdout)
    return ForkedWorker(pid, told, tells)


def _work(stdin: int, stdout: int) -> NoReturn:
    """Do what one is told, as a Python does that xdist has started; and end as it ends."""
    atexit.unregister(shutil.rmtree)  # the folders of a run are not this worker's to remove
    os.environ[FORKED] = str(os.getpid())
    for number, handle in enumerate((stdin, stdout)):
        os.dup2(handle, number)
        os.close(handle)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - kept for good
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115 - kept for good
    status = 0
    try:
        if begins := sys.stdin.readline():  # none where there is nothing to do
            exec(eval(begins))
    except BaseException:
        traceback.print_exc()
        status = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    os._exit(status)


def is_forked() -> bool:
    """Whether this process is such a worker, in which all has been prepared."""
    return os.environ.get(FORKED) == str(os.getpid())
