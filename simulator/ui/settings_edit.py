"""The settings file with other values: a person wrote it by hand, so comments, order and spelling stay as they are."""

import re
from collections.abc import Mapping
from typing import Any

BOM = "\ufeff"
_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)


def edited(text: str, changes: Mapping[str, Any]) -> str:
    """The text of a settings file with these values; a value of None takes its key out.

    Raises ValueError for text in which that cannot be done.
    """
    import tomlkit  # deferred: only needed where a setting is changed

    body = text.removeprefix(BOM)
    of_windows = body.count("\r\n") == body.count("\n") > 0
    body = body.replace("\r\n", "\n") if of_windows else body
    where = _first_table(body)
    head = body[:where].rstrip()
    gap = body[len(head) : where].lstrip(" \t")  # empty lines before the first table
    keys, tables = tomlkit.parse(head), tomlkit.parse(body[where:])
    for key, value in changes.items():
        goes_to_tables = key in tables or (isinstance(value, Mapping) and key not in keys)
        _put(tables if goes_to_tables else keys, key, value)
    fresh, rest = tomlkit.dumps(keys).rstrip(), tomlkit.dumps(tables)
    if fresh and not gap.startswith("\n"):
        fresh += "\n"
    if fresh and rest and not (head and body[where:]):
        fresh += "\n"  # keys and tables meet for the first time
    fresh += gap + rest
    return (BOM if text.startswith(BOM) else "") + (fresh.replace("\n", "\r\n") if of_windows else fresh)


def _first_table(text: str) -> int:
    """Where the first table begins, with the remarks right above it: a key that is new stands before them."""
    import tomlkit

    for header in _HEADER.finditer(text):
        try:
            tomlkit.parse(text[: header.start()])
        except ValueError:
            continue  # it stands within a list or a text
        start = header.start()
        while (line := text.rfind("\n", 0, max(0, start - 1)) + 1) < start and text[line:start].lstrip().startswith(
            "#"
        ):
            start = line
        return start
    return len(text)


def _put(table: Any, key: str, value: Any) -> None:
    before: Any = table.get(key)
    if value is None:
        table.pop(key, None)
    elif isinstance(value, Mapping) and isinstance(before, dict):
        for name in [name for name in before if name not in value]:
            before.pop(name)
        for name, inner in value.items():
            _put(before, name, inner)
    elif before is None or before != value:
        table[key] = value
