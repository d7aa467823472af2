"""Turns the files of a graph into records, and checks them against one another; what does not fit becomes a finding.

Parsing does not stop at the first mistake. A draft holds all that could be read, so that lint can report every fault at
once. What is checked here must be right before a graph can be used; lint does the rest.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from typing import Any

import msgspec

from simulator.graph import bounded_toml
from simulator.graph import text as sanitise
from simulator.graph.bounded_toml import headers
from simulator.graph.concept_map import find_cycle
from simulator.graph.findings import Finding, blank_texts, explain, nearest
from simulator.graph.records import (
    VERDICT_COUNT,
    Area,
    Check,
    Clarification,
    Concept,
    Id,
    Misconception,
    Mistake,
    Point,
    Question,
    Record,
    Role,
    ready,
)

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


RECORD_KINDS: tuple[type[Record], ...] = (Area, Role, Concept, Question, Check, Misconception)
TABLES: Mapping[str, type[Record]] = {kind.__name__.lower(): kind for kind in RECORD_KINDS}
IN_QUESTIONS = ("question", "check")  # of the files in that folder
ALLOWED: Mapping[str, tuple[str, ...]] = {
    "graph.toml": ("graph", "area", "role"),
    "concepts.toml": ("concept",),
    "checks.toml": ("check",),
    "misconceptions.toml": ("misconception",),
}


@dataclass
class PartialGraph:
    """What could be read of a graph: records by kind and id, their file and line, and the findings.

    `refused` are records that do not fit, with their files; `torn` are files of which nothing could be read, or not
    every table. A reference to something in there isn't a second mistake, nor is one to a kind of which a record's id
    didn't fit (`unnamed`). `progress(done, total)` is told of checked questions.
    """

    heading: Heading | None = None
    records: dict[str, dict[str, Any]] = field(default_factory=lambda: {kind: {} for kind in TABLES})
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    torn: set[str] = field(default_factory=set)
    unnamed: set[str] = field(default_factory=set)
    case_bytes: int = 0  # about what the cases that were checked have made
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
            text = data.decode("utf-8-sig").replace("\r\n", "\n")
            tables = bounded_toml.loads(text)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = f"the file is not UTF-8 (byte {error.start}); save it as UTF-8"
            draft.findings.append(Finding("encoding", name, "", "", message, line))
            draft.torn.add(name)
        except ValueError as error:
            lists = [kind for kind in ALLOWED.get(name, IN_QUESTIONS) if kind != "graph"]
            line, wrong = bounded_toml.what_is_wrong(text, error, lists)
            draft.findings.append(Finding("toml", name, "", "", f"this is not valid TOML: {wrong}", line))
            draft.torn.add(name)
        else:
            _take(draft, name, tables, text)
    return draft


def _take(draft: PartialGraph, name: str, tables: dict[str, Any], text: str) -> None:
    """Adds the records of a file's tables to the draft."""
    allowed = ALLOWED.get(name, IN_QUESTIONS)
    for kind, entries in tables.items():
        if kind not in allowed:
            shown = sanitise.short(kind)
            wanted = ", ".join("[graph]" if known == "graph" else f"[[{known}]]" for known in allowed)
            message = f"there is no such table here{nearest(shown, allowed)}; this file holds {wanted}"
            line = next(iter(headers(text, kind) or headers(text, kind, single=True)), 0)
            draft.findings.append(Finding("unknown-key", name, "", shown, message, line))
            draft.torn.add(name)
        elif kind == "graph":
            draft.heading = _convert(draft, Finding("", name, "graph", "", ""), entries, Heading) or draft.heading
        elif isinstance(entries, list):
            starts = headers(text, kind)
            for index, raw in enumerate(entries):
                _record(draft, name, kind, index, raw, starts[index] if index < len(starts) else 0)
        else:
            message = f"expected a list of tables; write [[{kind}]] above each"
            line = next(iter(headers(text, kind, single=True)), 0)
            draft.findings.append(Finding("type", name, "", kind, message, line))
            draft.torn.add(name)


