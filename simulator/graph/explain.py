"""What msgspec says about a value that does not fit, put in words for the author of a graph."""

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
    """The rule broken (`type`, `value`, `missing-key` or `unknown-key`), the key path and a sentence.

    `record` is the type that was expected and `raw` the value that was refused.
    """
    match = _PLACE.fullmatch(str(error))
    what, at = (match["what"], match["at"] or "") if match else (str(error), "")
    path = _path(at)
    value = look_up(raw, path)
    if isinstance(value, Mapping) and ("[...]" in at or at.startswith("`key`")):
        path, value = _entry(path, value, record, of_key=at.startswith("`key`"))
    if found := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        return _unknown(found[1], path, record)
    if found := re.fullmatch(r"Object missing required field `(.*)`", what):
        return "missing-key", _join(path, found[1]), "the key is missing; it is required"
    if what.startswith("Invalid enum value"):
        return _choice(path, record, value)
    return _mismatch(what, path, value)


def _entry(path: str, table: Mapping[str, Any], record: type, *, of_key: bool) -> tuple[str, Any]:
    """The key path and the value of the first entry that does not fit: msgspec names only the table it stands in."""
    wanted = get_args(_hint(record, path))[0 if of_key else 1]
    for key, value in table.items():
        try:
            msgspec.convert(key if of_key else value, wanted)
        except msgspec.ValidationError:
            return (path, key) if of_key else (_join(path, short(key)), value)
    return path, table


def _mismatch(what: str, path: str, value: Any) -> tuple[str, str, str]:
    wanted = re.match(r"Expected `(\w+)[^`]*`(?:, got `(\w+)`)?(.*)", what, re.DOTALL)
    if wanted is None:
        return "value", path, f"{what[0].lower()}{what[1:]}"
    kind, got, limit = _KINDS.get(wanted[1], wanted[1]), wanted[2], wanted[3]
    if got:
        return "type", path, f"expected {kind}, found {_SPOKEN.get(got, _KINDS.get(got, got))}{_quoted(value)}"
    if "regex" in limit:
        return "value", path, f"expected an id of small letters, digits, `-`, `.` and `_`, found{_quoted(value)}"
    if bound := re.search(r"of length (<=|>=|) ?(\d+)", limit):
        return "value", path, f"expected {_length(bound[1], int(bound[2]), wanted[1])}, found {len(value)}"
    return "value", path, f"expected {kind} {_bound(limit)}, found{_quoted(value)}"


def _length(bound: str, number: int, kind: str) -> str:
    one, many = ("character", "characters") if kind == "str" else ("entry", "entries")
    words = {"<=": "at most", ">=": "at least"}.get(bound, "exactly")
    return f"{words} {number} {one if number == 1 else many}"


def _bound(limit: str) -> str:
    found = re.search(r"(<=|>=|<|>) ([-\d.]+)", limit)
    words = {"<=": "of at most", ">=": "of at least", "<": "below", ">": "above"}
    return f"{words[found[1]]} {found[2].removesuffix('.0')}" if found else limit.strip()


def _choice(path: str, record: type, value: Any) -> tuple[str, str, str]:
    valid = [value for value in get_args(_hint(record, path)) if isinstance(value, str)]
    valid = valid or [v for arg in get_args(_hint(record, path)) for v in get_args(arg) if isinstance(v, str)]
    return "value", path, f"expected one of {', '.join(valid)}, found{_quoted(value)}{nearest(str(value), valid)}"


def _unknown(name: str, path: str, record: type) -> tuple[str, str, str]:
    struct = _struct(record, path)
    names = getattr(struct, "__struct_fields__", ())
    shown = short(name)
    hint = nearest(shown, names) or f"; known are {', '.join(names)}"
    return "unknown-key", _join(path, shown), f"there is no such key{hint}"


def _hint(record: Any, path: str) -> Any:
    """The annotation of the field that `path` names, looked up through lists of records."""
    steps = [step for step in re.sub(r"\[[^\]]*\]", "", path).split(".") if step]
    hint: Any = record
    for step in steps:
        owner = _record_in(hint)
        hint = get_type_hints(owner, include_extras=True).get(step) if owner is not None else None
    return hint


def _struct(record: Any, path: str) -> Any:
    return _record_in(_hint(record, path)) or record


def _record_in(hint: Any) -> Any:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return hint
    return next((found for part in get_args(hint) if (found := _record_in(part)) is not None), None)


def look_up(raw: Any, path: str) -> Any:
    """The value at a key path such as `rubric[0].weight`; None where there is none."""
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


def _path(at: str) -> str:
    """`$.rubric[0].weight`, or `key` in `$.areas`, as `rubric[0].weight`, or `areas`."""
    found = re.search(r"\$([^`]*)", at)
    return found[1].lstrip(".").replace("[...]", "") if found else ""


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
