"""The standard streams: closed ones, and those that can't be written to any more."""

import contextlib
import os
import sys
from typing import TextIO


def open_closed_streams() -> bool:
    """Open the standard streams that the caller closed as the null device. False if stdout was one of them."""
    closed = [name for name in ("stdin", "stdout", "stderr") if getattr(sys, name) is None]
    for name in closed:  # otherwise the next file opened would get the free descriptor, and be printed into
        null = os.open(os.devnull, os.O_RDONLY if name == "stdin" else os.O_WRONLY)
        setattr(sys, name, os.fdopen(null, "r" if name == "stdin" else "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    return "stdout" not in closed


def discard(stream: TextIO) -> None:
    """Send what is still buffered to the null device: on exit the interpreter would try to write it, and complain."""
    with contextlib.suppress(OSError, ValueError):  # the streams of tests have no descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
