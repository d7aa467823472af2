"""Holds a graph to the standard: errors make it unusable or wrong, warnings fall short of a good bank."""

from collections.abc import Callable, Mapping
from pathlib import Path

from simulator.errors import GraphError, UsageError
from simulator.graph.calibration_file import FILE, read_calibration, thresholds_of
from simulator.graph.findings import Finding, nearest
from simulator.graph.lint import prose, questions, structure
from simulator.graph.load import read_draft, read_folder, strays
from simulator.graph.parse import PartialGraph
from simulator.graph.text import short

STEPS: tuple[Callable[[PartialGraph], None], ...] = (
    structure.lint_structure,
    questions.lint_texts,
    questions.lint_rubric,
    structure.lint_checks,
    prose.lint_markdown,
    prose.lint_duplicates,
)


def lint(path: Path, area: str | None = None) -> list[Finding]:
    """All findings about the graph in the folder `path`: errors first, then by file and place.

    With `area`, only those about its concepts, questions and checks. Raises UsageError where there is no such area.
    """
    try:
        files = read_folder(path)
    except GraphError as error:
        return [Finding("folder", path.name, "", "", str(error).rstrip("."))]
    draft, found = lint_files(files)
    for name in strays(path):
        message = (
            "nothing reads this file; questions belong into files that end in .toml, in the folder questions/ itself"
        )
        found.append(Finding("stray-file", name, "", "", message))
    name = path.resolve().name
    if draft.heading is not None and draft.heading.id != name:
        message = f'the folder is called "{short(name)}", and sessions call the graph by its id; give both one name'
        found.append(Finding("folder-name", "graph.toml", "graph", "id", message))
    found = found if area is None else _within(draft, found, area)
    return sorted(found, key=lambda f: (f.severity, f.file, f.line, f.record, f.key))


def lint_files(files: Mapping[str, bytes]) -> tuple[PartialGraph, list[Finding]]:
    """What could be read of these files of a graph, and all findings about it, in no order."""
    draft = read_draft(files)
    for step in STEPS:
        step(draft)
    if FILE in files and draft.records["concept"]:
        _calibration(draft, files[FILE])
    return draft, draft.findings


def _calibration(draft: PartialGraph, data: bytes) -> None:
    try:
        thresholds = thresholds_of(draft.records["question"], draft.records["check"])
        read_calibration(data, tuple(draft.records["concept"]), thresholds)
    except ValueError as error:
        message = f"{error}; calibrate the graph again or remove the file"
        draft.findings.append(Finding("calibration", FILE, "", "", message))


def _within(draft: PartialGraph, found: list[Finding], area: str) -> list[Finding]:
    areas = draft.records["area"]
    if area not in areas:
        hint = nearest(area, areas) or f"; its areas are {', '.join(areas)}"
        raise UsageError(f'There is no area "{short(area)}" in this graph{hint}.')
    inside = {name for name, concept in draft.records["concept"].items() if concept.area == area}
    names = set(inside)
    for kind in ("question", "check"):
        names.update(name for name, item in draft.records[kind].items() if item.primary in inside)
    return [f for f in found if f.record in names or f.file == f"questions/{area}.toml"]
