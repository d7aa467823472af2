"""Of the values of a parameter those that `make test` runs; the others are for `make fuzz`."""

import os
from collections.abc import Iterable, Sequence
from typing import TypeVar

import pytest

from tests.isolation import ROOT

LEFT_TO_FUZZ = ROOT / "tests" / "left_to_fuzz.txt"
T = TypeVar("T")
NAMES = pytest.StashKey[set[str]]()  # of all tests that pytest has collected, the slow ones too


def some(values: Iterable[object], *usual: object) -> list[object]:
    """The values, all but the usual ones marked as slow: one kind is enough to see that a rule still holds."""
    return [value if value in usual else pytest.param(value, marks=pytest.mark.slow) for value in values]


def seeds(many: int, usual: int) -> range:
    """Which of many simulated people sit: the first few in `make test`, all in `make fuzz`."""
    return range(many if os.environ.get("FUZZ") else usual)


def every(values: Iterable[T], nth: int) -> list[T]:
    """Of many values every nth in `make test`, all in `make fuzz`."""
    return list(values)[:: 1 if os.environ.get("FUZZ") else nth]


def by_turns(values: Sequence[str], number: int) -> Sequence[str]:
    """Of many values the one for the screen with this number in `make test`, all of them in `make fuzz`."""
    return values if os.environ.get("FUZZ") else [values[number % len(values)]]


def examples(many: int) -> int:
    """How many examples Hypothesis tries: a dozen at most in `make test`, all in `make fuzz`."""
    return many if os.environ.get("FUZZ") else min(many // 2, 12)


def left_to_fuzz() -> list[str]:
    """The tests that `make test` leaves out by name, as pytest calls them."""
    return [line for line in LEFT_TO_FUZZ.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
