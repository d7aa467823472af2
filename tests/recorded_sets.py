"""Sets of recorded people as banks whose difficulties are known by tier only, as every new user's are.

The tier of an item is its difficulty, fitted to the odd rows and rounded. Every item is a concept of its own; courses
have their departments for areas, and their prerequisites.
"""

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from simulator.engine.lab.calibration import FittedChange
from simulator.engine.lab.crowd import Answers
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank, PooledPrior
from simulator.session.lab.recorded import Responses, categories, plain_bank, refuse_few
from simulator.session.lab.table import open_table
from tests.item_fitting import InMemory, calibrate, fit_items

MOST_POINTS = {"pswc_homework": 2}  # where points, not shares, are recorded


@dataclass(frozen=True, eq=False)
class RecordedSet:
    """A bank known by tier only, and the answers of the odd rows and of the even ones."""

    bank: Bank
    odd: Answers
    even: Answers

    def calibrated(self, people: int | None = None) -> Bank:
        """The bank calibrated on the odd rows, or on the first so many of them."""
        pooled, _ = calibrate(self.bank, self.odd[:people])
        return self.bank.calibrated(pooled)


def recorded_set(folder: Path) -> RecordedSet:
    """The set in a folder: `responses.csv`, and where there are prerequisites `prereq.csv`."""
    names, *rows = csv.reader((folder / "responses.csv").open())
    most = MOST_POINTS.get(folder.name, 1)
    values = np.array([[float(cell) / most if cell else np.nan for cell in row] for row in rows])
    responses = Responses(tuple(names), values)
    plain = plain_bank(responses)
    answers = categories(plain, responses)
    bank = by_tier(plain, answers[0::2])
    if (folder / "prereq.csv").exists():
        bank = with_graph(bank, [(a, b) for a, b in list(csv.reader((folder / "prereq.csv").open()))[1:]])
    return RecordedSet(bank, answers[0::2], answers[1::2])


def read_responses(path: Path) -> Responses:
    """Recorded answers, all in memory. Raises UsageError, with line and column, for a file in another form."""
    table = open_table(path)
    blocks = list(table.blocks())
    without = tuple(number for block in blocks for number in block.without)
    return Responses(table.ids, np.concatenate([block.values for block in blocks]), table.self_scored, without)


def calibrated(bank: Bank, responses: Responses) -> tuple[PooledPrior, tuple[FittedChange, ...]]:
    """Calibrate a bank on recorded answers. Raises UsageError for fewer than 50 people."""
    refuse_few(len(responses.values))
    return calibrate(bank, categories(bank, responses), responses.self_scored)


def by_tier(plain: Bank, answers: Answers) -> Bank:
    """The bank with tiers in place of difficulties, by what was fitted to some answers."""
    fits = fit_items(plain, InMemory(answers))
    items = []
    for item in plain.items:
        tier = int(np.clip(round(fits[item.id].difficulty / P.DIFFICULTY_PER_TIER + P.MIDDLE_TIER), 1, 6))
        items.append(replace(item, tier=tier, difficulty=P.tier_difficulty(tier), difficulty_sd=P.DIFFICULTY_SD))
    return replace(plain, items=tuple(items))


def with_graph(bank: Bank, edges: list[tuple[str, str]]) -> Bank:
    """The bank with prerequisites, and an area for each department: what stands before the number of a course."""
    departments = [name.split("-")[0] for name in bank.concepts]
    areas = tuple(dict.fromkeys(departments))
    number = bank.concept_index
    parents = tuple(tuple(number[a] for a, b in edges if b == name) for name in bank.concepts)
    return replace(bank, areas=areas, area_of=np.array([areas.index(d) for d in departments]), parents=parents)
