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

from simulator.session.code.inside import jail, landlock, libc
from simulator.session.code.inside.jail import FAILED, Cell
from simulator.session.code.inside.steps import Play

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
UNFILTERED, READABLE = 2, 3  # how the trial of a cell may end, besides well
PACE = 0.1  # seconds between looks at the folder of a case
MOST_FILES = 4096


def main(start: Mapping[str, Any]) -> None:
    """Build the strongest cell of those asked for, say which it is, and run cases until the other end closes."""
    control = socket.socket(fileno=0)
    if not start["probe"]:
        sys.path.append(start["site"])
        importlib.import_module("numpy")
        _import(READY)
        sys.path.remove(start["site"])  # what else is installed there is not the candidate's business
    for level in start["levels"]:
        with suppress(OSError):
            if (cell := _build(level, start)) is not None:
                _serve(control, cell, start)
    if os.getpid() == 1:
        os._exit(FAILED)  # within bubblewrap; outside of it the next level is tried
    _send(control, {"level": "", "filtered": False})


def _import(names: Sequence[str]) -> None:
    for name in names:
        with suppress(ModuleNotFoundError):  # some systems leave out parts of the library
            importlib.import_module(name)


def _build(level: str, start: Mapping[str, Any]) -> Cell | None:
    """The cell of this level, in the process that keeps it; None if it does not hold. Raises OSError likewise."""
    if sys.platform != "linux" and level != "limits":
        return None
    paths = [start[name] for name in ("shown", "hidden", "numpy")]
    opened: list[str] = []
    if level == "landlock":
        opened = [part for path in start["shown"] for part in landlock.without(path, start["hidden"])]
        opened += start["numpy"]
    cell = Cell(level, start["home"], opened, uid=start["own_id"], others=_others())
    if level == "namespaces":
        if attempt := os.fork():
            _outlived(attempt, cell)
            return None
        try:
            jail.watch_parent()
            jail.build_namespaces(cell.home, *paths)
            if not _holds(cell, start):
                os._exit(FAILED)
        except OSError:
            os._exit(FAILED)
        return cell
    if level == "bubblewrap" and os.getpid() != 1:
        if attempt := os.fork():
            _outlived(attempt, cell)
            return None
        with suppress(OSError):
            jail.watch_parent()
            jail.bubblewrap(start["again"], *paths)
        os._exit(FAILED)
    cell.home = jail.OWN_FOLDER if level == "bubblewrap" else cell.home
    return cell if _holds(cell, start) else None


def _outlived(attempt: int, cell: Cell) -> None:
    """Wait for a process that builds a cell, and perhaps keeps it. Ends this one too, unless the cell did not hold."""
    _, status = os.waitpid(attempt, 0)
    code = os.waitstatus_to_exitcode(status)
    if code in {0, -signal.SIGKILL}:
        _leave(cell)


def _others() -> int:
    """How many processes and threads the user has, for the system counts them all together."""
    own, count = os.getuid(), 0
    with suppress(OSError):
        for each in os.scandir("/proc"):
            if each.name.isdigit():
                with suppress(OSError):
                    if each.stat().st_uid == own:
                        count += len(os.listdir(f"/proc/{each.name}/task"))  # noqa: PTH208
    return count


def _holds(cell: Cell, start: Mapping[str, Any]) -> bool:
    """Whether a cell does what it says, by a process that tries: it must not open the program's file, or a socket."""
    for filtered in (True, False) if cell.level in {"namespaces", "bubblewrap", "limits"} else (True,):
        cell.filtered = filtered and cell.level != "limits"
        with suppress(FileExistsError):
            _make_folder(cell, 0)
        if (attempt := os.fork()) == 0:
            os._exit(_tried(cell, start))
        status = os.waitstatus_to_exitcode(os.waitpid(attempt, 0)[1])
        if status == 0:
            return True
    return False


