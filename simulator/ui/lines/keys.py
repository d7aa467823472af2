"""What a terminal sends, as keys: runs of text, Enter, the keys that edit a line, and what was pasted."""

import re
from typing import NamedTuple

from simulator.graph.text import clean

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_TEXT = re.compile("[^\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff]+")
_NOT_DECODED = re.compile("[\ud800-\udfff]+")
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
    """A key by name; `text` is what "text" types, or the bytes of "not decoded" as lone surrogates."""

    name: str
    text: str = ""
    pasted: bool = False


class KeyReader:
    """What has arrived and is not used yet. `next` takes it apart key by key, `rest` gives all of it as text."""

    def __init__(self) -> None:
        self.in_paste = False
        self._arrived = ""
        self._at = 0

    @property
    def waits(self) -> bool:
        """Whether anything is not used yet."""
        return self._at < len(self._arrived)

    @property
    def pending(self) -> str:
        """What is not used yet, as it arrived."""
        return self._arrived[self._at :]

    def feed(self, text: str) -> None:
        """More has arrived."""
        self._arrived, self._at = self.pending + text, 0

    def next(self) -> Key | None:
        """The next key; None where nothing more has arrived, or only the beginning of one."""
        while self.waits:
            if found := _TEXT.match(self._arrived, self._at):
                self._at = found.end()
                return Key("text", clean(found[0]).replace("\n", " "), self.in_paste)
            if found := _NOT_DECODED.match(self._arrived, self._at):
                self._at = found.end()
                return Key("not decoded", found[0])
            key = self._pasted() if self.in_paste else self._typed()
            if key is None or key.name:
                return key
        return None

    def give_up(self) -> None:
        """What began like a key is none: drop it. A paste that does not go on is over."""
        if self.in_paste:
            self.in_paste = False
        elif _BEGUN.match(self._arrived, self._at):
            self._at = len(self._arrived)

    def rest(self) -> str:
        """All that has arrived and was not used, as the text that it would have typed."""
        typed: list[str] = []
        while self.waits:
            while key := self.next():
                if key.name == "backspace":
                    typed = [*"".join(typed)][:-1]
                typed.append("\n" if key.name == "enter" else key.text if key.name == "text" else "")
            self.give_up()
        return "".join(typed)

    def _typed(self) -> Key | None:
        """A key that is no text; one without a name means nothing."""
        char = self._arrived[self._at]
        if char == "\x1b":
            return self._sequence()
        if char in "\r\n":
            return self._line_end()
        self._at += 1
        return Key(CONTROLS.get(char, ""))

    def _sequence(self) -> Key | None:
        found = _SEQUENCE.match(self._arrived, self._at)
        if found is None:
            if _BEGUN.match(self._arrived, self._at):
                return None
            self._at += 1  # the escape key, and then another one
            return Key("")
        self._at = found.end()
        self.in_paste = found[0] == PASTE_BEGINS
        return Key(SEQUENCES.get(found[0], ""))

    def _pasted(self) -> Key | None:
        if self._arrived[self._at] in "\r\n":
            return self._line_end()
        if self._arrived.startswith(PASTE_ENDS, self._at):
            self._at += len(PASTE_ENDS)
            self.in_paste = False
        elif PASTE_ENDS.startswith(self.pending[: len(PASTE_ENDS)]):
            return None
        else:
            self._at += 1  # other control characters of a pasted text are dropped
        return Key("")

    def _line_end(self) -> Key | None:
        """A carriage return with a newline behind it is one end of a line."""
        pair = self._arrived[self._at : self._at + 2]
        if pair == "\r" and self.in_paste:
            return None  # more is to come, perhaps its newline
        self._at += 2 if pair == "\r\n" else 1
        return Key("enter", pasted=self.in_paste)
