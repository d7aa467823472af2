"""The child process: its keeper imports NumPy once and never runs a candidate's code; each case runs in a fork of it.

The keeper never sees a case either. It is handed three pipes, and the fork reads the case from the first. So no case
is in the memory of another, whatever a candidate looks through.
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

from simulator.session.code import jail, libc
from simulator.session.code.jail import FAILED, Room
from simulator.session.code.steps import Play

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
UNFILTERED, READABLE = 2, 3  # how the trial of a room may end, besides well
PACE = 0.5  # seconds between looks at a process that does not end


def main(start: Mapping[str, Any]) -> None:
    """Build the strongest room of those asked for, say which it is, and run cases until the other end closes."""
    control = socket.socket(fileno=0)
    if not start["probe"]:
        _import_numpy(start["site"])
    for level in start["levels"]:
        with suppress(OSError):
            if (room := _build(level, start)) is not None:
                _serve(control, room, start)
    if os.getpid() == 1:
        os._exit(FAILED)  # within bubblewrap; outside of it the next level is tried
    _send(control, {"level": ""})


def _import_numpy(site: str) -> None:
    sys.path.append(site)
    _import(READY)
    sys.path.remove(site)  # what else is installed there is not the candidate's business


def _import(names: Sequence[str]) -> None:
    for name in names:
        importlib.import_module(name)


def _build(level: str, start: Mapping[str, Any]) -> Room | None:
    """The room of this level, in the process that keeps it; None if it does not hold. Raises OSError likewise."""
    paths = [start[name] for name in ("shown", "hidden", "numpy")]
    room = Room(level, start["home"], start["opened"], uid=start["own_id"], others=_others())
    if level == "namespaces":
        if attempt := os.fork():
            return _outlived(attempt)
        try:
            jail.watch_parent()
            jail.build_namespaces(room.home, *paths)
            if not _holds(room, start):
                os._exit(FAILED)
        except OSError:
            os._exit(FAILED)
        return room
    if level == "bubblewrap" and os.getpid() != 1:
        if attempt := os.fork():
            return _outlived(attempt)
        with suppress(OSError):
            jail.watch_parent()
            jail.bubblewrap(start["again"], *paths)
        os._exit(FAILED)
    room.home = "/tmp" if level == "bubblewrap" else room.home
    return room if _holds(room, start) else None


def _outlived(attempt: int) -> None:
    """Wait for a process that builds a room, and perhaps keeps it. Ends this one too, unless the room did not hold."""
    _, status = os.waitpid(attempt, 0)
    code = os.waitstatus_to_exitcode(status)
    if code in {0, -signal.SIGKILL}:
        os._exit(0)


def _others() -> int:
    """How many processes and threads the user has, for the system counts them all together."""
    own, found = os.getuid(), 0
    with suppress(OSError):
        for each in os.scandir("/proc"):
            if each.name.isdigit():
                with suppress(OSError):
                    if each.stat().st_uid == own:
                        found += len(os.listdir(f"/proc/{each.name}/task"))  # noqa: PTH208
    return found


def _holds(room: Room, start: Mapping[str, Any]) -> bool:
    """Whether a room does what it says, by a process that tries: it must not read the parent's file, or fork."""
    for filtered in (True, False) if room.level in {"namespaces", "bubblewrap", "limits"} else (True,):
        room.filtered = filtered and room.level != "limits"
        with suppress(FileExistsError):
            _make_folder(room, 0)
        if (attempt := os.fork()) == 0:
            os._exit(_tried(room, start))
        status = os.waitstatus_to_exitcode(os.waitpid(attempt, 0)[1])
        if status == 0:
            return True
    return False


def _tried(room: Room, start: Mapping[str, Any]) -> int:
    try:
        jail.enter(room, start["limits"], 0)
        if room.level in {"namespaces", "bubblewrap", "landlock"}:
            with suppress(OSError):
                os.close(os.open(start["witness"], os.O_RDONLY))
                return READABLE
        if room.filtered:
            with suppress(OSError):
                socket.socket().close()
                return UNFILTERED
    except (OSError, ValueError) as e:
        print(repr(e), file=sys.stderr, flush=True)
        return FAILED
    return 0


