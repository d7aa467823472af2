"""Question lists as text: CSV and TSV with a header, JSON and JSON lines, Markdown.

Columns and keys are recognised by their names, and the questions of a Markdown page by the way they are written.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from simulator.errors import UsageError
from simulator.graph.code_spans import lines_with_fences, split_code
from simulator.graph.importers.entry import KEYS, ImportedFile, rows_of, text_of, without_layout
from simulator.graph.text import one_line, short

NO_NAMES: Mapping[str, str] = {}


def read_csv(data: bytes, name: str, called: Mapping[str, str] = NO_NAMES) -> ImportedFile:
    """The questions of a table, its columns `called` so, by the keys of KEYS, or named as usual.

    Raises UsageError if it is damaged or no column has the questions.
    """
    text = text_of(data, name)
    first = text.split("\n", 1)[0]
    separator = max("\t,;", key=first.count)
    rows = rows_of(text, separator, name)
    columns = columns_of(next(rows, []), name, called)
    imported = ImportedFile()
    for number, row in enumerate(rows, 2):
        if any(cell.strip() for cell in row):
            texts = {key: row[column] for key, column in columns.items() if column < len(row)}
            imported.take(f"{name}, row {number}", **texts)
    return imported


def columns_of(header: Iterable[str], name: str, called: Mapping[str, str] = NO_NAMES) -> dict[str, int]:
    """The column, from 0, of each key of KEYS in the header. Raises UsageError without one for the questions."""
    names = [one_line(cell).lower() for cell in header]
    wanted = _words(called)
    columns = {key: names.index(word) for key, words in wanted.items() for word in reversed(words) if word in names}
    missing = next((called[key] for key in called if key not in columns), "" if "prompt" in columns else "question")
    if missing:
        shown = ", ".join(short(cell, 20) for cell in names[:8]) or "nothing"
        advice = "" if called else "; `--column question=NAME` says which it is, and so for answer, topic, difficulty"
        raise UsageError(f'{name}: no column is called "{short(missing, 20)}"{advice}. The first line holds {shown}.')
    return columns


def _words(called: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The words for each key of KEYS: what it's `called` comes before the usual ones."""
    own = {key: (one_line(name).lower(),) for key, name in called.items()}
    return {key: own.get(key, ()) + words for key, words in KEYS.items()}


def read_json(data: bytes, name: str, called: Mapping[str, str] = NO_NAMES) -> ImportedFile:
    """The questions of a JSON list, of an object with such a list, or of JSON lines. Raises UsageError for others."""
    imported = ImportedFile()
    wanted = _words(called)
    known = {word for words in wanted.values() for word in words}
    records = _objects(text_of(data, name), name)
    keys = {key.lower() for raw in records if isinstance(raw, dict) for key in raw}
    if (question := called.get("prompt")) and one_line(question).lower() not in keys:
        raise UsageError(f'{name}: no record has a key called "{short(question, 20)}".')
    for number, raw in enumerate(records, 1):
        where = f"{name}, record {number}"
        texts = {key.lower(): _flat(value) for key, value in raw.items()} if isinstance(raw, dict) else {}
        if unfit := next((key for key, value in texts.items() if value is None and key in known), ""):
            imported.leave(where, f'"{short(unfit)}" is no text')
            continue
        chosen = {key: word for key, words in wanted.items() for word in reversed(words) if word in texts}
        imported.take(where, **{key: texts[word] or "" for key, word in chosen.items()})
    return imported


