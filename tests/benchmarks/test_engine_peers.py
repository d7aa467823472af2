"""Ours beside catsim, catpie and mirt in one dimension, on the same answers; run by `make bench` (extra `bench`)."""

from dataclasses import dataclass

import numpy as np
import pytest

from tests.benchmarks import peers
from tests.benchmarks.peers import BINARY, GRADED, LENGTHS, Array, Peer, Pool

# Fewer people where a peer takes seconds a choice: what is left there is a comparison of time.
PEOPLE = {
    GRADED: {36: 1_000, 1_000: 150, 10_000: 30, 100_000: 3},
    BINARY: {36: 800, 1_000: 400, 10_000: 80, 100_000: 4},
}
JUDGED_FROM = 100  # people: with fewer the error of an RMSE is several per cent
CASES = [(thresholds, items) for thresholds in (GRADED, BINARY) for items in PEOPLE[thresholds]]


@dataclass(frozen=True)
class Sat:
    """What one engine made of all people: errors (people, lengths) and the median of its step in milliseconds."""

    errors: Array
    step: float

    @property
    def rmse(self) -> Array:
        found: Array = np.sqrt((self.errors**2).mean(0))
        return found


def sat_by_all(pool: Pool, people: int, makers: tuple[Peer, ...]) -> dict[str, Sat]:
    """Everybody takes the test of every engine, one engine after the other for each person."""
    thetas = np.random.default_rng(3).normal(0.0, 1.0, people)
    tests = {maker.__name__: maker(pool) for maker in makers}
    errors: dict[str, list[list[float]]] = {name: [] for name in tests}
    times: dict[str, list[float]] = {name: [] for name in tests}
    for person, theta in enumerate(thetas.tolist()):
        answers = pool.answers(person, theta)
        for name, test in tests.items():
            estimates, took = peers.sit(test(), answers)
            errors[name].append([estimate - theta for estimate in estimates])
            times[name] += took
    return {name: Sat(np.array(errors[name]), float(np.median(times[name]))) for name in tests}


@pytest.mark.slow
@pytest.mark.parametrize(("thresholds", "items"), CASES)
def test_ours_is_as_exact_as_best_and_faster(thresholds: tuple[float, ...], items: int) -> None:
    for package in ("catsim", "catpie", "mirt"):
        pytest.importorskip(package, reason=f"{package} comes with the extra `bench`")
    graded = thresholds == GRADED
    makers = (peers.ours, peers.mirt) if graded else (peers.ours, peers.mirt, peers.catsim, peers.catpie)
    people = PEOPLE[thresholds][items]
    found = sat_by_all(Pool.drawn(items, thresholds), people, makers)
    for name, sat in found.items():
        told = " / ".join(f"{value:.3f}" for value in sat.rmse)
        kind = "graded" if graded else "binary"
        print(f"{kind}, {items} questions, {people} people, {name}: {sat.step:.3f} ms, RMSE {told}")  # noqa: T201
    mine = found.pop("ours")
    assert mine.errors.shape == (people, len(LENGTHS))
    if people >= JUDGED_FROM:
        assert mine.rmse[-1] <= 1.02 * min(sat.rmse[-1] for sat in found.values())
    fastest = min(sat.step for sat in found.values())
    # the target, ten times, is of the graded model; against two categories being faster is all that is claimed
    assert mine.step * (10.0 if graded and items >= 1_000 else 1.0) < fastest
