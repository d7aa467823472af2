"""By what one sees that a transcript was changed: its time of change and its size."""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

SUFFIX = ".toml"

Stamp = tuple[int, int]


def stamps(folder: Path) -> dict[str, Stamp]:
    """Time of change (ns) and size of every transcript, by file name."""
    found: dict[str, Stamp] = {}
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(SUFFIX) and not entry.name.startswith("."):
                with contextlib.suppress(OSError):
                    stat = entry.stat()
                    found[entry.name] = (stat.st_mtime_ns, stat.st_size)
    return found


def stamps_of(folder: Path, names: Iterable[str]) -> dict[str, Stamp]:
    """The same of some files; those that are gone are left out."""
    found: dict[str, Stamp] = {}
    for name in names:
        with contextlib.suppress(OSError):
            stat = (folder / name).stat()
            found[name] = (stat.st_mtime_ns, stat.st_size)
    return found


def time_of(folder: Path) -> int:
    """The folder's time of change (ns), 0 where there is none."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
