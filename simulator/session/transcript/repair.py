"""What can still be used of a damaged transcript: its header line by line, its events where they fit together."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from simulator.engine.choice.formats import FORMATS
from simulator.errors import TranscriptError
from simulator.graph.bounded_toml import Allowance
from simulator.graph.records import Check, Question
from simulator.session.header import TRANSCRIPT_VERSION, Header
from simulator.session.interview import events as ev
from simulator.session.transcript.format import BlockError, reason, toml

# a graph's id may end in a word as a format's may begin with one: the formats that are known come first
_FORMATS = "|".join([*map(re.escape, sorted(FORMATS, key=len, reverse=True)), "[a-z]+"])
_NAME = re.compile(rf"(?P<started>\d{{4}}-\d\d-\d\dT\d{{6}})-(?P<graph>.+?)-(?P<format>{_FORMATS})-[a-z]{{4}}")
MOST_HEAD = 1024 * 1024  # a hundred earlier sessions and the items that are due take a hundredth
_MOST_SALVAGED = 64 * 1024
MOST_ITEMS = 5_000  # of one session
MOST_OF_A_KIND = 500  # events of one kind on one item, but notes
_MOST_LOST = 100  # items whose own block is lost and whose place is held
LOST = "lost"


@dataclass(frozen=True)
class Head:
    """The header of a file. `torn` bytes at its end belong to a first event that was cut off."""

    header: Header
    intact: bool = True
    message: str = ""
    torn: int = 0


def is_own_name(path: Path) -> bool:
    """Whether a file has a name that this program gives to transcripts."""
    return _NAME.fullmatch(path.stem) is not None


def head_of(data: bytes, path: Path, *, has_events: bool) -> Head:
    """The header in the bytes before the first event. Raises TranscriptError for what is no transcript at all."""
    whole, torn = _split(data)
    try:
        if len(whole) > MOST_HEAD:
            raise BlockError(f"it is larger than {MOST_HEAD // 1024} kB")
        table = toml(whole, Allowance()).get("session")
        if not isinstance(table, dict):
            raise BlockError("it does not begin with a [session] table")
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


def _split(data: bytes) -> tuple[bytes, int]:
    """The header's bytes, and how many after them are the beginning of a block that was cut off."""
    cut = re.search(rb"^\[(?:\[(?:e(?:v(?:e(?:n(?:t\]?)?)?)?)?)?)?\r?\Z", data, re.MULTILINE)
    if cut is None or not cut.start():
        return data, 0
    return data[: cut.start()], len(data) - cut.start()


def _salvaged(data: bytes, path: Path, error: BaseException, torn: int, has_events: bool) -> Head:
    """A header from the lines that can be read, and from the file's name. Only for what looks like a transcript."""
    named = _NAME.fullmatch(path.stem)
    begun = data.lstrip(b" \t\r\n")
    ours = begun.startswith(b"[session]") or (named and (has_events or b"[session]".startswith(begun.rstrip())))
    if not ours:
        raise TranscriptError(f"{path.name} is not a transcript: {reason(error)}.") from error
    found: dict[str, Any] = {}
    allowance = Allowance()
    for line in data[:_MOST_SALVAGED].split(b"\n"):
        found.update(_line(line, allowance))
    found.pop("version", None)  # damaged, it may be any number
    header = _completed(found, path, named)
    message = f"The header is damaged ({reason(error)}); what stands in it and in the file's name is used."
    return Head(header, False, message, torn)


def _line(line: bytes, allowance: Allowance) -> dict[str, Any]:
    try:
        return toml(line.strip(), allowance) if b"=" in line else {}
    except BlockError:
        return {}


def _completed(found: dict[str, Any], path: Path, named: re.Match[str] | None) -> Header:
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
        "started": _named_moment(named),
    }
    for key, value in found.items():
        try:
            msgspec.convert({**usual, key: value}, Header)
        except (msgspec.ValidationError, OverflowError):
            continue
        usual[key] = value
    return msgspec.convert(usual, Header)


