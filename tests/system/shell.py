"""Stands for a shell with one job: starts a command in a process group of its own, and writes down what becomes of it.

`python shell.py SAID COMMAND...`; SAID is a file that gets a line for each thing: `pid N`, `stopped`, `ended N` (128
and more for a signal), `terminal as before` or what is different, and `left` with the bytes that would now be typed at
the prompt. SIGUSR1 has a job that was stopped go on. It knows no module of this program, so that it starts at once.
"""

import fcntl
import os
import signal
import sys
import termios

NAMES = ("input", "output", "control", "local")


def main(said: str, *command: str) -> None:
    for number in (signal.SIGTTOU, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    before = termios.tcgetattr(0)
    pid = os.fork()
    if pid == 0:
        become(command)
    tell(said, f"pid {pid}")
    while True:
        _, status = os.waitpid(pid, os.WUNTRACED)
        os.tcsetpgrp(0, os.getpgrp())
        if not os.WIFSTOPPED(status):
            break
        own = termios.tcgetattr(0)
        tell(said, difference(before, own))
        tell(said, "stopped")
        signal.sigwait([signal.SIGUSR1])
        termios.tcsetattr(0, termios.TCSADRAIN, own)
        os.tcsetpgrp(0, pid)
        os.killpg(pid, signal.SIGCONT)
    tell(said, difference(before, termios.tcgetattr(0)))
    tell(said, f"left {waiting_input()!r}")
    tell(said, f"ended {os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)}")
    signal.pause()


def become(command: tuple[str, ...]) -> None:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    for number in (signal.SIGTTOU, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
    os.execv(command[0], command)


def difference(before: list[object], now: list[object]) -> str:
    wrong = [name for name, was, is_ in zip(NAMES, before, now, strict=False) if was != is_]
    wrong += ["characters"] * (before[6] != now[6])
    return f"terminal with other {', '.join(wrong)} flags" if wrong else "terminal as before"


def waiting_input() -> bytes:
    """What a shell that reads keys would find now."""
    mode = termios.tcgetattr(0)
    mode[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(0, termios.TCSANOW, mode)
    flags = fcntl.fcntl(0, fcntl.F_GETFL)
    fcntl.fcntl(0, fcntl.F_SETFL, flags | os.O_NONBLOCK)
    try:
        return os.read(0, 65536)
    except BlockingIOError:
        return b""


def tell(said: str, line: str) -> None:
    with open(said, "a", encoding="utf-8") as file:  # noqa: PTH123 - pathlib takes its time to load
        file.write(line + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
