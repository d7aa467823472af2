"""Kills and signals at random moments, in a real terminal: nothing older than a second is lost, the terminal is sane.

`make test` makes a few of each, `make fuzz` some hundred; `make trials` as many as fit into an hour.
"""

import pytest

from tests.some import some
from tests.trials.kinds import KINDS
from tests.trials.running import assert_sound, watched

FEW = {
    "kill -9 in lines, unfinished line": 1,
    "kill -9 on the screen, after a click": 1,
    "kill -9 on the screen, a question back": 1,
    "signals in lines": 2,
    "signals on the screen": 1,
}
IN_TERMINALS = [name for name in KINDS if name.startswith(("kill", "signals"))]


@pytest.mark.parametrize("kind", some(FEW, "kill -9 in lines, unfinished line"))
def test_a_few_kills_and_signals_lose_nothing(kind: str) -> None:
    assert_sound(watched(kind, 20261127, count=FEW[kind]))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", IN_TERMINALS)
def test_many_kills_and_signals_lose_nothing(kind: str, seed: int) -> None:
    assert_sound(watched(kind, seed, count=25))
