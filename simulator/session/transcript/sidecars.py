"""Hidden files beside a transcript that keep unfinished text, so that no word is lost.

The draft is the answer being typed, at most a second old; the answer file is for another editor; a kept line is
unfinished input at a prompt. Each is replaced as a whole.
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
from simulator.graph.text import clean, wrap
from simulator.session.interview import events as ev
from simulator.session.transcript import disk

MOST_BYTES = 256 * 2**20  # a paste of 100 MB fits
MOST_SECONDS = 86400.0  # a draft more than a day ahead was not written by this program


class Draft(msgspec.Struct, frozen=True):
    """What was typed. `n` is the last event then, `clock` the interview seconds.

    `spoken` is how long a spoken answer has taken so far, in seconds. `unfinished` says, where text is typed line by
    line, that the last line was not entered yet.
    """

    n: int
    clock: float
    text: str
    position: int = 0
    spoken: float = 0.0
    unfinished: bool = False

    def still_counts(self, events: Sequence[ev.Event]) -> bool:
        """Whether its item is still unanswered. A pause does not make a draft stale."""
        before = events[-1].clock if events else 0.0
        if self.clock > before + MOST_SECONDS:
            return False
        return all(event.beside_draft for event in events if event.n > self.n)


ready(Draft)


def draft_of(transcript: Path) -> Path:
    """Where the draft of a transcript is."""
    return transcript.with_name(f".{transcript.stem}.draft")


class DraftFile:
    """The sidecar of one transcript."""

    def __init__(self, transcript: Path) -> None:
        self.path = draft_of(transcript)
        self._fresh = transcript.with_name(f".{transcript.stem}.draft-new")

    def save(self, draft: Draft) -> None:
        """Replace the draft; a crash leaves the old one or the new one, never half of either. Raises OSError."""
        try:
            with os.fdopen(open_new(self._fresh), "wb") as file:
                file.write(msgspec.json.encode(draft))
                file.flush()
                os.fsync(file.fileno())
            self._fresh.replace(self.path)
        except OSError:
            with contextlib.suppress(OSError):
                self._fresh.unlink(missing_ok=True)
            raise

    def load(self) -> Draft | None:
        """The draft, safe to show; None if there is none that can be read."""
        try:
            draft = msgspec.json.decode(read_ordinary(self.path, MOST_BYTES), type=Draft)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        spoken = min(max(draft.spoken, 0.0), MOST_SECONDS)
        return msgspec.structs.replace(draft, text=clean(draft.text), spoken=spoken)

    @property
    def words(self) -> int:
        """How many words the draft has; none if what was typed has been deleted again."""
        draft = self.load()
        return len(draft.text.split()) if draft is not None else 0

    def clear(self) -> None:
        """Forget the draft."""
        for path in (self.path, self._fresh):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


VIM_CHANGED = 1007  # the byte in the first block of Vim's swap files that is 0x55 while the text is changed


def text_of(data: bytes, *, is_code: bool = False) -> str:
    """The text an editor saved, as an answer: without byte order mark, the question beside it, and final newline."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")  # every byte is a letter there: better a wrong one than none
    text = clean(text)
    return (without_task(text) if is_code else without_comment(text)).rstrip("\n")


WRITE_BELOW = "Write below. Lines like this one aren't part of your answer."
COMMENT_WIDTH = 72
# an HTML comment that quotes, which nobody writes in an answer; each line is one, so that none needs the others
_COMMENT = re.compile(r"(?<![ \t])[ \t]*<!-- >.*?-->[ \t]*")


def as_comment(asked: Sequence[str]) -> str:
    """The question as comment lines for the top of a Markdown file, then an empty line; empty if there's none."""
    if not asked:
        return ""
    paragraphs = [*asked, WRITE_BELOW]
    texts = "\n\n".join(text.strip().replace("-->", "-- >") for text in paragraphs).split("\n")
    lines = [line for text in texts for line in (wrap(text, COMMENT_WIDTH, cut=False) if text else [""])]
    return "".join(f"<!-- > {line} -->\n" if line else "<!-- > -->\n" for line in lines) + "\n"


def without_comment(text: str) -> str:
    """The text without what `as_comment` put into its file: what was typed before, between and after these lines stays.

    A comment changed so much that it no longer is one is kept: it may hold words of the answer.
    """
    if not _COMMENT.search(text):
        return text
    lines = [(line, _COMMENT.sub("", line)) for line in text.split("\n")]
    return "\n".join(rest for line, rest in lines if rest or rest == line).lstrip("\n")


TASK_ABOVE = "# > The task, for you to read. These lines aren't part of your code."
_TASK = re.compile(rf"^{re.escape(TASK_ABOVE)}[ \t]*(?:\n# >.*)*\n?", re.MULTILINE)


def as_task(asked: Sequence[str]) -> str:
    """The task as comments for the bottom of a file with code, after two blank lines; empty if there's none."""
    if not asked:
        return ""
    texts = "\n\n".join(filter(None, (text.strip() for text in asked))).split("\n")
    lines = [line for text in texts for line in (wrap(text, COMMENT_WIDTH, cut=False) if text else [""])]
    return "\n\n" + "".join(f"{line}\n" for line in (TASK_ABOVE, *(f"# > {line}".rstrip() for line in lines)))


def without_task(text: str) -> str:
    """The code without what `as_task` put below it; what was typed below these lines stays."""
    return _TASK.sub("", text)


