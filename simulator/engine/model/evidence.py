"""One observation about mastery, made from something the candidate did."""

from bisect import bisect_right
from typing import Literal, NamedTuple

import msgspec

from simulator.engine.model import parameters as P  # noqa: N812

EvidenceKind = Literal["verdict", "at_least", "prediction", "anchored", "dont_know", "check", "heard", "code"]
SCORED_BY = frozenset(("verdict", "at_least", "anchored", "dont_know"))  # what a scored answer leaves


class Evidence(msgspec.Struct, frozen=True):
    """One observation. `category` is 0..3 for verdicts (0 for "don't know"; `at_least`: this verdict or better), 0 or 1
    for checks, and for what was heard of an answer the step of its coverage (`step_of`). For code it is how many of the
    cases kept back it passed (`scoring.code_rank`).

    `hints` and `prompted` count what made the answer easier. `weight` is an exponent on the likelihood: 0.5 for each of
    the two verdicts of tiers 5 and 6, and halved again where what was heard counts beside them; 0 for marks that tell
    nothing, which are kept because an answer was given.
    """

    item: str
    kind: EvidenceKind
    category: int
    hints: int = 0
    prompted: int = 0
    overruled: bool = False
    seen_before: bool = False
    weight: float = 1.0


class Unheard(NamedTuple):
    """Of an answer: the points marked as met and how many of them were not heard, and the same of its must-haves."""

    met: int
    unheard: int
    musts: int
    unheard_musts: int

    @property
    def mostly(self) -> bool:
        """Whether most of several points weren't heard: nothing of such an answer is praised."""
        return self.met > 1 and 2 * self.unheard > self.met


def step_of(coverage: float) -> int:
    """The category of a heard coverage, from 0."""
    return bisect_right(P.READING_STEPS, coverage)
