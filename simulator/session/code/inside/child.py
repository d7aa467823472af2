"""The child process: its keeper imports NumPy once and never runs a candidate's code; each case runs in a fork of it.

The keeper never sees a case either. It is handed three pipes, and the fork reads the case from the first. So no case is
in another's memory, wherever a candidate looks.
"""

import importlib
import io
import json
import os
import select
import shutil
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from simulator.session.code.inside import landlock, libc
from simulator.session.code.inside.sandbox import (
    FAILED,
    FOLDER_BYTES,
    OWN_FOLDER,
    Sandbox,
    bubblewrap,
    build_namespaces,
    enter,
    measure,
    spare_memory,
    watch_parent,
)
from simulator.session.code.inside.steps import CaseRun

# imported once, since a case would import them each time, and could not if root's Python is closed to others
READY = (
    "abc bisect cmath collections contextlib copy dataclasses datetime decimal enum fractions functools hashlib heapq "
    "itertools logging math operator queue random re statistics string struct textwrap threading time types typing "
    "unicodedata zlib numpy.random numpy.linalg numpy.fft numpy.lib.stride_tricks"
).split()
CLOSED = (  # and these only if it is
    "array argparse asyncio base64 calendar concurrent.futures contextvars csv difflib fnmatch graphlib html inspect "
    "io itertools json.tool locale numpy.polynomial numpy.testing pathlib pickle pprint secrets shlex tempfile "
    "timeit tokenize traceback unittest urllib.parse uuid warnings weakref xml.etree.ElementTree zoneinfo"
).split()
UNFILTERED, READABLE = 2, 3  # how the trial of a sandbox may end, besides well
PACE = 0.1  # seconds between looks at the folder of a case
MOST_FILES = 4096


def main(start: Mapping[str, Any]) -> None:
    """Build the strongest sandbox of those asked for, say which it is, and run cases until the other end closes."""
    control = socket.socket(fileno=0)
    if not start["probe"]:
        sys.path.append(start["site"])
        importlib.import_module("numpy")
        _import(READY)
        sys.path.remove(start["site"])  # what else is installed there is not the candidate's business
    for level in start["levels"]:
        with suppress(OSError):
            if (sandbox := _build(level, start)) is not None:
                _serve(control, sandbox, start)
    if os.getpid() == 1:
        os._exit(FAILED)  # within bubblewrap; outside of it the next level is tried
    _send(control, {"level": "", "filtered": False})


def _import(names: Sequence[str]) -> None:
    for name in names:
        with suppress(ModuleNotFoundError):  # some systems leave out parts of the library
            importlib.import_module(name)


def _build(level: str, start: Mapping[str, Any]) -> Sandbox | None:
    """The sandbox of this level, in the process that keeps it; None if it does not hold. Raises OSError likewise."""
    if sys.platform != "linux" and level != "limits":
        return None
    paths = [start[name] for name in ("shown", "hidden", "numpy")]
    opened: list[str] = []
    if level == "landlock":
        opened = [part for path in start["shown"] for part in landlock.without(path, start["hidden"])]
        opened += start["numpy"]
    sandbox = Sandbox(level, start["home"], opened, uid=start["own_id"], others=_others())
    if level == "namespaces":
        if attempt := os.fork():
            _outlived(attempt, sandbox)
            return None
        try:
            watch_parent()
            build_namespaces(sandbox.home, *paths)
            if not _holds(sandbox, start):
                os._exit(FAILED)
        except OSError:
            os._exit(FAILED)
        return sandbox
    if level == "bubblewrap" and os.getpid() != 1:
        if attempt := os.fork():
            _outlived(attempt, sandbox)
            return None
        with suppress(OSError):
            watch_parent()
            bubblewrap(start["again"], *paths)
        os._exit(FAILED)
    sandbox.home = OWN_FOLDER if level == "bubblewrap" else sandbox.home
    return sandbox if _holds(sandbox, start) else None