def _named_moment(named: re.Match[str] | None) -> datetime:
    try:
        return datetime.strptime(named["started"] if named else "", "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)


def mended(events: list[ev.Event]) -> tuple[list[ev.Event], list[tuple[int, str]]]:
    """The events from which a state can be folded, and what was left out: event number and sentence.

    Where the block that asked an item is lost, a stand-in keeps its place, so that what was said still shows.
    """
    kept: list[ev.Event] = []
    left_out: list[tuple[int, str]] = []
    checks: list[bool] = []
    counts: Counter[tuple[int, type, bool]] = Counter()
    for event in events:
        position = getattr(event, "position", None)
        if position is not None:
            kept.extend(_stand_ins(event, position, kept, checks))
            is_note = isinstance(event, ev.Noted) and not event.unsent  # of which there may be many
            counts[position, type(event), is_note] += 1
        if counts[position or 0, type(event), False] > MOST_OF_A_KIND:
            left_out.append(
                (event.n, f"Event {event.n} is left out: its item has {MOST_OF_A_KIND} of this kind before.")
            )
        elif _fits(event, position, checks):
            kept.append(_usable(event, kept))
            if isinstance(event, ev.Asked):
                checks.append(event.check is not None)
        else:
            why = "belongs to no item that was asked" if (position or 0) <= MOST_ITEMS else "comes after too many items"
            left_out.append((event.n, f"Event {event.n} is left out: it {why}."))
    return kept, left_out


def _fits(event: ev.Event, position: int | None, checks: list[bool]) -> bool:
    if position is None or (position == 0 and isinstance(event, ev.Bookmarked)):
        return True
    if isinstance(event, ev.Asked):
        return position == len(checks) + 1 and position <= MOST_ITEMS
    if not 1 <= position <= len(checks):
        return False
    return event.for_checks != ("no" if checks[position - 1] else "only")


def _usable(event: ev.Event, kept: list[ev.Event]) -> ev.Event:
    """The event with a clock that does not run backwards below zero, and an item that can be shown."""
    if event.clock < 0:
        event = msgspec.structs.replace(event, clock=kept[-1].clock if kept else 0.0)
    if not isinstance(event, ev.Asked):
        return event
    tier = min(6, max(1, event.tier))
    concepts = event.concepts or (LOST,)
    event = msgspec.structs.replace(event, tier=tier, concepts=concepts)
    if event.question is not None if event.check is None else event.check.is_answerable:
        return event
    return msgspec.structs.replace(event, **_lost_item(event.check is not None))


def _stand_ins(event: ev.Event, position: int, kept: list[ev.Event], checks: list[bool]) -> list[ev.Event]:
    """Stand-ins for the items before `event` whose blocks are lost; they take numbers that are missing."""
    last = kept[-1].n if kept else 0
    missing = position - len(checks) - isinstance(event, ev.Asked)
    if position > MOST_ITEMS or not 0 < missing <= min(event.n - last - 1, _MOST_LOST):
        return []
    found: list[ev.Event] = []
    for step in range(1, missing + 1):
        is_check = event.for_checks == "only" and step == missing
        found.append(_stand_in(last + step, len(checks) + 1, event, is_check))
        checks.append(is_check)
    return found


def _stand_in(n: int, position: int, event: ev.Event, is_check: bool) -> ev.Asked:
    return ev.Asked(
        n=n, at=event.at, clock=max(0.0, event.clock), position=position, number=position, id=LOST, area="",
        concepts=(LOST,), tier=1, **_lost_item(is_check),
    )  # fmt: skip


def _lost_item(is_check: bool) -> dict[str, Any]:
    text = "What was asked here cannot be read any more."
    if is_check:
        check = Check(id=LOST, concepts=(LOST,), tier=1, prompt=text, why="", options=("?", "?"), correct=0)
        return {"check": check, "question": None}
    return {"question": Question(id=LOST, kind="discuss", concepts=(LOST,), tier=1, prompt=text), "check": None}
