"""Reading a transcript, whatever has happened to the file.

A block without its end line is torn and left out; one with a wrong checksum was edited: it is kept and reported. A
damaged header is read line by line, and events are kept as far as they fit together. Everything that cannot be used is
named in `findings`, and the rest opens.
"""

import codecs
import contextlib
import re
import stat
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Literal

import msgspec

from simulator.engine.choice.formats import FORMATS
from simulator.errors import TranscriptError
from simulator.graph.bounded_toml import Allowance
from simulator.graph.records import Check, Question
from simulator.graph.text import plural
from simulator.session.header import TRANSCRIPT_VERSION, Header
from simulator.session.interview import events as ev
from simulator.session.interview.state import State, fold
from simulator.session.transcript.format import (
    BlockError,
    UnknownKindError,
    bound_numbers,
    checksum,
    event_of,
    reason,
    toml,
)

Problem = Literal[
    "torn", "stray", "edited", "unreadable", "unknown-kind", "duplicate", "order", "gap", "encoding", "header",
    "history",
]  # fmt: skip

MOST_BYTES = 64 * 1024 * 1024  # a thousand times what somebody types in an hour
MOST_EVENTS = 250_000
BOM = codecs.BOM_UTF8
_BLOCK = re.compile(rb"^\[\[event\]\][ \t]*\r?$", re.MULTILINE)
_END = re.compile(rb"^# end (\d{1,9}) ([0-9a-f]{8})[ \t]*\r?$", re.MULTILINE)
_BLANK = re.compile(rb"[ \t\r\n]*")
# a graph's id may end with a word that a format begins with, so the known formats come first
_FORMATS = "|".join([*map(re.escape, sorted(FORMATS, key=len, reverse=True)), "[a-z]+"])
_NAME = re.compile(rf"(?P<started>\d{{4}}-\d\d-\d\dT\d{{6}})-(?P<graph>.+?)-(?P<format>{_FORMATS})-[a-z]{{4}}")
MOST_HEAD = 1024 * 1024  # a hundred times what earlier sessions and due items take
_MOST_SALVAGED = 64 * 1024
MOST_ITEMS = 5_000  # of one session
MOST_OF_A_KIND = 500  # events of one kind on one item; notes are not counted
_MOST_LOST = 100  # stand-ins for items whose own block is lost
LOST = "lost"


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
    events: tuple[ev.Event, ...]
    findings: tuple[TranscriptFinding, ...]
    sound: int
    size: int
    intact: bool = True
    last_n: int = 0

    @cached_property
    def state(self) -> State:
        """The state that all its events lead to; folded once."""
        return fold(self.header, self.events)

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
            raise TranscriptError(f"{path.name} can't be read: it is larger than {MOST_BYTES // 1024**2} MB.")
        if not stat.S_ISREG(status.st_mode):  # reading a pipe would block, and a device may never end
            what = "it's a folder" if stat.S_ISDIR(status.st_mode) else "it isn't an ordinary file"
            raise TranscriptError(f"{path.name} can't be read: {what}.")
        data = path.read_bytes()
    except OSError as error:
        gone = isinstance(error, FileNotFoundError) and path.is_symlink()
        why = "it's a link to a file that's gone" if gone else error.strerror or error
        raise TranscriptError(f"{path.name} can't be read: {why}.") from error
    return parse(data, path)


def parse(data: bytes, path: Path) -> Reading:
    """The transcript in `data`. Raises TranscriptError if it isn't one at all, or is too long.

    `path` names it in messages, and its name replaces what a damaged header lacks.
    """
    starts = [m.start() for m in islice(_BLOCK.finditer(data), MOST_EVENTS + 1)]
    if len(starts) > MOST_EVENTS:
        raise TranscriptError(f"{path.name} can't be read: it holds more than {MOST_EVENTS:,} events.")
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


def _edited_finding(blocks: list[_Block], unread: int) -> TranscriptFinding:
    """One finding for all that were edited, of which some were left out: replacing a name changes every event."""
    first = blocks[0]
    what, kept = f"Event {first.n} was changed after it was written", "; it is kept"
    if len(blocks) > 1:
        what = f"{len(blocks)} events were changed after they were written, the first of them event {first.n}"
        number = len(blocks) - unread
        kept = f"; {number} of them {'is' if number == 1 else 'are'} kept" if unread else "; they are kept"
    message = f"{what}{kept if unread < len(blocks) else ''}."
    return TranscriptFinding("edited", first.start, message, first.n)


