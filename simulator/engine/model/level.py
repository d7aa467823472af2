"""From mastery to a level: the highest tier whose questions are answered solidly often enough.

L(f) is the highest tier at which P(verdict >= solid | f) >= 0.6 with that tier's mean difficulty, the usual slope and
no leniency; 0 where none. L never falls with f, so its quantiles are L at the quantiles of f.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.response import logistic, quadrature
from simulator.engine.scoring import SOLID_RANK
from simulator.graph.records import Role

_POINTS, _WEIGHTS = quadrature(21)


@dataclass(frozen=True)
class Level:
    """Posterior median of the level with its 10 and 90% quantiles, each a tier or 0."""

    tier: int
    low: int
    high: int

    @property
    def is_known(self) -> bool:
        """Whether the interval spans at most two tiers, narrow enough to state the level plainly."""
        return self.high - self.low <= 1


def level(belief: Belief, bank: Bank, role: Role | None = None) -> Level:
    """The level of a role-weighted mastery with its 80% interval."""
    mean, sd = belief.shown_overall(role)
    return Level(level_of(bank, mean), level_of(bank, mean - P.Z80 * sd), level_of(bank, mean + P.Z80 * sd))


def level_of(bank: Bank, mastery: float) -> int:
    """The level of a known role-weighted mastery (logits): a tier, or 0."""
    return bisect_right(_cuts(tuple(bank.tier_difficulty.values())), mastery)


def cuts(bank: Bank) -> np.ndarray:
    """The mastery (logits) at which each tier 1..6 is reached, in rising order, shape (6,)."""
    return np.array(_cuts(tuple(bank.tier_difficulty.values())))


@lru_cache(maxsize=64)
def _cuts(middles: tuple[float, ...]) -> tuple[float, ...]:
    margin = float(np.log(P.SOLID_ENOUGH / (1 - P.SOLID_ENOUGH))) / P.SLOPE + P.THRESHOLDS[SOLID_RANK - 1]
    # reaching a tier means reaching all below it, even if their questions happen to be harder
    return tuple(min(middles[tier:]) + margin for tier in range(len(middles)))


def solid_probability(belief: Belief, bank: Bank, role: Role | None, tier: int) -> float:
    """P(verdict >= solid) at a tier's mean difficulty, the uncertainty of the mastery integrated out."""
    mean, sd = belief.overall(role)
    return solid_at(mean - bank.tier_difficulty[tier], sd)


def solid_at(mean: float, sd: float) -> float:
    """P(verdict >= solid) where mastery minus difficulty is N(mean, sd²), by Gauss-Hermite quadrature."""
    u = mean + sd * _POINTS - P.THRESHOLDS[SOLID_RANK - 1]
    return float(_WEIGHTS @ logistic(P.SLOPE * u))


def chance_at(belief: Belief, role: Role | None, tier: int) -> float:
    """The chance that the role-weighted mastery is at a tier's mean difficulty or above it."""
    mean, sd = belief.overall(role)
    return NormalDist(mean, max(sd, 1e-9)).cdf(2 * mean - belief.bank.tier_difficulty[tier])


def chances_later(belief: Belief, start: Belief, role: Role | None, tier: int) -> tuple[float, float]:
    """The chance at a tier after as many answers again, where they go one standard deviation worse, and better.

    The answers so far, from `start` on, brought a certain precision; as many again bring the same. The mean will then
    have moved by a normal term whose variance is what the posterior's loses.
    """
    (mean, sd), (_, at_first) = belief.overall(role), start.overall(role)
    later = 1.0 / max(2.0 / sd**2 - 1.0 / at_first**2, 1.0 / sd**2)
    move, needed = max(sd**2 - later, 0.0) ** 0.5, belief.bank.tier_difficulty[tier]
    worse, better = (1.0 - NormalDist(m, later**0.5).cdf(needed) for m in (mean - move, mean + move))
    return worse, better
