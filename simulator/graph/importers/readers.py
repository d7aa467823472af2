"""Reads files of other tools: which reader takes which kind of file, and what its columns are called."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from pkgutil import resolve_name

from simulator.errors import UsageError
from simulator.graph.findings import nearest
from simulator.graph.importers.entry import KEYS, ImportedFile
from simulator.graph.load import MAX_FILE_BYTES
from simulator.graph.text import one_line, short

# the reader (bytes, name) of files by suffix, imported when it is first needed
READERS = {
    ".csv": "simulator.graph.importers.tables:read_csv",
    ".tsv": "simulator.graph.importers.tables:read_csv",
    ".txt": "simulator.graph.importers.anki:read_text",
    ".json": "simulator.graph.importers.tables:read_json",
    ".jsonl": "simulator.graph.importers.tables:read_json",
    ".md": "simulator.graph.importers.markdown:read_markdown",
    ".markdown": "simulator.graph.importers.markdown:read_markdown",
    ".apkg": "simulator.graph.importers.anki:read_package",
}


# the kinds of file whose columns or keys have names, which can be given
WITH_COLUMN_NAMES = (".csv", ".tsv", ".json", ".jsonl")


def key_called(word: str) -> str:
    """The key of `entry.KEYS` that goes by this word, such as `prompt` for "question"; empty if none does."""
    return next((key for key, words in KEYS.items() if word.strip().lower() in words), "")


def refuse_absent(imported: Sequence[ImportedFile], called: Mapping[str, str]) -> None:
    """Raises UsageError if a column is `called` something that no file has: its usual name would be taken instead."""
    names = list(dict.fromkeys(name for file in imported for name in file.names))
    lower = {one_line(name).lower() for name in names}
    for name in called.values():
        if one_line(name).lower() not in lower:
            shown = ", ".join(short(each, 20) for each in names[:8])
            near = nearest(name, names) or f"; there are {shown}"
            raise UsageError(f'No column or key is called "{short(name, 20)}"{near}.')


def read(path: Path, called: Mapping[str, str] | None = None) -> ImportedFile:
    """The questions of a file, its columns `called` so by the keys of `entry.KEYS`.

    Raises UsageError if it cannot be read or is of an unknown kind.
    """
    if path.is_dir():
        raise UsageError(f"{short(path, 200)} is a folder; name the files in it.")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UsageError(f"{short(path, 200)}: files of this kind cannot be imported; known are {', '.join(READERS)}.")
    if not path.is_file():  # reading a pipe or a device might never end
        if not path.exists():
            raise UsageError(f"There is no file {short(path, 200)}; check its path.")
        raise UsageError(f"{short(path, 200)} is no ordinary file.")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{short(path, 200)} cannot be read ({error.strerror}).") from error
    if len(data) > MAX_FILE_BYTES:
        raise UsageError(f"{short(path, 200)} is larger than {MAX_FILE_BYTES // 2**20} MiB; split it.")
    names = [called] if called and path.suffix.lower() in WITH_COLUMN_NAMES else []
    imported: ImportedFile = resolve_name(reader)(data, short(path.name, 100), *names)
    return imported
