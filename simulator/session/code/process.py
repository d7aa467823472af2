"""The child process as the program holds it: what it gets to see, how it is started, spoken to and ended.

And how well this machine can shut in a candidate's code, in plain words.
"""

import functools
import importlib.util
import json
import os
import random
import signal
import site
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

# in the order in which they need one another; the child gets their text, so it need not see this package
MODULES = ("libc", "seccomp", "landlock", "sandbox", "steps", "child")
BOOT = """
import json, os, sys, types
if sys.argv[2:]:
    os.write(0, b'{"again": true}\\n')
data = b""
while not data.endswith(b"\\n"):
    part = os.read(0, 65536)
    if not part:
        os._exit(1)
    data += part
start = json.loads(data)
package = sys.modules[start["package"]] = types.ModuleType(start["package"])
for name, source in start["modules"]:
    module = types.ModuleType(f"{package.__name__}.{name}")
    sys.modules[module.__name__] = module
    setattr(package, name, module)
    exec(compile(source, name, "exec"), module.__dict__)
module.main(start)
"""
ENVIRONMENT = {  # all of it
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "0",  # the same code gives the same, also by the order of a set
    "PYTHONDONTWRITEBYTECODE": "1",
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"),
}
TRIAL = {"cpu_seconds": 5, "file_bytes": 1 << 20, "open_files": 64, "memory_mb": 1024}
PACE = 0.02  # seconds between looks at ctrl+c
LEAVING = 1.0  # seconds until a child that does not end by itself is killed
OWN_IDS = 2_000_000_000  # from here on no system gives ids to anybody
NOBODY = 65534
NEEDED = 1 << 0 | 1 << 6 | 1 << 7  # CAP_CHOWN, CAP_SETGID, CAP_SETUID: to give away a folder, and to change oneself


@functools.cache
def paths() -> dict[str, Any]:
    """What the child is shown, what in there is hidden, and NumPy, which may lie in a hidden part: all as paths.

    Raises ModuleNotFoundError without NumPy.
    """
    spec = importlib.util.find_spec("numpy")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("numpy")
    packages = Path(spec.origin).parent.parent
    numpy = [path for name in ("numpy", "numpy.libs") if (path := packages / name).is_dir()]
    shown = list(_shown())
    # where packages are installed, this program and its graphs perhaps among them
    names = ("site-packages", "dist-packages")
    hidden = {Path(each).resolve() for each in (*site.getsitepackages(), site.getusersitepackages())}
    hidden |= {each.resolve() for folder in shown for name in names for each in folder.glob(f"python3*/{name}")}
    hidden |= {Path(each).resolve() for each in sys.path if each.endswith(names)}
    hidden.add(Path(__file__).resolve().parents[2])
    return {
        "site": str(packages),
        "shown": [*map(str, shown)],
        "hidden": [*map(str, sorted(hidden))],
        "numpy": [*map(str, numpy)],
    }


def _shown() -> Iterator[Path]:
    """Where Python and the libraries of the system are."""
    base = Path(sys.base_prefix)
    wanted = [base / "lib", base / "lib64", Path(sysconfig.get_path("stdlib")).resolve()]
    wanted += [
        Path(path) for path in ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives")
    ]
    if base.is_relative_to("/nix/store"):
        wanted.append(Path("/nix/store"))
    known: list[Path] = []
    for path in wanted:
        if path.exists() and not any(path.is_relative_to(each) for each in known):
            known.append(path)
            yield path


def own_id() -> int | None:
    """An id that nobody else has, for root to drop to; None for anybody else, and for a root that may not drop."""
    if os.geteuid() != 0:
        return None
    wanted = OWN_IDS + random.SystemRandom().randrange(10**8)
    try:
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
        ranges = [list(map(int, line.split())) for line in Path("/proc/self/uid_map").read_text("ascii").splitlines()]
    except (OSError, ValueError):
        return NOBODY
    if int(status["CapEff"], 16) & NEEDED != NEEDED:
        return None
    return next((each for each in (wanted, NOBODY) if any(low <= each < low + size for low, _, size in ranges)), None)


class ChildDied(Exception):  # noqa: N818 - says what happened
    """The child process has ended, or does not answer."""