def _events(blocks: list[_Block], findings: list[TranscriptFinding]) -> list[ev.Event]:
    """The events by number, each once, without those from which no state can be made."""
    kept: dict[int, ev.Event] = {}
    starts: dict[int, int] = {}
    highest = 0
    before_these, used = len(findings), set[int]()
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
            differs = ", and they differ" if event != kept[event.n] else ""
            message = f"Event {event.n} is there twice{differs}; the first is kept."
            findings.append(TranscriptFinding("duplicate", block.start, message, event.n))
            continue
        if event.n < highest:
            message = f"Event {event.n} comes after a later one."
            findings.append(TranscriptFinding("order", block.start, message, event.n))
        highest = max(highest, event.n)
        kept[event.n], starts[event.n] = event, block.start
        used.add(block.start)
    events, unusable = mended([kept[n] for n in sorted(kept)])
    used -= {starts.get(n, 0) for n, _ in unusable}
    if edited := [block for block in blocks if not block.true]:
        unread = sum(block.start not in used for block in edited)  # each of these has a finding that says so
        findings.insert(before_these, _edited_finding(edited, unread))
    for before, n in pairwise([0, *sorted(kept)]):
        if n > before + 1:
            findings.append(TranscriptFinding("gap", starts[n], f"Before event {n} something is missing.", n))
    findings.extend(TranscriptFinding("unreadable", starts.get(n, 0), message, n) for n, message in unusable)
    return events


# The header, line by line where it is damaged, and the events as far as they fit together


@dataclass(frozen=True)
class Head:
    """The header of a file. The last `torn` bytes before the first event belong to one that was cut off."""

    header: Header
    intact: bool = True
    message: str = ""
    torn: int = 0


def is_own_name(path: Path) -> bool:
    """Whether a file is named as this program names transcripts."""
    return _NAME.fullmatch(path.stem) is not None


def head_of(data: bytes, path: Path, *, has_events: bool) -> Head:
    """The header in the bytes before the first event. Raises TranscriptError if this is no transcript at all."""
    cut = re.search(rb"^\[(?:\[(?:e(?:v(?:e(?:n(?:t\]?)?)?)?)?)?)?\r?\Z", data, re.MULTILINE)  # a torn `[[event]]`
    end = cut.start() if cut and cut.start() else len(data)
    whole, torn = data[:end], len(data) - end
    try:
        if len(whole) > MOST_HEAD:
            raise BlockError(f"it is larger than {MOST_HEAD // 1024} kB")
        table = toml(whole, Allowance()).get("session")
        if not isinstance(table, dict):
            raise BlockError("it doesn't begin with a [session] table")
        bound_numbers(table)
        version = table.get("version")
        if isinstance(version, int) and version > TRANSCRIPT_VERSION:
            raise TranscriptError(
                f"{path.name} was written by a newer version (format {version}; "
                f"this one reads up to {TRANSCRIPT_VERSION})."
            )
        header = msgspec.convert(table, Header)
    except (BlockError, msgspec.ValidationError, OverflowError) as error:
        return _salvaged(whole, path, error, torn, has_events)
    return Head(header, torn=torn)


def _salvaged(data: bytes, path: Path, error: BaseException, torn: int, has_events: bool) -> Head:
    """A header from the lines that can be read and the file's name. Raises TranscriptError if this is no transcript."""
    named = _NAME.fullmatch(path.stem)
    begun = data.lstrip(b" \t\r\n")
    ours = begun.startswith(b"[session]") or (named and (has_events or b"[session]".startswith(begun.rstrip())))
    if not ours:
        raise TranscriptError(f"{path.name} isn't a transcript: {reason(error)}.") from error
    table: dict[str, Any] = {}
    allowance = Allowance()
    for line in data[:_MOST_SALVAGED].split(b"\n"):
        with contextlib.suppress(BlockError):
            table.update(toml(line.strip(), allowance) if b"=" in line else {})
    table.pop("version", None)  # damaged, it may be any number
    bound_numbers(table)
    message = f"The header is damaged ({reason(error)}); what can be read of it and the file's name are used."
    return Head(_completed(table, path, named), False, message, torn)


