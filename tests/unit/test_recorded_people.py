"""The engine on people's recorded answers: calibrated on the odd rows, judged on the even ones."""

import csv
from dataclasses import replace
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.engine.model.bank import PooledPrior
from simulator.engine.model.items import ItemFit
from simulator.session.lab.recorded import Responses, categories, plain_bank
from simulator.session.lab.simulation import replay
from tests.recorded_sets import calibrated, read_responses

DATA = Path(__file__).parents[1] / "data"
POLICIES = ("adaptive", "random", "cat-1d", "residual", "shuffled")


def shares(source: Path, target: Path, most: int) -> Path:
    """A copy of recorded answers as shares of the most points that a question gives."""
    rows = list(csv.reader(source.open()))
    body = [[str(int(cell) / most) for cell in row] for row in rows[1:]]
    with target.open("w", newline="") as file:
        csv.writer(file).writerows([rows[0], *body])
    return target


def judged(path: Path) -> dict[str, Any]:
    responses = read_responses(path)
    raw = plain_bank(responses)
    pooled, _ = calibrated(raw, replace(responses, values=responses.values[0::2]))
    bank = raw.calibrated(pooled)
    even = categories(bank, replace(responses, values=responses.values[1::2]))
    found: dict[str, Any] = replay(bank, path.stem, even, questions=10, policies=POLICIES)["populations"]["recorded"]
    return found


def reached(slope: float, threshold: float, mean: float, variance: float) -> float:
    """How often people of N(mean, variance) reach a threshold, by the sum over a fine grid."""
    people = np.linspace(mean - 9 * sqrt(variance), mean + 9 * sqrt(variance), 4001)
    weights = np.exp(-((people - mean) ** 2) / (2 * variance))
    return float((weights / weights.sum()) @ (1 / (1 + np.exp(-slope * (people - threshold)))))


def test_calibrated_items_expect_what_one_ability_expects() -> None:
    raw = plain_bank(Responses(("right", "graded"), np.array([[0.0, 0.0], [1.0, 0.3], [1.0, 1.0], [0.0, 0.6]])))
    fits = {"right": ItemFit(-1.3, 0.2, 1.9, (0.0,)), "graded": ItemFit(0.8, 0.3, 1.1, (-1.0, 0.2, 0.8))}
    pooled = PooledPrior(np.array([0.4, -0.2]), np.array([[2.5, 0.7], [0.7, 0.5]]), 80, 0.2, fits)
    bank, alike = raw.calibrated(pooled), (2.5 + 0.7 + 0.7 + 0.5) / 4
    for number, (item, own) in enumerate(zip(bank.items, (2.5, 0.5), strict=True)):
        fit, mean = fits[item.id], float(pooled.mean[number])
        assert len(item.response.thresholds) == len(fit.thresholds)
        for now, then in zip(item.response.thresholds, fit.thresholds, strict=True):
            chance = reached(fit.slope, item.difficulty + now, mean, own + fit.difficulty_sd**2)
            before = reached(fit.slope, fit.difficulty + then, mean, alike + fit.difficulty_sd**2)
            assert chance == pytest.approx(before, abs=1e-4)
        assert item.difficulty != pytest.approx(fit.difficulty, abs=0.05)  # they did move


@pytest.mark.parametrize(
    ("folder", "most"),
    [
        pytest.param("fraction_subtraction", 1, marks=pytest.mark.slow),
        pytest.param("pswc_homework", 2, marks=pytest.mark.slow),
    ],
)
def test_people_are_predicted_better_than_by_baselines(tmp_path: Path, folder: str, most: int) -> None:
    found = judged(shares(DATA / folder / "responses.csv", tmp_path / f"{folder}.csv", most))
    loss = {name: table["log_loss"] for name, table in found["policies"].items()}
    for after in (5, 10):
        for other in ("random", "cat-1d"):
            low, high = found["paired"][other][f"after_{after}"]
            assert low < high < 0
        for other in ("residual", "shuffled"):
            assert loss["adaptive"][after] < loss[other][after] + 0.005