def _objects(text: str, name: str) -> list[Any]:
    """The records of a JSON text, whether or not they are objects."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        whole = []
        for number, row in enumerate(text.split("\n"), 1):
            try:
                whole += [json.loads(row)] if row.strip() else []
            except (ValueError, RecursionError) as error:
                raise UsageError(f"{name}, line {number}: this is no JSON ({short(error)}).") from error
    if isinstance(whole, Mapping):
        records = (value for value in whole.values() if isinstance(value, list))
        return next((value for value in records if value and isinstance(value[0], dict)), [whole])
    if isinstance(whole, list):
        return whole
    raise UsageError(f"{name}: expected a list of questions.")


def _flat(value: Any) -> str | None:
    """The value as text; None if it is an object, or a list of anything but texts and numbers."""
    if isinstance(value, list):
        parts = [_flat(part) for part in value if not isinstance(part, list)]
        return ", ".join(part for part in parts if part is not None) if len(parts) == len(value) else None
    if value is None:
        return ""
    return str(value) if isinstance(value, str | int | float) else None


_HEADING = re.compile(r"^(#{1,6})\s+(?=\S)")
_NUMBERED = re.compile(r"^(?:Q(?:uestion)?\s*)?\d{1,3}\s*[.):]\s+|^Q\s*[:.]\s*", re.IGNORECASE)
_BOLD = re.compile(r"^\s*(?:[-*+]\s+|\d{1,3}[.)]\s+)?(\*\*|__)(.+?)\1\s*$")
_ITEM = re.compile(r"^(?:[-*+]|\d{1,3}[.)])\s+(?=\S)(.+\?)\s*$")
_SUMMARY = re.compile(r"<(/?)summary>", re.IGNORECASE)
_LABEL = re.compile(r"^\s*(?:\*\*|__)?(?:A|Answer|Ans)\s*[:.](?:\*\*|__)?\s*", re.IGNORECASE)
_CONTENTS = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+\[[^\]]*\]\(#[^)]*\)\s*$")
_MARKS = re.compile(r"\*\*|__")


def read_markdown(data: bytes, name: str) -> ImportedFile:
    """Every question, with the text up to the next one as its answer and the heading above it as its topic."""
    imported, topic, prompt, at = ImportedFile(), "", "", 0
    answer: list[str] = []

    def close() -> None:
        """Add the last question, if there is one, with the text up to here."""
        if prompt:
            text = without_layout("\n".join(answer)).strip().removesuffix("---").strip()
            imported.take(f"{name}, line {at}", prompt=prompt, answer=_LABEL.sub("", text, count=1), topic=topic)

    for number, (raw, is_code) in enumerate(_markdown_lines(text_of(data, name)), 1):
        heading = None if is_code else _heading(raw)
        asked = "" if is_code else _question(raw)
        if asked or heading:
            close()
            prompt, at, answer = asked, number, []
            if heading and not asked:
                topic = _bare(heading[1]).replace("`", "")
        else:
            answer.append(raw)
    close()
    return imported


def _markdown_lines(text: str) -> Iterator[tuple[str, bool]]:
    """The lines, and whether each is code. Summaries of <details> become bold lines; contents lists are left out."""
    for is_code, lines in groupby(lines_with_fences(text), key=lambda line: line.is_code):
        together = "".join(line.text for line in lines)
        for line in (together if is_code else _bold_summaries(together)).removesuffix("\n").split("\n"):
            if is_code or not _CONTENTS.match(line):
                yield line, is_code


def _bold_summaries(text: str) -> str:
    """The text with each <summary> as a bold line."""
    parts, start, opening = [], 0, None
    for tag in _SUMMARY.finditer(text):
        if not tag[1]:
            opening = opening or tag
        elif opening:
            parts += [text[start : opening.start()], f"\n**{text[opening.end() : tag.start()].strip()}**\n"]
            start, opening = tag.end(), None
    return "".join([*parts, text[start:]])


def _heading(raw: str) -> tuple[str, str] | None:
    """The number signs and the words of a heading, or None."""
    signs = _HEADING.match(raw)
    return (signs[1], raw[signs.end() :].rstrip().rstrip("#").rstrip()) if signs else None


def _question(raw: str) -> str:
    """The question in a line; empty if there is none."""
    heading, bold, item = _heading(raw), _BOLD.match(raw), _ITEM.match(raw)
    text = heading[1] if heading else bold[2] if bold else item[1] if item else ""
    if not text:
        return ""
    numbered = bool(_NUMBERED.match(text))
    bare = _bare(text)
    if bare.rstrip("`").endswith("?") or (heading and numbered and heading[0] != "#"):
        return bare
    return ""


def _bare(text: str) -> str:
    """A line without number, layout tags and emphasis; code in it is not changed."""
    pieces = split_code(_NUMBERED.sub("", without_layout(text).strip()))
    return "".join(piece.text if piece.is_code else _MARKS.sub("", piece.text) for piece in pieces).strip()