def joined(text: str, other: str) -> str:
    """Both texts; only the longer one if it contains the other."""
    first, second = text.strip(), other.strip()
    if second in first:
        return text
    return other if first in second else f"{text.rstrip()}\n\n{other}"


@dataclass(frozen=True)
class AnswerFile:
    """The file that an editor is given when the last event was number `n`: `.<session>.answer-<n>.md`, of code `.py`.

    What was asked stands above an answer and below code, so that the lines of a traceback are those of the file.
    """

    path: Path
    n: int

    @classmethod
    def at(cls, transcript: Path, n: int, kind: str = "md") -> "AnswerFile":
        """The file for an editor that is opened after event `n`."""
        return cls(transcript.with_name(f".{transcript.stem}.answer-{n}.{kind}"), n)

    @property
    def is_code(self) -> bool:
        """Whether code is written in it."""
        return self.path.suffix == ".py"

    def still_counts(self, events: Sequence[ev.Event]) -> bool:
        """Whether the item it answers still waits for an answer."""
        return Draft(self.n, 0.0, "").still_counts(events)

    def write(self, text: str, asked: Sequence[str] = ()) -> None:
        """Write the text with what was `asked` beside it, readable by its owner only. Raises OSError."""
        if self.is_code:
            end = "" if text.endswith("\n") else "\n"
            whole = f"{text}{end}{as_task(asked)}"
        else:
            whole = f"{as_comment(asked)}{text}"
        disk.replace(self.path, whole.encode())

    @property
    def saved(self) -> str:
        """The text in the file; empty if there's none."""
        return self._read(self.path)

    @property
    def saved_at(self) -> tuple[int, int]:
        """When the file was last saved, and its size: once they change, it was saved again. Zeros without a file."""
        try:
            status = self.path.stat()
        except OSError:
            return 0, 0
        return status.st_mtime_ns, status.st_size

    def with_text(self, text: str) -> str:
        """What it holds, with the text on the screen; code alone, as two versions in one file would not run."""
        latest = self.latest
        return latest if self.is_code and latest.strip() else joined(latest, text)

    def _read(self, path: Path) -> str:
        with contextlib.suppress(OSError):
            return text_of(read_ordinary(path, MOST_BYTES), is_code=self.is_code)
        return ""

    @property
    def latest(self) -> str:
        """The latest text that can be read: the file's, or an editor's later autosave."""
        saves = [self.path, self.path.with_name(f"#{self.path.name}#"), *self._beside(f"{self.path.name}.save*")]
        existing = [path for path in saves if path.is_file()]
        newest = max(existing, key=lambda path: path.stat().st_mtime_ns, default=self.path)
        return self._read(newest) or self.saved

    @property
    def unsaved(self) -> bool:
        """Whether Vim left a swap file with unsaved changes, which only Vim can recover. If in doubt, yes."""
        for swap in self._beside(f"{self.path.name}.sw?"):
            try:
                head = read_ordinary(swap, MOST_BYTES)[: VIM_CHANGED + 1]
            except OSError:
                return True
            known = head.startswith(b"b0VIM") and len(head) > VIM_CHANGED
            if not known or head[VIM_CHANGED] == 0x55:
                return True
        return False

    def left(self, text: str) -> bool:
        """Whether it holds anything that is not in `text`."""
        latest = self.latest.strip()
        return self.unsaved or bool(latest and latest not in text)

    @property
    def files(self) -> list[Path]:
        """The file and all that editors keep beside it."""
        name = self.path.name
        patterns = (name, f"{name}.*", f"{name}~", f"*#{name}*")
        return sorted({path for pattern in patterns for path in self._beside(pattern)})

    def forget(self) -> None:
        """Delete it with all that editors keep beside it."""
        for path in self.files:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _beside(self, pattern: str) -> list[Path]:
        name = re.sub(r"([\[\]?])", r"[\1]", self.path.name)
        return sorted(self.path.parent.glob(pattern.replace(self.path.name, name)))


def left_behind(transcript: Path) -> list[AnswerFile]:
    """The answer files of a transcript that are left, latest first; a swap file alone counts too."""
    names = re.compile(rf"#?\.{re.escape(transcript.stem)}\.answer-([0-9]{{1,9}})\.(md|py)(?:[.~#].*)?")
    with contextlib.suppress(OSError):
        matches = (names.fullmatch(path.name) for path in transcript.parent.iterdir())
        numbers = {(int(match[1]), match[2]) for match in matches if match}
        return [AnswerFile.at(transcript, n, kind) for n, kind in sorted(numbers, reverse=True)]
    return []


_WRITING = threading.Lock()  # a line is kept by one thread, and forgotten by the one that writes events


class KeptLine:
    """One line by its name, such as `ask:3` for a clarification on item 3. Without a transcript nothing is kept."""

    def __init__(self, transcript: Path | None, name: str) -> None:
        self._path = transcript.with_name(f".{transcript.stem}.lines") if transcript is not None else None
        self._name = name

    @property
    def text(self) -> str:
        """The line, safe to show; empty if there is none."""
        return clean(self._load().get(self._name, "")).replace("\n", " ")

    def keep(self, text: str) -> None:
        """Keep the line; an empty text deletes it. Raises OSError if the folder cannot be written."""
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
                return msgspec.json.decode(read_ordinary(self._path, MOST_BYTES), type=dict[str, str])
        return {}
