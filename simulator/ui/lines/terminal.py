"""Lines typed in a terminal, read key by key.

The terminal's own line editing would cut a line at 4,095 bytes, keep what is typed from the program until Enter, and
hand it to the shell as a command when the program is told to leave.
"""

import codecs
import contextlib
import os
import re
import signal
import sys
import termios
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, NamedTuple

from simulator.graph.text import clean
from simulator.ui.lines.editor import LineEditor
from simulator.ui.lines.source import NOT_DECODED, SECONDS, SIMPLE, ByteSource

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_TEXT = re.compile("[^\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff]+")
_SEQUENCE = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|O[A-DFHM]|[bfd\x7f\x08])")
_BEGUN = re.compile("\x1b(?:\\[[0-?]*[ -/]*|O)?$")

CONTROLS = {
    "\x01": "home", "\x02": "left", "\x04": "end of input", "\x05": "end", "\x06": "right", "\x08": "backspace",
    "\x0b": "kill to the end", "\x15": "kill to the start", "\x17": "kill word", "\x7f": "backspace",
}  # fmt: skip
SEQUENCES = {
    "\x1b[D": "left", "\x1bOD": "left", "\x1b[C": "right", "\x1bOC": "right",
    "\x1b[H": "home", "\x1bOH": "home", "\x1b[1~": "home", "\x1b[7~": "home",
    "\x1b[F": "end", "\x1bOF": "end", "\x1b[4~": "end", "\x1b[8~": "end",
    "\x1b[1;5D": "word left", "\x1b[1;3D": "word left", "\x1bb": "word left",
    "\x1b[1;5C": "word right", "\x1b[1;3C": "word right", "\x1bf": "word right",
    "\x1b[3~": "delete", "\x1b\x7f": "kill word", "\x1b\x08": "kill word", "\x1bd": "kill next word",
    "\x1bOM": "enter",
}  # fmt: skip


class Key(NamedTuple):
    """A key by name; `text` is what "text" types, or for "not decoded" the bytes as lone surrogates."""

    name: str
    text: str = ""
    pasted: bool = False


class KeyReader:
    """What has arrived and is not read yet: `next` returns a key, `rest` all of it as text."""

    def __init__(self) -> None:
        self.in_paste = False
        self._arrived = ""
        self._at = 0

    @property
    def waits(self) -> bool:
        """Whether there is anything unread."""
        return self._at < len(self._arrived)

    @property
    def pending(self) -> str:
        """What is unread, as it arrived."""
        return self._arrived[self._at :]

    def feed(self, text: str) -> None:
        """Add what has arrived."""
        self._arrived, self._at = self.pending + text, 0

    def next(self) -> Key | None:
        """The next key; None if nothing has arrived, or only the start of one."""
        while self.waits:
            if text := _TEXT.match(self._arrived, self._at):
                self._at = text.end()
                return Key("text", clean(text[0]).replace("\n", " "), self.in_paste)
            if undecoded := NOT_DECODED.match(self._arrived, self._at):
                self._at = undecoded.end()
                return Key("not decoded", undecoded[0])
            key = self._pasted_control() if self.in_paste else self._control()
            if key is None or key.name:
                return key
        return None

    def give_up(self) -> None:
        """Drop what began like a key and did not go on; end a paste that did not go on."""
        if self.in_paste:
            self.in_paste = False
        elif _BEGUN.match(self._arrived, self._at):
            self._at = len(self._arrived)

    def rest(self) -> str:
        """All that is unread, as the text it would have typed."""
        typed: list[str] = []
        while self.waits:
            while key := self.next():
                if key.name == "backspace":
                    typed = [*"".join(typed)][:-1]
                typed.append("\n" if key.name == "enter" else key.text if key.name == "text" else "")
            self.give_up()
        return "".join(typed)

    def _control(self) -> Key | None:
        """A key that is not text, nameless if it means nothing; None if its end has not arrived."""
        char = self._arrived[self._at]
        if char in "\r\n":
            return self._line_end()
        if char != "\x1b":
            self._at += 1
            return Key(CONTROLS.get(char, ""))
        sequence = _SEQUENCE.match(self._arrived, self._at)
        if sequence is None:
            if _BEGUN.match(self._arrived, self._at):
                return None
            self._at += 1  # the escape key, then another key
            return Key("")
        self._at = sequence.end()
        self.in_paste = sequence[0] == PASTE_BEGINS
        return Key(SEQUENCES.get(sequence[0], ""))

    def _pasted_control(self) -> Key | None:
        """The same within a paste, where only line ends and its own end mean anything."""
        if self._arrived[self._at] in "\r\n":
            return self._line_end()
        if self._arrived.startswith(PASTE_ENDS, self._at):
            self._at += len(PASTE_ENDS)
            self.in_paste = False
        elif PASTE_ENDS.startswith(self.pending[: len(PASTE_ENDS)]):
            return None
        else:
            self._at += 1  # other control characters of a paste are dropped
        return Key("")

    def _line_end(self) -> Key | None:
        """Enter; a carriage return with a newline after it counts once."""
        pair = self._arrived[self._at : self._at + 2]
        if pair == "\r" and self.in_paste:
            return None  # its newline may still come
        self._at += 2 if pair == "\r\n" else 1
        return Key("enter", pasted=self.in_paste)


