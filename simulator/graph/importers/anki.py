"""Anki decks: the text export (tab-separated) and the package."""

import io
import lzma
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from simulator.errors import UsageError
from simulator.graph.bounded_toml import MAX_TEXT
from simulator.graph.files import passing_folder
from simulator.graph.importers.entry import MOST_QUESTIONS, ImportedFile, rows_of, text_of, text_of_html
from simulator.graph.importers.markdown import read_markdown, read_unmarked
from simulator.graph.load import MAX_FILE_BYTES

SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
EXTRA_COLUMNS = ("tags", "deck", "notetype", "guid")  # which an export can add to the fields of the note
COLLECTIONS = ("collection.anki21", "collection.anki2")
MOST_STEPS = 20_000_000  # SQLite instructions, about two seconds; 20,000 notes take under one million
_SOUND = re.compile(r"\[sound:[^\[\]]*\]")
_MEDIA = re.compile(r"<img\b|\[sound:", re.IGNORECASE)
_CLOZE_MARK = re.compile(r"\{\{c\d{1,3}::|\}\}|::")


def read_text(data: bytes, name: str) -> ImportedFile:
    """The text export: `#key:value` lines, then a row for each note; or a list as people type it.

    Raises UsageError if it is damaged.
    """
    keys, body = _heading(text_of(data, name))
    if not keys and "\t" not in body:  # a list as people type it, with numbers, dashes or "Q:", or with answers below
        for written in (read_markdown(data, name), read_unmarked(data, name)):
            if written.entries:
                return written
    named = keys.get("separator", "tab")
    separator = SEPARATORS.get(named.lower(), named)
    if len(separator) != 1 or separator in '"\r\n':
        raise UsageError(f"{name}: #separator must be one character or {', '.join(SEPARATORS)}.")
    extra: dict[str, int] = {}
    for key in EXTRA_COLUMNS:
        value = keys.get(f"{key} column", "0")
        if not value.isascii() or not value.isdigit() or len(value) > 4:
            raise UsageError(f"{name}: #{key} column must be the number of a column.")
        if int(value):
            extra[key] = int(value) - 1
    is_html = keys.get("html", "true").lower() != "false"
    imported = ImportedFile()
    for number, row in enumerate(rows_of(body, separator, name), 1):
        if any(cell.strip() for cell in row):
            fields = [cell for column, cell in enumerate(row) if column not in extra.values()]
            values = {key: row[column] for key, column in extra.items() if column < len(row)}
            deck, tags = values.get("deck", ""), values.get("tags", "")
            _add_note(imported, f"{name}, note {number}", fields, deck, tags, is_html=is_html)
    return imported


def read_package(data: bytes, name: str) -> ImportedFile:
    """The notes of a package. Raises UsageError if it is damaged, too large, or of a newer format."""
    imported = ImportedFile()
    try:
        collection = _collection(data, name)
        with passing_folder() as folder:  # SQLite reads files, not bytes
            path = folder / "collection"
            path.write_bytes(collection)
            for number, (fields, tags) in enumerate(_notes(path, name), 1):
                where = f"{name}, note {number}"
                if not isinstance(fields, str):
                    imported.leave(where, "its fields are no text")
                    continue
                tags = tags if isinstance(tags, str) else ""
                _add_note(imported, where, fields.split("\x1f"), "", tags, is_html=True)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, sqlite3.Error, OSError, EOFError) as error:
        raise UsageError(f"{name} is no Anki package, or a damaged one ({error}).") from error
    except (RuntimeError, ValueError, NotImplementedError, OverflowError) as error:  # encrypted, odd compression
        raise UsageError(f"{name} cannot be unpacked ({error}).") from error
    return imported


def _collection(data: bytes, name: str) -> bytes:
    """The SQLite database of the notes in a package."""
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
    """The fields and tags of every note. Time and memory are bounded, whatever the database contains.

    Only an ordinary table is read: a view or a generated column is code of a stranger, and need not end.
    """
    steps = 0

    def too_long() -> int:
        """SQLite's progress handler: 1 ends the query."""
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


def _add_note(imported: ImportedFile, where: str, fields: list[str], deck: str, tags: str, *, is_html: bool) -> None:
    """Import a note: its first field is the question, its second the answer."""
    if sum(map(len, fields)) > 4 * MAX_TEXT:
        imported.leave(where, f"its texts are longer than {4 * MAX_TEXT:,} characters")
        return
    front, back = ([*fields, "", ""])[:2]
    with_gaps, filled = _without_cloze(front)
    if filled != front:
        front, back = with_gaps, f"{filled}\n{back}"
    texts = (_SOUND.sub("", text) for text in (front, back))
    prompt, answer = (text_of_html(text) if is_html else text.strip() for text in texts)
    taken = imported.take(where, prompt=prompt, answer=answer, topic=deck.split("::")[-1], tags=tags.strip())
    if taken and _MEDIA.search(front + back):
        imported.leave(where, "its pictures and sounds can't be shown here, only its text is taken")


def _without_cloze(text: str) -> tuple[str, str]:
    """A cloze text twice: with a hint or an ellipsis in each gap, and with the gaps filled. Gaps can be nested."""
    open_gaps = [_Gap()]  # the first is the text itself
    start = 0
    for mark in _CLOZE_MARK.finditer(text):
        gap = open_gaps[-1]
        gap.add(text[start : mark.start()])
        start = mark.end()
        if mark[0].startswith("{{"):
            open_gaps.append(_Gap())
        elif mark[0] == "}}" and len(open_gaps) > 1:
            open_gaps.pop()
            open_gaps[-1].shown.append(f"[{''.join(gap.hint) or '…'}]")
            open_gaps[-1].filled += gap.filled
        elif mark[0] == "::" and len(open_gaps) > 1 and not gap.has_hint:
            gap.has_hint = True
        else:
            gap.add(mark[0])
    if len(open_gaps) > 1:  # one is never closed, so this is no cloze
        return text, text
    open_gaps[0].add(text[start:])
    return "".join(open_gaps[0].shown), "".join(open_gaps[0].filled)


@dataclass
class _Gap:
    """A gap while it is read: `{{c1::filled::hint}}`. `shown` is its text with the gaps inside it left open."""

    shown: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    hint: list[str] = field(default_factory=list)
    has_hint: bool = False

    def add(self, text: str) -> None:
        """Add text inside this gap."""
        if self.has_hint:
            self.hint.append(text)
        else:
            self.shown.append(text)
            self.filled.append(text)


def _heading(text: str) -> tuple[dict[str, str], str]:
    """The `#key:value` lines that an export begins with, and the text after them."""
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
