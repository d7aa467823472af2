"""Graphs for the tests of the engine: the real concept map with plain questions, and tiny ones."""

import atexit
import csv
import os
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import networkx

from simulator.engine.choice.value import moments, worth_of
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.response import Array
from simulator.graph.concept_map import dag
from simulator.graph.load import load
from simulator.graph.records import Area, Check, Concept, Graph, Point, Question, Role

CONCEPTS = Path(__file__).parent / "data" / "concepts.csv"
LLM = Path(__file__).parent.parent / "graphs" / "llm"
PARSED = "PYTEST_PARSED_GRAPH"
RUBRIC = (
    Point(id="core", point="The core claim.", weight=3, critical=True),
    Point(id="why", point="The mechanism.", weight=2),
    Point(id="when", point="When it fails.", weight=2),
    Point(id="judged", point="A limit with a number.", weight=1, beyond=True),
)


def read_concepts() -> dict[str, Concept]:
    with CONCEPTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["id"]: Concept(
            id=row["id"],
            title=row["title"],
            area=row["area"],
            prerequisites=tuple(filter(None, row["prereqs"].split(";"))),
            min_tier=int(row["min_tier"]),
            max_tier=int(row["max_tier"]),
        )
        for row in rows
    }


def questions_of(concept: Concept) -> list[Question]:
    """One question at every tier of the concept's range; from depth on, a prerequisite as secondary."""
    found = []
    for tier in range(concept.min_tier, concept.max_tier + 1):
        secondaries = concept.prerequisites[:2] if tier > concept.min_tier else ()
        found.append(
            Question(
                id=f"{concept.id}.{tier}",
                kind="design" if tier == 6 else "discuss",
                concepts=(concept.id, *secondaries),
                tier=tier,
                prompt=f"Tell me about {concept.title}.",
                rubric=RUBRIC,
            )
        )
    return found


def graph_of(concepts: Mapping[str, Concept], roles: Mapping[str, Role], checks: Mapping[str, Check]) -> Graph:
    questions = [q for c in concepts.values() for q in questions_of(c)]
    areas = {c.area: Area(id=c.area, title=c.area.title()) for c in concepts.values()}
    return Graph(
        id="map",
        title="Concept map",
        path=Path("map"),
        digest="0" * 64,
        areas=areas,
        roles=roles,
        concepts=concepts,
        questions={q.id: q for q in questions},
        checks=checks,
    )


@cache
def concept_map() -> Graph:
    """All concepts of the llm graph, a question a tier, a check for every fourth concept."""
    concepts = read_concepts()
    checks = {
        f"check.{c.id}": Check(
            id=f"check.{c.id}",
            concepts=(c.id,),
            tier=c.min_tier,
            prompt="Which?",
            why="By definition.",
            options=("a", "b", "c", "d"),
            correct=0,
        )
        for c in list(concepts.values())[::4]
    }
    shares = {"foundations": 0.3, "architecture": 0.3, "inference": 0.4}
    role = Role(id="inference-engineer", title="Inference engineer", target_tier=4, areas=shares)
    return graph_of(concepts, {role.id: role}, checks)


@cache
def map_bank() -> Bank:
    return Bank.compile(concept_map())


@cache
def llm_cache() -> Path:
    """A folder with the bundled graph as it is kept once it was parsed; workers use that of whoever started them."""
    if PARSED in os.environ:
        return Path(os.environ[PARSED])
    folder = Path(mkdtemp(prefix="interview-graph-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    load(LLM, folder)
    os.environ[PARSED] = str(folder)
    return folder


@cache
def llm_graph() -> Graph:
    """The bundled graph."""
    return load(LLM, llm_cache())


@cache
def llm_bank() -> Bank:
    """The bundled graph, compiled."""
    return Bank.compile(llm_graph())


def rests_on(graph: Graph, concept: str) -> list[str]:
    """Everything below a concept, directly or not, foundations first."""
    below = networkx.ancestors(dag(graph), concept)
    return [name for name in networkx.lexicographical_topological_sort(dag(graph)) if name in below]


def values(bank: Bank, belief: Belief, omega: Array) -> Array:
    """What each item is worth before the hop discount, by the concepts' weights."""
    return worth_of(bank, moments(bank, belief, omega))
