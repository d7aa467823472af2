"""Reading a transcript back, whatever has happened to the file.

A block without its end line is torn; one whose checksum differs was edited: it is kept and reported. Whatever cannot
be used is named in `findings`, and the rest opens.
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

MOST_BYTES = 64 * 1024 * 1024  # what somebody types in an hour is a thousandth
MOST_EVENTS = 250_000
BOM = codecs.BOM_UTF8
_BLOCK = re.compile(rb"^\[\[event\]\][ \t]*\r?$", re.MULTILINE)
_END = re.compile(rb"^# end (\d{1,9}) ([0-9a-f]{8})[ \t]*\r?$", re.MULTILINE)
_BLANK = re.compile(rb"[ \t\r\n]*")


@dataclass(frozen=True)
class TranscriptFinding:
    """One thing that is wrong with a transcript: what, at which event or byte, and one sentence about it."""

    problem: Problem
    offset: int
    message: str
    n: int | None = None


@dataclass(frozen=True)
class Reading:
    """What a file holds. `sound` is the length in bytes up to the end of the last whole block.

    `intact` says that the header is as it was written, which going on needs. `last_n` is the number after which
    the next event comes: the last one's, also where that cannot be read now.
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
    """One whole block: its number by the end line, whether it is as it was written, its bytes, where it begins."""

    n: int
    true: bool
    body: bytes
    start: int


def read(path: Path) -> Reading:
    """The transcript at `path`. Raises TranscriptError when the file cannot be used at all."""
    try:
        found = path.stat()
        if found.st_size > MOST_BYTES:
            raise TranscriptError(f"{path.name} cannot be read: it is larger than {MOST_BYTES // 1024**2} MB.")
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for, a device may never end
            raise TranscriptError(f"{path.name} cannot be read: it is no ordinary file.")
        data = path.read_bytes()
    except OSError as error:
        raise TranscriptError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    return parse(data, path)


def parse(data: bytes, path: Path) -> Reading:
    """The transcript in `data`; `path` names it in messages, and gives what a damaged header lacks."""
    starts = [m.start() for m in islice(_BLOCK.finditer(data), MOST_EVENTS + 1)]
    if len(starts) > MOST_EVENTS:
        raise TranscriptError(f"{path.name} cannot be read: it holds more than {MOST_EVENTS:,} events.")
    head_end = starts[0] if starts else len(data)
    head = head_of(data[:head_end].removeprefix(BOM), path, has_events=bool(starts))
    sound = head_end - head.torn
    findings = _encoding(data)
    if not head.intact:
        findings.append(TranscriptFinding("header", 0, head.message))
    if head.torn:
        findings.append(
            TranscriptFinding("torn", sound, "The first event was cut off while it was written; it is left out.")
        )
    blocks: list[_Block] = []
    for start, stop in pairwise([*starts, len(data)]):
        sound = _take_block(data, start, stop, blocks, findings, sound)
    events = _events(blocks, findings)
    return Reading(
        path, head.header, tuple(events), tuple(findings), sound, len(data), head.intact,
        _last_number(blocks, events),
    )  # fmt: skip


def _last_number(blocks: list[_Block], events: list[Event]) -> int:
    """The highest number that is taken; one that is far beyond what the file can hold was not written by us."""
    last = events[-1].n if events else 0
    return max([last, *(block.n for block in blocks if block.n <= last + len(blocks))])


def _encoding(data: bytes) -> list[TranscriptFinding]:
    found = []
    if data.startswith(BOM):
        found.append(TranscriptFinding("encoding", 0, "The file begins with a byte order mark; it is ignored."))
    if b"\r\n" in data:
        where = data.index(b"\r\n")
        found.append(
            TranscriptFinding("encoding", where, "The lines end as on another system; they are read all the same.")
        )
    return found


def _take_block(
    data: bytes, start: int, stop: int, blocks: list[_Block], findings: list[TranscriptFinding], sound: int
) -> int:
    """Take the block between two starts; returns up to where the file is sound."""
    last = stop == len(data)
    end = _END.search(data, start, stop)
    if end is None:
        where = "The last event" if last else "An event"
        findings.append(TranscriptFinding("torn", start, f"{where} was cut off while it was written; it is left out."))
        return sound
    body = data[start : end.start()].replace(b"\r\n", b"\n")
    blocks.append(_Block(int(end[1]), checksum(body) == end[2].decode(), body, start))
    blank = _BLANK.match(data, end.end(), stop)
    after = blank.end() if blank else end.end()
    if after < stop:
        count = plural(stop - after, "byte")
        findings.append(
            TranscriptFinding(
                "torn" if last else "stray", after, f"After event {int(end[1])} stand {count} that are no event."
            )
        )
    return after


def _events(blocks: list[_Block], findings: list[TranscriptFinding]) -> list[Event]:
    """The events in order of their number, each once, and only those from which a state can be made."""
    kept: dict[int, Event] = {}
    starts: dict[int, int] = {}
    highest = 0
    findings.extend(_edits(blocks))
    allowance = Allowance()
    for block in blocks:
        event = _event(block, findings, allowance)
        if event is None:
            continue
        if event.n in kept:
            findings.append(
                TranscriptFinding(
                    "duplicate", block.start, f"Event {event.n} stands twice; the first is kept.", event.n
                )
            )
            continue
        if event.n < highest:
            findings.append(
                TranscriptFinding("order", block.start, f"Event {event.n} stands after a later one.", event.n)
            )
        highest = max(highest, event.n)
        kept[event.n], starts[event.n] = event, block.start
    events, unusable = mended([kept[n] for n in sorted(kept)])
    findings.extend(_gaps(sorted(kept), starts))
    findings.extend(TranscriptFinding("unreadable", starts.get(n, 0), message, n) for n, message in unusable)
    return events


def _edits(blocks: list[_Block]) -> list[TranscriptFinding]:
    """One finding for all that was edited: a name replaced throughout changes every event, and says one thing."""
    edited = [block for block in blocks if not block.true]
    if not edited:
        return []
    first = edited[0]
    message = f"Event {first.n} was changed after it was written; it is kept."
    if len(edited) > 1:
        count = f"{len(edited)} events were changed after they were written"
        message = f"{count}, the first of them event {first.n}; they are kept."
    return [TranscriptFinding("edited", first.start, message, first.n)]


def _event(block: _Block, findings: list[TranscriptFinding], allowance: Allowance) -> Event | None:
    try:
        # where the checksum holds the body is as written; else the end line is the less likely to have been touched
        return event_of(block.body, None if block.true else block.n, allowance)
    except UnknownKindError as error:
        findings.append(
            TranscriptFinding("unknown-kind", block.start, f"Event {block.n} is left out: {error}.", block.n)
        )
    except BlockError as error:
        findings.append(TranscriptFinding("unreadable", block.start, f"Event {block.n} is left out: {error}.", block.n))
    return None


def _gaps(numbers: list[int], starts: dict[int, int]) -> list[TranscriptFinding]:
    return [
        TranscriptFinding("gap", starts[n], f"Before event {n} something is missing.", n)
        for before, n in pairwise([0, *numbers])
        if n > before + 1
    ]
