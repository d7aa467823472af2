"""The concept map as a directed acyclic graph: edges run from a prerequisite to what rests on it."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import msgspec

from simulator.graph.records import Concept, Graph

if TYPE_CHECKING:
    import networkx


@lru_cache(maxsize=8)
def dag(graph: Graph) -> "networkx.DiGraph[str]":
    """The networkx DiGraph of a graph's concepts, in file order. It is cached: do not change it."""
    import networkx  # deferred: the home screen and most commands never walk the map

    edges: networkx.DiGraph[str] = networkx.DiGraph()
    edges.add_nodes_from(graph.concepts)
    edges.add_edges_from((below, name) for name, concept in graph.concepts.items() for below in concept.prerequisites)
    return edges


def opens(graph: Graph, concept: str) -> list[str]:
    """The concepts that name this one as a prerequisite, in file order."""
    return [name for name, other in graph.concepts.items() if concept in other.prerequisites]


class Chain(msgspec.Struct, frozen=True):
    """What a concept rests on and leads to: `rests_on` and `opens` directly, `below` and `above` at any distance."""

    rests_on: frozenset[str]
    below: frozenset[str]
    opens: frozenset[str]
    above: frozenset[str]


def chain(graph: Graph, concept: str) -> Chain:
    """The chain of prerequisites of a concept, and all that is built on it."""
    import networkx  # deferred, as in `dag`

    map_ = dag(graph)
    return Chain(
        frozenset(map_.predecessors(concept)),
        frozenset(networkx.ancestors(map_, concept)),
        frozenset(map_.successors(concept)),
        frozenset(networkx.descendants(map_, concept)),
    )


def layers_of(graph: Graph, names: Collection[str]) -> list[list[str]]:
    """Some concepts in the layers of the whole graph, without empty layers."""
    chosen = ([name for name in layer if name in names] for layer in layers(graph.concepts))
    return [layer for layer in chosen if layer]


def layers(concepts: Mapping[str, Concept]) -> list[list[str]]:
    """The concepts in layers: the number of a concept's layer is the length of its longest chain of prerequisites.

    Raises CycleError for a circle.
    """
    depth: dict[str, int] = {}
    for name in foundations_first(concepts):
        depth[name] = 1 + max((depth[p] for p in concepts[name].prerequisites if p in concepts), default=-1)
    rows: list[list[str]] = [[] for _ in range(1 + max(depth.values(), default=-1))]
    for name in concepts:
        rows[depth[name]].append(name)
    return rows


def foundations_first(concepts: Mapping[str, Concept]) -> Iterable[str]:
    """The ids of the concepts of an acyclic map, each after those that it rests on. Raises CycleError for a circle."""
    return _sorter(concepts).static_order()


def _sorter(concepts: Mapping[str, Concept]) -> "TopologicalSorter[str]":
    below = {name: [p for p in concept.prerequisites if p in concepts] for name, concept in concepts.items()}
    return TopologicalSorter(below)


def find_cycle(concepts: Mapping[str, Concept]) -> list[str]:
    """A cycle of prerequisites, each concept resting on the next, with the first repeated at the end; empty if none."""
    try:
        _sorter(concepts).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []
