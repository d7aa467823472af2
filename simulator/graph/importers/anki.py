"""Anki decks: the text export (tab-separated) and the package."""

import csv
import io
import lzma
import re
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from simulator.errors import UsageError
from simulator.graph.importers.entry import MOST_QUESTIONS, ImportedFile, rows_of, text_of, text_of_html
from simulator.graph.load import MAX_FILE_BYTES
from simulator.graph.parse import MAX_TEXT

SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
BESIDE = ("tags", "deck", "notetype", "guid")  # columns that the export may add to those of the note
COLLECTIONS = ("collection.anki21", "collection.anki2")
MOST_STEPS = 20_000_000  # of SQLite's machine, about two seconds; 20,000 notes take under one million
_SOUND = re.compile(r"\[sound:[^\[\]]*\]")
_CLOZE_MARK = re.compile(r"\{\{c\d{1,3}::|\}\}|::")


def read_text(data: bytes, name: str) -> ImportedFile:
    """The text export: `#key:value` lines, then a row a note. Front, back, and the columns that the lines name."""
    keys, body = _heading(text_of(data, name))
    named = keys.get("separator", "tab")
    separator = SEPARATORS.get(named.lower(), named)
    if len(separator) != 1 or separator in '"\r\n':
        raise UsageError(f"{name}: #separator must be one character or {', '.join(SEPARATORS)}.")
    special = {key: column - 1 for key in BESIDE if (column := _column(keys, key, name))}
    is_html = keys.get("html", "true").lower() != "false"
    found = ImportedFile()
    for number, row in enumerate(rows_of(csv.reader(io.StringIO(body, newline=""), delimiter=separator), name), 1):
        if any(cell.strip() for cell in row):
            fields = [cell for place, cell in enumerate(row) if place not in special.values()]
            beside = {key: row[place] for key, place in special.items() if place < len(row)}
            deck, tags = beside.get("deck", ""), beside.get("tags", "")
            _add_note(found, f"{name}, note {number}", fields, deck, tags, is_html=is_html)
    return found


def read_package(data: bytes, name: str) -> ImportedFile:
    """The notes of a package. Raises UsageError where it holds none that can be read here."""
    found = ImportedFile()
    try:
        collection = _collection(data, name)
        with tempfile.TemporaryDirectory() as folder:  # SQLite reads files, not bytes
            path = Path(folder) / "collection"
            path.write_bytes(collection)
            for number, (fields, tags) in enumerate(_notes(path, name), 1):
                where = f"{name}, note {number}"
                if not isinstance(fields, str):
                    found.leave(where, "its fields are no text")
                    continue
                _add_note(found, where, fields.split("\x1f"), "", tags if isinstance(tags, str) else "", is_html=True)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, sqlite3.Error, OSError, EOFError) as error:
        raise UsageError(f"{name} is no Anki package, or a damaged one ({error}).") from error
    except (RuntimeError, ValueError, NotImplementedError, OverflowError) as error:  # encrypted, or packed oddly
        raise UsageError(f"{name} cannot be unpacked ({error}).") from error
    return found


