"""A small valid graph to start from, the JSON Schema of a graph's files, and the counts of a graph."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from simulator.errors import GraphError
from simulator.graph.files import write_folder
from simulator.graph.lint.rules import QUESTIONS_PER_CONCEPT
from simulator.graph.parse import Heading
from simulator.graph.records import Area, Check, Concept, Graph, Question, Record, Role
from simulator.graph.text import short

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


SCHEMA_FILES: dict[str, type[Record]] = {
    "graph": GraphFile,
    "concepts": ConceptsFile,
    "questions": QuestionsFile,
    "checks": ChecksFile,
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
