"""Texts that have to say something and hold nothing: a title, a point, an option that nobody could read."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

# what is no text to be read, or has a rule of its own
_OTHER = frozenset({"id", "cues", "cases", "starter", "entry", "sources"})


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
    return tuple((each.name, each.required) for each in msgspec.structs.fields(record) if each.name not in _OTHER)
