"""The few system calls that Python lacks. Runs in the child, as all that it imports does."""

import ctypes
import errno
from typing import Any

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_CHILD_SUBREAPER = 1, 4, 38, 36
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
_LIBC = ctypes.CDLL(None, use_errno=True)


def call(name: str, *args: Any) -> int:
    """Call a function of the C library. Raises OSError if it fails, or if this library lacks it."""
    if not hasattr(_LIBC, name):
        raise OSError(errno.ENOSYS, name)
    result = int(getattr(_LIBC, name)(*args))
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result


def syscall(number: int, *args: Any) -> int:
    """A call of the kernel by its number. Raises OSError if it fails."""
    wide = [ctypes.c_long(each) if isinstance(each, int) else each for each in args]
    return call("syscall", ctypes.c_long(number), *wide)


def prctl(option: int, value: int) -> None:
    """Set something of this process. Raises OSError if it fails."""
    call("prctl", option, ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mount something. Raises OSError if it fails."""
    call("mount", source.encode(), target.encode(), kind.encode() or None, ctypes.c_ulong(flags), options.encode())


def drop_capabilities() -> None:
    """Give up all that root of a namespace may do. Raises OSError if it fails."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    call("capset", ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)()))