AN_ESCAPE = 0.1  # seconds within which all bytes of a key arrive
DOES: dict[str, Callable[[LineEditor], str]] = {
    "backspace": LineEditor.backspace,
    "delete": LineEditor.delete,
    "end of input": LineEditor.delete,
    "kill word": LineEditor.kill_word,
    "kill next word": LineEditor.kill_next_word,
    "kill to the start": LineEditor.kill_to_start,
    "kill to the end": LineEditor.kill_to_end,
    "left": LineEditor.left,
    "right": LineEditor.right,
    "word left": LineEditor.word_left,
    "word right": LineEditor.word_right,
    "home": LineEditor.home,
    "end": LineEditor.end,
}


class TerminalSource(ByteSource):
    """Lines typed in a terminal, with the program's own line editor."""

    edits = True

    def __init__(self, handle: int, encoding: str, kind: str) -> None:
        super().__init__(handle, codecs.getincrementaldecoder(encoding)("surrogateescape"))
        self._encoding = encoding
        self._screen = opened(handle)
        self._moves = kind not in SIMPLE
        self._mode = TerminalMode(handle, self._send, paste=self._moves)
        self._keys = KeyReader()
        self._line = self._new_line()
        self._waits = False

    @property
    def unfinished(self) -> str:
        return self._line.text

    @property
    def more(self) -> bool:
        return self._keys.waits or (not self._over and self._comes(0))

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        def redraw() -> None:
            if self._waits:
                self._send(self._line.afresh())

        with self._mode.taken(redraw):
            yield

    def read(self, begun: str = "", *, one_line: bool = False) -> str | None:
        sys.stdout.flush()
        self.left_out = 0
        self._line = self._new_line()
        self._send(self._line.insert(begun))
        try:
            self._look()
            while not self._over:
                with self._waiting():
                    pass  # nothing more is typed after a signal to leave
                while key := self._keys.next():
                    if key.name == "enter" and not (key.pasted and one_line):
                        line, self.pasted = self._line.text, key.pasted
                        self._send(self._line.finish())
                        self._line = self._new_line()
                        return line
                    if key.name == "end of input" and not self._line.text:
                        return None
                    self._press(key)
                self._hear()
        except BaseException:
            self._send(self._line.end())
            raise
        return None

    def _hear(self) -> None:
        """Wait for more keys; give up on a key, or a paste, that has begun and does not go on."""
        patience = AN_ESCAPE if self._keys.waits else SECONDS if self._keys.in_paste else None
        self._waits = True
        try:
            heard = self._wait(patience)
        finally:
            self._waits = False
        if heard:
            self._keys.feed(self._take())
        else:
            self._keys.give_up()

    def _press(self, key: Key) -> None:
        if key.name == "not decoded":
            self.left_out += len(key.text)
        elif key.name in ("text", "enter"):
            self._send(self._line.insert(key.text or " "))
        elif key.name in DOES:
            self._send(DOES[key.name](self._line))

    @contextlib.contextmanager
    def fresh(self) -> Iterator[None]:
        aside = self._keys
        for text in self._ahead(lambda: aside.pending.rfind(PASTE_BEGINS) > aside.pending.rfind(PASTE_ENDS)):
            aside.feed(text)
        self._keys = KeyReader()
        try:
            yield
        finally:
            aside.feed(self._keys.pending)
            self._keys = aside

    def rest(self) -> str:
        while not self._over and self._comes(0):
            self._keys.feed(self._take())
        return self._line.text + self._keys.rest()

    # The terminal

    def _new_line(self) -> LineEditor:
        def size() -> tuple[int, int]:
            try:
                return os.get_terminal_size(self._screen)
            except OSError:
                return 0, 0

        return LineEditor(size, moves=self._moves)

    def _send(self, text: str) -> None:
        """Echo what is typed, unless the terminal was set not to."""
        data = text.encode(self._encoding, "replace") if self._mode.echoes else b""
        with contextlib.suppress(OSError):  # a terminal that is gone
            while data:
                data = data[os.write(self._screen, data) :]


