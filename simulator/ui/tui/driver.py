"""Reads what a terminal sends without letting any byte end the program.

Textual's own driver decodes strictly: one byte that is not UTF-8, from a Latin-1 terminal or from a mouse report of the
old protocol beyond column 95, would end the program with a traceback.
"""

import codecs
import os
import re
import selectors
import time
from collections.abc import Iterable, Iterator
from itertools import groupby

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, Paste
from textual.message import Message

POLL_SECONDS = 0.1
PATIENCE = 0.5  # seconds to wait for the rest of a character or a mouse report
# button, column and line, a byte each, from 32 on
OLD_MOUSE = re.compile(rb"\x1b\[M(...)", re.DOTALL)
OLD_MOUSE_BEGUN = re.compile(rb"\x1b(?:\[(?:M.{0,2})?)?\Z", re.DOTALL)
RELEASED = 3
AT_ONCE = 64  # letters in one read that nobody has typed, whatever the line is like
LINES_AT_ONCE = 24  # the same of several lines
GOES_ON = 0.1  # seconds in which the rest of a paste comes
IN_TEXTS = {"enter": "\n", "ctrl+j": "\n", "tab": "\t"}  # keys that a terminal makes of white space in a paste
ENDS = "\n\t"


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are not UTF-8 as Latin-1; replace those that are no character there either."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return "".join(chr(byte) if byte >= 0xA0 else "\ufffd" for byte in wrong), error.end


codecs.register_error("interview-latin", _as_latin)


class InputDecoder:
    """Decodes bytes as they come. Mouse reports of the old protocol become those of the new one."""

    def __init__(self) -> None:
        self._begun = b""  # what may be the start of a mouse report
        # how many of its bytes were passed on: escape is also a key, and must not wait
        self._given = 0
        self._letters = codecs.getincrementaldecoder("utf-8")("interview-latin")

    @property
    def waits(self) -> bool:
        """Whether a character or a report is incomplete."""
        return bool(self._begun or self._letters.getstate()[0])

    def feed(self, data: bytes) -> str:
        """Decode what has come, as far as it is complete."""
        data, given = OLD_MOUSE.sub(_in_new_protocol, self._begun + data), self._given
        begun = OLD_MOUSE_BEGUN.search(data)
        whole = begun.start() if begun else len(data)
        self._begun, self._given = data[whole:], max(0, given - whole)
        if self._begun and b"M" not in self._begun:
            whole = len(data)
            self._given = len(self._begun)
        return self._letters.decode(data[given:whole])

    def flush(self) -> str:
        """Nothing more comes: decode an incomplete character as it is, and drop half a mouse report."""
        self._begun, self._given = b"", 0
        text = self._letters.decode(b"", final=True)
        self._letters.reset()
        return text


def _in_new_protocol(report: "re.Match[bytes]") -> bytes:
    # 0 is sent for positions too far to encode
    button, column, line = (max(0, byte - 32) for byte in report[1])
    released = button & RELEASED == RELEASED and button < 64
    return b"\x1b[<%d;%d;%d%s" % (button & ~RELEASED if released else button, column, line, b"m" if released else b"M")


def as_pasted(messages: Iterable[Message], *, going_on: bool = False) -> Iterator[Message]:
    """What has come in one read, with what nobody has typed as pastes: not every terminal brackets what is pasted.

    As keys, a thousand letters take a second, and nothing is painted or kept meanwhile; and where letters are commands,
    each letter of several short lines would be one. One key that is held down stays what it is, and so does what ends a
    line that nothing follows. A paste may come in several reads: while it is `going_on`, its end may be short.
    """
    for is_text, group in groupby(messages, lambda message: isinstance(message, Key) and _written(message) != ""):
        run = list(group)
        text = "".join(_written(key) for key in run if isinstance(key, Key)) if is_text else ""
        words = text.rstrip(ENDS)
        if _is_typed(words, going_on=going_on):
            yield from run
        else:
            yield Paste(words)
            # a paste may end its lines with newlines: alone that is ctrl+j, which no text takes
            for key in run[len(words) :]:
                yield Key("enter", "\r") if isinstance(key, Key) and key.key == "ctrl+j" else key


def _written(key: Key) -> str:
    """What a key adds to a text: one character, or nothing."""
    if key.key in IN_TEXTS:
        return IN_TEXTS[key.key]
    return (key.character or "")[:1] if key.is_printable else ""


def _is_typed(words: str, *, going_on: bool) -> bool:
    """Whether somebody may have typed these characters so fast that they came in one read."""
    if not words or going_on:
        return not words
    most = LINES_AT_ONCE if len(words.splitlines()) > 1 else AT_ONCE
    return len(words) < most or len(set(words)) == 1


class TerminalDriver(LinuxDriver):
    """Textual's driver with our own reader, which restarts after ctrl+z only."""

    _pasting = 0.0  # until when what comes is the rest of a paste

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal back only if it was given up.

        Textual does so at every SIGCONT, also after a SIGSTOP, which no program can notice. That started a second
        reader, which kept the program from ending, and mistook the app's terminal flags for the user's.
        """
        if self._must_signal_resume:
            super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read and pass on events until the driver stops."""
        selector = selectors.SelectSelector()
        selector.register(self.fileno, selectors.EVENT_READ)
        decoder, parser = InputDecoder(), XTermParser(self._debug)
        heard = time.monotonic()
        try:
            while not self.exit_event.is_set():
                text = ""
                if selector.select(POLL_SECONDS):
                    heard = time.monotonic()
                    data = self._read()
                    if not data:
                        return
                    text = decoder.feed(data)
                elif decoder.waits and time.monotonic() - heard > PATIENCE:
                    text = decoder.flush()
                parser = self._hand_on(parser, text)
        finally:
            selector.close()

    def _read(self) -> bytes:
        """Read what has come. Nothing comes once the terminal is gone; the app is then left as by its own key."""
        try:
            data = os.read(self.fileno, 4096)
        except OSError:
            data = b""
        if not data:
            self._app.call_later(self._app.run_action, "leave_program")
        return data

    def _hand_on(self, parser: XTermParser, text: str) -> XTermParser:
        """Pass the events of a text to the app; returns the parser to go on with."""
        try:
            for event in as_pasted(parser.feed(text), going_on=time.monotonic() < self._pasting) if text else ():
                if isinstance(event, Paste):
                    self._pasting = time.monotonic() + GOES_ON
                self.process_message(event)
            for event in parser.tick():
                self.process_message(event)
        except (ParseError, EOFError, ValueError, OverflowError):
            # drop the sequence that cannot be read, and nothing else
            return XTermParser(self._debug)
        return parser
