"""Difficulties, slopes and the prior covariance from the pooled answers of many people.

Items: the graded response model by EM (Bock and Aitkin, 1981) with one ability, of the prior variance of the mean
mastery. Slopes and thresholds have weak priors: it is the mode of the marginal posterior that is found (Harwell and
Baker, 1991). M-steps by Fisher scoring. Covariance: EM on the Gaussian belief itself, Σ = mean over people of
(V + (m - μ)(m - μ)'), shrunk towards the structural covariance, and μ towards 0. Nobody is taken to be lenient.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.bank import Bank, PooledPrior
from simulator.engine.batch import Beliefs, Model
from simulator.engine.items import ItemFit
from simulator.engine.kinds import structural_covariance
from simulator.engine.response import Array, logistic

Answers = NDArray[np.int8]
Progress = Callable[[int, int], None]
LEAST_PEOPLE = 50
SHRINK_PEOPLE = 50.0  # people that the structural covariance is worth
ITEM_ROUNDS, COVARIANCE_ROUNDS, SCORING_STEPS = 20, 12, 3
SLOPE_PRIOR_SD = 0.4  # of log slope
THRESHOLD_PRIOR_SD = 1.5
CHUNK = 200
_NODES, _RAW = np.polynomial.hermite_e.hermegauss(31)
_LOG_NODE_WEIGHTS = np.log(_RAW / _RAW.sum())


@dataclass(frozen=True)
class Change:
    """What calibration did to one question, in logits (slopes per logit)."""

    item: str
    people: int
    difficulty: tuple[float, float]
    slope: tuple[float, float]


def calibrate(bank: Bank, answers: Answers, progress: Progress | None = None) -> tuple[PooledPrior, tuple[Change, ...]]:
    """A pooled prior with item fits, and what changed; `answers` (people, items) are categories, -1 for none.

    Raises ValueError for fewer than 50 people: fewer move nothing.
    """
    people = len(answers)
    if people < LEAST_PEOPLE:
        raise ValueError(f"calibration needs the answers of at least {LEAST_PEOPLE} people, not {people}")
    total = ITEM_ROUNDS + COVARIANCE_ROUNDS

    def tell(done: int) -> None:
        """Tell how many rounds are done, of those of the items and of the covariance together."""
        if progress is not None:
            progress(done, total)

    fits = fit_items(bank, answers, tell)
    fitted = bank.with_fits(fits)
    mean, covariance = fit_covariance(fitted, answers, lambda n: tell(ITEM_ROUNDS + n))
    share = SHRINK_PEOPLE / (SHRINK_PEOPLE + people)
    shrunk = (1 - share) * covariance + share * structural_covariance(bank)
    pooled = PooledPrior((1 - share) * mean, shrunk, people, share, fits)
    return pooled, tuple(_changes(bank, answers, fits))


def fit_items(bank: Bank, answers: Answers, tell: Callable[[int], None] = lambda _: None) -> dict[str, ItemFit]:
    """Difficulty with its standard error, slope and thresholds of every item that somebody answered."""
    sd = float(np.sqrt(np.mean(structural_covariance(bank))))
    nodes = sd * _NODES
    groups = _by_categories(bank, answers)
    state = {k: _start(bank, items, k) for k, items in groups.items()}
    for round_ in range(ITEM_ROUNDS):
        logs = np.repeat(_LOG_NODE_WEIGHTS[None], len(answers), 0)
        for k, items in groups.items():
            logs += _log_likelihood(state[k], answers[:, items], nodes)
        posterior = np.exp(logs - logs.max(1, keepdims=True))
        posterior /= posterior.sum(1, keepdims=True)
        for k, items in groups.items():
            counts = np.stack([(answers[:, items] == c).T.astype(float) @ posterior for c in range(k)], 1)
            state[k] = _maximise(state[k], _start(bank, items, k), counts, nodes)
        tell(round_ + 1)
    found: dict[str, ItemFit] = {}
    for k, items in groups.items():
        found.update(_fits(bank, answers, items, state[k], nodes))
    return found


def fit_covariance(bank: Bank, answers: Answers, tell: Callable[[int], None] = lambda _: None) -> tuple[Array, Array]:
    """Mean and covariance of mastery over people by EM, started at the structural prior; shapes (C,) and (C, C)."""
    count = len(bank.concepts)
    mean, covariance = np.zeros(count), structural_covariance(bank)
    for round_ in range(COVARIANCE_ROUNDS):
        model = Model.of(bank, bank.role_weights(None), mean, covariance, lenient=False)
        means, spread = [], np.zeros((count, count))
        for start in range(0, len(answers), CHUNK):
            beliefs = _everything(model, answers[start : start + CHUNK])
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


def _everything(model: Model, answers: Answers) -> Beliefs:
    """The beliefs of some people after all that they answered."""
    beliefs = Beliefs.start(model, len(answers))
    for item in np.flatnonzero((answers >= 0).any(0)):
        items = np.full(len(answers), item, np.intp)
        given = answers[:, item] >= 0
        beliefs.update(items, np.maximum(answers[:, item], 0), given)
    return beliefs


def _by_categories(bank: Bank, answers: Answers) -> dict[int, NDArray[np.intp]]:
    found: dict[int, list[int]] = {}
    for i, item in enumerate(bank.items):
        if (answers[:, i] >= 0).any():
            found.setdefault(item.response.categories, []).append(i)
    return {k: np.array(items, np.intp) for k, items in found.items()}


def _start(bank: Bank, items: NDArray[np.intp], categories: int) -> Array:
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


def _information(state: Array, counts: Array, nodes: Array) -> tuple[Array, Array]:
    """Score and expected information of the item parameters with their priors left out."""
    p, slopes = _derivatives(state, nodes)
    gradient = np.einsum("ikq,ipkq->ip", counts / p, slopes)
    weights = counts.sum(1, keepdims=True) / p
    return gradient, np.einsum("ikq,ipkq,irkq->ipr", weights, slopes, slopes)


def _precision(categories: int) -> Array:
    return np.array([SLOPE_PRIOR_SD**-2.0, *[THRESHOLD_PRIOR_SD**-2.0] * (categories - 1)])


def _maximise(state: Array, prior: Array, counts: Array, nodes: Array) -> Array:
    precision = _precision(state.shape[1])
    for _ in range(SCORING_STEPS):
        gradient, information = _information(state, counts, nodes)
        gradient -= precision * (state - prior)
        step = np.linalg.solve(information + np.diag(precision), gradient[:, :, None])[:, :, 0]
        state = state + np.clip(step, -0.5, 0.5)
        state[:, 1:] = np.sort(state[:, 1:], 1) + 1e-3 * np.arange(state.shape[1] - 1)
    return state


def _fits(bank: Bank, answers: Answers, items: NDArray[np.intp], state: Array, nodes: Array) -> dict[str, ItemFit]:
    categories = state.shape[1]
    people = (answers[:, items] >= 0).sum(0)
    # the information of so many people with abilities spread as in the prior, and known: the error comes out too small
    even = np.exp(_LOG_NODE_WEIGHTS)[None, None, :] * people[:, None, None]
    above = _above(state, nodes)
    _, information = _information(state, even * (above[:, :-1] - above[:, 1:]), nodes)
    covariance = np.linalg.inv(information + np.diag(_precision(categories)))
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


def _changes(bank: Bank, answers: Answers, fits: Mapping[str, ItemFit]) -> Iterator[Change]:
    for i, item in enumerate(bank.items):
        fit = fits.get(item.id)
        if fit is not None:
            people = int((answers[:, i] >= 0).sum())
            yield Change(item.id, people, (item.difficulty, fit.difficulty), (item.response.slope, fit.slope))