def _collection(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        kept = next((file for file in COLLECTIONS if file in package.namelist()), None)
        if kept is None or "collection.anki21b" in package.namelist():
            wanted = "export it again with support for older versions of Anki"
            raise UsageError(f"{name} holds no collection that can be read here; {wanted}.")
        with package.open(kept) as file:
            collection = file.read(4 * MAX_FILE_BYTES + 1)
    if len(collection) > 4 * MAX_FILE_BYTES:
        raise UsageError(f"{name} holds a collection that is too large.")
    return collection


def _notes(path: Path, name: str) -> Iterator[tuple[object, object]]:
    """Fields and tags of every note, in bounded time and memory whatever the database holds.

    Only an ordinary table is read: a view, or a generated column, is a program that need not end.
    """
    steps = 0

    def too_long() -> int:
        """Called by SQLite every so many steps: 1 ends the query."""
        nonlocal steps
        steps += 10_000
        return int(steps > MOST_STEPS)

    with closing(sqlite3.connect(path)) as database:
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 8 * MAX_TEXT)
        database.set_progress_handler(too_long, 10_000)
        database.text_factory = lambda raw: raw.decode("utf-8", "replace")
        kind = database.execute("SELECT type, sql FROM sqlite_master WHERE name = 'notes'").fetchone()
        columns = {row[1]: row[6] for row in database.execute("PRAGMA table_xinfo(notes)")}
        is_table = kind is not None and kind[0] == "table" and not str(kind[1]).upper().startswith("CREATE VIRTUAL")
        if not is_table or any(columns.values()) or not {"id", "flds", "tags"} <= set(columns):
            raise UsageError(f"{name} holds no ordinary table of notes; export the deck from Anki again.")
        try:
            for number, note in enumerate(database.execute("SELECT flds, tags FROM notes ORDER BY id")):
                if number >= MOST_QUESTIONS:
                    raise UsageError(f"{name} holds more than {MOST_QUESTIONS:,} notes; split it.")
                yield note
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise UsageError(f"{name} holds a collection that does not end; export the deck again.") from error
            raise


def _add_note(found: ImportedFile, where: str, fields: list[str], deck: str, tags: str, *, is_html: bool) -> None:
    if sum(map(len, fields)) > 4 * MAX_TEXT:
        found.leave(where, f"its texts are longer than {4 * MAX_TEXT:,} characters")
        return
    front, back = ([*fields, "", ""])[:2]
    asked, told = _without_cloze(front)
    if told != front:
        front, back = asked, f"{told}\n{back}"
    prompt, answer = (_plain_text(text, is_html=is_html) for text in (front, back))
    found.take(where, prompt=prompt, answer=answer, topic=deck.split("::")[-1], tags=tags.strip())


def _plain_text(field: str, *, is_html: bool) -> str:
    text = _SOUND.sub("", field)
    return text_of_html(text) if is_html else text.strip()


def _without_cloze(text: str) -> tuple[str, str]:
    """A text with gaps, twice: with a hint or an ellipsis in each gap, and with the gaps filled. Gaps may nest."""
    open_gaps = [_Gap()]  # the first stands for the text itself
    start = 0
    for mark in _CLOZE_MARK.finditer(text):
        gap = open_gaps[-1]
        gap.add(text[start : mark.start()])
        start = mark.end()
        if mark[0].startswith("{{"):
            open_gaps.append(_Gap())
        elif mark[0] == "}}" and len(open_gaps) > 1:
            open_gaps.pop()
            open_gaps[-1].asked.append(f"[{''.join(gap.hint) or '…'}]")
            open_gaps[-1].told += gap.told
        elif mark[0] == "::" and len(open_gaps) > 1 and not gap.has_hint:
            gap.has_hint = True
        else:
            gap.add(mark[0])
    if len(open_gaps) > 1:  # a gap that is never closed is no gap
        return text, text
    open_gaps[0].add(text[start:])
    return "".join(open_gaps[0].asked), "".join(open_gaps[0].told)


@dataclass
class _Gap:
    """A cloze being read: `{{c1::told::hint}}`."""

    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    hint: list[str] = field(default_factory=list)
    has_hint: bool = False

    def add(self, text: str) -> None:
        """Text that stands in this gap."""
        if self.has_hint:
            self.hint.append(text)
        else:
            self.asked.append(text)
            self.told.append(text)


def _heading(text: str) -> tuple[dict[str, str], str]:
    keys: dict[str, str] = {}
    start = 0
    while text.startswith("#", start):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        key, _, value = text[start + 1 : end].partition(":")
        keys[key.strip().lower()] = value if value == "\t" else value.strip()
        start = min(end + 1, len(text))
        if start == len(text):
            break
    return keys, text[start:]


def _column(keys: dict[str, str], key: str, name: str) -> int:
    """The column, from 1, that a line of the heading names for `key`; 0 where none does."""
    value = keys.get(f"{key} column", "0")
    if not value.isascii() or not value.isdigit() or len(value) > 4:
        raise UsageError(f"{name}: #{key} column must be the number of a column.")
    return int(value)
