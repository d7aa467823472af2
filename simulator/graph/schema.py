"""JSON Schema of the files of a graph, for editors that check TOML while one types."""

from typing import Any

import msgspec

from simulator.graph.parse import Heading
from simulator.graph.records import Area, Check, Concept, Question, Record, Role


class GraphFile(Record, frozen=True):
    """`graph.toml`: what the graph is called, its areas and its roles."""

    graph: Heading
    area: tuple[Area, ...] = ()
    role: tuple[Role, ...] = ()


class ConceptsFile(Record, frozen=True):
    """`concepts.toml`: the concept map."""

    concept: tuple[Concept, ...]


class QuestionsFile(Record, frozen=True):
    """`questions/*.toml`: questions, and checks if one likes."""

    question: tuple[Question, ...] = ()
    check: tuple[Check, ...] = ()


class ChecksFile(Record, frozen=True):
    """`checks.toml`: quick questions whose answer the program verifies."""

    check: tuple[Check, ...]


FILES: dict[str, type[Record]] = {
    "graph": GraphFile,
    "concepts": ConceptsFile,
    "questions": QuestionsFile,
    "checks": ChecksFile,
}


def schema(file: str | None = None) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one kind of file, by its key in FILES; without a name, of any of them."""
    kinds = [FILES[file]] if file else list(FILES.values())
    roots, parts = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    head: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    body = dict(roots[0]) if file else {"anyOf": list(roots)}
    return {**head, **body, "$defs": parts}
