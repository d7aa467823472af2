"""Finding in the archive: filters on sessions, and words in prompts, answers, notes and names, newest first.

An item's names are those of the concepts that it was about and of its area.
"""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.graph.text import clean
from simulator.session.archive.index import PIECE_BITS, Index
from simulator.session.archive.rows import SUFFIX, can_be_shown
from simulator.session.archive.seals import BrokenSealError

SNIPPET_WORDS = 14
STEM = 4  # letters by which found words are told apart: agent and agents are one
OPEN, CLOSE = "\ue000", "\ue001"  # around what was found; no text of a person holds them after cleaning
_WORD = re.compile(r'"([^"]+)"|(\S+)')
_FOUND = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_TITLE = re.compile(r"(?:Question|Check) \d+")
_FIELDS = ("prompt", "said", "notes", "names")
_NAMES = _FIELDS.index("names")
PREFIX = "*"  # at the end of a filter's value: whatever begins with it fits


@dataclass(frozen=True)
class Filters:
    """What the sessions of a list must fit; what is None or empty does not matter.

    `since` and `until` are moments; `concept` was asked about, `verdict` given to an answer (with `concept`: of it).
    `missed` is for sessions with a weak or borderline answer, `bookmarked` for those with a bookmark.
    """

    candidate: str | None = None
    graph: str | None = None
    format: str | None = None
    role: str | None = None
    state: str | None = None
    concept: str | None = None
    verdict: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    missed: bool = False
    bookmarked: bool = False


@dataclass(frozen=True)
class Hit:
    """One item in which the words stand: its session, position and title, the field, and the text around them.

    `parts` are the text in pieces with whether each is a found word.
    """

    session: str
    position: int
    title: str
    field: str
    parts: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The snippet as plain text."""
        return "".join(text for text, _ in self.parts)

    @property
    def only_about(self) -> bool:
        """Whether the words stand in what the item is about, and not as well in what was written; a list marks that."""
        return self.field == "names"


def where(filters: Filters) -> tuple[str, list[object]]:
    """The condition on `sessions` as SQL with its values."""
    parts, values = ["problem IS NULL"], list[object]()
    for column in ("candidate", "graph", "format", "role", "state"):
        if (wanted := getattr(filters, column)) is not None:
            parts.append(_fits(column, wanted, values))
    parts += [f"{column} != ''" for column in _flags(filters)]
    for sign, moment in ((">=", filters.since), ("<", filters.until)):
        if moment is not None:
            parts.append(f"key {sign} ?")
            values.append(max(0, int(moment.timestamp() * 1000)) << 4)
    met = {"concept": filters.concept, "verdict": filters.verdict}
    asked = {column: wanted for column, wanted in met.items() if wanted is not None}
    if asked:
        inner = " AND ".join(_fits(column, wanted, values) for column, wanted in asked.items())
        parts.append(f"key IN (SELECT session FROM met WHERE {inner})")
    return " AND ".join(parts), values


def _flags(filters: Filters) -> list[str]:
    return ["missed"] * filters.missed + ["bookmarks"] * filters.bookmarked


def _fits(column: str, wanted: str, values: list[object]) -> str:
    """The condition that a column is as wanted; what it is held against goes to `values`."""
    beginning = wanted.removesuffix(PREFIX)
    values.append(beginning)
    return f"{column} = ?" if beginning == wanted else f"substr({column}, 1, {len(beginning)}) = ?"


def expression(text: str) -> str:
    """The words of a person as a full-text query: all must stand in an item, quoted ones side by side.

    A word in full is looked for, and what begins with the last one. Nothing in the text is an operator.
    """
    found = [(phrase or word) for phrase, word in _WORD.findall(text)]
    usable = [part.replace('"', " ") for part in found if any(ch.isalnum() for ch in part)]
    return " ".join(f'"{part}"' for part in usable) + ("*" if usable and text.rstrip()[-1:].isalnum() else "")


def hits(index: Index, text: str, filters: Filters | None = None, limit: int = 100) -> list[Hit]:
    """The newest items in which all words of `text` stand, at most `limit`."""
    query = expression(text)
    if not query:
        return []
    condition, values = where(filters or Filters())
    marks = ", ".join(f"snippet(texts, {n}, '{OPEN}', '{CLOSE}', '…', {SNIPPET_WORDS})" for n in range(len(_FIELDS)))
    sql = (
        f"SELECT s.name, p.position, p.title, {marks} FROM texts "
        f"JOIN sessions s ON s.key = texts.rowid >> {PIECE_BITS} JOIN pieces p ON p.id = texts.rowid "
        f"WHERE texts MATCH ? AND {condition} ORDER BY texts.rowid DESC LIMIT ?"
    )
    try:
        return index.ask(sql, (query, *values, limit), _hit)
    except sqlite3.OperationalError:
        return []  # a word that the tokenizer makes nothing of


def _hit(row: tuple[Any, ...]) -> Hit:
    name, position, title, *texts = row
    if not (isinstance(position, int) and _TITLE.fullmatch(title) and can_be_shown(name)):
        raise BrokenSealError  # a text has no seal: long as it is, a spoilt letter in it harms nothing
    best = _best(texts)
    return Hit(name.removesuffix(SUFFIX), position, title, _FIELDS[best], _parts(clean(texts[best])))


def _best(texts: Sequence[str]) -> int:
    """Which text is shown: the one with the most of the words; the names only where no other has as many of them."""
    words = [len({word.lower()[:STEM] for word in _FOUND.findall(text)}) for text in texts]
    return max(range(len(texts)), key=lambda n: (words[n], n != _NAMES, texts[n].count(OPEN)))


def _parts(marked: str) -> tuple[tuple[str, bool], ...]:
    flat = " ".join(marked.split())
    pieces = re.split(f"({OPEN}[^{CLOSE}]*{CLOSE})", flat)
    return tuple((piece.strip(OPEN + CLOSE), piece.startswith(OPEN)) for piece in pieces if piece)
