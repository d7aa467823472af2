"""The parameters of items, fitted to the answers of many people by EM over a grid of abilities.

People who scored themselves are taken to be as lenient as the prior says. Interviews expect that leniency, so it must
not also end up in the difficulties.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from simulator.engine.lab.crowd import Answers, Blocks, Sums
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.items import ItemFit
from simulator.engine.model.priors import structural_covariance
from simulator.engine.model.response import Array, Ints, logistic, quadrature

ROUNDS, SCORING_STEPS = 20, 3
FULL_ROUNDS = 4  # of a large number of people: the last ones take everybody, see `blocks.strides`
SLOPE_PRIOR_SD = 0.4  # of log slope
THRESHOLD_PRIOR_SD = 1.5  # of the distances between thresholds; their mean has the item's own
_NODES, _NODE_WEIGHTS = quadrature(31)
_LOG_NODE_WEIGHTS = np.log(_NODE_WEIGHTS)


@dataclass(frozen=True, eq=False)
class Abilities:
    """What the posterior of people's abilities depends on: the items' parameters by their number of categories.

    `state` holds arrays (items, categories): log slope, then the thresholds on the mastery scale.
    """

    state: Mapping[int, Array]
    groups: Mapping[int, Ints]
    nodes: Array

    def posterior(self, answers: Answers) -> Array:
        """The posterior of each person's ability over the nodes, shape (people, nodes), each row summing to 1."""
        logs = np.repeat(_LOG_NODE_WEIGHTS[None], len(answers), 0)
        for k, items in self.groups.items():
            above = _above(self.state[k], self.nodes)
            log_chances = np.log(np.maximum(above[:, :-1] - above[:, 1:], 1e-12))
            given, of_group = answers[:, items], np.zeros_like(logs)  # the sum over these items of log P(answer | node)
            for category in range(k):
                of_group += (given == category).astype(float) @ log_chances[:, category]
            logs += of_group
        posterior = np.exp(logs - logs.max(1, keepdims=True))
        return np.asarray(posterior / posterior.sum(1, keepdims=True))

    def counts(self, answers: Answers) -> Sums:
        """How many people with each ability gave each answer: (items, categories, nodes) for each group of items."""
        posterior = self.posterior(answers)
        return tuple(
            np.stack([(answers[:, items] == c).T.astype(float) @ posterior for c in range(k)], 1)
            for k, items in self.groups.items()
        )

    def information(self, answers: Answers) -> Sums:
        """What a block of people tells of the items' parameters, for each group of items."""
        posterior = self.posterior(answers)
        return tuple(
            _expected_information(self.state[k], answers[:, items], self.nodes, posterior)
            for k, items in self.groups.items()
        )


def answer_counts(_: None, answers: Answers) -> Sums:
    """How many people answered each item."""
    return ((answers >= 0).sum(0),)


@dataclass(eq=False)
class ItemFitting:
    """The fit of a bank's items under way. It can be asked at any time for what it has found so far.

    `whole` is the bank whose people they are, if this one has only some of its items.
    """

    bank: Bank
    people: Blocks
    self_scored: bool = False
    whole: Bank | None = None
    given: Ints = field(init=False)
    start: Mapping[int, Array] = field(init=False)
    abilities: Abilities = field(init=False)

    def __post_init__(self) -> None:
        variance = float(np.mean(structural_covariance(self.whole or self.bank)))
        mean, sd = (P.LENIENCY_MEAN, P.LENIENCY_SD) if self.self_scored else (0.0, 0.0)
        (self.given,) = self.people.fold(answer_counts, None)
        categories = np.array([item.response.categories for item in self.bank.items])
        categories[self.given == 0] = 0  # items that nobody answered are not fitted
        groups = {k: np.flatnonzero(categories == k) for k in dict.fromkeys(categories[categories > 0].tolist())}
        self.start = {k: _start(self.bank, items, k) for k, items in groups.items()}
        self.abilities = Abilities(self.start, groups, mean + np.sqrt(variance + sd**2) * _NODES)

    def round(self, every: int) -> None:
        """One round of EM over every n-th block."""
        was = self.abilities
        parts = self.people.fold(Abilities.counts, was, every)
        state = {
            k: _maximise(was.state[k], self.start[k], _precisions(self.bank, items, k), counts * every, was.nodes)
            for (k, items), counts in zip(was.groups.items(), parts, strict=True)
        }
        self.abilities = replace(was, state=state)

    def fits(self, every: int = 1) -> dict[str, ItemFit]:
        """Difficulty with its standard error, slope and thresholds of every item that somebody answered."""
        parts = self.people.fold(Abilities.information, self.abilities, every)
        fits: dict[str, ItemFit] = {}
        for (k, items), information in zip(self.abilities.groups.items(), parts, strict=True):
            state = self.abilities.state[k]
            covariance = np.linalg.inv(information * every + _precisions(self.bank, items, k))
            for row, item in enumerate(items):
                thresholds, slope = state[row, 1:], float(np.exp(state[row, 0]))
                middle, sd = float(thresholds.mean()), float(np.sqrt(covariance[row, 1:, 1:].mean()))
                relative = tuple(round(float(t) - middle, 4) for t in thresholds)
                fits[self.bank.items[item].id] = ItemFit(round(middle, 4), round(sd, 4), round(slope, 4), relative)
        return fits


