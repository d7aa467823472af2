"""Adaptive tests of one dimension, ours and those of catsim, catpie and mirt, behind one face."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.model.bank import Bank
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.items import Item
from simulator.engine.model.priors import Mixture, Prior
from simulator.engine.model.response import Response
from tests.graphs import values

Array = NDArray[np.float64]
LENGTHS = (5, 10, 15, 20)
MOST = LENGTHS[-1]
GRADED, BINARY = (-1.2, 0.0, 1.2), (0.0,)


@dataclass(frozen=True)
class Pool:
    """Items of one dimension: slopes and difficulties (items,), thresholds relative to the difficulty."""

    slope: Array
    difficulty: Array
    thresholds: tuple[float, ...]

    @classmethod
    def drawn(cls, items: int, thresholds: tuple[float, ...], seed: int = 1) -> "Pool":
        rng = np.random.default_rng(seed)
        return cls(rng.uniform(0.8, 2.0, items), rng.normal(0.0, 1.0, items), thresholds)

    def answers(self, person: int, theta: float) -> NDArray[np.intp]:
        """The category that a person would give to every item: the same, whoever asks."""
        luck = np.random.default_rng((7, person)).random(len(self.slope))
        edges = self.difficulty[:, None] + np.array(self.thresholds)
        above = 1.0 / (1.0 + np.exp(-self.slope[:, None] * (theta - edges)))
        found: NDArray[np.intp] = (above > luck[:, None]).sum(1)
        return found


# What a peer makes gives tests: generators that yield the estimate so far and the next item, and are sent the answer.
Peer = Callable[[Pool], Callable[[], Any]]


def ours(pool: Pool) -> Callable[[], Any]:
    """Moment matching and A-optimality; difficulties and slopes are given, nobody is lenient: as for the others."""
    graded = len(pool.thresholds) > 1
    items = tuple(
        Item(f"q{i}", ((0, 1.0),), 3, float(b), 0.0, Response(float(a), pool.thresholds), 4.0, is_check=not graded)
        for i, (a, b) in enumerate(zip(pool.slope, pool.difficulty, strict=True))
    )
    bank = Bank(items, ("all",), ("all",), np.zeros(1, np.intp), ((),))
    prior = Prior.mixed(bank, Mixture.single(np.zeros(1), np.ones((1, 1))), leniency=(0.0, 0.0))
    omega = np.ones(1)

    def test() -> Any:
        belief, free = prior, np.ones(len(items))
        while True:
            chosen = int((values(bank, belief, omega) * free).argmax())
            category = yield float(belief.mean[0]), chosen
            free[chosen] = 0.0
            belief = belief.update(Evidence(items[chosen].id, "verdict" if graded else "check", int(category)))

    return test


def catsim(pool: Pool) -> Callable[[], Any]:
    """Maximum likelihood by bounded search with Dodd's rule, and maximum information; two categories only."""
    estimation, selection = import_module("catsim.estimation"), import_module("catsim.selection")
    columns = [pool.slope, pool.difficulty, np.zeros_like(pool.slope), np.ones_like(pool.slope)]
    bank = import_module("catsim.item_bank").ItemBank(np.column_stack(columns))
    estimator, selector = estimation.NumericalSearchEstimator(), selection.MaxInfoSelector()

    def test() -> Any:
        theta = 0.0
        asked: list[int] = []
        given: list[bool] = []
        while True:
            chosen = int(selector.select(item_bank=bank, administered_items=asked, est_theta=theta))
            category = yield theta, chosen
            asked.append(chosen)
            given.append(bool(category))
            theta = float(
                estimator.estimate(item_bank=bank, administered_items=asked, response_vector=given, est_theta=theta)
            )

    return test


def catpie(pool: Pool) -> Callable[[], Any]:
    """Expected a posteriori on 33 points, and maximum information; two categories only."""
    peer = import_module("catpie")
    bank = [(float(a), float(b), 0.0, 1.0) for a, b in zip(pool.slope, pool.difficulty, strict=True)]

    def test() -> Any:
        theta = 0.0
        asked: list[int] = []
        given: list[int] = []
        while True:
            chosen = int(peer.selectNextItem(bank, theta, asked).item)
            category = yield theta, chosen
            asked.append(chosen)
            given.append(int(category))
            theta = float(peer.estimateTheta(bank, asked, given).theta)

    return test


def mirt(pool: Pool) -> Callable[[], Any]:
    """Expected a posteriori on 41 points, and maximum information; graded and two categories."""
    models = import_module("mirt.models")
    count = len(pool.slope)
    if len(pool.thresholds) > 1:
        model = models.GradedResponseModel(n_items=count, n_categories=len(pool.thresholds) + 1)
        edges = pool.difficulty[:, None] + np.array(pool.thresholds)
        model.set_parameters(discrimination=pool.slope, thresholds=edges)
    else:
        model = models.TwoParameterLogistic(n_items=count)
        model.set_parameters(discrimination=pool.slope, difficulty=pool.difficulty)
    model._is_fitted = True  # the parameters are given, not estimated: there is no public way to say so
    cat = import_module("mirt.cat")
    engine = cat.CATEngine(model, stopping_rule=cat.MaxItemsStop(MOST + 2), n_quadpts=41)

    def test() -> Any:
        engine.reset()
        state = engine.get_current_state()
        while True:
            category = yield float(state.theta), int(state.next_item)
            state = engine.administer_item(int(category))

    return test


def sit(test: Any, answers: NDArray[np.intp]) -> tuple[list[float], list[float]]:
    """Estimates after `LENGTHS` answers, and the milliseconds of every update with the choice after it."""
    estimates, times = [], []
    _, chosen = next(test)
    for n in range(1, MOST + 1):
        started = perf_counter()
        estimate, following = test.send(int(answers[chosen]))
        times.append(1000.0 * (perf_counter() - started))
        chosen = following
        if n in LENGTHS:
            estimates.append(estimate)
    return estimates, times
