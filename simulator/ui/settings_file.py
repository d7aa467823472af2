"""Writing into the settings file: what a person has put there stays, with its order, its comments and its line ends."""

import re
from collections.abc import Mapping
from typing import Any

REMARKS = {"chosen": "from the setup; a setting changed later counts instead", "tried": "once; home offers it again"}
ON_ONE_LINE = REMARKS | {"first_command": "what it said; the first start takes it over"}
BOM = "\ufeff"
_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)


def edited(text: str, changes: Mapping[str, Any]) -> str:
    """The text of a settings file with these values; None removes a key. Raises ValueError if it cannot be done."""
    import tomlkit  # deferred: only needed where a setting is changed

    body = text.removeprefix(BOM)
    of_windows = body.count("\r\n") == body.count("\n") > 0
    body = body.replace("\r\n", "\n") if of_windows else body
    where = first_table(body)
    head = body[:where].rstrip()
    gap = body[len(head) : where].lstrip(" \t")  # empty lines before the first table
    keys, tables = tomlkit.parse(head), tomlkit.parse(body[where:])
    for key, value in changes.items():
        goes_to_tables = key in tables or (isinstance(value, Mapping) and key not in keys and key not in ON_ONE_LINE)
        _put(tables if goes_to_tables else keys, key, value)
    fresh, rest = tomlkit.dumps(keys).rstrip(), tomlkit.dumps(tables)
    if fresh and not gap.startswith("\n"):
        fresh += "\n"
    if fresh and rest and not (head and body[where:]):
        fresh += "\n"  # keys and tables meet for the first time
    fresh += gap + rest
    return (BOM if text.startswith(BOM) else "") + (fresh.replace("\n", "\r\n") if of_windows else fresh)


def first_table(text: str) -> int:
    """The index of the first table, comments right above it included: a new key goes before them."""
    import tomlkit

    for header in _HEADER.finditer(text):
        try:
            tomlkit.parse(text[: header.start()])
        except ValueError:
            continue  # it is inside a list or a string
        start = header.start()
        while (line := text.rfind("\n", 0, max(0, start - 1)) + 1) < start and text[line:start].lstrip().startswith(
            "#"
        ):
            start = line
        return start
    return len(text)


def _put(table: Any, key: str, value: Any) -> None:
    import tomlkit.items

    before: Any = table.get(key)
    if value is None or (key == "first_command" and not value):
        table.pop(key, None)
    elif key in ON_ONE_LINE and not isinstance(before, tomlkit.items.Table) and before != value:
        table[key] = _on_one_line(value)
        if before is None:
            table[key].comment(ON_ONE_LINE[key])
    elif isinstance(value, Mapping) and isinstance(before, dict):
        for name in [name for name in before if name not in value]:
            before.pop(name)
        for name, inner in value.items():
            _put(before, name, inner)
    elif before is None or before != value:
        table[key] = value


def _on_one_line(values: Mapping[str, Any]) -> Any:
    import tomlkit

    line = tomlkit.inline_table()
    for name, value in values.items():
        line[name] = _on_one_line(value) if isinstance(value, Mapping) else value
    return line