def _completed(table: dict[str, Any], path: Path, named: re.Match[str] | None) -> Header:
    """The header with these fields where they are valid; the file's name and defaults give the others."""
    started = datetime(1970, 1, 1, tzinfo=UTC)
    with contextlib.suppress(ValueError):
        started = datetime.strptime(named["started"] if named else "", "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC)
    usual: dict[str, Any] = {
        "version": TRANSCRIPT_VERSION,
        "id": path.stem,
        "program": "",
        "engine": "",
        "candidate": "unknown",
        "seniority": "mid",
        "graph": named["graph"] if named else "unknown",
        "graph_digest": "",
        "seed": 0,
        "format": named["format"] if named else "full",
        "role": "",
        "minutes": 45.0,
        "started": started,
    }
    for key, value in table.items():
        try:
            msgspec.convert({**usual, key: value}, Header)
        except (msgspec.ValidationError, OverflowError):
            continue
        usual[key] = value
    return msgspec.convert(usual, Header)


def mended(events: list[ev.Event]) -> tuple[list[ev.Event], list[tuple[int, str]]]:
    """The events from which a state can be folded, and the number and reason of each that was left out.

    If the block that asked an item is lost, a stand-in takes its place, so that what was said about it still shows.
    """
    kept: list[ev.Event] = []
    left_out: list[tuple[int, str]] = []
    checks: list[bool] = []
    counts: Counter[tuple[int, type, bool]] = Counter()
    for event in events:
        position = getattr(event, "position", None)
        if position is not None:
            kept.extend(_stand_ins(event, position, kept, checks))
            is_note = isinstance(event, ev.Noted) and not event.unsent  # of those there may be many
            counts[position, type(event), is_note] += 1
        if counts[position or 0, type(event), False] > MOST_OF_A_KIND:
            why = f"its item has {MOST_OF_A_KIND} earlier ones of this kind"
            left_out.append((event.n, f"Event {event.n} is left out: {why}."))
        elif _fits(event, position, checks):
            if event.clock < 0:
                event = msgspec.structs.replace(event, clock=kept[-1].clock if kept else 0.0)
            kept.append(_showable(event) if isinstance(event, ev.Asked) else event)
            if isinstance(event, ev.Asked):
                checks.append(event.check is not None)
        else:
            why = "belongs to no item that was asked" if (position or 0) <= MOST_ITEMS else "comes after too many items"
            left_out.append((event.n, f"Event {event.n} is left out: it {why}."))
    return kept, left_out


def _fits(event: ev.Event, position: int | None, checks: list[bool]) -> bool:
    """Whether an event can follow items of which `checks` says whether each is a check."""
    if position is None or (position == 0 and isinstance(event, ev.Bookmarked)):
        return True
    if isinstance(event, ev.Asked):
        return position == len(checks) + 1 and position <= MOST_ITEMS
    if not 1 <= position <= len(checks):
        return False
    return event.for_checks != ("no" if checks[position - 1] else "only")


def _showable(event: ev.Asked) -> ev.Asked:
    """The event with a valid tier, a concept, and an item that can be shown."""
    event = msgspec.structs.replace(event, tier=min(6, max(1, event.tier)), concepts=event.concepts or (LOST,))
    if event.question is not None if event.check is None else event.check.is_answerable:
        return event
    return msgspec.structs.replace(event, **_lost_item(event.check is not None))


def _stand_ins(event: ev.Event, position: int, kept: list[ev.Event], checks: list[bool]) -> list[ev.Event]:
    """Stand-ins for the items before `event` whose blocks are lost. They take missing event numbers."""
    last = kept[-1].n if kept else 0
    missing = position - len(checks) - isinstance(event, ev.Asked)
    if position > MOST_ITEMS or not 0 < missing <= min(event.n - last - 1, _MOST_LOST):
        return []
    stand_ins: list[ev.Event] = []
    for step in range(1, missing + 1):
        is_check = event.for_checks == "only" and step == missing
        number = len(checks) + 1
        stand_ins.append(
            ev.Asked(
                n=last + step, at=event.at, clock=max(0.0, event.clock), position=number, number=number, id=LOST,
                area="", concepts=(LOST,), tier=1, **_lost_item(is_check),
            )
        )  # fmt: skip
        checks.append(is_check)
    return stand_ins


def _lost_item(is_check: bool) -> dict[str, Any]:
    text = "What was asked here can't be read any more."
    if is_check:
        check = Check(id=LOST, concepts=(LOST,), tier=1, prompt=text, why="", options=("?", "?"), correct=0)
        return {"check": check, "question": None}
    return {"question": Question(id=LOST, kind="discuss", concepts=(LOST,), tier=1, prompt=text), "check": None}
