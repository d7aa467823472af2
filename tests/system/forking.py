"""The command in a terminal, started quickly: a process that has loaded all of the program forks for each.

Half of what a start takes is loading, and most tests in a terminal are about what comes after. Those that are about
the start take the command as it is installed (`Installed` in terminal.py). A forked program is a child of the test's
own process, leads a session of its own, and ends as Python ends: with its threads joined and its handlers run. What it
has loaded is not taken apart, which would cost a tenth of a second: it shares that with the process it comes from.
"""

import atexit
import contextlib
import ctypes
import fcntl
import gc
import json
import os
import pkgutil
import pty
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import threading
import time
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pexpect
from pexpect.pty_spawn import ptyprocess

import simulator
from tests.isolation import ROOT

PR_SET_CHILD_SUBREAPER = 36
MOST = 200_000  # bytes of a request


@cache
def parent() -> socket.socket:
    """The process that forks, of which each worker has one. What it forks is handed on to this process."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.system.forking", str(theirs.fileno())]
    env = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    subprocess.Popen(command, cwd=ROOT, env=env, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
    theirs.close()
    return ours


class Forked(pexpect.spawn):  # type: ignore[misc]
    """A command in a pty, as pexpect would have started it."""

    def _spawnpty(self, args: list[str], env: dict[str, str], cwd: str, dimensions: tuple[int, int], **_: Any) -> Any:
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, dimensions)  # before the command is there to ask for it
        pid = asked_for({"arguments": args, "env": env, "cwd": cwd}, theirs)
        os.close(theirs)
        return ptyprocess.PtyProcess(pid, ours)


class Program:
    """A command without a terminal that writes into files, driven as `subprocess.Popen` would have it."""

    def __init__(self, arguments: list[str], env: dict[str, str], cwd: Path, *outputs: int, module: str = "") -> None:
        request = {"arguments": arguments, "env": env, "cwd": str(cwd), "in_terminal": False, "module": module}
        self.pid = asked_for(request, *outputs)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its status once it has ended, negative for a signal."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout: float = 60.0) -> int:
        """Its status, which comes within the time. Raises subprocess.TimeoutExpired otherwise."""
        end = time.monotonic() + timeout
        while (status := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("a forked program", timeout)
            time.sleep(0.01)
        return status

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Helper(Program):
    """A program of the tests that tries ours, `main` of a module of theirs; both are loaded already."""

    def __init__(self, module: str, *arguments: str, out: int, errors: int) -> None:
        super().__init__(list(arguments), dict(os.environ), ROOT, out, errors, module=module)


def helped(module: str, *arguments: str, seconds: float) -> tuple[str, str]:
    """What such a program has printed, on both streams, once it has ended. Raises subprocess.TimeoutExpired."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        process = Helper(module, *arguments, out=out.fileno(), errors=errors.fileno())
        try:
            process.wait(seconds)
        finally:
            process.kill()
        out.seek(0)
        errors.seek(0)
        return out.read().decode(), errors.read().decode()


def asked_for(request: dict[str, Any], *handles: int) -> int:
    """The number of a process that was forked for this, which has these open."""
    with _ONE_AT_A_TIME:
        socket.send_fds(parent(), [json.dumps(request).encode()], handles)
        return int(parent().recv(MOST))


_ONE_AT_A_TIME = threading.RLock()


def main(number: str) -> None:
    """Fork for every request, until nobody is there who could send one."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell runs in the background has it ignored
    for module in pkgutil.walk_packages(simulator.__path__, "simulator."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(number)) as channel:
        while True:
            data, handles, _, _ = socket.recv_fds(channel, MOST, 2)
            if not data:
                return
            pid = forked()
            if not pid:
                break
            for handle in handles:
                os.close(handle)
            channel.send(str(pid).encode())
    become(handles, **json.loads(data))


def forked() -> int:
    """The number of a new process, whose parent is the nearest process that takes such children; 0 in itself."""
    told, tell = os.pipe()
    between = os.fork()
    if between == 0:
        pid = os.fork()
        if pid == 0:
            os.close(told)
            os.close(tell)
            return 0
        os.write(tell, str(pid).encode())
        os._exit(0)
    os.waitpid(between, 0)
    pid = int(os.read(told, 20))
    os.close(told)
    os.close(tell)
    return pid


def become(
    handles: list[int], arguments: list[str], env: dict[str, str], cwd: str, in_terminal: bool = True, module: str = ""
) -> None:
    """The command or a module's `main`, in a terminal or with its output in a file or two."""
    os.setsid()
    if in_terminal:
        fcntl.ioctl(handles[0], termios.TIOCSCTTY, 0)
        os.dup2(handles[0], 0)
    for number, handle in ((1, handles[0]), (2, handles[-1])):
        os.dup2(handle, number)
    for handle in handles:
        os.close(handle)
    sys.stdin, sys.stdout, sys.stderr = [
        open(number, mode, encoding=old.encoding, errors=old.errors, closefd=False)  # noqa: SIM115 - kept for good
        for number, mode, old in zip((0, 1, 2), "rww", (sys.stdin, sys.stdout, sys.stderr), strict=True)
    ]
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.dont_write_bytecode = "PYTHONDONTWRITEBYTECODE" in env
    time.tzset()
    if module:
        leave(import_module(module).main(*arguments))
    sys.argv = arguments
    from simulator.cli.main import main as command

    try:
        command()
    except SystemExit as ended:
        leave(ended.code if isinstance(ended.code, int) else 0)


def leave(status: int) -> NoReturn:
    """End as Python would."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # closed before, or nobody reads any more
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main(sys.argv[1])
