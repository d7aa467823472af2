"""kill -9 at random moments of scripted interviews in a real terminal: `make test` does 10, `make fuzz` 1,040.

These are in the line mode; on the screen, where each start takes longer, test_kill_screen does 3 and 100 more.
"""

import json
from pathlib import Path

import pytest

from tests.promises import promise
from tests.some import some
from tests.system.forking import helped


def killed(folder: Path, seed: int, kills: int) -> None:
    seconds = 60 + 5 * kills
    out, errors = helped("tests.system.nursery", str(folder), str(seed), str(kills), seconds=seconds)
    assert out, errors
    found = json.loads(out.splitlines()[-1])
    assert found["faults"] == []
    assert found["kills"] == kills
    assert found["events"] > kills


@promise("Whatever was acknowledged is never lost or doubled, whenever the program is killed.")
@pytest.mark.parametrize("seed", some(range(5), 0))
def test_ten_kills_lose_nothing_in_lines(tmp_path: Path, seed: int) -> None:
    killed(tmp_path, seed, 10)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_twenty_five_kills(tmp_path: Path, seed: int) -> None:
    killed(tmp_path, seed, 25)
