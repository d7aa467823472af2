"""Answers of any number of people, worked through block by block, so that memory does not grow with them.

What is wanted of everybody is a sum over people. Each block gives its part, and the parts are added in the order of
the blocks. So the sum is the same to the digit wherever and whenever each part was computed.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Answers = NDArray[np.int8]
Sums = tuple[Any, ...]  # arrays and numbers
Part = Callable[[Any, Answers], Sums]
PEOPLE_IN_BLOCK = 2048
ENOUGH = 16  # blocks, for the first rounds of a fit
GROWTH = 4


class Blocks(Protocol):
    """The answers (people, items) of many people, as categories, -1 for none."""

    @property
    def people(self) -> int:
        """How many people there are."""

    def fold(self, part: Part, shared: Any, every: int = 1) -> Sums:
        """The sum of `part(shared, answers)` over every `every`-th block, added in their order."""


def total(parts: Any) -> Sums:
    """The sum of parts, place by place, from the first to the last."""
    sums: Sums | None = None
    for part in parts:
        sums = part if sums is None else tuple(a + b for a, b in zip(sums, part, strict=True))
    assert sums is not None, "there is no block without people"
    return sums


def count_of(people: int) -> int:
    """How many blocks so many people fill."""
    return -(-people // PEOPLE_IN_BLOCK)


def strides(people: int, rounds: int, full: int) -> Sequence[int]:
    """For each round of a fit, that it takes every n-th block; the last `full` rounds take all of them.

    While the estimates are still far off, a part of the people says where to go as well as all of them do (incremental
    EM: Neal and Hinton, 1998). The part grows fourfold each round, and is never below `ENOUGH` blocks.
    """
    most = max(1, count_of(people) // ENOUGH)
    return [min(most, GROWTH ** max(0, rounds - full - round_)) for round_ in range(rounds)]