def _tried(cell: Cell, start: Mapping[str, Any]) -> int:
    try:
        jail.enter(cell, start["limits"], 0)
        if cell.level in {"namespaces", "bubblewrap", "landlock"}:
            with suppress(OSError):
                os.close(os.open(start["witness"], os.O_RDONLY))
                return READABLE
        if cell.filtered:
            with suppress(OSError):
                socket.socket().close()
                return UNFILTERED
    except (OSError, ValueError):
        return FAILED
    return 0


def _make_folder(cell: Cell, number: int) -> str:
    """The folder that a case works in; in a cell of namespaces it gets a file system of its own instead."""
    if cell.level == "namespaces":
        return ""
    folder = f"{cell.home}/{number}"
    os.mkdir(folder, 0o700)  # noqa: PTH102
    if cell.uid is not None:
        os.chown(folder, cell.uid, cell.uid)
    return folder


# The keeper


def _serve(control: socket.socket, cell: Cell, start: Mapping[str, Any]) -> NoReturn:
    if start["probe"]:
        _send(control, {"level": cell.level, "filtered": cell.filtered})
        os._exit(0)
    if sys.platform == "linux":
        libc.prctl(libc.PR_SET_DUMPABLE, 0)
        libc.prctl(libc.PR_SET_CHILD_SUBREAPER, 1)
        jail.measure(cell)
    if cell.uid is not None and not cell.has_own_root:
        _import(CLOSED)
    wake, woken = os.pipe()
    for end in (wake, woken):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken)
    _send(control, {"level": cell.level, "filtered": cell.filtered})
    number = 0
    while True:
        message, pipes = _receive(control, cell)
        if pipes:
            number += 1
            _one_case(control, cell, message, pipes, number, wake)


def _receive(control: socket.socket, cell: Cell) -> tuple[Any, list[int]]:
    """The next message and the pipes that came with it. Ends this process when nobody is there any more."""
    try:
        data, pipes, _, _ = socket.recv_fds(control, 1 << 16, 3)
    except OSError:
        data, pipes = b"", []
    if not data:
        _leave(cell)
    return json.loads(data.splitlines()[-1]), list(pipes)


def _leave(cell: Cell) -> NoReturn:
    """End, and leave no folder behind, for the program may have been killed."""
    shutil.rmtree(Path(cell.home).parent if cell.home != jail.OWN_FOLDER else cell.home, ignore_errors=True)
    os._exit(0)


def _send(control: socket.socket, message: Mapping[str, Any]) -> None:
    try:
        control.sendall(json.dumps(message).encode() + b"\n")
    except OSError:
        os._exit(0)


def _one_case(
    control: socket.socket, cell: Cell, limits: dict[str, Any], pipes: Sequence[int], number: int, wake: int
) -> None:
    folder = _make_folder(cell, number)
    pid = os.fork()
    if pid == 0:
        _run_case(cell, limits, pipes, number)
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
            _receive(control, cell)  # there is one message only: to end it
        elif not ready and not full and _is_full(folder):
            full = True
            _kill(pid)
    _sweep(cell, pid)
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
        if files > MOST_FILES or size > jail.ROOM_BYTES:
            return True
    return False


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        with suppress(OSError):
            kill(pid, signal.SIGKILL)


def _sweep(cell: Cell, pid: int) -> None:
    """End whatever the case left running. Where nothing can leave its group, there is nothing."""
    with suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    if cell.has_own_root and os.getpid() == 1:
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


def _run_case(cell: Cell, limits: dict[str, Any], pipes: Sequence[int], number: int) -> NoReturn:
    request, reply, output = pipes
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with open(request, "rb") as stream:  # noqa: PTH123
            case = json.loads(stream.read())
        _own_streams(reply, output)
        try:
            jail.enter(cell, limits, number)
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
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(
            io.BufferedWriter(io.FileIO(number, "w")), encoding="utf-8", errors="backslashreplace", line_buffering=True
        )
        for number in (1, 2)
    )


def _answer(reply: Mapping[str, Any]) -> None:
    jail.spare_memory()
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # the candidate may have put anything there
            stream.flush()
    data = json.dumps(reply).encode()
    while data:
        data = data[os.write(3, data) :]
