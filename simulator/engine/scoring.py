"""From judged points to a verdict.

Coverage is the weighted share of the points that the prompt asks for: yes 1, prompted 0.8, partly 0.5, no 0. "Prompted"
means that the point came only when a follow-up asked for it. It counts as met, so it doesn't cap the verdict. A
`beyond` point was not asked for: it is not in the denominator, and adds its weight, up to full coverage. A missed
critical point caps the verdict at borderline, one that is partly met at solid. Outstanding needs a `beyond` point that
nobody asked for. A `by_probe` point for which no follow-up asked counts only where it helps: it is asked for too if its
credit is above the coverage without it, and else left out. Given to its follow-up it counts 1, as the prompt left it to
that.

Up to engine 16 one that a follow-up brought would do. Up to engine 9 other rules held, and their transcripts keep them:
`beyond` points stood in the denominator, prompted counted 0.6, and a critical point that was partly met counted as
missed.
"""

from collections.abc import Collection, Iterable, Mapping
from math import inf
from typing import Literal, NamedTuple

import msgspec

from simulator.graph.records import Point

Verdict = Literal["weak", "borderline", "solid", "outstanding"]


class Grade(NamedTuple):
    """One step of the scale: the least coverage that reaches it, what it means, how it is reached, heard and shown.

    `threshold` is in logits: at this distance above a question's difficulty it is reached as often as not. `heard` is
    the mean coverage heard in answers that people judge so. `sign` is one cell. `code` says which of its cases code
    passes that gets this verdict, and is empty where no code gets it. `aloud` is how one says it to somebody's face.
    """

    least: float
    meaning: str
    threshold: float
    heard: float
    sign: str
    code: str = ""
    aloud: str = ""


# The scale, lowest first. No other module spells out these words; they all use the names below.
SCALE: Mapping[Verdict, Grade] = {
    "weak": Grade(0.0, "the main claim is missing or wrong", -inf, 0.3, "✕", "a shown case fails", "not there yet"),
    "borderline": Grade(
        0.40,
        "the core, with a gap to press on",
        -1.2,
        0.59,
        "◐",
        "all shown cases but too few hidden ones",
        "halfway there",
    ),
    "solid": Grade(0.65, "what a panel hopes to hear", 0.0, 0.8, "✓", "most cases", "good"),
    "outstanding": Grade(0.90, "solid, with judgement beyond it", 1.2, 0.96, "★", "all cases", "very good"),
}
SOLID: Verdict = "solid"  # what counts as a good answer
CAP: Verdict = "borderline"  # the best that an answer without a must-have can be
CAP_OF_HALF: Verdict = SOLID  # and with one that is only partly met
VERDICTS: tuple[Verdict, ...] = tuple(SCALE)
LOWEST, HIGHEST = VERDICTS[0], VERDICTS[-1]
SOLID_RANK = VERDICTS.index(SOLID)
SHORT: frozenset[Verdict | None] = frozenset(VERDICTS[:SOLID_RANK])  # the answer fell short
STRONG: frozenset[Verdict | None] = frozenset(VERDICTS[SOLID_RANK:])
SHORT_WORDS = " or ".join(VERDICTS[:SOLID_RANK])  # "weak or borderline"
CODE_RANKS = tuple(rank for rank, grade in enumerate(SCALE.values()) if grade.code)  # that code can get
if len(CODE_RANKS) != 4:
    raise ValueError("Code passes none, the shown, most or all of its cases: four grades of SCALE say so in `code`.")
CHOICES = ", ".join(f"{number} {verdict}" for number, verdict in enumerate(VERDICTS, 1))  # as a person may type them
Mark = Literal["yes", "prompted", "partly", "no"]
MARKS: tuple[Mark, ...] = ("yes", "prompted", "partly", "no")
MARK_WORDS: dict[Mark, str] = {"yes": "yes", "prompted": "only when asked", "partly": "partly", "no": "no"}
MET: frozenset[Mark | None] = frozenset(("yes", "prompted"))
UNMET: frozenset[Mark | None] = frozenset(("partly", "no"))

CREDIT: Mapping[Mark, float] = {"yes": 1.0, "prompted": 0.8, "partly": 0.5, "no": 0.0}  # of a point's weight
OLD_CREDIT: Mapping[Mark, float] = {**CREDIT, "prompted": 0.6}  # up to engine 9
ANCHORED_FROM_TIER = 5


class Score(msgspec.Struct, frozen=True):
    """The result of one answer's marks. `coverage` is from 0 to 1.

    `capped` says that critical points hold the verdict down: those that are missing or only partly met.
    """

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