def _outlived(attempt: int, sandbox: Sandbox) -> None:
    """Wait for a process that builds a sandbox, and perhaps keeps it. Ends this one too, unless it did not hold."""
    _, status = os.waitpid(attempt, 0)
    code = os.waitstatus_to_exitcode(status)
    if code in {0, -signal.SIGKILL}:
        _leave(sandbox)


def _others() -> int:
    """How many processes and threads the user has, as the system counts them all together."""
    own, count = os.getuid(), 0
    with suppress(OSError):
        for each in os.scandir("/proc"):
            if each.name.isdigit():
                with suppress(OSError):
                    if each.stat().st_uid == own:
                        count += len(os.listdir(f"/proc/{each.name}/task"))  # noqa: PTH208
    return count


def _holds(sandbox: Sandbox, start: Mapping[str, Any]) -> bool:
    """Whether a sandbox holds, by a process that tries: it must not open the program's file, or a socket."""
    for filtered in (True, False) if sandbox.level in {"namespaces", "bubblewrap", "limits"} else (True,):
        sandbox.filtered = filtered and sandbox.level != "limits"
        with suppress(FileExistsError):
            _make_folder(sandbox, 0)
        if (attempt := os.fork()) == 0:
            os._exit(_tried(sandbox, start))
        status = os.waitstatus_to_exitcode(os.waitpid(attempt, 0)[1])
        if status == 0:
            return True
    return False


def _tried(sandbox: Sandbox, start: Mapping[str, Any]) -> int:
    try:
        enter(sandbox, start["limits"], 0)
        if sandbox.level in {"namespaces", "bubblewrap", "landlock"}:
            with suppress(OSError):
                os.close(os.open(start["witness"], os.O_RDONLY))
                return READABLE
        if sandbox.filtered:
            with suppress(OSError):
                socket.socket().close()
                return UNFILTERED
    except (OSError, ValueError):
        return FAILED
    return 0


def _make_folder(sandbox: Sandbox, number: int) -> str:
    """The folder that a case works in; in a sandbox of namespaces it gets a file system of its own instead."""
    if sandbox.level == "namespaces":
        return ""
    folder = f"{sandbox.home}/{number}"
    os.mkdir(folder, 0o700)  # noqa: PTH102
    if sandbox.uid is not None:
        os.chown(folder, sandbox.uid, sandbox.uid)
    return folder


# The keeper


def _serve(control: socket.socket, sandbox: Sandbox, start: Mapping[str, Any]) -> NoReturn:
    if start["probe"]:
        _send(control, {"level": sandbox.level, "filtered": sandbox.filtered})
        os._exit(0)
    if sys.platform == "linux":
        libc.prctl(libc.PR_SET_DUMPABLE, 0)
        libc.prctl(libc.PR_SET_CHILD_SUBREAPER, 1)
        measure(sandbox)
    if sandbox.uid is not None and not sandbox.has_own_root:
        _import(CLOSED)
    wake, woken = os.pipe()
    for end in (wake, woken):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken)
    _send(control, {"level": sandbox.level, "filtered": sandbox.filtered})
    number = 0
    while True:
        message, pipes = _receive(control, sandbox)
        if pipes:
            number += 1
            _one_case(control, sandbox, message, pipes, number, wake)


def _receive(control: socket.socket, sandbox: Sandbox) -> tuple[Any, list[int]]:
    """The next message and the pipes that came with it. Ends this process when nobody is left at the other end."""
    try:
        data, pipes, _, _ = socket.recv_fds(control, 1 << 16, 3)
    except OSError:
        data, pipes = b"", []
    if not data:
        _leave(sandbox)
    return json.loads(data.splitlines()[-1]), list(pipes)


def _leave(sandbox: Sandbox) -> NoReturn:
    """End, and leave no folder behind: the program may have been killed."""
    shutil.rmtree(Path(sandbox.home).parent if sandbox.home != OWN_FOLDER else sandbox.home, ignore_errors=True)
    os._exit(0)


