"""Whether anybody still waits for an archive to be read: or leaving the program would take minutes."""

from collections.abc import Callable
from contextvars import ContextVar

# threads have the context of who started them, so that each program that runs in a process has its own answer
is_left: ContextVar[Callable[[], bool]] = ContextVar("is_left", default=lambda: False)
