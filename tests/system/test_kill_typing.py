"""kill -9 at random moments while a line is typed that has no end: nothing that is older than a second is lost.

`python -m tests.system.test_kill_typing FOLDER SEED KILLS` does it, and prints what was missing.
"""

import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest

from simulator.session.transcript.read import read
from simulator.session.transcript.sidecars import DraftFile
from simulator.session.workspace import Workspace
from tests.some import some
from tests.system.forking import helped
from tests.system.nursery import PATIENCE, Terminal
from tests.transcripts import ROOT, graph
from tests.warm import warmed_home

BEHIND = 1.0  # seconds
AT_ONCE = 3


def typed_and_killed(place: Workspace, luck: Random) -> tuple[str, str]:
    """What had been typed a second before the end of the program, and what was kept of it."""
    known = {*place.sessions.glob("*.toml")}
    terminal = Terminal(["start", "llm", "--plain", "--seed", str(luck.randrange(2**31))], place)
    assert terminal.listen(time.monotonic() + PATIENCE), terminal.text
    death = time.monotonic() + 0.3 + luck.expovariate(0.6)
    typed: list[tuple[float, str]] = []
    while (now := time.monotonic()) < death:
        piece = luck.choice(["w", "é", "宽", " ", " ", "words ", "\n"])
        os.write(terminal.handle, piece.encode())
        typed.append((now, piece))
        terminal.listen(min(death, now + luck.expovariate(25)))
    end = time.monotonic()
    terminal.kill()
    (path,) = {*place.sessions.glob("*.toml")} - known
    draft = DraftFile(path).load()
    assert read(path).findings == ()
    return "".join(piece for at, piece in typed if at < end - BEHIND), draft.text if draft else ""


def main(folder: str, seed: str, kills: str) -> int:
    graph()
    import simulator.engine.choice.policy
    import simulator.ui.lines.room  # noqa: F401

    cache = warmed_home(Path(folder) / "cache")
    place = Workspace(ROOT / "graphs", Path(folder) / "sessions", "tester", cache, Path(folder) / "config.toml")
    luck = Random(int(seed))
    with ProcessPoolExecutor(AT_ONCE, get_context("fork")) as pool:  # most of a life is waiting
        lives = [
            pool.submit(typed_and_killed, replace(place, sessions=place.sessions / str(n)), Random(luck.random()))
            for n in range(int(kills))
        ]
        pairs = [life.result() for life in lives]
    lost = [pair for pair in pairs if not f"{pair[1]}\n".startswith(pair[0])]
    sys.stdout.write(json.dumps({"kills": len(pairs), "typed": sum(len(t) for t, _ in pairs), "lost": lost}) + "\n")
    return 0


def killed(folder: Path, seed: int, kills: int) -> None:
    seconds = 60 + 20 * kills
    out, errors = helped("tests.system.test_kill_typing", str(folder), str(seed), str(kills), seconds=seconds)
    assert out, errors
    found = json.loads(out.splitlines()[-1])
    assert found["lost"] == []
    assert found["kills"] == kills
    assert found["typed"] > kills


@pytest.mark.parametrize("seed", some(range(2), 1))
def test_six_kills_while_a_line_is_typed(tmp_path: Path, seed: int) -> None:
    killed(tmp_path, seed, 6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 110))
def test_thirty_kills_while_a_line_is_typed(tmp_path: Path, seed: int) -> None:
    killed(tmp_path, seed, 30)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
