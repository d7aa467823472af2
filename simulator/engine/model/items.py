"""Questions and checks as the engine sees them, and the distances and orders of their concept graph."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.response import Array, Mask, Response
from simulator.graph.records import CHECK_MINUTES, Check, Graph, Question


@dataclass(frozen=True)
class Item:
    """One thing to ask, before compilation. `concepts` holds (number, weight) pairs, the primary first.

    `difficulty` and its standard error are in logits, `minutes` what it is planned to take; `follows` are the ids of
    questions that it naturally comes after. `texts` say what it is about: its prompt and its points.
    """

    id: str
    concepts: tuple[tuple[int, float], ...]
    tier: int
    difficulty: float
    difficulty_sd: float
    response: Response
    minutes: float
    is_check: bool = False
    follows: tuple[str, ...] = ()
    is_design: bool = False
    is_experience: bool = False
    is_task: bool = False
    texts: tuple[str, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class ItemFit:
    """An item's difficulty, slope and thresholds (relative to the difficulty), estimated from pooled answers.

    `difficulty_sd` is the standard error of the difficulty; it allows for the uncertainty of people's abilities.
    """

    difficulty: float
    difficulty_sd: float
    slope: float
    thresholds: tuple[float, ...]


def refitted(item: Item, fit: ItemFit) -> Item:
    """The item with its difficulty and slope replaced by the fitted ones, and its thresholds, if there are as many.

    Where people were marked in other grades than ours, what was fitted to those says nothing about ours.
    """
    same = len(fit.thresholds) == len(item.response.thresholds)
    response = Response(fit.slope, fit.thresholds if same else item.response.thresholds, item.response.guess)
    return replace(item, difficulty=fit.difficulty, difficulty_sd=fit.difficulty_sd, response=response)


def concept_weights(concepts: Sequence[str], number: Mapping[str, int]) -> tuple[tuple[int, float], ...]:
    """The weights of an item's concepts, summing to 1: primary 1, each secondary .4, before normalising."""
    raw = [1.0] + [P.SECONDARY_WEIGHT] * (len(concepts) - 1)
    total = sum(raw)
    return tuple((number[c], w / total) for c, w in zip(concepts, raw, strict=True))


def question_item(question: Question, number: Mapping[str, int]) -> Item:
    """A question as an item; its own difficulty, slope or thresholds, if given, replace the usual ones."""
    response = Response(question.discrimination or P.SLOPE, question.thresholds or P.THRESHOLDS)
    difficulty = question.difficulty if question.difficulty is not None else P.tier_difficulty(question.tier)
    sd = question.difficulty_sd if question.difficulty_sd is not None else P.DIFFICULTY_SD
    return Item(
        question.id,
        concept_weights(question.concepts, number),
        question.tier,
        difficulty,
        sd,
        response,
        question.planned_minutes,
        follows=question.follows,
        is_design=question.kind == "design",
        is_experience=question.kind == "experience",
        is_task=question.is_coding,
        texts=(question.prompt, *(point.point for point in question.rubric)),
    )


def check_item(check: Check, number: Mapping[str, int]) -> Item:
    """A check as an item of two categories."""
    return Item(
        check.id,
        concept_weights(check.concepts, number),
        check.tier,
        P.tier_difficulty(check.tier),
        P.DIFFICULTY_SD,
        Response(P.SLOPE, (0.0,), check.guess),
        CHECK_MINUTES,
        is_check=True,
        texts=(check.prompt, check.why, *check.options),
    )


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
            concept = queue.popleft()
            for neighbour in neighbours[concept]:
                if row[neighbour] == UNREACHABLE:
                    row[neighbour] = row[concept] + 1
                    queue.append(neighbour)
    return distances


def topological(parents: Sequence[Sequence[int]]) -> list[int]:
    """Concept numbers, every concept after its prerequisites; the graph is known to be acyclic."""
    done: set[int] = set()
    order: list[int] = []
    for start in range(len(parents)):
        stack = [start]
        while stack:
            concept = stack[-1]
            waiting = [p for p in parents[concept] if p not in done]
            if concept in done or not waiting:
                stack.pop()
                if concept not in done:
                    done.add(concept)
                    order.append(concept)
            else:
                stack.extend(waiting)
    return order


def ancestors(parents: Sequence[Sequence[int]]) -> Mask:
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


@lru_cache(maxsize=2)  # the graph that is sat, and one that a report or a comparison is about
def items_of(graph: Graph) -> tuple[Item, ...]:
    """The items of a graph, which each interview and each report on it asks for."""
    number = {name: i for i, name in enumerate(graph.concepts)}
    questions = [question_item(q, number) for q in graph.questions.values()]
    checks = [check_item(c, number) for c in graph.checks.values()]
    return (*questions, *checks)
