"""The Gaussian belief over mastery, and its rank-one updates.

The state is x = (theta, leniency, prediction bias): one mastery per concept (logits) and two terms of the candidate.
An answer looks at f = w·x; u = f - b has mean m and variance V = w'Σw + Var(b), the unknown difficulty b being
marginalised. One-dimensional moment matching on u gives m*, V*, and with g = Σw

    mean += g (m* - m) / V,      Σ -= g g' (1 - V* / V) / V,

the assumed-density-filtering step of a generalised linear observation (Opper, 1998; Minka, 2001).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.engine import parameters as P  # noqa: N812
from simulator.engine import structure
from simulator.engine.bank import Bank, Item
from simulator.engine.evidence import Evidence
from simulator.engine.parameters import DEFAULTS, Parameters, Seniority
from simulator.engine.response import Response, moments
from simulator.graph.records import Role

Array = NDArray[np.float64]
WRITTEN_OUT = 400  # states up to this size have their covariance written out after every update
MOST_PENDING = 32
Z80 = 1.2815515655446004  # 90 % quantile of the standard normal: the half width of an 80 % interval in SDs


@dataclass(frozen=True, eq=False)
class Belief:
    """Mean (C + 2,) and covariance (C + 2, C + 2) in logits; the last two terms are leniency and prediction bias.

    `start_covariance` is the prior's, to which forgetting grows back. The covariance is `base` less the `pending`
    terms k g g', which are kept apart where writing C² numbers would cost more. `origin` and `looked` are caches of
    `values`.
    """

    bank: Bank
    mean: Array
    base: Array
    start_covariance: Array
    pending: tuple[tuple[Array, float], ...] = ()
    origin: "Origin | None" = None
    looked: "dict[bytes, Looks]" = field(default_factory=dict)

    def update(self, evidence: Evidence) -> "Belief":
        """The belief after one observation: O(C²). Raises KeyError for an item that the bank does not hold."""
        item = self.bank.items[self.bank.index[evidence.item]]
        response, shift, weight = observation(item, evidence)
        numbers, weights = self.terms(item, evidence)
        gain = self._gain(numbers, weights)
        variance = float(weights @ gain[numbers]) + item.difficulty_sd**2
        mean = float(weights @ self.mean[numbers]) - item.difficulty + shift
        new_mean, new_variance = moments(response, evidence.category, mean, variance, weight)
        return self._moved(gain, (new_mean - mean) / variance, (1.0 - new_variance / variance) / variance)

    def _moved(self, gain: Array, step: float, shrink: float) -> "Belief":
        mean = self.mean + step * monotone(gain, len(self.bank.concepts))
        origin = Origin(self, gain, step, shrink) if self.looked else None
        pending = (*self.pending, (gain, shrink))
        if len(mean) <= WRITTEN_OUT or len(pending) > MOST_PENDING:
            base, pending = _less(self.base, pending), ()
        else:
            base = self.base
        # not `replace`: it costs several times as much, and this is done at every answer
        return Belief(self.bank, mean, base, self.start_covariance, pending, origin)

    @property
    def cov(self) -> Array:
        """The covariance, shape (C + 2, C + 2)."""
        return _less(self.base, self.pending) if self.pending else self.base

    def times(self, vector: Array) -> Array:
        """Σ times a vector over the whole state."""
        result: Array = self.base @ vector
        for gain, shrink in self.pending:
            result -= shrink * float(gain @ vector) * gain
        return result

    def variances(self) -> Array:
        """The diagonal of the covariance, shape (C + 2,)."""
        result: Array = self.base.diagonal().copy()
        for gain, shrink in self.pending:
            result -= shrink * gain**2
        return result

    def _gain(self, numbers: NDArray[np.intp], weights: Array) -> Array:
        # rows, not columns: Σ is symmetric, and rows lie together in memory
        result: Array = weights @ self.base[numbers]
        for gain, shrink in self.pending:
            result -= shrink * float(weights @ gain[numbers]) * gain
        return result

    def calibrate(self, predicted: int, category: int) -> "Belief":
        """Learn the prediction bias from a prediction (0..3) and the verdict (0..3) that replaced it.

        A linear-Gaussian observation of the bias alone (Kalman, 1960): the difference in categories times the distance
        of the thresholds, with a standard deviation of one category.
        """
        gap = P.THRESHOLDS[1] - P.THRESHOLDS[0]
        gain = self._gain(np.array([-1]), np.ones(1))
        variance = float(gain[-1]) + gap**2
        step = ((predicted - category) * gap - float(self.mean[-1])) / variance
        return self._moved(gain, step, 1.0 / variance)

    def aged(self, days: float) -> "Belief":
        """The belief after `days` without evidence: what was learned about concepts fades, about the candidate stays.

        Σ' = FΣF + (I - F²)½ Σ0 (I - F²)½, F = diag(2^(-days / 2h)) for concepts and 1 for the candidate's terms: an
        Ornstein-Uhlenbeck step of the covariance; the mean stays. Raises ValueError for negative days.
        """
        if days < 0:
            raise ValueError(f"days must not be negative, but are {days}")
        keep = np.ones(len(self.mean))
        keep[: len(self.bank.concepts)] = 2.0 ** (-days / (2 * P.FORGETTING_HALF_LIFE_DAYS))
        lost = np.sqrt(1.0 - keep**2)
        cov = np.outer(keep, keep) * self.cov + np.outer(lost, lost) * self.start_covariance
        return replace(self, base=cov, pending=(), origin=None, looked={})

    def concept(self, concept: str) -> tuple[float, float]:
        """Mean and standard deviation of a concept's mastery, logits."""
        i = self.bank.concept_index[concept]
        return float(self.mean[i]), float(np.sqrt(self.variances()[i]))

    def area(self, area: str) -> tuple[float, float]:
        """Mean and standard deviation of an area's mean mastery, logits."""
        return self.weighted(self.bank.area_weights(area))

    def overall(self, role: Role | None = None) -> tuple[float, float]:
        """Mean and standard deviation of the role-weighted mean mastery, logits."""
        return self.weighted(self.bank.role_weights(role))

    def weighted(self, weights: Array) -> tuple[float, float]:
        """Mean and standard deviation of a weighted sum over concepts; `weights` has shape (C,)."""
        # the whole matrix is contiguous, a part of it would be copied: a padded vector is the cheaper way
        padded = np.append(weights, [0.0, 0.0])
        variance = float(padded @ self.times(padded))
        return float(padded @ self.mean), float(np.sqrt(max(variance, 0.0)))

    def leniency(self) -> tuple[float, float]:
        """Mean and standard deviation of the candidate's leniency, logits."""
        return float(self.mean[-2]), float(np.sqrt(self.variances()[-2]))

    def prediction_bias(self) -> tuple[float, float]:
        """Mean and standard deviation of the bias of predictions beyond the leniency, logits."""
        return float(self.mean[-1]), float(np.sqrt(self.variances()[-1]))

    def lenient(self) -> Literal["lenient", "strict"] | None:
        """What may be said aloud: only when the 80 % interval of the leniency excludes 0."""
        mean, sd = self.leniency()
        if mean - Z80 * sd > 0:
            return "lenient"
        return "strict" if mean + Z80 * sd < 0 else None

    def summary(self, role: Role | None = None) -> dict[str, float]:
        """Plain numbers for an `asked` event: overall mean and SD, each area's mean, leniency."""
        mean, sd = self.overall(role)
        found = {"mean": mean, "sd": sd, "leniency": self.leniency()[0]}
        found.update({f"area.{area}": self.area(area)[0] for area in self.bank.areas})
        return {key: round(value, 9) for key, value in found.items()}

    def terms(self, item: Item, evidence: Evidence) -> tuple[NDArray[np.intp], Array]:
        """The places of x that an observation looks at, and their weights."""
        pairs = list(item.concepts)
        count = len(self.bank.concepts)
        if evidence.kind not in ("check", "dont_know"):
            pairs.append((count, 1.0))
        if evidence.kind == "prediction":
            pairs.append((count + 1, 1.0))
        return np.array([p[0] for p in pairs], np.intp), np.array([p[1] for p in pairs])

    @cached_property
    def mastery(self) -> Array:
        """Means of the concepts alone, shape (C,)."""
        return self.mean[: len(self.bank.concepts)]


