"""The belief over mastery: a mixture of Gaussians, one for each way in which people differ, and its rank-one updates.

The state is x = (theta, leniency, prediction bias, listening, coding): one mastery per concept (logits) and four terms
of the candidate.
An answer looks at f = w·x; u = f - b has mean m and variance V = w'Σw + Var(b), the unknown difficulty b being
marginalised. One-dimensional moment matching on u gives m*, V*, and with g = Σw

    mean += g (m* - m) / V,      Σ -= g g' (1 - V* / V) / V,

the assumed-density-filtering step of a generalised linear observation (Opper, 1998; Minka, 2001). Each Gaussian takes
it alone; its share of the mixture is multiplied by the chance that it gave to the answer.
"""

from collections.abc import Sequence
from functools import cached_property
from statistics import NormalDist
from typing import Literal

import msgspec
import numpy as np

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.evidence import SCORED_BY, Evidence
from simulator.engine.model.gaussians import Gaussians, may_learn, monotone
from simulator.engine.model.items import Item
from simulator.engine.model.response import Array, HeardResponse, Ints, Response, outcomes
from simulator.graph.records import Role

LENIENCY, BIAS, LISTENING, CODING = -4, -3, -2, -1  # places in the state
# the columns of `Bank.terms` that a kind of observation depends on
LOOKS: dict[str, tuple[int, int | None]] = {
    "check": (1, -2), "dont_know": (1, -2), "verdict": (1, -1), "at_least": (1, -1), "anchored": (1, -1),
    "prediction": (1, None), "heard": (0, -2), "code": (1, -2),
}  # fmt: skip
STANDARD, SMALLEST = NormalDist(), 1e-12  # a variance that rounding made negative


