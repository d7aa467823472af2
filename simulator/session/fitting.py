"""What was chosen for one graph, on another: the role and the area that an interview on it takes instead."""

from simulator.errors import UsageError
from simulator.graph.records import Graph

DEEP_DIVE = "deep-dive"


def fitting_role(graph: Graph, role: str) -> str:
    """The role, or the graph's first where it has no such; empty where it has none at all."""
    return role if role in graph.roles else next(iter(graph.roles), "")


def fitting_area(graph: Graph, role: str, area: str) -> str:
    """The area of a deep dive, or where nothing is asked in it the one that the role asks most; empty without any."""
    if area in graph.areas_asked:
        return area
    weights = graph.roles[role].areas if role in graph.roles else {}
    return max(graph.areas_asked, key=lambda a: weights.get(a, 0.0), default="")


def refuse_empty_area(graph: Graph, area: str) -> None:
    """Raises UsageError for an area of the graph in which no question can be asked."""
    if area and area not in graph.areas_asked:
        choice = ", ".join(graph.areas_asked)
        raise UsageError(f'The graph {graph.id} has no question in its area "{area}"; choose one of {choice}.')
