"""The folder of transcripts: what its files are called, when they changed, and who may read them."""

import contextlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from simulator.errors import TranscriptError
from simulator.graph.files import OTHERS, make_folder, mend
from simulator.graph.text import clean, short

SUFFIX = ".toml"
NAME, TRASH = "sessions", ".trash"
_BESIDE = re.compile(r"\.?(.+)\.(?:draft|draft-new|lock|(?:cut|old)\d+)", re.DOTALL)


def make(folder: Path) -> None:
    """Makes a folder for transcripts, or mends the one that is there. Raises OSError."""
    if folder.is_dir():
        mend_folder(folder)
    else:
        make_folder(folder)


def mend_folder(folder: Path) -> None:
    """Takes the folder from everybody else where it is one of transcripts: by its name, or for it holds nothing else.

    `--sessions .` may name any folder, such as a project that others work in too; there only the files are mended.
    """
    with contextlib.suppress(OSError):
        if folder.stat().st_mode & OTHERS and (folder.name == NAME or _holds_nothing_else(folder)):
            mend(folder)


def mend_files(folder: Path, names: Iterable[str], transcripts: frozenset[str]) -> None:
    """Takes transcripts, and what lies beside them, from everybody else; any other file keeps its mode."""
    for name in names:
        beside = _BESIDE.fullmatch(name)
        if name == TRASH or name in transcripts or (beside and f"{beside[1]}{SUFFIX}" in transcripts):
            mend(folder / name)


def _holds_nothing_else(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return all(
            entry.name.startswith(".")
            or (not entry.is_dir() and (entry.name.endswith(SUFFIX) or _BESIDE.fullmatch(entry.name)))
            for entry in entries
        )


FileStat = tuple[int, int]


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


def file_stats(folder: Path, readable: list[str]) -> dict[str, FileStat]:
    """Time of change (ns) and size of every transcript that a list can name, by file name.

    `readable` gets the names of all files on which others have rights.
    """
    found: dict[str, FileStat] = {}
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                stat = entry.stat()
                if stat.st_mode & OTHERS:
                    readable.append(entry.name)
                if entry.name.endswith(SUFFIX) and not entry.name.startswith(".") and can_be_shown(entry.name):
                    found[entry.name] = (stat.st_mtime_ns, stat.st_size)
    return found


def stats_of(folder: Path, names: Iterable[str], readable: list[str]) -> dict[str, FileStat]:
    """The same of some files; those that are gone are left out."""
    found: dict[str, FileStat] = {}
    for name in names:
        with contextlib.suppress(OSError):
            stat = (folder / name).stat()
            if stat.st_mode & OTHERS:
                readable.append(name)
            found[name] = (stat.st_mtime_ns, stat.st_size)
    return found


def changed_at(folder: Path) -> int:
    """The folder's time of change (ns), 0 where there is none."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
