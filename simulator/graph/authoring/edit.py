"""One record of a graph as its own piece of text: found in its file, and put back with all around it untouched."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from simulator.errors import GraphError
from simulator.graph import bounded_toml
from simulator.graph.findings import Finding, nearest
from simulator.graph.lint.run import lint_files
from simulator.graph.load import read_draft, read_folder
from simulator.graph.text import short

KINDS = ("question", "check", "concept")
MOST_TRIED = 12  # headers inside one record's strings
# of a new record, also behind the mark at the very front that some editors write: `[role.areas]` has a dot
_HEADER = re.compile(r"(?:^|(?<=\A\ufeff))[ \t]*\[\[?[ \t]*\w+[ \t]*\]", re.MULTILINE)
_TRAILING = re.compile(r"(?:^[ \t]*(?:#.*)?\n)*\Z", re.MULTILINE)  # what stands before the next record belongs to that


@dataclass(frozen=True)
class RecordText:
    """A record's text between `start` and `end` of `text`, the whole of `file` as it was read."""

    graph: Path
    file: str
    record: str
    text: str
    start: int
    end: int

    @property
    def own(self) -> str:
        """The record's own text."""
        return self.text[self.start : self.end]

    def file_with(self, own: str) -> bytes:
        """The whole file with another text for the record."""
        fresh = own if own.endswith("\n") else own + "\n"
        return (self.text[: self.start] + fresh + self.text[self.end :]).encode()

    @property
    def path(self) -> Path:
        """The file."""
        return self.graph / self.file

    def unchanged(self) -> bool:
        """Whether the file still is what was read."""
        try:
            return self.path.read_bytes() == self.text.encode()
        except OSError:
            return False


def find_record(graph: Path, record: str) -> RecordText:
    """The text of a question, check or concept. Raises GraphError where there is none, or it cannot be told apart."""
    files = read_folder(graph)
    draft = read_draft(files)
    places = draft.refused | draft.files  # one that does not fit is what wants to be edited
    kind = next((kind for kind in KINDS if (kind, record) in places), None)
    if kind is None:
        hint = nearest(record, [name for kind, name in places if kind in KINDS])
        torn = "".join(f"; {found}" for found in draft.findings if found.file in draft.torn)
        raise GraphError(f'{short(graph.name)} has no question, check or concept "{short(record)}"{hint}{torn}.')
    file = places[kind, record]
    text = files[file].decode("utf-8")
    found = _span(text, kind, record)
    if found is None:
        raise GraphError(
            f"{short(graph / file, 200)}: {short(record)} cannot be told from the rest; edit the file itself."
        )
    return RecordText(graph, file, record, text, *found)


def findings_after(place: RecordText, own: str) -> list[Finding]:
    """What lint would say of the record if it had this text, and every error of the graph that is not there now."""
    before = read_folder(place.graph)
    files: Mapping[str, bytes] = {**before, place.file: place.file_with(own)}
    known = {_without_line(finding) for finding in lint_files(before)[1]}
    _, found = lint_files(files)
    left = _ids(own)
    if left == set():
        message = "the text holds no record with an id any more"
        found.append(Finding("missing-key", place.file, place.record, "", message))
    own_names = {place.record, *(left or ())}
    return [f for f in found if f.record in own_names or (f.severity == "error" and _without_line(f) not in known)]


def _without_line(finding: Finding) -> Finding:
    """A finding but for its line, which moves with what stands above."""
    return msgspec.structs.replace(finding, line=0)


def _ids(own: str) -> set[str] | None:
    """The ids of the records in a text, None where it is no TOML."""
    try:
        tables = bounded_toml.loads(own)
    except ValueError:
        return None
    records = (entry for entries in tables.values() if isinstance(entries, list) for entry in entries)
    return {entry["id"] for entry in records if isinstance(entry, dict) and isinstance(entry.get("id"), str)}


def _span(text: str, kind: str, record: str) -> tuple[int, int] | None:
    """Where the record stands. A header inside a long string is no header: only a piece that parses counts."""
    headers = [match.start() for match in _HEADER.finditer(text)]
    for place, start in enumerate(headers):
        for end in (*headers[place + 1 :], len(text))[:MOST_TRIED]:
            found = _only_record(text[start:end], kind)
            if found == record:
                return start, start + len(_TRAILING.sub("", text[start:end]))
            if found is not None:
                break
    return None


def _only_record(piece: str, kind: str) -> str | None:
    """The id of the one record that a piece of text holds, None where it holds no whole one."""
    try:
        tables = bounded_toml.loads(piece)
    except ValueError:
        return None
    entries = tables.get(kind)
    if len(tables) == 1 and isinstance(entries, list) and len(entries) == 1 and isinstance(entries[0], dict):
        return str(entries[0].get("id"))
    return ""
