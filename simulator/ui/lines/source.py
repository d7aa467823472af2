"""Where the line mode's lines come from: a pipe, a file, or a terminal (`ui.lines.terminal`).

Bytes are read and decoded here, not by Python's stdin: one that is no text is left out and told, and while a line is
waited for time passes, so that what was typed of it can be kept.
"""

import codecs
import contextlib
import io
import os
import re
import select
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

CHUNK = 65536
SECONDS = 0.8  # between two looks at what is being typed: with the time to write it down not more than one
QUIET = 0.15  # who types or pastes ahead leaves no longer gap
MUCH = 16_000_000  # what is read ahead at the most
_NOT_DECODED = re.compile("[\ud800-\udfff]+")


class LineSource:
    """Lines from a call, as in tests, and what a source of lines can do besides.

    `pasted` tells whether the end of the latest line came with a paste, `left_out` how many of its bytes were no text.
    """

    edits = False  # whether a line can begin with words that were there before

    def __init__(self, call: Callable[[], str | None] = lambda: None) -> None:
        self.pasted = False
        self.left_out = 0
        self._call = call
        self._waiting: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext
        self._each_second: Callable[[], None] = lambda: None

    def attend(self, waiting: Callable[[], AbstractContextManager[None]], each_second: Callable[[], None]) -> None:
        """Enter `waiting`, which may raise, for each wait, and call `each_second` while time passes in one."""
        self._waiting, self._each_second = waiting, each_second

    def read(self, begun: str = "", *, one_line: bool = False) -> str | None:  # noqa: ARG002 - for terminals
        """The next line, without its end, or None at the end of the input.

        In a terminal it begins with what was `begun`, and for `one_line` the ends of lines in a paste are blanks.
        """
        with self._waiting():
            return self._call()

    @property
    def unfinished(self) -> str:
        """What has come of a line that has no end yet."""
        return ""

    @property
    def more(self) -> bool:
        """Whether more has come than was read."""
        return False

    def rest(self) -> str:
        """What has come and was not read: the unfinished line, and all that was typed ahead."""
        return ""

    def held(self) -> AbstractContextManager[None]:
        """While this lasts, the source is the program's."""
        return contextlib.nullcontext()

    def fresh(self) -> AbstractContextManager[None]:
        """While this lasts, what had come before is no answer: it is read afterwards."""
        return contextlib.nullcontext()


class ByteSource(LineSource):
    """What pipes and terminals have in common: bytes come, and are waited for."""

    def __init__(self, handle: int, decoder: codecs.IncrementalDecoder | io.IncrementalNewlineDecoder) -> None:
        super().__init__()
        self._handle = handle
        self._decoder = decoder
        self._over = False
        self._due = time.monotonic() + SECONDS

    def _comes(self, seconds: float) -> bool:
        return bool(select.select([self._handle], [], [], seconds)[0])

    def _wait(self, patience: float | None = None) -> bool:
        """Wait until something comes; False where nothing did within `patience` seconds."""
        end = None if patience is None else time.monotonic() + patience
        while True:
            self._look()
            until = self._due if end is None else min(self._due, end)
            with self._waiting():
                if self._comes(max(0.0, until - time.monotonic())):
                    return True
            if end is not None and time.monotonic() >= end:
                return False

    def _look(self) -> None:
        """Let what is being typed be kept, where that was not done for long."""
        if time.monotonic() >= self._due:
            self._each_second()
            self._due = time.monotonic() + SECONDS

    def _take(self) -> str:
        """What has come, as text; a byte that is none is a lone surrogate. Where nothing has, that was the end."""
        try:
            data = os.read(self._handle, CHUNK)
        except OSError:  # a terminal that is gone
            data = b""
        self._over = not data
        return self._decoder.decode(data, final=self._over)

    def _ahead(self, goes_on: Callable[[], bool] = lambda: False) -> Iterator[str]:
        """What was typed ahead, until there is a pause; one within something that `goes_on` does not count."""
        read = pauses = 0
        while read < MUCH and not self._over and pauses < 10:
            if self._comes(QUIET):
                text = self._take()
                read += len(text)
                yield text
            elif goes_on():
                pauses += 1
            else:
                return


class PipeSource(ByteSource):
    """Lines of a pipe or a file, however they end."""

    def __init__(self, handle: int, encoding: str) -> None:
        decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
        super().__init__(handle, io.IncrementalNewlineDecoder(decoder, translate=True))
        self._parts: list[str] = []  # of the line that has no end yet
        self._lines: list[str] = []  # the next one last

    @property
    def unfinished(self) -> str:
        return decoded("".join(self._parts))

    @property
    def more(self) -> bool:
        return bool(self._lines) or (not self._over and self._comes(0))

    def read(self, begun: str = "", *, one_line: bool = False) -> str | None:  # noqa: ARG002 - as above
        sys.stdout.flush()
        self._look()
        while not self._lines and not self._over and self._wait():
            self._lines = self._split(self._take())
        with self._waiting():
            pass  # whoever is told to go reads no further line
        if not self._lines:
            return None
        line = self._lines.pop()
        self.left_out = len(line) - len(decoded(line))
        return decoded(line)

    def _split(self, text: str) -> list[str]:
        """The lines that have come to their end, the next one last."""
        *ended, last = text.split("\n")
        if ended:
            ended[0] = "".join([*self._parts, ended[0]])
            self._parts = []
        self._parts += [last] if last else []
        if self._over and self._parts:
            ended, self._parts = [*ended, "".join(self._parts)], []
        return ended[::-1]

    @contextlib.contextmanager
    def fresh(self) -> Iterator[None]:
        for text in self._ahead():
            self._lines = self._split(text) + self._lines
        aside, self._lines = self._lines, []
        try:
            yield
        finally:
            self._lines += aside

    def rest(self) -> str:
        return "\n".join([*map(decoded, self._lines[::-1]), self.unfinished])


def decoded(text: str) -> str:
    """The text without the bytes that were none."""
    return _NOT_DECODED.sub("", text)
