"""How people differ: the mixture of Gaussian priors over mastery.

In some people one ability explains everything. Others know whole areas but not the neighbouring ones. A few either hold
a concept or don't, at the level at which it is asked. A single Gaussian would be a compromise, so each kind has its own
mean and covariance, and answers show which kind is likely. The last kind is one Gaussian in place of two states.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.engine.model import items
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.gaussians import Gaussians
from simulator.engine.model.parameters import KINDS_OF_PEOPLE, LEADING, RHO, Kind, Seniority
from simulator.engine.model.response import Array, Ints
from simulator.graph.records import Role


@dataclass(frozen=True, eq=False)
class Mixture:
    """A prior: `shares` (K,) summing to 1, `means` (K, C) and `covariances` (K, C, C) in logits.

    `leading` is the number of the component whose variance questions are chosen to reduce.
    """

    shares: Array
    means: Array
    covariances: Array
    leading: int = 0

    @classmethod
    def single(cls, mean: Array, covariance: Array) -> "Mixture":
        """One Gaussian alone."""
        return cls(np.ones(1), mean[None], covariance[None])

    @property
    def covariance(self) -> Array:
        """The covariance within the kinds, all taken together, shape (C, C)."""
        result: Array = np.tensordot(self.shares, self.covariances, 1)
        return result


def prior_of(bank: Bank) -> Mixture:
    """The prior of a bank: pooled where the answers of many people were calibrated, otherwise structural."""
    if bank.pooled is not None:
        return Mixture.single(bank.pooled.mean, bank.pooled.covariance)
    return structural(bank)


def structural(bank: Bank, kinds: Sequence[Kind] = KINDS_OF_PEOPLE, places: Ints | None = None) -> Mixture:
    """Σ = σ_g² 11' + σ_a² (same area) + σ_u² R + σ_e² I for every kind, around its own mean.

    `places`, a permutation, makes the concepts swap places in the graph that R is made of.
    """
    related = graph_correlation(bank, places)
    same_area = bank.area_of[:, None] == bank.area_of[None, :]
    own = np.eye(len(bank.concepts))
    covariances = [k.general**2 + k.area**2 * same_area + k.graph**2 * related + k.rest**2 * own for k in kinds]
    shares = np.array([k.share for k in kinds])
    shares /= shares.sum()
    means = np.stack([k.middle + k.follows * bank.middle for k in kinds])
    means -= shares @ means @ bank.alike  # one kind's mean must not make everybody start below 0
    leading = min(LEADING, len(covariances) - 1)
    return Mixture(shares, means, np.stack(covariances), leading)


def structural_covariance(bank: Bank) -> Array:
    """The covariance of the structural prior, all kinds taken together, shape (C, C)."""
    return structural(bank).covariance


def graph_correlation(bank: Bank, places: Ints | None = None) -> Array:
    """R: the correlation of the part of mastery that comes from prerequisites, shape (C, C)."""
    related = items.linear_model_correlation(bank.parents, RHO)
    return related if places is None else related[np.ix_(places, places)]


class Prior:
    """Beliefs before any answer."""

    @staticmethod
    def structural(bank: Bank, seniority: Seniority = "mid") -> Belief:
        """The prior of the bank, moved by the seniority that the candidates give for themselves."""
        return Prior.mixed(bank, prior_of(bank), P.SENIORITY_MEAN[seniority])

    @staticmethod
    def at_bar(bank: Bank, role: Role | None, tier: int) -> Belief:
        """The prior of the bank, moved so that its role-weighted mean is the mean difficulty of a tier.

        All kinds are moved alike. To be at the bar of that tier or above is then about as likely as not, whatever
        seniority was claimed.
        """
        mixture = prior_of(bank)
        middle = float(mixture.shares @ mixture.means @ bank.role_weights(role))
        return Prior.mixed(bank, mixture, bank.tier_difficulty[tier] - middle)

    @staticmethod
    def mixed(bank: Bank, mixture: Mixture, moved: float = 0.0, leniency: tuple[float, float] | None = None) -> Belief:
        """A mixture with its means moved by `moved` logits; `leniency` is the mean and SD of the leniency."""
        kinds, count = mixture.covariances.shape[:2]
        lenient = leniency or (P.LENIENCY_MEAN, P.LENIENCY_SD)
        bases = np.zeros((kinds, count + P.OWN_TERMS, count + P.OWN_TERMS))
        bases[:, :count, :count] = mixture.covariances
        bases[:, count, count] = lenient[1] ** 2
        bases[:, count + 1, count + 1] = P.PREDICTION_BIAS_SD**2
        bases[:, count + 2, count + 2] = P.LISTENING_SD**2
        bases[:, count + 3, count + 3] = P.CODING_SD**2
        own = np.repeat([[lenient[0], P.PREDICTION_BIAS_MEAN, 0.0, 0.0]], kinds, 0)
        start = Gaussians(np.concatenate([mixture.means + moved, own], 1), bases)
        return Belief(bank, start, mixture.shares, start, mixture.leading)
