"""Tables of questions: CSV and TSV with a header, JSON and JSON lines. Columns are found by their names."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from simulator.errors import UsageError
from simulator.graph.importers.entry import KEYS, Found, rows_of, text_of
from simulator.graph.sanitise import line, short


def read_csv(data: bytes, name: str) -> Found:
    """The rows of a table. Raises UsageError where no column holds the questions."""
    text = text_of(data, name)
    first = text.split("\n", 1)[0]
    separator = max("\t,;", key=first.count)
    rows = rows_of(csv.reader(io.StringIO(text, newline=""), delimiter=separator), name)
    columns = columns_of(next(rows, []), name)
    found = Found()
    for number, row in enumerate(rows, 2):
        if any(cell.strip() for cell in row):
            texts = {key: row[place] for key, place in columns.items() if place < len(row)}
            found.take(f"{name}, row {number}", **texts)
    return found


def columns_of(header: Iterable[str], name: str) -> dict[str, int]:
    """Which column holds what, by the names in the header. Raises UsageError without one for the questions."""
    names = [line(cell).lower() for cell in header]
    found = {key: names.index(word) for key, words in KEYS.items() for word in reversed(words) if word in names}
    if "prompt" not in found:
        shown = ", ".join(short(cell, 20) for cell in names[:8]) or "nothing"
        raise UsageError(f'{name}: no column is called "question" or "prompt"; the first line holds {shown}.')
    return found


def read_json(data: bytes, name: str) -> Found:
    """A JSON list of objects, an object that holds one, or an object a line. Raises UsageError for anything else."""
    found = Found()
    for number, raw in enumerate(_objects(text_of(data, name), name), 1):
        where = f"{name}, record {number}"
        texts = {key.lower(): _flat(value) for key, value in raw.items()} if isinstance(raw, dict) else {}
        if unfit := next((key for key, value in texts.items() if value is None and _is_known(key)), ""):
            found.leave(where, f'"{short(unfit)}" is no text')
            continue
        chosen = {key: word for key, words in KEYS.items() for word in reversed(words) if word in texts}
        found.take(where, **{key: texts[word] or "" for key, word in chosen.items()})
    return found


def _objects(text: str, name: str) -> list[Any]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return _lines(text, name)
    if isinstance(whole, Mapping):
        records = (value for value in whole.values() if isinstance(value, list))
        return next((value for value in records if value and isinstance(value[0], dict)), [whole])
    if isinstance(whole, list):
        return whole
    raise UsageError(f"{name}: expected a list of questions.")


def _lines(text: str, name: str) -> list[Any]:
    found = []
    for number, row in enumerate(text.split("\n"), 1):
        if row.strip():
            try:
                found.append(json.loads(row))
            except (ValueError, RecursionError) as error:
                raise UsageError(f"{name}, line {number}: this is no JSON ({short(error)}).") from error
    return found


def _is_known(key: str) -> bool:
    return any(key in words for words in KEYS.values())


def _flat(value: Any) -> str | None:
    """The value as text; None where it is an object, or a list of other things than texts and numbers."""
    if isinstance(value, list):
        parts = [_flat(part) for part in value if not isinstance(part, list)]
        return ", ".join(part for part in parts if part is not None) if len(parts) == len(value) else None
    if value is None:
        return ""
    return str(value) if isinstance(value, str | int | float) else None