@dataclass(frozen=True, eq=False)
class Looks:
    """What each item looks at: mean of u and V (logits, squared), and the spread g'Ωg; one row per item."""

    mean: Array
    variance: Array
    spread: Array


@dataclass(frozen=True, eq=False)
class Origin:
    """The belief that an update started from, and the update: how looks at items follow without a new start."""

    before: Belief
    gain: Array
    step: float
    shrink: float


class Prior:
    """Beliefs before any answer."""

    @staticmethod
    def structural(bank: Bank, seniority: Seniority = "mid", parameters: Parameters = DEFAULTS) -> Belief:
        """Σ = σ_g² 11' + σ_a² (same area) + σ_u² R + σ_e² I, moved by what the candidate said of himself."""
        mean = np.full(len(bank.concepts), P.SENIORITY_MEAN[seniority])
        if bank.pooled is not None:
            return Prior.of(bank, mean + bank.pooled.mean, bank.pooled.covariance)
        return Prior.of(bank, mean, structural_covariance(bank, parameters))

    @staticmethod
    def of(bank: Bank, mean: Array, covariance: Array, leniency: tuple[float, float] | None = None) -> Belief:
        """A prior with a given mean (C,) and covariance (C, C); `leniency` is its mean and SD."""
        count = len(bank.concepts)
        lenient = leniency or (P.LENIENCY_MEAN, P.LENIENCY_SD)
        cov = np.zeros((count + 2, count + 2))
        cov[:count, :count] = covariance
        cov[count, count] = lenient[1] ** 2
        cov[count + 1, count + 1] = P.PREDICTION_BIAS_SD**2
        full = np.concatenate([mean, [lenient[0], P.PREDICTION_BIAS_MEAN]])
        return Belief(bank, full, cov, cov)