def median(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The lower median of some verdicts; None if there are none."""
    ordered = sorted(verdicts, key=rank)
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def score(
    rubric: tuple[Point, ...],
    marks: Mapping[str, Mark],
    prompted: Collection[str] = (),
    *,
    unasked: Collection[str] = (),
    old: bool = False,
    prompted_lifts: bool = False,
) -> Score:
    """Coverage and verdict of an answer. A point without a mark counts as no; an empty rubric has coverage 0.

    `prompted` are points whose yes counts as prompted. Up to engine 7 every yes after its follow-up did, and those
    transcripts are still scored that way. `unasked` are points that nobody asked for, neither prompt nor follow-up.
    `old` are the rules up to engine 9, `prompted_lifts` those up to engine 16.
    """
    given = {p.id: marks.get(p.id, "no") for p in rubric}
    coverage = share_met(rubric, _credits(rubric, given, prompted, old=old), unasked, beyond_asked=old)

    # what the coverage reaches; the highest verdict needs a point beyond the question as well
    lifts = MET if old or prompted_lifts else {"yes"}
    beyond_met = any(point.beyond and given[point.id] in lifts for point in rubric)
    within_reach = VERDICTS if beyond_met else VERDICTS[:-1]
    # sums of tenths such as 0.6 + 0.05 must not fall under a cut by a rounding error
    uncapped = next(v for v in reversed(within_reach) if coverage + 1e-9 >= SCALE[v].least)

    # what a must-have that is missing or partly met leaves of it
    missing = tuple(p.id for p in rubric if p.critical and p.id not in unasked and given[p.id] not in MET)
    only_halves = not old and all(given[name] == "partly" for name in missing)
    verdict = lower(uncapped, CAP_OF_HALF if only_halves else CAP) if missing else uncapped
    return Score(coverage, verdict, verdict != uncapped, missing, beyond_met)


def _credits(
    rubric: tuple[Point, ...], given: Mapping[str, Mark], prompted: Collection[str], *, old: bool
) -> dict[str, float]:
    """The credit of each point by the mark `given`: a yes to one of those `prompted` is worth less.

    A point that waits for its follow-up could be said no sooner, so there it's worth all.
    """
    credit = OLD_CREDIT if old else CREDIT
    by_mark = {p: credit["prompted" if mark == "yes" and p in prompted else mark] for p, mark in given.items()}
    return by_mark | {p.id: credit["yes"] for p in rubric if p.waits and given[p.id] in MET}


def share_met(
    rubric: tuple[Point, ...],
    credits: Mapping[str, float],
    unasked: Collection[str] = (),
    *,
    beyond_asked: bool = False,
) -> float:
    """The weighted share of the points asked for, by the credit of each (0 to 1); what is beyond adds to it, up to 1.

    An `unasked` point is left out unless its credit is above the share without it: so no credit lowers the share. A
    rubric of nothing but `beyond` points asks for those, and up to engine 9 all were asked for; one of nothing but
    unasked points asks for these.
    """
    denominator = [point for point in rubric if beyond_asked or not point.beyond] or list(rubric)
    left_out = [point for point in denominator if point.id in unasked]
    if len(left_out) == len(denominator):
        left_out = []
    asked = sum(point.weight for point in denominator if point not in left_out)
    met = sum(point.weight * credits[point.id] for point in rubric if point not in left_out)
    for point in sorted(left_out, key=lambda point: -credits[point.id]):
        if credits[point.id] * asked > met:  # above the share so far, which is met / asked
            asked += point.weight
            met += point.weight * credits[point.id]
    return min(1.0, met / asked) if asked else 0.0


def code_rank(*, shown_passed: bool, kept_passed: int, kept: int, most: float) -> int:
    """The rank of the verdict on code by its cases: one of `CODE_RANKS`, which `Grade.code` says in words.

    `most` is the share of those kept back that counts as most of them.
    """
    none, shown_only, most_passed, all_passed = CODE_RANKS
    if shown_passed and kept and kept_passed == kept:
        return all_passed
    if kept and kept_passed >= most * kept - 1e-9:
        return most_passed
    return shown_only if shown_passed else none


CODE_WORDS = tuple(grade.code for grade in SCALE.values())  # by rank


def lower(first: Verdict, second: Verdict) -> Verdict:
    """The lower of two verdicts. Tiers 5 and 6 show it, as both the points and an anchored verdict count there."""
    return min(first, second, key=rank)
