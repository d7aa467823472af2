"""From a key to its letter on the terminal, in an answer of 2,000 words, against an app that is one text area.

Both run at the same time and take the keys in turns: what else the machine does meets both.
"""

import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pexpect
import pytest

from tests.benchmarks.conftest import show
from tests.system.terminal import COMMAND, SIZE

pytestmark = pytest.mark.slow

RATIO, MOST = 1.3, 0.030
PASTE = "\x1b[200~" + ("attention " * 9 + "heads\n") * 200 + "\x1b[201~"
# each letter is new on the screen, and all stand on one line
LETTERS = "αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩабвгдежзий"
BARE = """
from textual.app import App
from textual.widgets import TextArea

class Bare(App):
    def compose(self):
        yield TextArea(placeholder="Your answer")

Bare().run()
"""


class Typist:
    """An app in a pty, with 2,000 words pasted into it."""

    def __init__(self, command: Sequence[str], home: Path) -> None:
        env = {k: v for k, v in os.environ.items() if not k.startswith("INTERVIEW_") and k not in SIZE}
        env |= {f"XDG_{name}_HOME": str(home) for name in ("CONFIG", "CACHE", "DATA")}
        env |= {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
        self.child = pexpect.spawn(command[0], list(command[1:]), env=env, cwd=str(home), dimensions=(24, 80))
        self.child.delaybeforesend = None
        self.child.expect_exact("our answer", timeout=60)  # the first letter is under the cursor
        for at in range(0, len(PASTE), 1000):  # a pty holds little, and the app must be read meanwhile
            self.child.send(PASTE[at : at + 1000])
            self.rest(0.05)
        self.rest(2.0)

    def rest(self, seconds: float) -> None:
        """Read whatever is painted meanwhile."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            try:
                self.child.read_nonblocking(65536, timeout=left)
            except pexpect.TIMEOUT:
                return

    def type(self, letter: str) -> float:
        """Seconds from a key to its letter on the terminal."""
        began, wanted, read = time.perf_counter(), letter.encode(), b""
        self.child.send(letter)
        while wanted not in read:
            assert time.perf_counter() - began < 10, f"{letter} was not painted"
            read += self.child.read_nonblocking(65536, timeout=5)
        taken = time.perf_counter() - began
        self.rest(0.08)
        return taken


def test_a_letter_is_painted_like_a_bare_area(tmp_path: Path) -> None:
    start = [COMMAND, "start", "llm", "--sessions", str(tmp_path), "--seed", "1"]
    apps = Typist([sys.executable, "-c", BARE], tmp_path), Typist(start, tmp_path)
    bare, ours = zip(*([app.type(letter) for app in apps] for letter in LETTERS), strict=True)
    for app in apps:
        app.child.close(force=True)
    ratio = statistics.median(ours) / statistics.median(bare)
    late, late_bare = (statistics.quantiles(taken, n=20)[-1] for taken in (ours, bare))
    show(
        f"key to paint at 2,000 words: p50 {statistics.median(ours) * 1000:.1f} ms, p95 {late * 1000:.1f} ms; "
        f"bare {statistics.median(bare) * 1000:.1f} and {late_bare * 1000:.1f} ms; {ratio:.2f} times"
    )
    assert ratio <= RATIO
    assert late <= MOST
