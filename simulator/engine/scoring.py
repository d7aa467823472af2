"""From judged points to a verdict.

Coverage is the weighted share of the points met: yes 1, prompted 0.6, partly 0.5, no 0. "Prompted" means that the point
came only when a follow-up asked for it. It counts as met, so it neither caps the verdict nor rules out outstanding.
`beyond` points count in the denominator. A missed critical point caps the verdict at borderline, and partly counts as
missed. Outstanding needs a `beyond` point met.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import inf
from typing import Literal, NamedTuple

from simulator.graph.records import Point

Verdict = Literal["weak", "borderline", "solid", "outstanding"]


class Grade(NamedTuple):
    """One step of the scale: the least coverage that reaches it, what it means, and how hard it is to reach.

    `threshold` is in logits: at this distance above a question's difficulty it is reached as often as not.
    """

    least: float
    meaning: str
    threshold: float


# The scale, lowest first. No other module spells out these words; they all use the names below.
SCALE: Mapping[Verdict, Grade] = {
    "weak": Grade(0.0, "the main claim is missing or wrong", -inf),
    "borderline": Grade(0.40, "the core, with a gap to press on", -1.2),
    "solid": Grade(0.65, "what a panel hopes to hear", 0.0),
    "outstanding": Grade(0.90, "solid, with judgement beyond it", 1.2),
}
SOLID: Verdict = "solid"  # what counts as a good answer
CAP: Verdict = "borderline"  # the best that an answer without a must-have can be
VERDICTS: tuple[Verdict, ...] = tuple(SCALE)
LOWEST, HIGHEST = VERDICTS[0], VERDICTS[-1]
SOLID_RANK = VERDICTS.index(SOLID)
SHORT: frozenset[Verdict | None] = frozenset(VERDICTS[:SOLID_RANK])  # the answer fell short
STRONG: frozenset[Verdict | None] = frozenset(VERDICTS[SOLID_RANK:])
SHORT_WORDS = " or ".join(VERDICTS[:SOLID_RANK])  # "weak or borderline"
CHOICES = ", ".join(f"{number} {verdict}" for number, verdict in enumerate(VERDICTS, 1))  # as a person may type them
Mark = Literal["yes", "prompted", "partly", "no"]
MARKS: tuple[Mark, ...] = ("yes", "prompted", "partly", "no")
MARK_WORDS: dict[Mark, str] = {"yes": "yes", "prompted": "only when asked", "partly": "partly", "no": "no"}
MET: frozenset[Mark | None] = frozenset(("yes", "prompted"))

CREDIT: Mapping[Mark, float] = {"yes": 1.0, "prompted": 0.6, "partly": 0.5, "no": 0.0}  # of a point's weight
ANCHORED_FROM_TIER = 5


@dataclass(frozen=True)
class Score:
    """The result of one answer's marks. `coverage` is from 0 to 1."""

    coverage: float
    verdict: Verdict
    capped: bool
    missing_critical: tuple[str, ...]
    beyond_met: bool

    @property
    def lacks_beyond(self) -> bool:
        """Whether a `beyond` point is all that is missing for the highest verdict."""
        return self.coverage >= SCALE[HIGHEST].least and not self.capped and not self.beyond_met


def rank(verdict: Verdict) -> int:
    """The place of a verdict on the scale, the lowest 0."""
    return VERDICTS.index(verdict)


def score(rubric: tuple[Point, ...], marks: Mapping[str, Mark], prompted: Collection[str] = ()) -> Score:
    """Coverage and verdict of an answer. A point without a mark counts as no; an empty rubric has coverage 0.

    `prompted` are points whose yes counts as prompted. Up to engine 7 every yes after its follow-up did, and those
    transcripts are still scored that way.
    """
    total = sum(point.weight for point in rubric)
    met = 0.0
    for point in rubric:
        mark = marks.get(point.id, "no")
        met += point.weight * CREDIT["prompted" if mark == "yes" and point.id in prompted else mark]
    coverage = met / total if total else 0.0
    missing = tuple(point.id for point in rubric if point.critical and marks.get(point.id) not in MET)
    beyond_met = any(point.beyond and marks.get(point.id) in MET for point in rubric)
    within_reach = VERDICTS if beyond_met else VERDICTS[:-1]
    # sums of tenths such as 0.6 + 0.05 must not fall under a cut by a rounding error
    uncapped = next(v for v in reversed(within_reach) if coverage + 1e-9 >= SCALE[v].least)
    capped = bool(missing) and rank(uncapped) > rank(CAP)
    return Score(coverage, CAP if capped else uncapped, capped, missing, beyond_met)


def lower(first: Verdict, second: Verdict) -> Verdict:
    """The lower of two verdicts. Tiers 5 and 6 show it, as both the points and an anchored verdict count there."""
    return min(first, second, key=rank)
