"""What the threads of a full interview cost in accuracy, against the same minutes and checks without them; and variety.

The baseline chooses every question by its value alone, as a screening call does (the course "stages"). The same people
sit both, with the same answers. With a thread effect everybody has a day's luck for each area, which is no mastery.
Variety is drawing among many that are nearly as good, against among those within a thousandth of the best.
`pytest -m slow -s tests/benchmarks/test_thread_cost.py` prints the table.
"""

from collections.abc import Mapping

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from simulator.engine.choice import policy
from simulator.engine.choice.formats import FORMATS, FULL, FormatStage, SelectionContext
from simulator.engine.lab import people as populations
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.priors import Prior
from simulator.engine.model.response import Array
from simulator.graph.records import Graph, Role
from tests.bare_interviews import answers_of, sit
from tests.benchmarks.conftest import show

pytestmark = pytest.mark.slow

PEOPLE, FEWER = 500, 400
WIDTHS = ("NEAR_BEST_OPENING", "NEAR_BEST_THREAD", "NEAR_BEST_CHECK", "NEAR_BEST_DRAWN")
KEPT = 2.0  # minutes for the parting questions of a full interview
STAGES = replace(FULL, course="stages", stages=(FULL.stages[0], FormatStage("core", (1, 5))))
# RMSE of concept mastery with threads over that without, beyond which they'd cost too much
DEAREST = 1.1


def sat_by(bank: Bank, role: Role, theta: Array, answers: NDArray[np.int8]) -> tuple[Array, Array]:
    """By person: the mean square error of concept mastery, and whether the 80% interval holds the weighted mean."""
    squared, covered = [], []
    prior, omega = Prior.structural(bank), bank.role_weights(role)
    for person, own in enumerate(answers):
        _, belief = sit(bank, own, SelectionContext("full", role, seed=person, kept_minutes=KEPT), prior)
        squared.append(float(np.mean((belief.mastery - theta[person]) ** 2)))
        mean, sd = belief.shown_overall(role)
        covered.append(abs(mean - theta[person] @ omega) <= P.Z80 * sd)
    return np.array(squared), np.array(covered)


@pytest.mark.parametrize("luck", [0.0, 0.5])
@pytest.mark.parametrize("kind", populations.POPULATIONS)
def test_threads_cost_little(llm: Graph, monkeypatch: pytest.MonkeyPatch, kind: str, luck: float) -> None:
    bank, role = Bank.compile(llm), llm.roles["applied-engineer"]
    rng = np.random.default_rng([7, list(populations.POPULATIONS).index(kind), int(10 * luck)])
    theta = populations.POPULATIONS[kind](bank, PEOPLE, rng)
    answers = answers_of(bank, theta, rng, thread_sd=luck)
    courses: Mapping[str, object] = {"stages": STAGES, "threads": FULL}
    found = {}
    for name, shape in courses.items():
        monkeypatch.setattr(policy, "FORMATS", {**FORMATS, "full": shape})
        found[name] = sat_by(bank, role, theta, answers)
    before, now = (np.sqrt(found[name][0].mean()) for name in courses)
    drawn = rng.integers(PEOPLE, size=(2000, PEOPLE))
    shift = [np.sqrt(found[name][0][drawn].mean(axis=1)) for name in courses]
    low, high = np.quantile(shift[1] - shift[0], (0.025, 0.975))
    covered = found["threads"][1].mean()
    show(
        f"| {kind} | {luck:g} | {before:.3f} | {now:.3f} | {100 * (now / before - 1):+.1f}% ({low:.3f} to {high:.3f}) "
        f"| {covered:.2f} |"
    )
    assert now <= DEAREST * before


@pytest.mark.parametrize("kind", populations.POPULATIONS)
def test_variety_costs_little(llm: Graph, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    bank, role = Bank.compile(llm), llm.roles["applied-engineer"]
    rng = np.random.default_rng([17, list(populations.POPULATIONS).index(kind)])
    theta = populations.POPULATIONS[kind](bank, FEWER, rng)
    answers = answers_of(bank, theta, rng)
    wide, _ = sat_by(bank, role, theta, answers)
    for width in WIDTHS:
        monkeypatch.setattr(P, width, P.NEAR_BEST)
    narrow, _ = sat_by(bank, role, theta, answers)
    drawn = rng.integers(FEWER, size=(2000, FEWER))
    low, high = np.quantile(np.sqrt(wide[drawn].mean(axis=1) / narrow[drawn].mean(axis=1)) - 1, (0.025, 0.975))
    cost = np.sqrt(wide.mean() / narrow.mean()) - 1
    show(f"| {kind} | {100 * cost:+.1f}% ({100 * low:.1f} to {100 * high:.1f}) |")
    assert cost <= DEAREST - 1
