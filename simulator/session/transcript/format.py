"""The text of a transcript: a `[session]` header, then one `[[event]]` block per event.

Nested values are written inline, long texts as multi-line strings, a question's fields under dotted keys: it reads well
in an editor, and no block can land inside the table before it. `# end <n> <crc32>` closes each block.
"""

import hashlib
import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

import msgspec
import tomli

from simulator.engine.scoring import Verdict
from simulator.graph.bounded_toml import Allowance, loads, weight
from simulator.graph.records import Question
from simulator.graph.text import clean, short
from simulator.session.clock import LARGEST_CLOCK
from simulator.session.interview.events import EVENT_KINDS, Event

START = "[[event]]\n"
_KEPT = (datetime,)  # TOML has a form for it, unlike JSON


def header_text(header: msgspec.Struct) -> str:
    """The `[session]` table of a new transcript."""
    return "[session]\n" + "".join(_lines(msgspec.to_builtins(header, builtin_types=_KEPT))) + "\n"


def event_bytes(event: Event) -> bytes:
    """One event as it is appended: its fields, then the end line with their checksum.

    It is written for speed: an append should cost hardly more than its write.
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
        elif isinstance(value, dict) and key in {"question", "check"}:
            lines += [f"{key}.{line}" for line in _lines(value)]
        elif isinstance(value, list | tuple) and value and isinstance(value[0], dict):
            rows = "".join(f"  {inline(row)},\n" for row in value)
            lines.append(f"{key} = [\n{rows}]\n")
        elif value is not None:
            lines.append(f"{key} = {inline(value)}\n")
    return lines


def inline(value: Any) -> str:
    """One value as TOML on one line: a str, bool, int, float, datetime, list, tuple or dict; for others TypeError."""
    form = _FORMS.get(type(value))
    if form is None:
        raise TypeError(f"no TOML form for {type(value).__name__}")
    return form(value)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def _table(value: dict[str, Any]) -> str:
    rows = []
    for key, inner in value.items():
        if inner is not None:
            is_bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
            rows.append(f"{key if is_bare else _quoted(key)} = {inline(inner)}")
    return "{" + ", ".join(rows) + "}"


def _row(value: list[Any] | tuple[Any, ...]) -> str:
    return "[" + ", ".join(map(inline, value)) + "]"


def _quoted(text: str) -> str:
    # JSON escapes are valid in TOML, but TOML also wants DEL escaped and allows no lone surrogates
    whole = text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
    return encode_basestring(whole).replace("\x7f", "\\u007F")


def _text(text: str) -> str:
    if "\n" not in text:
        return _quoted(text)
    lines = [_quoted(line)[1:-1] for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    for number, line in enumerate(lines):
        if line.startswith(("[[event]]", "# end ")):  # readers find blocks by such lines
            lines[number] = f"\\u{ord(line[0]):04X}{line[1:]}"
    body = "\n".join(lines)
    # inside a multi-line string one or two quotes in a row need no escape, and read better without
    plain = body if '\\"\\"' in body or body.endswith('"') or '\\\\"' in body else body.replace('\\"', '"')
    return f'"""\n{plain}"""'


_LINES: dict[type, Callable[[Any], str]] = {
    int: str, str: _text, float: repr, datetime: _moment, bool: lambda value: "true" if value else "false"
}  # fmt: skip
_FORMS: dict[type, Callable[[Any], str]] = {**_LINES, str: _quoted, dict: _table, list: _row, tuple: _row}


MAX_N = 10**9
MOST_BYTES = 16 * 1024 * 1024  # of one block; somebody may paste five million letters
_TRIED_TWICE = 1024 * 1024  # characters; longer text that is not TOML is not parsed again without control characters
_NEVER_TOML = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BlockError(ValueError):
    """A block that is not an event of this version; the message says why, without a full stop."""


class UnknownKindError(BlockError):
    """A kind of event that this version does not know."""


def checksum(body: bytes) -> str:
    """The CRC-32 of a block's bytes up to its end line, as 8 hex digits."""
    return f"{zlib.crc32(body):08x}"


# the verdicts that were renamed: the word in older transcripts, and the present one
FORMER_VERDICTS: dict[str, Verdict] = {}
_VERDICT_FIELDS = frozenset(("verdict", "by_points", "anchored", "from_verdict"))


