"""The concept map: a directed acyclic graph with edges from prerequisites to the concepts that rest on them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from simulator.graph.records import Concept, Graph

if TYPE_CHECKING:
    import networkx


@lru_cache(maxsize=8)
def dag(graph: Graph) -> "networkx.DiGraph[str]":
    """The concepts as a networkx DiGraph, in file order. It is cached: do not change it."""
    import networkx  # deferred: the home screen and most commands do without

    map_: networkx.DiGraph[str] = networkx.DiGraph()
    map_.add_nodes_from(graph.concepts)
    map_.add_edges_from((below, name) for name, concept in graph.concepts.items() for below in concept.prerequisites)
    return map_


def opens(graph: Graph, concept: str) -> list[str]:
    """The concepts that have this one as a prerequisite, in file order."""
    return [name for name, other in graph.concepts.items() if concept in other.prerequisites]


@dataclass(frozen=True)
class Chain:
    """The concepts around one: its direct and all its prerequisites, and what rests on it directly and in all."""

    rests_on: frozenset[str]
    below: frozenset[str]
    opens: frozenset[str]
    above: frozenset[str]


def chain(graph: Graph, concept: str) -> Chain:
    """The prerequisites of a concept and all that rests on it."""
    import networkx  # deferred, as in `dag`

    map_ = dag(graph)
    return Chain(
        frozenset(map_.predecessors(concept)),
        frozenset(networkx.ancestors(map_, concept)),
        frozenset(map_.successors(concept)),
        frozenset(networkx.descendants(map_, concept)),
    )


def layers_of(graph: Graph, names: Collection[str]) -> list[list[str]]:
    """Some concepts in the layers that they have in the whole graph, without empty layers."""
    chosen = ([name for name in layer if name in names] for layer in layers(graph.concepts))
    return [layer for layer in chosen if layer]


def layers(concepts: Mapping[str, Concept]) -> list[list[str]]:
    """The concepts in layers: the number of a layer is the length of the longest chain of prerequisites below it."""
    depth: dict[str, int] = {}
    stack = list(concepts)  # not recursive: a chain can be longer than Python's stack
    while stack:
        name = stack[-1]
        below = [p for p in concepts[name].prerequisites if p in concepts]
        waiting = [p for p in below if p not in depth]
        if waiting:
            stack.extend(waiting)
            continue
        stack.pop()
        depth[name] = 1 + max((depth[p] for p in below), default=-1)
    result: list[list[str]] = [[] for _ in range(1 + max(depth.values(), default=-1))]
    for name in concepts:
        result[depth[name]].append(name)
    return result
