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
    """Make a private folder for transcripts, or make an existing one private. Raises OSError."""
    if folder.is_dir():
        mend_folder(folder)
    else:
        make_folder(folder)


def mend_folder(folder: Path) -> None:
    """Make the folder private to its owner, if it is called `sessions` or holds nothing but transcripts.

    `--sessions .` may name any folder, such as a shared project; there only the transcripts are made private.
    """
    with contextlib.suppress(OSError):
        if not folder.stat().st_mode & OTHERS:
            return
        with os.scandir(folder) as entries:
            only_transcripts = folder.name == NAME or all(
                entry.name.startswith(".")
                or (not entry.is_dir() and (entry.name.endswith(SUFFIX) or _BESIDE.fullmatch(entry.name)))
                for entry in entries
            )
        if only_transcripts:
            mend(folder)


def mend_files(folder: Path, names: Iterable[str], transcripts: frozenset[str]) -> None:
    """Make transcripts and the files that belong to them private; any other file keeps its mode."""
    for name in names:
        beside = _BESIDE.fullmatch(name)
        if name == TRASH or name in transcripts or (beside and f"{beside[1]}{SUFFIX}" in transcripts):
            mend(folder / name)


FileStat = tuple[int, int]


def can_be_shown(name: str) -> bool:
    """Whether a file's name is text on one line; any other can be neither listed nor typed."""
    return name.isprintable() or (clean(name) == name and not {"\n", "\t"} & set(name))


def shown_name(name: str) -> str:
    """A file's name as one can read and type it: what can't be shown is told by its number, as in `a\\nb`, `\\xff`."""
    return "".join(c if c.isprintable() else _escape(c) for c in name)


def _escape(letter: str) -> str:
    """Python gives a byte that isn't UTF-8 as a lone surrogate."""
    code = ord(letter)
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else letter.encode("unicode_escape").decode()


def look_into(folder: Path) -> None:
    """Raise TranscriptError for a folder that may not be read: otherwise it would look empty."""
    try:
        exists = folder.is_dir()
    except PermissionError:
        exists = True
    except OSError as error:  # such as a name that is too long: then there is no folder
        raise TranscriptError(f"{short(folder, 200)} can't be read: {error.strerror or error}.") from error
    if exists and not os.access(folder, os.R_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        raise TranscriptError(
            f"{short(folder, 200)} may not be looked into; give yourself the right to read and enter it."
        )


def file_stats(folder: Path, readable: list[str]) -> dict[str, FileStat]:
    """Modification time (ns) and size of every transcript, by file name.

    The names of all files that others may read are added to `readable`.
    """
    stats: dict[str, FileStat] = {}
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                stat = entry.stat()
                if stat.st_mode & OTHERS:
                    readable.append(entry.name)
                if entry.name.endswith(SUFFIX) and not entry.name.startswith(".") and can_be_shown(entry.name):
                    stats[entry.name] = (stat.st_mtime_ns, stat.st_size)
    return stats


def stats_of(folder: Path, names: Iterable[str], readable: list[str]) -> dict[str, FileStat]:
    """Modification time (ns) and size of some files by name, but those that are gone; `readable` as in `file_stats`."""
    stats: dict[str, FileStat] = {}
    for name in names:
        with contextlib.suppress(OSError):
            stat = (folder / name).stat()
            if stat.st_mode & OTHERS:
                readable.append(name)
            stats[name] = (stat.st_mtime_ns, stat.st_size)
    return stats


def changed_at(folder: Path) -> int:
    """The folder's modification time (ns); 0 if there is no folder."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
