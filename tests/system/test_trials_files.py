"""Hostile files of every kind, through commands and screens: a sentence, never a traceback, and nothing is lost.

`make test` makes a few of each, `make fuzz` some thousand; `make trials` as many as fit into an hour.
"""

import pytest

from tests.some import some
from tests.trials.kinds import KINDS
from tests.trials.running import assert_sound, watched

FEW = {
    "transcripts by commands": 2,
    "transcripts on the screens": 2,
    "graphs by commands": 8,
    "graphs on the screens": 2,
    "damaged index": 3,
    "forbidding modes": 3,
    "damaged imports": 10,
}
MANY = {name: 30 * count for name, count in FEW.items()}


def test_every_kind_is_tried_somewhere() -> None:
    from tests.system.test_trials_kills import IN_TERMINALS

    assert {*FEW, *IN_TERMINALS} == {*KINDS}


@pytest.mark.parametrize("kind", some(FEW, "transcripts by commands", "damaged imports"))
def test_a_few_hostile_files_break_nothing(kind: str) -> None:
    assert_sound(watched(kind, 20261127, count=FEW[kind]))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", FEW)
def test_many_hostile_files_break_nothing(kind: str, seed: int) -> None:
    assert_sound(watched(kind, seed, count=MANY[kind]))
