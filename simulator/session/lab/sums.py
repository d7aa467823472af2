"""What a simulation keeps of its people: sums, to which every block adds its own, and the tables made of them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from simulator.engine.lab import measures
from simulator.engine.lab.measures import Trial
from simulator.engine.model.bank import Bank

Array = NDArray[np.float64]
REFERENCE, OURS = "cat-1d", "adaptive"
REFERENCE_AFTER = 20
PAIRED = ("squared_error", "log_loss")  # the measures that policies are compared by, person by person


@dataclass(frozen=True, eq=False)
class PolicySums:
    """Sums over people with one policy. Arrays by measure have one value per question asked, from 0.

    `squares` and `crossed` are of the measures in `PAIRED`: by themselves, and by our policy's for the same person.
    `auc` is weighted by people; `hops` and `steps` are sums with their counts.
    """

    people: int
    sums: Array
    squares: Array
    crossed: Array
    auc: Array
    hops: Array
    steps: Array
    seconds: float
    asked: int

    @classmethod
    def of(cls, bank: Bank, trial: Trial, ours: Trial | None) -> Self:
        """The sums over one block of people."""
        people = trial.asked.shape[1]
        its = np.stack([trial.measures[name] for name in PAIRED])
        others = np.stack([ours.measures[name] for name in PAIRED]) if ours is not None else np.full_like(its, np.nan)
        hops, steps = measures.hops_between(bank, trial.asked), measures.tier_steps(bank, trial.asked)
        return cls(
            people,
            np.stack([trial.measures[name].sum(1) for name in measures.MEASURES]),
            (its**2).sum(2),
            (its * others).sum(2),
            trial.auc * people,
            np.array([hops.sum(), hops.size], np.float64),
            np.array([steps.sum(), steps.size], np.float64),
            trial.seconds,
            trial.asked.size,
        )

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def mean(self, measure: str) -> Array:
        """The mean of a measure after each question; NaN where it does not exist."""
        result: Array = self.sums[measures.MEASURES.index(measure)] / self.people
        return result


def summary(tallies: Mapping[str, PolicySums], times: bool = False) -> dict[str, Any]:
    """The tables of one population from its tallies by policy, without values that do not exist."""
    tables: dict[str, Any] = {"policies": {}, "questions_to_match_cat_1d_20": {}, "paired": {}}
    for name, tally in tallies.items():
        table = _table(tally)
        if times:  # milliseconds of a choice and its update
            table["step_ms"] = 1000 * tally.seconds / max(1, tally.asked)
        tables["policies"][name] = {
            key: value
            for key, value in table.items()
            if (any(v is not None for v in value) if isinstance(value, list) else value is not None)
        }
    reference, ours = tallies.get(REFERENCE), tallies.get(OURS)
    for name, tally in tallies.items():
        error = tally.mean("squared_error")
        if reference is not None and name != REFERENCE and not np.isnan(error).any():
            goal = reference.mean("squared_error")
            reached = np.flatnonzero(error <= goal[min(REFERENCE_AFTER, len(goal) - 1)])
            tables["questions_to_match_cat_1d_20"][name] = int(reached[0]) if len(reached) else None
        paired = _paired(ours, tally) if name != OURS and ours is not None else {}
        if any(paired.values()):
            tables["paired"][name] = paired
    return tables


def _paired(ours: PolicySums, theirs: PolicySums) -> dict[str, Any]:
    measure = "squared_error" if not np.isnan(ours.mean("squared_error")).any() else "log_loss"
    after = ours.sums.shape[1] - 1
    steps = sorted({step for step in (0, 5, 6, 10, 12, 20) if step <= after} | {after})
    return {f"after_{step}": paired_interval(ours, theirs, measure, step) for step in steps}


def paired_interval(ours: PolicySums, theirs: PolicySums, measure: str, step: int) -> list[float] | None:
    """95% interval of our mean minus theirs over the same people; of squared errors, of root means (delta method)."""
    place, people = PAIRED.index(measure), ours.people
    a, b = float(ours.mean(measure)[step]), float(theirs.mean(measure)[step])
    if np.isnan(a) or np.isnan(b):
        return None
    if people < 2:
        return [_rounded(-np.inf), _rounded(np.inf)]
    own, other = ours.squares[place, step] / people - a * a, theirs.squares[place, step] / people - b * b
    both = theirs.crossed[place, step] / people - a * b
    by_ours, by_theirs, difference = 1.0, 1.0, a - b
    if measure == "squared_error":
        by_ours, by_theirs, difference = 0.5 / np.sqrt(a), 0.5 / np.sqrt(b), float(np.sqrt(a) - np.sqrt(b))
    variance = by_ours**2 * own + by_theirs**2 * other - 2 * by_ours * by_theirs * both
    half = 1.959964 * float(np.sqrt(max(0.0, variance) / (people - 1)))
    return [_rounded(difference - half), _rounded(difference + half)]


def _table(tally: PolicySums) -> dict[str, Any]:
    table: dict[str, Any] = {"rmse": _listed(np.sqrt(tally.mean("squared_error")))}
    table.update({name: _listed(tally.mean(name)) for name in measures.MEASURES if name != "squared_error"})
    table["auc"] = _listed(tally.auc / tally.people)
    table["mean_hops"] = _rounded(tally.hops[0] / tally.hops[1] if tally.hops[1] else np.nan)
    table["mean_tier_step"] = _rounded(tally.steps[0] / tally.steps[1] if tally.steps[1] else np.nan)
    return table


def _listed(values: Array) -> list[float | None]:
    return [_rounded(v) for v in values]


def _rounded(value: Any) -> Any:
    return None if not np.isfinite(value) else round(float(value), 6)
