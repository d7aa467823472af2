"""The command in a terminal, started quickly: a process that has loaded all of the program forks for each.

Half of what a start takes is loading, and most tests in a terminal are about what comes after. Those that are about
the start take the command as it is installed (`Installed` in terminal.py). A forked program is a child of the test's
own process, leads a session of its own, and ends as Python ends: with its threads joined and its handlers run.
"""

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
import termios
import time
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any

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
        request = {"arguments": args, "env": env, "cwd": cwd}
        socket.send_fds(parent(), [json.dumps(request).encode()], [theirs])
        os.close(theirs)
        return ptyprocess.PtyProcess(int(parent().recv(MOST)), ours)


class Program:
    """A command without a terminal that writes into a file, driven as `subprocess.Popen` would have it."""

    def __init__(self, arguments: list[str], env: dict[str, str], cwd: Path, output: IO[bytes]) -> None:
        request = {"arguments": arguments, "env": env, "cwd": str(cwd), "in_terminal": False}
        socket.send_fds(parent(), [json.dumps(request).encode()], [output.fileno()])
        self.pid = int(parent().recv(MOST))
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
            data, handles, _, _ = socket.recv_fds(channel, MOST, 1)
            if not data:
                return
            pid = forked()
            if not pid:
                break
            os.close(handles[0])
            channel.send(str(pid).encode())
    become(handles[0], **json.loads(data))


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


def become(handle: int, arguments: list[str], env: dict[str, str], cwd: str, in_terminal: bool = True) -> None:
    """The command, in a terminal or with its output in a file."""
    if in_terminal:
        os.setsid()
        fcntl.ioctl(handle, termios.TIOCSCTTY, 0)
        os.dup2(handle, 0)
    for number in (1, 2):
        os.dup2(handle, number)
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
    sys.argv = arguments
    from simulator.cli.main import main as command

    command()


if __name__ == "__main__":
    main(sys.argv[1])
