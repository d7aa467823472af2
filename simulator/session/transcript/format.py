"""The text of a transcript: a `[session]` header, then one literal `[[event]]` block per event.

Nested values stand inline, long texts as multi-line strings, a question's fields under dotted keys: a person can read
it in an editor, and no block can land inside the table before it. `# end <n> <crc32>` closes each block.
"""

import re
import tomllib
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

import msgspec

from simulator.graph.bounded_toml import Allowance, loads
from simulator.graph.text import clean, short
from simulator.session.interview.events import KINDS, Event

START = "[[event]]\n"
_KEPT = (datetime,)  # what TOML has a form for and JSON has not


def header_text(header: msgspec.Struct) -> str:
    """The `[session]` table of a new transcript."""
    return "[session]\n" + "".join(_lines(msgspec.to_builtins(header, builtin_types=_KEPT))) + "\n"


def event_bytes(event: Event) -> bytes:
    """One event as it is appended: its fields, then the end line with the checksum over what stands before it.

    An append is to cost hardly more than its write, so it is encoded once.
    """
    values = msgspec.to_builtins(event, builtin_types=_KEPT)
    take = values.pop
    n, at, clock, kind = take("n"), take("at"), take("clock"), take("kind")
    first = f'n = {n}\nat = {_moment(at)}\nclock = {_LINES[type(clock)](clock)}\nkind = "{kind}"\n'
    body = f"{START}{first}{''.join(_lines(values))}".encode()
    return b"%b# end %d %08x\n\n" % (body, n, zlib.crc32(body))


def _lines(values: dict[str, Any]) -> list[str]:
    lines = []
    for key, value in values.items():
        simple = _LINES.get(type(value))  # most fields are
        if simple is not None:
            lines.append(f"{key} = {simple(value)}\n")
        elif value is not None:
            lines.append(_field(key, value))
    return lines


def _field(key: str, value: Any) -> str:
    if isinstance(value, dict) and key in {"question", "check"}:
        return "".join(f"{key}.{line}" for line in _lines(value))
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        rows = "".join(f"  {inline(row)},\n" for row in value)
        return f"{key} = [\n{rows}]\n"
    return f"{key} = {inline(value)}\n"


def inline(value: Any) -> str:
    """One value as TOML on one line. Only the types that records hold: str, bool, int, float, datetime, list, dict."""
    form = _FORMS.get(type(value))
    if form is None:
        raise TypeError(f"no TOML form for {type(value).__name__}")
    return form(value)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _moment(value: datetime) -> str:
    at = value if value.tzinfo is UTC else value.astimezone(UTC)
    day = (at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond // 1000)
    return "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ" % day  # noqa: UP031 - a third of the time of isoformat, once an event


def _table(value: dict[str, Any]) -> str:
    return "{" + ", ".join(f"{_key(k)} = {inline(v)}" for k, v in value.items() if v is not None) + "}"


def _row(value: list[Any] | tuple[Any, ...]) -> str:
    return "[" + ", ".join(map(inline, value)) + "]"


def _real(value: float) -> str:
    text = repr(value)
    return text if "." in text or "e" in text or "n" in text else text + ".0"


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("-", "").replace("_", "").isalnum() else _quoted(key)


def _quoted(text: str) -> str:
    # JSON escapes are TOML escapes, but TOML also wants DEL escaped and knows no lone surrogates.
    whole = text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
    return encode_basestring(whole).replace("\x7f", "\\u007F")


def _text(text: str) -> str:
    return _long(text) if "\n" in text else _quoted(text)


def _long(text: str) -> str:
    lines = (_guarded(_quoted(line)[1:-1]) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    body = "\n".join(lines)
    # inside a multi-line string one or two quotes in a row read better unescaped, and end nothing
    plain = body if '\\"\\"' in body or body.endswith('"') or '\\\\"' in body else body.replace('\\"', '"')
    return f'"""\n{plain}"""'


def _guarded(line: str) -> str:
    """A line of a person's text must not look like the start or the end of a block: readers find those by lines."""
    if line.startswith(("[[event]]", "# end ")):
        return f"\\u{ord(line[0]):04X}{line[1:]}"
    return line


_LINES: dict[type, Callable[[Any], str]] = {int: str, str: _text, float: _real, datetime: _moment, bool: _truth}
_FORMS: dict[type, Callable[[Any], str]] = {**_LINES, str: _quoted, dict: _table, list: _row, tuple: _row}


_PLAIN_FORMS: tuple[tuple[str, Callable[[str], Any]], ...] = (
    (r'"([^"\\\x00-\x1f\x7f]*)"', str),
    (r"(0|-?[1-9][0-9]{0,15})", int),
    (r"(-?(?:0|[1-9][0-9]{0,15})\.[0-9]{1,17})", float),
    (r"(true|false)", "true".__eq__),
    (r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z)", datetime.fromisoformat),
)
_READ = tuple(read for _, read in _PLAIN_FORMS)
_LINE = re.compile(rf"([a-z_]+) = (?:{'|'.join(form for form, _ in _PLAIN_FORMS)})\n")
_MOST_LINES = 32  # no event has more fields


def plain_values(text: str) -> dict[str, Any] | None:
    """What the block holds, as a TOML parser would give it; None where it is in another form."""
    if not text.startswith(START) or text.count("\n") > _MOST_LINES:
        return None
    found: dict[str, Any] = {}
    at = len(START)
    while at < len(text):
        line = _LINE.match(text, at)
        if line is None or line[1] in found:
            return None
        form = line.lastindex or 0
        try:
            found[line[1]] = _READ[form - 2](line[form])
        except ValueError:  # a day that no calendar has
            return None
        at = line.end()
    return found


MAX_N = 10**9
MOST_BYTES = 16 * 1024 * 1024  # of one block; somebody may paste five million letters
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


def event_of(body: bytes, n: int | None = None, allowance: Allowance | None = None) -> Event:
    """The event in a block; `n` replaces the number that stands in it.

    Raises BlockError for anything that is no event.
    """
    values = plain_values(body.decode("utf-8", "replace"))
    raw = cleaned(values) if values is not None else toml(body, allowance or Allowance())["event"][0]
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
    return event


def toml(data: bytes, allowance: Allowance) -> dict[str, Any]:
    """What TOML text holds, every value cleaned; raises BlockError. Control characters are passed over."""
    if len(data) > MOST_BYTES:
        raise BlockError(f"it is larger than {MOST_BYTES // 1024**2} MB")
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    if _NEVER_TOML.search(text):
        text = clean(text)
    try:
        found: dict[str, Any] = cleaned(_parsed(text, allowance))
    except ValueError as error:
        raise BlockError(reason(error)) from error
    return found


def _parsed(text: str, allowance: Allowance) -> dict[str, Any]:
    try:
        return loads(text, allowance)
    except tomllib.TOMLDecodeError:
        if len(text) > _TRIED_TWICE or (shown := clean(text)) == text:
            raise
    return loads(shown, allowance)


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
            return _decoded_moment(value)
    return value


def reason(error: BaseException) -> str:
    """What is wrong, on one line, without a full stop."""
    return short(error, 160).rstrip(".") or type(error).__name__


def _decoded_moment(value: datetime) -> datetime:
    if not 1970 < value.year < 9999:
        return _EPOCH
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
