"""Reading a transcript, whatever has happened to the file.

A block without its end line is torn and left out; one with a wrong checksum was edited: it is kept and reported.
Everything that cannot be used is named in `findings`, and the rest opens.
"""

import codecs
import re
import stat
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Literal

from simulator.errors import TranscriptError
from simulator.graph.bounded_toml import Allowance
from simulator.graph.text import plural
from simulator.session.header import Header
from simulator.session.interview.events import Event
from simulator.session.transcript.format import BlockError, UnknownKindError, checksum, event_of
from simulator.session.transcript.repair import head_of, mended

Problem = Literal[
    "torn",
    "stray",
    "edited",
    "unreadable",
    "unknown-kind",
    "duplicate",
    "order",
    "gap",
    "encoding",
    "header",
    "history",
]

MOST_BYTES = 64 * 1024 * 1024  # a thousand times what somebody types in an hour
MOST_EVENTS = 250_000
BOM = codecs.BOM_UTF8
_BLOCK = re.compile(rb"^\[\[event\]\][ \t]*\r?$", re.MULTILINE)
_END = re.compile(rb"^# end (\d{1,9}) ([0-9a-f]{8})[ \t]*\r?$", re.MULTILINE)
_BLANK = re.compile(rb"[ \t\r\n]*")


@dataclass(frozen=True)
class TranscriptFinding:
    """One thing that is wrong with a transcript: its kind, its byte offset and event, and a sentence about it."""

    problem: Problem
    offset: int
    message: str
    n: int | None = None


@dataclass(frozen=True)
class Reading:
    """The content of a file. `sound` is its length in bytes up to the end of the last whole block.

    `intact` says that the header is as it was written; only then can the session be continued. `last_n` is the highest
    event number in use, even if that event cannot be read.
    """

    path: Path
    header: Header
    events: tuple[Event, ...]
    findings: tuple[TranscriptFinding, ...]
    sound: int
    size: int
    intact: bool = True
    last_n: int = 0

    @property
    def torn(self) -> bool:
        """Whether bytes follow the last whole block."""
        return self.sound < self.size


@dataclass(frozen=True)
class _Block:
    """One whole block: its number in the end line, whether its checksum is right, its bytes, and where it begins."""

    n: int
    true: bool
    body: bytes
    start: int


def read(path: Path) -> Reading:
    """The transcript at `path`. Raises TranscriptError when the file cannot be used at all."""
    try:
        status = path.stat()
        if status.st_size > MOST_BYTES:
            raise TranscriptError(f"{path.name} cannot be read: it is larger than {MOST_BYTES // 1024**2} MB.")
        if not stat.S_ISREG(status.st_mode):  # reading a pipe would block, and a device may never end
            raise TranscriptError(f"{path.name} cannot be read: it is not an ordinary file.")
        data = path.read_bytes()
    except OSError as error:
        raise TranscriptError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    return parse(data, path)


def parse(data: bytes, path: Path) -> Reading:
    """The transcript in `data`. Raises TranscriptError if it is none at all, or too long.

    `path` names it in messages, and its name replaces what a damaged header lacks.
    """
    starts = [m.start() for m in islice(_BLOCK.finditer(data), MOST_EVENTS + 1)]
    if len(starts) > MOST_EVENTS:
        raise TranscriptError(f"{path.name} cannot be read: it holds more than {MOST_EVENTS:,} events.")
    head_end = starts[0] if starts else len(data)
    head = head_of(data[:head_end].removeprefix(BOM), path, has_events=bool(starts))
    sound = head_end - head.torn
    findings: list[TranscriptFinding] = []
    if data.startswith(BOM):
        message = "The file begins with a byte order mark; it is ignored."
        findings.append(TranscriptFinding("encoding", 0, message))
    if b"\r\n" in data:
        message = "The lines end as on another system; they are read all the same."
        findings.append(TranscriptFinding("encoding", data.index(b"\r\n"), message))
    if not head.intact:
        findings.append(TranscriptFinding("header", 0, head.message))
    if head.torn:
        findings.append(
            TranscriptFinding("torn", sound, "The first event was cut off while it was written; it is left out.")
        )
    blocks: list[_Block] = []
    for start, stop in pairwise([*starts, len(data)]):
        sound = _read_block(data, start, stop, blocks, findings) or sound
    events = _events(blocks, findings)
    last = events[-1].n if events else 0
    # a number far beyond what the file can hold was not written by us
    last_n = max([last, *(block.n for block in blocks if block.n <= last + len(blocks))])
    return Reading(path, head.header, tuple(events), tuple(findings), sound, len(data), head.intact, last_n)


def _read_block(data: bytes, start: int, stop: int, blocks: list[_Block], findings: list[TranscriptFinding]) -> int:
    """Add the block between two starts to `blocks`; returns the offset after it, or 0 if it is torn."""
    last = stop == len(data)
    end = _END.search(data, start, stop)
    if end is None:
        where = "The last event" if last else "An event"
        findings.append(TranscriptFinding("torn", start, f"{where} was cut off while it was written; it is left out."))
        return 0
    body = data[start : end.start()].replace(b"\r\n", b"\n")
    blocks.append(_Block(int(end[1]), checksum(body) == end[2].decode(), body, start))
    blank = _BLANK.match(data, end.end(), stop)
    after = blank.end() if blank else end.end()
    if after < stop:
        message = f"After event {int(end[1])} comes text that is no event ({plural(stop - after, 'byte')})."
        findings.append(TranscriptFinding("torn" if last else "stray", after, message))
    return after


def _edited_finding(blocks: list[_Block]) -> TranscriptFinding:
    """One finding for all that were edited: replacing a name throughout changes every event."""
    first = blocks[0]
    message = f"Event {first.n} was changed after it was written; it is kept."
    if len(blocks) > 1:
        count = f"{len(blocks)} events were changed after they were written"
        message = f"{count}, the first of them event {first.n}; they are kept."
    return TranscriptFinding("edited", first.start, message, first.n)


def _events(blocks: list[_Block], findings: list[TranscriptFinding]) -> list[Event]:
    """The events by number, each once, without those from which no state can be made."""
    kept: dict[int, Event] = {}
    starts: dict[int, int] = {}
    highest = 0
    if edited := [block for block in blocks if not block.true]:
        findings.append(_edited_finding(edited))
    allowance = Allowance()
    for block in blocks:
        try:
            # with a wrong checksum, the number in the end line is less likely to have been edited than the body's
            event = event_of(block.body, None if block.true else block.n, allowance)
        except BlockError as error:
            problem: Problem = "unknown-kind" if isinstance(error, UnknownKindError) else "unreadable"
            message = f"Event {block.n} is left out: {error}."
            findings.append(TranscriptFinding(problem, block.start, message, block.n))
            continue
        if event.n in kept:
            message = f"Event {event.n} is there twice; the first is kept."
            findings.append(TranscriptFinding("duplicate", block.start, message, event.n))
            continue
        if event.n < highest:
            message = f"Event {event.n} comes after a later one."
            findings.append(TranscriptFinding("order", block.start, message, event.n))
        highest = max(highest, event.n)
        kept[event.n], starts[event.n] = event, block.start
    events, unusable = mended([kept[n] for n in sorted(kept)])
    for before, n in pairwise([0, *sorted(kept)]):
        if n > before + 1:
            findings.append(TranscriptFinding("gap", starts[n], f"Before event {n} something is missing.", n))
    findings.extend(TranscriptFinding("unreadable", starts.get(n, 0), message, n) for n, message in unusable)
    return events
