"""A prior from the pooled answers of many people: the parameters of items, and how people differ.

Covariance: EM on the Gaussian belief itself, Σ = mean over people of (V + (m - μ)(m - μ)'), shrunk towards the
structural covariance, and μ towards 0. People who scored themselves are taken to be as lenient as the
prior says. Interviews expect that leniency, so it must not also end up in the difficulties.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.lab.crowd import Beliefs, Model
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank, PooledPrior
from simulator.engine.model.items import ItemFit
from simulator.engine.model.priors import structural_covariance
from simulator.engine.model.response import Array, Ints, logistic

Answers = NDArray[np.int8]
ROUNDS, SCORING_STEPS = 20, 3
SLOPE_PRIOR_SD = 0.4  # of log slope
THRESHOLD_PRIOR_SD = 1.5  # of the distances between thresholds; their mean has the item's own
_NODES, _RAW = np.polynomial.hermite_e.hermegauss(31)
_LOG_NODE_WEIGHTS = np.log(_RAW / _RAW.sum())


def fit_items(
    bank: Bank, answers: Answers, tell: Callable[[int], None] = lambda _: None, self_scored: bool = False
) -> dict[str, ItemFit]:
    """Difficulty with its standard error, slope and thresholds of every item that somebody answered."""
    variance = float(np.mean(structural_covariance(bank)))
    mean, sd = (P.LENIENCY_MEAN, P.LENIENCY_SD) if self_scored else (0.0, 0.0)
    nodes = mean + np.sqrt(variance + sd**2) * _NODES
    categories = np.array([item.response.categories for item in bank.items])
    categories[(answers < 0).all(0)] = 0  # items that nobody answered are not fitted
    groups = {k: np.flatnonzero(categories == k) for k in dict.fromkeys(categories[categories > 0].tolist())}
    start = {k: _start(bank, items, k) for k, items in groups.items()}
    state = dict(start)
    for round_ in range(ROUNDS):
        posterior = _abilities(state, groups, answers, nodes)
        for k, items in groups.items():
            counts = np.stack([(answers[:, items] == c).T.astype(float) @ posterior for c in range(k)], 1)
            state[k] = _maximise(state[k], start[k], _precisions(bank, items, k), counts, nodes)
        tell(round_ + 1)
    posterior = _abilities(state, groups, answers, nodes)
    fits: dict[str, ItemFit] = {}
    for k, items in groups.items():
        fits |= _fits(bank, answers, items, state[k], nodes, posterior)
    return fits


def _abilities(state: Mapping[int, Array], groups: Mapping[int, Ints], answers: Answers, nodes: Array) -> Array:
    """The posterior of each person's ability over the nodes, shape (people, nodes), each row summing to 1."""
    logs = np.repeat(_LOG_NODE_WEIGHTS[None], len(answers), 0)
    for k, items in groups.items():
        logs += _log_likelihood(state[k], answers[:, items], nodes)
    posterior = np.exp(logs - logs.max(1, keepdims=True))
    return np.asarray(posterior / posterior.sum(1, keepdims=True))


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


def _log_likelihood(state: Array, answers: Answers, nodes: Array) -> Array:
    """Sum over items of log P(answer | node), shape (people, nodes)."""
    above = _above(state, nodes)
    logs = np.log(np.maximum(above[:, :-1] - above[:, 1:], 1e-12))
    result = np.zeros((len(answers), len(nodes)))
    for category in range(logs.shape[1]):
        result += (answers == category).astype(float) @ logs[:, category]
    return result


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


