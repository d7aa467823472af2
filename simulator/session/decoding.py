"""One block of a transcript, from its bytes to the event: safe text, finite numbers, moments in UTC."""

import re
import tomllib
import zlib
from datetime import UTC, datetime
from math import isfinite
from typing import Any

import msgspec

from simulator.graph.sanitise import clean, short
from simulator.session import plain_block
from simulator.session.events import KINDS, AnyEvent
from simulator.session.migration import upgraded_event
from simulator.session.toml_weight import weight

MAX_N = 10**9
MOST_BYTES = 16 * 1024 * 1024  # of one block; somebody may paste five million letters
MOST_MARKS = 3_000_000  # of all blocks of a file that are not read by lines: five thousand questions
_TRIED_TWICE = 1024 * 1024  # characters; longer text that is no TOML is not tried again without what cannot be shown
_NEVER_TOML = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BlockError(ValueError):
    """A block that is no event of this version; the message says why, without a full stop."""


class UnknownKindError(BlockError):
    """A kind of event that this version does not know."""


def checksum(body: bytes) -> str:
    """The CRC-32 of a block's bytes up to its end line, as 8 hex digits."""
    return f"{zlib.crc32(body):08x}"


class Allowance:
    """How much of a file may still be parsed. What a person wrote in an interview is a hundredth of it."""

    def __init__(self, marks: int = MOST_MARKS) -> None:
        self._left = marks

    def take(self, text: str) -> None:
        """Count some text. Raises ValueError where it is too much, in itself or with what was before."""
        self._left -= weight(text)
        if self._left < 0:
            raise BlockError("the file holds more than an interview could")


def event_of(body: bytes, version: int, n: int | None = None, allowance: Allowance | None = None) -> AnyEvent:
    """The event in a block of a transcript of format `version`; `n` replaces the number that stands in it.

    Raises BlockError for anything that is no event.
    """
    values = plain_block.values(body.decode("utf-8", "replace"))
    raw = cleaned(values) if values is not None else toml(body, allowance or Allowance())["event"][0]
    raw = upgraded_event(raw, version)
    if n is not None:
        raw["n"] = n
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise UnknownKindError(f"its kind {short(repr(kind))} is not known to this version")
    try:
        event = msgspec.convert(raw, KINDS[kind])
    except (msgspec.ValidationError, OverflowError) as error:
        raise BlockError(reason(error)) from error
    if not 1 <= event.n <= MAX_N:
        raise BlockError(f"its number {short(event.n)} is out of range")
    return event  # type: ignore[return-value]  # KINDS holds exactly the members of AnyEvent


def toml(data: bytes, allowance: Allowance) -> dict[str, Any]:
    """What TOML text holds, every value cleaned; raises BlockError. Control characters are passed over."""
    if len(data) > MOST_BYTES:
        raise BlockError(f"it is larger than {MOST_BYTES // 1024**2} MB")
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    if _NEVER_TOML.search(text):
        text = clean(text)
    try:
        raw = _parsed(text, allowance)
    except BlockError:
        raise
    except (ValueError, RecursionError) as error:
        raise BlockError(reason(error)) from error
    found: dict[str, Any] = cleaned(raw)
    return found


def _parsed(text: str, allowance: Allowance) -> dict[str, Any]:
    allowance.take(text)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        if len(text) > _TRIED_TWICE or (shown := clean(text)) == text:
            raise
    allowance.take(shown)
    return tomllib.loads(shown)


def cleaned(value: Any) -> Any:
    """A value safe to show and to reckon with: a transcript may have been edited by anyone.

    Text without control characters, finite numbers of at most 64 bits (else 0), moments with a time zone and in a
    usable year.
    """
    match value:
        case str():
            return clean(value)
        case dict():
            return {clean(key): cleaned(inner) for key, inner in value.items()}
        case list():
            return [cleaned(inner) for inner in value]
        case int() if not -(2**63) <= value < 2**63:
            return 0
        case float():
            return value if isfinite(value) else 0.0
        case datetime():
            return _moment(value)
    return value


def reason(error: BaseException) -> str:
    """What is wrong, on one line, without a full stop."""
    return short(error, 160).rstrip(".") or type(error).__name__


def _moment(value: datetime) -> datetime:
    if not 1970 < value.year < 9999:
        return _EPOCH
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
