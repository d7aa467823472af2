"""Landlock: from now on this process opens only what was named, makes no TCP connection, and signals nobody outside."""

import ctypes
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from simulator.session.code.inside.libc import PR_SET_NO_NEW_PRIVS, prctl, syscall

CREATE, ADD_RULE, RESTRICT = 444, 445, 446  # the same numbers on every machine
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_REG, MAKE_SYM, TRUNCATE = 1 << 7, 1 << 8, 1 << 12, 1 << 14
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
OWN_FOLDER = WRITE_FILE | READ_FILE | READ_DIR | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM | TRUNCATE
KNOWN = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}  # by version of the interface
FROM_5 = (1 << 16) - 1


class Ruleset(ctypes.Structure):
    """What is handled: files, TCP (from version 4), abstract sockets and signals (from 6)."""

    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class Beneath(ctypes.Structure):
    """What is allowed beneath an open folder."""

    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """The version of the kernel's interface; 0 if it has none."""
    try:
        return syscall(CREATE, 0, 0, 1)
    except OSError:
        return 0


def without(path: str, hidden: Sequence[str]) -> Iterator[str]:
    """The parts of a folder that are not hidden, as no rule can undo another; the folder itself if none is."""
    real = os.path.realpath(path)
    if not any(each == real or each.startswith(f"{real}/") for each in hidden):
        yield real
    elif real not in hidden:
        for part in os.scandir(real):
            yield from without(part.path, hidden)


def rules(readable: Iterable[str], own: str) -> int:
    """A set of rules, open: `readable` to read, and the `own` folder to write in. Raises OSError if there is none."""
    abi = version()
    handled = KNOWN.get(abi, FROM_5)
    attributes = Ruleset(handled, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    ruleset = syscall(CREATE, ctypes.byref(attributes), size, 0)
    for path in readable:
        with suppress(FileNotFoundError):
            _allow(ruleset, path, READ_FILE | READ_DIR)
    _allow(ruleset, own, OWN_FOLDER & handled)
    for device in ("/dev/null", "/dev/zero", "/dev/urandom"):
        _allow(ruleset, device, READ_FILE | (WRITE_FILE if device == "/dev/null" else 0))
    return ruleset


def restrict(ruleset: int) -> None:
    """Hold this process to the rules from now on. Raises OSError if it cannot be done."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    syscall(RESTRICT, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    opened = os.open(path, getattr(os, "O_PATH", 0) | os.O_CLOEXEC)
    try:
        if not Path(path).is_dir():
            rights &= OF_FILES
        syscall(ADD_RULE, ruleset, 1, ctypes.byref(Beneath(rights, opened)), 0)
    finally:
        os.close(opened)
