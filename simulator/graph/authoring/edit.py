"""Edit one record of a graph as text: find it in its file, check a new text for it, and put that in its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from simulator.errors import GraphError
from simulator.graph import bounded_toml
from simulator.graph.findings import Finding, nearest
from simulator.graph.lint.run import lint_files
from simulator.graph.load import read_folder
from simulator.graph.parse import parse
from simulator.graph.text import short

KINDS = ("question", "check", "concept")
MOST_TRIED = 12  # lines that look like headers inside the strings of one record
# begins a record; not `[role.areas]`, which has a dot; a byte order mark can come before the first one
_HEADER = re.compile(r"(?:^|(?<=\A\ufeff))[ \t]*\[\[?[ \t]*\w+[ \t]*\]", re.MULTILINE)
_TRAILING = re.compile(r"(?:^[ \t]*(?:#.*)?\n)*\Z", re.MULTILINE)  # comments before the next record belong to that


@dataclass(frozen=True)
class RecordText:
    """A record: from `start` to `end` in `text`, which is the whole of `file` as it was read."""

    graph: Path
    file: str
    record: str
    text: str
    start: int
    end: int

    @property
    def own(self) -> str:
        """The text of the record."""
        return self.text[self.start : self.end]

    def file_with(self, own: str) -> bytes:
        """The whole file with a new text for the record."""
        own = own if own.endswith("\n") else own + "\n"
        return (self.text[: self.start] + own + self.text[self.end :]).encode()

    @property
    def path(self) -> Path:
        """The path of the file."""
        return self.graph / self.file

    def unchanged(self) -> bool:
        """Whether the file on disk is still as it was read."""
        try:
            return self.path.read_bytes() == self.text.encode()
        except OSError:
            return False


def find_record(graph: Path, record: str) -> RecordText:
    """The text of a question, check or concept. Raises GraphError if there is none, or its bounds are unclear."""
    files = read_folder(graph)
    draft = parse(files)
    places = draft.refused | draft.files  # invalid records too: those most need an edit
    kind = next((kind for kind in KINDS if (kind, record) in places), None)
    if kind is None:
        hint = nearest(record, [name for kind, name in places if kind in KINDS])
        torn = "".join(f"; {finding}" for finding in draft.findings if finding.file in draft.torn)
        raise GraphError(f'{short(graph.name)} has no question, check or concept "{short(record)}"{hint}{torn}.')
    file = places[kind, record]
    text = files[file].decode("utf-8")
    span = _span(text, kind, record)
    if span is None:
        raise GraphError(
            f"{short(graph / file, 200)}: {short(record)} cannot be told from the rest; edit the file itself."
        )
    return RecordText(graph, file, record, text, *span)


def findings_after(record: RecordText, own: str) -> list[Finding]:
    """What lint finds in the record with a new text, and the errors that the text causes elsewhere in the graph."""
    before = read_folder(record.graph)
    files: Mapping[str, bytes] = {**before, record.file: record.file_with(own)}
    known = {_without_line(finding) for finding in lint_files(before)[1]}
    _, findings = lint_files(files)
    names = {record.record}
    try:
        entries = [
            entry for entries in bounded_toml.loads(own).values() if isinstance(entries, list) for entry in entries
        ]
    except ValueError:
        pass  # no TOML: lint says so
    else:
        ids = {e["id"] for e in entries if isinstance(e, dict) and isinstance(e.get("id"), str)}
        if not ids:
            message = "there is no record with an id in the text any more"
            findings.append(Finding("missing-key", record.file, record.record, "", message))
        names |= ids
    return [f for f in findings if f.record in names or (f.severity == "error" and _without_line(f) not in known)]


def _without_line(finding: Finding) -> Finding:
    """The finding without its line number, which an edit above it changes."""
    return msgspec.structs.replace(finding, line=0)


def _span(text: str, kind: str, record: str) -> tuple[int, int] | None:
    """The start and end of the record. What looks like a header can be inside a string, so the piece must parse."""
    headers = [match.start() for match in _HEADER.finditer(text)]
    for index, start in enumerate(headers):
        for end in (*headers[index + 1 :], len(text))[:MOST_TRIED]:
            id_ = _only_id(text[start:end], kind)
            if id_ == record:
                return start, start + len(_TRAILING.sub("", text[start:end]))
            if id_ is not None:
                break
    return None


def _only_id(piece: str, kind: str) -> str | None:
    """The id of the record if the piece is one of this kind, "" if it is anything else, None if it does not parse."""
    try:
        tables = bounded_toml.loads(piece)
    except ValueError:
        return None
    entries = tables.get(kind)
    if len(tables) == 1 and isinstance(entries, list) and len(entries) == 1 and isinstance(entries[0], dict):
        return str(entries[0].get("id"))
    return ""