def _record(draft: PartialGraph, name: str, kind: str, index: int, raw: Any, line: int) -> None:
    """Adds one record to the draft, or a finding why it does not fit."""
    shown = sanitise.short(raw["id"]) if isinstance(raw, dict) and isinstance(raw.get("id"), str) else ""
    blank = Finding("", name, shown or f"{kind} {index + 1}", "", "", line)
    record = _convert(draft, blank, raw, TABLES[kind])
    if record is None:
        draft.refused[kind, shown] = name
        if draft.findings[-1].key == "id":
            draft.unnamed.add(kind)
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
        if name not in ONE_LINE and _is_plain(value):
            return value
        return [_walk(item, f"{path}[{index}]", name, bad) for index, item in enumerate(value)]
    if isinstance(value, dict):
        items = ((_key(key), item) for key, item in value.items())
        return {key: _walk(item, f"{path}.{key}" if path else key, key, bad) for key, item in items}
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        bad.append((path, "value", "expected a whole number of at most 64 bits, as TOML has no others"))
        return 0
    if isinstance(value, date | time) and _IN_A_CASE.match(path):  # anywhere else the record's own fields refuse it
        bad.append((path, "value", f"a case can't hold a date or a time; write it as text: {value.isoformat()!r}"))
        return ""
    if isinstance(value, float) and not math.isfinite(value) and not _IN_A_CASE.match(path):
        bad.append((path, "value", f"expected an ordinary number, found {value}"))
    return value


def _is_plain(values: list[Any]) -> bool:
    """Whether a list holds texts alone that are safe as they are: most of a graph's texts are cues, told in one go."""
    if not all(type(value) is str for value in values):
        return False
    together = "".join(values)
    return len(together) <= MAX_TEXT and sanitise.clean(together) is together


@lru_cache(maxsize=500)  # records of a kind all have the same ones
def _key(key: str) -> str:
    return sanitise.one_line(key)


# Checks between the records

MOST_CONCEPTS = 2000  # what the engine believes of each goes with all others: of 3,000 an interview takes half a minute
SHOWN_OF_CIRCLE = 4  # concepts at each end
DEEP = ("area", "concept", "question", "check")  # what a role's depth may name
HOMES = {"area": "graph.toml", "concept": "concepts.toml"}  # questions may be in any file of their folder


def check_references(draft: PartialGraph) -> None:
    """Adds findings for unknown names, cycles and contradictions between the records of a draft."""
    _heads(draft)
    for blank, key in blank_texts(draft.records):
        draft.add("value", blank, key, "the text is empty; write one")
    for role in draft.records["role"].values():
        for area in role.areas:
            _known(draft, ("role", role.id), f"areas.{area}", "area", area)
        if not any(weight > 0 for weight in role.areas.values()):
            draft.add("value", ("role", role.id), "areas", "no area has a weight above 0; give at least one")
        for name in role.depth:
            _known_to_depth(draft, role.id, name)
    for concept in draft.records["concept"].values():
        record = ("concept", concept.id)
        _known(draft, record, "area", "area", concept.area)
        for index, name in enumerate(concept.prerequisites):
            _known(draft, record, f"prerequisites[{index}]", "concept", name)
        _repeated(draft, record, "prerequisites", concept.prerequisites)
        if concept.min_tier > concept.max_tier:
            message = f"{concept.min_tier} is above max_tier {concept.max_tier}; change one of the two"
            draft.add("value", record, "min_tier", message)
    for question in draft.records["question"].values():
        _check_question(draft, question)
    for check in draft.records["check"].values():
        record = ("check", check.id)
        _concepts(draft, record, check.concepts)
        for rule, key, message in check.faults():
            draft.add(rule, record, key, message)
        _repeated(draft, record, "options", check.options)
        if check.id in draft.records["question"]:  # both are items of the engine, and share its ids
            at = draft.files["question", check.id]
            draft.add("duplicate-id", record, "id", f"a question has this id already, in {at}; rename one")
    for misconception in draft.records["misconception"].values():
        _cues(draft, ("misconception", misconception.id), "", misconception.cues)
    if cycle := find_cycle(draft.records["concept"]):
        if (more := len(cycle) - 2 * SHOWN_OF_CIRCLE) > 1:
            cycle[SHOWN_OF_CIRCLE:-SHOWN_OF_CIRCLE] = [f"… ({more:,} more)"]
        message = f"these concepts rest on each other in a circle: {' -> '.join(cycle)}; remove one of the edges"
        draft.add("cycle", ("concept", cycle[0]), "prerequisites", message)


