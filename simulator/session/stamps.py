"""By what one sees that a transcript was changed: its time of change and its size."""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from simulator.errors import TranscriptError
from simulator.graph.private_files import OTHERS
from simulator.graph.sanitise import clean, short

SUFFIX = ".toml"

Stamp = tuple[int, int]


def can_be_shown(name: str) -> bool:
    """Whether a file's name is text on one line; what is not can neither be listed nor be typed."""
    return name.isprintable() or (clean(name) == name and not {"\n", "\t"} & set(name))


def look_into(folder: Path) -> None:
    """Raises TranscriptError where a folder is there whose files may not be seen: it would look empty."""
    try:
        there = folder.is_dir()
    except OSError:
        there = True
    if there and not os.access(folder, os.R_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        raise TranscriptError(
            f"{short(folder, 200)} may not be looked into; give yourself the right to read and enter it."
        )


def stamps(folder: Path, readable: list[str]) -> dict[str, Stamp]:
    """Time of change (ns) and size of every transcript that a list can name, by file name.

    `readable` gets the names of all files on which others have rights.
    """
    found: dict[str, Stamp] = {}
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                stat = entry.stat()
                if stat.st_mode & OTHERS:
                    readable.append(entry.name)
                if entry.name.endswith(SUFFIX) and not entry.name.startswith(".") and can_be_shown(entry.name):
                    found[entry.name] = (stat.st_mtime_ns, stat.st_size)
    return found


def stamps_of(folder: Path, names: Iterable[str], readable: list[str]) -> dict[str, Stamp]:
    """The same of some files; those that are gone are left out."""
    found: dict[str, Stamp] = {}
    for name in names:
        with contextlib.suppress(OSError):
            stat = (folder / name).stat()
            if stat.st_mode & OTHERS:
                readable.append(name)
            found[name] = (stat.st_mtime_ns, stat.st_size)
    return found


def time_of(folder: Path) -> int:
    """The folder's time of change (ns), 0 where there is none."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
