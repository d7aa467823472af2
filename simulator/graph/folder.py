"""The files of a graph folder as bytes, and the digest that identifies them."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from simulator.errors import GraphError
from simulator.graph.sanitise import short

MAX_FILE_BYTES = 32 * 1024 * 1024
FIXED = ("graph.toml", "concepts.toml", "checks.toml", "calibration.toml")
QUESTIONS = "questions"
SUFFIX = ".toml"


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
    """TOML files in the folder that no reader looks at: misspelt or misplaced. A dot at the front marks an editor's."""
    found = [entry for entry in path.iterdir() if entry.is_file()]
    if (path / QUESTIONS).is_dir():
        found += [entry for entry in (path / QUESTIONS).rglob("*") if entry.is_file()]
    names = {entry.relative_to(path).as_posix() for entry in found if entry.suffix.lower() == SUFFIX}
    hidden = {name for name in names if any(part.startswith(".") for part in name.split("/"))}
    return sorted(names - hidden - {*FIXED, *_question_files(path)})


def _question_files(path: Path) -> list[str]:
    folder = path / QUESTIONS
    if not folder.exists():
        return []
    if not folder.is_dir():
        raise GraphError(f"{short(folder, 300)}: this is no folder; the files of questions belong into one.")
    try:
        names = [entry.name for entry in folder.iterdir()]  # `glob` passes over a folder that it may not read
    except OSError as error:
        raise GraphError(f"{short(folder, 300)}: the folder cannot be read ({error.strerror}).") from error
    return sorted(f"{QUESTIONS}/{name}" for name in names if name.endswith(SUFFIX) and not name.startswith("."))


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