def _heads(draft: PartialGraph) -> None:
    """Adds findings if the [graph] table or every concept is missing."""
    graph, concepts = "graph.toml", "concepts.toml"
    refused = any(finding.record == "graph" and finding.severity == "error" for finding in draft.findings)
    if draft.heading is None and graph not in draft.torn and not refused:
        message = "there is no [graph] table; it holds the id and the title"
        draft.findings.append(Finding("missing-key", graph, "", "graph", message))
    if not (draft.records["concept"] or concepts in draft.torn or any(kind == "concept" for kind, _ in draft.refused)):
        message = "there is no [[concept]]; a graph needs at least one"
        draft.findings.append(Finding("missing-concept", concepts, "", "concept", message))
    if (many := len(draft.records["concept"])) > MOST_CONCEPTS:
        message = f"there are {many:,} concepts; at most {MOST_CONCEPTS:,} are allowed, so make several graphs of them"
        draft.findings.append(Finding("size", concepts, "", "concept", message))


def _check_question(draft: PartialGraph, question: Question) -> None:
    record = ("question", question.id)
    _concepts(draft, record, question.concepts)
    for index, name in enumerate(question.follows):
        if name == question.id:
            draft.add("unknown-reference", record, f"follows[{index}]", "a question cannot follow itself; delete it")
        else:
            _known(draft, record, f"follows[{index}]", "question", name)
    _repeated(draft, record, "rubric", [point.id for point in question.rubric], "rename one")
    _repeated(draft, record, "stages", [stage.id for stage in question.stages], "rename one")
    for index, point in enumerate(question.rubric):
        if point.critical and point.by_probe:
            unfair = "a must-have is asked for by the prompt itself; drop critical or by_probe"
            draft.add("value", record, f"rubric[{index}].by_probe", unfair)
    points = [point.id for point in question.rubric]
    for index, probe in enumerate(question.probes):
        if probe.point and probe.point not in points:
            unknown = f'there is no rubric point "{probe.point[:60]}"{nearest(probe.point, points)}'
            draft.add("unknown-reference", record, f"probes[{index}].point", unknown)
    _cues_and_facts(draft, record, question)
    if question.anchors and len(question.anchors) != VERDICT_COUNT:
        wanted = f"expected {VERDICT_COUNT} texts, one for each verdict, the lowest first"
        draft.add("value", record, "anchors", f"{wanted}; found {len(question.anchors)}")
    if question.thresholds and list(question.thresholds) != sorted(set(question.thresholds)):
        draft.add("value", record, "thresholds", "expected numbers that grow; put them in order")
    if question.is_coding:
        _check_task(draft, record, question)
    elif question.cases or question.after or question.talk or question.entry or question.starter:
        wanted = "cases, after, talk, entry and starter belong to a question of kind implement or repair"
        draft.add("value", record, "kind", f"{wanted}; change the kind, or delete them")


