"""What must hold between the records of a graph for anyone to use it; the rest is a matter for lint."""

from collections import Counter
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from simulator.graph.findings import Finding, nearest
from simulator.graph.parse import PartialGraph
from simulator.graph.records import VERDICT_COUNT, Check, Concept, Probe, Question, Role

HOMES = {"area": "graph.toml", "concept": "concepts.toml"}  # of questions it is any file of their folder


def check_references(draft: PartialGraph) -> None:
    """Adds a finding for every unknown name, cycle and contradiction between the records of a draft."""
    _heads(draft)
    for role in draft.records["role"].values():
        _role(draft, role)
    for concept in draft.records["concept"].values():
        _concept(draft, concept)
    for question in draft.records["question"].values():
        _question(draft, question)
    for check in draft.records["check"].values():
        _check(draft, check)
    _shared_ids(draft)
    cycle = find_cycle(draft.records["concept"])
    if cycle:
        places = " -> ".join(cycle)
        draft.add(
            "cycle",
            ("concept", cycle[0]),
            "prerequisites",
            f"these concepts rest on each other in a circle: {places}; remove one of the edges",
        )


def _heads(draft: PartialGraph) -> None:
    """What a graph cannot do without: its own table, and a concept."""
    graph, concepts = "graph.toml", "concepts.toml"
    refused = any(found.record == "graph" and found.severity == "error" for found in draft.findings)
    if draft.heading is None and graph not in draft.torn and not refused:
        message = "there is no [graph] table; it holds the id and the title"
        draft.findings.append(Finding("missing-key", graph, "", "graph", message))
    if not (draft.records["concept"] or concepts in draft.torn or any(kind == "concept" for kind, _ in draft.refused)):
        message = "there is no [[concept]]; a graph needs at least one"
        draft.findings.append(Finding("missing-concept", concepts, "", "concept", message))


def find_cycle(concepts: Mapping[str, Concept]) -> list[str]:
    """A circle of prerequisites, each resting on the next, its first concept repeated at the end; else empty."""
    sorter = TopologicalSorter({c.id: [p for p in c.prerequisites if p in concepts] for c in concepts.values()})
    try:
        sorter.prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def _role(draft: PartialGraph, role: Role) -> None:
    place = ("role", role.id)
    for area in role.areas:
        _known(draft, place, f"areas.{area}", "area", area)
    if not any(weight > 0 for weight in role.areas.values()):
        draft.add("value", place, "areas", "no area has a weight above 0; give at least one")


def _concept(draft: PartialGraph, concept: Concept) -> None:
    place = ("concept", concept.id)
    _known(draft, place, "area", "area", concept.area)
    for index, name in enumerate(concept.prerequisites):
        _known(draft, place, f"prerequisites[{index}]", "concept", name)
    _repeated(draft, place, "prerequisites", concept.prerequisites)
    if concept.min_tier > concept.max_tier:
        message = f"{concept.min_tier} is above max_tier {concept.max_tier}; change one of the two"
        draft.add("value", place, "min_tier", message)


def _question(draft: PartialGraph, question: Question) -> None:
    place = ("question", question.id)
    _concepts(draft, place, question.concepts)
    for index, name in enumerate(question.follows):
        if name == question.id:
            draft.add("unknown-reference", place, f"follows[{index}]", "a question cannot follow itself; delete it")
        else:
            _known(draft, place, f"follows[{index}]", "question", name)
    _repeated(draft, place, "rubric", [point.id for point in question.rubric], "rename one")
    _repeated(draft, place, "stages", [stage.id for stage in question.stages], "rename one")
    for index, probe in enumerate(question.probes):
        _probe(draft, question, index, probe)
    if question.anchors and len(question.anchors) != VERDICT_COUNT:
        wanted = f"expected {VERDICT_COUNT} texts, one for each verdict, the lowest first"
        draft.add("value", place, "anchors", f"{wanted}; found {len(question.anchors)}")
    if question.thresholds and not question.thresholds[0] < question.thresholds[1] < question.thresholds[2]:
        draft.add("value", place, "thresholds", "expected three numbers that grow; put them in order")
    if not question.prompt.strip():
        draft.add("value", place, "prompt", "the prompt is empty; write what the interviewer asks")


def _probe(draft: PartialGraph, question: Question, index: int, probe: Probe) -> None:
    points = [point.id for point in question.rubric]
    if probe.point and probe.point not in points:
        draft.add(
            "unknown-reference",
            ("question", question.id),
            f"probes[{index}].point",
            f'there is no rubric point "{probe.point[:60]}"{nearest(probe.point, points)}',
        )


def _check(draft: PartialGraph, check: Check) -> None:
    place = ("check", check.id)
    _concepts(draft, place, check.concepts)
    for rule, key, message in check.faults():
        draft.add(rule, place, key, message)
    _repeated(draft, place, "options", check.options)


def _concepts(draft: PartialGraph, place: tuple[str, str], names: tuple[str, ...]) -> None:
    for index, name in enumerate(names):
        _known(draft, place, f"concepts[{index}]", "concept", name)
    _repeated(draft, place, "concepts", names)


def _known(draft: PartialGraph, place: tuple[str, str], key: str, kind: str, name: str) -> None:
    known = draft.records[kind]
    if name not in known and not _may_be(draft, kind, name):
        instead = nearest(name, known) or "; add it, or take it out here"
        draft.add("unknown-reference", place, key, f'there is no {kind} "{name}"{instead}')


def _may_be(draft: PartialGraph, kind: str, name: str) -> bool:
    """Whether the record may stand where nothing could be read; that is told already, and hides what it holds."""
    home = HOMES.get(kind)
    torn = home in draft.torn if home else any(file.startswith("questions/") for file in draft.torn)
    none = kind == "concept" and not draft.records[kind]  # told as a missing concept
    return torn or none or (kind, name) in draft.refused


def _repeated(
    draft: PartialGraph, place: tuple[str, str], key: str, names: Iterable[str], remedy: str = "keep one"
) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            draft.add("duplicate-id", place, key, f'"{name[:60]}" stands here {count} times; {remedy}')


def _shared_ids(draft: PartialGraph) -> None:
    """Questions and checks share one namespace: both are items of the engine."""
    for name in draft.records["check"].keys() & draft.records["question"].keys():
        at = draft.files["question", name]
        draft.add("duplicate-id", ("check", name), "id", f"a question has this id already, in {at}; rename one")
