"""The engine on people's recorded answers: calibrated on the odd rows, judged on the even ones."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from simulator.session.lab.recorded import categories, plain_bank
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
