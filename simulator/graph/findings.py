"""Findings: what is wrong with a graph, where, and what its author can do; msgspec's errors in plain words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from types import GenericAlias
from typing import Any, get_args, get_type_hints

import msgspec

from simulator.graph.lint.rules import SEVERITIES, Severity
from simulator.graph.records import Area, Graph, Role, ready
from simulator.graph.text import plural, short


class Finding(msgspec.Struct, frozen=True):
    """One fault. `key` is the path inside the record, such as `rubric[0].weight`; empty for the whole record."""

    rule: str
    file: str
    record: str
    key: str
    message: str
    line: int = 0

    @property
    def severity(self) -> Severity:
        """Whether the rule makes it an error or a warning."""
        return SEVERITIES[self.rule]

    def __str__(self) -> str:
        file = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join((file, *filter(None, (self.record, self.key)), self.message))


ready(Finding)


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint ` (did you mean "x"?)` with the valid name most like `name`; empty if none is like it."""
    matches = get_close_matches(name[:120], list(names), n=1, cutoff=0.65)
    return f' (did you mean "{matches[0]}"?)' if matches else ""


LIKE = 0.75  # of a word of a name or title to what was typed: "safty" is one of them, "expert" isn't


def no_such(graph: Graph, noun: str, name: str, known: Mapping[str, Role] | Mapping[str, Area]) -> str:
    """Says that a graph has no such role or area, and which may be meant: by its name, a part of it, or its title."""
    words = {id_: re.split(r"\W+", f"{id_} {record.title}".casefold()) for id_, record in known.items()}
    asked = name.casefold()[:120]
    parts = [id_ for id_, parts in words.items() if asked in parts]
    parts = parts or [id_ for id_, parts in words.items() if get_close_matches(asked, parts, n=1, cutoff=LIKE)]
    hint = nearest(name, known) or (nearest(parts[0], parts) if len(parts) == 1 else "")
    return f'The graph {graph.id} has no {noun} "{short(name)}"{hint}; choose one of {", ".join(known)}.'


_PLACE = re.compile(r"(?P<what>.*?)(?: - at (?P<at>.*))?", re.DOTALL)  # of a message by msgspec
_KINDS = {
    "str": "text in quotes",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
}
ID_FORM = "an id that begins with a letter or a digit, of small letters, digits, `-`, `.` and `_`"
_SPOKEN = {"bool": "true or false", "datetime": "a date", "date": "a date", "time": "a time", "null": "nothing"}


def explain(error: msgspec.ValidationError, record: type, raw: Any) -> tuple[str, str, str]:
    """The rule broken (`type`, `value`, `missing-key` or `unknown-key`), the key path and a sentence for the author.

    `record` is the expected type, `raw` the value that msgspec refused.
    """
    match = _PLACE.fullmatch(str(error))
    problem, at = (match["what"], match["at"] or "") if match else (str(error), "")
    inside = re.search(r"\$([^`]*)", at)  # `$.rubric[0].weight`, or `key` in `$.areas`
    path, in_table, within = inside[1].lstrip(".").partition("[...]") if inside else ("", "", "")
    value, hint = look_up(raw, path), _hint(record, f"{path}.{in_table}{within}")  # an id may have dots
    if isinstance(value, Mapping) and (in_table or at.startswith("`key`")):
        path, value = _entry(path, value, record, of_key=at.startswith("`key`"))
    if within:  # the value of an entry has values of its own
        path, value = f"{path}{within}", look_up(value, within)
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", problem, re.DOTALL):
        names = getattr(_record_in(hint) or record, "__struct_fields__", ())
        name = short(unknown[1]) or '""'
        instead = nearest(name, names) or f"; known are {', '.join(names)}"
        return "unknown-key", _join(path, name), f"there's no such key{instead}"
    if missing := re.fullmatch(r"Object missing required field `(.*)`", problem):
        return "missing-key", _join(path, missing[1]), "the key is missing; it is required"
    if problem.startswith("Invalid enum value"):
        args = get_args(hint)
        valid = [arg for arg in args if isinstance(arg, str)]
        valid = valid or [each for arg in args for each in get_args(arg) if isinstance(each, str)]
        wanted = f"expected one of {', '.join(valid)}"
        return "value", path, f"{wanted}, found{_quoted(value)}{nearest(str(value), valid)}"
    return _mismatch(problem, path, value, hint)


def _entry(path: str, table: Mapping[str, Any], record: type, *, of_key: bool) -> tuple[str, Any]:
    """The key path and the value of the first entry that does not fit: msgspec names only the table it stands in."""
    wanted = get_args(_hint(record, path))[0 if of_key else 1]
    for key, value in table.items():
        try:
            msgspec.convert(key if of_key else value, wanted)
        except msgspec.ValidationError:
            return (path, key) if of_key else (_join(path, short(key)), value)
    return path, table


