"""One observation about mastery, made from something the candidate did."""

from typing import Literal

import msgspec

EvidenceKind = Literal["verdict", "prediction", "anchored", "dont_know", "check"]


class Evidence(msgspec.Struct, frozen=True):
    """One observation. `category` is 0..3 for verdicts (0 for "don't know"), 0 or 1 for checks.

    `hints` and `prompted` count what made the answer easier. `weight` is an exponent on the likelihood: 0.5 for each of
    the two verdicts of tiers 5 and 6.
    """

    item: str
    kind: EvidenceKind
    category: int
    hints: int = 0
    prompted: int = 0
    overruled: bool = False
    seen_before: bool = False
    weight: float = 1.0
