"""Where the candidate's code runs, in the child: the strongest sandbox that this machine can build.

A sandbox is tried by building it. What it hides, and how it is put in words, stands in `process`.
"""

import ctypes
import mmap
import os
import resource
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from simulator.session.code.inside import landlock, libc, seccomp

OWN_FOLDER = "/answer"  # where a case works, in a sandbox with a root of its own
FOLDER_BYTES = 64 << 20  # what the folder of a case may hold
SPARE_BYTES = 48 << 20  # for the reply, once the code has used up its memory
THREADS = 128
NAMESPACES = libc.CLONE_NEWNS | libc.CLONE_NEWPID | libc.CLONE_NEWNET | libc.CLONE_NEWIPC | libc.CLONE_NEWUTS
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
BUBBLEWRAP = ("/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap", "/run/current-system/sw/bin/bwrap")
FAILED = 77  # the exit status of a process that could not build its sandbox


@dataclass
class Sandbox:
    """One sandbox, as the process that keeps it knows it.

    `home` is where the folder of a case is made, and `opened` what Landlock leaves it to read. `uid` is an id of its
    own, if root starts the program. `base` is the address space that the process takes by itself, in bytes, and
    `others` how many processes and threads the user has.
    """

    level: str
    home: str
    opened: Sequence[str] = ()
    uid: int | None = None
    filtered: bool = False
    base: int = 0
    others: int = 0

    @property
    def has_own_root(self) -> bool:
        """Whether it has files, processes and a network of its own."""
        return self.level in {"namespaces", "bubblewrap"}


def watch_parent() -> None:
    """Die with the process that started this one."""
    with suppress(OSError, AttributeError):
        libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)


# The sandbox of namespaces


def build_namespaces(home: str, shown: Sequence[str], hidden: Sequence[str], numpy: Sequence[str]) -> None:
    """Move this process into a root of its own with nothing but `shown`, as the first process of all it can see.

    Returns in a new process; the one that called waits for it and ends as it does. Raises OSError.
    """
    if os.geteuid() == 0:
        libc.call("unshare", NAMESPACES)
    else:
        uid, gid = os.getuid(), os.getgid()
        libc.call("unshare", NAMESPACES | libc.CLONE_NEWUSER)
        for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            Path("/proc/self", name).write_text(text, "ascii")
    if first := os.fork():
        end_with(first)
    watch_parent()
    _build_root(home, shown, hidden, numpy)


def end_with(child: int) -> NoReturn:
    """Wait for a process, and end as it did."""
    _, status = os.waitpid(child, 0)
    os._exit(FAILED if os.waitstatus_to_exitcode(status) == FAILED else 0)


def _build_root(home: str, shown: Sequence[str], hidden: Sequence[str], numpy: Sequence[str]) -> None:
    """Mount the new root over `home` and make it this process's own, read-only."""
    libc.mount("none", "/", flags=libc.MS_REC | libc.MS_PRIVATE)
    libc.mount("tmpfs", home, "tmpfs", libc.MS_NOSUID, "mode=755,size=4m")
    for path in (*shown, *DEVICES):
        _bind(path, home)
    for path in hidden:
        if Path(home + path).is_dir():
            libc.mount("tmpfs", home + path, "tmpfs", libc.MS_NOSUID, "mode=755,size=1m")
    for path in numpy:
        _bind(path, home)
    Path(home + OWN_FOLDER).mkdir()
    os.chdir(home)
    libc.call("pivot_root", b".", b".")
    libc.call("umount2", b".", 2)  # MNT_DETACH
    os.chdir("/")
    # all that is mounted, however deep: mount_setattr with AT_RECURSIVE, from Linux 5.12 on
    read_only = (ctypes.c_uint64 * 4)(1 | 2, 0, 0, 0)  # MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID
    libc.syscall(442, -100, b"/", 0x8000, read_only, 32)


def _bind(path: str, root: str) -> None:
    source, target = Path(path), Path(root + path)
    if target.exists() or not (source.exists() or source.is_symlink()):
        return
    target.parent.mkdir(0o755, parents=True, exist_ok=True)
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    if source.is_dir():
        target.mkdir(0o755)
    else:
        target.touch()
    libc.mount(path, str(target), flags=libc.MS_BIND | libc.MS_REC)


# The sandbox of bubblewrap


