"""The files of a graph folder as bytes, and the digest that identifies them."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from simulator.errors import GraphError
from simulator.graph.sanitise import short

MAX_FILE_BYTES = 32 * 1024 * 1024
FIXED = ("graph.toml", "concepts.toml", "checks.toml", "calibration.toml")
QUESTIONS = "questions"


def read_folder(path: Path) -> dict[str, bytes]:
    """The files of the graph in `path`, by their name relative to it, in reading order.

    Raises GraphError where the folder, `graph.toml` or `concepts.toml` is missing or a file cannot be read.
    """
    if not path.is_dir():
        raise GraphError(f"{short(path, 300)}: there is no such folder; a graph is a folder with a graph.toml in it.")
    names = [name for name in FIXED if (path / name).exists()]
    if "graph.toml" not in names:
        raise GraphError(
            f"{short(path, 300)}: this folder is no graph, it has no graph.toml; `interview graph new` makes one."
        )
    if "concepts.toml" not in names:
        raise GraphError(f"{short(path, 300)}: the graph has no concepts.toml; a graph needs at least one concept.")
    return {name: _read(path, name) for name in names + _question_files(path)}


def digest(files: Mapping[str, bytes]) -> str:
    """The sha256, in hex, over names, lengths and bytes of all files of a graph."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode("utf-8", "surrogateescape"))
        total.update(files[name])
    return total.hexdigest()


def strays(path: Path) -> list[str]:
    """TOML files at the top of the folder that no reader looks at: most likely misspelt."""
    return sorted(entry.name for entry in path.glob("*.toml") if entry.name not in FIXED)


def _question_files(path: Path) -> list[str]:
    folder = path / QUESTIONS
    if not folder.is_dir():
        return []
    return sorted(f"{QUESTIONS}/{entry.name}" for entry in folder.glob("*.toml") if not entry.name.startswith("."))


def _read(path: Path, name: str) -> bytes:
    file = path / name
    if not file.is_file():
        raise GraphError(f"{short(file, 300)}: this is not an ordinary file.")
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise GraphError(f"{short(file, 300)}: the file cannot be read ({error.strerror}).") from error
    if len(data) > MAX_FILE_BYTES:
        raise GraphError(f"{short(file, 300)}: the file is larger than {MAX_FILE_BYTES // 2**20} MiB; split it.")
    return data
