"""A prior from the pooled answers of many people: what items are like (`item_fits`), and how people differ.

Covariance: EM on the Gaussian belief itself, Σ = mean over people of (V + (m - μ)(m - μ)'), shrunk towards the
structural covariance, and μ towards 0. People who scored themselves are taken to be as lenient as the prior says, so
that interviews, which expect it, do not meet it twice.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.engine.bank import Bank, PooledPrior
from simulator.engine.batch import Beliefs, Model
from simulator.engine.item_fits import ROUNDS as ITEM_ROUNDS
from simulator.engine.item_fits import Answers, fit_items
from simulator.engine.items import ItemFit
from simulator.engine.kinds import structural_covariance
from simulator.engine.response import Array

Progress = Callable[[int, int], None]
LEAST_PEOPLE = 50
SHRINK_PEOPLE = 50.0  # people that the structural covariance is worth
COVARIANCE_ROUNDS = 12
CHUNK = 200


@dataclass(frozen=True)
class Change:
    """What calibration did to one question, in logits (slopes per logit)."""

    item: str
    people: int
    difficulty: tuple[float, float]
    slope: tuple[float, float]


def calibrate(
    bank: Bank, answers: Answers, progress: Progress | None = None, self_scored: bool = False
) -> tuple[PooledPrior, tuple[Change, ...]]:
    """A pooled prior with item fits, and what changed; `answers` (people, items) are categories, -1 for none.

    `self_scored` says whether people gave these categories to themselves. Raises ValueError for fewer than 50 people:
    fewer move nothing.
    """
    people = len(answers)
    if people < LEAST_PEOPLE:
        raise ValueError(f"calibration needs the answers of at least {LEAST_PEOPLE} people, not {people}")
    total = ITEM_ROUNDS + COVARIANCE_ROUNDS

    def tell(done: int) -> None:
        """Tell how many rounds are done, of those of the items and of the covariance together."""
        if progress is not None:
            progress(done, total)

    fits = fit_items(bank, answers, tell, self_scored)
    fitted = bank.with_fits(fits)
    mean, covariance = fit_covariance(fitted, answers, lambda n: tell(ITEM_ROUNDS + n), self_scored)
    share = SHRINK_PEOPLE / (SHRINK_PEOPLE + people)
    shrunk = (1 - share) * covariance + share * structural_covariance(bank)
    pooled = PooledPrior((1 - share) * mean, shrunk, people, share, fits)
    return pooled, tuple(_changes(bank, answers, fits))


def fit_covariance(
    bank: Bank, answers: Answers, tell: Callable[[int], None] = lambda _: None, self_scored: bool = False
) -> tuple[Array, Array]:
    """Mean and covariance of mastery over people by EM, started at the structural prior; shapes (C,) and (C, C)."""
    count = len(bank.concepts)
    mean, covariance = np.zeros(count), structural_covariance(bank)
    for round_ in range(COVARIANCE_ROUNDS):
        model = Model.of(bank, bank.role_weights(None), mean, covariance, lenient=self_scored)
        means, spread = [], np.zeros((count, count))
        for start in range(0, len(answers), CHUNK):
            beliefs = _everything(model, answers[start : start + CHUNK])
            means.append(beliefs.mean[:, :count])
            for gain, shrink in zip(beliefs.gains, beliefs.shrinks, strict=True):
                spread += (gain[:, :count] * shrink[:, None]).T @ gain[:, :count]
        every = np.concatenate(means)
        mean = every.mean(0)
        centred = every - mean
        covariance = covariance - spread / len(answers) + centred.T @ centred / len(answers)
        covariance = (covariance + covariance.T) / 2
        tell(round_ + 1)
    return mean, covariance


def _everything(model: Model, answers: Answers) -> Beliefs:
    """The beliefs of some people after all that they answered."""
    beliefs = Beliefs.start(model, len(answers))
    for item in np.flatnonzero((answers >= 0).any(0)):
        items = np.full(len(answers), item, np.intp)
        given = answers[:, item] >= 0
        beliefs.update(items, np.maximum(answers[:, item], 0), given)
    return beliefs


def _changes(bank: Bank, answers: Answers, fits: Mapping[str, ItemFit]) -> Iterator[Change]:
    for i, item in enumerate(bank.items):
        fit = fits.get(item.id)
        if fit is not None:
            people = int((answers[:, i] >= 0).sum())
            yield Change(item.id, people, (item.difficulty, fit.difficulty), (item.response.slope, fit.slope))