class Belief(msgspec.Struct, frozen=True, eq=False, dict=True):
    """K Gaussians over n = C + 4 places in logits, the last four the candidate's own, and their shares (K,).

    The shares say how likely each kind of difference is, and sum to 1. `start` is the prior, whose covariances
    forgetting leads back to; `leading` is the Gaussian whose variance questions are chosen to reduce. `origin`,
    `moments_cache` and `variance_cache` are caches: after an update, most values follow cheaply from those before it.
    """

    bank: Bank
    parts: Gaussians
    shares: Array
    start: Gaussians
    leading: int = 0
    origin: "PreviousUpdate | None" = None
    moments_cache: "dict[bytes, ItemMoments]" = msgspec.field(default_factory=dict)
    variance_cache: dict[bytes, Array] = msgspec.field(default_factory=dict)

    def update(self, evidence: Evidence) -> "Belief":
        """The belief after one observation: O(C²). Raises KeyError for an item that the bank does not hold."""
        number = self.bank.index[evidence.item]
        if not evidence.weight:
            return self
        item = self.bank.items[number]
        response, shift, weight = observation(item, evidence)
        numbers, weights = self.terms(evidence)
        gains = self.parts.gains(numbers, weights)
        variances = gains.take(numbers, 1) @ weights + item.difficulty_sd**2
        means = self.parts.means.take(numbers, 1) @ weights + (shift - item.difficulty)
        chances, steps, shrinks = outcomes(response, means, variances, weight)
        moves = monotone(gains, len(self.bank.concepts))
        shares = self.shares
        if len(shares) > 1:
            after = shares * chances
            after /= after.sum(1, keepdims=True)
            watched = np.concatenate((moves, self.parts.means)).take(self.bank.rests_on(number), 1)
            shares = after[evidence.category] if may_learn(after, steps, watched) else shares
        return self._moved(gains, steps[evidence.category], shrinks[evidence.category], moves, shares)

    def _moved(self, gains: Array, steps: Array, shrinks: Array, moves: Array, shares: Array) -> "Belief":
        parts = self.parts.moved(steps[:, None] * moves, gains, shrinks)
        origin = None
        if self.moments_cache or self.variance_cache:
            origin = PreviousUpdate(self.parts, self.moments_cache, self.variance_cache, gains, moves, steps, shrinks)
        return Belief(self.bank, parts, shares, self.start, self.leading, origin)

    @cached_property
    def mean(self) -> Array:
        """Mean of the mixture, shape (C + 4,)."""
        result: Array = self.shares @ self.parts.means
        return result

    @property
    def cov(self) -> Array:
        """Covariance of the mixture, shape (C + 4, C + 4)."""
        apart = self.parts.means - self.mean
        result: Array = np.tensordot(self.shares, self.parts.covariances, 1)
        return result + (self.shares[:, None] * apart).T @ apart

    def variances(self) -> Array:
        """The diagonal of the covariance, shape (C + 4,)."""
        result: Array = self.shares @ (self.parts.variances() + (self.parts.means - self.mean) ** 2)
        return result

    @cached_property
    def lead(self) -> Gaussians:
        """The Gaussian by which questions are chosen."""
        return self.parts.only(self.leading)

    def calibrate(self, predicted: int, category: int) -> "Belief":
        """Learn the prediction bias from a prediction (0..3) and the verdict (0..3) that replaced it.

        A linear-Gaussian observation of the bias alone (Kalman, 1960): the difference in categories times the distance
        of the thresholds, with a standard deviation of one category.
        """
        gap = P.THRESHOLDS[1] - P.THRESHOLDS[0]
        gains = self.parts.gains(np.array([len(self.bank.concepts) + 1]), np.ones(1))
        variances = gains[:, BIAS] + gap**2
        steps = ((predicted - category) * gap - self.parts.means[:, BIAS]) / variances
        moves = monotone(gains, len(self.bank.concepts))
        return self._moved(gains, steps, 1.0 / variances, moves, self.shares)

    def aged(self, days: float) -> "Belief":
        """The belief after `days` without evidence: what was learned about concepts fades, the candidate's terms stay.

        Σ' = FΣF + (I - F²)½ Σ0 (I - F²)½, F = diag(2^(-days / 2h)) for concepts and 1 for the candidate's terms: the
        covariance of an Ornstein-Uhlenbeck process. Its means would go back too. These stay, and so do the shares:
        how a person differs from others is not forgotten. Raises ValueError for negative days.
        """
        if days < 0:
            raise ValueError(f"days must not be negative, but are {days}")
        keep = np.ones(self.parts.means.shape[1])
        keep[: len(self.bank.concepts)] = 2.0 ** (-days / (2 * P.FORGETTING_HALF_LIFE_DAYS))
        lost = np.sqrt(1.0 - keep**2)
        bases = np.outer(keep, keep) * self.parts.covariances + np.outer(lost, lost) * self.start.bases
        parts = Gaussians(self.parts.means, bases)
        return msgspec.structs.replace(self, parts=parts, origin=None, moments_cache={}, variance_cache={})

    def concept(self, concept: str) -> tuple[float, float]:
        """Mean and standard deviation of a concept's mastery as they are shown, logits: with a spread of its own."""
        i = self.bank.concept_index[concept]
        return float(self.mean[i]), float(np.sqrt(self.variances()[i] + self.bank.shown_own_variance))

    def area(self, area: str) -> tuple[float, float]:
        """Mean and standard deviation of an area's mean mastery, logits."""
        return self.weighted(self.bank.area_weights(area))

    def overall(self, role: Role | None = None) -> tuple[float, float]:
        """Mean and standard deviation of the role-weighted mean mastery, logits."""
        return self.weighted(self.bank.role_weights(role))

    def shown_overall(self, role: Role | None = None) -> tuple[float, float]:
        """`overall` as its interval is shown, logits: with a spread for the luck of the day."""
        mean, sd = self.overall(role)
        return mean, float(np.hypot(sd, P.SHOWN_LUCK_SD))

    def weighted(self, weights: Array) -> tuple[float, float]:
        """Mean and standard deviation of a weighted sum over concepts; `weights` has shape (C,)."""
        # padding the vector is cheaper than copying a part of the matrix
        padded = np.append(weights, np.zeros(P.OWN_TERMS))
        means, variances = self.parts.means @ padded, self._summed(padded)
        mean = float(self.shares @ means)
        variance = float(self.shares @ (variances + (means - mean) ** 2))
        return mean, float(np.sqrt(max(variance, 0.0)))

    def chance_below(self, weights: Array, limit: float) -> float:
        """The chance, 0 to 1, that a weighted sum over concepts lies below `limit` logits; `weights` has shape (C,)."""
        padded = np.append(weights, np.zeros(P.OWN_TERMS))
        means, variances = self.parts.means @ padded, np.maximum(self._summed(padded), SMALLEST)
        steps = (limit - means) / np.sqrt(variances)
        return float(sum(share * STANDARD.cdf(z) for share, z in zip(self.shares, steps, strict=True)))

    def mean_of(self, weights: Array) -> float:
        """Mean of a weighted sum over concepts; `weights` has shape (C,)."""
        return float(self.shares @ (self.parts.means[:, : len(weights)] @ weights))

    def _summed(self, padded: Array) -> Array:
        """w'Σw of every Gaussian for weights over the whole state, shape (K,)."""
        key = padded.tobytes()
        sums = self.variance_cache.get(key)
        if sums is None:
            before = self.origin.variance_cache.get(key) if self.origin is not None else None
            if self.origin is not None and before is not None:
                sums = before - self.origin.shrinks * (self.origin.gains @ padded) ** 2
            else:
                sums = self.parts.times(padded) @ padded
            self.variance_cache[key] = sums
        return sums

    def leniency(self) -> tuple[float, float]:
        """Mean and standard deviation of the candidate's leniency, logits."""
        return float(self.mean[LENIENCY]), float(np.sqrt(self.variances()[LENIENCY]))

    def lenient(self) -> Literal["lenient", "strict"] | None:
        """How the candidate scores; None while the 80% interval of the leniency includes 0."""
        mean, sd = self.leniency()
        if mean - P.Z80 * sd > 0:
            return "lenient"
        return "strict" if mean + P.Z80 * sd < 0 else None

    def summary(self, role: Role | None = None) -> dict[str, float]:
        """Plain numbers for an `asked` event: overall mean and SD, each area's mean, leniency."""
        mean, sd = self.overall(role)
        numbers = {"mean": mean, "sd": sd, "leniency": self.leniency()[0]}
        numbers.update({f"area.{area}": self.area(area)[0] for area in self.bank.areas})
        return {key: round(value, 9) for key, value in numbers.items()}

    def terms(self, evidence: Evidence) -> tuple[Ints, Array]:
        """The places of x that an observation depends on, and their weights, each of shape (places,)."""
        item = self.bank.index[evidence.item]
        numbers, weights = self.bank.terms
        start, end = LOOKS[evidence.kind]
        if evidence.kind == "code":  # rare: its term need not lie beside the concepts
            coding = len(self.bank.concepts) + P.OWN_TERMS + CODING
            return np.append(numbers[item, start:end], coding), np.append(weights[item, start:end], 1.0)
        return numbers[item, start:end], weights[item, start:end]

    @cached_property
    def mastery(self) -> Array:
        """Means of the concepts alone, shape (C,)."""
        return self.mean[: len(self.bank.concepts)]


