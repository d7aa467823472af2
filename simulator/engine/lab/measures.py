"""Runs a policy on a group of people and measures its estimates after every question."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.lab.baselines import Chooser
from simulator.engine.lab.crowd import Crowd, at_least
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Z80
from simulator.engine.model.items import UNREACHABLE
from simulator.engine.model.level import cuts
from simulator.engine.model.response import Array, Ints, Mask

START_TIER, TOP_TIER = 3, 6
MEASURES = (
    "squared_error",
    "mastery_accuracy",
    "interval_coverage",
    "interval_width",
    "mean_coverage",
    "mean_width",
    "level_exact",
    "level_mae",
    "log_loss",
)


@dataclass(frozen=True, eq=False)
class Group:
    """The people a policy is run on. Arrays have one row per person.

    `answers` (people, items) are categories; `allowed` is true where an item may be asked; `theta` (people, C) is None
    for recorded people. `held` (people, E) are the items on which predictions are judged, by their `outcomes`, where
    `counts` is true.
    """

    answers: NDArray[np.int8]
    allowed: Mask
    held: Ints
    outcomes: NDArray[np.int8]
    counts: Mask
    theta: Array | None = None


@dataclass(frozen=True, eq=False)
class Trial:
    """The result of a run: `measures` by name, each (questions + 1, people); NaN if there was nothing to measure.

    `auc` is (questions + 1,). `asked` (questions, people) are item numbers, -1 if nothing was left. `seconds` is the
    total time of choices and updates.
    """

    measures: dict[str, Array]
    auc: Array
    asked: Ints
    seconds: float


def run(chooser: Chooser, group: Group, questions: int, timer: Callable[[], float]) -> Trial:
    """Ask everybody `questions` questions; measure before the first and after each. `timer` returns seconds."""
    bank, people = chooser.start.lead.bank, len(group.answers)
    rows = np.arange(people)
    beliefs = Crowd.start(chooser.start, people)
    allowed = group.allowed.copy()
    tiers = np.full(people, START_TIER)
    scores: list[Array] = []
    measured = [_measured(chooser, beliefs, group, scores)]
    asked = np.full((questions, people), -1, np.intp)
    last: Ints | None = None
    seconds = 0.0
    for step in range(questions):
        started = timer()
        items = chooser.choose(beliefs, step, allowed, last, tiers)
        possible = allowed[rows, items]
        answers = group.answers[rows, items]
        beliefs.update(items, answers, possible)
        seconds += timer() - started
        asked[step] = np.where(possible, items, -1)
        allowed[rows, items] = False
        last = items
        most = np.array([bank.items[i].response.categories - 1 for i in items])
        scores.append(np.where(possible, answers / most, np.nan))
        tiers = np.clip(tiers + np.where(answers / most > 0.5, 1, np.where(answers == 0, -1, 0)), 1, TOP_TIER)
        measured.append(_measured(chooser, beliefs, group, scores))
    measures = {name: np.array([row[0][name] for row in measured]) for name in MEASURES}
    return Trial(measures, np.array([row[1] for row in measured]), asked, seconds)


def _measured(chooser: Chooser, beliefs: Crowd, group: Group, scores: list[Array]) -> tuple[dict[str, Array], float]:
    nothing = np.full(len(group.answers), np.nan)
    values = dict.fromkeys(MEASURES, nothing)
    if not chooser.policy.estimates:
        own = np.nanmean(np.array(scores), 0) if scores else np.zeros(len(nothing))
        ranking = np.repeat(np.nan_to_num(own, nan=0.5)[:, None], group.held.shape[1], 1)
        return values, auc(ranking[group.counts], _event(chooser.start.lead.bank, group)[group.counts])
    if group.theta is not None:
        values |= _against_truth(chooser, beliefs, group.theta)
    values["log_loss"], high = predictions(chooser.start.lead.bank, beliefs, group)
    return values, auc(high[group.counts], _event(chooser.start.lead.bank, group)[group.counts])


def _against_truth(chooser: Chooser, beliefs: Crowd, theta: Array) -> dict[str, Array]:
    model = chooser.start.lead
    mean, variance = beliefs.concepts()
    # both spreads as reports show them
    sd = np.sqrt(np.maximum(variance, 0.0) + model.bank.shown_own_variance)
    error = mean - theta
    middle = model.bank.middle
    overall, total = (found[:, 0] for found in beliefs.overall())
    true, overall_sd = theta @ model.omega, np.sqrt(np.maximum(total, 0.0) + P.SHOWN_LUCK_SD**2)
    at = cuts(model.bank)
    levels = (overall[:, None] >= at).sum(1), (true[:, None] >= at).sum(1)
    return {
        "squared_error": (error**2) @ model.omega,
        "mastery_accuracy": ((mean >= middle) == (theta >= middle)).mean(1),
        "interval_coverage": (np.abs(error) <= Z80 * sd).mean(1),
        "interval_width": 2 * Z80 * sd.mean(1),
        "mean_coverage": (np.abs(overall - true) <= Z80 * overall_sd).astype(float),
        "mean_width": 2 * Z80 * overall_sd,
        "level_exact": (levels[0] == levels[1]).astype(float),
        "level_mae": np.abs(levels[0] - levels[1]).astype(float),
    }


def predictions(bank: Bank, beliefs: Crowd, group: Group) -> tuple[Array, Array]:
    """Log loss of the held answers by person, and the probability of the upper half of the scale (people, E)."""
    mean, variance = beliefs.looks_at(group.held)
    slope, outcomes = bank.slope[group.held], group.outcomes.astype(np.intp)

    def reaches(category: Ints) -> Array:
        """The probability (people, E) that a held item is answered in its `category` (people, E), or above."""
        threshold = bank.edges[group.held, category]
        with np.errstate(invalid="ignore"):
            inside = at_least(slope, np.where(np.isfinite(threshold), threshold, 0.0), mean, variance)
        return np.where(threshold == -np.inf, 1.0, np.where(threshold == np.inf, 0.0, inside))

    p = np.clip(reaches(outcomes) - reaches(outcomes + 1), 1e-6, 1.0)
    loss = np.where(group.counts, -np.log(p), 0.0).sum(1) / np.maximum(group.counts.sum(1), 1)
    return loss, reaches(_upper_half(bank)[group.held])


def _upper_half(bank: Bank) -> Ints:
    """The lowest category above the middle of the scale, by item: solid, right, or full marks of three."""
    return np.array([(item.response.categories - 1) // 2 + 1 for item in bank.items], np.intp)


def _event(bank: Bank, group: Group) -> Mask:
    result: Mask = group.outcomes >= _upper_half(bank)[group.held]
    return result


def auc(ranking: Array, event: Mask) -> float:
    """Area under the ROC curve, ties counted half (Hanley and McNeil, 1982); NaN where only one outcome occurs."""
    yes = int(event.sum())
    no = len(event) - yes
    if not yes or not no:
        return float("nan")
    _, inverse, counts = np.unique(ranking, return_inverse=True, return_counts=True)
    ranks = (counts.cumsum() - (counts - 1) / 2)[inverse]
    return float((ranks[event].sum() - yes * (yes + 1) / 2) / (yes * no))


def hops_between(bank: Bank, asked: Ints) -> Array:
    """Hops between people's consecutive questions, all in one row; `asked` as in `Trial`.

    Pairs without a path are left out; in a graph without edges there is no other.
    """
    before, after = _consecutive(asked)
    hops = bank.hops[bank.primary[before], bank.primary[after]]
    return np.asarray(hops[hops < UNREACHABLE], np.float64)


def tier_steps(bank: Bank, asked: Ints) -> Array:
    """Absolute differences of tiers between people's consecutive questions, all in one row."""
    before, after = _consecutive(asked)
    return np.asarray(np.abs(bank.tier[before] - bank.tier[after]), np.float64)


def _consecutive(asked: Ints) -> tuple[Ints, Ints]:
    both = (asked[:-1] >= 0) & (asked[1:] >= 0)
    return asked[:-1][both], asked[1:][both]
