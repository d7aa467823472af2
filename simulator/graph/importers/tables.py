"""Tables of questions: CSV and TSV with a header, JSON and JSON lines. Columns are found by their names."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from simulator.errors import UsageError
from simulator.graph.importers.entry import KEYS, Found, text_of
from simulator.graph.sanitise import line, short


def read_csv(data: bytes, name: str) -> Found:
    """The rows of a table. Raises UsageError where no column holds the questions."""
    text = text_of(data, name)
    first = text.split("\n", 1)[0]
    separator = max("\t,;", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UsageError(f"{name} is no table ({error}).") from error
    columns = columns_of(rows[0] if rows else [], name)
    found = Found()
    for number, row in enumerate(rows[1:], 2):
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
        chosen = {key: word for key, words in KEYS.items() for word in reversed(words) if word in texts}
        found.take(where, **{key: texts[word] for key, word in chosen.items()})
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


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)
