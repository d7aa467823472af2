"""A graph compiled to arrays: everything that scoring a whole bank needs, computed once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.model import items as structure
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.items import Item, ItemFit, items_of, refitted
from simulator.engine.model.response import Array, Ints, Mask, Tables, moved_apart, stacked_tables
from simulator.graph.records import OPEN_ENDED, Graph, Role


@dataclass(frozen=True, eq=False)
class PooledPrior:
    """A prior estimated from many people: mean (C,) and covariance (C, C) over the bank's concepts, in logits.

    `structural_share` is how much of the structural covariance is left in it, 0 to 1.
    """

    mean: Array
    covariance: Array
    people: int = 0
    structural_share: float = 0.0
    fits: Mapping[str, ItemFit] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Bank:
    """Compiled items and concepts; questions first, then checks. Arrays have one row per item or per concept.

    `area_of` holds the number of each concept's area, `parents` the numbers of the concepts that it rests on directly.
    `design_area` is the number of the area that open-ended questions count for beside their own, None without one.
    """

    items: tuple[Item, ...]
    concepts: tuple[str, ...]
    areas: tuple[str, ...]
    area_of: Ints
    parents: tuple[tuple[int, ...], ...]
    pooled: PooledPrior | None = None
    design_area: int | None = None

    @classmethod
    def compile(cls, graph: Graph, calibration: PooledPrior | None = None) -> "Bank":
        """The bank of a graph; `calibration` is a pooled prior that replaces the structural covariance."""
        areas = tuple(graph.areas)
        area_of = np.array([areas.index(c.area) for c in graph.concepts.values()], np.intp)
        number = {name: i for i, name in enumerate(graph.concepts)}
        parents = tuple(tuple(number[p] for p in c.prerequisites) for c in graph.concepts.values())
        design = None if graph.design_area is None else areas.index(graph.design_area)
        bank = cls(items_of(graph), tuple(graph.concepts), areas, area_of, parents, calibration, design)
        return bank if calibration is None else bank.calibrated(calibration)

    def only(self, items: Sequence[int]) -> "Bank":
        """The same bank with some of its items."""
        return replace(self, items=tuple(self.items[i] for i in items))

    def with_fits(self, fits: Mapping[str, ItemFit]) -> "Bank":
        """The same bank with the difficulties, slopes and thresholds that pooled answers gave."""
        items = tuple(refitted(item, fits[item.id]) if item.id in fits else item for item in self.items)
        return replace(self, items=items)

    def calibrated(self, pooled: PooledPrior) -> "Bank":
        """The same bank under a pooled prior: its items as they were fitted, and then moved apart.

        They were fitted as if everybody had one ability. Where people differ by concept too, the same thresholds would
        predict answers that are too much alike; they lie so far from the people's mean that what is expected before
        any answer stays what one ability of their mean covariance expects.
        """
        bank = replace(self.with_fits(pooled.fits), pooled=pooled)
        fitted = [number for number, item in enumerate(bank.items) if item.id in pooled.fits]
        if not fitted:
            return bank
        weights, edges = bank.weights[fitted], bank.edges[fitted, 1:-1] + bank.difficulty[fitted, None]
        alike, own = pooled.covariance.mean(), ((weights @ pooled.covariance) * weights).sum(1)
        spreads = [np.sqrt(variance + bank.difficulty_variance[fitted])[:, None] for variance in (alike, own)]
        middle, slope = (weights @ pooled.mean)[:, None], bank.slope[fitted, None]
        edges = moved_apart(slope, edges - middle, *spreads) + middle
        items = list(bank.items)
        for row, number in zip(edges, fitted, strict=True):
            thresholds = row[np.isfinite(row)]
            relative = tuple((thresholds - thresholds.mean()).tolist())
            response = replace(items[number].response, thresholds=relative)
            items[number] = replace(items[number], difficulty=float(thresholds.mean()), response=response)
        return replace(bank, items=tuple(items))

    def __reduce__(self) -> tuple[Any, ...]:
        """Sent to another process, it leaves behind what can be computed again."""
        left = (self.items, self.concepts, self.areas, self.area_of, self.parents, self.pooled, self.design_area)
        return Bank, left

    @cached_property
    def index(self) -> dict[str, int]:
        """Item number by id."""
        return {item.id: i for i, item in enumerate(self.items)}

    @cached_property
    def concept_index(self) -> dict[str, int]:
        """Concept number by id."""
        return {name: i for i, name in enumerate(self.concepts)}

    @cached_property
    def columns(self) -> tuple[tuple[Ints, Array], ...]:
        """The sparse weights by place: up to five pairs of (concept numbers, weights), each over all items."""
        width = max((len(item.concepts) for item in self.items), default=1)
        columns = []
        for column in range(width):
            pairs = [item.concepts[column] if column < len(item.concepts) else (0, 0.0) for item in self.items]
            columns.append((np.array([p[0] for p in pairs], np.intp), np.array([p[1] for p in pairs])))
        return tuple(columns)

    @cached_property
    def places(self) -> tuple[Ints, Array]:
        """The places of the state that items depend on, and their weights, each of shape (places, items).

        An item with fewer concepts than others repeats its primary one with the weight 0. The last place is the
        leniency, for items that candidates score themselves.
        """
        numbers = np.stack([*(n for n, _ in self.columns), np.full(len(self.items), len(self.concepts), np.intp)])
        weights = np.stack([*(w for _, w in self.columns), self.self_scored])
        unused = weights[:-1] == 0.0
        numbers[:-1][unused] = np.broadcast_to(self.primary, unused.shape)[unused]
        return numbers, weights

    @cached_property
    def terms(self) -> tuple[Ints, Array]:
        """The places of the state that answers look at, and their weights, each of shape (items, places).

        The listening term comes first, then the concepts as in `places`, last leniency and bias; all but the concepts
        weigh 1. So every kind of observation depends on places that lie side by side (`belief.LOOKS`).
        """
        numbers, weights = self.places
        row = np.full((1, len(self.items)), len(self.concepts))
        ones = np.ones((1, len(self.items)))
        return (
            np.ascontiguousarray(np.concatenate((row + 2, numbers, row + 1)).T, np.intp),
            np.ascontiguousarray(np.concatenate((ones, weights[:-1], ones, ones)).T),
        )

    @cached_property
    def primary(self) -> Ints:
        """The primary concept's number, by item."""
        return np.array([item.concepts[0][0] for item in self.items], np.intp)

    @cached_property
    def tier(self) -> Ints:
        """Tier by item."""
        return np.array([item.tier for item in self.items], np.intp)

    @cached_property
    def difficulty(self) -> Array:
        """Mean of the difficulty by item, logits."""
        return np.array([item.difficulty for item in self.items], np.float64)

    @cached_property
    def difficulty_variance(self) -> Array:
        """Variance of the difficulty by item, logits squared."""
        return np.array([item.difficulty_sd**2 for item in self.items], np.float64)

    @cached_property
    def middle(self) -> Array:
        """Mean difficulty of the questions whose primary concept it is, 0 if there are none, shape (C,)."""
        asked, count = self.is_question, len(self.concepts)
        sums = np.bincount(self.primary[asked], self.difficulty[asked], count)
        result: Array = sums / np.maximum(np.bincount(self.primary[asked], minlength=count), 1)
        return result

    @cached_property
    def slope(self) -> Array:
        """Slope by item, per logit."""
        return np.array([item.response.slope for item in self.items], np.float64)

    @cached_property
    def minutes(self) -> Array:
        """Planned minutes by item."""
        return np.array([item.minutes for item in self.items], np.float64)

    @cached_property
    def is_check(self) -> Mask:
        """True for checks, by item."""
        return np.array([item.is_check for item in self.items], np.bool_)

    @cached_property
    def is_number(self) -> Mask:
        """True for checks that ask for a number, by item: nobody can guess it, so each tells more than with options."""
        return self.is_check & np.array([item.response.guess == 0 for item in self.items], np.bool_)

    @cached_property
    def self_scored(self) -> Array:
        """1 where candidates score themselves (questions), 0 for checks, by item."""
        return np.where(self.is_check, 0.0, 1.0)

    @property
    def shown_own_variance(self) -> float:
        """By how much more a single concept's variance is shown, logits squared: as far as the prior is ours."""
        return P.SHOWN_OWN_SD**2 * (1.0 if self.pooled is None else self.pooled.structural_share)

    @cached_property
    def hops(self) -> NDArray[np.int16]:
        """Edges between concepts on the undirected graph, shape (C, C)."""
        return structure.hop_distances(self.parents)

    @cached_property
    def jumps(self) -> NDArray[np.int16]:
        """The hops that a choice is discounted by: where there is no path, as many as paths have on average.

        No path says that the graph doesn't know how far two concepts are from each other, not that they are far.
        """
        known = self.hops < structure.UNREACHABLE
        apart = self.hops[known & (self.hops > 0)]
        usual = round(float(apart.mean())) if apart.size else 0
        return np.where(known, self.hops, usual).astype(np.int16)

    @cached_property
    def ancestors(self) -> Mask:
        """ancestors[c, p]: p is a direct or indirect prerequisite of c, shape (C, C)."""
        return structure.ancestors(self.parents)

    @cached_property
    def beneath(self) -> tuple[Ints, ...]:
        """Numbers of the direct and indirect prerequisites, by concept."""
        return tuple(np.flatnonzero(row) for row in self.ancestors)

    def rests_on(self, item: int) -> Ints:
        """Numbers of an item's concepts and of all prerequisites of its primary one; a number may occur twice."""
        own = self.terms[0][item, 1:-2]
        return np.concatenate((self.beneath[self.items[item].concepts[0][0]], own))

    @cached_property
    def rests(self) -> Mask:
        """rests[i, c]: c is among `rests_on(i)`, shape (items, C); for simulations of many people at once."""
        result = self.ancestors[self.primary]
        for numbers, weights in self.columns:
            rows = np.flatnonzero(weights)
            result[rows, numbers[rows]] = True
        return result

    @cached_property
    def followers(self) -> Mapping[str, Ints]:
        """Numbers of the items that say they follow an item, by its id."""
        followers: dict[str, list[int]] = {}
        for i, item in enumerate(self.items):
            for earlier in item.follows:
                followers.setdefault(earlier, []).append(i)
        return {earlier: np.array(its, np.intp) for earlier, its in followers.items()}

    @cached_property
    def is_design(self) -> Mask:
        """True for open-ended questions (kind design), by item."""
        return np.array([item.is_design for item in self.items], np.bool_)

    @cached_property
    def is_experience(self) -> Mask:
        """True for questions on the candidate's own work, by item."""
        return np.array([item.is_experience for item in self.items], np.bool_)

    @cached_property
    def is_task(self) -> Mask:
        """True for tasks, for which code is written, by item."""
        return np.array([item.is_task for item in self.items], np.bool_)

    @cached_property
    def tasks(self) -> tuple[Item, ...]:
        """The tasks, for which code is written."""
        return tuple(item for item in self.items if item.is_task)

    @cached_property
    def designs(self) -> tuple[Item, ...]:
        """The open-ended questions."""
        return tuple(item for item in self.items if item.is_design)

    @cached_property
    def talkable(self) -> Mask:
        """True for items below the open-ended tier, by item."""
        return self.tier < OPEN_ENDED

    @cached_property
    def leads_up(self) -> bool:
        """Whether there is an open-ended question, and others to lead up to it."""
        return bool((self.is_design & self.is_question).any() and (self.talkable & self.is_question).any())

    @cached_property
    def alike(self) -> Array:
        """Equal weights of all concepts, summing to 1, shape (C,)."""
        return np.full(len(self.concepts), 1.0 / len(self.concepts))

    @cached_property
    def is_question(self) -> Mask:
        """True for what one talks about: no check, and no task, by item."""
        return ~(self.is_check | self.is_task)

    @cached_property
    def longest(self) -> float:
        """Planned minutes of the longest item."""
        return float(self.minutes.max(initial=0.0))

    @cached_property
    def item_area(self) -> Ints:
        """The area of the primary concept, by item."""
        result: Ints = self.area_of[self.primary]
        return result

    def in_area(self, area: str) -> Mask:
        """True for the items whose first concept is of this area."""
        return np.asarray(self.item_area == self.areas.index(area))

    def within(self, low: int, high: int) -> Mask:
        """True for the items of tiers `low` to `high`."""
        return (self.tier >= low) & (self.tier <= high)

    @cached_property
    def _by_depth(self) -> dict[tuple[tuple[str, int], ...], Mask]:
        return {}

    def in_depth(self, role: Role | None) -> Mask:
        """True for the items that are no deeper than a role goes (`Role.depth`). Cached: do not write to it.

        The first concept counts as it is. The others may be a tier deeper, as a question needs only a part of them; of
        an open-ended question they say where it touches other fields. An item that the role names goes by that alone.
        """
        depth = {} if role is None else role.depth
        mask = self._by_depth.get(key := tuple(depth.items()))
        if mask is None:
            pairs = zip(self.concepts, self.area_of, strict=True)
            deepest = np.array([depth.get(c, depth.get(self.areas[a], OPEN_ENDED)) for c, a in pairs], np.intp)
            others = np.where(self.tier < OPEN_ENDED, deepest[self.places[0][:-1]].min(axis=0) + 1, OPEN_ENDED)
            least = np.minimum(deepest[self.primary], others)
            named = [n for n in depth if n in self.index and n not in self.concept_index and n not in self.areas]
            least[[self.index[item] for item in named]] = [depth[item] for item in named]
            mask = self._by_depth[key] = self.tier <= least
        return mask

    @cached_property
    def tables(self) -> Tables:
        """The reduction tables of the items' response types."""
        return stacked_tables([item.response for item in self.items])

    @cached_property
    def edges(self) -> Array:
        """Thresholds with -inf before and inf after, shape (items, categories at most + 1)."""
        most = max((item.response.categories for item in self.items), default=1)
        rows = np.full((len(self.items), most + 1), np.inf)
        rows[:, 0] = -np.inf
        for row, item in zip(rows, self.items, strict=True):
            row[1 : item.response.categories] = item.response.thresholds
        return rows

    @cached_property
    def weights(self) -> Array:
        """The weights as a dense matrix, shape (items, C); for simulations of many people at once."""
        dense = np.zeros((len(self.items), len(self.concepts)))
        for numbers, weights in self.columns:
            np.add.at(dense, (np.arange(len(self.items)), numbers), weights)
        return dense

    @cached_property
    def tier_difficulty(self) -> Mapping[int, float]:
        """Mean difficulty of the questions of each tier 1..6, the usual one where a tier has none."""
        means = {}
        for tier in range(1, 7):
            own = self.difficulty[(self.tier == tier) & self.is_question]
            means[tier] = float(own.mean()) if len(own) else P.tier_difficulty(tier)
        return means

    def project(self, vectors: Array) -> Array:
        """w'v for every item and each vector v over the state (..., n), shape (..., items).

        In units of the reduction tables' grid: multiplied by the item's slope over the grid's step.
        """
        numbers, weights = self.scaled_places
        result: Array = np.einsum("...pi,pi->...i", vectors.take(numbers, -1), weights)
        return result

    @cached_property
    def scaled_places(self) -> tuple[Ints, Array]:
        """`places` with weights in units of the reduction tables' grid, each of shape (places, items)."""
        numbers, weights = self.places
        return numbers, weights * self.tables.scale

    def area_weights(self, area: str) -> Array:
        """Weight of each concept if only one area counts, summing to 1, shape (C,)."""
        inside = self.area_of == self.areas.index(area)
        result: Array = inside / max(1, int(inside.sum()))
        return result

    def role_weights(self, role: Role | None) -> Array:
        """Weight of each concept (C,), summing to 1: an area's spread over its concepts; all alike without one."""
        if role is None:
            return self.alike
        sizes = np.bincount(self.area_of, minlength=len(self.areas))
        share = np.array([role.areas.get(a, 0.0) for a in self.areas]) / np.maximum(sizes, 1)
        weights: Array = share[self.area_of]
        total = float(weights.sum())
        return weights / total if total > 0 else self.role_weights(None)
