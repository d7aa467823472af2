"""Question collections of other tools turned into a graph: tables, Markdown lists, Anki decks."""

from collections.abc import Callable
from pathlib import Path

from simulator.errors import UsageError
from simulator.graph.folder import MAX_FILE_BYTES
from simulator.graph.importers import anki, markdown, tables
from simulator.graph.importers.entry import Found
from simulator.graph.sanitise import short

READERS: dict[str, Callable[[bytes, str], Found]] = {
    ".csv": tables.read_csv,
    ".tsv": tables.read_csv,
    ".txt": anki.read_text,
    ".json": tables.read_json,
    ".jsonl": tables.read_json,
    ".md": markdown.read_markdown,
    ".markdown": markdown.read_markdown,
    ".apkg": anki.read_package,
}


def read(path: Path) -> Found:
    """What a file holds. Raises UsageError where it cannot be read, or nothing here reads files of this kind."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UsageError(f"{short(path, 200)}: nothing here reads such a file; known are {', '.join(READERS)}.")
    if not path.is_file():  # a pipe would wait for ever, a device never end
        missing = "is no ordinary file" if path.exists() else "cannot be read (No such file or directory)"
        raise UsageError(f"{short(path, 200)} {missing}.")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{short(path, 200)} cannot be read ({error.strerror}).") from error
    if len(data) > MAX_FILE_BYTES:
        raise UsageError(f"{short(path, 200)} is larger than {MAX_FILE_BYTES // 2**20} MiB; split it.")
    return reader(data, short(path.name, 100))
