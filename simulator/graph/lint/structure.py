"""Checks a graph against the standard: errors make it wrong or unusable, warnings say where it could be better.

Here are the rules between records: tiers along the edges, whether every concept can be asked about, and the checks.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from itertools import chain
from pathlib import Path

from simulator.errors import GraphError, UsageError
from simulator.graph.calibration_file import FILE, read_calibration, thresholds_of
from simulator.graph.concept_map import find_cycle, foundations_first
from simulator.graph.findings import Finding, nearest
from simulator.graph.lint import prose, questions
from simulator.graph.lint.rules import FOLLOW_UP_AIM_WORDS, PROMPT_WORDS, QUESTIONS_PER_CONCEPT, STALE_MONTHS
from simulator.graph.load import FIXED, SUFFIX, read_draft, read_folder, strays
from simulator.graph.parse import PartialGraph
from simulator.graph.records import DEFAULT_TOLERANCE, Check, Concept, Misconception, Question
from simulator.graph.text import plural, short
from simulator.graph.units import answer_unit

OPTIONS = 4
EXACT_BELOW = 1000
ENOUGH_TO_COUNT = 10
MOST_IN_ONE_PLACE = 0.5
MOST_LONGEST = 0.6


def lint_concepts(draft: PartialGraph) -> None:
    """Adds findings about definitions, and about edges whose tiers fall or that are redundant.

    An edge is redundant if another path implies it (transitive reduction; Aho, Garey and Ullman, 1972).
    """
    concepts: dict[str, Concept] = draft.records["concept"]
    above = {} if find_cycle(concepts) else ancestors(concepts)
    for concept in concepts.values():
        record = ("concept", concept.id)
        for index, name in enumerate(concept.prerequisites):
            key = f"prerequisites[{index}]"
            below = concepts.get(name)
            if below is not None and below.min_tier > concept.min_tier:
                falls = f"min_tier falls from {below.min_tier} at {name} to {concept.min_tier} here"
                draft.add("tier-falls", record, key, f"{falls}; raise it here, lower it there, or remove the edge")
            over = next((other for other in concept.prerequisites if name in above.get(other, ())), None)
            if over is not None:
                message = f"{name} is implied by {over}, which rests on it already; remove it"
                draft.add("redundant-edge", record, key, message)
        if not concept.definition.strip():
            message = "the concept has no definition; say in a sentence what it is"
            draft.add("missing-definition", record, "definition", message)


def ancestors(concepts: Mapping[str, Concept]) -> dict[str, frozenset[str]]:
    """For every concept of an acyclic map, all concepts that it rests on, directly or not. CycleError for a circle."""
    below: dict[str, frozenset[str]] = {}
    for name in foundations_first(concepts):
        known = [p for p in concepts[name].prerequisites if p in concepts]
        below[name] = frozenset(known).union(*(below[p] for p in known))
    return below


def lint_contents(draft: PartialGraph) -> None:
    """Adds findings about a graph without roles or questions, and about areas without concepts."""
    if draft.heading is not None and not (draft.records["role"] or _failed(draft, "graph.toml")):
        message = "there is no [[role]]; an interview needs one to weight the areas by"
        draft.findings.append(Finding("missing-role", "graph.toml", "graph", "role", message))
    if not (draft.records["question"] or _failed(draft, "questions/")):
        message = "there is no [[question]]; write one in a file of the folder questions/"
        draft.findings.append(Finding("missing-question", "graph.toml", "graph", "question", message))
    used = Counter(concept.area for concept in draft.records["concept"].values())
    for area in draft.records["area"]:
        if not used[area]:
            draft.add("empty-area", ("area", area), "id", "no concept belongs to this area; add one or delete it")


def lint_dates(draft: PartialGraph, today: date) -> None:
    """Adds findings about questions and sources whose `as_of` lies more than twelve months before `today`."""
    for question in draft.records["question"].values():
        dated = [("as_of", question.as_of)]
        dated += [(f"sources[{number}].as_of", source.as_of) for number, source in enumerate(question.sources)]
        for key, as_of in dated:
            if as_of and _months(today) - _months(date.fromisoformat(f"{as_of}-01")) > STALE_MONTHS:
                message = f"true as of {as_of}, over twelve months ago; look it up again, then change or confirm it"
                draft.add("stale", ("question", question.id), key, message)


def _months(day: date) -> int:
    return day.year * 12 + day.month


def _failed(draft: PartialGraph, path: str) -> bool:
    """Whether files whose names start with `path` have errors, so that records may be missing from the draft."""
    return any(finding.file.startswith(path) and finding.severity == "error" for finding in draft.findings)


def lint_tiers(draft: PartialGraph) -> None:
    """Adds findings about the tiers of questions, and about concepts whose questions leave tiers out."""
    concepts: dict[str, Concept] = draft.records["concept"]
    tiers: dict[str, list[int]] = {name: [] for name in concepts}
    for question in draft.records["question"].values():
        _in_range(draft, ("question", question.id), question, concepts)
        for index, name in enumerate(question.concepts[1:], start=1):
            other = concepts.get(name)
            if other is not None and other.min_tier > question.tier:
                begins = f"{name} begins at tier {other.min_tier}, above this question's tier {question.tier}"
                message = f"{begins}; leave it out or raise the tier"
                draft.add("secondary-above-tier", ("question", question.id), f"concepts[{index}]", message)
        tiers.get(question.primary, []).append(question.tier)
    if draft.records["question"]:
        for name, asked in tiers.items():
            _spread(draft, concepts[name], asked)


def _in_range(
    draft: PartialGraph, record: tuple[str, str], item: Question | Check, concepts: Mapping[str, Concept]
) -> None:
    concept = concepts.get(item.primary)
    if concept is not None and not concept.min_tier <= item.tier <= concept.max_tier:
        tiers = f"the tiers of {concept.id} ({concept.min_tier} to {concept.max_tier})"
        draft.add("tier-out-of-range", record, "tier", f"tier {item.tier} is outside {tiers}; change one of the two")


def _spread(draft: PartialGraph, concept: Concept, tiers: list[int]) -> None:
    """Adds findings if a concept has few questions, or none at an end or in the middle of its tiers."""
    record = ("concept", concept.id)
    if len(tiers) < QUESTIONS_PER_CONCEPT:
        count = plural(len(tiers), "question") if tiers else "no questions"
        message = f"{count} with it as the primary concept; write at least {QUESTIONS_PER_CONCEPT}"
        draft.add("thin-concept", record, "", message)
    missing = sorted({concept.min_tier, concept.max_tier} - set(tiers))
    if concept.max_tier - concept.min_tier >= 2 and not any(concept.min_tier < t < concept.max_tier for t in tiers):
        missing.append(0)
    if missing and tiers:
        gaps = [f"at tier {tier}" if tier else f"between {concept.min_tier} and {concept.max_tier}" for tier in missing]
        message = f"no question {', none '.join(gaps)}; write one there, or narrow its tiers"
        draft.add("tier-spread", record, "", message)


def lint_checks(draft: PartialGraph) -> None:
    """Adds findings about checks."""
    checks: list[Check] = list(draft.records["check"].values())
    for check in checks:
        record = ("check", check.id)
        if check.value is not None and check.tolerance is None and check.factor is None:
            counts = f"anything within {DEFAULT_TOLERANCE:.0%} counts as right"
            draft.add("missing-tolerance", record, "tolerance", f"{counts}; give a tolerance (a share) or a factor")
        # an estimate has a factor instead, and a measurement a unit
        value, tolerance = abs(check.value or 0), DEFAULT_TOLERANCE if check.tolerance is None else check.tolerance
        is_count = check.factor is None and value < EXACT_BELOW and value == round(value)
        if check.value is not None and is_count and tolerance * value >= 1 and not answer_unit(check.unit).measured:
            right = f"{check.value:,.0f} is a count, and {check.value + 1:,.0f} is right as well"
            draft.add("loose-count", record, "tolerance", f"{right}; set tolerance = 0")
        if check.takes == "option" and len(check.options) != OPTIONS:
            draft.add("options-count", record, "options", f"{len(check.options)} options; give {OPTIONS}")
        if not check.why.strip():
            draft.add("missing-why", record, "why", "nothing says why the answer is right; show the calculation")
        said = (questions.say_faults(text, key) for key, text in (("say", check.say), ("aim", check.aim)))
        for rule, key, message in chain(questions.prompt_faults(check.prompt, PROMPT_WORDS), *said):
            draft.add(rule, record, key, message)
        _in_range(draft, record, check, draft.records["concept"])
    _guessable(draft, [check for check in checks if check.takes == "option" and check.is_answerable])


def _guessable(draft: PartialGraph, choices: list[Check]) -> None:
    """Adds findings if the right options of many checks share one place, or are the longest."""
    if len(choices) < ENOUGH_TO_COUNT:
        return
    position, count = Counter(option for check in choices for option in check.right_options).most_common(1)[0]
    first = ("check", choices[0].id)
    if count > MOST_IN_ONE_PLACE * len(choices):
        message = f"{count} of {len(choices)} choices have option {position} as the right one; move some"
        draft.add("guessable", first, "correct", message)
    longest = sum(
        max(map(len, check.options)) in {len(check.options[option]) for option in check.right_options}
        for check in choices
    )
    if longest > MOST_LONGEST * len(choices):
        message = f"in {longest} of {len(choices)} choices the longest option is right; even out the lengths"
        draft.add("guessable", first, "options", message)


def lint_misconceptions(draft: PartialGraph) -> None:
    """Adds findings about the false beliefs of the field: an aim that's too long to be said."""
    beliefs: list[Misconception] = list(draft.records["misconception"].values())
    for belief in beliefs:
        for rule, key, message in questions.say_faults(belief.aim, "aim", FOLLOW_UP_AIM_WORDS):
            draft.add(rule, ("misconception", belief.id), key, message)


