"""Where the line mode gets its lines: a pipe, a file, or a terminal (`ui.lines.terminal`).

Bytes are read and decoded here and not by Python's stdin, so that undecodable ones can be left out and reported, and so
that an unfinished line can be saved while waiting for the rest of it.
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

from simulator.graph.text import clean

CHUNK = 65536
SECONDS = 0.8  # between two saves of what is being typed; with the time to write it, about one
QUIET = 0.15  # seconds; in text typed or pasted ahead there is no longer gap
MUCH = 16_000_000  # characters; of a line, of a text, and of what is read ahead no more is taken
SIMPLE = ("", "dumb", "unknown", "emacs")  # values of TERM of terminals without cursor movement
NOT_DECODED = re.compile("[\ud800-\udfff]+")


class LineSource:
    """Lines from a function, and the interface of all sources.

    `pasted` says whether the last line was ended by a paste, `left_out` how many of its bytes could not be decoded,
    `endless` whether the input was given up because a line of it did not end.
    """

    edits = False  # whether earlier text can be put into a line to go on with
    answers = True  # whether a question is put where only somebody in doubt is asked one

    def __init__(self, call: Callable[[], str | None] = lambda: None) -> None:
        self.pasted = False
        self.left_out = 0
        self.endless = False
        self._call = call
        self._waiting: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext
        self._each_second: Callable[[], None] = lambda: None

    def attend(self, waiting: Callable[[], AbstractContextManager[None]], each_second: Callable[[], None]) -> None:
        """Enter `waiting`, which may raise, around each wait, and call `each_second` during it."""
        self._waiting, self._each_second = waiting, each_second

    def read(self, begun: str = "", *, one_line: bool = False) -> str | None:  # noqa: ARG002 - for terminals
        """The next line without its end, or None at the end of the input.

        In a terminal it starts with `begun`, and with `one_line` line ends in a paste become blanks.
        """
        with self._waiting():
            return self._call()

    @property
    def unfinished(self) -> str:
        """What has come of a line without its end."""
        return ""

    @property
    def more(self) -> bool:
        """Whether more has come than was read."""
        return False

    def rest(self) -> str:
        """What has come and was not read: the unfinished line, and what was typed ahead."""
        return ""

    def held(self) -> AbstractContextManager[None]:
        """Take the source over within the block."""
        return contextlib.nullcontext()

    def fresh(self) -> AbstractContextManager[None]:
        """Within the block, set aside what had come before; it is read afterwards."""
        return contextlib.nullcontext()


class ByteSource(LineSource):
    """What pipes and terminals have in common: waiting for bytes and decoding them."""

    def __init__(self, handle: int, decoder: codecs.IncrementalDecoder | io.IncrementalNewlineDecoder) -> None:
        super().__init__()
        self._handle = handle
        self._decoder = decoder
        self._over = False
        self._due = time.monotonic() + SECONDS

    def _comes(self, seconds: float) -> bool:
        return bool(select.select([self._handle], [], [], seconds)[0])

    def _wait(self, patience: float | None = None) -> bool:
        """Wait until something comes; False if nothing does within `patience` seconds."""
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
        """Have what is being typed saved, if it is time."""
        if time.monotonic() >= self._due:
            self._each_second()
            self._due = time.monotonic() + SECONDS

    def _take(self) -> str:
        """What has come, as text, with undecodable bytes as lone surrogates. Nothing means the end of the input."""
        try:
            data = os.read(self._handle, CHUNK)
        except OSError:  # a terminal that is gone
            data = b""
        self._over = not data
        return self._decoder.decode(data, final=self._over)

    def _ahead(self, goes_on: Callable[[], bool] = lambda: False) -> Iterator[str]:
        """What was typed ahead, up to a pause; up to ten pauses don't count while `goes_on`."""
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
    """Lines of a pipe or a file, however they end. The next line of a script answers nothing that it doesn't expect."""

    answers = False

    def __init__(self, handle: int, encoding: str) -> None:
        decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
        super().__init__(handle, io.IncrementalNewlineDecoder(decoder, translate=True))
        self._parts: list[str] = []  # of the line that has no end yet
        self._lines: list[str] = []  # the next one last

    @property
    def unfinished(self) -> str:
        return clean(decoded("".join(self._parts))).replace("\n", " ")

    @property
    def more(self) -> bool:
        return bool(self._lines) or (not self._over and self._comes(0))

    def read(self, begun: str = "", *, one_line: bool = False) -> str | None:  # noqa: ARG002 - as above
        sys.stdout.flush()
        self._look()
        while not self._lines and not self._over and self._wait():
            self._lines = self._split(self._take())
            if sum(map(len, self._parts)) > MUCH:
                self.endless = self._over = True
        with self._waiting():
            pass  # no further line is read after a signal to leave
        if not self._lines:
            return None
        line = self._lines.pop()
        self.left_out = len(line) - len(decoded(line))
        return decoded(line)

    def _split(self, text: str) -> list[str]:
        """The lines that are finished, the next one last."""
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
    """The text without undecodable bytes."""
    return NOT_DECODED.sub("", text)