def _mismatch(problem: str, path: str, value: Any, hint: Any) -> tuple[str, str, str]:
    """The same for a value of another type, or out of the bounds that its annotation gives."""
    wanted = re.match(r"Expected `(\w+)[^`]*`(?:, got `(\w+)`)?(.*)", problem, re.DOTALL)
    if wanted is None:
        return "value", path, f"{problem[0].lower()}{problem[1:]}"
    kind, got, limit = _KINDS.get(wanted[1], wanted[1]), wanted[2], wanted[3]
    if got:
        return "type", path, f"expected {kind}, found {_SPOKEN.get(got, _KINDS.get(got, got))}{_quoted(value)}"
    if "regex" in limit:
        is_month = path.endswith("as_of")
        form = "a month such as 2026-11" if is_month else ID_FORM
        return "value", path, f"expected {form}, found{_quoted(value)}"
    if length := re.search(r"of length (<=|>=|) ?(\d+)", limit):
        bound = {"<=": "at most", ">=": "at least"}.get(length[1], "exactly")
        count = plural(int(length[2]), *(("character",) if wanted[1] == "str" else ("entry", "entries")))
        return "value", path, f"expected {bound} {count}, found {len(value)}"
    if re.search(r"(<=|>=|<|>) [-\d.]+", limit):
        limit = _bounds(hint)
    return "value", path, f"expected {kind} {limit.strip()}, found{_quoted(value)}"


def _bounds(hint: Any) -> str:
    """The bounds that the annotation of a number sets, both ends of them: `from 1 to 6`, `above 0, at most 120`."""
    if isinstance(hint, msgspec.Meta):
        if hint.ge is not None and hint.le is not None:
            return f"from {hint.ge:,} to {hint.le:,}"
        ends = {"of at least": hint.ge, "above": hint.gt, "of at most": hint.le, "below": hint.lt}
        given = [f"{words} {end:,}" for words, end in ends.items() if end is not None]
        return ", ".join([*given[:1], *(words.removeprefix("of ") for words in given[1:])])
    parts = (*getattr(hint, "__metadata__", ()), *get_args(hint)) if get_args(hint) else ()
    return next(filter(None, map(_bounds, parts)), "")


def _hint(record: Any, path: str) -> Any:
    """The annotation of the field that `path` names, looked up through lists of records."""
    steps = [step for step in re.sub(r"\[\d+\]", "", path.replace("[...]", "any.")).split(".") if step]
    hint: Any = record
    for step in steps:
        owner = _record_in(hint)
        if owner is None:  # a table of somebody's own keys, whose values are alike
            hint = next(iter(get_args(hint)[1:]), None) if isinstance(hint, GenericAlias) else None
        else:
            hint = get_type_hints(owner, include_extras=True).get(step)
    return hint


def _record_in(hint: Any) -> Any:
    """The first record type in an annotation, such as Point in `tuple[Point, ...]`; None if there is none."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return hint
    return next((record for part in get_args(hint) if (record := _record_in(part)) is not None), None)


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


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


# what is no text to be read, or has a rule of its own
_NO_TEXTS = frozenset({"id", "cues", "cases", "starter", "entry", "sources"})


def blank_texts(records: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[tuple[str, str], str]]:
    """The kind and id of each record with a required text, or an entry of a list, that is empty; and its key path."""
    for kind, named in records.items():
        for name, record in named.items():
            for key in _blank(record, ""):
                if not (key.startswith("stages") and record.is_coding):  # those of a task are our own
                    yield (kind, name), key


def _blank(record: msgspec.Struct, path: str) -> Iterator[str]:
    for name, is_required in _texts_of(type(record)):
        value = getattr(record, name)
        if isinstance(value, str) and is_required and not value.strip():
            yield f"{path}{name}"
        elif isinstance(value, msgspec.Struct):
            yield from _blank(value, f"{path}{name}.")
        elif isinstance(value, tuple):
            for index, entry in enumerate(value):
                if isinstance(entry, msgspec.Struct):
                    yield from _blank(entry, f"{path}{name}[{index}].")
                elif isinstance(entry, str) and not entry.strip():
                    yield f"{path}{name}[{index}]"


@lru_cache
def _texts_of(record: type[msgspec.Struct]) -> tuple[tuple[str, bool], ...]:
    """The fields that may hold texts, and whether each is required."""
    return tuple((each.name, each.required) for each in msgspec.structs.fields(record) if each.name not in _NO_TEXTS)
