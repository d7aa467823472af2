"""A small graph to begin with: two areas, three concepts, two questions, one check, all of it valid."""

import re
import shutil
from pathlib import Path

from simulator.errors import GraphError
from simulator.graph.sanitise import short

TEMPLATE = Path(__file__).parent / "new_graph"
FILES = ("graph.toml", "concepts.toml", "questions/basics.toml", "checks.toml")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")


def write_template(folder: Path) -> list[Path]:
    """Makes a small valid graph in a new folder, whose name becomes its id; returns the files written.

    Raises GraphError where the name cannot be an id, something stands there already, or nothing can be written.
    """
    name = folder.name
    if not _ID.fullmatch(name):
        wanted = "write small letters, digits, `-`, `.` and `_`"
        raise GraphError(f'"{short(name)}" cannot be the name of a graph; {wanted}.')
    if folder.exists() or folder.is_symlink():
        raise GraphError(f"{short(folder, 200)} exists already; choose another name.")
    try:
        return [_write(folder, file, name) for file in FILES]
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)  # half a graph would stand in the way of the next try
        raise GraphError(f"{short(folder, 200)} cannot be written ({error.strerror}).") from error


def _write(folder: Path, file: str, name: str) -> Path:
    title = name.replace("-", " ").replace("_", " ").capitalize()
    text = (TEMPLATE / file).read_text("utf-8").replace("@NAME@", name).replace("@TITLE@", title)
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path
