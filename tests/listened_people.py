"""The engine with what is heard as a second reading of the score, against without, on simulated people.

What is heard of somebody is drawn from answers that were marked by others: from those with the verdict that the answer
deserves. A listening term moves that verdict, in logits: some are heard worse than they speak, some better. Leniency
moves the verdict of the candidate's own marks. It is the same answer, so one draw of luck decides all of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from simulator.engine.lab import people as populations
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.evidence import Evidence, step_of
from simulator.engine.model.items import Item
from simulator.engine.model.level import level_of
from simulator.engine.model.parameters import Z80
from simulator.engine.model.priors import Prior
from simulator.engine.model.response import Array
from simulator.engine.scoring import VERDICTS
from tests.graphs import values

MEASURES = ("squared", "error", "tiers", "covered", "mean_covered")
CHECKED = 2  # of three questions: a check comes after it
Pool = Sequence[Sequence[float]]  # heard coverages of marked answers, by the rank of their verdict


@dataclass(frozen=True)
class Speaker:
    """How simulated people mark themselves and how they are heard: means and standard deviations, logits."""

    leniency: float = populations.LENIENCY_MEAN
    leniency_sd: float = populations.LENIENCY_SD
    listening: float = 0.0
    listening_sd: float = 0.0


def pool_of(answers: Iterable[tuple[int, float]]) -> Pool:
    """A pool from marked answers, each the rank of its verdict and what was heard. Raises ValueError if one lacks."""
    pool: list[list[float]] = [[] for _ in VERDICTS]
    for rank, heard in answers:
        pool[rank].append(heard)
    if not all(pool):
        raise ValueError("the pool needs marked answers of every verdict")
    return pool


def compare(
    bank: Bank, pool: Pool, speaker: Speaker, *, people: int = 400, questions: int = 8, seed: int = 0
) -> dict[str, dict[str, Array]]:
    """`with` and `without` the second reading: the measures of every person after `questions` questions.

    Both arms meet the same answers to the same questions, chosen as the engine without it would choose, with a check
    after the second, fifth and eighth. People are of all populations alike. `squared` is the mean squared error over
    concepts, `error` that of the weighted mean (signed, logits), `tiers` that of the level (signed), `covered` the
    share of the concepts that lie in their 80% interval, `mean_covered` whether the weighted mean does.
    """
    rng = np.random.default_rng(seed)
    omega, start = bank.role_weights(None), Prior.structural(bank)
    kinds = list(populations.POPULATIONS.values())
    rows: dict[str, list[list[float]]] = {"with": [], "without": []}
    for number in range(people):
        theta = kinds[number % len(kinds)](bank, 1, rng)[0]
        said = _said(bank, theta, speaker, rng)
        asked = _walk(bank, start, said, questions, rng)
        heard = [float(rng.choice(pool[said[item][1]])) for item in asked]
        for arm, found in rows.items():
            belief = start
            for item, coverage in zip(asked, heard, strict=True):
                for piece in _pieces(bank.items[item], said[item][0], coverage if arm == "with" else None):
                    belief = belief.update(piece)
            found.append(_measured(bank, belief, theta, omega))
    return {arm: dict(zip(MEASURES, np.array(found).T, strict=True)) for arm, found in rows.items()}


def summary(found: Mapping[str, Mapping[str, Array]]) -> dict[str, dict[str, float]]:
    """The figures of both arms: RMSE and bias in logits, mean absolute error and bias of the level, coverage."""
    return {
        arm: {
            "rmse": float(np.sqrt(its["squared"].mean())),
            "level": float(np.abs(its["tiers"]).mean()),
            "level_bias": float(its["tiers"].mean()),
            "bias": float(its["error"].mean()),
            "covered": float(its["covered"].mean()),
            "mean_covered": float(its["mean_covered"].mean()),
        }
        for arm, its in found.items()
    }


def _said(bank: Bank, theta: Array, speaker: Speaker, rng: Generator) -> NDArray[np.int8]:
    """For every item its category by the candidate's own marks, and the one that is heard, shape (items, 2)."""
    own = rng.normal(speaker.leniency, speaker.leniency_sd), rng.normal(speaker.listening, speaker.listening_sd)
    ease = bank.weights @ theta - bank.difficulty + rng.normal(0, populations.HIDDEN_SD, len(bank.items))
    looks = np.stack([ease + term * bank.self_scored for term in own])
    luck = rng.random(len(bank.items))
    return populations.categories_of(bank, looks, np.stack([luck, luck])).T


def _walk(bank: Bank, start: Belief, said: NDArray[np.int8], questions: int, rng: Generator) -> list[int]:
    """The items asked, each the most informative or nearly so, given the marks before."""
    belief, asked, omega = start, list[int](), bank.role_weights(None)
    open_ = np.ones(len(bank.items), np.bool_)
    for number in range(1, questions + 1):
        for of_kind in (bank.is_question, bank.is_check) if number % 3 == CHECKED else (bank.is_question,):
            worth = np.where(open_ & of_kind, values(bank, belief, omega), -np.inf)
            if worth.max() > -np.inf:
                item = int(rng.choice(np.flatnonzero(worth >= (1 - P.NEAR_BEST) * worth.max())))
                open_[item] = False
                asked.append(item)
                for piece in _pieces(bank.items[item], said[item][0], None):
                    belief = belief.update(piece)
    return asked


def _pieces(item: Item, category: int, heard: float | None) -> list[Evidence]:
    if item.is_check or heard is None:
        return [Evidence(item.id, "check" if item.is_check else "verdict", int(category))]
    return [
        Evidence(item.id, "verdict", int(category), weight=1.0 - P.READING_EXPONENT),
        Evidence(item.id, "heard", step_of(heard), weight=P.READING_EXPONENT),
    ]


def _measured(bank: Bank, belief: Belief, theta: Array, omega: Array) -> list[float]:
    """The `MEASURES` of one person."""
    error = belief.mastery - theta
    sd = np.sqrt(belief.variances()[: len(theta)] + bank.shown_own_variance)
    mean, spread = belief.weighted(omega)
    true = float(omega @ theta)
    return [
        float(error**2 @ omega),
        mean - true,
        level_of(bank, mean) - level_of(bank, true),
        float((np.abs(error) <= Z80 * sd).mean()),
        float(abs(mean - true) <= Z80 * spread),
    ]
