"""The constants of the engine in one place, in logits unless another unit is named. docs/engine.md says why these."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Seniority = Literal["junior", "mid", "senior", "staff"]
SENIORITIES: tuple[Seniority, ...] = ("junior", "mid", "senior", "staff")
SENIORITY_MEAN: Mapping[str, float] = {"junior": -0.7, "mid": 0.0, "senior": 0.6, "staff": 1.2}

DIFFICULTY_PER_TIER = 0.7
MIDDLE_TIER = 3.5
DIFFICULTY_SD = 0.7
SLOPE = 1.35
THRESHOLDS = (-1.2, 0.0, 1.2)
SECONDARY_WEIGHT = 0.4

LENIENCY_MEAN = 0.2
LENIENCY_SD = 0.3
PREDICTION_BIAS_MEAN = 0.2
PREDICTION_BIAS_SD = 0.4
PREDICTION_SLOPE = 0.6  # factor on the slope: a prediction is a noisier look at the same thing

HINT_SHIFT = 0.35  # a hint makes the question this much easier
PROMPTED_SHIFT = 0.25  # so does a point given only when a follow-up asked for it
OVERRULED_WEIGHT = 0.5  # exponents on the likelihood, this one and the next
SEEN_WEIGHT = 0.4

FORGETTING_HALF_LIFE_DAYS = 120.0  # until a variance is half way back to the prior's


@dataclass(frozen=True)
class Kind:
    """One way in which people differ: standard deviations of its parts (logits), and its `share` of people at first.

    `general` is one ability for everything, `area` one for each area, `graph` what is passed on along prerequisites,
    `rest` each concept's own. The mean mastery of a concept is `middle` plus `follows` times the mean difficulty of its
    questions.
    """

    name: str
    share: float
    general: float
    area: float
    graph: float
    rest: float
    middle: float = 0.0
    follows: float = 0.0


KINDS = (
    Kind("one ability", 0.53, 0.93, 0.13, 0.3, 0.48),
    Kind("profile by area", 0.39, 0.64, 0.7, 0.42, 0.47),
    Kind("held or not", 0.08, 0.45, 0.35, 0.6, 0.6, middle=-0.4, follows=0.7),
)
LEADING = 1  # the kind whose variance questions are chosen to reduce: that served all kinds of people best
RHO = 0.6  # pull of the prerequisites, no unit


def tier_difficulty(tier: int) -> float:
    """Prior mean of a question's difficulty by its tier, in logits."""
    return DIFFICULTY_PER_TIER * (tier - MIDDLE_TIER)
