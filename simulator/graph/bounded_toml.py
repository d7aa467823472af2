"""Reads untrusted TOML in time and memory that grow no faster than the text.

`tomli` alone would fill the memory for a key of 50,000 parts, which is 100 kB. Real files are nested a few levels
deep: five in the records of a graph, and in a question as a transcript keeps it.
"""

import math
import re
from collections.abc import Collection
from datetime import date, time
from functools import lru_cache
from typing import Any

import tomli

from simulator.graph.text import clean, one_line, short

DEEPEST = 32  # parts of a key, brackets within brackets, and levels of what was read
MOST_OF_TEXT = 50_000  # marks in one block of a transcript; a question has some hundred
MOST_OF_FILE = 3_000_000  # marks in all blocks of a transcript: five thousand questions
# Strings and comments are one token each; an unclosed string runs to the end, where the parser stops too.
_TOKEN = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"{3,5})?'
    r"|'''(?:[^']++|'(?!''))*+(?:'{3,5})?"
    r'|"(?:[^"\\\n]++|\\[^\n])*+"?'
    r"|'[^'\n]*+'?"
    r"|\#[^\n]*+"
    r"|[.,\n\[\]{}]",  # no group: Python 3.11 takes them wrong beside possessive quantifiers
    re.DOTALL,
)


class TooHeavyError(ValueError):
    """The text is too large or too deeply nested to parse; the message has no full stop."""


class Allowance:
    """A budget for parsing one file, text by text; an interview uses about a hundredth of it."""

    def __init__(self, marks: int = MOST_OF_FILE) -> None:
        self._left = marks

    def take(self, text: str) -> None:
        """Counts a text. Raises TooHeavyError if it is too much, alone or together with those before."""
        self.spend(weight(text, MOST_OF_TEXT))

    def spend(self, marks: int) -> None:
        """Counts a text that was weighed before. Raises TooHeavyError if it is too much together with those before."""
        self._left -= marks
        if self._left < 0:
            raise TooHeavyError("the file holds more than an interview could")


def loads(text: str, allowance: Allowance | None = None) -> dict[str, Any]:
    """The parsed text. Raises ValueError if it is not TOML or is nested too deeply.

    With an `allowance`, also if it holds too much. Graphs are read without one.
    """
    if allowance is not None:
        allowance.take(text)
    elif any(line.count(".") >= DEEPEST for line in text.split("\n")):  # a key is on one line
        weight(text)
    try:
        parsed = tomli.loads(text)
    except RecursionError:
        raise _too_deep() from None
    level: list[Any] = [parsed]
    for _ in range(DEEPEST + 1):  # level by level, as code that walks it by recursion would fail
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return parsed
    raise _too_deep()


def weight(text: str, most: int | None = None) -> int:
    """The dots, commas, brackets and line ends outside strings. Raises TooHeavyError for too many or too deep.

    Up to `DEEPEST` of them weigh nothing: most events of a transcript hold fewer. Takes time proportional to the length
    of the text, whatever it holds.
    """
    if sum(map(text.count, ".,\n[{")) <= DEEPEST:
        return 0
    marks = depth = parts = 0
    for token in _TOKEN.finditer(text):
        marks += 1
        if most is not None and marks > most:
            raise TooHeavyError(f"it holds more than {most:,} values")
        match text[token.start()]:
            case ".":
                parts += 1
                if parts >= DEEPEST:
                    raise TooHeavyError(f"a key has more than {DEEPEST} parts")
            case "[" | "{":
                parts, depth = 0, depth + 1
                if depth > DEEPEST:
                    raise _too_deep()
            case "]" | "}":
                parts, depth = 0, depth - 1
            case "," | "\n":
                parts = 0
    return marks


def _too_deep() -> TooHeavyError:
    return TooHeavyError(f"its values are nested more than {DEEPEST} levels deep")


# how each text that is never closed began
_UNCLOSED = {"Unterminated string": '"""', 'Expected "\'"': "'", "Expected \"'''\"": "'''"}
# how the parser's messages begin, and what to do about each
_ADVICE = {
    "Cannot overwrite a value": "this key appears twice; keep one",
    "Duplicate inline table key": "a key appears twice between these braces; keep one",
    "Cannot declare": "this table appears twice; where there are several, write its name in two pairs of brackets",
    "Illegal character '\\n'": 'the text isn\'t closed on its line; end it with ", or write a longer one between """',
    "Illegal character": "there is a control character in the text; delete it",
    "Found invalid character '\\n'": "the text isn't closed on its line; end it with '",
    "Found invalid character": "there is a control character in the text; delete it",
    **dict.fromkeys(_UNCLOSED, "a text is never closed; end it as it begins"),
    "Expected '=' after a key": "a key needs = and a value after it",
    "Expected newline or end of document": "there's something after the value; delete it, or put quotes around it all",
    "Expected ']": "a table's name needs as many brackets after it as before it",
    "Unescaped '\\'": "write \\\\ for a backslash, or the text between single quotes",
    "Unclosed array": "the list above isn't closed, or lacks a comma; end it with ]",
    "Unclosed inline table": "the braces above aren't closed, or lack a comma; end them with }",
    "Invalid value": "expected a text in quotes, a number, true, false or a list",
    "Invalid date": "no such day; write dates as text in quotes",
    "Invalid statement": "expected a key with = and a value, or a table such as [[question]]",
    "Invalid initial character": "expected a key: letters, digits, - and _",
}