def _check_task(draft: PartialGraph, record: tuple[str, str], question: Question) -> None:
    """Adds findings for a task without what it needs, and for cases that cannot be tried."""
    from simulator.graph.code.case import coding_points, coding_stages, read_entry
    from simulator.graph.code.judge import case_faults, case_heaviness
    from simulator.graph.code.values import MOST_OF_GRAPH

    for key in ("entry", "starter", "cases"):
        if not getattr(question, key):
            draft.add("missing-key", record, key, f"the key is missing; a task of kind {question.kind} needs it")
    entry = read_entry(question.entry) if question.entry else None
    if question.entry and entry is None:
        wanted = "expected a signature such as attend(q, k, v) or class Bucket(rate)"
        draft.add("value", record, "entry", wanted)
    own = {
        "stages": coding_stages(question.after, question.talk, question.planned_minutes),
        "rubric": coding_points(question.talk),
    }
    for key, follows in own.items():
        if getattr(question, key) != follows:
            draft.add("value", record, key, "a task has none of its own: this follows from talk and after; delete it")
    _repeated(draft, record, "cases", [case.id for case in question.all_cases], "rename one")
    for where, cases in (("cases", question.cases), ("after.cases", question.twist_cases)):
        for index, case in enumerate(cases):
            before, draft.case_bytes = draft.case_bytes, draft.case_bytes + case_heaviness(case)
            if draft.case_bytes <= MOST_OF_GRAPH:
                for key, message in case_faults(case, entry):
                    draft.add("value", record, f"{where}[{index}].{key}", message)
            elif before <= MOST_OF_GRAPH:  # said once: those after it aren't looked at
                most = f"the values of all cases come to more than {MOST_OF_GRAPH // 1_000_000} MB"
                draft.add("size", record, f"{where}[{index}].calls", f"{most}; make fewer or smaller ones")
        if cases and all(case.shown for case in cases):
            draft.add("value", record, where, "all cases are shown; keep some back, they decide the grade")


def _cues_and_facts(draft: PartialGraph, record: tuple[str, str], question: Question) -> None:
    """Adds findings for cues that cannot be looked for, and for clarifications that are needed and not there."""
    facts = [clarification.id for clarification in question.clarifications if clarification.id]
    _repeated(draft, record, "clarifications", facts, "rename one")
    for index, probe in enumerate(question.probes):
        if probe.needs and probe.needs not in facts:
            unknown = f'there is no clarification "{probe.needs[:60]}"{nearest(probe.needs, facts)}'
            draft.add("unknown-reference", record, f"probes[{index}].needs", unknown)
    holders: Mapping[str, Sequence[Point | Mistake | Clarification]] = {
        "rubric": question.rubric,
        "mistakes": question.mistakes,
        "clarifications": question.clarifications,
    }
    named = [(f"{key}[{index}].", entry) for key, some in holders.items() for index, entry in enumerate(some)]
    for where, entry in named:
        _cues(draft, record, where, entry.cues)


def _cues(draft: PartialGraph, record: tuple[str, str], where: str, cues: Sequence[str]) -> None:
    from simulator.graph.listening.cues import why_no_cue  # a graph that was parsed before is not checked again

    for number, cue in enumerate(cues):
        if why := why_no_cue(cue):
            draft.add("cue", record, f"{where}cues[{number}]", why)


def _concepts(draft: PartialGraph, record: tuple[str, str], names: tuple[str, ...]) -> None:
    for index, name in enumerate(names):
        _known(draft, record, f"concepts[{index}]", "concept", name)
    _repeated(draft, record, "concepts", names)


def _known(draft: PartialGraph, record: tuple[str, str], key: str, kind: str, name: str) -> None:
    """Adds a finding if there is no such record, unless it may be among those that could not be read."""
    known, home = draft.records[kind], HOMES.get(kind)
    torn = home in draft.torn if home else any(file.startswith("questions/") for file in draft.torn)
    none = kind == "concept" and not known  # reported as a missing concept
    if name not in known and not (torn or none or kind in draft.unnamed or (kind, name) in draft.refused):
        instead = nearest(name, known) or "; add it, or take it out here"
        draft.add("unknown-reference", record, key, f'there is no {kind} "{name}"{instead}')


def _known_to_depth(draft: PartialGraph, role: str, name: str) -> None:
    """Adds a finding if a role's `depth` names nothing that can be asked about, unless that could not be read."""
    known = [name for kind in DEEP for name in draft.records[kind]]
    if draft.torn or draft.unnamed or name in known or any((kind, name) in draft.refused for kind in DEEP):
        return
    instead = nearest(name, known) or "; take it out here"
    message = f'there is no area, concept, question or check "{name}"{instead}'
    draft.add("unknown-reference", ("role", role), f"depth.{name}", message)


def _repeated(
    draft: PartialGraph, record: tuple[str, str], key: str, names: Iterable[str], remedy: str = "keep one"
) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            draft.add("duplicate-id", record, key, f'"{name[:60]}" stands here {count} times; {remedy}')
