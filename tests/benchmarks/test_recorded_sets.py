"""Recorded people (docs/engine-measured.md): every set with difficulties by tier only, and calibrated on half.

`INTERVIEW_BENCH_SETS=DIR pytest -m slow -s tests/benchmarks/test_recorded_sets.py` prints it for the sets in DIR, each
a folder with `responses.csv`. Without it, for those in tests/data.
"""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.engine.model.bank import Bank
from simulator.session.lab.simulation import replay
from tests.recorded_sets import recorded_set

pytestmark = pytest.mark.slow
SETS = Path(os.environ.get("INTERVIEW_BENCH_SETS", Path(__file__).parents[1] / "data"))
POLICIES = ("adaptive", "cat-1d", "random", "fixed")
AFTER = (0, 5, 10)
BEHIND = 0.003  # nats: by tier only the engine isn't further behind one ability
FEW = (50, 100, 200)


def rows(name: str, state: str, bank: Bank, even: Any) -> dict[str, Any]:
    """Replay people, and print a row for each policy."""
    found: dict[str, Any] = replay(bank, name, even, questions=10, policies=POLICIES)["populations"]["recorded"]
    for policy in POLICIES:
        loss = " / ".join(f"{found['policies'][policy]['log_loss'][n]:.4f}" for n in AFTER)
        ends = found["paired"].get(policy)
        apart = "; ".join("{:+.4f} to {:+.4f}".format(*ends[f"after_{n}"]) for n in AFTER) if ends else ""
        sys.stdout.write(f"| {name} | {state} | {policy} | {loss} | {apart} |\n")
        sys.stdout.flush()
    return found


@pytest.mark.parametrize("folder", sorted(path.parent for path in SETS.glob("*/responses.csv")), ids=lambda p: p.name)
def test_people_are_predicted_as_by_one_ability(folder: Path) -> None:
    its = recorded_set(folder)
    plain = rows(folder.name, "tier only", its.bank, its.even)["paired"]["cat-1d"]
    fitted = rows(folder.name, "calibrated", its.calibrated(), its.even)["paired"]["cat-1d"]
    few = [
        rows(folder.name, f"calibrated on {people}", its.calibrated(people), its.even)["paired"]["cat-1d"]
        for people in FEW
        if people < len(its.odd)
    ]
    assert all(plain[f"after_{n}"][1] <= BEHIND for n in AFTER), plain
    for each in (fitted, *few):  # not behind beyond chance
        assert all(each[f"after_{n}"][0] <= 0 for n in AFTER[1:]), each
