"""What the prerequisite graph says: distances, ancestors, and the correlation of its linear model."""

from collections import deque
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
UNREACHABLE = 99


def hop_distances(parents: Sequence[Sequence[int]]) -> NDArray[np.int16]:
    """Edges on the shortest path between concepts on the undirected graph, shape (C, C); `UNREACHABLE` where none."""
    neighbours: list[set[int]] = [set() for _ in parents]
    for child, its in enumerate(parents):
        for parent in its:
            neighbours[child].add(parent)
            neighbours[parent].add(child)
    distances = np.full((len(parents), len(parents)), UNREACHABLE, np.int16)
    for start in range(len(parents)):
        row = distances[start]
        row[start] = 0
        queue = deque([start])
        while queue:
            here = queue.popleft()
            for there in neighbours[here]:
                if row[there] == UNREACHABLE:
                    row[there] = row[here] + 1
                    queue.append(there)
    return distances


def topological(parents: Sequence[Sequence[int]]) -> list[int]:
    """Concept numbers, every concept after its prerequisites; the graph is known to be acyclic."""
    done: set[int] = set()
    order: list[int] = []
    for start in range(len(parents)):
        stack = [start]
        while stack:
            here = stack[-1]
            waiting = [p for p in parents[here] if p not in done]
            if here in done or not waiting:
                stack.pop()
                if here not in done:
                    done.add(here)
                    order.append(here)
            else:
                stack.extend(waiting)
    return order


def ancestors(parents: Sequence[Sequence[int]]) -> NDArray[np.bool_]:
    """ancestors[c, p] is true where p is a direct or indirect prerequisite of c, shape (C, C)."""
    result = np.zeros((len(parents), len(parents)), np.bool_)
    for child in topological(parents):
        for parent in parents[child]:
            result[child] |= result[parent]
            result[child, parent] = True
    return result


def linear_model_correlation(parents: Sequence[Sequence[int]], rho: float) -> Array:
    """Correlation matrix of u_i = rho * mean(u_prerequisites) + e_i with e ~ N(0, I), shape (C, C)."""
    loads = np.zeros((len(parents), len(parents)))
    for child in topological(parents):
        loads[child, child] = 1.0
        if parents[child]:
            loads[child] += rho * np.mean([loads[p] for p in parents[child]], axis=0)
    covariance = loads @ loads.T
    sd = np.sqrt(np.diag(covariance))
    result: Array = covariance / np.outer(sd, sd)
    return result


def parent_numbers(prerequisites: Mapping[str, Sequence[str]]) -> list[tuple[int, ...]]:
    """Prerequisites as numbers, in the order of the mapping."""
    number = {name: i for i, name in enumerate(prerequisites)}
    return [tuple(number[p] for p in its) for its in prerequisites.values()]
