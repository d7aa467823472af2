"""kill -9 at random moments of an interview that is sat by keys on the screen."""

import random
import re
import time
from pathlib import Path

import pytest

from simulator.session.clock import Clock
from simulator.session.interview.state import RUNNING, Phase, fold
from simulator.session.sitting import reopen
from simulator.session.transcript.sidecars import DraftFile
from simulator.session.workspace import Workspace
from tests.isolation import ROOT
from tests.promises import promise
from tests.system.terminal import Terminal
from tests.system.test_screen_interview import Player, choices_follow
from tests.transcripts import graph

GO_ON = "where you stopped"


def killed_by_keys(home: Path, seed: int, kills: int) -> None:
    luck = random.Random(seed)
    player = Player(home, "start", "llm", "--seed", str(seed), "--candidate", "tester")
    place = Workspace(ROOT / "graphs", player.sessions, "tester", home / "cache", home / "config.toml")
    player.wait_for_event(0)
    for _ in range(kills):
        seen = player.state().last_n
        for _ in range(luck.randrange(4)):
            if player.state().phase in {Phase.ENDED, Phase.READY}:
                break
            seen = player.step().last_n
        player.terminal.press("some of an answer"[: luck.randrange(18)], *luck.choice([(), ("ctrl+s",), ("enter",)]))
        player.terminal.pump(luck.random() * 0.1)
        player.terminal.kill()
        found = player.reading()
        assert found is not None
        assert {f.problem for f in found.findings} <= {"torn"}
        assert [e.n for e in found.events] == list(range(1, len(found.events) + 1))
        assert len(found.events) >= seen
        state = fold(found.header, found.events)
        choices_follow(found, graph())
        if state.ended:
            return
        sitting = reopen(found.path, place, graph(), Clock())
        assert sitting.interview.state == state
        sitting.transcript.close()
        player.terminal = Terminal(home, "resume", found.header.id, *player.arguments[-6:], "--candidate", "tester")
        if state.phase in RUNNING:
            player.terminal.wait_for(GO_ON)
            # enter would send what is in the box of a check, and that may be no answer
            player.terminal.press("x" if state.phase is Phase.CHECKING else "enter")
        player.wait_for_event(state.last_n)
        player.terminal.wait(lambda: GO_ON not in player.terminal.text)  # keys would go to the notice otherwise
    player.terminal.close()


def test_three_kills_by_keys(tmp_path: Path) -> None:
    killed_by_keys(tmp_path, 11, 3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20, 30))
def test_ten_kills_by_keys(tmp_path: Path, seed: int) -> None:
    killed_by_keys(tmp_path, seed, 10)


@promise("The answer being typed, and the clock, are at most one second behind on the disk.")
def test_what_was_typed_second_ago_is_on_disk(tmp_path: Path) -> None:
    player = Player(tmp_path, "start", "llm", "--seed", "5", "--candidate", "tester")
    player.wait_for_event(0)
    for number in range(3):
        player.terminal.press(f"part {number} ")
        player.terminal.wait_for(f"part {number}")  # a busy machine takes its time to hand the keys over
        player.terminal.pump(1.2)
        found = player.reading()
        assert found is not None
        draft = DraftFile(found.path).load()
        assert draft is not None
        assert draft.text.rstrip().endswith(f"part {number}")
    player.terminal.kill()


WORDS = 300


def last_word(text: str) -> int:
    return max((int(number) for number in re.findall(r"\bw(\d+)e\b", text)), default=0)


@promise("The answer being typed, and the clock, are at most one second behind on the disk.")
def test_a_flood_of_text_is_kept(tmp_path: Path) -> None:
    """As from a paste in a terminal that types it out: the editor takes minutes for it where the machine is busy."""
    player = Player(tmp_path, "start", "llm", "--seed", "5", "--candidate", "tester")
    player.wait_for_event(0)
    found = player.reading()
    assert found is not None
    draft = DraftFile(found.path)
    player.terminal.child.send(" ".join(f"w{n}e" for n in range(1, WORDS + 1)))
    seen: list[tuple[float, int]] = []
    end = time.monotonic() + 60
    while not seen or seen[-1][1] < WORDS:
        assert time.monotonic() < end
        player.terminal.pump(0.1)
        typed, now = draft.load(), time.monotonic()
        kept = last_word(typed.text) if typed else 0
        behind = [word for at, word in seen if at < now - 2.5]  # a second, and what the machine takes to come round
        assert not behind or kept >= behind[-1], f"word {behind[-1]} was shown, {kept} is the last that is kept"
        seen.append((now, last_word(player.terminal.text)))
    player.terminal.kill()


@promise("The answer being typed, and the clock, are at most one second behind on the disk.")
@pytest.mark.parametrize("way", ["screen", "lines"])
def test_the_time_that_somebody_thinks_is_kept(tmp_path: Path, way: str) -> None:
    plain = ["--plain"] if way == "lines" else []
    player = Player(tmp_path, "start", "llm", "--seed", "5", "--candidate", "tester", *plain)
    state = player.wait_for_event(0)
    player.terminal.pump(3)
    player.terminal.kill()
    found = player.reading()
    assert found is not None
    place = Workspace(ROOT / "graphs", player.sessions, "tester", tmp_path / "cache", tmp_path / "config.toml")
    sitting = reopen(found.path, place, graph(), Clock())
    assert 1.5 < sitting.interview.clock - state.clock < 20
    assert (sitting.interview.clock_is_stopped, sitting.draft_text) == (True, "")
    sitting.transcript.close()
