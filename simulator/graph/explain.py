"""What msgspec says about a value that does not fit, put in words for the author of a graph."""

import re
from collections.abc import Mapping
from typing import Any, get_args, get_type_hints

import msgspec

from simulator.graph.findings import nearest
from simulator.graph.sanitise import short

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
    if found := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        return _unknown(found[1], path, record)
    if found := re.fullmatch(r"Object missing required field `(.*)`", what):
        return "missing-key", _join(path, found[1]), "the key is missing; it is required"
    if what.startswith("Invalid enum value"):
        return _choice(path, record, raw)
    return _mismatch(what, path, raw)


def _mismatch(what: str, path: str, raw: Any) -> tuple[str, str, str]:
    wanted = re.match(r"Expected `(\w+)[^`]*`(?:, got `(\w+)`)?(.*)", what, re.DOTALL)
    if wanted is None:
        return "value", path, f"{what[0].lower()}{what[1:]}"
    kind, got, limit = _KINDS.get(wanted[1], wanted[1]), wanted[2], wanted[3]
    if got:
        return "type", path, f"expected {kind}, found {_SPOKEN.get(got, _KINDS.get(got, got))}{_quoted(raw, path)}"
    if "regex" in limit:
        return "value", path, f"expected an id of small letters, digits, `-`, `.` and `_`, found{_quoted(raw, path)}"
    if bound := re.search(r"of length (<=|>=) (\d+)", limit):
        unit = "characters" if wanted[1] == "str" else "entries"
        return "value", path, f"expected at {'most' if bound[1] == '<=' else 'least'} {bound[2]} {unit}"
    return "value", path, f"expected {kind} {_bound(limit)}, found{_quoted(raw, path)}"


def _bound(limit: str) -> str:
    found = re.search(r"(<=|>=|<|>) ([-\d.]+)", limit)
    words = {"<=": "of at most", ">=": "of at least", "<": "below", ">": "above"}
    return f"{words[found[1]]} {found[2].removesuffix('.0')}" if found else limit.strip()


def _choice(path: str, record: type, raw: Any) -> tuple[str, str, str]:
    valid = [value for value in get_args(_hint(record, path)) if isinstance(value, str)]
    valid = valid or [v for arg in get_args(_hint(record, path)) for v in get_args(arg) if isinstance(v, str)]
    hint = nearest(str(look_up(raw, path)), valid)
    return "value", path, f"expected one of {', '.join(valid)}, found{_quoted(raw, path)}{hint}"


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
        hint = get_type_hints(owner).get(step) if owner is not None else None
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


def _quoted(raw: Any, path: str) -> str:
    value = look_up(raw, path)
    if value is None or isinstance(value, list | dict):
        return ""
    return f' "{short(value)}"' if isinstance(value, str) else f" {short(value)}"


def _path(at: str) -> str:
    """`$.rubric[0].weight`, or `key` in `$.areas`, as `rubric[0].weight`, or `areas`."""
    found = re.search(r"\$([^`]*)", at)
    return found[1].lstrip(".").replace("[...]", "") if found else ""


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
