"""Of the values of a parameter those that `make test` runs; the others are for `make fuzz`."""

import os
import subprocess
from collections.abc import Iterable, Sequence

import pytest

from tests.isolation import ROOT

LEFT_TO_FUZZ = ROOT / "tests" / "left_to_fuzz.txt"
TURNS = 60
NAMES = pytest.StashKey[set[str]]()  # of all tests that pytest has collected, the slow ones too


def some(values: Iterable[object], *usual: object) -> list[object]:
    """The values, all but the usual ones marked as slow: one kind is enough to see that a rule still holds."""
    return [value if value in usual else pytest.param(value, marks=pytest.mark.slow) for value in values]


def seeds(many: int, usual: int) -> range:
    """Which of many simulated people sit: the first few in `make test`, all in `make fuzz`."""
    return range(many if os.environ.get("FUZZ") else usual)


def by_turns(values: Sequence[str], number: int) -> Sequence[str]:
    """Of many values those for the screen with this number: every third in `make test`, all in `make fuzz`."""
    return values if os.environ.get("FUZZ") else values[number % 3 :: 3]


def examples(many: int) -> int:
    """How many examples Hypothesis tries: half of them in `make test`, all in `make fuzz`."""
    return many if os.environ.get("FUZZ") else many // 2


def left_to_fuzz() -> list[str]:
    """The tests that `make test` leaves out by name, as pytest calls them."""
    return [line for line in LEFT_TO_FUZZ.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]


def in_turn(commit: str) -> list[str]:
    """Of the tests left to fuzz those that `make test` runs at this commit (hexadecimal; "" outside of a repository).

    Neighbours in the list go through the same things and take as long, so they get different turns. What needs a real
    terminal or a browser has none: there a minute passes that costs next to no processor.
    """
    names = [name for name in left_to_fuzz() if not name.startswith("tests/system/")]
    return names[int(commit[:8], 16) % TURNS :: TURNS] if commit else []


def left_out(marked: str, commit: str) -> set[str]:
    """The tests that a run of those `marked` so takes for slow by their names: in `make test` not those in turn."""
    return set(left_to_fuzz()).difference(in_turn(commit) if marked == "not slow" else ())


def checked_out() -> str:
    """The commit that these tests belong to, or "" where there is none."""
    command = ["git", "-c", f"safe.directory={ROOT}", "rev-parse", "--verify", "--quiet", "HEAD"]
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:  # no git
        return ""
