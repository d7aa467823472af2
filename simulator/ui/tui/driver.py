"""What a terminal sends, read so that no byte of it ends the program.

Textual's own driver decodes strictly: one byte that is no UTF-8, from a terminal set to Latin-1 or from a mouse report
of the old protocol beyond column 95, ended the program with a traceback.
"""

import codecs
import os
import re
import selectors
import time

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

POLL_SECONDS = 0.1
PATIENCE = 0.5  # seconds for the rest of a letter or a report that came in two pieces
# button, column and line, a byte each, from 32 on
OLD_MOUSE = re.compile(rb"\x1b\[M(...)", re.DOTALL)
OLD_MOUSE_BEGUN = re.compile(rb"\x1b(?:\[(?:M.{0,2})?)?\Z", re.DOTALL)
RELEASED = 3


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    """Take a byte that is not UTF-8 for Latin-1, which such terminals send; what is no character there is marked."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return "".join(chr(byte) if byte >= 0xA0 else "\ufffd" for byte in wrong), error.end


codecs.register_error("interview-latin", _as_latin)


class InputDecoder:
    """From bytes to text, in pieces as they come. Mouse reports of the old protocol become those of the new one."""

    def __init__(self) -> None:
        self._begun = b""  # what may be the beginning of a mouse report
        # bytes of that which were given already: escape is a key by itself, and waits for nothing
        self._given = 0
        self._letters = codecs.getincrementaldecoder("utf-8")("interview-latin")

    @property
    def waits(self) -> bool:
        """Whether a letter or a report has begun and not ended."""
        return bool(self._begun or self._letters.getstate()[0])

    def feed(self, data: bytes) -> str:
        """The text of what has come, as far as it is whole."""
        data, given = OLD_MOUSE.sub(_in_new_protocol, self._begun + data), self._given
        begun = OLD_MOUSE_BEGUN.search(data)
        whole = begun.start() if begun else len(data)
        self._begun, self._given = data[whole:], max(0, given - whole)
        if self._begun and b"M" not in self._begun:
            whole = len(data)
            self._given = len(self._begun)
        return self._letters.decode(data[given:whole])

    def flush(self) -> str:
        """Nothing more comes: a letter that was begun stands by itself, and half a mouse report is dropped."""
        self._begun, self._given = b"", 0
        text = self._letters.decode(b"", final=True)
        self._letters.reset()
        return text


def _in_new_protocol(report: "re.Match[bytes]") -> bytes:
    # 0 stands for what lies too far to be told
    button, column, line = (max(0, byte - 32) for byte in report[1])
    released = button & RELEASED == RELEASED and button < 64
    return b"\x1b[<%d;%d;%d%s" % (button & ~RELEASED if released else button, column, line, b"m" if released else b"M")


class TerminalDriver(LinuxDriver):
    """Textual's driver with a reader of its own, which starts again after ctrl+z and at no other time."""

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal again after it was given back.

        Textual would at each SIGCONT, also where nothing was stopped, or by SIGSTOP, which no program hears: a second
        reader kept the program at its end, and the terminal's own flags were taken for those of before.
        """
        if self._must_signal_resume:
            super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read until the driver stops."""
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
        """What has come; nothing once the terminal is gone, and then the app is left as by its own key."""
        try:
            data = os.read(self.fileno, 4096)
        except OSError:
            data = b""
        if not data:
            self._app.call_later(self._app.run_action, "leave_program")
        return data

    def _hand_on(self, parser: XTermParser, text: str) -> XTermParser:
        """Give the events of a text to the app; the parser to go on with."""
        try:
            for event in parser.feed(text) if text else ():
                self.process_message(event)
            for event in parser.tick():
                self.process_message(event)
        except (ParseError, EOFError, ValueError, OverflowError):
            # a sequence that cannot be read is dropped, and nothing else
            return XTermParser(self._debug)
        return parser
