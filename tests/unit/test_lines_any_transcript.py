"""The line mode ends on every transcript: blocks that cannot be read never make it ask, or refuse, for ever."""

import os
import random
import signal
import threading
from pathlib import Path

import pytest

from simulator.errors import SimulatorError
from simulator.session.interview.journal import DUE
from simulator.session.sitting import reopen
from simulator.session.workspace import Workspace
from simulator.ui.lines.room import PlainRoom
from tests.some import some
from tests.transcripts import graph, put, split, whole

LINES = ("/time", "y", "n", "2", "", "1", "words of an answer", ".", "/undo", "/dk", "/probe-said", "/why", "/skip")
MOST_SAID = 20_000
# these go through every line and branch that all 40 do
USUAL = (0, 1, 2, 5, 9, 12, 13, 14, 15, 18, 23, 26, 27, 28, 29, 30, 31, 33, 34, 36, 37, 38, 39)


def damaged(data: bytes, luck: random.Random) -> bytes:
    """A transcript that goes on somewhere in the middle, some of its blocks without a kind that is known."""
    head, blocks = split(data)
    blocks = blocks[: luck.randrange(1, len(blocks))]
    for _ in range(luck.randrange(3)):
        at = max(0, len(blocks) - 1 - int(luck.expovariate(0.3)))
        blocks[at] = luck.choice(
            [b"", blocks[at].replace(b'kind = "', b'kind = "x', 1), blocks[at][: len(blocks[at]) // 2]]
        )
    return head + b"".join(blocks)


def without(data: bytes, kind: bytes) -> bytes:
    """A transcript up to its first mark, without the block before it of a kind."""
    head, blocks = split(data)
    first = next(n for n, block in enumerate(blocks) if b'kind = "judged"' in block)
    last = max(n for n, block in enumerate(blocks[:first]) if b'kind = "' + kind in block)
    blocks[last] = blocks[last].replace(kind, kind + b"x", 1)
    return head + b"".join(blocks[: first + 1])


def said_by(path: Path, place: Workspace, lines: list[str]) -> list[str]:
    """What a whole sitting says that gets these lines and then the end of its input."""
    said: list[str] = []

    def write(text: str) -> None:
        said.append(text)
        assert len(said) < MOST_SAID, said[-5:]

    coming = iter(lines)
    try:
        room = PlainRoom(reopen(path, place, graph()), graph(), lambda: next(coming, None), write)
    except SimulatorError:
        return said
    room.run(back=True)
    return said


@pytest.mark.parametrize("seed", some(range(40), *USUAL))
def test_a_damaged_transcript_is_sat_to_its_pause(workspace: Workspace, seed: int) -> None:
    luck = random.Random(seed)
    name, data = whole(seed % 4 + 1)
    path = put(workspace.sessions, name, damaged(data, luck))
    said_by(path, workspace, luck.choices(LINES, k=60))


@pytest.mark.parametrize("kind", [b"revealed", b"predicted", b"answered", b"asked"])
def test_judging_goes_on_after_a_lost_block(workspace: Workspace, kind: bytes) -> None:
    name, data = whole(1)
    path = put(workspace.sessions, name, without(data, kind))
    said = "\n".join(said_by(path, workspace, ["y"] * 3))
    assert sum(map(said.count, DUE.values())) <= 3
    if kind == b"revealed":
        assert said.index("Reference") < said.index("Did you say it?")


def test_an_interview_without_questions_says_so(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    name, data = whole(1)
    path = put(workspace.sessions, name, b"".join([split(data)[0], *split(data)[1][:2]]))
    monkeypatch.setattr(PlainRoom, "_ask_for", lambda *_: None)
    assert "There's nothing to ask here" in "\n".join(said_by(path, workspace, []))


def test_a_signal_ends_a_wait_and_every_step(workspace: Workspace) -> None:
    name, data = whole(1)
    path = put(workspace.sessions, name, b"".join([split(data)[0], *split(data)[1][:2]]))
    said: list[str] = []
    never = threading.Event()
    before = signal.getsignal(signal.SIGTERM)
    room = PlainRoom(reopen(path, workspace, graph()), graph(), lambda: str(never.wait(30)), said.append)
    threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGTERM]).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            room.run(back=True)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else before)
    assert any("Paused" in line for line in said)
