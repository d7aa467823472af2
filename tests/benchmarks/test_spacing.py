"""Reviews that are saved where an answer at tier 4 lets what it rests on rest, against FSRS by question alone.

Simulated people on the bundled graph, each once under every schedule with the same luck (`forgetting.py`). How much a
strong answer really rehearses below is none, half or all of what the schedule assumes. Fewer reviews are no gain where
less is remembered, so *saved* is against FSRS with the aim at which as much is remembered.

`make spacing` prints the table of docs/engine-measured.md; INTERVIEW_BENCH_PEOPLE sets how many people there are.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

import numpy as np
import pytest

from simulator.engine.schedule import rehearsed_below
from tests.benchmarks.conftest import show
from tests.benchmarks.forgetting import Array, HalfLives, Memory, Term, Traces
from tests.transcripts import graph

pytestmark = pytest.mark.slow

PEOPLE = int(os.environ.get("INTERVIEW_BENCH_PEOPLE", "50"))
WORKERS = int(os.environ.get("INTERVIEW_BENCH_WORKERS", "1"))
AIMS = (0.87, 0.9, 0.93)  # of FSRS alone; the middle one is that of the program
FIRST = 1000  # seeds below were looked at while the rule was chosen
DRAWS = 2000
MOST_LOST = 0.01
MEMORIES: dict[str, type[Memory]] = {"traces": Traces, "half-lives": HalfLives}


class Interval(NamedTuple):
    """A figure over people, and the ends of its 95% interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{100 * self.value:.1f}% ({100 * self.low:.1f} to {100 * self.high:.1f})"


def person(memory: str, transfer: float, seed: int) -> list[tuple[float, float, float]]:
    """What became of one person: by FSRS alone with each aim, then with rests."""
    term = Term(graph(), transfer, MEMORIES[memory])
    alone = [term.sat(seed, {}, aim) for aim in AIMS]
    return [*alone, term.sat(seed, rehearsed_below(graph()))]


def figures(sat: Array) -> tuple[float, float, float, float]:
    """Of people, schedules and outcomes: fewer reviews, change of retention and of solid answers, reviews saved."""
    *alone, with_rests = sat.mean(axis=0)
    now = alone[AIMS.index(0.9)]
    as_much = np.interp(with_rests[1], [a[1] for a in alone], [a[0] for a in alone])
    changes = with_rests / now - 1
    return -changes[0], changes[1], changes[2], 1 - with_rests[0] / as_much


def intervals(sat: Array) -> list[Interval]:
    """The figures with 95% bootstrap intervals over people, every schedule of a person drawn together."""
    rng = np.random.default_rng(5)
    drawn = np.array([figures(sat[rng.integers(len(sat), size=len(sat))]) for _ in range(DRAWS)])
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
    return [Interval(*ends) for ends in zip(figures(sat), low, high, strict=True)]


@pytest.mark.parametrize("memory", MEMORIES)
@pytest.mark.parametrize("transfer", [0.0, 0.5, 1.0])
def test_rests_save_reviews(memory: str, transfer: float) -> None:
    seeds = range(FIRST, FIRST + PEOPLE)
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        sat = np.array(list(pool.map(person, [memory] * PEOPLE, [transfer] * PEOPLE, seeds, chunksize=4)))
    fewer, retention, solid, saved = intervals(sat)
    alone, rests = sat.mean(axis=0)[[AIMS.index(0.9), -1]]
    show(
        f"| {memory} | {transfer:g} | {alone[0]:.0f} / {rests[0]:.0f} | {alone[1]:.3f} / {rests[1]:.3f} "
        f"| {fewer} | {retention} | {solid} | {saved} |"
    )
    assert retention.low >= -MOST_LOST
    assert transfer == 0 or saved.low > 0