def _send(control: socket.socket, message: Mapping[str, Any]) -> None:
    try:
        control.sendall(json.dumps(message).encode() + b"\n")
    except OSError:
        os._exit(0)


def _one_case(
    control: socket.socket, sandbox: Sandbox, limits: dict[str, Any], pipes: Sequence[int], number: int, wake: int
) -> None:
    folder = _make_folder(sandbox, number)
    pid = os.fork()
    if pid == 0:
        _run_case(sandbox, limits, pipes, number)
    for each in pipes:
        os.close(each)
    _send(control, {"pid": pid})
    full = False
    while True:
        ready, _, _ = select.select([control.fileno(), wake], [], [], PACE)
        if wake in ready:
            os.read(wake, 512)
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            break
        if control.fileno() in ready:
            _kill(pid)
            _receive(control, sandbox)  # there is one message only: to end it
        elif not ready and not full and _is_full(folder):
            full = True
            _kill(pid)
    _sweep(sandbox, pid)
    shutil.rmtree(folder, ignore_errors=True)
    code = os.waitstatus_to_exitcode(status)
    _send(control, {"done": code, "cpu": usage.ru_utime + usage.ru_stime, "full": full})


def _is_full(folder: str) -> bool:
    """Whether a case has filled its folder; one with a file system of its own can't."""
    files = size = 0
    for top, folders, names in os.walk(folder) if folder else ():
        files += len(folders) + len(names)
        for name in names:
            with suppress(OSError):
                size += os.lstat(f"{top}/{name}").st_blocks * 512
        if files > MOST_FILES or size > FOLDER_BYTES:
            return True
    return False


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        with suppress(OSError):
            kill(pid, signal.SIGKILL)


def _sweep(sandbox: Sandbox, pid: int) -> None:
    """End whatever the case left running. Where nothing can leave its group, there is nothing."""
    with suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    if sandbox.has_own_root and os.getpid() == 1:
        with suppress(OSError):
            os.kill(-1, signal.SIGKILL)
    with suppress(ChildProcessError):
        while True:
            with suppress(OSError):
                for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split():
                    with suppress(OSError):
                        os.kill(int(child), signal.SIGKILL)
            os.waitpid(-1, 0)


# The case, in a fork of the keeper


def _run_case(sandbox: Sandbox, limits: dict[str, Any], pipes: Sequence[int], number: int) -> NoReturn:
    request, reply, output = pipes
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with open(request, "rb") as stream:  # noqa: PTH123
            case = json.loads(stream.read())
        _own_streams(reply, output)
        try:
            enter(sandbox, limits, number)
        except (OSError, ValueError):
            _answer({"ended": "refused"})
            os._exit(0)
        case_run = CaseRun(limits["reply_bytes"])
        _answer(case_run.run(case["code"], case["steps"]))
    finally:
        os._exit(0)


def _own_streams(reply: int, output: int) -> None:
    """Nothing to read, one pipe to print to, and the pipe for the reply, which is 3. All else is closed."""
    empty = os.open("/dev/null", os.O_RDONLY)
    kept = [os.dup(each) for each in (empty, output, output, reply)]
    moved = [os.dup2(each, 100 + at) for at, each in enumerate(kept)]
    for at, each in enumerate(moved):
        os.dup2(each, at)
    os.closerange(4, 4096)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, "r"), encoding="utf-8")
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(
            io.BufferedWriter(io.FileIO(number, "w")), encoding="utf-8", errors="backslashreplace", line_buffering=True
        )
        for number in (1, 2)
    )


def _answer(reply: Mapping[str, Any]) -> None:
    spare_memory()
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # the candidate may have put anything there
            stream.flush()
    data = json.dumps(reply).encode()
    while data:
        data = data[os.write(3, data) :]
