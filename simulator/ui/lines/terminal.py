"""Lines that are typed in a terminal, heard key by key.

No line is left to the system: that would cut it at 4,095 bytes, would show nobody what is typed before Enter, and would
hand it to the shell as a command when the program is told to go.
"""

import codecs
import contextlib
import os
import signal
import sys
import termios
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from simulator.ui.lines.editor import LineEditor
from simulator.ui.lines.keys import PASTE_BEGINS, PASTE_ENDS, Key, KeyReader
from simulator.ui.lines.source import SECONDS, ByteSource

AN_ESCAPE = 0.1  # a key that sends several bytes sends them within so many seconds
SIMPLE = ("", "dumb", "unknown", "emacs")  # terminals whose cursor cannot be moved
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
    """Lines that are typed, with an editor of the program's own."""

    edits = True

    def __init__(self, handle: int, encoding: str, kind: str) -> None:
        super().__init__(handle, codecs.getincrementaldecoder(encoding)("surrogateescape"))
        self._encoding = encoding
        self._screen = _opened(handle)
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
        with self._mode.taken(self._come_back):
            yield

    def read(self, begun: str = "", *, one_line: bool = False) -> str | None:
        sys.stdout.flush()
        self.left_out = 0
        self._line = self._new_line()
        self._send(self._line.insert(begun))
        try:
            return self._typed(one_line=one_line)
        except BaseException:
            self._send(self._line.end())
            raise

    def _typed(self, *, one_line: bool) -> str | None:
        self._look()
        while not self._over:
            with self._waiting():
                pass  # whoever is told to go types no further
            while key := self._keys.next():
                if key.name == "enter" and not (key.pasted and one_line):
                    return self._entered(key)
                if key.name == "end of input" and not self._line.text:
                    return None
                self._press(key)
            self._hear()
        return None

    def _hear(self) -> None:
        """Wait for more keys. What began like a key, or a paste, and does not go on, is none."""
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

    def _entered(self, key: Key) -> str:
        line, self.pasted = self._line.text, key.pasted
        self._send(self._line.finish())
        self._line = self._new_line()
        return line

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
        return LineEditor(self._size, moves=self._moves)

    def _size(self) -> tuple[int, int]:
        try:
            return os.get_terminal_size(self._screen)
        except OSError:
            return 0, 0

    def _send(self, text: str) -> None:
        """Show what is typed as the terminal itself would have; where it would not, neither does this."""
        data = text.encode(self._encoding, "replace") if self._mode.echoes else b""
        with contextlib.suppress(OSError):  # a terminal that is gone
            while data:
                data = data[os.write(self._screen, data) :]

    def _come_back(self) -> None:
        """The program was stopped and goes on: the line stands once more, below what was printed meanwhile."""
        if self._waits:
            self._send(self._line.afresh())


class TerminalMode:
    """A terminal set so that each key is heard at once, and as it was when the program ends or is stopped."""

    def __init__(self, handle: int, send: Callable[[str], None], *, paste: bool) -> None:
        self._handle = handle
        self._send = send
        self._paste = paste
        self._before: list[Any] = termios.tcgetattr(handle)
        self._stopped = False
        self.echoes = bool(self._before[3] & termios.ECHO)

    @contextlib.contextmanager
    def taken(self, come_back: Callable[[], None]) -> Iterator[None]:
        """While this lasts the terminal is the program's; what was typed and not used is not left to the shell."""

        def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
            self._give_back()
            self._stopped = True
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            signal.signal(number, stop)

        def go_on(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
            if self._is_ours() and (self._stopped or self._was_changed()):
                self._take()
                self._stopped = False
                come_back()

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
        iflag &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON)  # no ctrl+s that stops it all
        lflag &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
        lflag |= termios.ISIG | termios.NOFLSH  # what was typed outlives a ctrl+c
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
        """Whether the terminal listens to this program: any other is stopped when it touches the settings."""
        try:
            return os.tcgetpgrp(self._handle) == os.getpgrp()
        except OSError:
            return False

    def _was_changed(self) -> bool:
        try:
            return bool(termios.tcgetattr(self._handle)[3] & termios.ICANON)
        except termios.error:
            return False


def _opened(handle: int) -> int:
    """A way to write to the terminal that keys come from: what is printed may go elsewhere."""
    with contextlib.suppress(OSError):
        return os.open(os.ttyname(handle), os.O_WRONLY | os.O_NOCTTY)
    return handle
