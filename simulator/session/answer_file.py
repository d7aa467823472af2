"""An answer in a person's own editor: a file beside the transcript, so that it outlives the editor and the program.

Vim keeps its swap file there too, Emacs its autosave, nano what it saves when its terminal goes.
"""

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.graph.sanitise import clean
from simulator.session import durable
from simulator.session.draft import Draft
from simulator.session.events import AnyEvent

VIM_CHANGED = 1007  # the byte in the first block of Vim's swap files that is 0x55 while the text is changed


def text_of(data: bytes) -> str:
    """What an editor left, as an answer: without a byte order mark, and without the last line's end."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")  # every byte is a letter there: better a wrong one than none
    return clean(text.replace("\r\n", "\n")).rstrip("\n")


def joined(text: str, other: str) -> str:
    """Both texts, once: the longer one where it holds the other already."""
    one, two = text.strip(), other.strip()
    if two in one:
        return text
    return other if one in two else f"{text.rstrip()}\n\n{other}"


@dataclass(frozen=True)
class AnswerFile:
    """The file that an editor is given when the last event was number `n`: `.<session>.answer-<n>.md`."""

    path: Path
    n: int

    @classmethod
    def at(cls, transcript: Path, n: int) -> "AnswerFile":
        """The one of a transcript, for an editor that is opened after event `n`."""
        return cls(transcript.with_name(f".{transcript.stem}.answer-{n}.md"), n)

    def still_counts(self, events: Sequence[AnyEvent]) -> bool:
        """Whether what it is an answer to still waits for one."""
        return Draft(self.n, 0.0, "").still_counts(events)

    def write(self, text: str) -> None:
        """Give it a text; only its owner can read it. Raises OSError."""
        durable.replace(self.path, text.encode())

    @property
    def saved(self) -> str:
        """The text that is in the file; empty where there is none."""
        try:
            return text_of(self.path.read_bytes())
        except OSError:
            return ""

    @property
    def latest(self) -> str:
        """The latest text that can be read: the file's, or one that an editor saved by itself since."""
        found = [self.path, self.path.with_name(f"#{self.path.name}#"), *self._beside(f"{self.path.name}.save*")]
        there = [path for path in found if path.is_file()]
        newest = max(there, key=lambda path: path.stat().st_mtime_ns, default=self.path)
        with contextlib.suppress(OSError):
            return text_of(newest.read_bytes())
        return self.saved

    @property
    def unsaved(self) -> bool:
        """Whether Vim left a swap file with words that only it can bring back, when it opens the file again."""
        return any(map(_is_unsaved, self._beside(f"{self.path.name}.sw?")))

    def left(self, text: str) -> bool:
        """Whether there is something that `text` does not hold."""
        latest = self.latest.strip()
        return self.unsaved or bool(latest and latest not in text)

    @property
    def files(self) -> list[Path]:
        """It, and all that editors keep beside it."""
        name = self.path.name
        patterns = (name, f"{name}.*", f"{name}~", f"*#{name}*")
        return sorted({path for pattern in patterns for path in self._beside(pattern)})

    def forget(self) -> None:
        """Take it away, with all that editors keep beside it."""
        for path in self.files:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _beside(self, pattern: str) -> list[Path]:
        name = re.sub(r"([\[\]?])", r"[\1]", self.path.name)
        return sorted(self.path.parent.glob(pattern.replace(self.path.name, name)))


def _is_unsaved(swap: Path) -> bool:
    """Whether a swap file says that its text was changed since it was saved; one that says nothing may be."""
    try:
        with swap.open("rb") as file:
            head = file.read(VIM_CHANGED + 1)
    except OSError:
        return True
    known = head.startswith(b"b0VIM") and len(head) > VIM_CHANGED
    return not known or head[VIM_CHANGED] == 0x55


def left_behind(transcript: Path) -> list[AnswerFile]:
    """The files of a transcript that lie there still, the latest first; also where only the swap file is left."""
    names = re.compile(rf"#?\.{re.escape(transcript.stem)}\.answer-([0-9]{{1,9}})\.md(?:[.~#].*)?")
    with contextlib.suppress(OSError):
        there = (path.name for path in transcript.parent.iterdir())
        found = {int(match[1]) for name in there if (match := names.fullmatch(name))}
        return [AnswerFile.at(transcript, n) for n in sorted(found, reverse=True)]
    return []