def _start(bank: Bank, items: Ints, categories: int) -> Array:
    """Parameters (items, categories): log slope, then the thresholds on the mastery scale."""
    rows = [
        [
            np.log(bank.items[i].response.slope),
            *(bank.items[i].difficulty + t for t in bank.items[i].response.thresholds),
        ]
        for i in items
    ]
    return np.array(rows, np.float64).reshape(len(items), categories)


def _above(state: Array, nodes: Array) -> Array:
    """P(Y >= k) for k = 0..K, shape (items, K + 1, nodes)."""
    slope = np.exp(state[:, :1])[:, :, None]
    inner = logistic(slope * (nodes[None, None, :] - state[:, 1:, None]))
    ones = np.ones((len(state), 1, len(nodes)))
    return np.concatenate([ones, inner, np.zeros_like(ones)], 1)


def _derivatives(state: Array, nodes: Array) -> tuple[Array, Array]:
    """P (items, K, nodes) and its derivatives by the parameters (items, parameters, K, nodes)."""
    above = _above(state, nodes)
    slope = np.exp(state[:, 0])[:, None, None]
    density = above * (1 - above)
    by_slope = np.zeros_like(above)
    by_slope[:, 1:-1] = slope * (nodes[None, None] - state[:, 1:, None]) * density[:, 1:-1]
    parts = [by_slope[:, :-1] - by_slope[:, 1:]]
    for k in range(1, above.shape[1] - 1):
        moved = np.zeros_like(above)
        moved[:, k] = -slope[:, 0] * density[:, k]
        parts.append(moved[:, :-1] - moved[:, 1:])
    return np.maximum(above[:, :-1] - above[:, 1:], 1e-12), np.stack(parts, 1)


def _precisions(bank: Bank, items: Ints, categories: int) -> Array:
    """The inverse covariances of the priors of items' parameters, shape (items, parameters, parameters).

    Thresholds move together by the item's standard deviation of difficulty, and apart by `THRESHOLD_PRIOR_SD`.
    """
    count = categories - 1
    together = np.full((count, count), 1.0 / count)
    result = np.zeros((len(items), categories, categories))
    result[:, 0, 0] = SLOPE_PRIOR_SD**-2.0
    own = (count * bank.difficulty_variance[items])[:, None, None]
    result[:, 1:, 1:] = together / own + (np.eye(count) - together) * THRESHOLD_PRIOR_SD**-2.0
    return result


def _maximise(state: Array, prior: Array, precision: Array, counts: Array, nodes: Array) -> Array:
    for _ in range(SCORING_STEPS):
        p, slopes = _derivatives(state, nodes)
        gradient = np.einsum("ikq,ipkq->ip", counts / p, slopes)
        # the expected information, before the priors of the parameters
        information = np.einsum("ikq,ipkq,irkq->ipr", counts.sum(1, keepdims=True) / p, slopes, slopes)
        gradient -= np.einsum("ipr,ir->ip", precision, state - prior)
        step = np.linalg.solve(information + precision, gradient[:, :, None])[:, :, 0]
        state = state + np.clip(step, -0.5, 0.5)
        state[:, 1:] = np.sort(state[:, 1:], 1) + 1e-3 * np.arange(state.shape[1] - 1)
    return state


def _expected_information(state: Array, answers: Answers, nodes: Array, posterior: Array) -> Array:
    """Expected information on each item's parameters, shape (items, parameters, parameters).

    A person's ability is known only as far as their other answers tell it: `posterior` (people, nodes) with the answer
    itself taken out. Treating abilities as known would make the errors too small.
    """
    p, slopes = _derivatives(state, nodes)
    result = np.zeros((len(state), state.shape[1], state.shape[1]))
    for i, given in enumerate(answers.T):
        who = given >= 0
        others = posterior[who] / p[i, given[who]]
        others /= others.sum(1, keepdims=True)
        chance = others @ p[i].T
        change = np.einsum("nq,pkq->nkp", others, slopes[i])
        result[i] = np.einsum("nkp,nkr->pr", change / chance[:, :, None], change)
    return result
