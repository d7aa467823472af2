"""The text of a transcript: a `[session]` header, then one literal `[[event]]` block per event.

Nested values stand inline, long texts as multi-line strings, a question's fields under dotted keys: a person can read
it in an editor, and no block can land inside the table before it. `# end <n> <crc32>` closes each block.
"""

import json
import zlib
from datetime import UTC, datetime
from typing import Any

import msgspec

from simulator.session.events import Event

START = "[[event]]\n"


def header_text(header: msgspec.Struct) -> str:
    """The `[session]` table of a new transcript."""
    return "[session]\n" + _fields(msgspec.to_builtins(header, builtin_types=(datetime,))) + "\n"


def event_block(event: Event) -> str:
    """One event as it is appended: its fields, then the end line with the checksum over what stands before it."""
    body = START + _fields(msgspec.to_builtins(event, builtin_types=(datetime,)))
    return f"{body}{end_line(event.n, body)}\n"


def end_line(n: int, body: str) -> str:
    """`# end <n> <crc32>`: 8 hex digits over the UTF-8 bytes from `[[event]]` up to `# end`, blank line included."""
    return f"# end {n} {zlib.crc32(body.encode()):08x}\n"


def _fields(values: dict[str, Any]) -> str:
    kind = values.pop("kind", None)
    ordered: dict[str, Any] = {key: values.pop(key) for key in ("n", "at", "clock") if key in values}
    if kind is not None:
        ordered["kind"] = kind
    return "".join(_field(key, value) for key, value in {**ordered, **values}.items() if value is not None)


def _field(key: str, value: Any) -> str:
    if isinstance(value, dict) and key in {"question", "check"}:
        return "".join(f"{key}.{_field(name, inner)}" for name, inner in value.items() if inner is not None)
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        rows = "".join(f"  {inline(row)},\n" for row in value)
        return f"{key} = [\n{rows}]\n"
    if isinstance(value, str) and "\n" in value:
        return f"{key} = {_long(value)}\n"
    return f"{key} = {inline(value)}\n"


def inline(value: Any) -> str:
    """One value as TOML on one line. Only the types that records hold: str, bool, int, float, datetime, list, dict."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case int() | float():
            return _number(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case dict():
            pairs = (f"{_key(k)} = {inline(v)}" for k, v in value.items() if v is not None)
            return "{" + ", ".join(pairs) + "}"
        case list() | tuple():
            return "[" + ", ".join(inline(v) for v in value) + "]"
        case _:
            raise TypeError(f"no TOML form for {type(value).__name__}")


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    text = repr(value)
    return text if any(ch in text for ch in ".en") else text + ".0"


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("-", "").replace("_", "").isalnum() else _quoted(key)


def _quoted(text: str) -> str:
    # JSON escapes are TOML escapes, but TOML also wants DEL escaped and knows no lone surrogates.
    escaped = json.dumps(_whole(text), ensure_ascii=False)
    return escaped.replace("\x7f", "\\u007F")


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
    return text.encode("utf-8", "replace").decode("utf-8")
