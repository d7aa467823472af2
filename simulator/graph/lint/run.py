"""Checks a graph against the standard: errors make it wrong or unusable, warnings say where it could be better."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from simulator.errors import GraphError, UsageError
from simulator.graph.calibration_file import FILE, read_calibration, thresholds_of
from simulator.graph.findings import Finding, nearest
from simulator.graph.lint import prose, questions, structure
from simulator.graph.load import read_draft, read_folder, strays
from simulator.graph.parse import PartialGraph
from simulator.graph.text import short

STEPS: tuple[Callable[[PartialGraph], None], ...] = (
    structure.lint_concepts,
    structure.lint_contents,
    structure.lint_tiers,
    questions.lint_questions,
    structure.lint_checks,
    prose.lint_markdown,
    prose.lint_duplicates,
)


Progress = Callable[[int, int], object]


def lint(
    path: Path, area: str | None = None, today: date | None = None, progress: Progress | None = None
) -> list[Finding]:
    """All findings about the graph in the folder `path`: errors first, then by file and place.

    With `area`, only those about its concepts, questions and checks; with `today`, also what is dated and older than
    twelve months. `progress(done, total)` is told of questions. Raises UsageError where there is no such area.
    """
    try:
        files = read_folder(path)
    except GraphError as error:
        return [Finding("folder", path.name, "", "", str(error).rstrip("."))]
    draft, findings = lint_files(files, progress)
    if today is not None:
        structure.lint_dates(draft, today)
    for name in strays(path):
        message = (
            "nothing reads this file; questions belong into files that end in .toml, in the folder questions/ itself"
        )
        findings.append(Finding("stray-file", name, "", "", message))
    name = path.resolve().name
    if draft.heading is not None and draft.heading.id != name:
        message = f'the folder is called "{short(name)}", and sessions call the graph by its id; give both one name'
        findings.append(Finding("folder-name", "graph.toml", "graph", "id", message))
    findings = findings if area is None else _within(draft, findings, area)
    return sorted(findings, key=lambda f: (f.severity, f.file, f.line, f.record, f.key))


def lint_files(files: Mapping[str, bytes], progress: Progress | None = None) -> tuple[PartialGraph, list[Finding]]:
    """What could be read from the files of a graph, and all findings about it, in no particular order."""
    draft = read_draft(files)
    draft.progress = progress
    for step in STEPS:
        step(draft)
    if FILE in files and draft.records["concept"]:
        thresholds = thresholds_of(draft.records["question"], draft.records["check"])
        try:
            read_calibration(files[FILE], tuple(draft.records["concept"]), thresholds)
        except ValueError as error:
            message = f"{error}; calibrate the graph again or remove the file"
            draft.findings.append(Finding("calibration", FILE, "", "", message))
    return draft, draft.findings


def _within(draft: PartialGraph, findings: list[Finding], area: str) -> list[Finding]:
    """The findings about an area's concepts, questions and checks. Raises UsageError if there is no such area."""
    areas = draft.records["area"]
    if area not in areas:
        hint = nearest(area, areas) or f"; its areas are {', '.join(areas)}"
        raise UsageError(f'There is no area "{short(area)}" in this graph{hint}.')
    inside = {name for name, concept in draft.records["concept"].items() if concept.area == area}
    names = set(inside)
    for kind in ("question", "check"):
        names.update(name for name, item in draft.records[kind].items() if item.primary in inside)
    return [f for f in findings if f.record in names or f.file == f"questions/{area}.toml"]
