"""How well this machine can shut in a candidate's code, in plain words."""

import functools
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.session.code.process import ChildDied, ChildProcess

LEVELS = ("namespaces", "bubblewrap", "landlock", "seccomp", "limits")  # the strongest first
UNSUPPORTED = "unsupported"
_LIMITS = "Time, memory, processes, files and output are limited. Those are limits, not a prison."
_SENTENCES = {
    "namespaces": "Your code runs in its own room: it sees Python and NumPy, but none of your files and no network.",
    "bubblewrap": "Your code runs in bubblewrap: it sees Python and NumPy, but none of your files and no network.",
    "landlock": "Your code can't open your files, use the network or start programs. It can see that files are there.",
    "seccomp": "Your code can't use the network or start other programs, but it can read and write your files.",
    "limits": "Nothing on this machine shuts your code in: it can reach your files and the network, just as you can.",
}


@dataclass(frozen=True)
class Confinement:
    """What holds while a candidate's code runs. `filtered` says whether system calls are filtered as well.

    `own_id` says whether the code runs under an id of its own instead of root's.
    """

    level: str
    filtered: bool = False
    own_id: bool = False

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
def survey() -> Confinement:
    """What this machine can do, found by trying it; takes some 50 ms, once."""
    if not can_fork():
        return Confinement(UNSUPPORTED)
    child = ChildProcess(LEVELS, probe=True)
    try:
        return held(child.hello(10.0))
    except ChildDied:
        return Confinement(UNSUPPORTED)
    finally:
        child.close()


def held(hello: Mapping[str, Any]) -> Confinement:
    """What a child says that holds in it."""
    return Confinement(hello["level"] or UNSUPPORTED, bool(hello["filtered"]), bool(hello["own_id"]))