class ChildProcess:
    """A child that keeps the strongest sandbox of `levels`, ready to run cases one at a time."""

    def __init__(self, levels: Sequence[str], *, probe: bool = False) -> None:
        self._folder = TemporaryDirectory(prefix="interview-code-", ignore_cleanup_errors=True)
        self.home = Path(self._folder.name, "cases")
        self.name = Path(self._folder.name).name  # stands in the list of processes, whichever of them it is
        program = str(getattr(sys, "_base_executable", "")) or sys.executable
        argv = [program, *"-s -P -S -c".split(), BOOT, self.name]
        witness = Path(self._folder.name, "witness")  # what a candidate's code must not be able to open
        self.home.mkdir()
        witness.touch(0o644)
        for path in (Path(self._folder.name), self.home):
            path.chmod(0o711)  # root's cases run under an id of their own
        modules = [(name, (Path(__file__).with_name("inside") / f"{name}.py").read_text("utf-8")) for name in MODULES]
        self._start = {
            "home": str(self.home.resolve()), "witness": str(witness.resolve()), **paths(),
            "package": f"{__package__}.inside", "modules": modules, "again": [*argv, "again"],
            "levels": list(levels), "probe": probe, "limits": TRIAL, "own_id": own_id(),
        }  # fmt: skip
        self.control, theirs = socket.socketpair()
        self.ready: Mapping[str, Any] | None = None
        self._group: int | None = None
        self._unread = b""
        with theirs, Path(self._folder.name, "errors").open("wb") as errors:
            self._process = subprocess.Popen(
                argv, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=errors,
                env=ENVIRONMENT, cwd="/", start_new_session=True,
            )  # fmt: skip
        self._say(self._start)

    def hello(self, seconds: float = 20.0, stop: Event | None = None) -> Mapping[str, Any]:
        """What holds in the child, once it is ready. Raises ChildDied, also if `stop` is set before that.

        `level` is empty if none of those asked for holds.
        """
        deadline = time.monotonic() + seconds
        while self.ready is None:
            message = self.message(PACE) or {}
            if time.monotonic() > deadline or (stop is not None and stop.is_set()):
                raise ChildDied(self._last_words())
            if "again" in message:  # bubblewrap has started it again
                self._say({**self._start, "levels": ["bubblewrap"]})
            elif "level" in message:
                self.ready = message
        return self.ready

    def begin(self, limits: Mapping[str, Any], pipes: Sequence[int]) -> None:
        """Run one case, which the child reads from the first of the pipes. Raises ChildDied."""
        self._group = None
        try:
            socket.send_fds(self.control, [json.dumps(limits).encode() + b"\n"], list(pipes))
        except OSError as error:
            raise ChildDied(self._last_words()) from error

    def kill_case(self) -> None:
        """Ask for the end of the case that runs now."""
        with suppress(ChildDied):
            self._say({"kill": True})

    def message(self, seconds: float) -> dict[str, Any] | None:
        """The next message; None if none comes within so many seconds. Raises ChildDied."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self._unread:
            self.control.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                data = self.control.recv(1 << 16)
            except TimeoutError:
                return None
            except OSError as error:
                raise ChildDied(self._last_words()) from error
            if not data:
                raise ChildDied(self._last_words())
            self._unread += data
        line, _, self._unread = self._unread.partition(b"\n")
        try:
            message = json.loads(line)
        except ValueError as error:
            raise ChildDied("it doesn't make sense") from error
        if not isinstance(message, dict):
            raise ChildDied("it doesn't make sense")
        if "done" in message:
            self._group = None
        elif isinstance(message.get("pid"), int) and message["pid"] > 1 and self.shares_processes:
            self._group = message["pid"]
        return message

    @property
    def has_message(self) -> bool:
        """Whether a message was read already and waits to be taken."""
        return b"\n" in self._unread

    @property
    def shares_processes(self) -> bool:
        """Whether the child's processes are known here by the same numbers."""
        return self.ready is not None and self.ready["level"] not in {"namespaces", "bubblewrap"}

    @property
    def alive(self) -> bool:
        """Whether the child is still there."""
        return self._process.poll() is None

    def close(self, seconds: float = LEAVING) -> None:
        """End the child and all that it started, and wait for it."""
        self.control.close()
        if not self._waited(seconds):
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._waited(LEAVING)
        if self._group is not None:
            with suppress(OSError):
                os.killpg(self._group, signal.SIGKILL)
        self._folder.cleanup()

    def _waited(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _say(self, message: Mapping[str, Any]) -> None:
        self.control.settimeout(LEAVING)
        try:
            self.control.sendall(json.dumps(message).encode() + b"\n")
        except OSError as error:
            raise ChildDied(self._last_words()) from error

    def _last_words(self) -> str:
        with suppress(OSError):
            lines = Path(self._folder.name, "errors").read_text("utf-8", "replace").strip().splitlines()
            return lines[-1][:300] if lines else ""
        return ""


LEVELS = ("namespaces", "bubblewrap", "landlock", "seccomp", "limits")  # the strongest first
UNSUPPORTED = "unsupported"
_LIMITS = "Time, memory, processes, files and output are limited. Those are limits, not a prison."
_SENTENCES = {
    "namespaces": "Your code runs in a sandbox: it sees Python and NumPy, but none of your files and no network.",
    "bubblewrap": "Your code runs in bubblewrap: it sees Python and NumPy, but none of your files and no network.",
    "landlock": "Your code can't open your files, use the network or start programs. It can see that files are there.",
    "seccomp": "Your code can't use the network or start other programs, but it can read and write your files.",
    "limits": "Nothing on this machine shuts your code in: it can reach your files and the network, just as you can.",
}


@dataclass(frozen=True)
class SandboxLevel:
    """What holds while a candidate's code runs. `filtered` says whether system calls are filtered as well."""

    level: str
    filtered: bool = False

    @property
    def supported(self) -> bool:
        """Whether code can be run at all."""
        return self.level in LEVELS

    @property
    def needs_consent(self) -> bool:
        """Whether the code reaches the user's files, so that they are asked before the first run."""
        return self.level in {"seccomp", "limits"}

    def sentence(self) -> str:
        """What holds, in plain words."""
        if not self.supported:
            return f"Code can't be run here yet: the program has no way to limit it on {sys.platform}."
        return f"{_SENTENCES[self.level]} {_LIMITS}"


def can_fork() -> bool:
    """Whether this system has what the child is made of."""
    return hasattr(os, "fork") and hasattr(socket, "send_fds")


@functools.cache
def survey() -> SandboxLevel:
    """What this machine can do, found by trying it; takes some 50 ms, once."""
    if not can_fork():
        return SandboxLevel(UNSUPPORTED)
    child = ChildProcess(LEVELS, probe=True)
    try:
        return held(child.hello(10.0))
    except ChildDied:
        return SandboxLevel(UNSUPPORTED)
    finally:
        child.close()


def held(hello: Mapping[str, Any]) -> SandboxLevel:
    """What a child says that holds in it."""
    return SandboxLevel(hello["level"] or UNSUPPORTED, bool(hello["filtered"]))