def _make_folder(room: Room, number: int) -> str:
    """The folder that a case works in; in a room of namespaces it gets a file system of its own instead."""
    if room.level == "namespaces":
        return ""
    folder = f"{room.home}/{number}"
    os.mkdir(folder, 0o700)  # noqa: PTH102
    if room.uid is not None:
        os.chown(folder, room.uid, room.uid)
    return folder


# The keeper


def _serve(control: socket.socket, room: Room, start: Mapping[str, Any]) -> NoReturn:
    if start["probe"]:
        _send(control, _hello(room))
        os._exit(0)
    if sys.platform == "linux":
        libc.prctl(libc.PR_SET_DUMPABLE, 0)
        libc.prctl(libc.PR_SET_CHILD_SUBREAPER, 1)
        jail.measure(room)
    if room.uid is not None and not room.has_own_root:
        _import(CLOSED)
    wake, woken = os.pipe()
    for end in (wake, woken):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken)
    _send(control, _hello(room))
    number = 0
    while True:
        message, pipes = _receive(control)
        if pipes:
            number += 1
            _one_case(control, room, message, pipes, number, wake)


def _hello(room: Room) -> dict[str, Any]:
    return {"level": room.level, "filtered": room.filtered, "own_id": room.uid is not None}


def _receive(control: socket.socket) -> tuple[Any, list[int]]:
    """The next message and the pipes that came with it. Ends this process when nobody is there any more."""
    data, pipes, _, _ = socket.recv_fds(control, 1 << 16, 3)
    if not data:
        os._exit(0)
    return json.loads(data.splitlines()[-1]), list(pipes)


def _send(control: socket.socket, message: Mapping[str, Any]) -> None:
    try:
        control.sendall(json.dumps(message).encode() + b"\n")
    except OSError:
        os._exit(0)


def _one_case(
    control: socket.socket, room: Room, limits: dict[str, Any], pipes: Sequence[int], number: int, wake: int
) -> None:
    folder = _make_folder(room, number)
    pid = os.fork()
    if pid == 0:
        _run_case(room, limits, pipes, number)
    for each in pipes:
        os.close(each)
    _send(control, {"pid": pid})
    while True:
        ready, _, _ = select.select([control, wake], [], [], PACE)
        if wake in ready:
            os.read(wake, 512)
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            break
        if control in ready:
            _kill(pid)
            _receive(control)  # there is one message only: to end it
    _sweep(room, pid)
    shutil.rmtree(folder, ignore_errors=True)
    code = os.waitstatus_to_exitcode(status)
    _send(control, {"done": code, "cpu": usage.ru_utime + usage.ru_stime})


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        with suppress(OSError):
            kill(pid, signal.SIGKILL)


def _sweep(room: Room, pid: int) -> None:
    """End whatever the case left running. Where nothing can leave its group, there is nothing."""
    with suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    if room.has_own_root and os.getpid() == 1:
        with suppress(OSError):
            os.kill(-1, signal.SIGKILL)
    with suppress(ChildProcessError):
        while True:
            for child in _children():
                with suppress(OSError):
                    os.kill(child, signal.SIGKILL)
            os.waitpid(-1, 0)


def _children() -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split()]
    except OSError:
        return []


# The case, in a fork of the keeper


def _run_case(room: Room, limits: dict[str, Any], pipes: Sequence[int], number: int) -> NoReturn:
    request, reply, output = pipes
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with open(request, "rb") as stream:  # noqa: PTH123
            case = json.loads(stream.read())
        _own_streams(reply, output)
        try:
            jail.enter(room, limits, number)
        except (OSError, ValueError):
            _answer({"ended": "refused"})
            os._exit(0)
        play = Play(limits["reply_bytes"])
        _answer(play.run(case["code"], case["steps"]))
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
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(1, "w")), encoding="utf-8", errors="backslashreplace", line_buffering=True
    )
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "w")), encoding="utf-8", errors="backslashreplace", line_buffering=True
    )


def _answer(reply: Mapping[str, Any]) -> None:
    jail.spare_memory()
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # the candidate may have put anything there
            stream.flush()
    data = json.dumps(reply).encode()
    while data:
        data = data[os.write(3, data) :]