def bubblewrap(argv: Sequence[str], shown: Sequence[str], hidden: Sequence[str], numpy: Sequence[str]) -> None:
    """Become bubblewrap, which starts `argv` again in a sandbox like the one above. Raises OSError."""
    program = next((path for path in BUBBLEWRAP if os.access(path, os.X_OK)), "")
    if not program:
        raise FileNotFoundError("no bubblewrap")
    made = [program, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--as-pid-1", "--new-session"]
    if os.geteuid() == 0:  # its cases drop to an id of their own
        for name in ("SETUID", "SETGID", "CHOWN", "KILL", "DAC_OVERRIDE"):
            made += ["--cap-add", f"CAP_{name}"]
    else:
        made += ["--unshare-user"]
    tops = {str(top): None for path in (*shown, *numpy, argv[0]) for top in reversed(Path(path).parents[:-1])}
    for path in tops:
        if not Path(path).is_symlink():
            made += ["--perms", "0755", "--dir", path]
    for path in DEVICES:
        made += ["--dev-bind", path, path]
    for path in (*shown, argv[0]):
        link = Path(path).is_symlink()
        made += ["--symlink", str(Path(path).readlink()), path] if link else ["--ro-bind-try", path, path]
    there = [path for path in hidden if any(Path(path).is_relative_to(each) for each in shown) and Path(path).is_dir()]
    for path in there:
        made += ["--tmpfs", path]
    for path in numpy:
        made += ["--ro-bind-try", path, path]
    for path in there:
        made += ["--remount-ro", path]
    made += ["--size", str(FOLDER_BYTES), "--tmpfs", OWN_FOLDER, "--remount-ro", "/", "--chdir", "/"]
    os.execv(program, [*made, "--", *argv])


# Limits, and how a process is shut in


def measure(sandbox: Sandbox) -> None:
    """How much address space this process takes by itself: no limit below that leaves room for anything."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    low, high = 0, 1 << 40
    while high - low > 1 << 20:
        middle = (low + high) // 2
        try:
            resource.setrlimit(resource.RLIMIT_AS, (middle, hard))
            mmap.mmap(-1, 1 << 16).close()
            high = middle
        except (MemoryError, OSError, ValueError):
            low = middle
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    sandbox.base = high


def enter(sandbox: Sandbox, limits: dict[str, Any], number: int) -> None:
    """Shut in this process, which is about to run the code of one case. Raises OSError."""
    folder = OWN_FOLDER if sandbox.level == "namespaces" else f"{sandbox.home}/{number}"
    if sandbox.level == "namespaces":
        libc.call("unshare", libc.CLONE_NEWNS | libc.CLONE_NEWIPC)
        owner = os.getuid() if sandbox.uid is None else sandbox.uid
        options = f"mode=700,uid={owner},size={FOLDER_BYTES},nr_inodes=4096"
        libc.mount("tmpfs", folder, "tmpfs", libc.MS_NOSUID | libc.MS_NODEV | libc.MS_NOEXEC, options)
    os.chdir(folder)
    os.environ.update(HOME=folder, TMPDIR=folder)
    # before the id changes: root opens more
    rules = landlock.rules(sandbox.opened, folder) if sandbox.level == "landlock" else None
    if sandbox.uid is not None:
        os.setgroups([])
        os.setgid(sandbox.uid)
        os.setuid(sandbox.uid)
    set_limits(sandbox, limits)
    if sys.platform == "linux":
        libc.drop_capabilities()
        libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
        libc.prctl(libc.PR_SET_DUMPABLE, 0)
        watch_parent()
    if rules is not None:
        landlock.restrict(rules)
    if sandbox.filtered:
        seccomp.install()


def set_limits(sandbox: Sandbox, limits: dict[str, Any]) -> None:
    """The limits of one process. Without the filter it may have no other process, and so no thread either."""
    wanted = {
        "RLIMIT_CORE": (0, 0),
        "RLIMIT_CPU": (limits["cpu_seconds"], limits["cpu_seconds"] + 1),
        "RLIMIT_FSIZE": (limits["file_bytes"],) * 2,
        "RLIMIT_NOFILE": (limits["open_files"],) * 2,
        "RLIMIT_NPROC": (sandbox.others + THREADS if sandbox.filtered else 0,) * 2,
        "RLIMIT_MSGQUEUE": (0, 0),
        "RLIMIT_MEMLOCK": (0, 0),
    }
    if sandbox.base:
        most = sandbox.base + (limits["memory_mb"] << 20)
        wanted["RLIMIT_AS"] = (most, most + SPARE_BYTES)
    for name, (soft, hard) in wanted.items():
        number = getattr(resource, name, None)
        if number is not None:
            before = resource.getrlimit(number)[1]
            most = hard if before == resource.RLIM_INFINITY else min(hard, before)
            resource.setrlimit(number, (min(soft, most), most))


def spare_memory() -> None:
    """Allow the memory that was kept for the reply."""
    with suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