def observation(item: Item, evidence: Evidence) -> tuple[Response | HeardResponse, float, float]:
    """The response type, the shift of u, and the exponent on the likelihood of an observation."""
    response: Response | HeardResponse = item.response
    if evidence.kind == "heard":
        response = HeardResponse(item.response)
    elif evidence.kind == "at_least":  # all categories from this one on are one
        response = Response(item.response.slope, item.response.thresholds[: evidence.category], item.response.guess)
    elif evidence.kind == "prediction":
        response = Response(item.response.slope * P.PREDICTION_SLOPE, item.response.thresholds, item.response.guess)
    shift = P.HINT_SHIFT * evidence.hints + P.PROMPTED_SHIFT * evidence.prompted
    weight = evidence.weight
    weight *= P.OVERRULED_WEIGHT if evidence.overruled else 1.0
    weight *= P.SEEN_WEIGHT if evidence.seen_before else 1.0
    return response, shift, weight


class ItemMoments(msgspec.Struct, frozen=True, eq=False):
    """The mean of u, V, and the spread g'Ωg of every item, in units of the reduction tables' grid.

    `rows` is (3, items). `omega` are the concepts' weights, padded to the whole state. `left` is the variance summed
    with them, in logits squared.
    """

    rows: Array
    omega: Array
    left: float


class PreviousUpdate(msgspec.Struct, frozen=True, eq=False):
    """The last update, gains and moves of the means (K, n), steps and shrinks (K,), and the caches from before it.

    The belief before is not kept itself, as it would keep every earlier one alive.
    """

    parts: Gaussians
    moments_cache: "dict[bytes, ItemMoments]"
    variance_cache: dict[bytes, Array]
    gains: Array
    moves: Array
    steps: Array
    shrinks: Array


def fold(prior: Belief, evidences: Sequence[Evidence]) -> Belief:
    """The belief after all observations in order. A verdict on an item replaces the prediction made before it."""
    belief = prior
    open_predictions: dict[str, int] = {}
    judged = {(e.item, n) for n, e in enumerate(evidences) if e.kind in SCORED_BY}
    for n, evidence in enumerate(evidences):
        if evidence.kind == "prediction" and any(item == evidence.item and later > n for item, later in judged):
            open_predictions[evidence.item] = evidence.category
            continue
        belief = belief.update(evidence)
        predicted = open_predictions.pop(evidence.item, None)
        if predicted is not None:
            belief = belief.calibrate(predicted, evidence.category)
    return belief


class Folded(msgspec.Struct, frozen=True, eq=False):
    """What was made of some evidence last, so that what comes after it is folded onto that.

    `bare` is the belief without its caches: they would change the last digits of what follows from it.
    """

    evidences: Sequence[Evidence]
    belief: Belief
    bare: Belief

    def leads_to(self, evidences: Sequence[Evidence]) -> bool:
        """Whether the rest can be folded onto it: it begins so, and replaces no prediction that was counted."""
        count = len(self.evidences)
        predicted = {e.item for e in self.evidences if e.kind == "prediction"}
        judged = {e.item for e in evidences[count:] if e.kind in SCORED_BY}
        return count > 0 and evidences[:count] == self.evidences and predicted.isdisjoint(judged)


def fold_on(last: Folded | None, prior: Belief, evidences: Sequence[Evidence]) -> Folded:
    """What `fold` makes, to the last digit; where the evidence goes on from the `last`, only what is new is folded."""
    if last is not None and evidences == last.evidences:
        return last
    if last is not None and last.leads_to(evidences):
        belief = fold(last.bare, evidences[len(last.evidences) :])
    else:
        belief = fold(prior, evidences)
    bare = msgspec.structs.replace(belief, origin=None, moments_cache={}, variance_cache={})
    return Folded(evidences, belief, bare)
