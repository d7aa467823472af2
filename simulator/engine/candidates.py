"""Simulated candidates: who they are and how they answer. They are never drawn from the engine's own prior."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, sqrt
from random import Random

from simulator.engine import parameters as P  # noqa: N812
from simulator.engine.bank import Bank
from simulator.engine.scoring import VERDICTS, Mark, Verdict
from simulator.graph.records import Check, Point, Question

SLOPE = 1.5
HIDDEN_SD = 0.7  # of a question's difficulty around what its tier says
CRITICAL_EASE, BEYOND_EFFORT, SPREAD = 0.7, 0.9, 0.6
PREDICTION_NOISE = 0.8
DONT_KNOW_BELOW = -2.6


@dataclass(frozen=True)
class Answer:
    """One answer: a mark per point as the candidate judges himself, the anchored verdict and the prediction."""

    marks: Mapping[str, Mark]
    verdict: Verdict
    prediction: Verdict
    dont_know: bool


@dataclass(frozen=True)
class Candidate:
    """Mastery by concept (logits) and leniency (logits added where he scores himself)."""

    theta: Mapping[str, float]
    leniency: float = 0.0

    def mastery(self, concepts: tuple[str, ...]) -> float:
        """The weighted mastery that a question or check with these concepts looks at."""
        raw = [1.0] + [P.SECONDARY_WEIGHT] * (len(concepts) - 1)
        return sum(self.theta[c] * w for c, w in zip(concepts, raw, strict=True)) / sum(raw)

    def answer(self, question: Question, rng: Random) -> Answer:
        """Sit one question: `rng` decides the hidden difficulty, the luck of each point and of the prediction."""
        middle = question.difficulty if question.difficulty is not None else P.tier_difficulty(question.tier)
        ability = self.mastery(question.concepts) - middle + rng.gauss(0, HIDDEN_SD)
        judged = ability + self.leniency
        marks = {point.id: _mark(point, judged, rng) for point in question.rubric}
        verdict = graded(judged, rng)
        felt = graded(judged + rng.gauss(P.PREDICTION_BIAS_MEAN, PREDICTION_NOISE), rng)
        return Answer(marks, verdict, felt, ability < DONT_KNOW_BELOW)

    def check(self, check: Check, rng: Random) -> bool:
        """Whether a check is answered rightly; options can be guessed, and nothing here is self-scored."""
        ability = self.mastery(check.concepts) - P.tier_difficulty(check.tier) + rng.gauss(0, HIDDEN_SD)
        guess = 1.0 / len(check.options) if check.options else 0.0
        return rng.random() < guess + (1 - guess) * _logistic(SLOPE * ability)


def at_level(bank: Bank, tier: float, rng: Random, weak_area: str | None = None) -> Candidate:
    """A candidate of an area-profile kind whose usual mastery answers a tier solidly, but for one weak area.

    theta = level + N(0, .5²) per area + N(0, .35²) per concept, two logits less in the weak area; leniency N(.2, .3²).
    """
    middle = P.tier_difficulty(1) + P.DIFFICULTY_PER_TIER * (tier - 1) + 0.4
    of_area = {area: middle + rng.gauss(0, 0.5) for area in bank.areas}
    if weak_area is not None:
        of_area[weak_area] = middle - 2.0
    theta = {c: of_area[bank.areas[bank.area_of[i]]] + rng.gauss(0, 0.35) for i, c in enumerate(bank.concepts)}
    return Candidate(theta, rng.gauss(P.LENIENCY_MEAN, P.LENIENCY_SD))


def drawn(bank: Bank, seed: int, tier: float | None = None, weak_area: str | None = None) -> Candidate:
    """The candidate of a seed; without a tier his level is drawn too, around tier 4 with a spread of one tier."""
    rng = Random(f"candidate:{seed}")
    level = tier if tier is not None else min(6.0, max(1.0, rng.gauss(4.0, 1.0)))
    return at_level(bank, level, rng, weak_area)


def graded(ability: float, rng: Random) -> Verdict:
    """A verdict by the graded response model with the usual thresholds."""
    luck = rng.random()
    above = [_logistic(SLOPE * (ability - t)) for t in P.THRESHOLDS]
    return VERDICTS[sum(1 for p in above if luck < p)]


def _mark(point: Point, ability: float, rng: Random) -> Mark:
    effort = (BEYOND_EFFORT if point.beyond else 0.0) - (CRITICAL_EASE if point.critical else 0.0)
    felt = ability - effort + rng.gauss(0, SPREAD) * sqrt(3) / 2
    luck = rng.random()
    if luck < _logistic(1.8 * (felt + 0.25)):
        return "yes"
    return "partly" if luck < _logistic(1.8 * (felt + 0.85)) else "no"


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + exp(-x)) if x > -30 else 0.0
