"""From judged points to a verdict.

Coverage is the weighted share of the points met: yes 1, prompted 0.6, partly 0.5, no 0. Prompted is what the candidate
marks so: a point that was given only when a follow-up asked for it. It is met, so it neither caps the verdict nor keeps
outstanding away. `beyond` points count in the denominator. A missed critical point (partly is missed) caps the verdict
at borderline; outstanding needs a `beyond` point met.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from simulator.graph.records import Point

Verdict = Literal["weak", "borderline", "solid", "outstanding"]


class Grade(NamedTuple):
    """One step of the scale: the least coverage that reaches it, and what it means."""

    least: float
    meaning: str


# The scale, from the lowest. No other module spells these words: all read what is made of them here.
SCALE: Mapping[Verdict, Grade] = {
    "weak": Grade(0.0, "the main claim is missing or wrong"),
    "borderline": Grade(0.40, "the core, with a gap to press on"),
    "solid": Grade(0.65, "what a panel hopes to hear"),
    "outstanding": Grade(0.90, "solid, with judgement beyond it"),
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

PARTLY = 0.5
PROMPTED = 0.6
ANCHORED_FROM_TIER = 5


@dataclass(frozen=True)
class Score:
    """What the marks of one answer amount to. `coverage` runs from 0 to 1."""

    coverage: float
    verdict: Verdict
    capped: bool
    missing_critical: tuple[str, ...]
    beyond_met: bool

    @property
    def lacks_beyond(self) -> bool:
        """Whether only a `beyond` point is missing for the highest verdict."""
        return self.coverage >= SCALE[HIGHEST].least and not self.capped and not self.beyond_met


def rank(verdict: Verdict) -> int:
    """The place of a verdict on the scale, the lowest 0."""
    return VERDICTS.index(verdict)


def score(rubric: tuple[Point, ...], marks: Mapping[str, Mark], prompted: Collection[str] = ()) -> Score:
    """Coverage and verdict of an answer; a point without a mark counts as no, an empty rubric as covering nothing.

    `prompted` are points of which a yes counts as prompted: engine 7 and those before it took every yes after its
    follow-up for that, and their transcripts are still scored so.
    """
    total = sum(point.weight for point in rubric)
    met = sum(point.weight * _credit(point, marks, prompted) for point in rubric)
    coverage = met / total if total else 0.0
    missing = tuple(point.id for point in rubric if point.critical and marks.get(point.id) not in MET)
    beyond_met = any(point.beyond and marks.get(point.id) in MET for point in rubric)
    uncapped = _verdict(coverage, beyond_met)
    capped = bool(missing) and rank(uncapped) > rank(CAP)
    return Score(coverage, CAP if capped else uncapped, capped, missing, beyond_met)


def lower(first: Verdict, second: Verdict) -> Verdict:
    """The lower of two verdicts: what is shown at tiers 5 and 6, where points and an anchored verdict both count."""
    return min(first, second, key=rank)


def _credit(point: Point, marks: Mapping[str, Mark], prompted: Collection[str]) -> float:
    mark = marks.get(point.id, "no")
    if mark == "prompted" or (mark == "yes" and point.id in prompted):
        return PROMPTED
    return {"yes": 1.0, "partly": PARTLY}.get(mark, 0.0)


def _verdict(coverage: float, beyond_met: bool) -> Verdict:
    # sums of tenths such as 0.6 + 0.05 must not fall under a cut by a rounding error
    covered = coverage + 1e-9
    within_reach = VERDICTS if beyond_met else VERDICTS[:-1]
    return next(verdict for verdict in reversed(within_reach) if covered >= SCALE[verdict].least)
