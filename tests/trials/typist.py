"""Somebody who types at human speed, and what of it may be missing after a crash: nothing older than a second.

The second is what is promised. What the machine itself takes is measured while one types: how late this process comes
out of its own waits, and how long a write to the disk lasts. Both together are allowed for, up to half a second.
"""

import os
import random
import select
import time
from collections.abc import Callable
from pathlib import Path

PROMISED = 1.0
MOST_MARGIN = 0.5
WORDS = "the cache grows with every token and its keys are read again for each next one so memory bounds it".split()


class Typist:
    """Types into a terminal, which is heard meanwhile. `states` holds every text there was, and since when."""

    def __init__(self, handle: int, hear: Callable[[float], object], luck: random.Random, text: str = "") -> None:
        self.states = [(time.monotonic(), text)]
        self.late = 0.0
        self._handle, self._hear, self._luck = handle, hear, luck
        self._count = 0

    @property
    def text(self) -> str:
        """What stands there now, if all arrived."""
        return self.states[-1][1]

    def word(self) -> str:
        """The next word; no other is the same."""
        self._count += 1
        return f"{self._luck.choice(WORDS)}{self._count}"

    def send(self, keys: str) -> None:
        """Hand keys over as fast as they are taken."""
        data = keys.encode()
        while data:
            if select.select([], [self._handle], [], 0.5)[1]:
                data = data[os.write(self._handle, data[:200]) :]
            self._hear(0.0)

    def wait(self, seconds: float) -> None:
        """Hear what is printed meanwhile, and note how late one comes out of it."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._hear(min(left, 0.02))
        self.late = max(self.late, time.monotonic() - end)

    def key(self, char: str, text: str) -> None:
        """One key, after which the text is another."""
        self.send(char)
        self.states.append((time.monotonic(), text))

    def type_for(self, seconds: float, *, enter: str = "", paste: tuple[str, str] | None = None) -> None:
        """Type words for some seconds: letters with gaps, now and then one taken back, a new line, or a paste."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for char in self.word() + " ":
                self.key(char, self.text + char)
                self.wait(min(self._luck.lognormvariate(-2.6, 0.6), max(0.0, end - time.monotonic())))
                if time.monotonic() >= end:
                    return
            roll = self._luck.random()
            if roll < 0.06:
                for _ in range(3):  # the blank, and two letters
                    self.key("\x7f", self.text[:-1])
            elif roll < 0.14 and enter:
                self.key(enter, self.text + "\n")
            elif roll < 0.16 and paste is not None:
                piece = " ".join(self.word() for _ in range(self._luck.choice([5, 100, 900]))) + " "
                self.key(piece.join(paste), self.text + piece)

    def behind(self, kept: str, until: float) -> float | None:
        """How old the first letter is that is missing, or None where what was kept is no text that ever was.

        Blanks and ends of lines do not count. Between two states lies what arrives letter by letter, such as a paste.
        """
        kept, texts = squeezed(kept), [squeezed(text) for _, text in self.states]
        if kept == texts[-1]:
            return 0.0
        for (at, _), now, then in zip(self.states[:0:-1], texts[-2::-1], texts[:0:-1], strict=True):
            if kept == now or (kept.startswith(now) and then.startswith(kept)):
                return until - at
        return None

    def limit(self, folder: Path) -> float:
        """The seconds that may be missing on this machine now."""
        return PROMISED + min(MOST_MARGIN, 0.05 + 2 * self.late + writing_takes(folder))

    def faults(self, kept: str, until: float, folder: Path) -> tuple[list[str], float]:
        """What is wrong with a text that was kept, and how far it is behind."""
        behind, limit = self.behind(kept, until), self.limit(folder)
        if behind is None:
            return [f"kept is another text: {kept[-80:]!r}, typed was {self.text[-80:]!r}"], 0.0
        wrong = f"{behind:.2f} s are missing, {limit:.2f} s may: kept {kept[-40:]!r}, typed {self.text[-60:]!r}"
        return ([wrong] if behind > limit else []), behind


def squeezed(text: str) -> str:
    """A text without blanks and ends of lines."""
    return "".join(text.split())


def writing_takes(folder: Path) -> float:
    """Seconds for a small write that is forced to the disk, the longest of three."""
    seconds = []
    for number in range(3):
        began = time.monotonic()
        path = folder / f".written-{number}"
        with path.open("wb") as file:
            file.write(b"x" * 1000)
            file.flush()
            os.fsync(file.fileno())
        seconds.append(time.monotonic() - began)
        path.unlink()
    return max(seconds)
