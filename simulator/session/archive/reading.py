"""Reads transcripts for the index: in this process, or in several side by side where there are thousands."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from simulator.errors import UsageError
from simulator.session.archive.summary import IndexedSession, indexed_session

MOST = 8  # processes; each takes some 60 MB


def entries(folder: Path, batches: Sequence[Sequence[str]], *, several: bool) -> Iterator[list[IndexedSession]]:
    """The entries of each batch of file names, in their order; with `several`, as many processes as processors read.

    Where none can be started, or one is lost again and again, this process reads what is left.
    """
    count, done = min(MOST, os.cpu_count() or 1), 0
    if several and count > 1 and _may_start_processes():
        from simulator.session.lab.workers import ProcessPool  # deferred: hardly ever needed

        pool = ProcessPool(count, lambda _: None)
        try:
            for found in pool.results(_entries, folder, batches):
                done += 1
                yield found
        except (OSError, UsageError, RuntimeError):
            pass
        finally:
            pool.close()
    for names in batches[done:]:
        yield _entries(folder, names)


def _may_start_processes() -> bool:
    """Whether this isn't such a process itself, and its stderr can be handed on: a screen's isn't a file."""
    import multiprocessing  # deferred: hardly ever needed

    with suppress(AttributeError, OSError, ValueError):
        return multiprocessing.parent_process() is None and sys.stderr.fileno() >= 0
    return False


def _entries(folder: Path, names: Sequence[str]) -> list[IndexedSession]:
    return [indexed_session(folder / name) for name in names]
