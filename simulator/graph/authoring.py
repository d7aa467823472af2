"""Graphs made and changed: one record edited as text, a small valid graph to start from, the schema, and the counts.

A record is found in its file, its new text is checked, and it is put in place of the old one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from simulator.errors import GraphError
from simulator.graph import bounded_toml
from simulator.graph.files import write_folder
from simulator.graph.findings import Finding, nearest
from simulator.graph.lint.rules import QUESTIONS_PER_CONCEPT
from simulator.graph.load import read_folder
from simulator.graph.parse import Heading, parse
from simulator.graph.records import Area, Check, Concept, Graph, Misconception, Question, Record, Role
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
    from simulator.graph.lint.structure import lint_files  # deferred: numpy

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


TEMPLATE = Path(__file__).parent / "template"
FILES = ("graph.toml", "concepts.toml", "questions/basics.toml", "checks.toml")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")


def write_template(folder: Path) -> list[Path]:
    """Write a small valid graph to a new folder, whose name becomes its id; returns its files.

    Raises GraphError if the name cannot be an id, the folder exists, or it cannot be written.
    """
    name = folder.name
    if not _ID.fullmatch(name):
        wanted = "write small letters, digits, `-`, `.` and `_`"
        raise GraphError(f'"{short(name)}" cannot be the name of a graph; {wanted}.')
    title = name.replace("-", " ").replace("_", " ").capitalize()
    texts = {file: (TEMPLATE / file).read_text("utf-8") for file in FILES}
    return write_folder(folder, {f: t.replace("@NAME@", name).replace("@TITLE@", title) for f, t in texts.items()})


class GraphFile(Record, frozen=True):
    """`graph.toml`: what the graph is called, its areas and its roles."""

    graph: Heading
    area: tuple[Area, ...] = ()
    role: tuple[Role, ...] = ()


class ConceptsFile(Record, frozen=True):
    """`concepts.toml`: the concept map."""

    concept: tuple[Concept, ...]


class QuestionsFile(Record, frozen=True):
    """`questions/*.toml`: questions, and optionally checks."""

    question: tuple[Question, ...] = ()
    check: tuple[Check, ...] = ()


class ChecksFile(Record, frozen=True):
    """`checks.toml`: quick questions whose answers the program marks."""

    check: tuple[Check, ...]


class MisconceptionsFile(Record, frozen=True):
    """`misconceptions.toml`: false beliefs of the field, whatever is asked."""

    misconception: tuple[Misconception, ...]


SCHEMA_FILES: dict[str, type[Record]] = {
    "graph": GraphFile,
    "concepts": ConceptsFile,
    "questions": QuestionsFile,
    "checks": ChecksFile,
    "misconceptions": MisconceptionsFile,
}


def schema(file: str | None = None) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one kind of file, a key of SCHEMA_FILES, or of any of them."""
    kinds = [SCHEMA_FILES[file]] if file else list(SCHEMA_FILES.values())
    roots, parts = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    head: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    body = dict(roots[0]) if file else {"anyOf": list(roots)}
    return {**head, **body, "$defs": parts}


TIERS = range(1, 7)


class Stats(msgspec.Struct, frozen=True):
    """Counts of a graph. Keys of `by_tier` are `"1"` to `"6"`; `minutes` is the planned time of all questions.

    `tasks` counts those of the `questions` for which code is written. `per_concept` and `tiers_of` count the questions
    of each concept, by its id: all of them, and by tier.

    A concept is `thin` if it has few questions, or none at one end of its tiers: an interview soon runs out of them.
    """

    graph: str
    concepts: int
    edges: int
    questions: int
    tasks: int
    checks: int
    rubric_points: int
    minutes: float
    by_tier: dict[str, int]
    by_area: dict[str, int]
    by_kind: dict[str, int]
    per_concept: dict[str, int]
    tiers_of: dict[str, dict[str, int]]
    thin: list[str]


def stats(graph: Graph) -> Stats:
    """The counts of a graph; a question counts for its primary concept."""
    questions = graph.questions.values()
    tiers = {name: Counter[int]() for name in graph.concepts}
    for question in questions:
        tiers[question.primary][question.tier] += 1
    areas = Counter(graph.area_of(question.primary) for question in questions)
    thin = []
    for name, concept in graph.concepts.items():
        counts = tiers[name]
        if counts.total() < QUESTIONS_PER_CONCEPT or not counts[concept.min_tier] or not counts[concept.max_tier]:
            thin.append(name)
    return Stats(
        graph=graph.id,
        concepts=len(graph.concepts),
        edges=sum(len(concept.prerequisites) for concept in graph.concepts.values()),
        questions=len(graph.questions),
        tasks=sum(question.is_coding for question in questions),
        checks=len(graph.checks),
        rubric_points=sum(len(question.rubric) for question in questions),
        minutes=sum(question.planned_minutes for question in questions),
        by_tier=_by_tier(question.tier for question in questions),
        by_area={area: areas[area] for area in graph.areas},
        by_kind=dict(Counter(question.kind for question in questions)),
        per_concept={name: counts.total() for name, counts in tiers.items()},
        tiers_of={name: _by_tier(counts.elements()) for name, counts in tiers.items()},
        thin=thin,
    )


def _by_tier(tiers: Iterable[int]) -> dict[str, int]:
    counts = Counter(tiers)
    return {str(tier): counts[tier] for tier in TIERS}