def what_is_wrong(text: str, error: ValueError, lists: Collection[str]) -> tuple[int, str]:
    """The line that keeps a text from being read, 0 if there is none to name, and what to do about it.

    A table of `lists` in single brackets fails only at the second one, or at its keys; its own line is named.
    """
    problem, line = str(error), 0
    if isinstance(error, tomli.TOMLDecodeError):
        problem, line = error.msg, min(error.lineno, text.count("\n", 0, len(text.rstrip())) + 1)
    if problem.startswith("Cannot"):
        for kind in lists:
            if (single := headers(text, kind, single=True)) and single[0] <= line:
                return single[0], f"write [[{kind}]], in two pairs of brackets, as there may be several"
    advice = next((told for begins, told in _ADVICE.items() if problem.startswith(begins)), "")
    mark = _UNCLOSED.get(problem, "")
    if mark and text.count(mark) % 2:  # it ran on to the end, so it's the last that was opened
        line = text.count("\n", 0, text.rfind(mark)) + 1
    return line, advice or short(problem, 160)


def headers(text: str, kind: str, *, single: bool = False) -> list[int]:
    """The line numbers of the headers `[[kind]]`, or `[kind]`, in order: good enough to point an author to them."""
    name = rf"[ \t]*{re.escape(kind)}[ \t]*"
    pattern = re.compile(rf"^[ \t]*\[{name}\]" if single else rf"^[ \t]*\[\[{name}\]\]", re.MULTILINE)
    lines, line, last = [], 1, 0
    for match in pattern.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        lines.append(line)
    return lines


def place_of(name: str, text: str) -> str:
    """Where a key stands in the file: `role = "x" in line 3`; the key alone where no line has it."""
    wanted = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(name)}[\"']?\s*[=.\]]")  # the key, or its table
    found = (
        f"{short(line.strip(), 60)} in line {n}" for n, line in enumerate(text.splitlines(), 1) if wanted.match(line)
    )
    return next(found, name)


# Values of a graph, made safe to show

MAX_TEXT = 50_000
MOST_LISTED = 500  # entries of one list: points, cues, probes
_IN_A_CASE = re.compile(r"(after\.)?cases\[")  # a mask is made of infinities, and code has to survive a NaN
ONE_LINE = frozenset({"title", "authors", "unit", "arxiv", "url"})


def made_safe(value: Any, path: str, name: str, bad: list[tuple[str, str, str]]) -> Any:
    """A value of a graph with all its texts made safe to show.

    `path` is its key path and `name` its last key; faults are added to `bad` as key path, rule and message.
    """
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            bad.append((path, "size", f"the text has {len(value):,} characters; at most {MAX_TEXT:,} are allowed"))
            return ""
        safe = clean(value)
        if safe is not value and safe != value.replace("\r\n", "\n"):
            left_out = (
                "the text holds control characters or characters that reorder text; they are left out, delete them"
            )
            bad.append((path, "control-character", left_out))
        return one_line(safe) if name in ONE_LINE else safe
    if isinstance(value, list):
        if len(value) > MOST_LISTED and not _IN_A_CASE.match(path):
            bad.append((path, "size", f"the list has {len(value):,} entries; at most {MOST_LISTED:,} are allowed"))
            return []
        if name not in ONE_LINE and _is_plain(value):
            return value
        return [made_safe(item, f"{path}[{index}]", name, bad) for index, item in enumerate(value)]
    if isinstance(value, dict):
        items = ((_key(key), item) for key, item in value.items())
        return {key: made_safe(item, f"{path}.{key}" if path else key, key, bad) for key, item in items}
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        bad.append((path, "value", "a whole number has at most 64 bits in TOML, and this has more"))
        return 0
    if isinstance(value, date | time) and _IN_A_CASE.match(path):  # anywhere else the record's own fields refuse it
        bad.append((path, "value", f"a case can't hold a date or a time; write it as text: {value.isoformat()!r}"))
        return ""
    if isinstance(value, float) and not math.isfinite(value) and not _IN_A_CASE.match(path):
        bad.append((path, "value", f"{value} is no ordinary number, and only the cases of a task may hold it"))
    return value


def _is_plain(values: list[Any]) -> bool:
    """Whether a list holds texts alone that are safe as they are: most of a graph's texts are cues, told in one go."""
    if not all(type(value) is str for value in values):
        return False
    together = "".join(values)
    return len(together) <= MAX_TEXT and clean(together) is together


_key = lru_cache(maxsize=500)(one_line)  # records of a kind all have the same keys
