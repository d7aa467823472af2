"""Anki decks: the text export (tab-separated) and the package."""

import csv
import html
import io
import re
import sqlite3
import tempfile
import zipfile
from pathlib import Path

from simulator.errors import UsageError
from simulator.graph.folder import MAX_FILE_BYTES
from simulator.graph.importers.entry import Found, text_of

SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
BESIDE = ("tags", "deck", "notetype", "guid")  # columns that the export may add to those of the note
COLLECTIONS = ("collection.anki21", "collection.anki2")
_BREAK = re.compile(r"<(?:br|/div|/p|/li|/tr|/h[1-6])\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_SOUND = re.compile(r"\[sound:[^\]]*\]")
_CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::(.*?))?\}\}", re.DOTALL)


def read_text(data: bytes, name: str) -> Found:
    """The text export: `#key:value` lines, then a row a note. Front, back, and the columns that the lines name."""
    keys, body = _heading(text_of(data, name))
    separator = SEPARATORS.get(keys.get("separator", "tab").lower(), keys.get("separator", "\t")[:1])
    special = {
        key: int(keys[f"{key} column"]) - 1 for key in ("tags", "deck", "notetype", "guid") if _counts(keys, key)
    }
    found = Found()
    try:
        rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UsageError(f"{name} is no table ({error}).") from error
    for number, row in enumerate(rows, 1):
        if any(cell.strip() for cell in row):
            fields = [cell for place, cell in enumerate(row) if place not in special.values()]
            beside = {key: row[place] for key, place in special.items() if place < len(row)}
            _take(found, f"{name}, note {number}", fields, beside.get("deck", ""), beside.get("tags", ""))
    return found


def read_package(data: bytes, name: str) -> Found:
    """The notes of a package. Raises UsageError where it holds none that can be read here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            kept = next((file for file in COLLECTIONS if file in package.namelist()), None)
            if kept is None or "collection.anki21b" in package.namelist():
                wanted = "export it again with support for older versions of Anki"
                raise UsageError(f"{name} holds no collection that can be read here; {wanted}.")
            if package.getinfo(kept).file_size > 4 * MAX_FILE_BYTES:
                raise UsageError(f"{name} holds a collection that is too large.")
            notes = _notes(package.read(kept))
    except (zipfile.BadZipFile, sqlite3.Error, OSError, RuntimeError, ValueError) as error:
        raise UsageError(f"{name} is no Anki package ({error}).") from error
    found = Found()
    for number, (fields, tags) in enumerate(notes, 1):
        _take(found, f"{name}, note {number}", fields.split("\x1f"), "", tags)
    return found


def _notes(collection: bytes) -> list[tuple[str, str]]:
    """Fields and tags of every note; SQLite reads files, not bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection"
        path.write_bytes(collection)
        database = sqlite3.connect(path)
        try:
            rows = database.execute("SELECT flds, tags FROM notes ORDER BY id").fetchall()
        finally:
            database.close()
    return [(str(fields), str(tags)) for fields, tags in rows]


def _take(found: Found, where: str, fields: list[str], deck: str, tags: str) -> None:
    front, back = ([*fields, "", ""])[:2]
    if _CLOZE.search(front):
        front, back = _CLOZE.sub(lambda m: f"[{m[2] or '…'}]", front), f"{_CLOZE.sub(lambda m: m[1], front)}\n{back}"
    found.take(where, prompt=_plain(front), answer=_plain(back), topic=deck.split("::")[-1], tags=tags.strip())


def _plain(field: str) -> str:
    text = _SOUND.sub("", _TAG.sub("", _BREAK.sub("\n", field)))
    return re.sub(r"\n{3,}", "\n\n", html.unescape(text).replace("\xa0", " ")).strip()


def _heading(text: str) -> tuple[dict[str, str], str]:
    keys: dict[str, str] = {}
    while text.startswith("#"):
        first, _, text = text.partition("\n")
        key, _, value = first[1:].partition(":")
        keys[key.strip().lower()] = value.strip("\n") if value == "\t" else value.strip()
    return keys, text


def _counts(keys: dict[str, str], key: str) -> bool:
    return keys.get(f"{key} column", "").isdecimal()