class TerminalMode:
    """Sets a terminal to send each key at once, and restores it when the program ends or is stopped."""

    def __init__(self, handle: int, send: Callable[[str], None], *, paste: bool) -> None:
        self._handle = handle
        self._send = send
        self._paste = paste
        self._before: list[Any] = termios.tcgetattr(handle)
        self._stopped = False
        self.echoes = bool(self._before[3] & termios.ECHO)

    @contextlib.contextmanager
    def taken(self, redraw: Callable[[], None]) -> Iterator[None]:
        """Take the terminal within the block, and `redraw` after a stop; unread keys are not left to the shell."""

        def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
            self._give_back()
            self._stopped = True
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            signal.signal(number, stop)

        def go_on(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
            changed = False
            with contextlib.suppress(termios.error):
                changed = bool(termios.tcgetattr(self._handle)[3] & termios.ICANON)
            if self._is_ours() and (self._stopped or changed):
                self._take()
                self._stopped = False
                redraw()

        before: dict[signal.Signals, Any] = {}
        with contextlib.suppress(ValueError):  # not the main thread
            for number, handler in ((signal.SIGTSTP, stop), (signal.SIGCONT, go_on)):
                before[number] = signal.signal(number, handler)
        self._take()
        try:
            yield
        finally:
            self._give_back(flush=True)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _take(self) -> None:
        iflag, oflag, cflag, lflag, *speeds, chars = self._before
        iflag &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON)  # ctrl+s must not freeze the terminal
        lflag &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
        lflag |= termios.ISIG | termios.NOFLSH  # ctrl+c must not discard what was typed
        chars = [*chars]
        chars[termios.VMIN], chars[termios.VTIME] = 1, 0
        if self._is_ours():
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._handle, termios.TCSANOW, [iflag, oflag, cflag, lflag, *speeds, chars])
            self._send("\x1b[?2004h" if self._paste else "")

    def _give_back(self, *, flush: bool = False) -> None:
        if not self._is_ours():
            return
        self._send("\x1b[?2004l" if self._paste else "")
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._handle, termios.TCSANOW, self._before)
            if flush:
                termios.tcflush(self._handle, termios.TCIFLUSH)

    def _is_ours(self) -> bool:
        """Whether this program has the terminal: any other is stopped when it changes the settings."""
        try:
            return os.tcgetpgrp(self._handle) == os.getpgrp()
        except OSError:
            return False


def opened(handle: int) -> int:
    """A handle to write to the terminal that keys come from, as stdout may go elsewhere."""
    with contextlib.suppress(OSError):
        return os.open(os.ttyname(handle), os.O_WRONLY | os.O_NOCTTY)
    return handle
