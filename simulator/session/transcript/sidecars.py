"""What lies beside a transcript while it is written, so that no word is lost: hidden files that carry its name.

The draft is the answer being typed, at most a second behind; the answer file is what another editor was given; a kept
line is what was begun at a prompt. Each is replaced as a whole.
"""

import contextlib
import os
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from simulator.graph.files import open_new, read_ordinary
from simulator.graph.records import ready
from simulator.graph.text import clean
from simulator.session.interview import events as ev
from simulator.session.transcript import disk

MOST_BYTES = 256 * 2**20  # a paste of 100 MB fits
MOST_SECONDS = 86400.0  # a draft further on than a day was not written by this program


class Draft(msgspec.Struct, frozen=True):
    """What was typed. `n` is the last event then, `clock` the interview seconds; stale once another event follows.

    `spoken` is the time that was spoken so far, where answers are spoken. `unfinished` tells, where text is written
    line by line, that the last one has no end yet.
    """

    n: int
    clock: float
    text: str
    position: int = 0
    spoken: float = 0.0
    unfinished: bool = False

    def still_counts(self, events: Sequence[ev.Event]) -> bool:
        """A draft is stale once the item it belongs to was answered; pausing and going on leave it alone."""
        before = events[-1].clock if events else 0.0
        if self.clock > before + MOST_SECONDS:
            return False
        return all(event.beside_draft for event in events if event.n > self.n)


ready(Draft)


class DraftFile:
    """The sidecar of one transcript."""

    def __init__(self, transcript: Path) -> None:
        self.path = transcript.with_name(f".{transcript.stem}.draft")
        self._fresh = transcript.with_name(f".{transcript.stem}.draft-new")

    def save(self, draft: Draft) -> None:
        """Replace the draft; a crash leaves the old one or the new one, never half of either. Raises OSError."""
        with os.fdopen(open_new(self._fresh), "wb") as file:
            file.write(msgspec.json.encode(draft))
            file.flush()
            os.fsync(file.fileno())
        self._fresh.replace(self.path)

    def load(self) -> Draft | None:
        """The draft, safe to show, or None when there is none that can be read."""
        try:
            draft = msgspec.json.decode(read_ordinary(self.path, MOST_BYTES), type=Draft)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        spoken = min(max(draft.spoken, 0.0), MOST_SECONDS)
        return msgspec.structs.replace(draft, text=clean(draft.text), spoken=spoken)

    def clear(self) -> None:
        """Forget the draft."""
        for path in (self.path, self._fresh):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


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

    def still_counts(self, events: Sequence[ev.Event]) -> bool:
        """Whether what it is an answer to still waits for one."""
        return Draft(self.n, 0.0, "").still_counts(events)

    def write(self, text: str) -> None:
        """Give it a text; only its owner can read it. Raises OSError."""
        disk.replace(self.path, text.encode())

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


_WRITING = threading.Lock()  # a line is kept from one thread, and forgotten from the one that writes events


class KeptLine:
    """One line by its name, such as `ask:3` for a question back on item 3; of a session without a file none is kept."""

    def __init__(self, transcript: Path | None, name: str) -> None:
        self._path = transcript.with_name(f".{transcript.stem}.lines") if transcript is not None else None
        self._name = name

    @property
    def text(self) -> str:
        """The line, safe to show; empty where none was begun."""
        return clean(self._load().get(self._name, "")).replace("\n", " ")

    def keep(self, text: str) -> None:
        """Keep the line, or with an empty text forget it. Raises OSError where the folder cannot be written."""
        if self._path is None:
            return
        with _WRITING:
            before = self._load()
            lines = {**before, self._name: text}
            if not text:
                del lines[self._name]
            if lines == before:
                return
            if lines:
                disk.replace(self._path, msgspec.json.encode(lines))
            else:
                self._path.unlink(missing_ok=True)

    def _load(self) -> dict[str, str]:
        with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            if self._path is not None:
                return msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        return {}