def _fits(
    bank: Bank, answers: Answers, items: Ints, state: Array, nodes: Array, posterior: Array
) -> dict[str, ItemFit]:
    information = _known(state, answers[:, items], nodes, posterior)
    covariance = np.linalg.inv(information + _precisions(bank, items, state.shape[1]))
    found = {}
    for row, item in enumerate(items):
        thresholds = state[row, 1:]
        middle = float(thresholds.mean())
        sd = float(np.sqrt(covariance[row, 1:, 1:].mean()))
        relative = tuple(round(float(t) - middle, 4) for t in thresholds)
        found[bank.items[item].id] = ItemFit(
            round(middle, 4), round(sd, 4), round(float(np.exp(state[row, 0])), 4), relative
        )
    return found


def _known(state: Array, answers: Answers, nodes: Array, posterior: Array) -> Array:
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


Progress = Callable[[int, int], None]
LEAST_PEOPLE = 50
SHRINK_PEOPLE = 50.0  # people that the structural covariance is worth
COVARIANCE_ROUNDS = 12
CHUNK = 200


@dataclass(frozen=True)
class FittedChange:
    """One question before and after calibration, in logits (slopes per logit)."""

    item: str
    people: int
    difficulty: tuple[float, float]
    slope: tuple[float, float]


def calibrate(
    bank: Bank, answers: Answers, progress: Progress | None = None, self_scored: bool = False
) -> tuple[PooledPrior, tuple[FittedChange, ...]]:
    """A pooled prior with item fits, and what changed; `answers` (people, items) are categories, -1 for none.

    `self_scored` says whether people scored themselves. Raises ValueError for fewer than 50 people, who could not move
    the prior.
    """
    people = len(answers)
    if people < LEAST_PEOPLE:
        raise ValueError(f"calibration needs the answers of at least {LEAST_PEOPLE} people, not {people}")
    total = ROUNDS + COVARIANCE_ROUNDS

    def tell(done: int) -> None:
        """Report the rounds done, out of those for the items and the covariance together."""
        if progress is not None:
            progress(done, total)

    fits = fit_items(bank, answers, tell, self_scored)
    fitted = bank.with_fits(fits)
    mean, covariance = fit_covariance(fitted, answers, lambda n: tell(ROUNDS + n), self_scored)
    share = SHRINK_PEOPLE / (SHRINK_PEOPLE + people)
    shrunk = (1 - share) * covariance + share * structural_covariance(bank)
    pooled = PooledPrior((1 - share) * mean, shrunk, people, share, fits)
    changes = tuple(
        FittedChange(
            item.id,
            int((answers[:, i] >= 0).sum()),
            (item.difficulty, fits[item.id].difficulty),
            (item.response.slope, fits[item.id].slope),
        )
        for i, item in enumerate(bank.items)
        if item.id in fits
    )
    return pooled, changes


def fit_covariance(
    bank: Bank, answers: Answers, tell: Callable[[int], None] = lambda _: None, self_scored: bool = False
) -> tuple[Array, Array]:
    """Mean and covariance of mastery over people by EM, started at the structural prior; shapes (C,) and (C, C)."""
    count = len(bank.concepts)
    mean, covariance = np.zeros(count), structural_covariance(bank)
    for round_ in range(COVARIANCE_ROUNDS):
        model = Model.of(bank, bank.role_weights(None), mean, covariance, lenient=self_scored)
        means, spread = [], np.zeros((count, count))
        for start in range(0, len(answers), CHUNK):
            some = answers[start : start + CHUNK]
            beliefs = Beliefs.start(model, len(some))
            for item in np.flatnonzero((some >= 0).any(0)):
                beliefs.update(np.full(len(some), item, np.intp), np.maximum(some[:, item], 0), some[:, item] >= 0)
            means.append(beliefs.mean[:, :count])
            for gain, shrink in zip(beliefs.gains, beliefs.shrinks, strict=True):
                spread += (gain[:, :count] * shrink[:, None]).T @ gain[:, :count]
        every = np.concatenate(means)
        mean = every.mean(0)
        centred = every - mean
        covariance = covariance - spread / len(answers) + centred.T @ centred / len(answers)
        covariance = (covariance + covariance.T) / 2
        tell(round_ + 1)
    return mean, covariance