def event_of(body: bytes, n: int | None = None, allowance: Allowance | None = None) -> Event:
    """The event in a block, with the number `n` if that is given.

    Raises BlockError for anything that is not an event.
    """
    allowance = allowance or Allowance()
    raw = _with_known_question(body, allowance) or toml(body, allowance)["event"][0]
    if n is not None:
        raw["n"] = n
    if FORMER_VERDICTS:
        _respell(raw)
    bound_numbers(raw)
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in EVENT_KINDS:
        raise UnknownKindError(f"its kind {short(repr(kind))} isn't known to this version")
    try:
        event = msgspec.convert(raw, EVENT_KINDS[kind])
    except (msgspec.ValidationError, OverflowError) as error:
        raise BlockError(reason(error)) from error
    if not 1 <= event.n <= MAX_N:
        raise BlockError(f"its number {short(event.n)} is out of range")
    return event


_KNOWN: dict[bytes, tuple[Question, int]] = {}  # questions that were read, with their weight, by what their text is
_MOST_KNOWN = 2048  # some tens of megabytes
_QUESTION = b"\nquestion.id = "


def _with_known_question(body: bytes, allowance: Allowance) -> dict[str, Any] | None:
    """The values of a block that ends with a question, which is parsed once for all transcripts that hold it.

    It is most of a transcript, and an archive holds each question hundreds of times. None for any other block, and for
    one that may mean something else when it is read in two parts.
    """
    head, mark, rest = body.partition(_QUESTION)
    if not mark or b'"""' in head or b"'''" in head or b"\n[" in rest:
        return None
    tail = mark + rest
    digest = hashlib.blake2b(tail, digest_size=16).digest()
    try:
        values: dict[str, Any] = toml(head + b"\n", allowance)["event"][0]
        if digest not in _KNOWN:
            alone = toml(tail, Allowance())
            question = msgspec.convert(alone.pop("question"), Question)
            if alone or "question" in values:
                return None
            while len(_KNOWN) >= _MOST_KNOWN:
                _KNOWN.pop(next(iter(_KNOWN)), None)
            _KNOWN[digest] = question, weight(tail.decode("utf-8", "replace"))
        question, marks = _KNOWN[digest]
        allowance.spend(marks)
    except (ValueError, KeyError, TypeError, OverflowError):
        return None  # read whole, it says what is wrong
    return None if "question" in values else {**values, "question": question}


def _respell(raw: dict[str, Any]) -> None:
    """Write the verdicts in an event by their present words; they also stand in the reason of a choice."""
    for fields in (raw, raw.get("reason")):
        if isinstance(fields, dict):
            for name in _VERDICT_FIELDS & fields.keys():
                fields[name] = FORMER_VERDICTS.get(str(fields[name]), fields[name])


def toml(data: bytes, allowance: Allowance) -> dict[str, Any]:
    """The cleaned values of TOML text, control characters ignored. Raises BlockError."""
    if len(data) > MOST_BYTES:
        raise BlockError(f"it is larger than {MOST_BYTES // 1024**2} MB")
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    if _NEVER_TOML.search(text):
        text = clean(text)
    try:
        try:
            values = loads(text, allowance)
        except tomli.TOMLDecodeError:
            if len(text) > _TRIED_TWICE or (shown := clean(text)) == text:
                raise
            values = loads(shown, allowance)
        cleaned_values: dict[str, Any] = cleaned(values)
    except ValueError as error:
        raise BlockError(reason(error)) from error
    return cleaned_values


def cleaned(value: Any) -> Any:
    """A value safe to show and to compute with: anyone may have edited a transcript.

    Text has no control characters, numbers are finite and fit 64 bits (else 0), times are in UTC and in a usable year.
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
            if not 1970 < value.year < 9999:
                return _EPOCH
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return value


# the most that these fields may be: beyond `LARGEST_CLOCK` sums are no numbers any more
_MOST = {"clock": LARGEST_CLOCK, "seconds": LARGEST_CLOCK, "spoken_seconds": LARGEST_CLOCK, "minutes": 1e5}
_MOST |= {"coverage": 1.0, "heard": 1.0}  # shares


def bound_numbers(values: dict[str, Any]) -> None:
    """Bring lengths of time and shares of an event or a header, which anyone may have edited, into their bounds."""
    for name in _MOST.keys() & values.keys():
        if isinstance(values[name], int | float):
            values[name] = min(max(0.0, values[name]), _MOST[name])


def reason(error: BaseException) -> str:
    """The message of an error, on one line, without a full stop."""
    return short(error, 160).rstrip(".") or type(error).__name__
