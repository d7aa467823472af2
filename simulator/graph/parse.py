"""Turns the files of a graph into records; whatever does not fit becomes a finding.

Parsing does not stop at the first mistake. A draft holds all that could be read, so that lint can report every fault at
once.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from simulator.graph import bounded_toml
from simulator.graph import text as sanitise
from simulator.graph.findings import Finding, explain, nearest
from simulator.graph.records import Area, Check, Concept, Id, Question, Record, Role, ready

MAX_TEXT = 50_000
MOST_LISTED = 500  # entries of one list: points, cues, probes
_IN_A_CASE = re.compile(r"(after\.)?cases\[")  # a mask is made of infinities, and code has to survive a NaN
ONE_LINE = frozenset({"title", "authors", "unit", "arxiv", "url"})


class Heading(Record, frozen=True):
    """The `[graph]` table: what the graph is called."""

    id: Id
    title: str
    about: str = ""


ready(Heading)


Kind = type[Area] | type[Role] | type[Concept] | type[Question] | type[Check]
TABLES: Mapping[str, Kind] = {"area": Area, "role": Role, "concept": Concept, "question": Question, "check": Check}
ALLOWED: Mapping[str, tuple[str, ...]] = {
    "graph.toml": ("graph", "area", "role"),
    "concepts.toml": ("concept",),
    "checks.toml": ("check",),
}


@dataclass
class PartialGraph:
    """What could be read of a graph: records by kind and id, their file and line, and the findings.

    `refused` are records that do not fit, with their files; `torn` are files of which nothing could be read. A
    reference to something in there is no second mistake. `progress(done, total)` is told of checked questions.
    """

    heading: Heading | None = None
    records: dict[str, dict[str, Any]] = field(default_factory=lambda: {kind: {} for kind in TABLES})
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    torn: set[str] = field(default_factory=set)
    progress: Callable[[int, int], object] | None = None

    def add(self, rule: str, record: tuple[str, str], key: str, message: str) -> None:
        """Adds a finding about `record`, its kind and id."""
        file, line = self.files.get(record, ""), self.lines.get(record, 0)
        self.findings.append(Finding(rule, file, record[1], key, message, line))


def parse(files: Mapping[str, bytes]) -> PartialGraph:
    """The draft of a graph from its files (name to bytes)."""
    draft = PartialGraph()
    for name, data in files.items():
        if name == "calibration.toml":
            continue
        try:
            text = data.decode("utf-8-sig")
            tables = bounded_toml.loads(text.replace("\r\n", "\n"))
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = f"the file is not UTF-8 (byte {error.start}); save it as UTF-8"
            draft.findings.append(Finding("encoding", name, "", "", message, line))
            draft.torn.add(name)
        except ValueError as error:
            at = re.search(r"\(at line (\d+), column \d+\)", str(error))
            message = f"this is not valid TOML: {sanitise.short(error, 160)}"
            draft.findings.append(Finding("toml", name, "", "", message, int(at[1]) if at else 0))
            draft.torn.add(name)
        else:
            _take(draft, name, tables, text)
    return draft


def _take(draft: PartialGraph, name: str, tables: dict[str, Any], text: str) -> None:
    """Adds the records of a file's tables to the draft."""
    allowed = ALLOWED.get(name, ("question", "check"))
    for kind, entries in tables.items():
        if kind not in allowed:
            shown = sanitise.short(kind)
            wanted = ", ".join("[graph]" if known == "graph" else f"[[{known}]]" for known in allowed)
            message = f"there is no such table here{nearest(shown, allowed)}; this file holds {wanted}"
            draft.findings.append(Finding("unknown-key", name, "", shown, message))
        elif kind == "graph":
            draft.heading = _convert(draft, Finding("", name, "graph", "", ""), entries, Heading) or draft.heading
        elif isinstance(entries, list):
            starts = _lines(text, kind)
            for index, raw in enumerate(entries):
                _record(draft, name, kind, index, raw, starts[index] if index < len(starts) else 0)
        else:
            message = f"expected a list of tables; write [[{kind}]] above each"
            draft.findings.append(Finding("type", name, "", kind, message))


def _lines(text: str, kind: str) -> list[int]:
    """The line numbers of the headers `[[kind]]`, in order: good enough to point an author to them."""
    pattern = re.compile(rf"^[ \t]*\[\[[ \t]*{kind}[ \t]*\]\]", re.MULTILINE)
    lines, line, last = [], 1, 0
    for match in pattern.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        lines.append(line)
    return lines


def _record(draft: PartialGraph, name: str, kind: str, index: int, raw: Any, line: int) -> None:
    """Adds one record to the draft, or a finding why it does not fit."""
    shown = sanitise.short(raw["id"]) if isinstance(raw, dict) and isinstance(raw.get("id"), str) else ""
    blank = Finding("", name, shown or f"{kind} {index + 1}", "", "", line)
    record = _convert(draft, blank, raw, TABLES[kind])
    if record is None:
        draft.refused[kind, shown] = name
        return
    known = draft.files.get((kind, record.id))
    if known is not None:
        at = f"{known}:{draft.lines[kind, record.id]}"
        message = f"another {kind} has this id already, at {at}; rename one"
        draft.findings.append(msgspec.structs.replace(blank, rule="duplicate-id", key="id", message=message))
        return
    draft.records[kind][record.id] = record
    draft.files[kind, record.id] = name
    draft.lines[kind, record.id] = line


def _convert(draft: PartialGraph, blank: Finding, raw: Any, record: type[Any]) -> Any:
    """The record in a table, or None, with findings for all that does not fit: `blank` says where it stands."""
    bad: list[tuple[str, str, str]] = []  # key path, rule and message of what is not safe to show
    cleaned = _walk(raw, "", "", bad)
    for key, rule, message in bad:
        draft.findings.append(msgspec.structs.replace(blank, rule=rule, key=key, message=message))
    if any(rule != "control-character" for _, rule, _ in bad):
        return None
    try:
        return msgspec.convert(cleaned, record)
    except msgspec.ValidationError as error:
        rule, key, message = explain(error, record, cleaned)
    draft.findings.append(msgspec.structs.replace(blank, rule=rule, key=key, message=message))
    return None


def _walk(value: Any, path: str, name: str, bad: list[tuple[str, str, str]]) -> Any:
    """The value with all its texts made safe; faults are added to `bad`."""
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            bad.append((path, "size", f"the text has {len(value):,} characters; at most {MAX_TEXT:,} are allowed"))
            return ""
        safe = sanitise.clean(value)
        if safe is not value and safe != value.replace("\r\n", "\n"):
            left_out = (
                "the text holds control characters or characters that reorder text; they are left out, delete them"
            )
            bad.append((path, "control-character", left_out))
        return sanitise.one_line(safe) if name in ONE_LINE else safe
    if isinstance(value, list):
        if len(value) > MOST_LISTED and not _IN_A_CASE.match(path):
            bad.append((path, "size", f"the list has {len(value):,} entries; at most {MOST_LISTED:,} are allowed"))
            return []
        return [_walk(item, f"{path}[{index}]", name, bad) for index, item in enumerate(value)]
    if isinstance(value, dict):
        items = ((sanitise.one_line(key), item) for key, item in value.items())
        return {key: _walk(item, f"{path}.{key}" if path else key, key, bad) for key, item in items}
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        bad.append((path, "value", "expected a whole number of at most 64 bits, for TOML has no others"))
        return 0
    if isinstance(value, float) and not math.isfinite(value) and not _IN_A_CASE.match(path):
        bad.append((path, "value", f"expected an ordinary number, found {value}"))
    return value
