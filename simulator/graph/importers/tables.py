"""Question lists as tables and records: CSV and TSV with a header, JSON and JSON lines.

Columns and keys are recognised by their names.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from simulator.errors import UsageError
from simulator.graph.importers.entry import KEYS, ImportedFile, rows_of, text_of
from simulator.graph.text import one_line, short

_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)
COUNTED = frozenset(("id", "no", "no.", "nr", "nr.", "#", "number", "index", "uuid"))
DEEPEST = 8  # lists within lists
NAMES_FIRST = (*KEYS["topic"], "name", "title")  # how an object with a list of questions says what they're about
NAMES = frozenset(NAMES_FIRST)
# no topics
HOLDERS = frozenset("questions question items data results records cards quiz quizzes list entries".split())
NO_NAMES: Mapping[str, str] = {}


def read_csv(data: bytes, name: str, called: Mapping[str, str] = NO_NAMES) -> ImportedFile:
    """The questions of a table, its columns `called` so, by the keys of KEYS, or named as usual.

    Raises UsageError if it is damaged or no column has the questions.
    """
    text, skipped = text_of(data, name), 0
    first, _, rest = text.partition("\n")
    separator = max("\t,;|", key=first.count)
    if named := _SEPARATOR.fullmatch(first):  # of Excel, which shows no such row
        text, separator, skipped = rest, named[1], 1
    rows = rows_of(text, separator, name)
    header = next(rows, [])
    columns = columns_of(header, name, called)
    imported = ImportedFile(names=tuple(map(one_line, header)))
    for number, row in enumerate(rows, 2 + skipped):
        if any(cell.strip() for cell in row):
            texts = {key: row[column] for key, column in columns.items() if column < len(row)}
            imported.take(f"{name}, row {number}", **texts)
    _tell_unused(imported, name, [cell for at, cell in enumerate(header) if at not in columns.values()], called)
    return imported


def _tell_unused(imported: ImportedFile, name: str, columns: Iterable[str], called: Mapping[str, str]) -> None:
    """Say which columns or keys are of no use, but for numbers of rows and other words for what is used."""
    known = {word for words in _words(called).values() for word in words} | COUNTED
    unused = [one_line(column) for column in columns if one_line(column).lower() not in known]
    if unused := list(filter(None, unused)):
        shown = ", ".join(short(column, 20) for column in unused[:8]) + (" and more" if len(unused) > 8 else "")
        imported.leave(name, f"nothing is taken from {shown}")


def columns_of(header: Iterable[str], name: str, called: Mapping[str, str] = NO_NAMES) -> dict[str, int]:
    """The column, from 0, of each key of KEYS in the header. Raises UsageError without one for the questions."""
    titles = [one_line(cell) for cell in header]
    names, wanted = [title.lower() for title in titles], _words(called)
    columns = {key: names.index(word) for key, words in wanted.items() for word in reversed(words) if word in names}
    missing = next((called[key] for key in called if key not in columns), "" if "prompt" in columns else "question")
    if missing:
        shown = ", ".join(short(cell, 20) for cell in titles[:8]) or "nothing"
        advice = "" if called else "; `--column question=NAME` says which it is, and so for answer, topic, difficulty"
        raise UsageError(f'{name}: no column is called "{short(missing, 20)}"{advice}. The first line holds {shown}.')
    return columns


def _words(called: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The words for each key of KEYS: what it's `called` comes before the usual ones."""
    own = {key: (one_line(name).lower(),) for key, name in called.items()}
    return {key: own.get(key, ()) + words for key, words in KEYS.items()}


def read_json(data: bytes, name: str, called: Mapping[str, str] = NO_NAMES) -> ImportedFile:
    """The questions of a JSON list, of an object with such a list, or of JSON lines. Raises UsageError for others."""
    wanted = _words(called)
    known = {word for words in wanted.values() for word in words}
    records = list(_records(_objects(text_of(data, name), name), set(wanted["prompt"])))
    keys = {key.lower(): key for raw, _ in records if isinstance(raw, dict) for key in raw}
    if not keys.keys() & ({one_line(called["prompt"]).lower()} if called.get("prompt") else set(wanted["prompt"])):
        shown = ", ".join(short(key, 20) for key in [*keys.values()][:8]) or "nothing"
        word = short(called.get("prompt", "question"), 20)
        advice = "" if called else "; `--column question=NAME` says which it is"
        raise UsageError(f'{name}: no record has a key called "{word}"{advice}. They hold {shown}.')
    imported = ImportedFile(names=tuple(keys.values()))
    for number, (raw, topic) in enumerate(records, 1):
        where = f"{name}, record {number}"
        texts = {key.lower(): _flat(value) for key, value in raw.items()} if isinstance(raw, dict) else {}
        if unfit := next((key for key, value in texts.items() if value is None and key in known), ""):
            imported.leave(where, f'"{short(unfit)}" is no text')
            continue
        chosen = {key: word for key, words in wanted.items() for word in reversed(words) if word in texts}
        imported.take(where, **{"topic": topic, **{key: texts[word] or "" for key, word in chosen.items()}})
    _tell_unused(imported, name, keys.values(), called)
    return imported


def _objects(text: str, name: str) -> Any:
    """What a JSON text holds, or the list of what its lines hold. Raises UsageError for what is neither."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        whole = []
        for number, row in enumerate(text.split("\n"), 1):
            try:
                whole += [json.loads(row)] if row.strip() else []
            except RecursionError as error:
                raise UsageError(f"{name}, line {number}: its lists are nested too deeply to read.") from error
            except ValueError as error:
                raise UsageError(f"{name}, line {number}: this is no JSON ({short(error)}).") from error
    if isinstance(whole, list | dict):
        return whole
    raise UsageError(f"{name}: expected a list of questions.")


def _records(value: Any, asked: set[str], topic: str = "", depth: int = 0) -> Iterator[tuple[Any, str]]:
    """The records within a value, each with its topic: what the lists around it are called or say of themselves."""
    if isinstance(value, list):
        for part in value:
            if isinstance(part, str):
                yield {"question": part}, topic
            elif isinstance(part, list | dict) and depth < DEEPEST:
                yield from _records(part, asked, topic, depth + 1)
            else:
                yield part, topic
        return
    lists = {key: part for key, part in value.items() if isinstance(part, list | dict) and part}
    lower = {key.lower(): part for key, part in value.items()}
    if any(isinstance(lower.get(word), str) for word in asked - NAMES) or depth >= DEEPEST:
        yield value, topic
        return
    own = next((lower[word] for word in NAMES_FIRST if isinstance(lower.get(word), str)), "")
    inner = [
        (record, topic_of)
        for key, part in lists.items()
        if isinstance(part, dict) or any(isinstance(one, dict) or _asks(one) for one in part)
        for record, topic_of in _records(part, asked, own or (topic if key.lower() in HOLDERS else key), depth + 1)
        if isinstance(record, dict)
    ]
    yield from inner or [(value, topic)]


def _asks(value: Any) -> bool:
    return isinstance(value, str) and value.rstrip().endswith(("?", "？", "؟"))


def _flat(value: Any) -> str | None:
    """The value as text; None if it is an object, or a list of anything but texts and numbers."""
    if isinstance(value, list):
        parts = [_flat(part) for part in value if not isinstance(part, list)]
        return ", ".join(part for part in parts if part is not None) if len(parts) == len(value) else None
    if value is None:
        return ""
    return str(value) if isinstance(value, str | int | float) else None
