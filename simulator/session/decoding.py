"""One block of a transcript, from its bytes to the event: safe text, finite numbers, moments in UTC."""

import tomllib
import zlib
from datetime import UTC, datetime
from math import isfinite
from typing import Any

import msgspec

from simulator.graph.sanitise import clean, short
from simulator.session.events import KINDS, AnyEvent
from simulator.session.migration import upgraded_event

MAX_N = 10**9
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BlockError(ValueError):
    """A block that is no event of this version; the message says why, without a full stop."""


class UnknownKindError(BlockError):
    """A kind of event that this version does not know."""


def checksum(body: bytes) -> str:
    """The CRC-32 of a block's bytes up to its end line, as 8 hex digits."""
    return f"{zlib.crc32(body):08x}"


def event_of(body: bytes, version: int, n: int | None = None) -> AnyEvent:
    """The event in a block of a transcript of format `version`; `n` replaces the number that stands in it.

    Raises BlockError for anything that is no event.
    """
    raw = upgraded_event(toml(body)["event"][0], version)
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


def toml(data: bytes) -> dict[str, Any]:
    """What TOML text holds, every value cleaned; raises BlockError. Control characters are passed over."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    try:
        try:
            raw = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            if clean(text) == text:
                raise
            raw = tomllib.loads(clean(text))
    except (ValueError, RecursionError) as error:
        raise BlockError(reason(error)) from error
    found: dict[str, Any] = cleaned(raw)
    return found


def cleaned(value: Any) -> Any:
    """A value safe to show and to reckon with: a transcript may have been edited by anyone.

    Text without control characters, finite numbers (else 0), moments with a time zone and in a usable year.
    """
    match value:
        case str():
            return clean(value)
        case dict():
            return {clean(key): cleaned(inner) for key, inner in value.items()}
        case list():
            return [cleaned(inner) for inner in value]
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
