"""Checks between the records of a graph that must pass before it can be used. Lint does the others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from simulator.graph.findings import Finding, nearest
from simulator.graph.parse import PartialGraph
from simulator.graph.records import VERDICT_COUNT, Clarification, Concept, Mistake, Point, Question

MOST_CONCEPTS = 2000  # what the engine believes of each goes with all others: of 3,000 an interview takes half a minute
SHOWN_OF_CIRCLE = 4  # concepts at each end
DEEP = ("area", "concept", "question", "check")  # what a role's depth may name
HOMES = {"area": "graph.toml", "concept": "concepts.toml"}  # questions may be in any file of their folder


def check_references(draft: PartialGraph) -> None:
    """Adds findings for unknown names, cycles and contradictions between the records of a draft."""
    _heads(draft)
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
        _question(draft, question)
    for check in draft.records["check"].values():
        record = ("check", check.id)
        _concepts(draft, record, check.concepts)
        for rule, key, message in check.faults():
            draft.add(rule, record, key, message)
        _repeated(draft, record, "options", check.options)
        if check.id in draft.records["question"]:  # both are items of the engine, and share its ids
            at = draft.files["question", check.id]
            draft.add("duplicate-id", record, "id", f"a question has this id already, in {at}; rename one")
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


def find_cycle(concepts: Mapping[str, Concept]) -> list[str]:
    """A cycle of prerequisites, each concept resting on the next, with the first repeated at the end; empty if none."""
    sorter = TopologicalSorter({c.id: [p for p in c.prerequisites if p in concepts] for c in concepts.values()})
    try:
        sorter.prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def _question(draft: PartialGraph, question: Question) -> None:
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
    if question.thresholds and not question.thresholds[0] < question.thresholds[1] < question.thresholds[2]:
        draft.add("value", record, "thresholds", "expected three numbers that grow; put them in order")
    if question.is_coding:
        _task(draft, record, question)
    elif question.cases or question.after or question.talk or question.entry or question.starter:
        wanted = "cases, after, talk, entry and starter belong to a question of kind implement or repair"
        draft.add("value", record, "kind", f"{wanted}; change the kind, or delete them")
    if not question.prompt.strip():
        draft.add("value", record, "prompt", "the prompt is empty; write what the interviewer asks")


def _task(draft: PartialGraph, record: tuple[str, str], question: Question) -> None:
    """Adds findings for a task without what it needs, and for cases that cannot be tried."""
    from simulator.graph.code.case import coding_points, coding_stages, read_entry
    from simulator.graph.code.judge import case_faults

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
            for key, message in case_faults(case, entry):
                draft.add("value", record, f"{where}[{index}].{key}", message)
        if cases and all(case.shown for case in cases):
            draft.add("value", record, where, "all cases are shown; keep some back, they decide the grade")


def _cues_and_facts(draft: PartialGraph, record: tuple[str, str], question: Question) -> None:
    """Adds findings for cues that cannot be looked for, and for clarifications that are needed and not there."""
    from simulator.graph.listening.cues import why_no_cue  # a graph that was parsed before is not checked again

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
    for key, entries in holders.items():
        for index, entry in enumerate(entries):
            for number, cue in enumerate(entry.cues):
                if why := why_no_cue(cue):
                    draft.add("cue", record, f"{key}[{index}].cues[{number}]", why)


def _concepts(draft: PartialGraph, record: tuple[str, str], names: tuple[str, ...]) -> None:
    for index, name in enumerate(names):
        _known(draft, record, f"concepts[{index}]", "concept", name)
    _repeated(draft, record, "concepts", names)


def _known(draft: PartialGraph, record: tuple[str, str], key: str, kind: str, name: str) -> None:
    """Adds a finding if there is no such record, unless it may be among those that could not be read."""
    known, home = draft.records[kind], HOMES.get(kind)
    torn = home in draft.torn if home else any(file.startswith("questions/") for file in draft.torn)
    none = kind == "concept" and not known  # reported as a missing concept
    if name not in known and not (torn or none or (kind, name) in draft.refused):
        instead = nearest(name, known) or "; add it, or take it out here"
        draft.add("unknown-reference", record, key, f'there is no {kind} "{name}"{instead}')


def _known_to_depth(draft: PartialGraph, role: str, name: str) -> None:
    """Adds a finding if a role's `depth` names nothing that can be asked about, unless that could not be read."""
    known = [name for kind in DEEP for name in draft.records[kind]]
    if draft.torn or name in known or any((kind, name) in draft.refused for kind in DEEP):
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
