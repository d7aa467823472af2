"""The folder of transcripts, and what may be done to it: it is its owner's alone, unless it holds other things too."""

import contextlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from simulator.graph.files import OTHERS, make_folder, mend
from simulator.session.archive.rows import SUFFIX

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
