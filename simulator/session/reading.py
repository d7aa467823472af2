"""Reading a transcript back, whatever has happened to the file.

A block without its end line is torn; one whose checksum differs was edited: it is kept and reported. Whatever cannot
be used is named in `findings`, and the rest opens.
"""

import re
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import msgspec

from simulator.errors import TranscriptError
from simulator.graph.sanitise import clean
from simulator.session.events import KINDS, AnyEvent
from simulator.session.header import TRANSCRIPT_VERSION, Header

Problem = Literal["torn", "edited", "unreadable", "unknown-kind", "duplicate", "gap", "encoding"]

BOM = b"\xef\xbb\xbf"
_BLOCK = re.compile(rb"^\[\[event\]\][ \t]*\r?$", re.MULTILINE)
_END = re.compile(rb"^# end (\d+) ([0-9a-f]{8})[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a transcript: what, at which event or byte, and one sentence about it."""

    problem: Problem
    offset: int
    message: str
    n: int | None = None


@dataclass(frozen=True)
class Reading:
    """What a file holds. `sound` is the length in bytes up to the end of the last whole block."""

    path: Path
    header: Header
    events: tuple[AnyEvent, ...]
    findings: tuple[Finding, ...]
    sound: int
    size: int

    @property
    def torn(self) -> bool:
        """Whether bytes follow the last whole block."""
        return self.sound < self.size


def read(path: Path) -> Reading:
    """The transcript at `path`. Raises TranscriptError when the file or its header cannot be used at all."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TranscriptError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    return parse(data, path)


def parse(data: bytes, path: Path) -> Reading:
    """The transcript in `data`; `path` only names it in messages."""
    starts = [m.start() for m in _BLOCK.finditer(data)]
    head_end = starts[0] if starts else len(data)
    header = _header(data[:head_end], path)
    events: list[AnyEvent] = []
    findings: list[Finding] = []
    sound = head_end
    for start, stop in pairwise([*starts, len(data)]):
        end = _END.search(data, start, stop)
        if end is None:
            findings.append(_torn(start, last=stop == len(data)))
            continue
        sound = min(end.end() + 1, len(data))
        findings.extend(_take(data, start, end, events))
    return Reading(path, header, tuple(events), tuple(findings), sound, len(data))


def _take(data: bytes, start: int, end: re.Match[bytes], events: list[AnyEvent]) -> Iterator[Finding]:
    body = data[start : end.start()].replace(b"\r\n", b"\n")
    if f"{zlib.crc32(body):08x}".encode() != end[2]:
        yield Finding(
            "edited", start, f"Event {int(end[1])} was changed after it was written; it is kept.", int(end[1])
        )
    try:
        event = _event(body)
    except (ValueError, msgspec.ValidationError, RecursionError) as error:
        kind: Problem = "unknown-kind" if isinstance(error, _UnknownKindError) else "unreadable"
        yield Finding(kind, start, f"Event {int(end[1])} is left out: {_short(error)}.", int(end[1]))
        return
    last = events[-1].n if events else 0
    if event.n <= last:
        yield Finding("duplicate", start, f"Event {event.n} stands twice; the first is kept.", event.n)
        return
    if event.n > last + 1:
        yield Finding("gap", start, f"Before event {event.n} something is missing.", event.n)
    events.append(event)


class _UnknownKindError(ValueError):
    """A kind of event that this version does not know."""


def _event(body: bytes) -> AnyEvent:
    raw: dict[str, Any] = _cleaned(tomllib.loads(body.decode("utf-8"))["event"][0])
    kind = raw.get("kind")
    if kind not in KINDS:
        raise _UnknownKindError(f"its kind {kind!r} is not known to this version")
    return msgspec.convert(raw, KINDS[kind])  # type: ignore[return-value]


def _cleaned(value: Any) -> Any:
    """A value with every text safe for a terminal: a transcript may have been edited by anyone."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(inner) for key, inner in value.items()}
    return [_cleaned(inner) for inner in value] if isinstance(value, list) else value


def _header(data: bytes, path: Path) -> Header:
    text = data.removeprefix(BOM).decode("utf-8", "replace").replace("\r\n", "\n")
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise TranscriptError(f"{path.name} is not a transcript: its header is not TOML ({_short(error)}).") from error
    table = raw.get("session")
    if not isinstance(table, dict):
        raise TranscriptError(f"{path.name} is not a transcript: it does not begin with a [session] table.")
    version = table.get("version")
    if isinstance(version, int) and version > TRANSCRIPT_VERSION:
        raise TranscriptError(
            f"{path.name} was written by a newer version (format {version}; this one reads up to {TRANSCRIPT_VERSION})."
        )
    try:
        return msgspec.convert(_cleaned(table), Header)
    except msgspec.ValidationError as error:
        raise TranscriptError(f"{path.name} is not a transcript: in its header, {_short(error)}.") from error


def _torn(start: int, *, last: bool) -> Finding:
    where = "The last event" if last else "An event"
    return Finding("torn", start, f"{where} was cut off while it was written; it is left out.")


def _short(error: BaseException) -> str:
    text = " ".join(clean(str(error)).split())
    return (text[:157] + "...") if len(text) > 160 else text.rstrip(".")
