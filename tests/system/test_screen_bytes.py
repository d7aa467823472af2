"""Bytes that a terminal sends and that are no UTF-8: the screen goes on, and no letter is lost."""

import time
from pathlib import Path

import pytest

from simulator.session.archive.archive import paths
from simulator.session.interview.events import Answered
from simulator.session.transcript.read import read
from simulator.session.transcript.sidecars import DraftFile
from tests.isolation import ROOT
from tests.some import some
from tests.system.terminal import Terminal

BYTES = {
    "latin-1 within a word": (b"caf\xe9 au lait.", "café au lait."),
    "latin-1 at the end": (b"caf\xe9", "café"),
    "half a letter": (b"caf\xc3", "cafÃ"),
    "no letter of either": (b"a\x80\xffb", "ÿb"),
    "utf-8 in two pieces": ("café".encode(), "café"),
    "an old mouse report beyond column 95": (b"one\x1b[M \xe9\x30\x1b[M#\xe9\x30two", "onetwo"),
    "an old mouse report that looks like a letter": (b"one\x1b[M \xc3\xa0two", "onetwo"),
    "an old mouse report that is cut off": (b"one\x1b[M ", "one"),
    "a new mouse report far outside": (b"one\x1b[<0;900;900M\x1b[<0;900;900mtwo", "onetwo"),
    "a new mouse report that counts very far": (b"one\x1b[<0;" + b"9" * 20 + b";1Mtwo", "onetwo"),
}


@pytest.mark.parametrize("name", some(BYTES, "latin-1 at the end"))
def test_no_byte_ends_the_program_or_takes_words(tmp_path: Path, name: str) -> None:
    sent, kept = BYTES[name]
    where = ["--graphs", str(ROOT / "graphs"), "--sessions", str(tmp_path / "sessions")]
    terminal = Terminal(tmp_path, "start", "llm", "--seed", "3", *where)
    try:
        terminal.wait_for("your answer")
        terminal.press("words before. ")
        terminal.wait_for("words before.")
        for piece in (sent[:4], sent[4:]) if "é".encode() in sent else (sent,):
            terminal.child.send(piece)
            time.sleep(1 if sent.endswith(b"\x1b[M ") else 0.2)
        (path,) = paths(tmp_path / "sessions")

        def drafted() -> bool:
            draft = DraftFile(path).load()
            return draft is not None and draft.text.startswith("words before. ") and draft.text.endswith(kept)

        terminal.wait(drafted, 10)
        assert terminal.child.isalive()
        terminal.press("!", "ctrl+s")
        terminal.wait(lambda: any(isinstance(e, Answered) for e in read(path).events), 10)
        (answer,) = (e.text for e in read(path).events if isinstance(e, Answered))
        assert answer.endswith(f"{kept}!")
    finally:
        terminal.close()
    assert b"Traceback" not in terminal.raw
