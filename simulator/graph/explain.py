"""Explain msgspec's validation errors in words for the author of a graph."""

import re
from collections.abc import Mapping
from typing import Any, get_args, get_type_hints

import msgspec

from simulator.graph.findings import nearest
from simulator.graph.text import short

_PLACE = re.compile(r"(?P<what>.*?)(?: - at (?P<at>.*))?", re.DOTALL)
_KINDS = {
    "str": "text in quotes",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
}
_SPOKEN = {"bool": "true or false", "datetime": "a date", "date": "a date", "time": "a time", "null": "nothing"}


def explain(error: msgspec.ValidationError, record: type, raw: Any) -> tuple[str, str, str]:
    """The broken rule (`type`, `value`, `missing-key` or `unknown-key`), the key path and a sentence.

    `record` is the expected type and `raw` the value that msgspec refused.
    """
    match = _PLACE.fullmatch(str(error))
    what, at = (match["what"], match["at"] or "") if match else (str(error), "")
    # `$.rubric[0].weight`, or `key` in `$.areas`, as `rubric[0].weight`, or `areas`
    dollar = re.search(r"\$([^`]*)", at)
    path = dollar[1].lstrip(".").replace("[...]", "") if dollar else ""
    value = look_up(raw, path)
    if isinstance(value, Mapping) and ("[...]" in at or at.startswith("`key`")):
        path, value = _entry(path, value, record, of_key=at.startswith("`key`"))
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        names = getattr(_record_in(_hint(record, path)) or record, "__struct_fields__", ())
        key = short(unknown[1])
        hint = nearest(key, names) or f"; known are {', '.join(names)}"
        return "unknown-key", _join(path, key), f"there is no such key{hint}"
    if missing := re.fullmatch(r"Object missing required field `(.*)`", what):
        return "missing-key", _join(path, missing[1]), "the key is missing; it is required"
    if what.startswith("Invalid enum value"):
        hints = get_args(_hint(record, path))
        valid = [value for value in hints if isinstance(value, str)]
        valid = valid or [v for hint in hints for v in get_args(hint) if isinstance(v, str)]
        close = nearest(str(value), valid)
        return "value", path, f"expected one of {', '.join(valid)}, found{_quoted(value)}{close}"
    return _mismatch(what, path, value)


def _entry(path: str, table: Mapping[str, Any], record: type, *, of_key: bool) -> tuple[str, Any]:
    """The key path and the value of the first invalid entry of a table; msgspec names only the table."""
    wanted = get_args(_hint(record, path))[0 if of_key else 1]
    for key, value in table.items():
        try:
            msgspec.convert(key if of_key else value, wanted)
        except msgspec.ValidationError:
            return (path, key) if of_key else (_join(path, short(key)), value)
    return path, table


def _mismatch(what: str, path: str, value: Any) -> tuple[str, str, str]:
    """The rule, path and sentence for a value of a wrong type, length or size."""
    wanted = re.match(r"Expected `(\w+)[^`]*`(?:, got `(\w+)`)?(.*)", what, re.DOTALL)
    if wanted is None:
        return "value", path, f"{what[0].lower()}{what[1:]}"
    kind, got, limit = _KINDS.get(wanted[1], wanted[1]), wanted[2], wanted[3]
    if got:
        return "type", path, f"expected {kind}, found {_SPOKEN.get(got, _KINDS.get(got, got))}{_quoted(value)}"
    if "regex" in limit:
        return "value", path, f"expected an id of small letters, digits, `-`, `.` and `_`, found{_quoted(value)}"
    if bound := re.search(r"of length (<=|>=|) ?(\d+)", limit):
        singular, plural = ("character", "characters") if wanted[1] == "str" else ("entry", "entries")
        most_or_least = {"<=": "at most", ">=": "at least"}.get(bound[1], "exactly")
        noun = singular if bound[2] == "1" else plural
        return "value", path, f"expected {most_or_least} {bound[2]} {noun}, found {len(value)}"
    if bound := re.search(r"(<=|>=|<|>) ([-\d.]+)", limit):
        words = {"<=": "of at most", ">=": "of at least", "<": "below", ">": "above"}
        limit = f"{words[bound[1]]} {bound[2].removesuffix('.0')}"
    return "value", path, f"expected {kind} {limit.strip()}, found{_quoted(value)}"


def _hint(record: Any, path: str) -> Any:
    """The type annotation of the field at a key path, looked up through lists of records."""
    steps = [step for step in re.sub(r"\[[^\]]*\]", "", path).split(".") if step]
    hint: Any = record
    for step in steps:
        owner = _record_in(hint)
        hint = get_type_hints(owner, include_extras=True).get(step) if owner is not None else None
    return hint


def _record_in(hint: Any) -> Any:
    """The first struct in a type annotation, or None."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return hint
    return next((record for part in get_args(hint) if (record := _record_in(part)) is not None), None)


def look_up(raw: Any, path: str) -> Any:
    """The value at a key path such as `rubric[0].weight`, or None."""
    for step in re.findall(r"[^.\[\]]+", path):
        if isinstance(raw, list) and step.isdigit() and int(step) < len(raw):
            raw = raw[int(step)]
        elif isinstance(raw, Mapping):
            raw = raw.get(step)
        else:
            return None
    return raw


def _quoted(value: Any) -> str:
    if value is None or isinstance(value, list | dict | bool):
        return ""
    return f' "{short(value)}"' if isinstance(value, str) else f" {short(value)}"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