STEPS: tuple[Callable[[PartialGraph], None], ...] = (
    lint_concepts,
    lint_contents,
    lint_tiers,
    questions.lint_questions,
    lint_checks,
    lint_misconceptions,
    prose.lint_markdown,
    prose.lint_duplicates,
)


Progress = Callable[[int, int], object]


def lint(
    path: Path, area: str | None = None, today: date | None = None, progress: Progress | None = None
) -> list[Finding]:
    """All findings about the graph in the folder `path`: errors first, then by file and place.

    With `area`, only those about its concepts, questions and checks; with `today`, also whatever has a date over twelve
    months before it. `progress(done, total)` is told of questions. Raises UsageError where there is no such area.
    """
    try:
        files = read_folder(path)
    except GraphError as error:
        return [Finding("folder", path.name, "", "", str(error).rstrip("."))]
    draft, findings = lint_files(files, progress)
    if today is not None:
        lint_dates(draft, today)
    for name in strays(path):
        fixed = (each.removesuffix(SUFFIX) for each in FIXED)  # without the ending, which makes any two alike
        meant = nearest(name.removesuffix(SUFFIX), fixed).replace('"?)', f'{SUFFIX}"?)')
        why = meant or "; questions go into files that end in .toml, in the folder questions/ itself"
        findings.append(Finding("stray-file", name, "", "", f"nothing reads this file{why}"))
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