def structural_covariance(bank: Bank, parameters: Parameters = DEFAULTS) -> Array:
    """The prior covariance of the concepts, shape (C, C): general, area, graph and residual parts."""
    same_area = bank.area_of[:, None] == bank.area_of[None, :]
    result: Array = np.full(same_area.shape, parameters.general**2)
    result += parameters.area**2 * same_area
    result += parameters.graph**2 * structure.linear_model_correlation(bank.parents, parameters.rho)
    result += parameters.rest**2 * np.eye(len(bank.concepts))
    return result


def _less(base: Array, pending: tuple[tuple[Array, float], ...]) -> Array:
    """`base` less the terms k g g', exactly symmetric."""
    result = base
    for gain, shrink in pending:
        term = np.multiply.outer(gain, gain)
        term *= -shrink
        term += result
        result = term
    return result


def observation(item: Item, evidence: Evidence) -> tuple[Response, float, float]:
    """Response type, shift of u and exponent with which an observation enters."""
    response = item.response
    if evidence.kind == "prediction":
        response = Response(response.slope * P.PREDICTION_SLOPE, response.thresholds, response.guess)
    shift = P.HINT_SHIFT * evidence.hints + P.PROMPTED_SHIFT * evidence.prompted
    weight = evidence.weight
    weight *= P.OVERRULED_WEIGHT if evidence.overruled else 1.0
    weight *= P.SEEN_WEIGHT if evidence.seen_before else 1.0
    return response, shift, weight


def monotone(gain: Array, count: int) -> Array:
    """The gain with which means move: never negative on concepts.

    Exact updates can lower one mastery because an answer on another was better, the paradox of compensatory models
    (Hooker, Finkelman and Schwartzman, 2009). Nobody accepts that of an interviewer: such a mean stays where it is.
    """
    if gain[:count].min() >= 0.0:
        return gain
    result = gain.copy()
    np.maximum(result[:count], 0.0, out=result[:count])
    return result


def fold(prior: Belief, evidences: Sequence[Evidence]) -> Belief:
    """The belief after all observations in order. A verdict on an item replaces the prediction made before it."""
    belief = prior
    open_predictions: dict[str, int] = {}
    judged = {(e.item, n) for n, e in enumerate(evidences) if e.kind in ("verdict", "anchored", "dont_know")}
    for n, evidence in enumerate(evidences):
        if evidence.kind == "prediction" and any(item == evidence.item and later > n for item, later in judged):
            open_predictions[evidence.item] = evidence.category
            continue
        belief = belief.update(evidence)
        predicted = open_predictions.pop(evidence.item, None)
        if predicted is not None:
            belief = belief.calibrate(predicted, evidence.category)
    return belief
