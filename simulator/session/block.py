"""The text of a transcript: a `[session]` header, then one literal `[[event]]` block per event.

Nested values stand inline, long texts as multi-line strings, a question's fields under dotted keys: a person can read
it in an editor, and no block can land inside the table before it. `# end <n> <crc32>` closes each block.
"""

import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any

import msgspec

from simulator.session.events import Event

START = "[[event]]\n"
_KEPT = (datetime,)  # what TOML has a form for and JSON has not


def header_text(header: msgspec.Struct) -> str:
    """The `[session]` table of a new transcript."""
    return "[session]\n" + "".join(_lines(msgspec.to_builtins(header, builtin_types=_KEPT))) + "\n"


def event_block(event: Event) -> str:
    """One event as it is appended: its fields, then the end line with the checksum over what stands before it."""
    return event_bytes(event).decode()


def event_bytes(event: Event) -> bytes:
    """The same in UTF-8. An append is to cost hardly more than its write, so it is encoded once."""
    values = msgspec.to_builtins(event, builtin_types=_KEPT)
    take = values.pop
    n, at, clock, kind = take("n"), take("at"), take("clock"), take("kind")
    first = f'n = {n}\nat = {_moment(at)}\nclock = {_LINES[type(clock)](clock)}\nkind = "{kind}"\n'
    body = f"{START}{first}{''.join(_lines(values))}".encode()
    return b"%b# end %d %08x\n\n" % (body, n, zlib.crc32(body))


def end_line(n: int, body: str) -> str:
    """`# end <n> <crc32>`: 8 hex digits over the UTF-8 bytes from `[[event]]` up to `# end`, blank line included."""
    return f"# end {n} {zlib.crc32(body.encode()):08x}\n"


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
    return encode_basestring(_whole(text)).replace("\x7f", "\\u007F")


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


def _whole(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


_LINES: dict[type, Callable[[Any], str]] = {int: str, str: _text, float: _real, datetime: _moment, bool: _truth}
_FORMS: dict[type, Callable[[Any], str]] = {**_LINES, str: _quoted, dict: _table, list: _row, tuple: _row}
